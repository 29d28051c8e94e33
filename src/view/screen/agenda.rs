//! The agenda at the side.
//!
//! ```text
//!  1 SAFER STREETS          heading: priority, exception or lead
//! ▸✓ 1.1 ◆ A! Light the…    cursor, state, reference, status, overdue, words
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

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
fn reference_width(review: &Review, first: usize, rows: usize) -> usize {
    let seen = review.agenda.rows.iter().skip(first).take(rows);
    let widths = seen.filter_map(|row| match row {
        Row::Item(id) => review
            .register
            .action(*id)
            .map(|a| text::width(&a.reference)),
        Row::Heading(_) => None,
    });
    widths.max().unwrap_or(3).clamp(3, 8)
}

/// Draws the rows from the first one in sight.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, review: &Review, look: &Look) {
    let width = usize::from(area.width);
    let reference = reference_width(review, review.first_row, usize::from(area.height));
    let rows = review.agenda.rows.iter().skip(review.first_row);
    for (row, place) in rows.zip(area.rows()) {
        match row {
            Row::Heading(words) => {
                let line = text::line(words, width, look.style(Role::Heading));
                canvas.line(line, place);
            }
            Row::Item(id) => {
                let line = item(review, *id, reference, width, look);
                canvas.line(line, place);
                if review.selected == Some(*id) {
                    canvas.style(place, look.style(Role::Selected));
                }
            }
        }
    }
}

fn item(
    review: &Review,
    id: ActionId,
    reference: usize,
    width: usize,
    look: &Look,
) -> Line<'static> {
    let Some(action) = review.register.action(id) else {
        return Line::default();
    };
    let legend = review.register.legend();
    let selected = review.selected == Some(id);
    let staged = review.staged.get(&Target::Action(id)).copied();
    let shown = staged.or(action.status);
    let status = shown.and_then(|l| Some((l, legend.get(l)?.tone)));
    let mut spans: Vec<Span<'static>> = vec![
        Span::raw(if selected { "▸" } else { " " }),
        Span::styled(mark(review, id), look.style(Role::Text)),
        Span::styled(
            format!(" {} ", text::pad(&action.reference, reference)),
            look.style(Role::Reference),
        ),
    ];
    match status {
        Some((letter, tone)) => spans.push(look.mark(tone, letter)),
        None => spans.push(Span::styled("  -", look.style(Role::Dim))),
    }
    let any_staged = review
        .targets_of(id)
        .iter()
        .any(|t| review.staged.contains_key(t));
    let overdue = review.register.is_action_overdue(id, review.today());
    spans.push(if any_staged {
        Span::styled("?", look.style(Role::Staged))
    } else if overdue {
        Span::styled("!", look.style(Role::Overdue))
    } else {
        Span::raw(" ")
    });
    let used: usize = spans.iter().map(|s| text::width(&s.content)).sum();
    let room = width.saturating_sub(used + 1);
    let covered = review.item_state(id).is_covered();
    let style: Style = look.style(if covered { Role::Dim } else { Role::Text });
    spans.push(Span::styled(
        format!(" {}", text::truncate(&text::printable(&action.title), room)),
        style,
    ));
    Line::from(spans)
}
