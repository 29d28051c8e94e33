//! What a meeting has come to, kept up with every change instead of counted over the whole agenda.

use super::Review;
use crate::domain::undo::UndoStack;
use crate::domain::{Change, Deed, Entry, ItemState, Outcome};

/// How far a meeting has come, in items of the whole agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Reviewed or noted en bloc.
    pub covered: usize,
    pub parked: usize,
    pub all: usize,
}

impl Tally {
    fn slot(&mut self, state: &ItemState) -> Option<&mut usize> {
        match state {
            ItemState::Reviewed | ItemState::EnBloc => Some(&mut self.covered),
            ItemState::Parked(_) => Some(&mut self.parked),
            ItemState::NotReached => None,
        }
    }

    fn add(&mut self, state: &ItemState) {
        if let Some(slot) = self.slot(state) {
            *slot += 1;
        }
    }

    fn take(&mut self, state: &ItemState) {
        if let Some(slot) = self.slot(state) {
            *slot = slot.saturating_sub(1);
        }
    }
}

impl Review {
    /// Takes one more entry into the log. Its changes are in the register already.
    pub fn remember(&mut self, entry: Entry) {
        self.undo.push(&entry);
        for change in &entry.changes {
            self.count(change);
        }
        let undoes = matches!(entry.deed, Deed::Undo(_));
        if !undoes {
            self.outcome.add(&entry);
        }
        self.log.push(entry);
        if undoes {
            self.outcome = Outcome::of(&self.log);
        }
        self.touched = self.outcome.recorded_on(&self.register);
    }

    /// Takes account of a change that was just made.
    fn count(&mut self, change: &Change) {
        if let Change::Item {
            meeting,
            action,
            from,
            to,
            ..
        } = change
            && *meeting == self.meeting
            && self.agenda.holds(*action)
        {
            self.tally.take(&from.state);
            self.tally.add(&to.state);
        }
    }

    /// An entry got another number than expected.
    pub fn renumber(&mut self, expected: u64, actual: u64) {
        for entry in &mut self.log {
            if entry.seq == expected {
                entry.seq = actual;
            }
        }
        self.last_seq = self.last_seq.max(actual);
        self.undo = UndoStack::of(&self.log);
    }

    /// Counts the whole agenda: when it was worked out anew.
    pub(super) fn recount(&mut self) {
        let mut tally = Tally {
            all: self.agenda.all.len(),
            ..Tally::default()
        };
        for id in &self.agenda.all {
            tally.add(self.item_state(*id));
        }
        self.tally = tally;
    }

    /// How many items of the whole agenda are dealt with, parked, and there.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }
}
