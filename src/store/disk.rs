//! The store on a disk: the journal first, then the working copy.
//!
//! One commit is: fold the changes (a conflict ends here), write and sync one line of the journal — from here it is saved —, one
//! transaction of the working copy; its flush follows when nobody waits. If the working copy fails after that, the entry is saved
//! all the same; the store goes on from memory and the working copy is made again at the next start. How a store is opened and
//! mended: [`open`].

mod behind;
mod complete;
mod exchange;
mod heal;
mod idle;
pub(super) mod marker;
mod open;
mod recover;
mod refill;
pub(super) mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use self::behind::Behind;
use self::idle::IDLE;
use self::open::Opening;
use super::archive::{Archived, Task};
use super::drafts::Drafts;
use super::files::Files;
use super::inbox::{self, TakenIn};
use super::journal::Journal;
use super::journal::survey::Survey;
use super::lock::Lock;
use super::outlook::{Outlook, Spot};
use super::quiet::quietly;
use super::tables::batch::{Batch, Prepared};
use super::tables::{Tables, TablesError};
use super::witness::Witness;
use super::{
    Glimpse, Head, MemoryStore, Reader, Settled, Store, StoreError, Which, backup, reader,
};
use crate::clock::Clock;
use crate::domain::{
    ActionId, Entry, Ids, Key, MeetingId, NewEntry, PlanId, PlanSummary, Record, Register,
};

pub use open::{OpenReport, open, open_with};
pub use recover::{Prefer, Recovery, recover};

/// The file in `damaged/` that tells what was mended, and when.
pub const LOG: &str = "log.txt";
pub(super) use open::{Unopened, id_from_journal, id_of};

/// How often to look whether a comparison behind is done.
const LOOK: Duration = Duration::from_millis(50);

/// What reads are answered from.
#[derive(Debug)]
enum State {
    Tables(Box<Tables>),
    /// The fold of the journal, where the working copy cannot be used.
    Memory(Box<MemoryStore>),
}

/// A store in a folder, held by this process alone.
pub struct DiskStore {
    dir: PathBuf,
    files: Arc<dyn Files>,
    clock: Arc<dyn Clock>,
    id: String,
    journal: Journal,
    state: State,
    /// The comparison of a large store, while it goes on.
    behind: Option<Behind>,
    drafts: Drafts,
    witness: Witness,
    /// The first number not yet given to a session.
    next_id: u64,
    /// When the last entry was recorded that the working copy's file was not synced after.
    unsynced: Option<Instant>,
    /// What the working copy has not taken in of the entry saved last.
    unwritten: Option<Result<Prepared, StoreError>>,
    /// When to let go of what was read of the working copy.
    relax_at: Option<Instant>,
    /// Whether the third count of entries lacks it.
    unwitnessed: bool,
    /// Whether the working copy may hold back what was recorded last.
    unflushed: bool,
    notes: Vec<String>,
    _lock: Lock,
}

impl std::fmt::Debug for DiskStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DiskStore {} in {}", self.id, self.dir.display())
    }
}

