//! Text saved from a PDF or a page: lines, tables by tabs, and the few tags and marks that come along.

use std::collections::HashMap;

use super::document::{Cell, Document, Item, Line, Row, TextLine, settle_levels};
use super::error::{ImportError, too_much};
use super::limits;
use crate::domain::text::{clean, one_line};

/// Reads text.
///
/// # Errors
/// Where it has too many lines to be a plan.
pub fn read(name: &str, text: &str) -> Result<Document, ImportError> {
    let mut document = Document::default();
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > limits::ROWS {
        return Err(ImportError::Hostile {
            name: name.to_owned(),
            what: format!("more than {} lines", limits::ROWS),
        });
    }
    let often = often(&lines);
    let (mut table, mut in_table, mut width) = (0, false, 0);
    for (at, raw) in lines.iter().enumerate() {
        let place = format!("line {}", at + 1);
        let (raw, cut) = limits::cut(raw, limits::LINE * 4);
        if cut {
            document
                .remarks
                .push(format!("{place}: cut after {} kB", limits::LINE * 4 / 1024));
        }
        if raw.trim().is_empty() {
            in_table = false;
            document.items.push(Item::Gap);
            continue;
        }
        if in_table && goes_on(document.items.last(), raw, width) {
            let cells: Vec<Cell> = raw.split('\t').map(cell).collect();
            if !document.take(&cells) {
                return Err(too_much(name));
            }
            go_on(document.items.last_mut(), cells);
            continue;
        }
        let tagged = raw.trim_start().starts_with("<p") || raw.trim_start().starts_with("<ul");
        if raw.contains('\t') || (in_table && tagged) {
            let fresh = !std::mem::replace(&mut in_table, true);
            table += usize::from(fresh);
            let cells: Vec<Cell> = raw.split('\t').take(limits::COLUMNS).map(cell).collect();
            if !document.take(&cells) {
                return Err(too_much(name));
            }
            if fresh {
                width = cells.len();
            }
            document.items.push(Item::Row(Row {
                place,
                table,
                cells,
                ..Row::default()
            }));
        } else {
            in_table = false;
            document.items.push(Item::Text(line(raw, place, &often)));
        }
    }
    Ok(document)
}

/// Whether a line goes on in the row above, which broke off in the middle of a cell: that has fewer cells than its table, the line
/// begins in the middle of a sentence, and together they are no more than the table is wide.
fn goes_on(above: Option<&Item>, raw: &str, width: usize) -> bool {
    let Some(Item::Row(row)) = above else {
        return false;
    };
    let begins = raw.trim_start().chars().next();
    let more = raw.split('\t').count();
    let room = width.saturating_sub(row.cells.len());
    let long: usize = row.cells.iter().map(|c| c.flat().len()).sum();
    width > 2
        && room > 0
        && (more == room + 1 || more == 1)
        && begins.is_some_and(char::is_lowercase)
        && long + raw.len() <= limits::CELL
        && row.cells.last().is_some_and(|c| !c.is_empty())
}

/// Puts the cells of a line behind those of the row above, the first to the words that stand there.
fn go_on(above: Option<&mut Item>, cells: Vec<Cell>) {
    let Some(Item::Row(row)) = above else { return };
    let mut cells = cells.into_iter();
    let open = row.cells.last_mut().and_then(|c| c.lines.last_mut());
    if let (Some(open), Some(first)) = (open, cells.next()) {
        open.text.push(' ');
        open.text.push_str(&first.flat());
    }
    row.cells.extend(cells);
}

/// How often each short line occurs.
fn often<'t>(lines: &[&'t str]) -> HashMap<&'t str, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        let line = line.trim();
        if !line.is_empty() && line.len() <= 80 {
            *counts.entry(line).or_default() += 1;
        }
    }
    counts
}

