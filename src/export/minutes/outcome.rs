//! What a meeting did in the end: its entries without those taken back, and per target the first state and the last.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    ArisingId, Change, Dated, Deed, Due, Entry, Key, Kind, Letter, NoteId, Record, Standing, Target,
};

/// A date moved in a meeting: from where, to where, and the last reason given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub from: Dated,
    pub to: Dated,
    pub reason: String,
}

/// The net effect of a meeting. What ended as it began is not in it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    statuses: BTreeMap<Target, (Option<Letter>, Option<Letter>)>,
    dates: BTreeMap<Target, Move>,
    standings: BTreeMap<Target, (Standing, Standing)>,
    /// Notes made or rewritten, in the order of their numbers.
    notes: BTreeSet<NoteId>,
    /// Actions that were not in the plan before.
    added: BTreeSet<Key>,
    /// Actions arising whose date changed: the one before, and the one after.
    carried_over: BTreeMap<ArisingId, (Due, Due)>,
}

/// The entries that still hold, in order: those taken back are left out, those made again stand where they were made
/// again.
pub(super) fn in_force(entries: &[Entry]) -> Vec<&Entry> {
    let mut live: Vec<&Entry> = Vec::new();
    for entry in entries {
        match entry.deed {
            Deed::Record | Deed::Import => live.push(entry),
            Deed::Undo(of) => live.retain(|e| e.seq != of),
            Deed::Redo(of) => live.extend(entries.iter().find(|e| e.seq == of)),
        }
    }
    live
}

impl Outcome {
    /// The net effect of the entries of a meeting, given in order.
    pub fn of(entries: &[Entry]) -> Self {
        let mut outcome = Self::default();
        for entry in in_force(entries) {
            for change in &entry.changes {
                outcome.take(change);
            }
        }
        outcome.statuses.retain(|_, (from, to)| from != to);
        outcome.dates.retain(|_, m| m.from.due != m.to.due);
        outcome.standings.retain(|_, (from, to)| from != to);
        outcome.carried_over.retain(|_, (from, to)| from != to);
        outcome
    }

    fn take(&mut self, change: &Change) {
        match change {
            Change::Status {
                target, from, to, ..
            } => {
                self.statuses.entry(*target).or_insert((*from, *to)).1 = *to;
            }
            Change::Date {
                target,
                from,
                to,
                reason,
                ..
            } => {
                let moved = self.dates.entry(*target).or_insert_with(|| Move {
                    from: from.clone(),
                    to: to.clone(),
                    reason: String::new(),
                });
                moved.to = to.clone();
                moved.reason.clone_from(reason);
            }
            Change::Standing {
                target, from, to, ..
            } => {
                self.standings.entry(*target).or_insert((*from, *to)).1 = *to;
            }
            Change::Put { key, from, to } => {
                if let (Some(Record::Arising(from)), Some(Record::Arising(to))) =
                    (from.as_deref(), to.as_deref())
                {
                    let dates = || (from.due.clone(), to.due.clone());
                    let held = self.carried_over.entry(ArisingId(key.id));
                    held.or_insert_with(dates).1.clone_from(&to.due);
                }
                self.take_put(*key, from.is_none(), to.is_some());
            }
            Change::Item { .. } => {}
        }
    }

    fn take_put(&mut self, key: Key, is_new: bool, stays: bool) {
        match key.kind {
            Kind::Note if stays => {
                self.notes.insert(NoteId(key.id));
            }
            Kind::Note => {
                self.notes.remove(&NoteId(key.id));
            }
            Kind::Action if is_new => {
                self.added.insert(key);
            }
            _ => {}
        }
    }

    /// The status a target had and the one it has, where they differ.
    pub fn status(&self, target: Target) -> Option<(Option<Letter>, Option<Letter>)> {
        self.statuses.get(&target).copied()
    }

    /// The move of a target's date.
    pub fn date(&self, target: Target) -> Option<&Move> {
        self.dates.get(&target)
    }

    /// Every date that was moved.
    pub fn dates(&self) -> impl Iterator<Item = &Move> {
        self.dates.values()
    }

    /// The standing a target had and the one it has, where they differ.
    pub fn standing(&self, target: Target) -> Option<(Standing, Standing)> {
        self.standings.get(&target).copied()
    }

    /// Whether a note was made in the meeting.
    pub fn has_note(&self, id: NoteId) -> bool {
        self.notes.contains(&id)
    }

    /// The date an action arising had before, where it was carried over to another.
    pub fn carried_over(&self, id: ArisingId) -> Option<&Due> {
        self.carried_over.get(&id).map(|(from, _)| from)
    }

    /// Whether an action was not in the plan before.
    pub fn is_added(&self, key: Key) -> bool {
        self.added.contains(&key)
    }

    /// Whether anything was changed on a target.
    pub fn touches(&self, target: Target) -> bool {
        self.statuses.contains_key(&target)
            || self.dates.contains_key(&target)
            || self.standings.contains_key(&target)
    }
}
