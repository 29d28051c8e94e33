//! How wide text is on a screen, and where it breaks.
//!
//! The one family of functions that knows about columns: everything that draws, edits or prints text in rows asks here,
//! so that a line is cut, wrapped and padded the same way everywhere. The unit is the grapheme cluster (what a reader calls
//! a character), the measure is the column of a terminal cell: one, two for wide East Asian characters and most emoji.
//! Pure; any room may use it. `view::text` puts styles on top.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::text::is_unwanted;

/// What a text cut short ends with.
pub const ELLIPSIS: &str = "…";

/// Whether a character stands alone beside others of its kind, and takes one column: the letters, marks and lines that western
/// texts and screens are made of. None of them joins with the next one into one grapheme, so most text is measured by counting.
#[must_use]
pub const fn is_simple(c: char) -> bool {
    matches!(
        c,
        ' '..='~'
            | '\u{A1}'..='\u{AC}'
            | '\u{AE}'..='\u{2FF}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2190}'..='\u{2193}'
            | '\u{2261}'
            | '\u{2500}'..='\u{25FC}'
            | '\u{2713}'
    )
}

/// Grapheme clusters with the byte each begins at.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let mut chars = rest.chars();
        let first = chars.next()?;
        // What follows may still belong to it, unless it is simple too.
        let alone = is_simple(first) && chars.next().is_none_or(is_simple);
        let grapheme = if alone {
            rest.get(..first.len_utf8())
        } else {
            rest.graphemes(true).next()
        }?;
        let from = at;
        at += grapheme.len();
        Some((from, grapheme))
    })
}

/// The columns one grapheme cluster takes. Zero for what must never reach a screen: controls, line feeds, direction marks.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> usize {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if is_simple(only) => 1,
        _ if grapheme.chars().any(|c| c.is_control() || is_unwanted(c)) => 0,
        _ => grapheme.width(),
    }
}

/// The columns a text takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| !b.is_ascii_control()).count();
    }
    let simple = |n: usize, c: char| is_simple(c).then_some(n + 1);
    let counted = text.chars().try_fold(0, simple);
    counted.unwrap_or_else(|| graphemes(text).map(|(_, g)| grapheme_width(g)).sum())
}

/// The longest beginning of the text that fits into the columns; never half a grapheme.
#[must_use]
pub fn fit(text: &str, columns: usize) -> &str {
    // Nothing takes more columns than bytes, and plain letters take as many.
    let Some(beginning) = text.as_bytes().get(..=columns) else {
        return text;
    };
    if beginning.iter().all(|b| matches!(b, b' '..=b'~')) {
        return text.get(..columns).unwrap_or("");
    }
    // So do simple characters, up to the first one that joins with what stands before it.
    let mut letters = text.char_indices().take(columns + 1);
    if letters.all(|(_, c)| is_simple(c)) {
        return text
            .char_indices()
            .nth(columns)
            .map_or(text, |(at, _)| text.get(..at).unwrap_or(""));
    }
    let mut used = 0;
    for (at, grapheme) in graphemes(text) {
        used += grapheme_width(grapheme);
        if used > columns {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

/// The text where it fits, otherwise its beginning and an ellipsis. Never wider than asked.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    let whole = fit(text, columns);
    if whole.len() == text.len() {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut cut = fit(text, columns - 1).trim_end().to_owned();
    cut.push_str(ELLIPSIS);
    Cow::Owned(cut)
}

/// The text where it fits, otherwise an ellipsis behind its last word that fits whole; where that would leave less than half of the
/// columns, as [`truncate`]. For sentences, which are read, not recognised.
#[must_use]
pub fn shorten(text: &str, columns: usize) -> Cow<'_, str> {
    if fit(text, columns).len() == text.len() {
        return Cow::Borrowed(text);
    }
    let cut = truncate(text, columns);
    // One column is the ellipsis' own; a word that ends where it stands is whole.
    let kept = fit(text, columns.saturating_sub(1));
    let ends = text
        .get(kept.len()..)
        .is_some_and(|rest| rest.starts_with(' '));
    let whole = match kept.rsplit_once(' ') {
        Some((before, _)) if !ends => before.trim_end(),
        _ => return cut,
    };
    if width(whole) * 2 < columns {
        return cut;
    }
    Cow::Owned(format!("{whole}{ELLIPSIS}"))
}

/// The text cut or filled with spaces on the right to exactly the columns.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = truncate(text, columns).into_owned();
    fill(&mut out, columns);
    out
}

/// The text cut or filled with spaces on the left to exactly the columns: for numbers.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    let cut = truncate(text, columns);
    let mut out = " ".repeat(columns.saturating_sub(width(&cut)));
    out.push_str(&cut);
    out
}