impl DiskStore {
    /// The store's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The store's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The number of the last entry; 0 for none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.journal.last()
    }

    /// Never gives out the numbers of a block that begins with `first`.
    pub(super) fn skip_ids(&mut self, first: u64) {
        self.next_id = self.next_id.max(first.saturating_add(Ids::BLOCK));
    }

    /// Goes on without the working copy: from the fold of the journal.
    fn leave_tables(&mut self, why: &TablesError) -> Result<(), StoreError> {
        let dir = self.dir.join("journal");
        let explain = |e| super::files::explain(&e, &dir);
        let survey = Survey::take(&self.files, &dir, &self.id).map_err(explain)?;
        let state = reader::fold(&self.files, &dir, &survey, &mut self.notes)?;
        let old = std::mem::replace(&mut self.state, State::Memory(Box::new(state)));
        // Closing a failed sled may panic.
        let _ = quietly(move || drop(old));
        self.notes.push(format!(
            "Everything is saved in the journal. The working copy failed ({}) and is made again at the next start.",
            why
        ));
        Ok(())
    }

    fn save_by_tables(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let State::Tables(tables) = &mut self.state else {
            return Ok(());
        };
        let mut batch = Batch::new(tables);
        batch.add(entry)?;
        let prepared = batch.finish()?;
        let hash = self.journal.append(entry)?;
        // From here the entry is saved, whatever becomes of the working copy.
        self.unwritten = Some(prepared.seal((entry.seq, hash)));
        Ok(())
    }

    /// Has the working copy take in what was saved.
    fn write_tables(&mut self) {
        let Some(sealed) = self.unwritten.take() else {
            return;
        };
        let State::Tables(tables) = &mut self.state else {
            return;
        };
        let written = sealed
            .map_err(|e| TablesError::Damaged(e.to_string()))
            .and_then(|prepared| tables.write(prepared));
        self.unflushed = true;
        self.unsynced = Some(Instant::now());
        if let Err(why) = written {
            self.go_on_from_journal(&why);
        }
    }

    fn save_by_memory(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let State::Memory(memory) = &mut self.state else {
            return Ok(());
        };
        memory.record_entry(entry.clone())?;
        if let Err(error) = self.journal.append(entry) {
            memory.forget_last()?;
            return Err(error);
        }
        Ok(())
    }

    /// Archives every entry recorded so far, or says what that would do: their segments go to `archive/`, what they add up to stays.
    ///
    /// # Errors
    /// Where the store is not sound, and what the system says; nothing is lost then.
    pub fn archive(&mut self, dry_run: bool) -> Result<Archived, StoreError> {
        self.catch_up();
        let task = Task {
            files: Arc::clone(&self.files),
            root: self.dir.clone(),
            id: self.id.clone(),
            now: self.clock.now(),
        };
        let (plan, state) = task.plan()?;
        let Some(state) = state else {
            return Ok(plan);
        };
        self.hold_against(&state.records)?;
        if dry_run {
            return Ok(plan);
        }
        task.carry_out(&mut self.journal, &state, plan)
    }

    /// Holds what entries add up to against what the store shows.
    fn hold_against(&self, records: &BTreeMap<Key, Record>) -> Result<(), StoreError> {
        for (key, record) in records {
            if self.record(*key)?.as_ref() != Some(record) {
                return Err(StoreError::Corrupt(
                    "the working copy is not what the entries add up to: run milepost recover first".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn opening(&self) -> Opening {
        Opening {
            dir: self.dir.clone(),
            files: Arc::clone(&self.files),
            clock: Arc::clone(&self.clock),
            id: self.id.clone(),
            notes: Vec::new(),
            prefer: None,
            stuck: None,
            lost: Vec::new(),
        }
    }
}

impl Drop for DiskStore {
    fn drop(&mut self) {
        self.catch_up();
        if self.unsynced.is_some() {
            self.sync_tables();
        }
        self.behind = None;
        let nothing = State::Memory(Box::default());
        let state = std::mem::replace(&mut self.state, nothing);
        // Closing sled on a failing disk may panic.
        let _ = quietly(|| match state {
            State::Tables(tables) => tables.close(&self.id),
            State::Memory(_) => {}
        });
    }
}

impl Reader for DiskStore {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.plans()?),
            State::Memory(memory) => memory.plans(),
        }
    }

    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.load(plan)?),
            State::Memory(memory) => memory.load(plan),
        }
    }

    fn glimpse(
        &self,
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    ) -> Result<Option<Glimpse>, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.glimpse(plan, meeting, around)?),
            State::Memory(_) => Ok(None),
        }
    }

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.record(key)?),
            State::Memory(memory) => Reader::record(&**memory, key),
        }
    }

    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.entries(which)?),
            State::Memory(memory) => memory.entries(which),
        }
    }

    fn heads(&self, which: Which) -> Result<Vec<Head>, StoreError> {
        match &self.state {
            State::Tables(tables) => Ok(tables.entry_heads(which)?),
            State::Memory(memory) => memory.heads(which),
        }
    }

    fn last(&self) -> Result<u64, StoreError> {
        Ok(self.journal.last())
    }

    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.drafts.get(name)
    }
}

impl Store for DiskStore {
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        let entry = self.save(entry)?;
        self.catch_up();
        Ok(entry)
    }

    fn save(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        self.catch_up();
        let entry = entry.numbered(self.journal.last() + 1);
        match self.state {
            State::Tables(_) => self.save_by_tables(&entry)?,
            State::Memory(_) => self.save_by_memory(&entry)?,
        }
        self.unwitnessed = true;
        if let Some(at) = &mut self.relax_at {
            *at = Instant::now() + IDLE;
        }
        self.next_id = self
            .next_id
            .max(super::highest_id(&entry.changes).saturating_add(1));
        Ok(entry)
    }

    fn catch_up(&mut self) {
        self.write_tables();
        if std::mem::take(&mut self.unwitnessed) {
            self.witness.note(self.journal.last(), &self.journal.hash());
        }
    }

    fn ids(&mut self) -> Ids {
        let first = self.next_id.max(1);
        self.next_id = first.saturating_add(Ids::BLOCK);
        Ids::starting_at(first)
    }

    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        self.drafts.keep(name, draft)
    }

    fn backup(&mut self) -> Result<Option<PathBuf>, StoreError> {
        let day = self.clock.today();
        let last = self.journal.last();
        backup::rotate(&self.files, &self.dir, &self.id, last, day).map(Some)
    }

    fn take_in(&mut self, now: DateTime<FixedOffset>) -> Result<TakenIn, StoreError> {
        let dir = self.dir.clone();
        inbox::take_in(&dir, self, now)
    }

    fn foresee(&mut self, spot: Option<Spot>) {
        self.catch_up();
        let last = (self.journal.last(), self.journal.hash());
        // A start without it takes a little longer.
        let _ = self.plans().and_then(|plans| {
            let seen = spot.map(|spot| self.seen(spot)).transpose()?.flatten();
            let outlook = Outlook::new(&self.id, last, self.next_id, plans, seen);
            outlook.write(&*self.files, &self.dir)
        });
    }

    fn settle(&mut self) -> Settled {
        self.catch_up();
        self.flush_tables();
        self.look_behind();
        let sync = self.unsynced.and_then(|since| {
            let left = IDLE.checked_sub(since.elapsed());
            if left.is_none() {
                self.sync_tables();
            }
            left
        });
        let relax = self.relax_at.and_then(|at| {
            let left = at.checked_duration_since(Instant::now());
            if left.is_none() {
                self.relax();
            }
            left
        });
        let compare = self.behind.is_some().then_some(LOOK);
        let again = sync.into_iter().chain(relax).chain(compare).min();
        Settled {
            notes: std::mem::take(&mut self.notes),
            again,
        }
    }
}
