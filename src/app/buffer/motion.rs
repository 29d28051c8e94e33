//! Where the cursor of a buffer goes: graphemes, words, rows as they are seen, ends.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Buffer, Edited};
use crate::domain::measure::{self, graphemes};

impl Buffer {
    /// Puts the cursor at a byte, or at the next grapheme border behind it.
    pub fn place(&mut self, byte: usize) -> Edited {
        self.cursor = self.border_from(byte.min(self.text.len()));
        self.goal = None;
        self.history.close();
        Edited::Moved
    }

    /// The first grapheme border at or behind a byte, which may lie inside a character.
    pub(super) fn border_from(&self, byte: usize) -> usize {
        let mut at = byte.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(true) | Err(_) => at,
            Ok(false) => self.after(at),
        }
    }

    /// The border behind the grapheme at a byte.
    pub(super) fn after(&self, byte: usize) -> usize {
        GraphemeCursor::new(byte, self.text.len(), true)
            .next_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(self.text.len())
    }

    /// The border before the grapheme that ends at a byte.
    pub(super) fn before(&self, byte: usize) -> usize {
        GraphemeCursor::new(byte, self.text.len(), true)
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    /// The end of the word at or behind the cursor.
    pub(super) fn word_end(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or("");
        rest.split_word_bound_indices()
            .find(|(_, piece)| is_word(piece))
            .map_or(self.text.len(), |(at, piece)| {
                self.border_from(self.cursor + at + piece.len())
            })
    }

    /// The beginning of the word before the cursor.
    pub(super) fn word_start(&self) -> usize {
        let rest = self.text.get(..self.cursor).unwrap_or("");
        rest.split_word_bound_indices()
            .rev()
            .find(|(_, piece)| is_word(piece))
            .map_or(0, |(at, _)| at)
    }

    /// The beginning of what Ctrl-w cuts: everything back to white space.
    pub(super) fn blank_start(&self) -> usize {
        let rest = self.text.get(..self.cursor).unwrap_or("");
        let word = rest.trim_end_matches([' ', '\n']);
        word.rfind([' ', '\n']).map_or(0, |at| at + 1)
    }

    /// The beginning of the line (up to a line feed) that the cursor is in.
    pub(super) fn line_start(&self) -> usize {
        let rest = self.text.get(..self.cursor).unwrap_or("");
        rest.rfind('\n').map_or(0, |at| at + 1)
    }

    /// The end of the line that the cursor is in.
    pub(super) fn line_end(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or("");
        rest.find('\n')
            .map_or(self.text.len(), |at| self.cursor + at)
    }

    /// The row as it is seen that the cursor is in: its beginning, and the last place in it the cursor can be. A text of one
    /// line is seen in one row, which moves sideways.
    pub(super) fn row_ends(&self) -> (usize, usize) {
        if !self.many_lines {
            return (0, self.text.len());
        }
        let rows = self.rows(self.width);
        let caret = self.caret_in(&rows, self.width);
        match (rows.get(caret.row), rows.get(caret.row + 1)) {
            (Some(row), None) => (row.start, row.next),
            (Some(row), Some(_)) => (row.start, self.last_place(row.start, row.next)),
            (None, _) => (0, self.text.len()),
        }
    }

    /// The last border before the next row begins: a cursor at `next` would be seen there.
    fn last_place(&self, start: usize, next: usize) -> usize {
        self.before(next).max(start)
    }

    /// Up (negative) or down by rows as they are seen, keeping to a column.
    pub(super) fn by_rows(&mut self, rows_down: isize) -> Edited {
        let rows = self.rows(self.width);
        let caret = self.caret_in(&rows, self.width);
        let last = rows.len().saturating_sub(1);
        let wanted = caret.row.saturating_add_signed(rows_down).min(last);
        if wanted == caret.row {
            return Edited::Moved;
        }
        let goal = self.goal.unwrap_or(caret.column);
        if let Some(row) = rows.get(wanted) {
            let end = if wanted == last {
                row.next
            } else {
                self.last_place(row.start, row.next)
            };
            let at = self.column_in(row.start, end, goal);
            self.place(at);
            self.goal = Some(goal);
        }
        Edited::Moved
    }

    /// The border in these bytes that is nearest to a column from the left.
    fn column_in(&self, start: usize, end: usize, column: usize) -> usize {
        let part = self.text.get(start..end).unwrap_or("");
        let mut used = 0;
        for (at, grapheme) in graphemes(part) {
            used += measure::grapheme_width(grapheme);
            if used > column {
                return start + at;
            }
        }
        end
    }
}

/// Whether a piece between word borders is a word rather than space or punctuation.
fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}
