//! Opening a store: whose folder it is, the lock, the journal read from end to end, the working copy held against it.

use std::path::Path;
use std::sync::Arc;

use super::{DiskStore, State};
use crate::clock::Clock;
use crate::store::drafts::Drafts;
use crate::store::files::{Disk, Files, explain, make_all_private};
use crate::store::format::{self, Folder};
use crate::store::journal::Journal;
use crate::store::journal::line::{self, Hash};
use crate::store::journal::scan::{Entries, Found, Scanner, Survey};
use crate::store::tables::batch::Batch;
use crate::store::tables::{Tables, TablesError};
use crate::store::{StoreError, lock, reader};

/// Changes folded before they are written to the working copy in one go.
const BATCH: usize = 1000;

/// What was found and done when a store was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Plain sentences for the screen; empty as a rule.
    pub notes: Vec<String>,
}

/// Opens the store in `dir`, which is made if it does not exist, and mends what is damaged.
///
/// # Errors
/// [`StoreError::Locked`] with who holds it, [`StoreError::Foreign`], [`StoreError::TooNew`], and what the system says.
pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<(DiskStore, OpenReport), StoreError> {
    open_with(dir, clock, Arc::new(Disk))
}

/// The same over another layer of file operations.
///
/// # Errors
/// As [`open`].
pub fn open_with(
    dir: &Path,
    clock: Arc<dyn Clock>,
    files: Arc<dyn Files>,
) -> Result<(DiskStore, OpenReport), StoreError> {
    let folder = format::inspect(&*files, dir)?;
    files.make_dir(dir).map_err(|e| explain(&e, dir))?;
    let lock = lock::take(dir, clock.now())?;
    let opening = Opening::begin(dir, clock, files, folder)?;
    opening.finish(lock)
}

/// The id that the first readable segment of a journal carries.
pub(in crate::store) fn id_from_journal(
    files: &Arc<dyn Files>,
    dir: &Path,
) -> Result<String, StoreError> {
    let journal = dir.join("journal");
    let explain = |e| explain(&e, &journal);
    let mut scanner = Scanner::new(Arc::clone(files), &journal).map_err(explain)?;
    while let Some(found) = scanner.advance().map_err(explain)? {
        if let Found::Header(header, _) = found {
            return Ok(header.store);
        }
    }
    Err(StoreError::Corrupt(format!(
        "nothing in {} says which store it is; restore a backup, or run milepost doctor",
        dir.display()
    )))
}

struct Opening {
    dir: std::path::PathBuf,
    files: Arc<dyn Files>,
    clock: Arc<dyn Clock>,
    id: String,
    notes: Vec<String>,
}

impl Opening {
    fn begin(
        dir: &Path,
        clock: Arc<dyn Clock>,
        files: Arc<dyn Files>,
        folder: Folder,
    ) -> Result<Self, StoreError> {
        make_all_private(dir);
        let id = match folder {
            Folder::Store(id) => id,
            Folder::Fresh => {
                let id = format::new_id();
                format::write(&*files, dir, &id, clock.now())?;
                id
            }
            Folder::Nameless => {
                let id = id_from_journal(&files, dir)?;
                format::write(&*files, dir, &id, clock.now())?;
                id
            }
        };
        Ok(Self {
            dir: dir.to_owned(),
            files,
            clock,
            id,
            notes: Vec::new(),
        })
    }

