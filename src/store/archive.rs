//! Archiving: old segments of the journal are set apart, and what their entries add up to takes their place.
//!
//! Nothing is deleted. First the [`state`] file is written, read back and held against the fold of the entries; then the format
//! file says that builds which do not know the archive must not open the store; only then are the segments moved, as they are,
//! to `archive/`. After a crash between any two of these the journal is whole ([`shelf`]). The folder may then be taken
//! elsewhere: the store goes on without it, and says which history is missing and where it belongs.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::files::{Files, beside, explain};
use super::journal::Journal;
use super::journal::rewrite;
use super::journal::scan::{self, Fault};
use super::journal::shelf::{self, ARCHIVE};
use super::journal::state::{self, Base, State};
use super::journal::survey::Survey;
use super::{MemoryStore, StoreError, format, reader};
use crate::domain::text::count;

/// What archiving does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Archived {
    /// The number of the last archived entry.
    pub last: u64,
    /// The segments that are moved; none where everything is archived already.
    pub files: Vec<String>,
    pub bytes: u64,
    /// The folder they are moved to.
    pub folder: String,
    /// Whether it was done.
    pub done: bool,
}

impl fmt::Display for Archived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { last, folder, .. } = self;
        if self.files.is_empty() {
            return match last {
                0 => write!(f, "Nothing was recorded yet: there is nothing to archive."),
                _ => write!(
                    f,
                    "Entries 1 to {last} are archived already, and there are no others."
                ),
            };
        }
        let files = count(self.files.len(), "file");
        let kilobytes = self.bytes.div_ceil(1024);
        if self.done {
            writeln!(
                f,
                "Entries 1 to {last} were archived: {files} ({kilobytes} KB) moved to {folder}."
            )?;
            writeln!(
                f,
                "What they add up to is in {}, read back and equal to them.",
                state::NAME
            )?;
            write!(
                f,
                "Nothing was deleted. The folder may be kept elsewhere; put back, its history is seen again."
            )
        } else {
            write!(
                f,
                "Would archive entries 1 to {last}: {files} ({kilobytes} KB) would be moved to {folder}, nothing deleted."
            )
        }
    }
}

/// The words for archived entries that are elsewhere; none where all of them are here.
#[must_use]
pub fn elsewhere(root: &Path, survey: &Survey) -> Option<String> {
    let base = survey.base.as_ref().filter(|_| survey.late)?;
    Some(format!(
        "Entries 1 to {} are here as what they add up to. Their history is in files that were taken elsewhere ({}): put them back into {} to see it.",
        base.last,
        survey.away.join(", "),
        root.join(ARCHIVE).display()
    ))
}

/// The words for a state file that is needed and damaged.
#[must_use]
pub fn put_back(fault: &Fault, survey: &Survey) -> String {
    format!(
        "{fault}; put the archived files ({}) back into the folder {ARCHIVE} of the store, or restore a backup to another folder",
        survey.away.join(", ")
    )
}

/// Archiving the journal of one store.
#[derive(Debug)]
pub struct Task {
    pub files: Arc<dyn Files>,
    /// The store's folder.
    pub root: PathBuf,
    /// The store's id.
    pub id: String,
    pub now: DateTime<FixedOffset>,
}

impl Task {
    fn journal(&self) -> PathBuf {
        self.root.join(rewrite::NAME)
    }

    fn survey(&self) -> Result<Survey, StoreError> {
        let journal = self.journal();
        let survey = Survey::take(&self.files, &journal, &self.id);
        survey.map_err(|e| explain(&e, &journal))
    }

