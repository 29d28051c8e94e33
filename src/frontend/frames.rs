//! The backend of ratatui's terminal: the cells that changed become the bytes of one frame.
//!
//! The bytes are kept until a frame is whole and stand inside synchronized output; a frame that changes nothing has none.
//! The cursor is hidden while cells are written, so that it never flickers over them on terminals without synchronized
//! output. Nothing is asked of the terminal, and nothing can fail. How a cell becomes bytes is the matter of [`super::pen`].

use std::convert::Infallible;

use crossterm::cursor::{Hide, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect, Size};

use super::pen::{Pen, is_clear, is_same};
use crate::view::canvas::COVERED;

/// Cells at the end of a row that are worth a sequence that clears them: it takes three bytes.
const WORTH_CLEARING: usize = 4;

/// A terminal that is written to in whole frames.
#[derive(Debug)]
pub struct Frames {
    pen: Pen,
    /// What the terminal shows. Ratatui hands over changed cells alone; the way from one to the next leads over the others.
    shown: Buffer,
    /// The columns of a row that change.
    changed: Vec<u16>,
    /// Where the cursor is seen, if it is, and where it is to be.
    cursor: Option<Position>,
    wanted: Option<Position>,
    /// The terminal may hold anything.
    stale: bool,
    /// Bytes of a frame that has nothing in it yet.
    begun: usize,
}

impl Frames {
    /// An empty terminal whose cursor is hidden.
    pub fn new(area: Rect) -> Self {
        Self {
            pen: Pen::new(area.width),
            shown: Buffer::empty(area),
            changed: Vec::new(),
            cursor: None,
            wanted: None,
            stale: false,
            begun: 0,
        }
    }

    /// The terminal has this size from now on.
    pub fn resize(&mut self, area: Rect) {
        self.shown = Buffer::empty(area);
    }

    /// What the terminal shows.
    pub const fn shown_mut(&mut self) -> &mut Buffer {
        &mut self.shown
    }

    /// Where the cursor is seen, if it is.
    pub const fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// The terminal was somebody else's meanwhile: its cursor is hidden again.
    pub const fn forget_cursor(&mut self) {
        self.cursor = None;
    }

    /// The bytes of the last frame.
    pub fn bytes(&self) -> &[u8] {
        &self.pen.bytes
    }
}

impl Backend for Frames {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let width = self.shown.area.width;
        self.pen.lift(width);
        self.pen.command(BeginSynchronizedUpdate);
        self.begun = self.pen.bytes.len();
        if self.cursor.is_some() {
            self.pen.command(Hide);
        }
        let before = self.pen.bytes.len();
        if std::mem::take(&mut self.stale) {
            self.pen.command(Clear(crossterm::terminal::ClearType::All));
        }
        let mut content = content.peekable();
        while let Some((_, y, _)) = content.peek().copied() {
            self.changed.clear();
            let begin = usize::from(y) * usize::from(width);
            let row = self.shown.content.get_mut(begin..).unwrap_or_default();
            let row = row.get_mut(..width.into()).unwrap_or_default();
            while let Some((x, _, cell)) = content.next_if(|next| next.1 == y) {
                let place = row.get_mut(x.into()..).unwrap_or_default();
                if put(place, cell) {
                    self.changed.push(x);
                }
            }
            write_row(&mut self.pen, y, row, &self.changed);
        }
        self.pen.rest();
        if self.pen.bytes.len() > before {
            self.cursor = None;
        } else {
            self.pen.bytes.truncate(self.begun);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = None;
        Ok(())
    }

    /// It is seen once it is known where.
    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    /// Clears the whole terminal, with the next frame: nobody needs less.
    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.shown.reset();
        self.stale = true;
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.shown.area.as_size())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.shown.area.as_size(),
            pixels: Size::ZERO,
        })
    }

    /// Ends the frame: the cursor is shown where it is wanted.
    fn flush(&mut self) -> Result<(), Infallible> {
        if let Some(at) = self.wanted
            && self.cursor != self.wanted
        {
            self.pen.place((at.x, at.y));
        }
        match (self.cursor, self.wanted) {
            (Some(_), None) => self.pen.command(Hide),
            (None, Some(_)) => self.pen.command(Show),
            _ => {}
        }
        self.cursor = self.wanted;
        if self.pen.bytes.len() > self.begun {
            self.pen.command(EndSynchronizedUpdate);
        } else {
            self.pen.bytes.clear();
        }
        Ok(())
    }
}

/// Puts a cell where it is to be seen, and says whether anything looks different then.
fn put(place: &mut [Cell], cell: &Cell) -> bool {
    let wide = usize::from(cell.cell_width());
    let Some((first, behind)) = place.split_first_mut() else {
        return false;
    };
    let differs = !is_same(first, cell);
    first.clone_from(cell);
    for covered in behind.iter_mut().take(wide.saturating_sub(1)) {
        covered.reset();
        covered.set_symbol(COVERED);
    }
    differs && wide > 0
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
