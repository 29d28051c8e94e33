//! Reading a store that another process may have open: the fold of its journal, without a lock and without touching sled.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compare::numbers;
use super::disk::source::is_in_place_of_lost;
use super::drafts::Drafts;
use super::files::{Disk, Files, explain};
use super::format::{self, Folder};
use super::journal::state;
use super::journal::survey::{Entries, Survey};
use super::{MemoryStore, Reader, StoreError, Which, archive, memory, witness};
use crate::domain::text::count;
use crate::domain::{ApplyError, Entry, Key, PlanId, PlanSummary, Record, Register};

/// What the journal of a store adds up to, as of the moment it was read. Its entries are read again where they are asked for:
/// few commands show any, and an import is as large as the plan.
#[derive(Debug)]
pub struct JournalReader {
    state: MemoryStore,
    files: Arc<dyn Files>,
    journal: PathBuf,
    survey: Survey,
    drafts: Drafts,
    notes: Vec<String>,
    damage: Option<String>,
}

impl JournalReader {
    /// Plain sentences about what could not be read; empty as a rule.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Why what was read cannot be relied on: an entry is missing, does not read, or stands there in two ways. What it changed
    /// is not there or not right, from a status to a whole plan.
    #[must_use]
    pub fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }
}

/// Reads the store in `dir`. An unfinished last line, which a running meeting may just be writing, is not there yet.
///
/// # Errors
/// [`StoreError::Foreign`] where there is no store, [`StoreError::TooNew`] for a newer one, and what the system says.
pub fn read_only(dir: &Path) -> Result<JournalReader, StoreError> {
    read(dir, drop)
}

/// The same with all its entries, for what is made from the whole history: they are not read a second time.
///
/// # Errors
/// As [`read_only`].
pub fn read_history(dir: &Path) -> Result<(JournalReader, Vec<Entry>), StoreError> {
    let mut entries = Vec::new();
    let reader = read(dir, |entry| entries.push(entry))?;
    Ok((reader, entries))
}

fn read(dir: &Path, mut keep: impl FnMut(Entry)) -> Result<JournalReader, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let id = match format::inspect(&*files, dir)? {
        Folder::Store(id) => id,
        Folder::Nameless => super::disk::id_from_journal(&files, dir)?,
        Folder::Fresh => return Err(format::missing(dir)),
    };
    let journal = dir.join("journal");
    // Before the journal, which may grow meanwhile.
    let known = witness::known(&*files, dir);
    let survey = Survey::take(&files, &journal, &id).map_err(|e| explain(&e, &journal))?;
    if let Some(found) = survey.too_new {
        return Err(StoreError::TooNew {
            found,
            known: super::journal::line::VERSION,
        });
    }
    let mut notes: Vec<String> = survey.faults.iter().map(ToString::to_string).collect();
    let mut damage = missing(&*files, &journal, &survey);
    if survey.end.last < known {
        let words = format!(
            "the journal ends at entry {}, but {known} were recorded",
            survey.end.last
        );
        notes.push(format!("{words}: run milepost doctor"));
        damage.get_or_insert(words);
    }
    notes.extend(archive::elsewhere(dir, &survey));
    let mut state = MemoryStore::default();
    let unreadable = each(&files, &journal, &survey, &mut notes, |entry| {
        let misfits = state.pass(&entry)?;
        keep(entry);
        Ok(misfits)
    })?;
    let damage = damage.or(unreadable);
    let drafts = Drafts::new(Arc::clone(&files), dir);
    Ok(JournalReader {
        state,
        files,
        journal,
        survey,
        drafts,
        notes,
        damage,
    })
}

/// What of the journal is not there, or not in one way alone.
fn missing(files: &dyn Files, journal: &Path, survey: &Survey) -> Option<String> {
    let in_two_ways = survey.twins.iter().chain(&survey.breaks).next();
    if let Some(fault) = in_two_ways {
        return Some(fault.to_string());
    }
    if let Some((other, place)) = &survey.stray {
        return Some(format!("{place} belongs to another store ({other})"));
    }
    if !files.exists(journal) && !survey.late {
        return Some(format!("{} is missing", journal.display()));
    }
    let lacks = survey.missing();
    if lacks.is_empty() {
        return None;
    }
    let place = survey.faults.first().map(|fault| format!(" ({fault})"));
    Some(format!(
        "{} cannot be read{}",
        numbers(&lacks),
        place.unwrap_or_default()
    ))
}

/// Folds every entry that a survey found; what could not be read or did not fit is added to `notes`.
pub(super) fn fold(
    files: &Arc<dyn Files>,
    journal: &Path,
    survey: &Survey,
    notes: &mut Vec<String>,
) -> Result<MemoryStore, StoreError> {
    let mut state = MemoryStore::default();
    if let Some(base) = survey.base.as_ref().filter(|_| survey.late) {
        state.raise_next(base.next);
    }
    each(files, journal, survey, notes, |entry| state.replay(entry))?;
    Ok(state)
}

/// Does something with every entry that a survey found, in order; it gives what did not fit. Of what does not fit behind an
/// entry that was lost one sentence is said: it is for good. Says of the first one that could not
/// be read why.
fn each(
    files: &Arc<dyn Files>,
    journal: &Path,
    survey: &Survey,
    notes: &mut Vec<String>,
    mut take: impl FnMut(Entry) -> Result<Vec<ApplyError>, StoreError>,
) -> Result<Option<String>, StoreError> {
    let mut unreadable = None;
    let mut lost = Vec::new();
    let mut passed_over = 0;
    for found in Entries::after(0, Arc::clone(files), journal, survey) {
        match found {
            Ok((entry, mark)) => {
                if is_in_place_of_lost(&entry) {
                    lost.push(entry.seq);
                }
                let misfits = take(entry)?;
                if lost.is_empty() {
                    notes.extend(misfits.iter().map(|m| format!("{}: {m}", mark.place)));
                } else {
                    passed_over += misfits.len();
                }
            }
            Err(fault) if fault.place.file == state::NAME => {
                return Err(StoreError::Corrupt(archive::put_back(&fault, survey)));
            }
            Err(fault) => {
                notes.push(fault.to_string());
                unreadable.get_or_insert(fault.to_string());
            }
        }
    }
    if passed_over > 0 {
        notes.push(format!(
            "{} lost to damage before: {} of later entries passed over, since what they change is missing",
            numbers(&lost),
            count(passed_over, "change")
        ));
    }
    Ok(unreadable)
}

impl Reader for JournalReader {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        self.state.plans()
    }

    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        self.state.load(plan)
    }

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        Reader::record(&self.state, key)
    }

    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        let (after, most) = match which {
            Which::After(seq) => (seq, usize::MAX),
            Which::One(seq) => (seq.saturating_sub(1), 1),
            Which::Meeting(_) | Which::Target(_) | Which::Plan(_) => (0, usize::MAX),
        };
        let files = Arc::clone(&self.files);
        let mut wanted = Vec::new();
        for found in Entries::after(after, files, &self.journal, &self.survey).take(most) {
            match found {
                Ok((entry, _)) if memory::is_wanted(&entry, which) => {
                    wanted.push(memory::cut_to(entry, which));
                }
                Ok(_) => {}
                Err(fault) => {
                    let words = fault.to_string();
                    // What could not be read before was said then.
                    if !self.notes.contains(&words) {
                        return Err(StoreError::Io(format!("{words}; run the command again")));
                    }
                }
            }
        }
        Ok(wanted)
    }

    fn last(&self) -> Result<u64, StoreError> {
        Ok(self.survey.end.last)
    }

    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.drafts.get(name)
    }
}
