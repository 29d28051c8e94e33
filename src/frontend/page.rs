//! Frames to bytes: what changed since the last frame, as one piece that is written at once.
//!
//! A [`Page`] keeps the cells the terminal shows and those of the frame that is drawn, and asks the terminal nothing. A
//! frame that changes nothing has no bytes. The cursor is hidden while cells are written, so that it never flickers over
//! them on terminals without synchronized output. How a cell becomes bytes is the matter of [`super::pen`].

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use super::pen::{Pen, columns, is_clear, is_same};
use crate::view::canvas::Canvas;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const HIDE: &[u8] = b"\x1b[?25l";
const SHOW: &[u8] = b"\x1b[?25h";
const CLEAR: &[u8] = b"\x1b[2J";

/// Cells at the end of a row that are worth a sequence that clears them: it takes three bytes.
const WORTH_CLEARING: usize = 4;

/// The screen of one terminal.
#[derive(Debug)]
pub struct Page {
    /// What the terminal shows.
    shown: Buffer,
    /// What it is to show; of no meaning between frames.
    next: Buffer,
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
        let area = Rect::new(0, 0, columns, rows);
        Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
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
        let area = self.next.area;
        let whole = rows.start == 0 && rows.end >= area.height;
        let rows = rows.start.min(area.height)..rows.end.min(area.height);
        let width = usize::from(area.width);
        let cells = usize::from(rows.start) * width..usize::from(rows.end) * width;
        let blank = self.next.content.get_mut(cells.clone());
        blank.into_iter().flatten().for_each(Cell::reset);
        let mut canvas = Canvas::new(&mut self.next);
        draw(&mut canvas);
        let cursor = if whole { canvas.cursor() } else { self.cursor };
        self.pen.lift(area.width);
        self.pen.bytes.extend_from_slice(BEGIN);
        if self.cursor.is_some() {
            self.pen.bytes.extend_from_slice(HIDE);
        }
        let before = self.pen.bytes.len();
        if std::mem::take(&mut self.stale) {
            self.pen.bytes.extend_from_slice(CLEAR);
        }
        if width > 0 {
            let shown = self.shown.content.get(cells.clone()).unwrap_or_default();
            let next = self.next.content.get(cells.clone()).unwrap_or_default();
            let pairs = shown.chunks(width).zip(next.chunks(width));
            for (y, (old, new)) in rows.zip(pairs) {
                write_row(&mut self.pen, y, old, new);
            }
        }
        self.pen.rest();
        self.place_cursor(cursor, self.pen.bytes.len() > before);
        if whole {
            std::mem::swap(&mut self.shown, &mut self.next);
        } else if let (Some(shown), Some(next)) = (
            self.shown.content.get_mut(cells.clone()),
            self.next.content.get_mut(cells),
        ) {
            shown.swap_with_slice(next);
        }
        if self.pen.bytes.len() == BEGIN.len() {
            return &[];
        }
        self.pen.bytes.extend_from_slice(END);
        &self.pen.bytes
    }

    /// Shows the cursor where it is wanted. It is hidden where cells were written.
    fn place_cursor(&mut self, wanted: Option<Position>, written: bool) {
        let bytes = &mut self.pen.bytes;
        if !written {
            bytes.truncate(BEGIN.len());
        }
        let seen = self.cursor.filter(|_| !written);
        if let Some(at) = wanted
            && seen != wanted
        {
            self.pen.place((at.x, at.y));
        }
        match (seen, wanted) {
            (Some(_), None) => self.pen.bytes.extend_from_slice(HIDE),
            (None, Some(_)) => self.pen.bytes.extend_from_slice(SHOW),
            _ => {}
        }
        self.cursor = wanted;
    }
}

/// Writes what differs between a row as it is shown and as it is to be. Symbols of several columns hide the cells behind
/// them.
fn write_row(pen: &mut Pen, y: u16, shown: &[Cell], next: &[Cell]) {
    let mut x = 0;
    // Where the symbol shown there begins: elsewhere than at `x` where that column is the hindmost of a wide one.
    let mut begins = 0;
    let mut rest = None;
    while let (Some(old), Some(new)) = (shown.get(x), next.get(x)) {
        let at = (u16::try_from(x).unwrap_or(u16::MAX), y);
        let wide = columns(new);
        if begins == x && is_same(old, new) {
            x += wide;
            begins = x;
            continue;
        }
        // From where on the row is to be empty, and from where on it is.
        let (empty, was_empty) = *rest.get_or_insert_with(|| (clear_from(next), clear_from(shown)));
        if x >= empty && was_empty >= x + WORTH_CLEARING {
            pen.clear_rest(at, next);
            return;
        }
        pen.write(at, new, next);
        x += wide;
        while let Some(old) = shown.get(begins).filter(|_| begins < x) {
            begins += columns(old);
        }
    }
}

/// The column from which on a row is as clearing leaves it.
fn clear_from(row: &[Cell]) -> usize {
    row.iter().rposition(|c| !is_clear(c)).map_or(0, |n| n + 1)
}
