//! Opening a store: whose folder it is, the lock, the journal read from end to end, the working copy held against it.
//!
//! Every entry of both copies is compared; the number of the last one alone would miss an eighth of all damages. What is found is
//! mended in [`super::heal`]. A full disk, missing permissions and locks are never taken for damage.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::behind::{Behind, Task};
use super::exchange::{self, set_aside};
use super::heal::Copy;
use super::marker;
use super::recover::Prefer;
use super::{DiskStore, State};
use crate::clock::Clock;
use crate::store::drafts::{self, Drafts};
use crate::store::files::{Disk, Files, explain, make_all_private, make_lasting, private_file};
use crate::store::format::{self, Folder};
use crate::store::journal::Journal;
use crate::store::journal::line;
use crate::store::journal::rewrite;
use crate::store::journal::scan::{self, Found, Scanner};
use crate::store::journal::state;
use crate::store::journal::survey::{End, Entries, Survey};
use crate::store::tables::Tables;
use crate::store::witness::{self, Witness};
use crate::store::{StoreError, backup, lock, reader};

/// Bytes of a journal from which on the comparison goes on behind: below it takes some 10 ms.
const LARGE: u64 = 1 << 20;

/// What was found and done when a store was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Plain sentences for the screen; empty as a rule.
    pub notes: Vec<String>,
}

/// Opens the store in `dir`, which is made if it does not exist, and mends what is damaged.
///
/// # Errors
/// [`StoreError::Locked`] with who holds it, [`StoreError::Foreign`], [`StoreError::TooNew`], [`StoreError::Corrupt`] where both copies are
/// sound and differ, and what the system says.
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
    Unopened::take(dir, clock, files)?.open()
}

/// A store that is ours, and not open yet.
pub(in crate::store) struct Unopened {
    opening: Opening,
    lock: lock::Lock,
}

impl Unopened {
    /// Takes the lock of the store in `dir`, which is made if it does not exist.
    ///
    /// # Errors
    /// Where it is held, of something else, or cannot be reached.
    pub fn take(
        dir: &Path,
        clock: Arc<dyn Clock>,
        files: Arc<dyn Files>,
    ) -> Result<Self, StoreError> {
        // Before anything is put into a folder of something else.
        format::inspect(&*files, dir)?;
        make_lasting(&*files, dir).map_err(|e| explain(&e, dir))?;
        let lock = lock::take(dir, clock.now())?;
        // Whoever had the lock until now may have made or restored a store there.
        let folder = format::inspect(&*files, dir)?;
        let opening = Opening::begin(dir, clock, files, folder)?;
        Ok(Self { opening, lock })
    }

    /// The store's id.
    pub fn id(&self) -> &str {
        &self.opening.id
    }

    /// Opens it, and mends what is damaged.
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(mut self) -> Result<(DiskStore, OpenReport), StoreError> {
        let level = self.opening.attempt(Opening::level)?;
        self.opening.finish(self.lock, level)
    }
}

/// The id that the first readable segment of a journal carries.
pub(in crate::store) fn id_from_journal(
    files: &Arc<dyn Files>,
    dir: &Path,
) -> Result<String, StoreError> {
    let journal = dir.join(rewrite::NAME);
    let explain = |e| explain(&e, &journal);
    let mut scanner = Scanner::new(Arc::clone(files), &journal).map_err(explain)?;
    while let Some(found) = scanner.advance().map_err(explain)? {
        if let Found::Header(header, _) = found {
            return Ok(header.store);
        }
    }
    if let Some(base) = state::brief(&**files, dir) {
        return Ok(base.store);
    }
    Err(StoreError::Corrupt(format!(
        "nothing in {} says which store it is: restore a backup to another folder",
        dir.display()
    )))
}

/// The id of a store whose format file is gone: from its journal, else from its working copy.
pub(in crate::store) fn id_of(files: &Arc<dyn Files>, dir: &Path) -> Result<String, StoreError> {
    id_from_journal(files, dir).or_else(|error| Tables::store_of(&dir.join("store")).ok_or(error))
}

/// Both copies with the same content, ready to be worked with.
pub(super) struct Level {
    pub end: End,
    /// What the clock said at the last entry.
    pub last_at: Option<DateTime<FixedOffset>>,
    pub state: State,
    /// A comparison that still goes on.
    pub behind: Option<Behind>,
}

