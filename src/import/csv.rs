//! Comma-separated files of any delimiter, and the encodings they come in.

mod quotes;

use quotes::Quotes;

use super::document::{Cell, Document, Item, Row};
use super::error::{ImportError, too_much};
use super::limits;
use crate::domain::text::clean;

/// The delimiters tried, likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes as text: by their byte order mark, else UTF-8 where they are valid, else Windows-1252. Says which it took where
/// that was a guess. Lines end with a line feed, whatever program wrote them.
#[must_use]
pub fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[]));
        return (line_feeds(text.into_owned()), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (line_feeds(text.to_owned()), None);
    }
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    (
        line_feeds(text.into_owned()),
        Some("not valid UTF-8: read as Windows-1252"),
    )
}

fn line_feeds(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// The delimiter that parts the first lines most evenly, if any does.
#[must_use]
pub fn delimiter(text: &str) -> Option<u8> {
    // Lists and paragraphs in tags are text from a page, whatever else parts its cells.
    let tagged = |line: &str| line.starts_with("<p>") || line.starts_with("<ul");
    if text.lines().any(|line| tagged(line.trim_start())) {
        return None;
    }
    let mut best: Option<((usize, usize), u8)> = None;
    for candidate in DELIMITERS {
        let counts = counts(text, candidate);
        // A header and rows that agree with it; prose has commas, but seldom the same number twice running. A line that
        // stands alone may be a header, parted by what it has most of.
        let (most, agreeing) = mode(&counts);
        let alone = counts.len() == 1;
        let fits = most > 0 && (alone || agreeing >= 2 && agreeing * 2 >= counts.len());
        let rank = (agreeing, if alone { most } else { 0 });
        // Text with tables has lines without any tab; separated values have none.
        let whole = candidate != b'\t' || counts.iter().all(|n| *n > 0);
        if fits && whole && best.is_none_or(|(before, _)| rank > before) {
            best = Some((rank, candidate));
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

/// How often `delimiter` stands outside quotes in each of the first twenty records that hold anything. Where a quote is
/// never closed, quotes say nothing of where records end.
fn counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut quotes = Quotes::between(&DELIMITERS);
    match records(text, delimiter, |byte| quotes.pass(byte)) {
        _ if quotes.open().is_some() => records(text, delimiter, |_| true),
        counts => counts,
    }
}

/// The same, with `outside` saying of each byte whether it stands outside quotes.
fn records(text: &str, delimiter: u8, mut outside: impl FnMut(u8) -> bool) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut here, mut filled) = (0, false);
    for byte in text.bytes() {
        let outside = outside(byte);
        match byte {
            b'\n' if outside => {
                if filled {
                    counts.push(here);
                }
                if counts.len() == 20 {
                    return counts;
                }
                (here, filled) = (0, false);
            }
            b if b == delimiter && outside => here += 1,
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
/// Where a quoted cell is never closed, or the file has too many rows to be a plan.
pub fn read(name: &str, text: &str, delimiter: u8) -> Result<Document, ImportError> {
    if let Some(line) = quotes::never_closed(text, delimiter) {
        return Err(ImportError::OpenQuote {
            name: name.to_owned(),
            line,
        });
    }
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
    let mut lines = Lines::of(text);
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
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
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

/// The lines of a text, counted on from one place to a later one.
struct Lines<'t> {
    rest: &'t [u8],
    passed: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            rest: text.as_bytes(),
            passed: 0,
            line: 1,
        }
    }

    /// The line of the first byte from `start` on that ends none: a record begins behind the blank lines before it.
    fn at(&mut self, start: usize) -> usize {
        let (before, rest) = self
            .rest
            .split_at_checked(start.saturating_sub(self.passed))
            .unwrap_or((self.rest, &[]));
        let blank = rest.iter().take_while(|b| **b == b'\n').count();
        self.line += before.iter().filter(|b| **b == b'\n').count() + blank;
        self.passed += before.len() + blank;
        self.rest = rest.get(blank..).unwrap_or(&[]);
        self.line
    }
}
