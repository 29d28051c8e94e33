//! A text being typed: notes of many lines, and dates, searches and names of one.
//!
//! The buffer knows no screen. It is given the columns it is shown in, so that up and down move by rows as they are seen;
//! whoever draws it asks for [`Buffer::rows`] and [`Buffer::caret`]. Text is in grapheme clusters, cleaned on the way in,
//! and limited in bytes: what does not fit is refused whole and said so, never cut. It undoes without limit, word by word.
//! [`Draft`] is what is kept of it while somebody types. Editing one letter at a time is here, motions are in
//! [`motion`], undo in [`history`].

mod history;
mod keys;
mod motion;

use serde::{Deserialize, Serialize};

use crate::domain::measure::{self, Row};
use crate::domain::text::clean;
use history::{History, Kind, Step};

/// Bytes a note may have. A page of print is about 3 000.
pub const NOTE_LIMIT: usize = 16 * 1024;

/// Bytes a text of one line may have.
pub const LINE_LIMIT: usize = 1024;

/// What a key did to a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edited {
    /// The text is another one.
    Changed,
    /// Only the cursor moved, or would have and is at the edge.
    Moved,
    /// The key means nothing to a buffer.
    Ignored,
    /// There is no room for it; nothing changed.
    Full,
}

/// What is kept of a text while it is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub text: String,
    /// Byte in the text; moved to the next grapheme border when it is none.
    pub cursor: usize,
    /// Nobody typed it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suggested: bool,
}

/// Where the cursor is seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caret {
    /// Row of [`Buffer::rows`], from 0.
    pub row: usize,
    /// Columns from the left.
    pub column: usize,
}

/// A text and a cursor in it.
#[derive(Debug, Clone)]
pub struct Buffer {
    text: String,
    /// Byte, always on a grapheme border.
    cursor: usize,
    many_lines: bool,
    /// The text is a suggestion that the first letter typed takes the place of.
    suggested: bool,
    limit: usize,
    /// Columns it is shown in.
    width: usize,
    /// The column that up and down keep to.
    goal: Option<usize>,
    /// What was last cut with Ctrl-k, Ctrl-u, Ctrl-w or Alt-d.
    killed: String,
    history: History,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::note()
    }
}

impl Buffer {
    /// An empty text of many lines, for a note.
    #[must_use]
    pub fn note() -> Self {
        Self {
            text: String::new(),
            cursor: 0,
            many_lines: true,
            suggested: false,
            limit: NOTE_LIMIT,
            width: 80,
            goal: None,
            killed: String::new(),
            history: History::default(),
        }
    }

    /// An empty text of one line, for a date, a search or a name.
    #[must_use]
    pub fn line() -> Self {
        Self {
            many_lines: false,
            limit: LINE_LIMIT,
            ..Self::note()
        }
    }

    /// The same buffer with another limit in bytes. Text that is there already stays.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// The same buffer with a text in it and the cursor behind it; nothing to undo.
    #[must_use]
    pub fn with_text(self, text: &str) -> Self {
        self.with_draft(&Draft {
            text: text.to_owned(),
            cursor: usize::MAX,
            suggested: false,
        })
    }

    /// The same buffer with a text in it that may be taken as it is: the first letter typed, or a paste, takes its place, as in a
    /// field that is selected; moving the cursor keeps it.
    #[must_use]
    pub fn with_suggestion(mut self, text: &str) -> Self {
        self = self.with_text(text);
        self.suggested = !self.text.is_empty();
        self
    }

    /// Whether the text is a suggestion that nobody touched.
    #[must_use]
    pub const fn is_suggested(&self) -> bool {
        self.suggested
    }

    /// The same buffer as a draft left it; nothing to undo. The text is cleaned but kept whole, whatever the limit.
    #[must_use]
    pub fn with_draft(mut self, draft: &Draft) -> Self {
        self.text = self.cleaned(&draft.text);
        self.cursor = self.border_from(draft.cursor.min(self.text.len()));
        self.suggested = draft.suggested;
        self.goal = None;
        self.history = History::default();
        self
    }

    /// What to keep of it.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft {
            text: self.text.clone(),
            cursor: self.cursor,
            suggested: self.suggested,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte the cursor is before; always a grapheme border.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether there is nothing but white space in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether line feeds may be typed.
    #[must_use]
    pub const fn has_many_lines(&self) -> bool {
        self.many_lines
    }

    /// Bytes that still fit.
    #[must_use]
    pub fn room(&self) -> usize {
        self.limit.saturating_sub(self.text.len())
    }

