//! The cuts of a milestone cell while they are moved.

use crate::import::{Answer, MilestoneCell};

/// The cuts of a cell being moved: its words are cut before each of `words`, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    unit: usize,
    text: Vec<String>,
    pub words: Vec<usize>,
    /// Which of the cuts the keys move.
    pub at: usize,
}

impl Moving {
    /// Begins with these cuts, the keys on the one at `at`. None for a cell of one word, which cannot be cut.
    #[must_use]
    pub fn new(cell: &MilestoneCell, words: Vec<usize>, at: usize) -> Option<Self> {
        let text: Vec<String> = cell.text.split_whitespace().map(str::to_owned).collect();
        (text.len() > 1).then(|| {
            let at = at.min(words.len().saturating_sub(1));
            let mut moving = Self {
                unit: cell.unit,
                text,
                words,
                at,
            };
            if moving.words.is_empty() {
                moving.add();
            }
            moving
        })
    }

    /// The answer that keeps the cuts as they are now.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::Cut {
            unit: self.unit,
            words: self.words.clone(),
        }
    }

    /// The words between two neighbouring cuts: where the piece with this number begins and ends.
    fn bounds(&self, piece: usize) -> (usize, usize) {
        let from = piece.checked_sub(1).and_then(|n| self.words.get(n));
        let to = self.words.get(piece);
        (
            from.copied().unwrap_or(0),
            to.copied().unwrap_or(self.text.len()),
        )
    }

    /// The pieces the cell falls into.
    #[must_use]
    pub fn pieces(&self) -> Vec<String> {
        let of = |piece: usize| {
            let (from, to) = self.bounds(piece);
            self.text.get(from..to).unwrap_or(&[]).join(" ")
        };
        (0..=self.words.len()).map(of).collect()
    }

    /// Takes the next cut to move.
    pub fn next(&mut self) {
        self.at = (self.at + 1) % self.words.len().max(1);
    }

    /// Moves the cut by a word, no further than its neighbours and the ends of the cell.
    pub fn shift(&mut self, later: bool) {
        let (least, most) = (self.bounds(self.at).0, self.bounds(self.at + 1).1);
        if let Some(cut) = self.words.get_mut(self.at) {
            let next = if later {
                *cut + 1
            } else {
                cut.saturating_sub(1)
            };
            if next > least && next < most {
                *cut = next;
            }
        }
    }

    /// Cuts the piece after the cut in two, or the one before it; the keys move the new cut. `false` where both are single
    /// words.
    pub fn add(&mut self) -> bool {
        for piece in [self.at + 1, self.at] {
            let (from, to) = self.bounds(piece);
            if piece <= self.words.len() && to > from + 1 {
                self.words.insert(piece, from + (to - from) / 2);
                self.at = piece;
                return true;
            }
        }
        false
    }

    /// Takes the cut away: what it parted is one piece.
    pub fn drop_cut(&mut self) {
        if self.at < self.words.len() {
            self.words.remove(self.at);
            self.at = self.at.min(self.words.len().saturating_sub(1));
        }
    }
}
