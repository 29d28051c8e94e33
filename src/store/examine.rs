//! Looking at a store without changing it: the journal read from end to end, and a copy of the working copy held against it.
//!
//! sled cannot be opened for reading only (opening writes), so it is copied into the store's own private folder first, and opened
//! there by a process of its own ([`super::probe`]). While another process has the store open a copy would be torn, so only the
//! journal is looked at then.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::compare::Comparison;
use super::disk::marker;
use super::disk::source::is_in_place_of_lost;
use super::drafts::{self, Drafts};
use super::files::{Disk, Files, explain};
use super::format::{self, Folder};
use super::journal::line;
use super::journal::rewrite;
use super::journal::scan::{Fault, Lines, Mark, Place};
use super::journal::state;
use super::journal::survey::Survey;
use super::probe::Probe;
use super::tables::check::Inventory;
use super::tables::{Tables, TablesError};
use super::{Reader, StoreError, archive, backup, lock, reader};

/// The working copy held against the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkingCopy {
    /// It was not looked at, and why.
    NotCompared(String),
    /// There is none; it is made from the journal at the next start.
    Missing,
    /// Opening it does not come back, in words.
    Stuck(String),
    Compared {
        comparison: Comparison,
        /// What is damaged in it.
        faults: Vec<String>,
    },
}

/// Everything that was found.
#[derive(Debug)]
pub struct Examination {
    pub dir: PathBuf,
    pub id: String,
    /// Whether the format file is there and sound.
    pub has_format: bool,
    /// Who has the store open.
    pub holder: Option<String>,
    pub survey: Survey,
    /// The number of the last entry that backups or witness know of.
    pub known: u64,
    /// Lines whose checksum is right but which do not read as entries.
    pub unreadable: Vec<Fault>,
    /// Entries recorded while the clock stood earlier than at the entry before.
    pub clock_back: u64,
    /// Entries in whose place something else stands since they were lost.
    pub gone: Vec<u64>,
    /// How often in a row opening the working copy did not come back.
    pub failures: u64,
    pub copy: WorkingCopy,
    /// What is wrong with the archive, by place.
    pub archive: Vec<String>,
    /// Which archived entries are elsewhere, in words.
    pub elsewhere: Option<String>,
    /// Drafts that cannot be used.
    pub drafts: Vec<drafts::Fault>,
}

/// Examines the store in `dir`; the working copy is opened by `probe`.
///
/// # Errors
/// Where there is no store, it is a newer one, or the system does not let it be read.
pub fn examine(dir: &Path, probe: &Probe) -> Result<Examination, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let (id, has_format) = identify(&files, dir, || {
        let whose = on_copy(dir, |copy| probe.whose(dir, copy));
        whose.ok().flatten()
    })?;
    let holder = lock::holder(dir);
    let journal = dir.join(rewrite::NAME);
    // Before the journal, which may grow meanwhile.
    let known = backup::known(&*files, dir);
    let survey = survey(&files, dir, &id)?;
    let read = read_all(&files, &journal, &survey);
    let copy = match &holder {
        Some(holder) => WorkingCopy::NotCompared(format!("the store is open: {holder}")),
        None => look(dir, probe),
    };
    let archive = archive::check(&files, dir, &id, &survey);
    let elsewhere = archive::elsewhere(dir, &survey);
    Ok(Examination {
        dir: dir.to_owned(),
        id,
        has_format,
        holder,
        survey,
        known,
        unreadable: read.unreadable,
        clock_back: read.clock_back,
        gone: read.gone,
        failures: marker::count(&*files, dir, marker::OPENING),
        copy,
        archive,
        elsewhere,
        drafts: Drafts::new(Arc::clone(&files), dir).faults(),
    })
}

/// The id of the store in `dir`, and whether its format file says so. Where nothing else does, the working copy is asked.
fn identify(
    files: &Arc<dyn Files>,
    dir: &Path,
    ask: impl FnOnce() -> Option<String>,
) -> Result<(String, bool), StoreError> {
    match format::inspect(&**files, dir)? {
        Folder::Store(id) => Ok((id, true)),
        Folder::Nameless => {
            let id = super::disk::id_from_journal(files, dir);
            Ok((id.or_else(|error| ask().ok_or(error))?, false))
        }
        Folder::Fresh => Err(format::missing(dir)),
    }
}

fn survey(files: &Arc<dyn Files>, dir: &Path, id: &str) -> Result<Survey, StoreError> {
    let journal = dir.join(rewrite::NAME);
    let survey = Survey::take(files, &journal, id).map_err(|e| explain(&e, &journal))?;
    match survey.too_new {
        Some(found) => Err(StoreError::TooNew {
            found,
            known: line::VERSION,
        }),
        None => Ok(survey),
    }
}

/// What reading every entry tells; see [`Examination`].
#[derive(Default)]
struct ReadAll {
    unreadable: Vec<Fault>,
    clock_back: u64,
    gone: Vec<u64>,
}

fn read_all(files: &Arc<dyn Files>, journal: &Path, survey: &Survey) -> ReadAll {
    let mut lines = Lines::new(Arc::clone(files), journal);
    let mut found = ReadAll::default();
    let mut before = None;
    let own = |mark: &&Mark| mark.place.file != state::NAME;
    for mark in survey.marks.values().filter(own) {
        let bytes = lines.at(&mark.place).map_err(|e| e.to_string());
        let entry = bytes.and_then(|bytes| line::read(&bytes).map_err(|e| e.to_string()));
        match entry {
            Ok(entry) if is_in_place_of_lost(&entry) => found.gone.push(entry.seq),
            Ok(entry) => {
                found.clock_back += u64::from(before.is_some_and(|b| entry.at < b));
                before = Some(entry.at);
            }
            Err(what) => found.unreadable.push(Fault {
                place: mark.place.clone(),
                what,
            }),
        }
    }
    found
}

