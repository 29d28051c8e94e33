//! Making a store from a backup: the whole of it or nothing.
//!
//! The journal grows in a folder of another name, [`format::RESTORING`]. When it and everything else of the store is there and
//! synced, that folder gets the journal's name: by this one step the folder becomes a store. Until then, whatever happens, it
//! is none and says so ([`format::inspect`]); the same restore begins anew there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Backup, Content, scanner, sound};
use crate::clock::Clock;
use crate::store::files::{Disk, Files, beside, explain, make_lasting};
use crate::store::format::{self, Folder};
use crate::store::journal::rewrite::{self, Rewrite};
use crate::store::journal::scan::Found;
use crate::store::journal::state;
use crate::store::journal::survey::Survey;
use crate::store::{StoreError, archive, lock, witness};

/// Makes a store in `dir` from a backup. `dir` must be empty or not there, or hold what an earlier try left; nothing is
/// overwritten.
///
/// # Errors
/// Where the backup is damaged, `dir` holds anything else, or the system refuses. The same restore may be tried again then.
pub fn restore(file: &Path, dir: &Path, clock: &dyn Clock) -> Result<Backup, StoreError> {
    let restoring = Restoring::plan(Arc::new(Disk), file, dir)?;
    restoring.make_folder()?;
    let _lock = lock::take(dir, clock.now())?;
    restoring.carry_out(clock.now())
}

/// A sound backup, and a folder that may become the store it is of.
#[derive(Debug)]
pub struct Restoring {
    files: Arc<dyn Files>,
    file: PathBuf,
    dir: PathBuf,
    found: Backup,
    content: Content,
}

impl Restoring {
    /// Reads the backup from end to end and looks at the folder. Changes nothing.
    ///
    /// # Errors
    /// Where the backup is damaged, or the folder holds anything.
    pub fn plan(files: Arc<dyn Files>, file: &Path, dir: &Path) -> Result<Self, StoreError> {
        let (found, content) = sound(&files, file)?;
        let restoring = Self {
            files,
            file: file.to_owned(),
            dir: dir.to_owned(),
            found,
            content,
        };
        restoring.is_done()?;
        Ok(restoring)
    }

    /// Makes the folder, if it is not there.
    ///
    /// # Errors
    /// What the system says, in words.
    pub fn make_folder(&self) -> Result<(), StoreError> {
        make_lasting(&*self.files, &self.dir).map_err(|e| explain(&e, &self.dir))
    }

    /// Makes the store. Nobody else may have the folder open meanwhile.
    ///
    /// # Errors
    /// What the system says; it may be tried again then.
    pub fn carry_out(&self, now: DateTime<FixedOffset>) -> Result<Backup, StoreError> {
        // Asked again: until just now somebody else may have had the folder.
        if self.is_done()? {
            return Ok(self.found.clone());
        }
        let (files, dir) = (&*self.files, self.dir.as_path());
        let part = self.write_journal()?;
        match &self.content.archived {
            Some(state) => {
                archive::prepare_state(&self.files, dir, state)?;
                archive::place_state(files, dir)?;
            }
            None => self.remove_state()?,
        }
        format::write(files, dir, &self.found.store, now)?;
        let to = dir.join(rewrite::NAME);
        files
            .rename(&part, &to)
            .and_then(|()| files.sync_dir(dir))
            .map_err(|e| explain(&e, &to))?;
        Ok(self.found.clone())
    }

    /// Writes the journal under the name it has until everything else is there.
    fn write_journal(&self) -> Result<PathBuf, StoreError> {
        let files = &self.files;
        let part = self.dir.join(format::RESTORING);
        let base = self.content.archived.as_ref().map(|state| &state.base);
        let mut journal = Rewrite::begin(Arc::clone(files), &part, &self.found.store, base)?;
        // Before anything that stands for a store: so a cut never leaves that without this name.
        files
            .sync_dir(&self.dir)
            .map_err(|e| explain(&e, &self.dir))?;
        let mut lines = scanner(files, &self.file);
        let mut last = base.map(|base| base.hash);
        while let Some(piece) = lines.advance().map_err(|e| explain(&e, &self.file))? {
            if let Found::Entry(_) = piece {
                last = Some(journal.keep(lines.line())?);
            }
        }
        journal.finish()?;
        if last.is_some_and(|hash| hash != self.content.survey.end.hash) {
            return Err(StoreError::Io(format!(
                "{} is not what it was a moment ago: run milepost restore again",
                self.file.display()
            )));
        }
        Ok(part)
    }

    /// Removes what an earlier try, with another backup, left of what archived entries add up to.
    fn remove_state(&self) -> Result<(), StoreError> {
        let state = self.dir.join(state::NAME);
        for left in [beside(&state), state] {
            if self.files.exists(&left) {
                self.files.remove(&left).map_err(|e| explain(&e, &left))?;
            }
        }
        Ok(())
    }

    /// Whether the folder is already the store that is wanted, and nobody has opened it since: then it was made by this
    /// restore before, which did not come to say so.
    ///
    /// # Errors
    /// Where it holds another store, or one that was opened, or something else.
    fn is_done(&self) -> Result<bool, StoreError> {
        let (files, dir) = (&*self.files, self.dir.as_path());
        if format::is_restoring(files, dir) {
            return Ok(false);
        }
        let has_all = match format::inspect(files, dir)? {
            Folder::Fresh => return Ok(false),
            Folder::Store(id) if id == self.found.store => self.is_equal()?,
            Folder::Store(_) | Folder::Nameless => false,
        };
        if has_all && !files.exists(&dir.join(witness::NAME)) {
            return Ok(true);
        }
        let what = if has_all {
            "holds every entry of this backup already, and no others: there is nothing left to do"
        } else {
            "holds a store already: restore to another folder with --store"
        };
        Err(StoreError::Foreign(format!(
            "{} {what}, nothing is overwritten",
            dir.display()
        )))
    }

    /// Whether the journal in the folder has the entries of the backup, and no others.
    fn is_equal(&self) -> Result<bool, StoreError> {
        let journal = self.dir.join(rewrite::NAME);
        let there = Survey::take(&self.files, &journal, &self.found.store);
        let (there, wanted) = (
            there.map_err(|e| explain(&e, &journal))?,
            &self.content.survey,
        );
        // A line's hash stands for all lines before it.
        let end = |survey: &Survey| (survey.end.last, survey.end.hash, survey.late);
        Ok(there.is_sound() && end(&there) == end(wanted))
    }
}
