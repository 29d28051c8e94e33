//! The words in the last row of something that goes on above or below.

use ratatui::layout::Rect;

use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;

/// Says in the last row of an area, on the right, how many rows lie below and which key shows them.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, rows: usize, look: &Look) {
    say(canvas, area, &format!("{rows} more ↓ PageDown"), look);
}

/// Says something in the last row of an area, on the right.
pub fn say(canvas: &mut Canvas<'_>, area: Rect, words: &str, look: &Look) {
    let words = format!(" {words} ");
    let wide = u16::try_from(text::width(&words))
        .unwrap_or(0)
        .min(area.width);
    let place = Rect {
        x: area.right() - wide,
        y: area.bottom().saturating_sub(1),
        width: wide,
        height: area.height.min(1),
    };
    canvas.text(place, &words, look.style(Role::KeyHint));
}
