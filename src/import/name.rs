//! The cell that names an action: its title, the tags and steps in it, and parts under labels of their own.

use super::cells;
use super::document::Line;
use super::labels::Vocabulary;
use crate::domain::text::one_line;
use crate::domain::{ActionKind, Step};

/// What the cell of an action says.
pub struct Title {
    pub title: String,
    pub text: String,
    pub tags: Vec<String>,
    pub steps: Vec<Step>,
    pub kind: ActionKind,
    /// Parts under labels of their own: "Action: …".
    pub children: Vec<String>,
}

impl Title {
    /// Reads the lines of the cell. The items of a list that counts from 1 are milestones.
    pub fn read(lines: &[Line], vocabulary: &Vocabulary) -> Self {
        let list = cells::numbered_list(lines);
        let (lines, items) = match &list {
            Some((before, items)) => (before.as_slice(), items.as_slice()),
            None => (lines, [].as_slice()),
        };
        let read = Self::plain(lines, vocabulary);
        let Some(joined) = (!items.is_empty()).then(|| items.join("; ")) else {
            return read;
        };
        // A list without words before it names the action by all it says.
        let title = if read.title.is_empty() {
            &joined
        } else {
            &read.title
        };
        Self {
            title: title.clone(),
            text: one_line(&format!("{} {joined}", read.text)),
            children: [read.children, items.to_vec()].concat(),
            ..read
        }
    }

    fn plain(lines: &[Line], vocabulary: &Vocabulary) -> Self {
        let mut text = String::new();
        let mut steps = Vec::new();
        let mut bullets = false;
        for (at, line) in lines.iter().enumerate() {
            // A bullet at the start of the cell is how somebody writes, and the words behind it name the action.
            if line.bullet.is_some() && at > 0 {
                bullets = true;
                steps.push(step(&line.text));
            } else if bullets {
                // Below bullets a line without one goes on in the last.
                if let Some(last) = steps.last_mut() {
                    let joined = format!("{} {}", last.text, line.text);
                    *last = step(&joined);
                }
            } else {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&line.text);
            }
        }
        let text = one_line(&text);
        if let Some(parts) = vocabulary.split(&text) {
            return Self {
                title: title(&parts.title),
                text,
                tags: parts.tags,
                steps,
                kind: parts.kind,
                children: parts.children,
            };
        }
        let (left, tags) = vocabulary.part_tags(&text);
        Self {
            title: title(cells::number(left).1),
            tags,
            kind: ActionKind::Action,
            children: Vec::new(),
            steps,
            text,
        }
    }
}

/// A title that runs on into the words which lead in to its milestones, "Light the park: works in the order of need,
/// including:", as the title and those words. Only where a title stands before them and a list is announced.
#[must_use]
pub fn lead_in(text: &str) -> Option<(String, String)> {
    let text = text.trim_end();
    if !announces(text) {
        return None;
    }
    let (at, _) = text.rmatch_indices([':', '.']).skip(1).find(|(at, end)| {
        let before = text.get(..*at).unwrap_or("");
        let after = text.get(at + 1..).unwrap_or("");
        // A stop after a short word may be that of "e.g." or "St.".
        let word = before.split_whitespace().last().unwrap_or("");
        (*end == ":" || word.chars().count() > 3)
            && before.split_whitespace().count() > 2
            && after.starts_with(' ')
            && after.trim_start().starts_with(char::is_uppercase)
    })?;
    let after = text.get(at + 1..)?.trim_start();
    Some((title(text.get(..at)?), after.to_owned()))
}

/// Whether a text ends by announcing a list.
#[must_use]
pub fn announces(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["including:", "includes:", "follows:", "following:"]
        .iter()
        .any(|end| lower.ends_with(end))
}

fn title(text: &str) -> String {
    text.trim_end_matches([':', ' ']).to_owned()
}

pub fn step(text: &str) -> Step {
    let text = one_line(text);
    let tags = cells::labels(&text)
        .map(|(tags, _)| tags)
        .unwrap_or_default();
    Step { tags, text }
}
