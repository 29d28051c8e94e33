//! What the working copy holds, entry by entry, so that it can be held against the journal.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::read::number;
use super::{In, StoredHead, Sum, Tables, TablesError};
use crate::domain::Entry;
use crate::store::codec;
use crate::store::journal::line::Hash;
use crate::store::quiet::quietly;

/// What was found in a working copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Entries that are there whole, with the hash of the line they came from.
    pub entries: BTreeMap<u64, Hash>,
    /// What is damaged, in words. Empty where everything adds up.
    pub faults: Vec<String>,
}

/// The working copy as it was at one moment. Entries added since are not looked at; the state may have changed since.
#[derive(Debug)]
pub struct Snapshot(Tables);

impl Snapshot {
    /// The last entry of that moment.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.0.applied.0
    }

    /// As [`Tables::inventory`], ended early when `stop` is set.
    #[must_use]
    pub fn inventory(&self, stop: &AtomicBool) -> Inventory {
        self.0.take_inventory(self.last(), stop)
    }
}

impl Tables {
    /// The working copy as it is now, to be looked at on another thread.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.clone())
    }

    /// Goes through all of it: each entry, each of its changes, each record against the running checksum.
    #[must_use]
    pub fn inventory(&self) -> Inventory {
        self.take_inventory(u64::MAX - 1, &AtomicBool::new(false))
    }

    /// `last` is the last entry that is looked at.
    fn take_inventory(&self, last: u64, stop: &AtomicBool) -> Inventory {
        let mut found = Inventory::default();
        let quick = quietly(|| self.quick_inventory(last, &mut found, stop));
        if let Err(what) = flat(quick) {
            found.faults.push(what);
        }
        if !found.faults.is_empty() {
            self.careful_inventory(&mut found);
        }
        if let Err(what) = flat(quietly(|| self.check_derived(stop))) {
            found.faults.push(what);
        }
        found
    }

    /// One pass over heads and changes side by side.
    fn quick_inventory(
        &self,
        until: u64,
        found: &mut Inventory,
        stop: &AtomicBool,
    ) -> Result<(), TablesError> {
        let end = (until + 1).to_be_bytes();
        let mut changes = self.changes.between(&[], Some(&end)).peekable();
        // The first may stand for those archived.
        let mut last = self.base()?.saturating_sub(1);
        for head in self.heads.between(&[], Some(&end)) {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let head = head?;
            let seq = number(head.name())?;
            let head: StoredHead = codec::decode(head.bytes())?;
            let mut crc = crc32fast::Hasher::new();
            let mut count = 0;
            while let Some(Ok(change)) = changes.peek() {
                if number(change.name())? != seq {
                    break;
                }
                crc.update(change.bytes());
                count += 1;
                changes.next();
            }
            if count != head.changes || crc.finalize() != head.crc {
                return Err(TablesError::Damaged(format!("entry {seq} is not whole")));
            }
            if seq != last + 1 {
                let gap = format!("entry {} is missing", last + 1);
                found.faults.push(gap);
            }
            last = seq;
            found.entries.insert(seq, head.hash);
        }
        if let Some(left) = changes.next() {
            left?;
            let stray = "it holds changes of no entry".to_owned();
            return Err(TablesError::Damaged(stray));
        }
        let end = found.entries.last_key_value();
        if self.applied.0 != last || end.is_some_and(|(_, hash)| *hash != self.applied.1) {
            return Err(TablesError::Damaged(format!(
                "it ends at entry {last}, but says {}",
                self.applied.0
            )));
        }
        Ok(())
    }

    /// Each entry by itself, so that one damaged place does not hide the others.
    fn careful_inventory(&self, found: &mut Inventory) {
        let numbers = quietly(|| {
            let heads = self.heads.all().flatten();
            heads
                .filter_map(|head| number(head.name()).ok())
                .collect::<Vec<u64>>()
        });
        found.entries.clear();
        for seq in numbers.unwrap_or_default() {
            if let Some((_, hash)) = self.whole_entry(seq) {
                found.entries.insert(seq, hash);
            }
        }
    }

    /// An entry and the hash of its line, if it is there whole.
    #[must_use]
    pub fn whole_entry(&self, seq: u64) -> Option<(Entry, Hash)> {
        let read = quietly(|| -> Result<_, TablesError> {
            let head = self.head(seq)?;
            Ok(self.read_entry(seq)?.zip(head.map(|h| h.hash)))
        });
        read.ok()?.ok()?
    }

    /// The state: records, index and tallies against the checksum that was kept level with every write.
    fn check_derived(&self, stop: &AtomicBool) -> Result<(), TablesError> {
        let mut sum = Sum::default();
        for found in self.records.all() {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let found = found?;
            codec::unframe(found.bytes())?;
            sum.add(In::Records, found.name(), found.bytes());
        }
        for found in self.index.all() {
            let found = found?;
            sum.add(In::Index, found.name(), found.bytes());
        }
        for found in &self.tallies {
            let (key, value) = found?;
            sum.add(In::Tallies, &key, &value);
        }
        if sum == self.sum {
            Ok(())
        } else {
            let what = "the current state is not what the entries add up to";
            Err(TablesError::Damaged(what.to_owned()))
        }
    }

    /// Opens a damaged working copy to take out of it what is whole: a copy of it without snapshots, made in `beside`, which
    /// must be a new name, since sled's threads may hold on to a folder of the same name for a moment.
    ///
    /// # Errors
    /// Where not even that can be opened.
    pub fn salvage(damaged: &Path, beside: &Path) -> Result<Self, TablesError> {
        let copied = copy_without_snapshots(damaged, beside);
        copied.map_err(|e| TablesError::Damaged(e.to_string()))?;
        quietly(|| Self::open_bare(beside)).map_err(TablesError::Damaged)?
    }

    /// The id of the store that a working copy says it belongs to.
    #[must_use]
    pub fn store_of(dir: &Path) -> Option<String> {
        if !dir.join("db").exists() {
            return None;
        }
        let tables = quietly(|| Self::open_bare(dir)).ok()?.ok()?;
        let found = quietly(|| tables.meta_value::<String>("store"));
        found.ok()?.ok()?
    }
}

fn flat(result: Result<Result<(), TablesError>, String>) -> Result<(), String> {
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(panic) => Err(panic),
    }
}

fn copy_without_snapshots(from: &Path, to: &Path) -> std::io::Result<()> {
    crate::store::files::Files::make_dir(&crate::store::files::Disk, to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_snapshot = name.to_string_lossy().starts_with("snap.");
        if entry.file_type()?.is_file() && !is_snapshot {
            std::fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
