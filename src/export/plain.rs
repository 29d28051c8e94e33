//! Documents as plain text for terminals, pipes and mail: wrapped to a width where there is one, tables in columns.
//!
//! Nothing of a plan's text can move the cursor: control characters and marks that turn text round are taken out.

use super::document::{Block, Column, Document, Item, Table, Text};
use crate::domain::Tone;
use crate::domain::measure::{pad, pad_left, width, wrap};
use crate::domain::text::{clean, one_line};

/// What the text is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Columns there are; none for lines as long as they come.
    pub width: Option<usize>,
    /// Whether statuses are coloured with terminal sequences.
    pub paints: bool,
}

/// Columns of a page that has no width: more than any text has.
const ENDLESS: usize = 1 << 30;
/// What stands between two columns of a table.
const GAP: usize = 2;
/// A column is not made narrower than this to fit the page.
const NARROWEST: usize = 6;

/// The document as plain text, ending in a line feed.
#[must_use]
pub fn plain(document: &Document, page: Page) -> String {
    let mut out = String::new();
    heading(&mut out, &document.title, '=', page);
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading { level: 1, text } => heading(&mut out, &words(text), '-', page),
            Block::Heading { text, .. } | Block::Paragraph(text) => {
                hanging(&mut out, text, "", "", page);
            }
            Block::List(items) => list(&mut out, items, "", page),
            Block::Table(table) => out.push_str(&plain_table(table, page)),
        }
    }
    out
}

fn heading(out: &mut String, title: &str, rule: char, page: Page) {
    let title = one_line(title);
    let room = page.width.unwrap_or(ENDLESS).max(1);
    for line in wrap(&title, room) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.extend(std::iter::repeat_n(rule, width(&title).min(room).min(100)));
    out.push('\n');
}

fn list(out: &mut String, items: &[Item], indent: &str, page: Page) {
    let deeper = format!("{indent}  ");
    for item in items {
        hanging(out, &item.text, &format!("{indent}- "), &deeper, page);
        list(out, &item.below, &deeper, page);
    }
}

/// The words of a text with its label.
fn words(text: &Text) -> String {
    let words = clean(&text.words);
    match one_line(&text.label) {
        label if label.is_empty() => words,
        label => format!("{label} {words}"),
    }
}

fn hanging(out: &mut String, text: &Text, first: &str, rest: &str, page: Page) {
    let room = page
        .width
        .map_or(ENDLESS, |w| w.saturating_sub(width(first)));
    let words = words(text);
    for (n, line) in wrap(words.trim_end(), room.max(1)).into_iter().enumerate() {
        let line = format!("{}{}", if n == 0 { first } else { rest }, line);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A table as plain text: the names of the columns, a rule, then the rows, with cells wrapped where the page is narrow.
#[must_use]
pub fn plain_table(table: &Table, page: Page) -> String {
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|cells| cells.iter().map(words).collect())
        .collect();
    let widths = column_widths(&table.columns, &rows, page.width);
    let mut out = String::new();
    let names: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
    row(&mut out, &table.columns, &names, &widths, &[]);
    let rules: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
    row(&mut out, &table.columns, &rules, &widths, &[]);
    for (cells, texts) in rows.iter().zip(&table.rows) {
        let tones: Vec<Option<Tone>> = if page.paints {
            texts.iter().map(|t| t.tone).collect()
        } else {
            Vec::new()
        };
        row(&mut out, &table.columns, cells, &widths, &tones);
    }
    out
}

/// The widths that the columns take: what they need, the widest made narrower until they fit.
fn column_widths(columns: &[Column], rows: &[Vec<String>], page: Option<usize>) -> Vec<usize> {
    let needs = |n: usize, name: &str| {
        let cells = rows.iter().filter_map(|r| r.get(n));
        let lines = cells.flat_map(|c| c.split('\n')).map(width);
        lines.max().unwrap_or(0).max(width(name))
    };
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(n, c)| needs(n, &c.name))
        .collect();
    let Some(page) = page else { return widths };
    let room = page.saturating_sub(GAP * columns.len().saturating_sub(1));
    loop {
        let total: usize = widths.iter().sum();
        let Some(widest) = widths.iter_mut().max_by_key(|w| **w) else {
            return widths;
        };
        if total <= room || *widest <= NARROWEST {
            return widths;
        }
        *widest -= 1;
    }
}

fn row(
    out: &mut String,
    columns: &[Column],
    cells: &[String],
    widths: &[usize],
    tones: &[Option<Tone>],
) {
    let wrapped: Vec<Vec<&str>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, w)| wrap(cell, (*w).max(1)))
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for n in 0..height {
        let mut line = String::new();
        for (at, ((column, lines), w)) in columns.iter().zip(&wrapped).zip(widths).enumerate() {
            if at > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let part = lines.get(n).map_or("", |l| l.trim_end());
            let part = if column.is_number {
                pad_left(part, *w)
            } else {
                pad(part, *w)
            };
            match tones.get(at).copied().flatten() {
                Some(tone) if !part.trim().is_empty() => {
                    line.push_str(&format!("\u{1b}[{}m{part}\u{1b}[0m", sequence(tone)));
                }
                _ => line.push_str(&part),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// The colour of a tone in the terminal's own sixteen; white is the terminal's own text colour.
fn sequence(tone: Tone) -> &'static str {
    match tone {
        Tone::Red => "31",
        Tone::Amber => "33",
        Tone::Green => "32",
        Tone::Blue => "34",
        Tone::White => "39",
    }
}
