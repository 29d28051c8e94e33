//! What screens draw on: the buffer of one frame, and where its cursor is seen.
//!
//! A thin layer over ratatui's [`Buffer`], for what screens do all the time: text in a row, cut or filled, and what is left of
//! the row behind it. Drawing over a part of a wide letter leaves blanks of the rest.
//!
//! Text that is drawn must be [`super::text::printable`].

use std::borrow::Borrow;
use std::fmt;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::text;

/// What is in the cell that a wide letter covers: nothing. Ratatui leaves a blank there, and a blank that is seen in the next
/// frame would count as one that was there before.
pub const COVERED: &str = "";

/// One frame while it is drawn.
#[derive(Debug)]
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A frame in this buffer; its cursor is not seen.
    pub fn new(buffer: &'a mut Buffer) -> Self {
        Self {
            buffer,
            cursor: None,
        }
    }

    /// All there is to draw on.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Where the cursor is seen, if it is.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Shows the cursor there.
    pub fn set_cursor(&mut self, position: impl Into<Position>) {
        self.cursor = Some(position.into());
    }

    /// Lays a style over what is drawn already.
    pub fn style(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Takes away what is drawn already.
    pub fn clear(&mut self, area: Rect) {
        self.widget(Clear, area);
    }

    /// Draws a widget of ratatui's that has no text of its own.
    pub fn widget(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.area());
        for row in area.rows() {
            self.part(row.x, row.y);
            self.part(row.right(), row.y);
        }
        widget.render(area, self.buffer);
    }

    /// Draws text into the first row of an area, as much as fits, and answers what is left of the row.
    pub fn text(&mut self, area: Rect, words: &str, style: Style) -> Rect {
        let row = area.intersection(self.area());
        let mut used = 0;
        if !row.is_empty() && !words.is_empty() {
            self.part(row.x, row.y);
            used = match words.chars().all(text::is_simple) {
                true => self.letters(row, words, style),
                false => self.graphemes(row, words, style),
            };
            self.uncover(row.x + used, row.y);
        }
        Rect {
            x: area.x + used,
            width: area.width - used,
            height: area.height.min(1),
            ..area
        }
    }

    fn graphemes(&mut self, row: Rect, words: &str, style: Style) -> u16 {
        let width = row.width.into();
        let (end, _) = self.buffer.set_stringn(row.x, row.y, words, width, style);
        let used = end - row.x;
        let mut covered = 0;
        for cell in self.cells(row).take(used.into()) {
            if covered > 0 {
                covered -= 1;
                cell.set_symbol(COVERED);
            } else {
                covered = cell.cell_width().saturating_sub(1);
            }
        }
        used
    }

    /// Writes letters that take a column each, which is most of all text, without looking for graphemes among them.
    fn letters(&mut self, row: Rect, words: &str, style: Style) -> u16 {
        let cells = self.cells(row).zip(words.chars());
        cells.fold(0, |used, (cell, letter)| {
            // What a blank cell shows already need not be written.
            if letter != ' ' || cell.symbol() != " " {
                cell.set_char(letter);
            }
            cell.set_style(style);
            used + 1
        })
    }

    /// The cells of a row that is not empty.
    fn cells(&mut self, row: Rect) -> impl Iterator<Item = &mut Cell> {
        let begin = self.buffer.index_of(row.x, row.y);
        let cells = self.buffer.content.iter_mut().skip(begin);
        cells.take(row.width.into())
    }

    /// Draws a line into the first row of an area, as much as fits. An empty one leaves the row as it is.
    pub fn line<'l>(&mut self, line: impl Borrow<Line<'l>>, area: Rect) {
        let line = line.borrow();
        let height = area.height.min(1);
        let mut rest = Rect { height, ..area };
        if line.spans.iter().any(|s| !s.content.is_empty()) {
            self.style(rest, line.style);
        }
        for span in &line.spans {
            rest = self.text(rest, &span.content, span.style);
        }
    }

    /// Blanks the wide letter that lies on both sides of the edge before a cell.
    fn part(&mut self, x: u16, y: u16) {
        if self.uncover(x, y)
            && let Some(cell) = self.buffer.cell_mut((x.saturating_sub(1), y))
        {
            cell.set_symbol(" ");
        }
    }

    /// Blanks a cell that a wide letter covers, and says whether one does.
    fn uncover(&mut self, x: u16, y: u16) -> bool {
        let cell = self.buffer.cell_mut((x, y));
        let cell = cell.filter(|c| c.symbol() == COVERED);
        cell.map(|c| c.set_symbol(" ")).is_some()
    }

    /// Draws text as [`Canvas::text`] does, with an ellipsis where something is left off.
    pub fn cut(&mut self, area: Rect, words: &str, style: Style) -> Rect {
        let room = usize::from(area.width);
        let whole = text::fit(words, room);
        if whole.len() == words.len() {
            return self.text(area, words, style);
        }
        let beginning = text::fit(words, room.saturating_sub(1)).trim_end();
        let rest = self.text(area, beginning, style);
        self.text(rest, text::ELLIPSIS, style)
    }

    /// Ends a row that was too short for what it should hold, in the style that is there.
    pub fn ellipsis(&mut self, row: Rect) {
        let last = Rect {
            x: row.right().saturating_sub(1),
            width: row.width.min(1),
            ..row
        };
        self.text(last, text::ELLIPSIS, Style::default());
    }

    /// Draws text into so many columns, cut or filled, and answers what is left behind them.
    pub fn field(&mut self, area: Rect, columns: u16, words: &str, style: Style) -> Rect {
        let width = columns.min(area.width);
        let field = Rect {
            width,
            height: area.height.min(1),
            ..area
        };
        self.style(field, style);
        self.cut(field, words, style);
        Rect {
            x: area.x + width,
            width: area.width - width,
            ..field
        }
    }

    /// Draws what is written with `format_args!`, as [`Canvas::text`] does.
    pub fn write(&mut self, area: Rect, words: fmt::Arguments<'_>, style: Style) -> Rect {
        let mut writer = Writer {
            canvas: self,
            rest: area,
            style,
        };
        // Drawing cannot fail.
        let _ = fmt::write(&mut writer, words);
        writer.rest
    }
}

/// Draws the pieces of a formatted text as they come.
struct Writer<'c, 'a> {
    canvas: &'c mut Canvas<'a>,
    rest: Rect,
    style: Style,
}

impl fmt::Write for Writer<'_, '_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.rest = self.canvas.text(self.rest, piece, self.style);
        Ok(())
    }
}
