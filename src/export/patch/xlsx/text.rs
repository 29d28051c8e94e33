//! What a cell of a workbook says: text in runs, each with a format of its own, and lines parted by line feeds in it.

use super::super::{CHANGED, THERE, escaped, line_meant};
use crate::domain::text::one_line;

/// The inside of a cell's text with `added` under what is there, whose own format stays.
pub fn appended(held: &str, p: &str, added: &str) -> Result<String, &'static str> {
    if held.contains(&*escaped(added)) {
        return Err(THERE);
    }
    let has_runs = held.contains(&format!("<{p}r>")) || held.contains(&format!("<{p}r "));
    let before = if has_runs {
        held.to_owned()
    } else {
        format!("<{p}r>{held}</{p}r>")
    };
    Ok(format!(
        "{before}<{p}r><{p}t xml:space=\"preserve\">\n{}</{p}t></{p}r>",
        escaped(added)
    ))
}

/// The same with `added` at the end of the line that is meant.
pub fn after(held: &str, line: &str, nth: usize, added: &str) -> Result<String, &'static str> {
    let lines = lines(held);
    let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    let found = line_meant(&texts, line, nth).and_then(|at| lines.get(at));
    let found = found.ok_or(CHANGED)?;
    if one_line(&found.text).contains(&one_line(added)) {
        return Err(THERE);
    }
    let (before, rest) = held.split_at_checked(found.end).ok_or(CHANGED)?;
    Ok(format!("{before} {}{rest}", escaped(added)))
}

/// A line of a cell, and where the last of its text ends in the XML.
#[derive(Debug, Default)]
struct Line {
    text: String,
    end: usize,
}

/// The lines of a text: what stands in its `t` elements, parted at line feeds, however they are written.
fn lines(held: &str) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut in_text = false;
    let mut at = 0;
    while let Some(rest) = held.get(at..).filter(|r| !r.is_empty()) {
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(held.len(), |i| at + i + 1);
            let tag = held.get(at + 1..end).unwrap_or_default();
            let name = tag.trim_start_matches('/');
            let name = name.split([' ', '>', '/', '\n', '\t']).next();
            if name.is_some_and(|n| n.rsplit(':').next() == Some("t")) {
                in_text = !tag.starts_with('/') && !tag.ends_with("/>");
            }
            at = end;
            continue;
        }
        let (read, length) = character(rest);
        if in_text {
            match (read, lines.last_mut()) {
                ('\n', _) => lines.push(Line {
                    text: String::new(),
                    end: at + length,
                }),
                (read, Some(line)) => {
                    line.text.push(read);
                    // Blanks and the mark of another system's line end stay behind what is added.
                    if !read.is_whitespace() {
                        line.end = at + length;
                    }
                }
                _ => {}
            }
        }
        at += length;
    }
    lines
}

/// The first character of some XML text, and how many bytes stand for it.
fn character(rest: &str) -> (char, usize) {
    if let Some(entity) = rest.strip_prefix('&')
        && let Some((name, _)) = entity.split_once(';').filter(|(n, _)| n.len() < 12)
    {
        let length = name.len() + 2;
        if let Ok(Some(read)) =
            quick_xml::escape::unescape(&format!("&{name};")).map(|t| t.chars().next())
        {
            return (read, length);
        }
        return (' ', length);
    }
    // Excel's way to write a carriage return.
    if rest.starts_with("_x000D_") {
        return ('\r', "_x000D_".len());
    }
    let read = rest.chars().next().unwrap_or(' ');
    (read, read.len_utf8())
}
