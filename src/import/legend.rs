//! The legend a file brings along: what its own letters or figures mean ("1 Fully achieved", "A = at risk"). It beats the
//! usual words.

use super::document::{Document, Item};
use super::status::tone_of;
use crate::domain::{Legend, Letter, Status, Tone};

/// How many lines may stand between two entries of one legend.
const APART: usize = 2;

/// Finds a legend: three entries or more close together, each a letter or figure with words that are known to mean a
/// status. A list of anything else has other words.
#[must_use]
pub fn find(document: &Document) -> Option<Legend> {
    let mut statuses: Vec<Status> = Vec::new();
    let mut last = 0;
    for (at, item) in document.items.iter().enumerate() {
        let found = entries(item);
        if found.is_empty() {
            continue;
        }
        if at > last + APART && statuses.len() < 3 {
            statuses.clear();
        }
        last = at;
        for status in found {
            if !statuses.iter().any(|s| s.letter == status.letter) {
                statuses.push(status);
            }
        }
    }
    (statuses.len() >= 3).then_some(Legend { statuses })
}

/// The entries of one line or row: "R: off track", or several parted by commas or semicolons.
fn entries(item: &Item) -> Vec<Status> {
    let text = match item {
        Item::Text(text) if text.hidden.is_none() => text.line.text.clone(),
        Item::Row(row) if row.hidden.is_none() => {
            let cells: Vec<String> = row.filled().map(|(_, c)| c.flat()).collect();
            match cells.as_slice() {
                [only] => only.clone(),
                [key, meaning] if key.chars().count() == 1 => format!("{key} = {meaning}"),
                // "Key | R = off track | A = at risk".
                [first, rest @ ..] if rest.len() > 1 => {
                    let all: Vec<Status> = rest.iter().filter_map(|c| entry(c)).collect();
                    let whole = all.len() == rest.len();
                    return match (whole, entry(first)) {
                        (true, Some(first)) => std::iter::once(first).chain(all).collect(),
                        (true, None) => all,
                        (false, _) => Vec::new(),
                    };
                }
                _ => return Vec::new(),
            }
        }
        _ => return Vec::new(),
    };
    if text.chars().count() > 300 {
        return Vec::new();
    }
    let body = match text.split_once(':') {
        Some((head, rest)) if head.chars().count() > 1 => rest,
        _ => text.as_str(),
    };
    let parts: Vec<&str> = body.split([';', ',']).collect();
    let several: Vec<Status> = parts.iter().filter_map(|p| entry(p)).collect();
    if several.len() == parts.len() && several.len() > 1 {
        return several;
    }
    entry(&text).into_iter().collect()
}

/// "A = at risk", "2: partially achieved", "G – on track", "1 Fully achieved".
fn entry(text: &str) -> Option<Status> {
    let text = text.trim();
    let letter = text
        .chars()
        .next()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())?;
    let rest = text.get(letter.len_utf8()..)?;
    let meaning = rest.trim_start_matches([' ', '=', ':', '-', '–', ')', '.']);
    // Something must part the letter from its meaning, or it begins a word.
    if meaning.len() == rest.len() || meaning.is_empty() {
        return None;
    }
    let tone = tone_of(meaning.to_lowercase().trim_end_matches('.'))?;
    let name = meaning
        .split([',', '(', '.'])
        .next()
        .unwrap_or(meaning)
        .trim();
    Some(Status {
        letter: Letter(letter),
        key: letter.to_ascii_lowercase(),
        name: name.to_owned(),
        meaning: meaning.trim_end_matches('.').to_owned(),
        tone,
        done: tone == Tone::Blue,
    })
}
