//! What stands on pages and is no part of the plan: lines drawn with characters, and those that every page has.

use std::collections::HashMap;

use super::super::document::{Document, Item};
use super::super::heading;

/// Nothing but strokes: a line drawn with characters.
pub(super) fn is_rule(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '-' | '=' | '_' | '*' | '|' | '+' | ':' | ' ' | '–' | '—'))
}

/// Lines that stand on every page: the same short words three times or more, never a bullet.
pub(super) fn furniture(document: &Document) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for item in &document.items {
        let line = match item {
            Item::Text(text) => &text.line,
            Item::Row(row) if document.grid => {
                match row.filled().map(|(_, c)| c).collect::<Vec<_>>().as_slice() {
                    [only] if only.lines.len() == 1 => match only.lines.first() {
                        Some(line) => line,
                        None => continue,
                    },
                    _ => continue,
                }
            }
            _ => continue,
        };
        if line.bullet.is_none()
            && line.text.chars().count() <= 60
            && !line.text.ends_with(':')
            && heading::label(&line.text).is_none()
            && !heading::continued(&line.text).1
        {
            *counts.entry(line.text.clone()).or_default() += 1;
        }
    }
    counts.retain(|line, n| *n >= 3 || counts_pages(line));
    counts
}

/// "Page 2 of 5".
fn counts_pages(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split(' ').collect();
    let figures = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        ["page", number] => figures(number),
        ["page", number, "of", all] => figures(number) && figures(all),
        _ => false,
    }
}
