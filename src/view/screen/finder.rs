//! The finder: a line to type in, and what was found below it.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::model::Model;
use crate::app::overlay::{Finder, FinderKind, FinderRow, Found};
use crate::app::screen::finder;
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;
use crate::view::widget::input;

/// Columns of the longest name of a command.
const COMMAND: usize = 17;

/// The first row of a finder in sight, so that the selected one is.
#[must_use]
pub fn first(finder: &Finder, height: usize) -> usize {
    (finder.selected + 1).saturating_sub(height.max(1))
}

/// Draws a finder into the inside of its frame, what it lists into `rows` of that.
pub fn draw(
    canvas: &mut Canvas<'_>,
    inside: Rect,
    rows: Rect,
    (model, open): (&Model, &Finder),
    look: &Look,
) {
    let first = first(open, usize::from(rows.height));
    for (n, place) in (first..open.listing.len()).zip(rows.rows()) {
        let Some(found) = finder::row(model, open, n) else {
            break;
        };
        let pointer = if n == open.selected { "▸ " } else { "  " };
        let rest = canvas.text(place, pointer, look.style(Role::Key));
        draw_found(canvas, rest, &found, open.kind, look);
        if n == open.selected {
            canvas.style(place, look.style(Role::Selected));
        }
    }
    let last = Rect {
        y: inside.y + inside.height.saturating_sub(1),
        height: inside.height.min(1),
        ..inside
    };
    let dim = look.style(Role::Dim);
    match open.total {
        _ if open.waits => canvas.text(last, " reading the plan …", dim),
        0 => canvas.text(last, " nothing found", dim),
        n => canvas.write(last, format_args!(" {n} found"), dim),
    };
    draw_typed(canvas, inside, (model, open), look);
}

/// The line that is typed in.
fn draw_typed(
    canvas: &mut Canvas<'_>,
    inside: Rect,
    (model, open): (&Model, &Finder),
    look: &Look,
) {
    let mark = match open.kind {
        FinderKind::Items | FinderKind::Lead(_) | FinderKind::Matters => " / ",
        FinderKind::Palette => " : ",
    };
    let top = Rect {
        height: inside.height.min(1),
        ..inside
    };
    canvas.text(top, mark, look.style(Role::Key));
    let typed = Rect {
        x: top.x + 3.min(top.width),
        width: top.width.saturating_sub(4),
        ..top
    };
    let placeholder = match open.kind {
        FinderKind::Items => {
            "a lead's name, 6.3, a word, a tag; lead:vale rag:red due<2012-11 overdue"
        }
        FinderKind::Lead(_) | FinderKind::Matters => "type to narrow",
        FinderKind::Palette if model.review().is_some() => "12, 6.3, close, attendance …",
        FinderKind::Palette => "open, new meeting, minutes …",
    };
    if let Some(cursor) = input::draw(canvas, typed, &open.buffer, placeholder, look) {
        canvas.set_cursor(cursor);
    }
}

/// What was found with the letters that match, and at the right why. `place` begins behind the pointer.
fn draw_found(
    canvas: &mut Canvas<'_>,
    place: Rect,
    found: &FinderRow,
    kind: FinderKind,
    look: &Look,
) {
    let width = usize::from(place.width) + 2;
    // Commands are known by what they do, all of it from one column on; items by their words.
    let (share, least) = match (kind, &found.found) {
        (FinderKind::Palette, Found::Run(_)) => {
            let column = (width * 7 / 10).min(width.saturating_sub(COMMAND + 5));
            (column, column)
        }
        _ => (width * 9 / 20, 0),
    };
    let reason = found.reason_in(share);
    let reason_room = share.min(text::width(&reason)).max(least);
    let room = width.saturating_sub(reason_room + 5);
    let (plain, mark) = (look.style(Role::Text), look.style(Role::Match));
    let words = text::marked(&found.words, &runs(found), room, plain, mark);
    canvas.line(words, place);
    let before = u16::try_from(room + 2).unwrap_or(u16::MAX).min(place.width);
    let right = Rect {
        x: place.x + before,
        width: place.width - before,
        ..place
    };
    canvas.text(
        right,
        &text::shorten(&reason, reason_room),
        look.style(Role::Dim),
    );
}

/// The bytes of a row's words that match, those that lie together as one piece.
fn runs(found: &FinderRow) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut marks = found.marks.iter().peekable();
    for (n, (byte, c)) in found.words.char_indices().enumerate() {
        if marks.next_if(|mark| **mark == n).is_none() {
            continue;
        }
        let end = byte + c.len_utf8();
        match runs.last_mut().filter(|run| run.end == byte) {
            Some(run) => run.end = end,
            None => runs.push(byte..end),
        }
    }
    runs
}