/// Lets a copy of the working copy of the store in `dir` be opened, and held against the journal. The lock is not asked for.
#[must_use]
pub fn look(dir: &Path, probe: &Probe) -> WorkingCopy {
    let store = dir.join("store");
    if !store.join("db").exists() {
        return WorkingCopy::Missing;
    }
    if let Some(name) = odd_one(&store) {
        return WorkingCopy::Stuck(format!(
            "store/{name} is neither a file nor a folder, and opening it may never come back"
        ));
    }
    let found = on_copy(dir, |copy| probe.look(dir, copy));
    found.unwrap_or_else(|error| {
        WorkingCopy::NotCompared(format!("it cannot be copied to look at it: {error}"))
    })
}

/// Does something with a copy of the working copy of the store in `dir`, which is removed afterwards.
fn on_copy<T>(dir: &Path, work: impl FnOnce(&Path) -> T) -> std::io::Result<T> {
    let copy = dir.join("check");
    let done = copy_all(&dir.join("store"), &copy).map(|()| work(&copy));
    // Our own copy, whatever became of it.
    let _ = std::fs::remove_dir_all(&copy);
    done
}

/// A pipe or device among the files of the working copy: reading one may take for ever.
fn odd_one(store: &Path) -> Option<String> {
    let entries = std::fs::read_dir(store).into_iter().flatten().flatten();
    let odd = |path: &Path| std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir());
    let mut odd = entries.filter(|entry| odd(&entry.path()));
    let name = odd.next()?.file_name();
    Some(name.to_string_lossy().into_owned())
}

/// Opens `copy` and holds it against the journal of the store in `dir`; says when it is `opened`. Of one that does not open,
/// what can be salvaged of it counts.
pub(super) fn compare_copy(
    dir: &Path,
    copy: &Path,
    opened: &mut dyn FnMut() -> Result<(), StoreError>,
) -> Result<WorkingCopy, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let (id, _) = identify(&files, dir, || Tables::store_of(copy))?;
    // Before the journal, which may grow meanwhile.
    let known = backup::known(&*files, dir);
    let survey = survey(&files, dir, &id)?;
    let (inventory, mut faults) = match Tables::open(copy, &id) {
        Ok(tables) => {
            opened()?;
            let inventory = tables.inventory();
            let mut faults = inventory.faults.clone();
            if faults.is_empty() && tables.applied().0 == survey.end.last {
                faults.extend(states_differ(&files, dir, &survey, &tables));
            }
            (inventory, faults)
        }
        Err(TablesError::Refused(error)) => {
            return Ok(WorkingCopy::NotCompared(error.to_string()));
        }
        Err(TablesError::Damaged(what)) => {
            // A name that nothing of sled's holds on to.
            let salvaged = Tables::salvage(copy, &copy.join("salvage"));
            opened()?;
            let inventory = salvaged.map(|tables| tables.inventory());
            (inventory.unwrap_or_default(), vec![what])
        }
        Err(error) => (Inventory::default(), vec![error.to_string()]),
    };
    let comparison = Comparison::of(&survey, &inventory, known);
    faults.dedup();
    Ok(WorkingCopy::Compared { comparison, faults })
}

/// Folds the journal and holds every plan against what the working copy shows. A change that does not fit, such as one to what
/// was lost, is passed over by both alike: it is told by whoever reads the journal, and nothing mends it.
fn states_differ(
    files: &Arc<dyn Files>,
    dir: &Path,
    survey: &Survey,
    tables: &Tables,
) -> Vec<String> {
    let mut misfits = Vec::new();
    let journal = dir.join(rewrite::NAME);
    let Ok(fold) = reader::fold(files, &journal, survey, &mut misfits) else {
        return misfits;
    };
    let mut notes = Vec::new();
    let differs = |what: &str| format!("{what} is not what the entries add up to");
    match (tables.plans(), fold.plans()) {
        (Ok(kept), Ok(folded)) if kept == folded => {}
        _ => notes.push(differs("the list of plans")),
    }
    for plan in fold.plan_ids() {
        match (tables.load(plan), fold.load(plan)) {
            (Ok(kept), Ok(folded)) if kept == folded => {}
            _ => notes.push(differs(&format!("plan {}", plan.0))),
        }
    }
    notes
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to)?;
    }
    Disk.make_dir(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

impl Examination {
    /// Everything wrong with the journal, by place.
    #[must_use]
    pub fn journal_faults(&self) -> Vec<Fault> {
        let survey = &self.survey;
        let all = [
            &survey.faults,
            &survey.breaks,
            &survey.twins,
            &self.unreadable,
        ];
        let mut faults: Vec<Fault> = all.into_iter().flatten().cloned().collect();
        let fault = |place: &Place, what: &str| Fault {
            place: place.clone(),
            what: what.to_owned(),
        };
        if let Some(place) = &survey.bad_end {
            faults.push(fault(place, "the last line cannot be read"));
        }
        if let Some((other, place)) = &survey.stray {
            faults.push(fault(
                place,
                &format!("it belongs to another store ({other})"),
            ));
        }
        faults.sort_by(|a, b| a.place.cmp(&b.place));
        faults.dedup();
        faults
    }

    /// Numbers that the journal should have and has not.
    #[must_use]
    pub fn missing(&self) -> Vec<u64> {
        let beyond = self.survey.end.last + 1..=self.known;
        self.survey.missing().into_iter().chain(beyond).collect()
    }

    /// Numbers that neither copy has.
    #[must_use]
    pub fn lost(&self) -> Vec<u64> {
        match &self.copy {
            WorkingCopy::Compared { comparison, .. } => comparison.lost.clone(),
            _ => self.missing(),
        }
    }
}
