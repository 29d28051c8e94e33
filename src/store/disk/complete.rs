//! Giving back what archived entries had recorded that are lost themselves: what all of them add up to is still there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::open::Opening;
use crate::domain::{Change, Key, Record, apply};
use crate::store::files::explain;
use crate::store::journal::scan::{self, Scanner};
use crate::store::journal::state::{self, State};
use crate::store::journal::survey::{Entries, Survey};
use crate::store::{MemoryStore, StoreError};

/// What takes the place of lost entries: the changes of the last of them, which bring everything to where it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    pub seq: u64,
    pub changes: Vec<Change>,
}

impl Opening {
    /// What archived entries add up to, where some of them are lost and it is still there.
    pub fn sum_of(&self, survey: &Survey, lost: &[u64]) -> Option<State> {
        let base = survey.base.as_ref().filter(|_| !survey.late)?;
        let archived = lost.iter().any(|seq| *seq <= base.last);
        let sum = archived.then(|| state::read(&self.files, &self.dir));
        sum?.ok()
    }

    /// What the lost entries among those of `sum` had recorded, found from the journal that was written without them into
    /// `journal`: from the sum every later entry is taken back, and what is left is held against the entries before.
    ///
    /// # Errors
    /// What the system says.
    pub fn completion(
        &self,
        journal: &Path,
        sum: State,
        lost: &[u64],
    ) -> Result<Option<Completion>, StoreError> {
        let last = sum.base.last;
        let Some(seq) = lost.iter().copied().filter(|seq| *seq <= last).max() else {
            return Ok(None);
        };
        let system = |e| explain(&e, journal);
        let names = scan::segments(&*self.files, journal).map_err(system)?;
        let scanner = Scanner::over(Arc::clone(&self.files), journal, names);
        let survey = Survey::of(scanner, &self.id, None).map_err(system)?;
        let (mut before, mut later) = (MemoryStore::default(), Vec::new());
        for found in Entries::after(0, Arc::clone(&self.files), journal, &survey) {
            match found {
                Ok((entry, _)) if entry.seq < seq => drop(before.replay(entry)?),
                Ok((entry, _)) if entry.seq > seq && entry.seq <= last => later.push(entry),
                _ => {}
            }
        }
        let mut then = MemoryStore::default();
        then.replay(sum.into_entry())?;
        for change in later.iter().rev().flat_map(|e| e.changes.iter().rev()) {
            if apply(&change.inverse(), &mut then).is_err() {
                // The sum is not one of these entries: better nothing than something made up.
                return Ok(None);
            }
        }
        let from: BTreeMap<Key, Record> = before.all_records().collect();
        let mut to: BTreeMap<Key, Record> = then.all_records().collect();
        let boxed = |record: Option<Record>| record.map(Box::new);
        let mut changes = Vec::new();
        for (key, record) in from {
            let now = to.remove(&key);
            if now.as_ref() != Some(&record) {
                changes.push(Change::Put {
                    key,
                    from: boxed(Some(record)),
                    to: boxed(now),
                });
            }
        }
        changes.extend(to.into_iter().map(|(key, record)| Change::add(key, record)));
        Ok(Some(Completion { seq, changes }))
    }
}
