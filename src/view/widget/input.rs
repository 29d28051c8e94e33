//! A text being typed, as it is seen: its rows from the one that keeps the cursor in sight, and where the cursor stands.
//!
//! The rows are those of [`Buffer::rows`] for the width drawn in, so what is seen and what up and down move by agree as
//! long as the buffer was told the same width. Nothing is kept between frames: which row comes first follows from the
//! cursor and the height alone.

use ratatui::layout::{Position, Rect};

use crate::app::buffer::Buffer;
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;

/// The first row seen, so that the cursor's row is among those that fit, with one row below it where there is one.
#[must_use]
pub fn first_row(rows: usize, cursor_row: usize, height: usize) -> usize {
    let context = usize::from(height > 2);
    let last_first = rows.saturating_sub(height);
    (cursor_row + 1 + context)
        .saturating_sub(height)
        .min(last_first.max((cursor_row + 1).saturating_sub(height)))
}

/// Draws a buffer of many lines into an area, and says where the cursor is seen. `None` where the area is empty.
///
/// `placeholder` stands there, dim, until somebody types.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    buffer: &Buffer,
    placeholder: &str,
    look: &Look,
) -> Option<Position> {
    let area = area.intersection(canvas.area());
    if area.is_empty() {
        return None;
    }
    if !buffer.has_many_lines() {
        return draw_line(canvas, area, buffer, placeholder, look);
    }
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let rows = buffer.rows(width);
    let caret = buffer.caret(width);
    let first = first_row(rows.len(), caret.row, height);
    for (row, line) in rows.iter().skip(first).zip(area.rows()) {
        let seen = buffer.text().get(row.range()).unwrap_or("");
        let seen = text::line(seen, width, look.style(Role::Input));
        canvas.line(seen, line);
    }
    if buffer.text().is_empty() {
        hint(canvas, area, placeholder, look);
    }
    place(canvas, area, caret.column, caret.row.saturating_sub(first))
}

/// Draws a buffer of one line into the first row of an area; it moves sideways to keep the cursor in sight, and says at the
/// left that it did.
fn draw_line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    buffer: &Buffer,
    placeholder: &str,
    look: &Look,
) -> Option<Position> {
    let (before, behind) = buffer.text().split_at_checked(buffer.cursor())?;
    let width = usize::from(area.width);
    // Graphemes fall off at the left until the cursor, the column it stands in and the sign that words are cut fit.
    let mut from = 0;
    let mut used = text::width(before);
    let cut = text::ELLIPSIS;
    for (at, grapheme) in text::graphemes(before) {
        let sign = if from > 0 { text::width(cut) } else { 0 };
        if used + sign < width {
            break;
        }
        used -= text::grapheme_width(grapheme);
        from = at + grapheme.len();
    }
    let cut = if from > 0 { cut } else { "" };
    used += text::width(cut);
    let shown = format!("{cut}{}{behind}", before.get(from..).unwrap_or(""));
    canvas.text(area, text::fit(&shown, width), look.style(Role::Input));
    if buffer.text().is_empty() {
        hint(canvas, area, placeholder, look);
    }
    place(canvas, area, used, 0)
}

fn hint(canvas: &mut Canvas<'_>, area: Rect, placeholder: &str, look: &Look) {
    let style = look.style(Role::Placeholder);
    canvas.line(text::line(placeholder, area.width.into(), style), area);
}

fn place(canvas: &mut Canvas<'_>, area: Rect, column: usize, row: usize) -> Option<Position> {
    let x = area.x
        + u16::try_from(column)
            .ok()?
            .min(area.width.saturating_sub(1));
    let y = area.y + u16::try_from(row).ok()?.min(area.height.saturating_sub(1));
    let position = Position::new(x, y);
    canvas.set_cursor(position);
    Some(position)
}