    /// What archiving everything recorded so far would do, and what the entries add up to; no sum where there is nothing to do.
    ///
    /// # Errors
    /// Where the journal is not sound, and what the system says.
    pub fn plan(&self) -> Result<(Archived, Option<State>), StoreError> {
        let (survey, journal) = (self.survey()?, self.journal());
        if !survey.is_sound() {
            return Err(StoreError::Corrupt(
                "the journal is damaged: run milepost recover first, and archive when the store is sound".to_owned(),
            ));
        }
        let last = survey.end.last;
        let explain = |e| explain(&e, &journal);
        let mut names = scan::segments(&*self.files, &journal).map_err(explain)?;
        if names.last().is_some_and(|name| is_unused(&survey, name)) {
            // A segment without entries goes on as the current one.
            names.pop();
        }
        let mut bytes = 0;
        for name in &names {
            bytes += self.files.len(&journal.join(name)).map_err(explain)?;
        }
        let plan = Archived {
            last,
            files: names,
            bytes,
            folder: self.root.join(ARCHIVE).display().to_string(),
            done: false,
        };
        if plan.files.is_empty() {
            return Ok((plan, None));
        }
        let names = plan.files.clone();
        let state = add_up(&self.files, &self.root, &self.id, &survey, names)?;
        Ok((plan, Some(state)))
    }

    /// Carries a plan out: the segment that the journal goes on with, the state file, the format file, then the move.
    ///
    /// # Errors
    /// What the system says; the store is whole then, and archiving may be tried again.
    pub fn carry_out(
        &self,
        journal: &mut Journal,
        state: &State,
        mut plan: Archived,
    ) -> Result<Archived, StoreError> {
        let (files, root) = (&self.files, self.root.as_path());
        if journal.is_in_use(&plan.files) {
            journal.rotate()?;
        }
        prepare_state(files, root, state)?;
        place_state(&**files, root)?;
        format::raise(&**files, root, &self.id, self.now)?;
        let (from, to) = (self.journal(), root.join(ARCHIVE));
        let moved = (|| {
            files.make_dir(&to)?;
            files.sync_dir(root)?;
            for name in &plan.files {
                files.rename(&from.join(name), &to.join(name))?;
            }
            // In this order a power cut leaves a name in both places rather than in neither.
            files.sync_dir(&to)?;
            files.sync_dir(&from)
        })();
        moved.map_err(|e| explain(&e, &to))?;
        let survey = self.survey()?;
        if !survey.is_sound() || survey.end.last != plan.last {
            return Err(StoreError::Corrupt(
                "the journal does not read as before: run milepost doctor".to_owned(),
            ));
        }
        plan.done = true;
        Ok(plan)
    }
}

/// Whether a segment holds no entry.
fn is_unused(survey: &Survey, name: &str) -> bool {
    let last = survey.marks.last_key_value();
    last.is_none_or(|(_, mark)| mark.place.file != name)
}

/// What the entries up to the last of a survey add up to. `names` are the segments that hold them, those archived before included.
///
/// # Errors
/// Where an entry cannot be read or does not fit, and what the system says.
fn add_up(
    files: &Arc<dyn Files>,
    root: &Path,
    id: &str,
    survey: &Survey,
    mut names: Vec<String>,
) -> Result<State, StoreError> {
    let mut notes = Vec::new();
    let fold = reader::fold(files, &root.join(rewrite::NAME), survey, &mut notes)?;
    if let Some(note) = notes.first() {
        return Err(StoreError::Corrupt(format!(
            "{note}; run milepost doctor first, and archive when the store is sound"
        )));
    }
    let before = survey
        .base
        .iter()
        .flat_map(|base| base.files.iter().cloned());
    names.extend(before);
    names.sort();
    names.dedup();
    Ok(state_of(&fold, id, survey, names))
}

fn state_of(fold: &MemoryStore, id: &str, survey: &Survey, names: Vec<String>) -> State {
    State {
        base: Base {
            store: id.to_owned(),
            last: survey.end.last,
            hash: survey.end.hash,
            at: fold.last_at().unwrap_or_default(),
            next: fold.next_id(),
            files: names,
        },
        records: fold.all_records().collect(),
    }
}

