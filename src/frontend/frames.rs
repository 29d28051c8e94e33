//! From frame to frame: the cells that look different become the bytes of the next one.
//!
//! The bytes are kept until a frame is whole and stand inside synchronized output; a frame that changes nothing has none.
//! The cursor is hidden while cells are written, so that it never flickers over them on terminals without synchronized
//! output. Nothing is asked of the terminal, and nothing can fail. How a cell becomes bytes is the matter of [`super::pen`].
//!
//! Ratatui's own difference of two buffers measures every cell of both, changed or not, which was a third of what a key takes.
//! Here a cell that a wide letter covers holds nothing ([`COVERED`]), so that looking at each cell by itself is enough.

use crossterm::cursor::{Hide, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use super::pen::{Pen, is_clear, is_same};
use crate::view::canvas::COVERED;

/// Cells at the end of a row that are worth a sequence that clears them: it takes three bytes.
const WORTH_CLEARING: usize = 4;

/// A terminal that is written to in whole frames.
#[derive(Debug)]
pub struct Frames {
    pen: Pen,
    /// What the terminal shows.
    shown: Buffer,
    /// The columns of a row that change.
    changed: Vec<u16>,
    /// Where the cursor is seen, if it is.
    cursor: Option<Position>,
    /// The terminal may hold anything.
    stale: bool,
}

impl Frames {
    /// An empty terminal whose cursor is hidden.
    pub fn new(area: Rect) -> Self {
        Self {
            pen: Pen::new(area.width),
            shown: Buffer::empty(area),
            changed: Vec::new(),
            cursor: None,
            stale: false,
        }
    }

    /// The terminal has this size from now on, and holds anything: the next frame clears it first.
    pub fn resize(&mut self, area: Rect) {
        self.shown = Buffer::empty(area);
        self.stale = true;
    }

    /// What the terminal shows.
    pub const fn shown(&self) -> &Buffer {
        &self.shown
    }

    /// Where the cursor is seen, if it is.
    pub const fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// The terminal was somebody else's meanwhile: its cursor is hidden again.
    pub const fn forget_cursor(&mut self) {
        self.cursor = None;
    }

    /// Shows a frame of the terminal's size, with its cursor there: the bytes that do it. In its place the frame before is given
    /// back, to draw the next one on.
    pub fn show(&mut self, next: &mut Buffer, cursor: Option<Position>) -> &[u8] {
        self.pen.lift(self.shown.area.width);
        self.pen.command(BeginSynchronizedUpdate);
        let begun = self.pen.bytes.len();
        if self.cursor.is_some() {
            self.pen.command(Hide);
        }
        let before = self.pen.bytes.len();
        if std::mem::take(&mut self.stale) {
            self.pen.command(Clear(ClearType::All));
        }
        self.write(next);
        self.pen.rest();
        if self.pen.bytes.len() > before {
            self.cursor = None;
        } else {
            self.pen.bytes.truncate(begun);
        }
        std::mem::swap(&mut self.shown, next);
        self.set_cursor(cursor);
        if self.pen.bytes.len() > begun {
            self.pen.command(EndSynchronizedUpdate);
        } else {
            self.pen.bytes.clear();
        }
        &self.pen.bytes
    }

    /// Writes the cells that look different.
    fn write(&mut self, next: &Buffer) {
        let width = usize::from(self.shown.area.width).max(1);
        let rows = self.shown.content.chunks(width);
        for (y, (shown, next)) in (0..).zip(rows.zip(next.content.chunks(width))) {
            let cells = (0..).zip(shown.iter().zip(next));
            let differs = |(_, (shown, next)): &(u16, (&Cell, &Cell))| {
                !is_same(shown, next) && next.symbol() != COVERED
            };
            self.changed.clear();
            self.changed.extend(cells.filter(differs).map(|(x, _)| x));
            write_row(&mut self.pen, y, next, &self.changed);
        }
    }

    /// Shows the cursor where it is wanted, if it is.
    fn set_cursor(&mut self, wanted: Option<Position>) {
        if let Some(at) = wanted
            && self.cursor != wanted
        {
            self.pen.place((at.x, at.y));
        }
        match (self.cursor, wanted) {
            (Some(_), None) => self.pen.command(Hide),
            (None, Some(_)) => self.pen.command(Show),
            _ => {}
        }
        self.cursor = wanted;
    }
}

/// Writes the cells of a row that changed; the row is as it is to be seen.
fn write_row(pen: &mut Pen, y: u16, row: &[Cell], changed: &[u16]) {
    // From where on the row is empty: once it matters.
    let mut empty = None;
    for (n, x) in changed.iter().enumerate() {
        let Some(cell) = row.get(usize::from(*x)) else {
            return;
        };
        if is_clear(cell) && changed.len() - n >= WORTH_CLEARING {
            let last = || row.iter().rposition(|c| !is_clear(c));
            let from = *empty.get_or_insert_with(|| last().map_or(0, |n| n + 1));
            if usize::from(*x) >= from {
                pen.clear_rest((*x, y), row);
                return;
            }
        }
        pen.write((*x, y), cell, row);
    }
}
