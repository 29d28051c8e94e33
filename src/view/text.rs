//! Text on its way to the screen.
//!
//! Widths, cuts and wraps are those of [`crate::domain::measure`], named again here so that widgets find the whole family in one
//! place; what is added are styles: lines with the matched letters marked, and key hints. Everything drawn passes here:
//! ratatui drops tabs and escapes when it draws but counts their width, and lets direction marks through to the cell.

use std::fmt::{self, Write as _};
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

pub use crate::domain::measure::{
    ELLIPSIS, Row, fit, grapheme_width, graphemes, is_simple, pad, pad_left, printable, rows,
    shorten, truncate, width, wrap,
};

/// One row of text in one style, cut to the columns.
#[must_use]
pub fn line(text: &str, columns: usize, style: Style) -> Line<'static> {
    let text = printable(text);
    Line::styled(truncate(&text, columns).into_owned(), style)
}

/// The columns that words take which are not put together yet.
#[must_use]
pub fn width_of(words: impl fmt::Display) -> usize {
    struct Counter(usize);
    impl fmt::Write for Counter {
        fn write_str(&mut self, piece: &str) -> fmt::Result {
            self.0 += width(piece);
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail.
    let _ = write!(counter, "{words}");
    counter.0
}

/// Wrapped text in one style, one line for each row.
#[must_use]
pub fn paragraph(text: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    wrap(text, columns)
        .into_iter()
        .map(|row| line(row, columns.max(1), style))
        .collect()
}

/// Spans of one row cut together to the columns, with an ellipsis where something is left off. Each keeps its style.
#[must_use]
pub fn spans(parts: &[(&str, Style)], columns: usize) -> Line<'static> {
    let clean: Vec<_> = parts
        .iter()
        .map(|(text, style)| (printable(text), *style))
        .collect();
    let total: usize = clean.iter().map(|(text, _)| width(text)).sum();
    let mut room = columns;
    let mut out = Vec::new();
    for (text, style) in &clean {
        let wide = width(text);
        // The last part that fits only just must leave a column for the ellipsis when more follows.
        if wide < room || (wide == room && total <= columns) {
            out.push(Span::styled(text.clone().into_owned(), *style));
            room -= wide;
        } else {
            let mut cut = fit(text, room.saturating_sub(1)).to_owned();
            if room > 0 {
                cut.push_str(ELLIPSIS);
            }
            out.push(Span::styled(cut, *style));
            break;
        }
    }
    Line::from(out)
}

/// One row with some bytes of it marked, as a search does with the letters that matched. Ranges count bytes of `text`,
/// which must be [`printable`]; those that do not lie on characters are left unmarked.
#[must_use]
pub fn marked(
    text: &str,
    matched: &[Range<usize>],
    columns: usize,
    plain: Style,
    mark: Style,
) -> Line<'static> {
    let mut parts: Vec<(&str, Style)> = Vec::new();
    let mut at = 0;
    for range in matched {
        if range.start < at {
            continue;
        }
        let (Some(before), Some(hit)) = (text.get(at..range.start), text.get(range.clone())) else {
            continue;
        };
        parts.push((before, plain));
        parts.push((hit, plain.patch(mark)));
        at = range.end;
    }
    parts.push((text.get(at..).unwrap_or(""), plain));
    parts.retain(|(part, _)| !part.is_empty());
    spans(&parts, columns)
}
