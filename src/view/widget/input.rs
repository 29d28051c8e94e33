//! A text being typed, as it is seen: its rows from the one that keeps the cursor in sight, and where the cursor stands.
//!
//! The rows are those of [`Buffer::rows`] for the width drawn in, so what is seen and what up and down move by agree as
//! long as the buffer was told the same width. Nothing is kept between frames: which row comes first follows from the
//! cursor and the height alone.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::app::buffer::Buffer;
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
    frame: &mut Frame<'_>,
    area: Rect,
    buffer: &Buffer,
    placeholder: &str,
    look: &Look,
) -> Option<Position> {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return None;
    }
    if !buffer.has_many_lines() {
        return draw_line(frame, area, buffer, placeholder, look);
    }
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let rows = buffer.rows(width);
    let caret = buffer.caret(width);
    let first = first_row(rows.len(), caret.row, height);
    for (row, line) in rows.iter().skip(first).zip(area.rows()) {
        let seen = buffer.text().get(row.range()).unwrap_or("");
        text::line(seen, width, look.style(Role::Input)).render(line, frame.buffer_mut());
    }
    if buffer.text().is_empty() {
        hint(frame, area, placeholder, look);
    }
    place(frame, area, caret.column, caret.row.saturating_sub(first))
}

/// Draws a buffer of one line into the first row of an area; it moves sideways to keep the cursor in sight.
fn draw_line(
    frame: &mut Frame<'_>,
    area: Rect,
    buffer: &Buffer,
    placeholder: &str,
    look: &Look,
) -> Option<Position> {
    let (before, behind) = buffer.text().split_at_checked(buffer.cursor())?;
    let width = usize::from(area.width);
    // Graphemes fall off at the left until the cursor, and the column it stands in, fit.
    let mut from = 0;
    let mut used = text::width(before);
    for (at, grapheme) in text::graphemes(before) {
        if used < width {
            break;
        }
        used -= text::grapheme_width(grapheme);
        from = at + grapheme.len();
    }
    let shown = format!("{}{behind}", before.get(from..).unwrap_or(""));
    Line::styled(text::fit(&shown, width).to_owned(), look.style(Role::Input))
        .render(area, frame.buffer_mut());
    if buffer.text().is_empty() {
        hint(frame, area, placeholder, look);
    }
    place(frame, area, used, 0)
}

fn hint(frame: &mut Frame<'_>, area: Rect, placeholder: &str, look: &Look) {
    text::line(
        placeholder,
        usize::from(area.width),
        look.style(Role::Placeholder),
    )
    .render(area, frame.buffer_mut());
}

fn place(frame: &mut Frame<'_>, area: Rect, column: usize, row: usize) -> Option<Position> {
    let x = area.x
        + u16::try_from(column)
            .ok()?
            .min(area.width.saturating_sub(1));
    let y = area.y + u16::try_from(row).ok()?.min(area.height.saturating_sub(1));
    let position = Position::new(x, y);
    frame.set_cursor_position(position);
    Some(position)
}
