//! The agenda at the side.
//!
//! ```text
//!  1 SAFER STREETS          heading: priority, exception or lead
//! ▸✓ 1.1 ◆ A! Light the…    cursor, state, reference, status, overdue, words
//!  · 1.2 ● G  m▲R Train…     a milestone is worse than its action
//!  · 1.3 ● G  “◆A Keep…      a lead's word waits
//!  · 1.4 m▲R “ Visit…         both, where there is little room
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
    let item = |row: Option<Row<'_>>| match row {
        Some(Row::Item(id)) => Some(id),
        _ => None,
    };
    let above = review.first_row.checked_sub(1);
    let mut above = item(above.and_then(|row| review.agenda.row(row)));
    let mut rows = review.agenda.rows_from(review.first_row).peekable();
    for place in area.rows() {
        let Some(row) = rows.next() else {
            break;
        };
        let here = item(Some(row));
        match row {
            Row::Heading(words) => {
                let line = text::line(words, width, look.style(Role::Heading));
                canvas.line(line, place);
            }
            Row::Item(id) => {
                let beside = [above, item(rows.peek().copied())];
                draw_item(canvas, place, review, (id, beside), reference, look);
                if review.selected == Some(id) {
                    canvas.style(place, look.style(Role::Selected));
                }
            }
        }
        above = here;
    }
}

/// Columns of a title that say which item it is: what stands before it is shortened for them.
const TITLE: usize = 12;

/// Columns of the status of an action, with what says that it is overdue or staged and the one behind that.
const OWN: usize = 5;

fn draw_item(
    canvas: &mut Canvas<'_>,
    place: Rect,
    review: &Review,
    (id, beside): (ActionId, [Option<ActionId>; 2]),
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
    let covered = review.item_state(id).is_covered();
    let style = look.style(if covered { Role::Dim } else { Role::Text });
    let title = text::printable(action.title());
    let staged = review.staged.get(&Target::Action(id)).copied();
    let mut marks = Marks {
        milestone: milestone_mark(review, id, &legend),
        word: word_mark(&review.register, id, &legend),
    };
    let wanted = OWN + marks.columns() + text::width(text::fit(&title, TITLE));
    let is_tight = wanted > usize::from(rest.width);
    // The worse of two statuses is the one that the room is to see; what is staged on the action stays in sight.
    let instead = marks.milestone.take_if(|_| is_tight && staged.is_none());
    let status = staged
        .or(action.status)
        .and_then(|l| Some((l, legend.get(l)?.tone)));
    let rest = match (&instead, status) {
        (Some(mark), _) => mark.draw(canvas, rest, look),
        (None, Some((letter, tone))) => {
            let words = format_args!("{} {}", tone.shape(), letter.0);
            canvas.write(rest, words, look.tone(tone))
        }
        (None, None) => canvas.text(rest, "  -", look.style(Role::Dim)),
    };
    let rest = if instead.map_or(staged.is_some(), |mark| mark.is_staged) {
        canvas.text(rest, "?", look.style(Role::Staged))
    } else if review.register.is_action_overdue(id, review.today()) {
        canvas.text(rest, "!", look.style(Role::Overdue))
    } else {
        canvas.text(rest, " ", Style::default())
    };
    let rest = marks.draw(canvas, rest, (is_tight, style), look);
    draw_title(canvas, rest, &review.register, (&title, beside), style);
}

/// Draws a title; where all there is room for is the same in a row beside it, the words that tell the two apart.
fn draw_title(
    canvas: &mut Canvas<'_>,
    place: Rect,
    register: &Register,
    (title, beside): (&str, [Option<ActionId>; 2]),
    style: Style,
) {
    let room = usize::from(place.width);
    let alike = match text::width(title) > room {
        true => alike(register, title, beside),
        false => 0,
    };
    let (same, own) = title.split_at_checked(alike).unwrap_or(("", title));
    if !same.is_empty() && text::width(same) + 1 >= room {
        let rest = canvas.text(place, text::ELLIPSIS, style);
        canvas.cut(rest, own, style);
    } else {
        canvas.cut(place, title, style);
    }
}

/// How many bytes of whole words a title begins with as one of those beside it does that is not the same to its end.
fn alike(register: &Register, title: &str, beside: [Option<ActionId>; 2]) -> usize {
    let shared = |other: ActionId| {
        let other = text::printable(register.action(other)?.title());
        let both = title.chars().zip(other.chars());
        let same = both.take_while(|(a, b)| a == b);
        let same: usize = same.map(|(c, _)| c.len_utf8()).sum();
        let is_told = same < title.len() || same < other.len();
        let words = title.get(..same).filter(|_| is_told)?;
        words.rfind(' ').map(|space| space + 1)
    };
    let found = beside.into_iter().flatten().filter_map(shared);
    found.max().unwrap_or(0)
}

