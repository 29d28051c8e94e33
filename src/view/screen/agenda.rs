//! The agenda at the side.
//!
//! ```text
//!  1 SAFER STREETS          heading: priority, exception or lead
//! ▸✓ 1.1 ◆ A! Light the…    cursor, state, reference, status, overdue, words
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::agenda::Row;
use crate::app::review::Review;
use crate::domain::{ActionId, ItemState, Target};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;

/// The mark of what became of an item: ✓ reviewed, ≡ noted en bloc, P parked, * something recorded, · nothing yet.
#[must_use]
pub fn mark(review: &Review, action: ActionId) -> &'static str {
    match review.item_state(action) {
        ItemState::Reviewed => "✓",
        ItemState::EnBloc => "≡",
        ItemState::Parked(_) => "P",
        ItemState::NotReached if review.is_touched(action) => "*",
        ItemState::NotReached => "·",
    }
}

/// Columns the longest reference takes, within reason.
fn reference_width(review: &Review, first: usize, rows: usize) -> u16 {
    let seen = review.agenda.rows_from(first).take(rows);
    let widths = seen.filter_map(|row| match row {
        Row::Item(id) => review.register.action(id).map(|a| text::width(a.reference)),
        Row::Heading(_) => None,
    });
    let widest = widths.max().unwrap_or(3).clamp(3, 8);
    u16::try_from(widest).unwrap_or(8)
}

/// Draws the rows from the first one in sight.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, review: &Review, look: &Look) {
    let width = usize::from(area.width);
    let reference = reference_width(review, review.first_row, usize::from(area.height));
    let rows = review.agenda.rows_from(review.first_row);
    for (row, place) in rows.zip(area.rows()) {
        match row {
            Row::Heading(words) => {
                let line = text::line(words, width, look.style(Role::Heading));
                canvas.line(line, place);
            }
            Row::Item(id) => {
                draw_item(canvas, place, review, id, reference, look);
                if review.selected == Some(id) {
                    canvas.style(place, look.style(Role::Selected));
                }
            }
        }
    }
}

fn draw_item(
    canvas: &mut Canvas<'_>,
    place: Rect,
    review: &Review,
    id: ActionId,
    reference: u16,
    look: &Look,
) {
    let Some(action) = review.register.action(id) else {
        return;
    };
    let legend = review.register.legend();
    let cursor = match review.selected == Some(id) {
        true => "▸",
        false => " ",
    };
    let rest = canvas.text(place, cursor, Style::default());
    let rest = canvas.text(rest, mark(review, id), look.style(Role::Text));
    let style = look.style(Role::Reference);
    let rest = canvas.text(rest, " ", style);
    let rest = canvas.field(rest, reference, action.reference, style);
    let rest = canvas.text(rest, " ", style);
    let staged = review.staged.get(&Target::Action(id)).copied();
    let status = staged
        .or(action.status)
        .and_then(|l| Some((l, legend.get(l)?.tone)));
    let rest = match status {
        Some((letter, tone)) => {
            let words = format_args!("{} {}", tone.shape(), letter.0);
            canvas.write(rest, words, look.tone(tone))
        }
        None => canvas.text(rest, "  -", look.style(Role::Dim)),
    };
    let rest = if review.is_staged(id) {
        canvas.text(rest, "?", look.style(Role::Staged))
    } else if review.register.is_action_overdue(id, review.today()) {
        canvas.text(rest, "!", look.style(Role::Overdue))
    } else {
        canvas.text(rest, " ", Style::default())
    };
    let covered = review.item_state(id).is_covered();
    let style = look.style(if covered { Role::Dim } else { Role::Text });
    let rest = canvas.text(rest, " ", style);
    canvas.cut(rest, &text::printable(action.title), style);
}