/// A line outside tables: marks of headings, bold words and bullets taken off.
fn line(raw: &str, place: String, often: &HashMap<&str, usize>) -> TextLine {
    let trimmed = raw.trim();
    let hashes = trimmed.bytes().take_while(|b| *b == b'#').count();
    let body = trimmed.get(hashes..).unwrap_or("").trim();
    let mut heading = (1..=6)
        .contains(&hashes)
        .then(|| u8::try_from(hashes).unwrap_or(6));
    let mut text = body;
    // "RUNNING TITLE**2. HEADING**": a running title that lost its line end.
    if let Some((before, bold)) = body.split_once("**")
        && !before.is_empty()
        && let Some(inner) = bold.strip_suffix("**")
        && !inner.contains("**")
        && often.get(before.trim()).is_some_and(|n| *n > 1)
    {
        text = inner;
        heading = Some(2);
    }
    let whole_bold = text.len() > 4 && text.starts_with("**") && text.ends_with("**");
    let plain = without_marks(text);
    if whole_bold && plain.chars().count() <= 100 && !plain.ends_with(['.', ';', ',']) {
        heading = heading.or(Some(4));
    }
    let mut line = Line::typed(&plain);
    if line.bullet.is_some() {
        line.bullet = Some(u8::from(raw.starts_with([' ', '\t'])));
        heading = None;
    }
    TextLine {
        place,
        line,
        heading,
        hidden: None,
    }
}

/// Without marks of bold and slanted text and of footnotes, entities put in their place.
fn without_marks(text: &str) -> String {
    let text = text
        .replace("**", "")
        .replace("^{*}", "*")
        .replace("^{", "")
        .replace("<br>", " ");
    one_line(&entities(&text))
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&pound;", "£")
        .replace("&amp;", "&")
}

/// Tags after which a new line of a cell begins.
const BREAKS: &[&str] = &["p", "br", "ul", "ol", "li", "div"];

/// A cell with its tags turned into lines and bullets.
fn cell(raw: &str) -> Cell {
    let (raw, _) = limits::cut(raw, limits::CELL);
    let mut lines: Vec<Line> = Vec::new();
    let mut open = String::new();
    let mut listed = false;
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('<') {
        open.push_str(before);
        let Some((tag, left)) = after.split_once('>').filter(|(tag, _)| is_tag(tag)) else {
            open.push('<');
            rest = after;
            continue;
        };
        let name = tag_name(tag);
        if BREAKS.contains(&name.as_str()) {
            push(&mut lines, &open, listed);
            open.clear();
            listed = match name.as_str() {
                "ol" | "ul" | "li" => !tag.starts_with('/'),
                _ => listed && tag.starts_with('/'),
            };
        }
        rest = left;
    }
    open.push_str(rest);
    push(&mut lines, &open, listed);
    settle_levels(&mut lines);
    Cell {
        lines,
        ..Cell::default()
    }
}

fn tag_name(tag: &str) -> String {
    tag.trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

fn is_tag(tag: &str) -> bool {
    const INLINE: &[&str] = &[
        "i", "b", "em", "strong", "u", "span", "sup", "sub", "a", "font",
    ];
    let name = tag_name(tag);
    tag.len() < 200 && (BREAKS.contains(&name.as_str()) || INLINE.contains(&name.as_str()))
}

/// Adds the text between two tags: one line, or one for each bullet or number in it.
fn push(lines: &mut Vec<Line>, text: &str, listed: bool) {
    let text = clean(&entities(text)).replace("**", "");
    let mut from = 0;
    let mut starts: Vec<usize> = Vec::new();
    let mut space = true;
    for (at, c) in text.char_indices() {
        if space && "▪•●■❖○◦▫".contains(c) {
            starts.push(at);
        }
        space = c.is_whitespace();
    }
    for start in starts {
        add(lines, text.get(from..start).unwrap_or(""));
        from = start;
    }
    let last = text.get(from..).unwrap_or("");
    if listed && from == 0 {
        for item in super::cells::counted(&one_line(last)) {
            add(lines, item);
        }
    } else {
        add(lines, last);
    }
}

fn add(lines: &mut Vec<Line>, text: &str) {
    let mut line = Line::typed(&one_line(text));
    if line.text.is_empty() {
        return;
    }
    // A dash or star in a cell is no bullet here: real bullets are kept as such by the program that made the text.
    if line.bullet.is_some() && text.trim_start().starts_with(['-', '*', '–', 'o']) {
        line = Line::plain(&one_line(text));
    }
    lines.push(line);
}
