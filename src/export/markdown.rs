//! Documents as Markdown: CommonMark with the pipe tables that GitHub, Pandoc and most editors know.
//!
//! No text from a plan can become markup: characters that Markdown gives a meaning are escaped where they would have it,
//! control characters are taken out, and line feeds become line breaks. Text stays readable as it is.

use super::document::{Block, Column, Document, Item, Table, Text};
use crate::domain::text::{clean, one_line};

/// The document as Markdown, ending in a line feed.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut out = format!("# {}\n", heading_text(&Text::from(document.title.as_str())));
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading { level, text } => {
                let marks = "#".repeat(usize::from((*level).clamp(1, 5)) + 1);
                out.push_str(&format!("{marks} {}\n", heading_text(text)));
            }
            Block::Paragraph(text) => {
                out.push_str(&broken(text, ""));
                out.push('\n');
            }
            Block::List(items) => list(&mut out, items, ""),
            Block::Table(table) => pipe_table(&mut out, table),
        }
    }
    out
}

fn list(out: &mut String, items: &[Item], indent: &str) {
    let deeper = format!("{indent}  ");
    for item in items {
        out.push_str(&format!("{indent}- {}\n", broken(&item.text, &deeper)));
        list(out, &item.below, &deeper);
    }
}

fn pipe_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let names = table
        .columns
        .iter()
        .map(|c| cell(&Text::from(c.name.as_str())));
    out.push_str(&row(names.collect()));
    let rule = |c: &Column| (if c.is_number { "---:" } else { "---" }).to_owned();
    out.push_str(&row(table.columns.iter().map(rule).collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(cell).collect()));
    }
}

/// A heading is one line, and hash marks at its end would be taken for its frame.
fn heading_text(text: &Text) -> String {
    let line = lines_of(text, Place::Inside).join(" ");
    match line.strip_suffix('#') {
        Some(rest) => format!("{rest}\\#"),
        None => line,
    }
}

/// Text with a line break (backslash, line feed) where it has a line feed.
fn broken(text: &Text, indent: &str) -> String {
    lines_of(text, Place::LineStart).join(&format!("\\\n{indent}"))
}

fn cell(text: &Text) -> String {
    lines_of(text, Place::Inside).join("<br>")
}

/// Where a line of text goes: at the start of a line some characters make a list, a heading or a rule.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    LineStart,
    Inside,
}

/// The lines of a text, escaped; empty lines are left out.
fn lines_of(text: &Text, place: Place) -> Vec<String> {
    let words = clean(&text.words);
    let lines = words.split('\n').map(str::trim).filter(|l| !l.is_empty());
    let label = one_line(&text.label);
    if label.is_empty() {
        return lines.map(|l| escape(l, place)).collect();
    }
    let mut out = vec![format!("**{}**", escape(&label, Place::Inside))];
    for (n, line) in lines.enumerate() {
        match out.last_mut() {
            Some(first) if n == 0 => {
                first.push(' ');
                first.push_str(&escape(line, Place::Inside));
            }
            _ => out.push(escape(line, place)),
        }
    }
    out
}

/// One line of text with everything escaped that Markdown would take for its own.
fn escape(line: &str, place: Place) -> String {
    let starts = place == Place::LineStart;
    let numbered = if starts { list_mark(line) } else { None };
    let mut out = String::with_capacity(line.len() + 8);
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphanumeric()),
            '#' | '-' | '+' | '=' | ':' => starts && at == 0,
            '.' | ')' => numbered == Some(at),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Where the full stop or bracket of a leading list number (`12. `, `3) `) stands.
fn list_mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    (digits > 0 && !rest.starts_with(|c: char| !c.is_whitespace())).then_some(digits)
}
