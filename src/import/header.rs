//! Header rows: which field a column holds, by the words above it.
//!
//! A header is matched exactly, then as a question, then by the words it shares with a known one, then by spelling. It may hold
//! two or three fields ("Milestones, Timescales and Lead"); years and quarters in it are a period.

mod decide;
mod question;
mod series;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::document::Row;
pub use super::field::Field;
use super::ours;
use super::synonyms::HEADERS;
use crate::domain::column::letters;
use crate::domain::due::order::Order;
use decide::decide;
pub use decide::{is_name, join_second, keep_one, kind};
pub use series::{latest, latest_status};

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The header as written.
    pub header: String,
    pub field: Field,
    /// Further fields its cells hold.
    pub also: Vec<Field>,
    /// The years or quarter it is for: "2009/10".
    pub period: String,
    /// How sure the match is, 0 to 1; 0 for an unknown header.
    pub score: f64,
    /// Which comes first in its dates of figures.
    pub order: Order,
    /// A date that can only have the day first, and one that can only have the month first, of those that settled it.
    pub shown: [Option<String>; 2],
}

impl Column {
    /// A column without a header, with the field the user gave it, if any.
    #[must_use]
    pub fn unnamed(said: Option<Field>) -> Self {
        Self {
            field: said.unwrap_or(Field::Extra),
            score: said.map_or(0.0, |_| 1.0),
            ..unnamed("")
        }
    }

    /// What the column at this position is called: its header, else its letter.
    #[must_use]
    pub fn name(&self, at: usize) -> String {
        if self.header.is_empty() {
            format!("Column {}", letters(at))
        } else {
            self.header.clone()
        }
    }

    #[must_use]
    pub fn holds(&self, field: Field) -> bool {
        self.field == field || self.also.contains(&field)
    }
}

/// What kind of table a header makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Actions,
    Indicators,
    /// Of something else: risks, meetings.
    Others,
}

/// A header longer than this is a sentence.
const LONGEST: usize = 70;

/// The header in words for comparing: lower case, without brackets, stops and plural endings. A percent sign in front is a word.
#[must_use]
pub fn words(header: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut plain = String::new();
    if header.trim_start().starts_with('%') {
        plain.push_str("percent");
    }
    for c in header.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '&' if depth == 0 => plain.push_str(" and "),
            c if depth == 0 && (c.is_alphanumeric() || c == '#' || c == '\'') => {
                plain.extend(c.to_lowercase());
            }
            _ if depth == 0 => plain.push(' '),
            _ => {}
        }
    }
    plain
        .split_whitespace()
        .filter(|w| *w != "and" && *w != "the")
        .map(singular)
        .collect()
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Takes years and quarters out of a header: (what is left, the period).
pub fn part_period(header: &str) -> (String, String) {
    let (mut rest, mut period) = (String::new(), String::new());
    for word in header.split_whitespace() {
        let target = if is_period(word) {
            &mut period
        } else {
            &mut rest
        };
        if !target.is_empty() {
            target.push(' ');
        }
        target.push_str(word);
    }
    (rest, period)
}

/// Whether a word is a year, a pair of years or a quarter: `2021`, `2009/10`, `12/13`, `Q2`.
#[must_use]
pub fn is_period(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let year = |s: &str| s.len() == 4 && (s.starts_with("19") || s.starts_with("20"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if let Some((a, b)) = word.split_once(['/', '-', '–']) {
        return digits(a) && digits(b) && (year(a) || a.len() == 2) && (year(b) || b.len() == 2);
    }
    if let Some(q) = word.strip_prefix(['Q', 'q']) {
        return matches!(q, "1" | "2" | "3" | "4");
    }
    digits(word) && year(word)
}

/// A known header, taken apart once.
struct Known {
    field: Field,
    words: Vec<String>,
    joined: String,
}

/// Every known header.
fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let all = HEADERS.iter().flat_map(|(field, headers)| {
            headers.iter().map(|header| {
                let words = words(header);
                Known {
                    field: *field,
                    joined: words.join(" "),
                    words,
                }
            })
        });
        all.collect()
    })
}

/// The field a header names by itself, with a score.
fn field(words: &[String]) -> Option<(Field, f64)> {
    if words.is_empty() {
        return None;
    }
    if let Some(exact) = known().iter().find(|k| k.words == words) {
        return Some((exact.field, 1.0));
    }
    if let Some(asked) = question::field(words) {
        return Some((asked, 0.9));
    }
    let joined = words.join(" ");
    let mut best: Option<(Field, f64)> = None;
    for known in known() {
        let near = joined.len() > 4 && joined.len().abs_diff(known.joined.len()) <= 2;
        if words.len() > 6 && known.words.len() * 2 < words.len() && !near {
            // Too few of the words for either of the ways below.
            continue;
        }
        let shared = known.words.iter().filter(|w| words.contains(w)).count();
        let score = if shared == known.words.len() {
            #[allow(clippy::cast_precision_loss)]
            let ratio = shared as f64 / words.len() as f64;
            // "Baseline unless stated otherwise": what comes first names the column.
            let leads = words.len() <= 6 && words.starts_with(&known.words);
            if ratio < 0.5 && !leads || is_about(words, &known.words) || asks(&known.words) {
                continue;
            }
            // What comes last says what kind of thing it is: an "Action date" is a date.
            let last = words.ends_with(&known.words);
            0.5 + ratio * 0.4 + if last { 0.01 } else { 0.0 }
        } else if near {
            // A slip of the keyboard: nearly the same letters.
            let likeness = strsim::jaro_winkler(&known.joined, &joined);
            if likeness <= 0.93 {
                continue;
            }
            likeness * 0.8
        } else {
            continue;
        };
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((known.field, score));
        }
    }
    best
}

