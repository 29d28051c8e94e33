//! What screens draw on: the buffer of one frame, and where its cursor is seen.
//!
//! A thin layer over ratatui's [`Buffer`], for what screens do all the time: text in a row, cut or filled, and what is left of
//! the row behind it. Drawing over the second half of a wide letter leaves a blank of the first.
//!
//! Text that is drawn must be [`super::text::printable`].

use std::borrow::Borrow;
use std::fmt;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::text;

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

    /// Draws a widget of ratatui's.
    pub fn widget(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.area());
        for row in area.rows() {
            self.cut_before(row);
        }
        widget.render(area, self.buffer);
    }

    /// Draws text into the first row of an area, as much as fits, and answers what is left of the row.
    pub fn text(&mut self, area: Rect, words: &str, style: Style) -> Rect {
        let row = area.intersection(self.area());
        let mut used = 0;
        if !row.is_empty() && !words.is_empty() {
            self.cut_before(row);
            used = match words.bytes().all(|b| matches!(b, b' '..=b'~')) {
                true => self.letters(row, words, style),
                false => self.graphemes(row, words, style),
            };
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
        end - row.x
    }

    /// Writes letters that take a column each, which is most of all text, without looking for graphemes among them.
    fn letters(&mut self, row: Rect, words: &str, style: Style) -> u16 {
        let begin = self.buffer.index_of(row.x, row.y);
        let cells = self.buffer.content.get_mut(begin..).unwrap_or_default();
        let cells = cells.iter_mut().take(row.width.into());
        cells.zip(words.bytes()).fold(0, |used, (cell, letter)| {
            cell.set_char(letter.into()).set_style(style);
            used + 1
        })
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

    /// Blanks the wide letter whose second half is where a row begins.
    fn cut_before(&mut self, row: Rect) {
        let before = row.x.checked_sub(1);
        let cell = before.and_then(|x| self.buffer.cell_mut((x, row.y)));
        if let Some(cell) = cell.filter(|c| c.cell_width() > 1) {
            cell.set_symbol(" ");
        }
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
