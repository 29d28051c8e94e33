//! Columns of one thing quarter by quarter, term by term or month by month.

use super::super::document::Row;
use super::super::status;
use super::{Column, Field, part_period, words};
use crate::domain::due::month_name;

/// Of the statuses of one quarter, term or month after another the last that anybody gave is the one that counts.
pub fn latest_status(rows: &[&Row], columns: &mut [Column]) {
    let first = columns.iter().position(|c| c.field == Field::Status);
    let last = latest(rows, columns, Field::Status);
    let (Some(first), Some(last)) = (first, last.filter(|last| first != Some(*last))) else {
        return;
    };
    for (at, field) in [(first, Field::Extra), (last, Field::Status)] {
        if let Some(column) = columns.get_mut(at) {
            column.field = field;
        }
    }
}

/// Where a field stands: in its first column, or where that is one of a series, in the last of them that holds anything.
#[must_use]
pub fn latest(rows: &[&Row], columns: &[Column], field: Field) -> Option<usize> {
    let first = columns.iter().position(|c| c.field == field)?;
    let Some(of) = columns.get(first).and_then(|c| series(&c.header)) else {
        return Some(first);
    };
    let toned = |fill| field == Field::Status && status::tone_of_fill(fill).is_some();
    let given = |at: usize| {
        let mut cells = rows.iter().filter_map(|row| row.cells.get(at));
        cells.any(|c| !c.is_empty() || c.fill.is_some_and(toned))
    };
    let belongs = |c: &Column| {
        (c.field == field || c.field == Field::Extra)
            && series(&c.header).is_some_and(|own| own == of)
    };
    let last = (0..columns.len()).rfind(|i| columns.get(*i).is_some_and(belongs) && given(*i));
    last.or(Some(first))
}

/// What a header of one quarter, term or month is about, without the word for when: of "Q2 status" and "Autumn RAG" the
/// last. `None` where it names no time.
fn series(header: &str) -> Option<Vec<String>> {
    let times = [
        "term", "spring", "summer", "autumn", "winter", "quarter", "half",
    ];
    let (rest, period) = part_period(header);
    let all = words(&rest);
    let is_time = |w: &str| times.contains(&w) || month_named(w);
    let kept: Vec<String> = all.iter().filter(|w| !is_time(w)).cloned().collect();
    (!period.is_empty() || kept.len() < all.len()).then_some(kept)
}

/// Whether a word in lower case is a month's name or its first three letters.
fn month_named(word: &str) -> bool {
    let mut names = (1..=12).map(|m| month_name(m).to_lowercase());
    word.len() >= 3
        && names.any(|name| name == word || name.get(..3) == Some(word) || word == "sept")
}
