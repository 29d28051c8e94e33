//! The agenda at the side.
//!
//! ```text
//!  1 SAFER STREETS          heading: priority, exception or lead
//! ▸✓ 1.1 ◆ A! Light the…    cursor, state, reference, status, overdue, words
//!  · 1.2 ● G  m▲R Train…     a milestone is worse than its action
//!  · 1.3 ● G  “◆A Keep…      a lead's word waits
//! ```
//!
//! What the marks mean stands in the help, from [`crate::app::screen::help`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::agenda::Row;
use crate::app::review::Review;
use crate::domain::{ActionId, ItemState, Legend, Letter, Register, Target, Tone};
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
        Row::Item(id) => review
            .register
            .action(id)
            .map(|a| text::width(a.reference())),
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
    let rest = canvas.field(rest, reference, action.reference(), style);
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
    let rest = if staged.is_some() {
        canvas.text(rest, "?", look.style(Role::Staged))
    } else if review.register.is_action_overdue(id, review.today()) {
        canvas.text(rest, "!", look.style(Role::Overdue))
    } else {
        canvas.text(rest, " ", Style::default())
    };
    let covered = review.item_state(id).is_covered();
    let style = look.style(if covered { Role::Dim } else { Role::Text });
    let rest = canvas.text(rest, " ", style);
    let rest = draw_milestone_mark(canvas, rest, review, (id, &legend), look);
    let rest = draw_word_mark(canvas, rest, &review.register, (id, &legend), look);
    canvas.cut(rest, &text::printable(action.title()), style);
}

/// The worst of some statuses, as the legend has them.
fn worst(legend: &Legend, letters: impl Iterator<Item = Letter>) -> Option<(Letter, Tone)> {
    let known = letters.filter_map(|letter| Some((letter, legend.get(letter)?.tone)));
    known.max_by_key(|(_, tone)| tone.severity())
}

/// What the status of the action does not say of its milestones: what is staged on one (`m▲R?`), else that one is red or amber
/// and worse than the action (`m▲R`).
fn draw_milestone_mark(
    canvas: &mut Canvas<'_>,
    place: Rect,
    review: &Review,
    (id, legend): (ActionId, &Legend),
    look: &Look,
) -> Rect {
    let register = &review.register;
    let staged = match review.staged.is_empty() {
        true => None,
        false => {
            let below = register.milestones_below(id);
            worst(legend, below.filter_map(|t| review.staged.get(&t).copied()))
        }
    };
    let shown = staged.or_else(|| {
        let action = Target::Action(id);
        if register.is_finished(action) {
            return None;
        }
        let own = register.status(action).and_then(|l| legend.get(l));
        let own = own.map_or(0, |s| s.tone.severity());
        // Most have none: that is asked first, at every row and key.
        let with = register
            .milestones_below(id)
            .filter(|t| register.status(*t).is_some());
        let open = with.filter(|t| !register.is_finished(*t));
        let below = worst(legend, open.filter_map(|t| register.status(t)));
        below.filter(|(_, tone)| matches!(tone, Tone::Red | Tone::Amber) && tone.severity() > own)
    });
    let Some(shown) = shown else {
        return place;
    };
    let rest = canvas.text(place, "m", look.style(Role::Dim));
    let rest = draw_status(canvas, rest, shown, look);
    let rest = match staged {
        Some(_) => canvas.text(rest, "?", look.style(Role::Staged)),
        None => rest,
    };
    canvas.text(rest, " ", Style::default())
}

/// A status in a mark, close together: shape and letter.
fn draw_status(
    canvas: &mut Canvas<'_>,
    place: Rect,
    (letter, tone): (Letter, Tone),
    look: &Look,
) -> Rect {
    let words = format_args!("{}{}", tone.shape(), letter.0);
    canvas.write(place, words, look.tone(tone))
}

/// That what a lead sent waits (`“`), with the worst status said in it (`“◆A`).
fn draw_word_mark(
    canvas: &mut Canvas<'_>,
    place: Rect,
    register: &Register,
    (id, legend): (ActionId, &Legend),
    look: &Look,
) -> Rect {
    let below = register.milestones_below(id);
    let targets = std::iter::once(Target::Action(id)).chain(below);
    let waiting = targets.filter_map(|target| Some(register.waiting_on(target)?.1));
    let mut waits = false;
    let said = waiting
        .inspect(|_| waits = true)
        .filter_map(|update| update.status);
    let said = worst(legend, said);
    if !waits {
        return place;
    }
    let rest = canvas.text(place, "“", look.style(Role::Warning));
    let rest = match said {
        Some(said) => draw_status(canvas, rest, said, look),
        None => rest,
    };
    canvas.text(rest, " ", Style::default())
}