/// Writes the state file beside its place and reads it back.
///
/// # Errors
/// Where it does not read back as it was written, and what the system says.
pub fn prepare_state(files: &Arc<dyn Files>, root: &Path, state: &State) -> Result<(), StoreError> {
    let new = beside(&root.join(state::NAME));
    let written = (|| {
        if files.exists(&new) {
            files.remove(&new)?;
        }
        state.write(&**files, &new)
    })();
    written.map_err(|e| explain(&e, &new))?;
    let read = state::read_as(files, root, "state.jsonl.new");
    let read = read.map_err(|fault| StoreError::Io(format!("{fault}: it did not read back")))?;
    if read != *state {
        return Err(StoreError::Io(format!(
            "{} did not read back as it was written",
            new.display()
        )));
    }
    Ok(())
}

/// Puts the state file that was prepared in its place.
///
/// # Errors
/// What the system says; the one before is still there.
pub fn place_state(files: &dyn Files, root: &Path) -> Result<(), StoreError> {
    let path = root.join(state::NAME);
    files
        .rename(&beside(&path), &path)
        .and_then(|()| files.sync_dir(root))
        .map_err(|e| explain(&e, &path))
}

/// What is wrong with the archive of the store in `root`, by place: its state file, and that against the archived entries.
#[must_use]
pub fn check(files: &Arc<dyn Files>, root: &Path, id: &str, survey: &Survey) -> Vec<String> {
    let has_archive = files.exists(&root.join(ARCHIVE));
    if !has_archive && !files.exists(&root.join(state::NAME)) {
        return Vec::new();
    }
    let state = match state::read(files, root) {
        Ok(state) => state,
        Err(fault) => return vec![fault.to_string()],
    };
    if survey.late {
        return Vec::new();
    }
    match up_to(files, root, id, survey, &state.base) {
        Ok(folded) if folded == state => Vec::new(),
        Ok(_) => vec![format!(
            "{}: it is not what entries 1 to {} add up to",
            state::NAME,
            state.base.last
        )],
        Err(error) => vec![error.to_string()],
    }
}

/// What the entries up to a base add up to, from the entries themselves.
fn up_to(
    files: &Arc<dyn Files>,
    root: &Path,
    id: &str,
    survey: &Survey,
    base: &Base,
) -> Result<State, StoreError> {
    let mut part = survey.clone();
    part.marks.retain(|seq, _| *seq <= base.last);
    part.base = None;
    let end = part.marks.last_key_value();
    (part.end.last, part.end.hash) = end.map_or((0, base.hash), |(seq, mark)| (*seq, mark.hash));
    add_up(files, root, id, &part, base.files.clone())
}

/// Mends the state file of a store whose archived entries are all here: it is written again from them. Says what was done.
///
/// # Errors
/// Where the entries do not add up, and what the system says.
pub fn mend_state(
    files: &Arc<dyn Files>,
    root: &Path,
    id: &str,
    survey: &Survey,
) -> Result<Option<String>, StoreError> {
    let archived = scan::segments(&**files, &root.join(ARCHIVE));
    let archived = archived.map_err(|e| explain(&e, root))?;
    if archived.is_empty() && !files.exists(&root.join(state::NAME)) {
        return Ok(None);
    }
    let fault = match state::read(files, root) {
        Ok(_) => return Ok(None),
        Err(fault) => fault,
    };
    if survey.late {
        return Ok(Some(format!(
            "The sum of the archived entries is damaged: {}.",
            put_back(&fault, survey)
        )));
    }
    let marks = survey.marks.iter().rev();
    let mut archived_marks = marks.filter(|(_, mark)| shelf::is_archived(&mark.place.file));
    let Some((seq, mark)) = archived_marks.next() else {
        return Ok(None);
    };
    let base = Base {
        store: id.to_owned(),
        last: *seq,
        hash: mark.hash,
        at: DateTime::default(),
        next: 0,
        files: archived,
    };
    let state = up_to(files, root, id, survey, &base)?;
    prepare_state(files, root, &state)?;
    place_state(&**files, root)?;
    Ok(Some(format!(
        "{fault}. It was written again from the archived entries."
    )))
}
