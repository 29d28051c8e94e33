//! A long file while it is read: what is being done, and how far it has come.
//!
//! ```text
//!  Import of harbour.csv
//!
//!  reading actions: 1,200 of 3,998
//!  ████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░
//! ```

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::model::{Model, Reading};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::footer;
use crate::view::text;

/// The widest the bar gets.
const BAR: usize = 60;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, now: &Reading, look: &Look) {
    let width = usize::from(area.width);
    let line = |y: u16| Rect {
        y: (area.y + y).min(area.bottom().saturating_sub(1)),
        height: 1,
        ..area
    };
    let title = text::pad(&text::printable(&format!(" Import of {}", now.file)), width);
    canvas.line(Line::styled(title, look.style(Role::Header)), line(0));
    let words = text::line(&format!(" {}", now.words), width, look.style(Role::Text));
    canvas.line(words, line(2));
    let room = width.saturating_sub(2).min(BAR);
    if let Some(full) = (room * now.done).checked_div(now.total) {
        let full = full.min(room);
        let bar = format!(" {}{}", "█".repeat(full), "░".repeat(room - full));
        canvas.line(text::line(&bar, width, look.style(Role::Title)), line(3));
    }
    let rest = " Nothing is stored before you have seen it.";
    canvas.line(text::line(rest, width, look.style(Role::Dim)), line(5));
    let bottom = area.height;
    footer::draw_message(canvas, line(bottom.saturating_sub(2)), model, look);
    footer::draw_keys(canvas, line(bottom.saturating_sub(1)), model, look);
}
