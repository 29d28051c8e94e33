//! What undo and redo would do next, read off the entries themselves: no stack is stored anywhere.

use super::{Deed, Entry};

/// The numbers of the entries that can be taken back (last one first to go) and of those that can be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoStack {
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl UndoStack {
    /// The stack after all of `entries`, in order of their numbers.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut stack = Self::default();
        for entry in entries {
            stack.push(entry);
        }
        stack
    }

    /// Takes one more entry into account.
    pub fn push(&mut self, entry: &Entry) {
        self.note(entry.seq, entry.deed);
    }

    /// The same, for an entry of which only number and deed are known.
    pub fn note(&mut self, seq: u64, deed: Deed) {
        match deed {
            Deed::Record => {
                self.done.push(seq);
                self.undone.clear();
            }
            Deed::Import => {}
            Deed::Undo(of) => {
                self.done.retain(|&s| s != of);
                self.undone.push(of);
            }
            Deed::Redo(of) => {
                self.undone.retain(|&s| s != of);
                self.done.push(of);
            }
        }
    }

    /// The entries that stand: recorded and not taken back, oldest first.
    #[must_use]
    pub fn done(&self) -> &[u64] {
        &self.done
    }

    /// The entry that undo takes back next.
    #[must_use]
    pub fn next_undo(&self) -> Option<u64> {
        self.done.last().copied()
    }

    /// The entry that redo makes again next.
    #[must_use]
    pub fn next_redo(&self) -> Option<u64> {
        self.undone.last().copied()
    }
}