fn fill(out: &mut String, columns: usize) {
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(out))));
}

/// The text as it may stand in one row of a screen: no control and no direction mark, line feeds and tabs as spaces.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let unwanted = |c: char| !is_simple(c) && (c.is_control() || is_unwanted(c));
    if text.chars().any(unwanted) {
        Cow::Owned(
            text.chars()
                .filter_map(|c| match c {
                    '\n' | '\t' => Some(' '),
                    c if is_unwanted(c) => None,
                    c => Some(c),
                })
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// One row of wrapped text, as bytes of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    /// Where it begins.
    pub start: usize,
    /// Where what is seen of it ends: before the spaces that hang over at a break, and before a line feed.
    pub end: usize,
    /// Where the next row begins: behind those spaces or the line feed.
    pub next: usize,
}

impl Row {
    /// What is seen.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Breaks text into rows of at most so many columns: at line feeds, else behind spaces, else inside a word that is too long, there
/// behind a slash where one stands not in the first half of the row: the parts of a path stay whole.
///
/// The rows join without a gap: each begins at the [`Row::next`] of the one before. There is at least one row; text that
/// ends in a line feed has an empty last one. A width of 0 counts as 1; a grapheme wider than the width stands alone.
#[must_use]
pub fn rows(text: &str, columns: usize) -> Vec<Row> {
    let columns = columns.max(1);
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, columns, &mut out);
        start += line.len() + 1;
        if let Some(last) = out.last_mut() {
            last.next = start.min(text.len());
        }
    }
    out
}

/// Breaks one line without line feeds; `base` is where it begins in the whole text.
fn wrap_line(line: &str, base: usize, columns: usize, out: &mut Vec<Row>) {
    // Nothing takes more columns than bytes.
    if line.len() <= columns {
        out.push(Row {
            start: base,
            end: base + line.len(),
            next: base + line.len(),
        });
        return;
    }
    let mut start = 0; // of the row
    let mut used = 0; // columns since then
    let mut seen = 0; // behind the last grapheme that is no space
    let mut word = None; // the last place a row may begin: its byte, the columns before it, `seen` there
    let mut slash = None; // behind the last slash of the word: its byte, the columns before it
    let mut after_space = false;
    let push = |out: &mut Vec<Row>, from: usize, to: usize, next: usize| {
        out.push(Row {
            start: base + from,
            end: base + to,
            next: base + next,
        });
    };
    for (at, grapheme) in graphemes(line) {
        if grapheme == " " {
            // Spaces hang over the edge: they never begin a row behind a word.
            used += 1;
            after_space = true;
            continue;
        }
        if after_space {
            word = Some((at, used, seen));
            slash = None;
            after_space = false;
        }
        let wide = grapheme_width(grapheme);
        if used + wide > columns
            && let Some((byte, before, visible)) = word.take()
        {
            push(out, start, visible.max(start), byte);
            start = byte;
            used -= before;
            slash = slash.map(|(byte, used)| (byte, used - before));
        }
        if used + wide > columns
            && let Some((byte, before)) = slash.take_if(|(_, before)| *before * 2 >= columns)
        {
            push(out, start, byte, byte);
            start = byte;
            used -= before;
        }
        if used + wide > columns && at > start {
            push(out, start, at, at);
            start = at;
            used = 0;
            slash = None;
        }
        used += wide;
        seen = at + grapheme.len();
        if grapheme == "/" {
            slash = Some((seen, used));
        }
    }
    // Spaces at the very end are seen as far as they fit: somebody may be typing them.
    let shown = seen.max(start);
    let room = columns.saturating_sub(width(line.get(start..shown).unwrap_or("")));
    let end = (shown + room).min(line.len());
    push(out, start, end, line.len());
}

/// The rows of [`rows`] as text, without the spaces they hang over.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    rows(text, columns)
        .iter()
        .map(|row| text.get(row.range()).unwrap_or("").trim_end_matches(' '))
        .collect()
}
