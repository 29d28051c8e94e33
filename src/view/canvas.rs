//! What screens draw on: the cells of one frame, and where its cursor is seen.
//!
//! Text that is drawn must be [`super::text::printable`].

use std::borrow::Borrow;
use std::fmt;
use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::cells::Cells;
use super::text;

/// One frame while it is drawn.
#[derive(Debug)]
pub struct Canvas<'a> {
    cells: &'a mut Cells,
    cursor: Option<Position>,
    rows: Range<u16>,
}

impl<'a> Canvas<'a> {
    /// A frame on these cells; its cursor is not seen.
    pub fn new(cells: &'a mut Cells) -> Self {
        let rows = 0..cells.area().height;
        Self::of_rows(cells, rows)
    }

    /// A frame of which only some rows are wanted.
    pub fn of_rows(cells: &'a mut Cells, rows: Range<u16>) -> Self {
        Self {
            cells,
            cursor: None,
            rows,
        }
    }

    /// The rows that are wanted: what is drawn on others is not seen.
    #[must_use]
    pub fn rows(&self) -> Range<u16> {
        self.rows.clone()
    }

    /// All there is to draw on.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.cells.area()
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
        self.cells.style(area, style);
    }

    /// Takes away what is drawn already.
    pub fn clear(&mut self, area: Rect) {
        self.cells.clear(area);
    }

    /// Draws text into the first row of an area, as much as fits, and answers what is left of the row.
    pub fn text(&mut self, area: Rect, words: &str, style: Style) -> Rect {
        let used = self.cells.write(area, words, style);
        Rect {
            x: area.x + used,
            width: area.width - used,
            height: area.height.min(1),
            ..area
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

    /// Draws lines around an area, its inside left as it is.
    pub fn frame(&mut self, area: Rect, style: Style) {
        let [left, right] = [area.x, area.right().saturating_sub(1)];
        let [top, bottom] = [area.y, area.bottom().saturating_sub(1)];
        let across = "─".repeat(usize::from(area.width.saturating_sub(2)));
        for row in area.rows() {
            let (first, last) = match row.y {
                y if y == top => ("┌", "┐"),
                y if y == bottom => ("└", "┘"),
                _ => ("│", "│"),
            };
            let rest = self.text(row, first, style);
            if row.y == top || row.y == bottom {
                self.text(rest, &across, style);
            }
            self.text(Rect::new(right.max(left), row.y, 1, 1), last, style);
        }
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
