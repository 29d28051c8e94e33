//! What a thing of the source became, in lines.

use crate::domain::When;
use crate::import::{Draft, DraftAction};

/// What an action or a milestone is in the draft: the action with what its columns gave it, its milestones with date and
/// leads.
pub(super) fn became(draft: &Draft, about: &str) -> Vec<String> {
    let of_action = |action: &&DraftAction| {
        let below = about.strip_prefix(action.id.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let Some(action) = draft.actions.iter().find(of_action) else {
        return Vec::new();
    };
    let mut lines = vec![format!(
        "{} {}",
        action.action.reference, action.action.title
    )];
    let one = action.milestones.iter().any(|m| m.id == about);
    let (first, last) = details(action);
    if !one {
        lines.extend(first);
    }
    let shown = action.milestones.iter().filter(|m| !one || m.id == about);
    lines.extend(shown.map(|m| m.line()));
    if !one {
        lines.extend(last);
    }
    lines
}

/// What the columns gave an action besides its title and milestones: what stands before the milestones, and what after.
fn details(draft: &DraftAction) -> (Vec<String>, Vec<String>) {
    let action = &draft.action;
    let leads: Vec<&str> = action.leads.iter().map(|l| l.written.as_str()).collect();
    let due = match action.baseline.when {
        When::None => String::new(),
        _ => action.baseline.to_string(),
    };
    let status = action.status.map_or_else(String::new, |l| l.0.to_string());
    let first = [
        ("due", due),
        ("lead", leads.join(", ")),
        ("status", status),
        ("tags", action.tags.join(", ")),
    ];
    let steps = action.steps.iter().map(|s| ("step", s.text.clone()));
    let rest = [
        ("objective", action.objective.clone()),
        ("resources", action.resources.join(", ")),
        ("outcomes", action.outcomes.join(", ")),
    ];
    let extras = action.extras.iter();
    let last = steps
        .chain(rest)
        .chain(extras.map(|(name, value)| (name.as_str(), value.clone())));
    let line =
        |(label, words): (&str, String)| (!words.is_empty()).then(|| format!("{label}: {words}"));
    (
        first.into_iter().filter_map(line).collect(),
        last.filter_map(line).collect(),
    )
}
