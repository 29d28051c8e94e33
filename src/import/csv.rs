//! Comma-separated files of any delimiter, and the encodings they come in.

use super::document::{Cell, Document, Item, Row};
use super::error::{ImportError, too_much};
use super::limits;
use crate::domain::text::clean;

/// The delimiters tried, likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes as text: by their byte order mark, else UTF-8 where they are valid, else Windows-1252. Says which it took where
/// that was a guess.
#[must_use]
pub fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[]));
        return (text.into_owned(), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    (
        text.into_owned(),
        Some("not valid UTF-8: read as Windows-1252"),
    )
}

/// The delimiter that parts the first lines most evenly, if any does.
#[must_use]
pub fn delimiter(text: &str) -> Option<u8> {
    // Lists and paragraphs in tags are text from a page, whatever else parts its cells.
    let tagged = |line: &str| line.starts_with("<p>") || line.starts_with("<ul");
    if text.lines().any(|line| tagged(line.trim_start())) {
        return None;
    }
    let mut best: Option<(usize, u8)> = None;
    for candidate in DELIMITERS {
        let counts = counts(text, candidate);
        // A header and rows that agree with it; prose has commas, but seldom the same number twice running.
        let (most, agreeing) = mode(&counts);
        let fits = most > 0 && agreeing >= 2 && agreeing * 2 >= counts.len();
        // Text with tables has lines without any tab; separated values have none.
        let whole = candidate != b'\t' || counts.iter().all(|n| *n > 0);
        if fits && whole && best.is_none_or(|(before, _)| agreeing > before) {
            best = Some((agreeing, candidate));
        }
    }
    best.map(|(_, d)| d)
}

/// The commonest number and how often it stands there; of equals the larger.
fn mode(counts: &[usize]) -> (usize, usize) {
    let often = |n: usize| counts.iter().filter(|c| **c == n).count();
    let best = counts.iter().copied().max_by_key(|n| (often(*n), *n));
    best.map_or((0, 0), |n| (n, often(n)))
}

/// How often `delimiter` stands outside quotes in each of the first twenty records that hold anything.
fn counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut quoted, mut here, mut filled) = (false, 0, false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if filled {
                    counts.push(here);
                }
                if counts.len() == 20 {
                    return counts;
                }
                (here, filled) = (0, false);
            }
            b if b == delimiter && !quoted => here += 1,
            b => filled |= !b.is_ascii_whitespace(),
        }
    }
    if filled {
        counts.push(here);
    }
    counts
}

/// Reads separated text into a grid.
///
/// # Errors
/// Where the file has too many rows to be a plan.
pub fn read(name: &str, text: &str, delimiter: u8) -> Result<Document, ImportError> {
    let mut document = Document {
        grid: true,
        ..Document::default()
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|e| ImportError::Damaged {
            name: name.to_owned(),
            what: e.to_string(),
        })?;
        rows += 1;
        if rows > limits::ROWS {
            return Err(ImportError::Hostile {
                name: name.to_owned(),
                what: format!("more than {} rows", limits::ROWS),
            });
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<Cell> = record
            .iter()
            .take(limits::COLUMNS)
            .map(|field| Cell::typed(&clean(limits::cut(unguard(field), limits::CELL).0)))
            .collect();
        if !document.take(&cells) {
            return Err(too_much(name));
        }
        if record.iter().any(|field| field.len() > limits::CELL) {
            document.remarks.push(format!(
                "line {line}: a cell longer than {} kB was cut",
                limits::CELL / 1024
            ));
        }
        if cells.iter().all(Cell::is_empty) {
            document.items.push(Item::Gap);
        } else {
            document.items.push(Item::Row(Row {
                place: format!("line {line}"),
                cells,
                ..Row::default()
            }));
        }
    }
    Ok(document)
}

/// Takes off the apostrophe that an export puts before a field a spreadsheet would run as a formula.
fn unguard(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => field,
    }
}
