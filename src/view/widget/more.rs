//! The words in the last row of something that goes on above or below.

use ratatui::layout::Rect;

use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;

/// Says in the last row of an area, on the right, how many rows lie below and which key shows them.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, rows: usize, look: &Look) {
    say(canvas, area, &format!("{rows} more ↓ PageDown"), look);
}

/// Says in the last row of an area, on the right, how many rows of a list are out of sight above it and below it, where any
/// are: the cursor comes to them.
pub fn around(canvas: &mut Canvas<'_>, area: Rect, (above, below): (usize, usize), look: &Look) {
    let words = match (above, below) {
        (0, 0) => return,
        (0, below) => format!("{below} more ↓"),
        (above, 0) => format!("↑ {above} more"),
        (above, below) => format!("↑ {above} · {below} more ↓"),
    };
    say(canvas, area, &words, look);
}

fn say(canvas: &mut Canvas<'_>, area: Rect, words: &str, look: &Look) {
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
