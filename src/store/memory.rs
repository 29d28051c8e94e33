//! A store that keeps everything in memory: for tests, as the reference the others are held against, and as what stands in
//! for the working copy where that cannot be used.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::replay::replay;
use super::{Reader, Store, StoreError, Which, highest_id};
use crate::domain::{
    ApplyError, Change, Entry, Ids, Key, NewEntry, PlanId, PlanSummary, Record, Records, Register,
    apply,
};

/// A store without a disk.
#[derive(Debug, Default)]
pub struct MemoryStore {
    registers: BTreeMap<PlanId, Register>,
    /// In order of their numbers.
    entries: Vec<Entry>,
    drafts: BTreeMap<String, String>,
    next_id: u64,
}

impl Records for MemoryStore {
    type Error = StoreError;

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        match self.registers.get(&key.plan) {
            Some(register) => Ok(Records::record(register, key)?),
            None => Ok(None),
        }
    }

    fn put(&mut self, key: Key, record: Option<Record>) -> Result<(), StoreError> {
        let register = self.registers.entry(key.plan);
        let register = register.or_insert_with(|| Register::new(key.plan));
        Ok(register.put(key, record)?)
    }
}

/// Whether an entry is among those wanted.
pub(super) fn is_wanted(entry: &Entry, which: Which) -> bool {
    match which {
        Which::After(seq) => entry.seq > seq,
        Which::One(seq) => entry.seq == seq,
        Which::Meeting(id) => entry.meeting == Some(id),
        Which::Target(target) => entry.changes.iter().any(|c| c.target() == Some(target)),
        Which::Plan(plan) => entry.changes.iter().any(|c| c.plan() == plan),
    }
}

/// A wanted entry with those of its changes that are wanted.
pub(super) fn cut_to(mut entry: Entry, which: Which) -> Entry {
    if let Which::Target(target) = which {
        entry.changes.retain(|c| c.target() == Some(target));
    }
    entry
}

impl MemoryStore {
    /// Takes in an entry of a journal; says which of its changes did not find what they expected.
    ///
    /// # Errors
    /// None that memory can have; the fold is shared with stores that can.
    pub fn replay(&mut self, entry: Entry) -> Result<Vec<ApplyError>, StoreError> {
        let misfits = self.pass(&entry)?;
        self.entries.push(entry);
        Ok(misfits)
    }

    /// The same for what it adds up to alone: the entry itself is not kept.
    ///
    /// # Errors
    /// As [`MemoryStore::replay`].
    pub(super) fn pass(&mut self, entry: &Entry) -> Result<Vec<ApplyError>, StoreError> {
        self.raise_next(highest_id(&entry.changes) + 1);
        replay(entry, self)
    }

    /// Gives out no number below `next` to new things.
    pub(super) fn raise_next(&mut self, next: u64) {
        self.next_id = self.next_id.max(next);
    }

    /// What the clock said at the last entry.
    pub(super) fn last_at(&self) -> Option<DateTime<FixedOffset>> {
        self.entries.last().map(|entry| entry.at)
    }

    /// Every record of every plan.
    pub(super) fn all_records(&self) -> impl Iterator<Item = (Key, Record)> + '_ {
        self.registers.values().flat_map(Register::records)
    }

    fn note(&mut self, entry: Entry) {
        self.raise_next(highest_id(&entry.changes) + 1);
        self.entries.push(entry);
    }

    /// Carries out an entry with its number, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a change does not apply.
    pub(super) fn record_entry(&mut self, entry: Entry) -> Result<(), StoreError> {
        for (done, change) in entry.changes.iter().enumerate() {
            if let Err(error) = apply(change, self) {
                self.take_back(entry.changes.get(..done).unwrap_or_default())?;
                return Err(error);
            }
        }
        self.note(entry);
        Ok(())
    }

    /// Forgets the entry recorded last.
    ///
    /// # Errors
    /// None: what was applied last can be taken back.
    pub(super) fn forget_last(&mut self) -> Result<(), StoreError> {
        match self.entries.pop() {
            Some(entry) => self.take_back(&entry.changes),
            None => Ok(()),
        }
    }

    fn take_back(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        for change in changes.iter().rev() {
            apply(&change.inverse(), self)?;
        }
        Ok(())
    }

    /// The next number for a new thing.
    #[must_use]
    pub fn next_id(&self) -> u64 {
        self.next_id.max(1)
    }

    /// Every plan there is a register of, people's included.
    pub(super) fn plan_ids(&self) -> Vec<PlanId> {
        self.registers.keys().copied().collect()
    }

    /// The number of the last entry; 0 for none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.entries.last().map_or(0, |e| e.seq)
    }
}

impl Reader for MemoryStore {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        let registers = self.registers.values();
        Ok(registers.filter_map(PlanSummary::of).collect())
    }

    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        let found = self.registers.get(&plan);
        Ok(found.map_or_else(|| Register::new(plan), Register::without_sources))
    }

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        Records::record(self, key)
    }

    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        let wanted = self.entries.iter().filter(|e| is_wanted(e, which));
        Ok(wanted.map(|e| cut_to(e.clone(), which)).collect())
    }

    fn last(&self) -> Result<u64, StoreError> {
        Ok(Self::last(self))
    }

    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.drafts.get(name).cloned())
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        let entry = entry.numbered(self.last() + 1);
        self.record_entry(entry.clone())?;
        Ok(entry)
    }

    fn ids(&mut self) -> Ids {
        let first = self.next_id.max(1);
        self.next_id = first + Ids::BLOCK;
        Ids::starting_at(first)
    }

    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        match draft {
            Some(text) => self.drafts.insert(name.to_owned(), text.to_owned()),
            None => self.drafts.remove(name),
        };
        Ok(())
    }
}
