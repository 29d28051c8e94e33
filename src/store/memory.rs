//! A store that keeps everything in memory: for tests, and as the reference the others are held against.

use std::collections::BTreeMap;

use super::{PlanSummary, Store, StoreError, Which};
use crate::domain::{
    ApplyError, Change, Entry, Ids, Key, Kind, NewEntry, PlanId, Record, Records, Register, apply,
};

/// A store without a disk.
#[derive(Debug, Default)]
pub struct MemoryStore {
    registers: BTreeMap<PlanId, Register>,
    entries: Vec<Entry>,
    drafts: BTreeMap<String, String>,
    next_id: u64,
}

impl Records for MemoryStore {
    type Error = ApplyError;

    fn record(&self, key: Key) -> Result<Option<Record>, ApplyError> {
        match self.registers.get(&key.plan) {
            Some(register) => register.record(key),
            None => Ok(None),
        }
    }

    fn put(&mut self, key: Key, record: Option<Record>) -> Result<(), ApplyError> {
        self.registers
            .entry(key.plan)
            .or_insert_with(|| Register::new(key.plan))
            .put(key, record)
    }
}

/// Whether an entry is among those wanted.
pub(super) fn matches(entry: &Entry, which: Which) -> bool {
    match which {
        Which::After(seq) => entry.seq > seq,
        Which::One(seq) => entry.seq == seq,
        Which::Meeting(id) => entry.meeting == Some(id),
        Which::Target(target) => entry.changes.iter().any(|c| c.target() == Some(target)),
        Which::Plan(plan) => entry.changes.iter().any(|c| c.plan() == plan),
    }
}

/// The largest number that a change gives to something new.
pub(super) fn highest_id(changes: &[Change]) -> u64 {
    changes
        .iter()
        .filter_map(|c| match c {
            Change::Put { key, .. } if key.kind != Kind::Item => Some(key.id),
            _ => None,
        })
        .max()
        .unwrap_or(0)
}

impl Store for MemoryStore {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        Ok(self
            .registers
            .values()
            .filter_map(PlanSummary::of)
            .collect())
    }

    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        let found = self.registers.get(&plan).cloned();
        Ok(found.unwrap_or_else(|| Register::new(plan)))
    }

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        Records::record(self, key).map_err(StoreError::Conflict)
    }

    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        let wanted = self.entries.iter().filter(|e| matches(e, which));
        Ok(wanted.cloned().collect())
    }

    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        for (done, change) in entry.changes.iter().enumerate() {
            if let Err(error) = apply(change, self) {
                for undo in entry.changes.iter().take(done).rev() {
                    apply(&undo.inverse(), self).map_err(StoreError::Conflict)?;
                }
                return Err(StoreError::Conflict(error));
            }
        }
        self.next_id = self.next_id.max(highest_id(&entry.changes) + 1);
        let entry = entry.numbered(self.entries.len() as u64 + 1);
        self.entries.push(entry.clone());
        Ok(entry)
    }

    fn ids(&mut self) -> Ids {
        let first = self.next_id.max(1);
        self.next_id = first + Ids::BLOCK;
        Ids::starting_at(first)
    }

    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.drafts.get(name).cloned())
    }

    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        match draft {
            Some(text) => self.drafts.insert(name.to_owned(), text.to_owned()),
            None => self.drafts.remove(name),
        };
        Ok(())
    }
}
