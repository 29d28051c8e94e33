//! What a comparison with the stored plan found, in words and for programs.

use serde_json::{Value, json};

use super::version::Found;
use crate::import::Update;

/// What a draft is compared with, for JSON; null for a plan of its own.
pub fn compared(update: Option<&(Found, Update)>) -> Value {
    let Some((found, update)) = update else {
        return Value::Null;
    };
    json!({
        "plan": found.plan.plan.title,
        "new": update.new,
        "changed": update.changed,
        "gone": update.gone,
        "kept": update.kept,
        "moved": update.moved,
    })
}

/// What is new, changed, gone and kept, a line each.
pub fn comparison(update: Option<&(Found, Update)>) -> Vec<String> {
    match update {
        Some((found, update)) => update.lines(&found.plan.plan.title),
        None => vec!["a new plan: it is compared with none".to_owned()],
    }
}

/// What stays although the file says otherwise, where nothing else is to be told, a line each.
pub fn kept(update: &Update) -> Vec<String> {
    let lines = update.kept.iter().map(|line| format!("  stays: {line}"));
    lines.collect()
}

/// Why nothing is stored of a file. The plan may say otherwise than the file, where somebody recorded something since.
pub fn nothing_to_do(found: &Found, update: &Update) -> String {
    let plan = &found.plan.plan;
    if update.known {
        format!(
            "nothing to do: “{}” was last brought in from this very file; what was recorded since stays",
            plan.title
        )
    } else if update.kept.is_empty() {
        format!(
            "nothing to do: this file says nothing that “{}” does not hold",
            plan.title
        )
    } else {
        format!(
            "nothing to do: “{}” stays as it is, also where this file says otherwise ({} above)",
            plan.title,
            update.kept.len()
        )
    }
}

/// What was stored, and what was not.
pub fn stored_changes(title: &str, update: &Update) -> String {
    match update.kept.len() {
        0 => format!("stored the changes to “{title}”"),
        1 => format!("stored the changes to “{title}”; 1 above stays as it was"),
        n => format!("stored the changes to “{title}”; {n} above stay as they were"),
    }
}