    /// The limit in bytes.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// Says in how many columns the text is shown; one of them is for a cursor behind a full row.
    pub fn set_width(&mut self, columns: u16) {
        self.width = usize::from(columns);
        self.goal = None;
    }

    /// Puts in another text, as one step that can be undone. `Full` where it does not fit.
    pub fn replace(&mut self, text: &str) -> Edited {
        let text = self.cleaned(text);
        if text == self.text {
            return Edited::Moved;
        }
        if text.len() > self.limit {
            return Edited::Full;
        }
        self.splice(0, self.text.len(), &text, Kind::Other);
        Edited::Changed
    }

    /// Puts in a text that was pasted: whole, or not at all where it does not fit.
    pub fn paste(&mut self, text: &str) -> Edited {
        let text = self.cleaned(text);
        self.put(&text, Kind::Other)
    }

    /// Puts a text in the place of what stands between a byte and the cursor. `Full` where it does not fit.
    pub fn take_for(&mut self, from: usize, text: &str) -> Edited {
        let text = self.cleaned(text);
        let from = self.border_from(from).min(self.cursor);
        if self.text.len() - (self.cursor - from) + text.len() > self.limit {
            return Edited::Full;
        }
        self.splice(from, self.cursor, &text, Kind::Other);
        Edited::Changed
    }

    /// The rows of the text in so many columns, one of which is kept free for the cursor behind a full row.
    #[must_use]
    pub fn rows(&self, columns: usize) -> Vec<Row> {
        measure::rows(&self.text, columns.saturating_sub(1))
    }

    /// Where the cursor is seen in these columns. Behind spaces that hang over the edge it stays at the edge.
    #[must_use]
    pub fn caret(&self, columns: usize) -> Caret {
        self.caret_in(&self.rows(columns), columns)
    }

    fn caret_in(&self, rows: &[Row], columns: usize) -> Caret {
        let row = rows
            .iter()
            .rposition(|row| row.start <= self.cursor)
            .unwrap_or(0);
        let start = rows.get(row).map_or(0, |row| row.start);
        let before = self.text.get(start..self.cursor).unwrap_or("");
        Caret {
            row,
            column: measure::width(before).min(columns.saturating_sub(1)),
        }
    }

    /// Text as this buffer takes it: cleaned, and on one line where there is only one.
    fn cleaned(&self, text: &str) -> String {
        let text = clean(text);
        if self.many_lines {
            text
        } else {
            text.trim_matches('\n').replace('\n', " ")
        }
    }

    fn put(&mut self, text: &str, kind: Kind) -> Edited {
        if text.is_empty() {
            return Edited::Ignored;
        }
        if self.suggested {
            return self.replace(text);
        }
        if text.len() > self.room() {
            return Edited::Full;
        }
        self.splice(self.cursor, self.cursor, text, kind);
        Edited::Changed
    }

    /// Takes out the bytes between two borders; keeps them for Ctrl-y where they were cut rather than deleted.
    fn cut(&mut self, from: usize, to: usize, kind: Kind) -> Edited {
        let Some(gone) = self.text.get(from..to).filter(|gone| !gone.is_empty()) else {
            return Edited::Moved;
        };
        if kind == Kind::Other {
            self.killed = gone.to_owned();
        }
        self.splice(from, to, "", kind);
        Edited::Changed
    }

    /// The one place where text changes: bytes out, bytes in, cursor behind them, a step in the history.
    fn splice(&mut self, from: usize, to: usize, text: &str, kind: Kind) {
        self.suggested = false;
        let removed = self.text.get(from..to).unwrap_or("").to_owned();
        let before = self.cursor;
        self.text.replace_range(from..to, text);
        // A combining mark joins the grapheme before it: the border may lie further on.
        self.cursor = self.border_from(from + text.len());
        self.goal = None;
        self.history.push(
            Step {
                at: from,
                removed,
                inserted: text.to_owned(),
                before,
                after: self.cursor,
            },
            kind,
        );
    }

    /// Takes back the last step.
    pub fn undo(&mut self) -> Edited {
        let Some(step) = self.history.back() else {
            return Edited::Moved;
        };
        let end = step.at + step.inserted.len();
        self.text.replace_range(step.at..end, &step.removed);
        self.cursor = self.border_from(step.before);
        self.goal = None;
        Edited::Changed
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Edited {
        let Some(step) = self.history.forward() else {
            return Edited::Moved;
        };
        let end = step.at + step.removed.len();
        self.text.replace_range(step.at..end, &step.inserted);
        self.cursor = self.border_from(step.after);
        self.goal = None;
        Edited::Changed
    }
}
