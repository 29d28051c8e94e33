//! A paragraph while it is read: its text, and what of it is struck out.

use super::super::document::{Line, Struck};
use crate::domain::due::read::read;

#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) style: Option<String>,
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    /// The run that is being read is struck out.
    pub(super) striking: bool,
    /// Some of its text is struck out; some is not.
    struck: bool,
    plain: bool,
    /// So many of its lines at its beginning are struck out, and parted from the rest.
    parted: usize,
}

impl Paragraph {
    /// Adds text of the run that is being read.
    pub(super) fn push(&mut self, text: &str, in_cell: bool) {
        if !text.trim().is_empty() {
            // In a cell a date that is struck out at its beginning stood there before what is written behind it.
            let first = in_cell && self.struck && !self.striking && !self.plain;
            if first && read(&self.text).when.is_dated() {
                self.parted = self.text.lines().count();
                self.text.push('\n');
            }
            self.struck |= self.striking;
            self.plain |= !self.striking;
        }
        self.text.push_str(text);
    }

    /// How much of the line at this place among its lines is struck out.
    fn struck(&self, at: usize) -> Struck {
        match (self.struck, self.plain) {
            (false, _) => Struck::Nothing,
            (true, false) => Struck::Whole,
            (true, true) if self.parted == 0 => Struck::Partly,
            (true, true) if at < self.parted => Struck::Whole,
            (true, true) => Struck::Nothing,
        }
    }

    /// Its lines, cleaned, without bullets.
    pub(super) fn lines(&self, text: &str) -> Vec<Line> {
        let lines = text.lines().enumerate().map(|(at, line)| Line {
            struck: self.struck(at),
            ..Line::typed(line)
        });
        lines.filter(|l| !l.text.is_empty()).collect()
    }
}