/// What makes of the words before it something about a thing, not the thing: a "Task mode" is no task, a "Comment count" no
/// comment.
const ABOUT: &[&str] = &[
    "mode", "type", "kind", "manager", "count", "total", "level", "code", "id", "url", "link",
    "email", "score", "year", "group", "size", "duration", "log",
];

/// Whether words begin with known ones, and end in one that makes something else of them.
fn is_about(words: &[String], known: &[String]) -> bool {
    let behind = words.strip_prefix(known).and_then(<[String]>::last);
    behind.is_some_and(|last| ABOUT.contains(&last.as_str()))
}

/// Words that ask are a header when they stand alone. Before others they ask for what those say: "What was found".
fn asks(known: &[String]) -> bool {
    matches!(known, [only] if ["what", "how", "who", "when"].contains(&only.as_str()))
}

/// A column whose header says nothing that is known.
fn unnamed(header: &str) -> Column {
    Column {
        header: header.trim().to_owned(),
        field: Field::Extra,
        also: Vec::new(),
        period: String::new(),
        score: 0.0,
        order: Order::DayFirst,
        shown: [None, None],
    }
}

/// What a header above a column says.
#[must_use]
pub fn column(header: &str) -> Column {
    let mut column = unnamed(header);
    if header.len() > 4 * LONGEST {
        return column;
    }
    // What follows a colon explains: "Partners: members of the forum".
    let plain = without_brackets(header);
    let plain = match plain.split_once(':') {
        Some((name, _)) if !name.trim().is_empty() => name.to_owned(),
        _ => plain,
    };
    let (rest, period) = part_period(&plain);
    let all = words(&plain);
    if let Some((found, score)) = field(&all).filter(|(_, score)| *score >= 1.0) {
        (column.field, column.score) = (found, score);
        return column;
    }
    let parts = several(&rest);
    if let Some((first, others)) = parts.split_first() {
        column.field = *first;
        column.also = others.to_vec();
        column.score = 0.95;
        column.period = period;
        return column;
    }
    if let Some((found, score)) = field(&words(&rest)) {
        (column.field, column.score) = (found, score);
        column.period = period;
    }
    column
}

fn without_brackets(header: &str) -> String {
    let mut depth = 0_u32;
    header
        .chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The fields of a header that names several, the one that rows are made of first.
fn several(header: &str) -> Vec<Field> {
    let lower = header.to_lowercase();
    let pieces: Vec<Vec<String>> = lower
        .split([',', '/', '&', '+'])
        .flat_map(|p| p.split(" and "))
        .map(words)
        .filter(|w| !w.is_empty())
        .collect();
    if pieces.len() < 2 {
        return Vec::new();
    }
    let mut fields: Vec<Field> = Vec::new();
    for piece in &pieces {
        match field(piece) {
            Some((found, score)) if score >= 1.0 => {
                if !fields.contains(&found) {
                    fields.push(found);
                }
            }
            _ => return Vec::new(),
        }
    }
    if fields.len() < 2 {
        return Vec::new();
    }
    fields.sort_by_key(|f| match f {
        Field::Action => 0,
        Field::Milestones => 1,
        Field::Recommendation => 2,
        _ => 3,
    });
    fields
}

/// What was found for the short texts of a file: dates and names come again and again in its rows.
pub type Seen = HashMap<String, Column>;

/// The columns of a header row, or `None` where the row is no header: at least two cells and half of those filled name a
/// field, and one of them is what rows of a plan are made of. Where none is, nearly all of three cells or more are to be headers
/// as they are known. An export of ours is known by its own, however many columns of their own a plan has besides.
#[must_use]
pub fn read_among(row: &Row, seen: &mut Seen) -> Option<(Kind, Vec<Column>)> {
    let filled = row.filled().count();
    if filled < 2 {
        return None;
    }
    // Rows of sentences need no closer look.
    let long = row
        .filled()
        .filter(|(_, c)| c.lines.iter().map(|l| l.text.len()).sum::<usize>() > 4 * LONGEST);
    if long.count() * 2 > filled {
        return None;
    }
    let (mut known, mut unknown, mut ours) = (0, 0, false);
    let mut columns: Vec<Column> = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let text = cell.flat();
        let name = without_brackets(&text);
        let name = name.split_once(':').map_or(name.as_str(), |(n, _)| n);
        // A header longer than this is a sentence, and need not be looked up.
        let short = name.chars().count() <= LONGEST;
        let column = match seen.get(&text) {
            Some(known) => known.clone(),
            None if short => {
                let found = column(&text);
                seen.insert(text, found.clone());
                found
            }
            None => unnamed(&text),
        };
        if column.score >= 0.6 {
            known += 1;
            columns.push(column);
        } else {
            unknown += usize::from(!cell.is_empty());
            columns.push(Column {
                field: Field::Extra,
                also: Vec::new(),
                score: 0.0,
                ..column
            });
        }
        // Most rows are no headers: enough is known to say so.
        if !ours && unknown * 2 > filled {
            ours = ours::heads(row).then_some(true)?;
        }
    }
    if !ours && (known < 2 || known * 2 < filled) {
        return None;
    }
    decide::name_actions(&mut columns);
    let Some(kind) = kind(&columns) else {
        let exact = columns.iter().filter(|c| c.score >= 0.9).count();
        return (exact > 2 && exact + 1 >= filled).then_some((Kind::Others, columns));
    };
    Some((kind, decide(columns, kind)))
}