/// The worst of some statuses, as the legend has them.
fn worst(legend: &Legend, letters: impl Iterator<Item = Letter>) -> Option<(Letter, Tone)> {
    let known = letters.filter_map(|letter| Some((letter, legend.get(letter)?.tone)));
    known.max_by_key(|(_, tone)| tone.severity())
}

/// What stands before a title of what the status of the action does not say.
struct Marks {
    milestone: Option<MilestoneMark>,
    word: Option<WordMark>,
}

/// What a milestone adds: its status, and whether that is staged only.
#[derive(Clone, Copy)]
struct MilestoneMark {
    status: (Letter, Tone),
    is_staged: bool,
}

/// That what a lead sent waits, with the worst status said in it.
#[derive(Clone, Copy)]
struct WordMark {
    status: Option<(Letter, Tone)>,
}

/// Columns of a status in a mark.
const STATUS: usize = 2;

impl Marks {
    /// How many columns they take in full, each with the one behind it.
    fn columns(&self) -> usize {
        let milestone = |m: MilestoneMark| 1 + STATUS + usize::from(m.is_staged) + 1;
        let word = |w: WordMark| 1 + w.status.map_or(0, |_| STATUS) + 1;
        self.milestone.map_or(0, milestone) + self.word.map_or(0, word)
    }

    /// Draws them with a column before and behind, and answers what is left for the title. Where it `is_tight`, the word of a
    /// lead stands close to the status, and only the card tells what it says.
    fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        place: Rect,
        (is_tight, blank): (bool, Style),
        look: &Look,
    ) -> Rect {
        let mut rest = place;
        if let Some(mark) = self.milestone {
            rest = canvas.text(rest, " ", blank);
            rest = mark.draw(canvas, rest, look);
            if mark.is_staged {
                rest = canvas.text(rest, "?", look.style(Role::Staged));
            }
        }
        if let Some(mark) = self.word {
            if !is_tight {
                rest = canvas.text(rest, " ", blank);
            }
            rest = canvas.text(rest, "“", look.style(Role::Warning));
            if let Some(status) = mark.status.filter(|_| !is_tight) {
                rest = draw_status(canvas, rest, status, look);
            }
        }
        canvas.text(rest, " ", blank)
    }
}

impl MilestoneMark {
    /// The status, told from that of the action.
    fn draw(self, canvas: &mut Canvas<'_>, place: Rect, look: &Look) -> Rect {
        let rest = canvas.text(place, "m", look.style(Role::Dim));
        draw_status(canvas, rest, self.status, look)
    }
}

/// What the status of the action does not say of its milestones: what is staged on one (`m▲R?`), else that one is red or amber
/// and worse than the action (`m▲R`).
fn milestone_mark(review: &Review, id: ActionId, legend: &Legend) -> Option<MilestoneMark> {
    let register = &review.register;
    if !review.staged.is_empty() {
        let below = register.milestones_below(id);
        let staged = worst(legend, below.filter_map(|t| review.staged.get(&t).copied()));
        if let Some(status) = staged {
            return Some(MilestoneMark {
                status,
                is_staged: true,
            });
        }
    }
    let action = Target::Action(id);
    if register.is_finished(action) {
        return None;
    }
    let own = register.status(action).and_then(|l| legend.get(l));
    let own = own.map_or(0, |s| s.tone.severity());
    let below = worst(legend, register.open_below(id).filter_map(|m| m.status));
    let status = below
        .filter(|(_, tone)| matches!(tone, Tone::Red | Tone::Amber) && tone.severity() > own)?;
    Some(MilestoneMark {
        status,
        is_staged: false,
    })
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
fn word_mark(register: &Register, id: ActionId, legend: &Legend) -> Option<WordMark> {
    // Mostly there is none at all, and this is asked at every row and key.
    register.updates().next()?;
    let below = register.milestones_below(id);
    let targets = std::iter::once(Target::Action(id)).chain(below);
    let waiting = targets.filter_map(|target| Some(register.waiting_on(target)?.1));
    let mut waits = false;
    let said = waiting
        .inspect(|_| waits = true)
        .filter_map(|update| update.status);
    let status = worst(legend, said);
    waits.then_some(WordMark { status })
}
