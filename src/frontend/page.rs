//! Frames to bytes: what changed since the last frame, as one piece that is written at once.
//!
//! A [`Page`] keeps the cells the terminal shows and those of the frame that is drawn, and asks the terminal nothing. A
//! frame that changes nothing has no bytes. The cursor is hidden while cells are written, so that it never flickers over
//! them on terminals without synchronized output. How a cell becomes bytes is the matter of [`super::pen`].

use std::ops::Range;

use crossterm::cursor::{Hide, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::layout::Position;

use super::pen::{Pen, is_clear, is_same};
use crate::view::canvas::Canvas;
use crate::view::cells::{Cell, Cells};

/// Symbols of several characters after which their table is begun anew: more than fit on a large screen.
const MOST_JOINED: usize = 10_000;

/// Cells at the end of a row that are worth a sequence that clears them: it takes three bytes.
const WORTH_CLEARING: usize = 4;

/// The screen of one terminal.
#[derive(Debug)]
pub struct Page {
    /// What the terminal shows.
    shown: Vec<Cell>,
    /// What it is to show; of no meaning between frames.
    next: Cells,
    pen: Pen,
    /// Where the cursor is seen, if it is.
    cursor: Option<Position>,
    /// The terminal may hold anything.
    stale: bool,
}

impl Page {
    /// An empty page; the terminal is cleared and its cursor hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Self {
            shown: vec![Cell::BLANK; usize::from(columns) * usize::from(rows)],
            next: Cells::new(columns, rows),
            pen: Pen::new(columns),
            cursor: None,
            stale: false,
        }
    }

    /// The terminal has this size from now on, and holds anything: the next frame is written as a whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        *self = Self {
            cursor: self.cursor,
            stale: true,
            ..Self::new(columns, rows)
        };
    }

    /// The terminal was somebody else's meanwhile: its cursor is hidden again.
    pub fn forget_cursor(&mut self) {
        self.cursor = None;
    }

    /// Draws a frame, or only those of its rows that may look different, and answers the bytes that show it. There are
    /// none where nothing looks different. The cursor stays where it is unless the whole frame is drawn.
    pub fn draw(&mut self, rows: Range<u16>, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        let area = self.next.area();
        let rows = rows.start.min(area.height)..rows.end.min(area.height);
        let whole = rows == (0..area.height);
        if whole && self.next.joined_count() > MOST_JOINED {
            // Written anew, but not cleared before: nobody sees it.
            self.next = Cells::new(area.width, area.height);
            self.shown.fill(Cell::UNKNOWN);
        }
        self.next.clear_rows(rows.clone());
        let mut canvas = Canvas::of_rows(&mut self.next, rows.clone());
        draw(&mut canvas);
        let cursor = if whole { canvas.cursor() } else { self.cursor };
        self.pen.lift(area.width);
        self.pen.command(BeginSynchronizedUpdate);
        let begun = self.pen.bytes.len();
        if self.cursor.is_some() {
            self.pen.command(Hide);
        }
        let before = self.pen.bytes.len();
        if std::mem::take(&mut self.stale) {
            self.pen.command(Clear(ClearType::All));
        }
        let width = usize::from(area.width);
        let shown = self.shown.get(usize::from(rows.start) * width..);
        let shown = shown.unwrap_or_default().chunks(width.max(1));
        for (y, shown) in rows.clone().zip(shown) {
            write_row(&mut self.pen, y, shown, &self.next);
        }
        self.pen.rest();
        let written = self.pen.bytes.len() > before;
        if !written {
            self.pen.bytes.truncate(begun);
        }
        self.place_cursor(cursor, written);
        self.next.swap_rows(rows, &mut self.shown);
        if self.pen.bytes.len() == begun {
            return &[];
        }
        self.pen.command(EndSynchronizedUpdate);
        &self.pen.bytes
    }

    /// Shows the cursor where it is wanted. It is hidden where cells were written.
    fn place_cursor(&mut self, wanted: Option<Position>, written: bool) {
        let seen = self.cursor.filter(|_| !written);
        if let Some(at) = wanted
            && seen != wanted
        {
            self.pen.place((at.x, at.y));
        }
        match (seen, wanted) {
            (Some(_), None) => self.pen.command(Hide),
            (None, Some(_)) => self.pen.command(Show),
            _ => {}
        }
        self.cursor = wanted;
    }
}

/// Writes what differs between a row as it is shown and as it is to be.
fn write_row(pen: &mut Pen, y: u16, shown: &[Cell], screen: &Cells) {
    let next = screen.row(y);
    if shown == next {
        return;
    }
    // From where on the row is to be empty, and from where on it is: once it matters.
    let mut rest = None;
    for (n, (old, new)) in shown.iter().zip(next).enumerate() {
        if new.is_covered() || is_same(*old, *new) {
            continue;
        }
        let at = (u16::try_from(n).unwrap_or(u16::MAX), y);
        if is_clear(*new) {
            let (empty, was_empty) =
                *rest.get_or_insert_with(|| (clear_from(next), clear_from(shown)));
            if n >= empty && was_empty >= n + WORTH_CLEARING {
                pen.clear_rest(at, screen);
                return;
            }
        }
        pen.write(at, screen);
    }
}

/// The column from which on a row is as clearing leaves it.
fn clear_from(row: &[Cell]) -> usize {
    row.iter().rposition(|c| !is_clear(*c)).map_or(0, |n| n + 1)
}
