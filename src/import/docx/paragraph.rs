//! A paragraph while it is read: its text, and what of it is struck out.
//!
//! People strike a date out and write the new one behind it. It is read as the same in the words of an export: "June 2012 → Oct
//! 2012".

use super::super::document::{Line, Struck};
use crate::domain::due::moved;
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
    /// Where the text begins that is not, behind some that is.
    new: usize,
}

impl Paragraph {
    /// Adds text of the run that is being read.
    pub(super) fn push(&mut self, text: &str) {
        if !text.trim().is_empty() {
            if self.struck && !self.striking && !self.plain {
                self.new = self.text.len();
            }
            self.struck |= self.striking;
            self.plain |= !self.striking;
        }
        self.text.push_str(text);
    }

    /// Parts a date that is struck out from the one behind it.
    pub(super) fn part_struck(&mut self) {
        let (old, new) = self.text.split_at_checked(self.new).unwrap_or_default();
        if let Some(moved) = joined(old, new) {
            self.text = moved;
        }
    }

    /// Its lines, cleaned, without bullets.
    pub(super) fn lines(&self, text: &str) -> Vec<Line> {
        let struck = match (self.struck, self.plain) {
            (false, _) => Struck::Nothing,
            (true, false) => Struck::Whole,
            (true, true) => Struck::Partly,
        };
        let lines = text.lines().map(|line| Line {
            struck,
            ..Line::typed(line)
        });
        lines.filter(|l| !l.text.is_empty()).collect()
    }
}

/// A date that is struck out, with the one it moved to.
fn joined(old: &str, new: &str) -> Option<String> {
    let dated = [old, new].iter().all(|words| read(words).when.is_dated());
    dated.then(|| moved::in_words(old, new))
}

/// Joins a line with a date that is struck out to the one below it, where that is a date too.
pub(super) fn join_struck(lines: &mut Vec<Line>) {
    let mut at = 1;
    while at < lines.len() {
        let moved = match lines.get(at - 1..=at) {
            Some([old, new]) if old.struck == Struck::Whole && new.struck == Struck::Nothing => {
                joined(&old.text, &new.text)
            }
            _ => None,
        };
        match (moved, lines.get_mut(at - 1)) {
            (Some(moved), Some(old)) => {
                (old.text, old.struck) = (moved, Struck::Partly);
                lines.remove(at);
            }
            _ => at += 1,
        }
    }
}
