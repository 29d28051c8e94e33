//! What screens draw on: the cells of one frame, and where its cursor is seen.
//!
//! Nearly all text is letters that take one cell each; those are set cell by cell, and only the rest is taken apart into
//! graphemes. Text must be [`text::printable`].

use std::borrow::Borrow;
use std::fmt;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::text;

/// One frame while it is drawn.
#[derive(Debug)]
pub struct Canvas<'a> {
    cells: &'a mut Buffer,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A frame on these cells; its cursor is not seen.
    pub fn new(cells: &'a mut Buffer) -> Self {
        Self {
            cells,
            cursor: None,
        }
    }

    /// All there is to draw on.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.cells.area
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
        self.cells.set_style(area, style);
    }

    /// Draws text into the first row of an area, as much as fits, and answers what is left of the row.
    pub fn text(&mut self, area: Rect, words: &str, style: Style) -> Rect {
        let area = area.intersection(self.cells.area);
        let row = Rect {
            height: area.height.min(1),
            ..area
        };
        if row.is_empty() {
            return row;
        }
        if !words.chars().all(text::is_simple) {
            let wide = text::width(words);
            Span::styled(words, style).render(row, self.cells);
            return after(row, u16::try_from(wide).unwrap_or(u16::MAX));
        }
        let from = self.cells.index_of(row.x, row.y);
        let cells = self.cells.content.iter_mut().skip(from);
        let mut used = 0;
        for (cell, c) in cells.take(usize::from(row.width)).zip(words.chars()) {
            cell.set_char(c).set_style(style);
            used += 1;
        }
        after(row, used)
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

    /// Draws a line into the first row of an area, as much as fits.
    pub fn line<'l>(&mut self, line: impl Borrow<Line<'l>>, area: Rect) {
        let line = line.borrow();
        let mut rest = area;
        if line.style != Style::default() && line.spans.iter().any(|s| !s.content.is_empty()) {
            let row = Rect {
                height: area.height.min(1),
                ..area
            };
            self.style(row, line.style);
        }
        for span in &line.spans {
            rest = self.text(rest, &span.content, span.style);
        }
    }

    /// Draws anything else of ratatui's.
    pub fn widget(&mut self, widget: impl Widget, area: Rect) {
        widget.render(area.intersection(self.cells.area), self.cells);
    }
}

/// What is left of a row behind so many columns.
fn after(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect {
        x: row.x + columns,
        width: row.width - columns,
        ..row
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