/// A store on its way to being open.
pub(super) struct Opening {
    pub dir: PathBuf,
    pub files: Arc<dyn Files>,
    pub clock: Arc<dyn Clock>,
    pub id: String,
    pub notes: Vec<String>,
    /// Which copy counts where they differ; none to stop there.
    pub prefer: Option<Prefer>,
    /// Why the working copy is not to be opened.
    pub stuck: Option<String>,
    /// Numbers of entries that were found nowhere.
    pub lost: Vec<u64>,
}

impl Opening {
    pub fn begin(
        dir: &Path,
        clock: Arc<dyn Clock>,
        files: Arc<dyn Files>,
        folder: Folder,
    ) -> Result<Self, StoreError> {
        make_all_private(dir);
        exchange::finish_exchange(&*files, dir, clock.now())?;
        let id = match folder {
            Folder::Store(id) => id,
            Folder::Fresh => {
                let id = format::new_id();
                format::write(&*files, dir, &id, clock.now())?;
                id
            }
            Folder::Nameless => {
                let id = id_of(&files, dir)?;
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
            prefer: None,
            stuck: None,
            lost: Vec::new(),
        })
    }

    /// Everything the journal says, unless it cannot be told which of two contents is right.
    pub fn survey(&self) -> Result<Survey, StoreError> {
        let dir = self.journal_dir();
        let survey = Survey::take(&self.files, &dir, &self.id).map_err(|e| explain(&e, &dir))?;
        if let Some(found) = survey.too_new {
            return Err(StoreError::TooNew {
                found,
                known: line::VERSION,
            });
        }
        if let Some((other, place)) = &survey.stray {
            return Err(StoreError::Corrupt(format!(
                "{place} belongs to another store ({other}, this one is {}); move that file away, or restore a backup to another folder",
                self.id
            )));
        }
        Ok(survey)
    }

    pub fn journal_dir(&self) -> PathBuf {
        self.dir.join(rewrite::NAME)
    }

    pub fn store_dir(&self) -> PathBuf {
        self.dir.join("store")
    }

