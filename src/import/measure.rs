//! Rows of indicator tables: a reference, a name, a baseline and targets by period.

use super::document::Row;
use super::header::{Column, Field};
use crate::domain::Indicator;

/// Reads a row; `None` where it names no indicator. `placed`: its columns of sections said where it belongs.
#[must_use]
pub fn read(row: &Row, columns: &[Column], placed: bool) -> Option<Indicator> {
    let mut record = Indicator {
        priority: None,
        position: 0,
        reference: String::new(),
        name: String::new(),
        baseline: String::new(),
        targets: Vec::new(),
        current: String::new(),
        extras: Vec::new(),
    };
    for (at, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
        let text = cell.flat();
        match column.field {
            Field::IndicatorRef => record.reference = text,
            Field::Indicator => record.name = text,
            Field::Baseline => record.baseline = text,
            Field::Current if column.period.is_empty() => record.current = text,
            Field::Target if !text.is_empty() => record.targets.push((column.period.clone(), text)),
            Field::Ignored => {}
            Field::Section | Field::SectionNumber if placed => {}
            // Also targets: a column is there for the indicators that have one for its period.
            _ if text.is_empty() => {}
            _ => record.extras.push((column.name(at), text)),
        }
    }
    if record.name.is_empty() {
        return None;
    }
    if record.reference.is_empty() {
        (record.reference, record.name) = part_reference(&record.name);
    }
    Some(record)
}

/// "NI 017* Name of it" → ("NI 017", "Name of it"): capitals, then a number, before the name.
fn part_reference(name: &str) -> (String, String) {
    let whole = || (String::new(), name.to_owned());
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=4).contains(&letters) {
        return whole();
    }
    let rest = name.get(letters..).unwrap_or("").trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or("");
    let after = after.strip_prefix('*').unwrap_or(after);
    if digits == 0 || !after.starts_with([' ', ':']) {
        return whole();
    }
    let end = name.len() - rest.get(digits..).unwrap_or("").len();
    let reference = name.get(..end).unwrap_or("").to_owned();
    (reference, after.trim_start_matches([' ', ':']).to_owned())
}
