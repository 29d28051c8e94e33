//! Entries on their way into the working copy: folded over what is there, then written in one go.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slotted;

use super::tally::Tally;
use super::{In, StoredHead, Sum, Tables, TablesError, Write};
use crate::domain::{ApplyError, Entry, Key, PlanId, Record, Records, Target, apply};
use crate::store::codec;
use crate::store::journal::line::Hash;
use crate::store::{StoreError, highest_id};

/// One record as it was before the batch and as it is now.
#[derive(Debug)]
struct Slot {
    raw: Option<Vec<u8>>,
    old: Option<Record>,
    now: Option<Record>,
}

/// Entries folded over the working copy, not yet written.
#[derive(Debug)]
pub struct Batch<'a> {
    tables: &'a Tables,
    slots: BTreeMap<Key, Slot>,
    writes: Vec<Write>,
    sum: Sum,
    next: u64,
    changes: usize,
    pending: Option<(u64, StoredHead)>,
}

/// What a batch will write.
#[derive(Debug)]
pub struct Prepared {
    pub(super) writes: Vec<Write>,
    pub(super) applied: (u64, Hash),
    pub(super) sum: Sum,
    pub(super) next: u64,
    pending: Option<(u64, StoredHead)>,
}

impl Prepared {
    /// Tells number and hash of the line that the last entry was written as.
    ///
    /// # Errors
    /// Where its head cannot be encoded.
    pub fn seal(mut self, applied: (u64, Hash)) -> Result<Self, StoreError> {
        if let Some((seq, head)) = self.pending.take() {
            self.writes.push(head_write(seq, head, applied.1)?);
        }
        self.applied = applied;
        Ok(self)
    }
}

fn head_write(seq: u64, mut head: StoredHead, hash: Hash) -> Result<Write, StoreError> {
    head.hash = hash;
    let bytes = codec::encode(&head).map_err(|e| StoreError::TooLarge(e.to_string()))?;
    Ok(Write {
        tree: In::Heads,
        key: seq.to_be_bytes().to_vec(),
        value: Some(bytes),
    })
}

impl Records for Batch<'_> {
    type Error = StoreError;

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        match self.slots.get(&key) {
            Some(slot) => Ok(slot.now.clone()),
            None => Ok(self.tables.record(key)?),
        }
    }

    fn put(&mut self, key: Key, record: Option<Record>) -> Result<(), StoreError> {
        if let Some(slot) = self.slots.get_mut(&key) {
            slot.now = record;
            return Ok(());
        }
        let raw = self.tables.raw_record(key).map_err(StoreError::from)?;
        let old = match &raw {
            Some(bytes) => Some(codec::decode(bytes).map_err(TablesError::from)?),
            None => None,
        };
        let now = record;
        self.slots.insert(key, Slot { raw, old, now });
        Ok(())
    }
}

impl<'a> Batch<'a> {
    /// An empty batch over `tables`.
    #[must_use]
    pub fn new(tables: &'a Tables) -> Self {
        Self {
            tables,
            slots: BTreeMap::new(),
            writes: Vec::new(),
            sum: tables.sum,
            next: tables.next,
            changes: 0,
            pending: None,
        }
    }