    /// Does something that opens the working copy. Where that never came back twice in a row, or would not, it is set aside first,
    /// to be made again from the journal; if the journal is not whole either, somebody has to choose.
    pub fn attempt<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let twice = marker::count(&*self.files, &self.dir, marker::OPENING) >= marker::MOST;
        let twice = twice.then(|| marker::TWICE.to_owned());
        if let Some(why) = twice.or_else(|| self.stuck.take())
            && self.prefer != Some(Prefer::Store)
        {
            if self.prefer.is_none() {
                self.check_journal_alone(&why)?;
            }
            set_aside(&*self.files, &self.dir, "store", self.clock.now())?;
            marker::clear(&*self.files, &self.dir, marker::OPENING);
            self.notes.push(format!(
                "The working copy was put into {} and made again from the journal: {why}.",
                self.dir.join("damaged").display()
            ));
        }
        let _mark = marker::Opening::begin(&self.files, &self.dir);
        work(self)
    }

    /// Whether the journal has everything, as far as that can be told without the working copy.
    fn check_journal_alone(&self, why: &str) -> Result<(), StoreError> {
        let survey = self.survey()?;
        if survey.is_sound() && survey.end.last >= backup::known(&*self.files, &self.dir) {
            return Ok(());
        }
        Err(StoreError::Corrupt(format!(
            "{why}, and the journal is damaged too: milepost recover --prefer journal goes on with journal and backups and sets the working copy aside, --prefer store tries to open it once more"
        )))
    }

    /// Both copies, level: by the cheap check for a large store that seems whole, else compared and mended.
    fn level(&mut self) -> Result<Level, StoreError> {
        match self.glance()? {
            Some(level) => Ok(level),
            None => self.thorough(),
        }
    }

    /// Both copies, compared entry by entry and mended.
    pub fn thorough(&mut self) -> Result<Level, StoreError> {
        let (survey, copy) = self.mend()?;
        self.mend_state(&survey)?;
        marker::clear(&*self.files, &self.dir, marker::UNCHECKED);
        let last_at = self.last_at(&survey);
        let state = match copy {
            Copy::Tables(tables) => State::Tables(tables),
            Copy::Refused(error) => {
                self.notes.push(format!(
                    "The working copy cannot be used ({error}). Everything is read from the journal, which is complete."
                ));
                let dir = self.journal_dir();
                let fold = reader::fold(&self.files, &dir, &survey, &mut self.notes)?;
                State::Memory(Box::new(fold))
            }
        };
        Ok(Level {
            end: survey.end,
            last_at,
            state,
            behind: None,
        })
    }

    /// A large store whose journal ends with the line that its working copy ends with; the comparison goes on behind.
    fn glance(&self) -> Result<Option<Level>, StoreError> {
        let dir = self.journal_dir();
        let system = |e| explain(&e, &dir);
        if scan::size(&*self.files, &dir).map_err(system)? < LARGE
            || marker::count(&*self.files, &self.dir, marker::UNCHECKED) >= marker::PATIENCE
        {
            return Ok(None);
        }
        let Some((file, len, hash)) = scan::tail(&*self.files, &dir).map_err(system)? else {
            return Ok(None);
        };
        // What is wrong with it is found out, and told, by opening it thoroughly.
        let Ok(tables) = Tables::open(&self.store_dir(), &self.id) else {
            return Ok(None);
        };
        let applied = tables.applied();
        let Ok(last_at) = tables.recorded_at(applied.0) else {
            return Ok(None);
        };
        if applied.1 != hash || applied.0 < witness::known(&*self.files, &self.dir) {
            return Ok(None);
        }
        let end = End {
            file: Some(file),
            len,
            unended: false,
            last: applied.0,
            hash,
        };
        marker::add(&*self.files, &self.dir, marker::UNCHECKED);
        let behind = Behind::new(self.comparison(&tables));
        Ok(Some(Level {
            end,
            last_at,
            state: State::Tables(Box::new(tables)),
            behind: Some(behind),
        }))
    }

    pub fn comparison(&self, tables: &Tables) -> Task {
        Task {
            files: Arc::clone(&self.files),
            journal: self.journal_dir(),
            id: self.id.clone(),
            snapshot: tables.snapshot(),
        }
    }

    pub fn finish(
        mut self,
        lock: lock::Lock,
        level: Level,
    ) -> Result<(DiskStore, OpenReport), StoreError> {
        let dir = self.journal_dir();
        let files = Arc::clone(&self.files);
        let journal = Journal::resume(files, &dir, &self.id, &level.end, level.last_at)?;
        let next_id = match &level.state {
            State::Tables(tables) => tables.next(),
            State::Memory(memory) => memory.next_id(),
        };
        let files = Arc::clone(&self.files);
        let witness = Witness::new(files, &self.dir, level.end.last, &level.end.hash);
        let drafts = Drafts::new(Arc::clone(&self.files), &self.dir);
        self.set_drafts_aside(&drafts);
        keep_log(&self.dir, &*self.clock, &self.notes);
        let report = OpenReport { notes: self.notes };
        let store = DiskStore {
            dir: self.dir,
            files: self.files,
            clock: self.clock,
            id: self.id,
            journal,
            state: level.state,
            behind: level.behind,
            drafts,
            witness,
            next_id,
            unsynced: None,
            unwritten: None,
            relax_at: None,
            unwitnessed: false,
            unflushed: false,
            notes: Vec::new(),
            _lock: lock,
        };
        Ok((store, report))
    }

    /// Keeps damaged drafts where nobody takes them for what was typed, and nobody writes over them.
    fn set_drafts_aside(&mut self, drafts: &Drafts) {
        for fault in drafts.faults().into_iter().filter(|f| f.is_damaged) {
            let name = format!("{}/{}", drafts::DIR, fault.file);
            let moved = set_aside(&*self.files, &self.dir, &name, self.clock.now());
            let kept = match moved {
                Ok(()) => format!("is kept in {}", self.dir.join("damaged").display()),
                Err(error) => format!("is left where it is ({error})"),
            };
            self.notes.push(format!(
                "What was half typed is damaged ({fault}). It is not shown; the file {kept}."
            ));
        }
    }

    /// What the clock said at the last entry.
    fn last_at(&self, survey: &Survey) -> Option<DateTime<FixedOffset>> {
        let before_last = survey.end.last.saturating_sub(1);
        let files = Arc::clone(&self.files);
        let mut entries = Entries::after(before_last, files, &self.journal_dir(), survey);
        entries.next()?.ok().map(|(entry, _)| entry.at)
    }
}

/// Writes down what was mended, for [`crate::store::doctor::log`].
fn keep_log(dir: &Path, clock: &dyn Clock, notes: &[String]) {
    use std::io::Write;
    let damaged = dir.join("damaged");
    if notes.is_empty() || Disk.make_dir(&damaged).is_err() {
        return;
    }
    let at = clock.now().format("%Y-%m-%d %H:%M:%S");
    let log = private_file()
        .append(true)
        .create(true)
        .open(damaged.join(super::LOG));
    if let Ok(mut log) = log {
        for note in notes {
            // Information only: the note itself is shown.
            let _ = writeln!(log, "{at}  {note}");
        }
    }
}
