//! The legend a file brings along: what its own letters or figures mean ("1 Fully achieved", "A = at risk"). It beats the
//! usual words.

use std::ops::Range;

use super::document::{Cell, Document, Item, Row};
use super::status::tone_of;
use crate::domain::{Legend, Letter, Status, Tone};

/// How many lines may stand between two entries of one legend.
const APART: usize = 2;

/// Why a row that holds nothing besides is no row of a plan.
const BESIDE: &str = "what the statuses mean, beside the table";

/// Takes a legend that stands in a column of its own beside a table out of its rows, where it is no cell of theirs, and says so.
pub fn take_beside(document: &mut Document) {
    if !document.grid {
        return;
    }
    let is_sheet = |item: &Item| matches!(item, Item::Sheet(_));
    let mut from = 0;
    let ends: Vec<usize> = (0..document.items.len())
        .filter(|at| document.items.get(*at).is_some_and(is_sheet))
        .chain([document.items.len()])
        .collect();
    for end in ends {
        let widths = rows(document, from..end).map(|(_, row)| row.cells.len());
        // The first column is that of a list, and of a legend above or below a table.
        for column in 1..widths.max().unwrap_or(0) {
            take_column(document, from..end, column);
        }
        from = end;
    }
}

fn rows(document: &Document, of: Range<usize>) -> impl Iterator<Item = (usize, &Row)> {
    let items = document.items.iter().enumerate();
    let items = items.skip(of.start).take(of.len());
    items.filter_map(|(at, item)| match item {
        Item::Row(row) if row.hidden.is_none() => Some((at, row)),
        _ => None,
    })
}

/// Takes the cells of a column, where all of them are entries of one legend, under the word for it or under none: a column of
/// statuses written out has a header of its own, and one status twice.
fn take_column(document: &mut Document, of: Range<usize>, column: usize) {
    let cells = rows(document, of).filter_map(|(at, row)| {
        let text = row.cells.get(column).filter(|c| !c.is_empty())?.flat();
        let meaning = row.cells.get(column + 1).map(Cell::flat);
        Some((
            at,
            match meaning {
                // The letter and its meaning in cells of their own.
                Some(meaning) if text.chars().count() == 1 => format!("{text} = {meaning}"),
                _ => text,
            },
        ))
    });
    let mut statuses: Vec<Status> = Vec::new();
    let mut units = Vec::new();
    for (n, (at, text)) in cells.enumerate() {
        match entry(&text) {
            Some(status) if !statuses.iter().any(|s| s.letter == status.letter) => {
                statuses.push(status);
            }
            None if n == 0 && names_it(&text) => {}
            _ => return,
        }
        units.push(at);
    }
    if statuses.len() < 3 {
        return;
    }
    for unit in units {
        let Some(Item::Row(row)) = document.items.get_mut(unit) else {
            continue;
        };
        let of_letter = row
            .cells
            .get(column)
            .is_some_and(|c| c.flat().chars().count() == 1);
        let last = column + usize::from(of_letter);
        if row.filled().all(|(at, _)| (column..=last).contains(&at)) {
            row.hidden = Some(BESIDE);
            continue;
        }
        for cell in row.cells.iter_mut().take(last + 1).skip(column) {
            cell.lines.clear();
        }
    }
    let said = statuses
        .iter()
        .map(|s| format!("{} = {}", s.letter.0, s.meaning));
    let said: Vec<String> = said.collect();
    document.remarks.push(format!(
        "beside the table stands what its statuses mean: {}",
        said.join(", ")
    ));
    document.beside.get_or_insert(Legend { statuses });
}

/// "Key", "RAG key", "Legend".
fn names_it(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    text.split_whitespace().count() <= 4 && words.any(|w| matches!(w, "key" | "legend"))
}

/// Finds a legend: three entries or more close together, each a letter or figure with words that are known to mean a
/// status. A list of anything else has other words.
#[must_use]
pub fn find(document: &Document) -> Option<Legend> {
    if document.beside.is_some() {
        return document.beside.clone();
    }
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
