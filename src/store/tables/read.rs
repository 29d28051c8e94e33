//! Reading the working copy.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::bundle::{Item, Items};
use super::tally::Tally;
use super::{Head, StoredHead, Tables, TablesError};
use crate::domain::{
    Change, Entry, Key, Kind, MeetingId, PlanId, PlanSummary, Record, Records, Register,
};
use crate::store::Which;
use crate::store::codec::{self, KEY};
use crate::store::quiet::quietly;

pub(super) type Read<T> = Result<T, TablesError>;

/// Values that are read in one go, and how many such batches may wait to be decoded.
const BATCH: usize = 512;
const BATCHES: usize = 8;

pub(super) fn damaged(what: impl Into<String>) -> TablesError {
    TablesError::Damaged(what.into())
}

/// The number at the start of a key.
pub(super) fn number(key: &[u8]) -> Read<u64> {
    let bytes = key
        .first_chunk::<8>()
        .ok_or_else(|| damaged("a key is too short"))?;
    Ok(u64::from_be_bytes(*bytes))
}

impl Tables {
    /// The stored bytes of a record.
    pub(super) fn raw_record(&self, key: Key) -> Read<Option<Vec<u8>>> {
        let found = self.records.get(&codec::key_bytes(key))?;
        Ok(found.map(|bytes| bytes.to_vec()))
    }

    pub(super) fn raw_tally(&self, plan: PlanId) -> Read<Option<Vec<u8>>> {
        let found = self.tallies.get(plan.0.to_be_bytes())?;
        Ok(found.map(|bytes| bytes.to_vec()))
    }

    pub(super) fn head(&self, seq: u64) -> Read<Option<StoredHead>> {
        match self.heads.get(&seq.to_be_bytes())? {
            Some(bytes) => Ok(Some(codec::decode(&bytes)?)),
            None => Ok(None),
        }
    }

    /// What the clock said when an entry was recorded.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn recorded_at(&self, seq: u64) -> Read<Option<DateTime<FixedOffset>>> {
        let head = quietly(|| self.head(seq)).map_err(TablesError::Damaged)??;
        Ok(head.map(|h| h.at))
    }

    pub(super) fn read_entry(&self, seq: u64) -> Read<Option<Entry>> {
        let Some(head) = self.head(seq)? else {
            return Ok(None);
        };
        let mut crc = crc32fast::Hasher::new();
        let mut changes = Vec::with_capacity(head.changes.min(1 << 16) as usize);
        for found in self.changes.starting(&seq.to_be_bytes()) {
            let found = found?;
            crc.update(found.bytes());
            changes.push(codec::decode::<Change>(found.bytes())?);
        }
        if changes.len() as u64 != u64::from(head.changes) || crc.finalize() != head.crc {
            return Err(damaged(format!("changes of entry {seq} are missing")));
        }
        Ok(Some(with_changes(seq, head, changes)))
    }

    /// One record.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn record(&self, key: Key) -> Read<Option<Record>> {
        let raw = quietly(|| self.raw_record(key)).map_err(TablesError::Damaged)??;
        match raw {
            Some(bytes) => Ok(Some(codec::decode(&bytes)?)),
            None => Ok(None),
        }
    }

    /// One plan, without the sources of its actions.
    ///
    /// # Errors
    /// Where a record is damaged.
    pub fn load(&self, plan: PlanId) -> Read<Register> {
        quietly(|| {
            let from = codec::tagged_plan(plan, 0);
            let to = codec::tagged_plan(plan, codec::NOT_LOADED);
            let mut register = Register::new(plan);
            let found = self.records.between(&from, Some(&to));
            ahead(found, |whole| {
                let (key, record) = read_record(&whole)?;
                Records::put(&mut register, key, Some(record)).map_err(|e| damaged(e.to_string()))
            })?;
            Ok(register)
        })
        .map_err(TablesError::Damaged)?
    }

    /// All plans, each in a line.
    ///
    /// # Errors
    /// Where a record is damaged.
    pub fn plans(&self) -> Read<Vec<PlanSummary>> {
        quietly(|| {
            let mut plans = Vec::new();
            for found in &self.tallies {
                let (key, value) = found?;
                let id = PlanId(number(&key)?);
                let tally: Tally = codec::decode(&value)?;
                plans.extend(self.summary(id, &tally)?);
            }
            Ok(plans)
        })
        .map_err(TablesError::Damaged)?
    }

    fn summary(&self, id: PlanId, tally: &Tally) -> Read<Option<PlanSummary>> {
        let raw = self.raw_record(Key::plan(id))?;
        let Some(Record::Plan(plan)) = raw.map(|b| codec::decode(&b)).transpose()? else {
            return Ok(None);
        };
        let prefix = codec::tagged_plan(id, codec::kind_number(Kind::Meeting));
        let mut meetings = Vec::new();
        for found in self.records.starting(&prefix) {
            if let (key, Record::Meeting(meeting)) = read_record(&found?)? {
                let covered = tally.covered(MeetingId(key.id));
                meetings.push((MeetingId(key.id), meeting, covered));
            }
        }
        meetings.sort_by_key(|(id, meeting, _)| (meeting.date, *id));
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Ok(Some(PlanSummary {
            id,
            priorities: count(tally.priorities),
            actions: count(tally.actions),
            milestones: count(tally.milestones),
            counts: tally.counts(&plan.legend),
            plan,
            meetings,
        }))
    }

    /// Entries of the history, in order.
    ///
    /// # Errors
    /// Where one is damaged.
    pub fn entries(&self, which: Which) -> Read<Vec<Entry>> {
        quietly(|| match which {
            Which::Target(target) => self.entries_on(target),
            _ => {
                let mut entries = Vec::new();
                for seq in self.numbers(which)? {
                    entries.extend(self.read_entry(seq)?);
                }
                Ok(entries)
            }
        })
        .map_err(TablesError::Damaged)?
    }

    /// The same entries without their changes.
    ///
    /// # Errors
    /// Where one is damaged.
    pub fn entry_heads(&self, which: Which) -> Read<Vec<Head>> {
        quietly(|| {
            let mut heads = Vec::new();
            for seq in self.numbers(which)? {
                heads.extend(self.head(seq)?.map(|head| head.named(seq)));
            }
            Ok(heads)
        })
        .map_err(TablesError::Damaged)?
    }

    fn numbers(&self, which: Which) -> Read<Vec<u64>> {
        let prefix = match which {
            Which::One(seq) => return Ok(vec![seq]),
            Which::After(seq) => {
                let from = seq.saturating_add(1).to_be_bytes();
                let heads = self.heads.between(&from, None);
                return heads.map(|head| number(head?.name())).collect();
            }
            Which::Meeting(id) => codec::tagged(b'm', id.0),
            Which::Plan(id) => codec::tagged(b'p', id.0),
            Which::Target(target) => codec::target_bytes(target),
        };
        let mut numbers = Vec::new();
        for item in self.index.starting(&prefix) {
            let seq = number(item?.name().get(prefix.len()..).unwrap_or_default())?;
            if numbers.last() != Some(&seq) {
                numbers.push(seq);
            }
        }
        Ok(numbers)
    }

    /// Entries that touch a target, each with only those of its changes that do: an import holds many thousand others.
    fn entries_on(&self, target: crate::domain::Target) -> Read<Vec<Entry>> {
        let prefix = codec::target_bytes(target);
        let mut found: BTreeMap<u64, Vec<Change>> = BTreeMap::new();
        for item in self.index.starting(&prefix) {
            let item = item?;
            let place = item.name().get(prefix.len()..).unwrap_or_default();
            let seq = number(place)?;
            let change = self.changes.get(place)?;
            let change =
                change.ok_or_else(|| damaged(format!("a change of entry {seq} is missing")))?;
            let changes = found.entry(seq).or_default();
            changes.push(codec::decode(&change)?);
        }
        let mut entries = Vec::with_capacity(found.len());
        for (seq, changes) in found {
            let head = self
                .head(seq)?
                .ok_or_else(|| damaged(format!("entry {seq} is missing")))?;
            entries.push(with_changes(seq, head, changes));
        }
        Ok(entries)
    }
}

