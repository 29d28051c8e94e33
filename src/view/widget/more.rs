//! The words in the last row of something that goes on below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::view::look::{Look, Role};
use crate::view::text;

/// Says in the last row of an area, on the right, how many rows lie below and which key shows them.
pub fn draw(frame: &mut Frame<'_>, area: Rect, rows: usize, look: &Look) {
    let words = format!(" {rows} more ↓ PageDown ");
    let wide = u16::try_from(text::width(&words))
        .unwrap_or(0)
        .min(area.width);
    let place = Rect {
        x: area.right() - wide,
        y: area.bottom().saturating_sub(1),
        width: wide,
        height: area.height.min(1),
    };
    frame.render_widget(Span::styled(words, look.style(Role::KeyHint)), place);
}