    fn finish(mut self, lock: lock::Lock) -> Result<(DiskStore, OpenReport), StoreError> {
        let dir = self.dir.join("journal");
        let survey =
            Survey::take(&self.files, &dir, &self.id).map_err(|error| explain(&error, &dir))?;
        if let Some(found) = survey.too_new {
            return Err(StoreError::TooNew {
                found,
                known: line::VERSION,
            });
        }
        let last = Entries::after(
            survey.end.last.saturating_sub(1),
            Arc::clone(&self.files),
            &dir,
            &survey,
        )
        .flatten()
        .next();
        let last_at = last.map(|(entry, _)| entry.at);
        let journal = Journal::resume(
            Arc::clone(&self.files),
            &dir,
            &self.id,
            &survey.end,
            last_at,
        )?;
        let state = match self.tables(&survey) {
            Ok(tables) => State::Tables(Box::new(tables)),
            Err(TablesError::Refused(error)) => {
                self.notes.push(format!(
                    "The working copy cannot be opened ({error}); everything is read from the journal."
                ));
                let fold = reader::fold(&self.files, &dir, &survey, &mut self.notes)?;
                State::Memory(Box::new(fold))
            }
            Err(TablesError::Damaged(what)) => return Err(StoreError::Corrupt(what)),
        };
        let next_id = match &state {
            State::Tables(tables) => tables.next(),
            State::Memory(_) => 1,
        };
        let drafts = Drafts::new(Arc::clone(&self.files), &self.dir.join("drafts"));
        let report = OpenReport { notes: self.notes };
        let store = DiskStore {
            dir: self.dir,
            files: self.files,
            id: self.id,
            journal,
            state,
            drafts,
            next_id,
            unsynced: None,
            notes: Vec::new(),
            _lock: lock,
        };
        Ok((store, report))
    }

    /// The working copy, level with the journal.
    fn tables(&mut self, survey: &Survey) -> Result<Tables, TablesError> {
        let dir = self.dir.join("store");
        let mut tables = match Tables::open(&dir, &self.id) {
            Err(TablesError::Damaged(what)) => {
                let aside = self.set_aside("store")?;
                self.notes.push(format!(
                    "The working copy was damaged ({what}) and was made again from the journal; nothing is lost. The old one is in {}.",
                    aside.display()
                ));
                Tables::open(&dir, &self.id)?
            }
            opened => opened?,
        };
        let (applied, _) = tables.applied();
        self.replay(&mut tables, survey, applied)?;
        Ok(tables)
    }

    /// Moves a part of the store to `damaged/` under a dated name. Nothing is ever deleted.
    fn set_aside(&self, name: &str) -> Result<std::path::PathBuf, StoreError> {
        let damaged = self.dir.join("damaged");
        let from = self.dir.join(name);
        let stamp = self.clock.now().format("%Y-%m-%dT%H%M%S");
        let mut to = damaged.join(format!("{stamp}-{name}"));
        let mut n = 2;
        while self.files.exists(&to) {
            to = damaged.join(format!("{stamp}-{name}-{n}"));
            n += 1;
        }
        self.files
            .make_dir(&damaged)
            .and_then(|()| self.files.rename(&from, &to))
            .and_then(|()| self.files.sync_dir(&damaged))
            .and_then(|()| self.files.sync_dir(&self.dir))
            .map_err(|e| explain(&e, &from))?;
        Ok(to)
    }

    /// Takes the entries after `applied` into the working copy.
    fn replay(
        &mut self,
        tables: &mut Tables,
        survey: &Survey,
        applied: u64,
    ) -> Result<(), TablesError> {
        let dir = self.dir.join("journal");
        let mut entries = Entries::after(applied, Arc::clone(&self.files), &dir, survey).peekable();
        while entries.peek().is_some() {
            let mut batch = Batch::new(tables);
            let mut end: Option<(u64, Hash)> = None;
            while batch.changes() < BATCH {
                let Some(found) = entries.next() else { break };
                let (entry, mark) = match found {
                    Ok(found) => found,
                    Err(fault) => {
                        self.notes.push(fault.to_string());
                        continue;
                    }
                };
                let misfits = batch.replay(&entry).map_err(damaged)?;
                let misfits = misfits.iter().map(|m| format!("{}: {m}", mark.place));
                self.notes.extend(misfits);
                batch.written(mark.hash).map_err(damaged)?;
                end = Some((mark.seq, mark.hash));
            }
            let Some(end) = end else { break };
            let prepared = batch.finish().and_then(|p| p.seal(end)).map_err(damaged)?;
            tables.write(prepared)?;
        }
        tables.flush()
    }
}

impl From<StoreError> for TablesError {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

fn damaged(error: StoreError) -> TablesError {
    match error {
        StoreError::Full(_) | StoreError::Denied(_) => TablesError::Refused(error),
        other => TablesError::Damaged(other.to_string()),
    }
}