/// Does `work` on all values in turn. Where there are many, sled's pages are read on a second thread meanwhile.
fn ahead(mut values: Items, mut work: impl FnMut(Item) -> Read<()>) -> Read<()> {
    for found in values.by_ref().take(BATCH) {
        work(found?)?;
    }
    std::thread::scope(|scope| {
        let (send, receive) = std::sync::mpsc::sync_channel(BATCHES);
        let reading = scope.spawn(move || {
            quietly(move || {
                loop {
                    let batch: Vec<Read<Item>> = values.by_ref().take(BATCH).collect();
                    // Nobody listens any more where the work failed.
                    if batch.is_empty() || send.send(batch).is_err() {
                        return;
                    }
                }
            })
        });
        for found in receive.into_iter().flatten() {
            work(found?)?;
        }
        match reading.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(panic)) => Err(TablesError::Damaged(panic)),
            Err(_) => Err(damaged("reading it failed")),
        }
    })
}

/// A record and its key from a value of `records`.
pub(super) fn read_record(whole: &Item) -> Read<(Key, Record)> {
    let name = whole.name();
    let key = codec::read_key(name).filter(|_| name.len() == KEY);
    let key = key.ok_or_else(|| damaged("a record has an unknown key"))?;
    Ok((key, codec::decode(whole.bytes())?))
}

fn with_changes(seq: u64, head: StoredHead, changes: Vec<Change>) -> Entry {
    Entry {
        seq,
        at: head.at,
        by: head.by,
        seat: head.seat,
        meeting: head.meeting,
        deed: head.deed,
        what: head.what,
        changes,
    }
}

impl StoredHead {
    fn named(self, seq: u64) -> Head {
        Head {
            seq,
            at: self.at,
            by: self.by,
            seat: self.seat,
            meeting: self.meeting,
            deed: self.deed,
            what: self.what,
        }
    }
}
