//! A document as lines to read on the screen: headings set as such, lists with their labels, tables in columns. Minutes are
//! read by a room, so nothing of the marks of a file format is in them.

use crate::app::overlay::{BULLET, Line, Setting};
use crate::domain::text::{clean, one_line};
use crate::export::document::{Block, Document, Item, Text};
use crate::export::plain::{Page, plain_table};

/// The lines of a document, its title first; its tables are laid out for so many columns.
pub(super) fn lines(document: &Document, columns: usize) -> Vec<Line> {
    let mut out = vec![Line::new(Setting::Heading, one_line(&document.title))];
    for block in &document.blocks {
        // A list stands close under its heading.
        if !matches!(block, Block::List(_)) || out.len() == 1 {
            out.push(Line::new(Setting::Plain, ""));
        }
        match block {
            Block::Heading { text, .. } => {
                let words = said(text).join(" ");
                out.push(Line::new(Setting::Heading, words));
            }
            Block::Paragraph(text) => {
                let said = said(text).into_iter();
                out.extend(said.map(|line| Line::new(Setting::Plain, line)));
            }
            Block::List(items) => list(&mut out, items, ""),
            Block::Table(table) => {
                let page = Page {
                    width: Some(columns),
                    paints: false,
                };
                let rows = plain_table(table, page);
                out.extend(rows.lines().map(|row| Line::new(Setting::Row, row)));
            }
        }
    }
    out
}

fn list(out: &mut Vec<Line>, items: &[Item], indent: &str) {
    let deeper = format!("{indent}  ");
    for item in items {
        for (n, line) in said(&item.text).into_iter().enumerate() {
            let mark = if n == 0 { BULLET } else { "  " };
            out.push(Line::new(Setting::Plain, format!("{indent}{mark}{line}")));
        }
        list(out, &item.below, &deeper);
    }
}

/// The lines of a text, its label at the beginning of the first; empty ones are left out.
fn said(text: &Text) -> Vec<String> {
    let words = clean(&text.words);
    let lines = words.split('\n').map(str::trim).filter(|l| !l.is_empty());
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    let label = one_line(&text.label);
    if label.is_empty() {
        return lines;
    }
    match lines.first_mut() {
        Some(first) => *first = format!("{label} {first}"),
        None => lines.push(label),
    }
    lines
}
