//! What a store does when nobody waits for it: the working copy is flushed and synced, compared, mended where that is needed, and
//! let go of; what the next start asks first is kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::behind::{Behind, Verdict};
use super::marker;
use super::open::Opening;
use super::{DiskStore, State};
use crate::domain::Key;
use crate::store::journal::Journal;
use crate::store::outlook::{Seen, Spot};
use crate::store::quiet::quietly;
use crate::store::tables::TablesError;
use crate::store::{Reader, StoreError, Which, trim};

/// How long after the last entry the working copy is synced, so that the next start has nothing to catch up with.
pub(super) const IDLE: Duration = Duration::from_secs(2);

impl DiskStore {
    /// Looks whether the comparison behind is done, and acts on it.
    pub(super) fn look_behind(&mut self) {
        let Some(verdict) = self
            .behind
            .as_mut()
            .and_then(|b| b.verdict(self.journal.last()))
        else {
            return;
        };
        self.behind = None;
        match (verdict, &self.state) {
            (Verdict::Moved, State::Tables(tables)) => {
                let task = self.opening().comparison(tables);
                self.behind = Some(Behind::new(task));
            }
            (Verdict::Differ(why), _) => self.mend(&why),
            (Verdict::Equal, _) => {
                marker::clear(&*self.files, &self.dir, marker::UNCHECKED);
                self.relax_at = Some(Instant::now() + IDLE);
            }
            _ => {}
        }
    }

    /// Mends the store while it is open, as the next start would.
    pub(super) fn mend(&mut self, why: &str) {
        let nothing = State::Memory(Box::default());
        let old = std::mem::replace(&mut self.state, nothing);
        // It is set aside or opened again; closing a damaged sled may panic.
        let _ = quietly(move || drop(old));
        let mut opening = self.opening();
        let mended = opening.attempt(Opening::thorough).and_then(|level| {
            let dir = opening.journal_dir();
            let files = Arc::clone(&self.files);
            let journal = Journal::resume(files, &dir, &self.id, &level.end, level.last_at)?;
            Ok((journal, level.state))
        });
        self.notes.append(&mut opening.notes);
        match mended {
            Ok((journal, state)) => {
                self.journal = journal;
                self.state = state;
            }
            Err(error) => {
                self.go_on_from_journal(&TablesError::Damaged(format!("{why}; {error}")));
            }
        }
    }

    /// Hands what the working copy holds back to the system, so that a killed process leaves it level with the journal. Nobody
    /// waits for this: what is saved is in the journal.
    pub(super) fn flush_tables(&mut self) {
        if !std::mem::take(&mut self.unflushed) {
            return;
        }
        let State::Tables(tables) = &self.state else {
            return;
        };
        if let Err(why) = tables.flush() {
            self.go_on_from_journal(&why);
        }
    }

    /// Goes on without the working copy, or says that nothing can be read any more.
    pub(super) fn go_on_from_journal(&mut self, why: &TablesError) {
        if let Err(error) = self.leave_tables(why) {
            self.notes.push(format!(
                "The store cannot be read ({error}). Close milepost and run milepost doctor."
            ));
        }
    }

    /// Lets go of what was read of a large working copy, for a plan and to compare it: it is opened anew once nobody has
    /// recorded anything for a while.
    pub(super) fn relax(&mut self) {
        self.relax_at = None;
        let nothing = State::Memory(Box::default());
        match std::mem::replace(&mut self.state, nothing) {
            State::Tables(tables) => {
                let _mark = marker::Opening::begin(&self.files, &self.dir);
                match tables.reopen(&self.id) {
                    Ok(tables) => self.state = State::Tables(Box::new(tables)),
                    Err(why) => self.mend(&why.to_string()),
                }
            }
            memory @ State::Memory(_) => self.state = memory,
        }
        trim::give_back();
    }

    /// Syncs the working copy's file.
    pub(super) fn sync_tables(&mut self) {
        self.flush_tables();
        if let State::Tables(tables) = &self.state {
            // The journal has everything; a sync that fails here costs the next start a replay and nothing else.
            let _ = tables.sync();
        }
        self.witness.sync();
        self.unsynced = None;
    }
    /// What a session asks first of the meeting at a spot.
    pub(super) fn seen(&self, spot: Spot) -> Result<Option<Seen>, StoreError> {
        let State::Tables(tables) = &self.state else {
            return Ok(None);
        };
        let log = self.entries(Which::Meeting(spot.meeting))?;
        let people = self.load(Key::NO_PLAN)?;
        let glimpse = tables.part(spot.plan, spot.meeting, spot.around)?;
        Ok(glimpse.map(|glimpse| Seen::new(spot, &glimpse, &people, log)))
    }
}