    /// How many changes are in it.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// Folds an entry in.
    ///
    /// # Errors
    /// Where a change does not apply; the batch is of no use then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), StoreError> {
        for change in &entry.changes {
            apply(change, self)?;
        }
        self.keep(entry)
    }

    /// Folds in an entry that the journal holds, whether or not every change finds what it expects; says which did not
    /// apply. After a lost entry, later ones still count.
    ///
    /// # Errors
    /// Where the working copy cannot be read.
    pub fn replay(&mut self, entry: &Entry) -> Result<Vec<ApplyError>, StoreError> {
        let misfits = crate::store::replay::replay(entry, self)?;
        self.keep(entry)?;
        Ok(misfits)
    }

    /// Notes the entry itself: head, changes, index.
    fn keep(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let mut crc = crc32fast::Hasher::new();
        for (place, change) in entry.changes.iter().enumerate() {
            let place = u32::try_from(place).map_err(|_| too_many())?;
            let bytes = codec::encode(change).map_err(|e| StoreError::TooLarge(e.to_string()))?;
            crc.update(&bytes);
            let mut name = entry.seq.to_be_bytes().to_vec();
            name.extend_from_slice(&place.to_be_bytes());
            self.push(In::Changes, name, Some(bytes));
        }
        self.index(entry);
        self.changes += entry.changes.len();
        self.next = self.next.max(highest_id(&entry.changes).saturating_add(1));
        let head = StoredHead {
            at: entry.at,
            by: entry.by.clone(),
            seat: entry.seat,
            meeting: entry.meeting,
            deed: entry.deed,
            what: entry.what.clone(),
            hash: Hash::default(),
            changes: u32::try_from(entry.changes.len()).map_err(|_| too_many())?,
            crc: crc.finalize(),
        };
        // Found out before the entry is in the journal, not after.
        let size = codec::encode(&head).map_or(usize::MAX, |bytes| bytes.len());
        if size > super::parts::PART {
            return Err(StoreError::TooLarge(
                "the line that names an entry, or the name of its author".to_owned(),
            ));
        }
        self.pending = Some((entry.seq, head));
        Ok(())
    }

    fn push(&mut self, tree: In, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.writes.push(Write { tree, key, value });
    }

    fn index(&mut self, entry: &Entry) {
        let seq = entry.seq.to_be_bytes();
        let mut keys: Vec<Vec<u8>> = Vec::new();
        if let Some(id) = entry.meeting {
            keys.push([&codec::tagged(b'm', id.0)[..], &seq].concat());
        }
        for (place, change) in (0u32..).zip(&entry.changes) {
            keys.push([&codec::tagged(b'p', change.plan().0)[..], &seq].concat());
            if let Some(target) = change.target() {
                keys.push(target_key(target, &seq, place));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            self.sum.add(In::Index, &key, &[]);
            self.push(In::Index, key, Some(Vec::new()));
        }
    }

    /// Tells the hash of the line that the entry added last was written as.
    ///
    /// # Errors
    /// Where its head cannot be encoded.
    pub fn written(&mut self, hash: Hash) -> Result<(), StoreError> {
        if let Some((seq, head)) = self.pending.take() {
            self.writes.push(head_write(seq, head, hash)?);
        }
        Ok(())
    }

    /// Everything to be written, once [`Prepared::seal`] is told which line the last entry became.
    ///
    /// # Errors
    /// Where a record is larger than one may be, or a tally cannot be read.
    pub fn finish(mut self) -> Result<Prepared, StoreError> {
        let slots = std::mem::take(&mut self.slots);
        let mut tallies: BTreeMap<PlanId, (Option<Vec<u8>>, Tally)> = BTreeMap::new();
        for (key, slot) in slots {
            if slot.old == slot.now {
                continue;
            }
            let (_, tally) = match tallies.entry(key.plan) {
                Slotted::Occupied(found) => found.into_mut(),
                Slotted::Vacant(empty) => empty.insert(self.tally(key.plan)?),
            };
            tally.replace(key, slot.old.as_ref(), slot.now.as_ref());
            self.write_record(key, &slot)?;
        }
        for (plan, (old, tally)) in tallies {
            let key = plan.0.to_be_bytes();
            let new = codec::encode(&tally).map_err(|e| StoreError::TooLarge(e.to_string()))?;
            if let Some(old) = old {
                self.sum.take(In::Tallies, &key, &old);
            }
            self.sum.add(In::Tallies, &key, &new);
            self.push(In::Tallies, key.to_vec(), Some(new));
        }
        Ok(Prepared {
            writes: self.writes,
            applied: self.tables.applied,
            sum: self.sum,
            next: self.next,
            pending: self.pending,
        })
    }

    fn tally(&self, plan: PlanId) -> Result<(Option<Vec<u8>>, Tally), StoreError> {
        let raw = self.tables.raw_tally(plan).map_err(StoreError::from)?;
        let tally = match &raw {
            Some(bytes) => codec::decode(bytes).map_err(TablesError::from)?,
            None => Tally::default(),
        };
        Ok((raw, tally))
    }

    fn write_record(&mut self, key: Key, slot: &Slot) -> Result<(), StoreError> {
        let name = codec::key_bytes(key);
        if let Some(raw) = &slot.raw {
            self.sum.take(In::Records, &name, raw);
        }
        let mut value = None;
        if let Some(record) = &slot.now {
            let bytes = codec::encode(record).map_err(|e| StoreError::TooLarge(e.to_string()))?;
            self.sum.add(In::Records, &name, &bytes);
            value = Some(bytes);
        }
        self.push(In::Records, name.to_vec(), value);
        Ok(())
    }
}

fn too_many() -> StoreError {
    StoreError::TooLarge("an entry with more than four thousand million changes".to_owned())
}

fn target_key(target: Target, seq: &[u8; 8], place: u32) -> Vec<u8> {
    [&codec::target_bytes(target)[..], seq, &place.to_be_bytes()].concat()
}
