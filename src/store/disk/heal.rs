//! Mending a store at open: each copy from the other, from the backups, or told as lost. Nothing is ever deleted.
//!
//! | found | done |
//! |---|---|
//! | working copy behind | caught up with |
//! | working copy damaged, missing, or lacking entries | set aside, made again from the journal |
//! | journal damaged or short, working copy whole | a new journal from both, the old one set aside |
//! | an entry in neither | taken from a backup, else named as lost |
//! | one number, both sound, different content | stop: `milepost recover` asks which to keep |

use std::path::PathBuf;
use std::sync::Arc;

use super::exchange::{finish_exchange, set_aside};
use super::open::Opening;
use super::recover::Prefer;
use super::source::Source;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::compare::{Comparison, numbers};
use crate::store::files::explain;
use crate::store::journal::rewrite::{self, Rewrite};
use crate::store::journal::scan::Lines;
use crate::store::journal::shelf;
use crate::store::journal::state::Base;
use crate::store::journal::survey::Survey;
use crate::store::tables::check::Inventory;
use crate::store::tables::{Tables, TablesError};

/// The working copy after mending.
pub(super) enum Copy {
    Tables(Box<Tables>),
    /// The system does not let it be opened.
    Refused(StoreError),
}

/// The working copy as it was found.
struct Found {
    /// What entries can be read from: the working copy itself, or what was salvaged of it.
    tables: Option<Tables>,
    inventory: Inventory,
    /// Why it has to be made again, if it has to.
    damage: Option<String>,
    /// Whether there was none, though the journal has entries.
    missing: bool,
}

impl Opening {
    /// Compares the copies, mends them, and gives the journal and the working copy, level.
    pub fn mend(&mut self) -> Result<(Survey, Copy), StoreError> {
        let mut survey = self.survey()?;
        let mut looked = self.look();
        if let (Err(TablesError::Foreign(_)), Some(Prefer::Journal)) = (&looked, self.prefer) {
            set_aside(&*self.files, &self.dir, "store", self.clock.now())?;
            looked = self.look();
        }
        let mut found = match looked {
            Ok(found) => found,
            Err(TablesError::Foreign(id)) => {
                return Err(StoreError::Corrupt(format!(
                    "the folder {} belongs to another store ({id}); run milepost recover --prefer journal to set it aside",
                    self.store_dir().display()
                )));
            }
            Err(TablesError::Refused(error @ StoreError::Locked { .. })) => return Err(error),
            Err(TablesError::Refused(error)) => {
                self.notes
                    .extend(survey.faults.iter().map(ToString::to_string));
                return Ok((survey, Copy::Refused(error)));
            }
            Err(TablesError::Damaged(what)) => return Err(StoreError::Corrupt(what)),
        };
        let known = backup::known(&*self.files, &self.dir);
        let comparison = Comparison::of(&survey, &found.inventory, known);
        let unsure = self.stop_where_unsure(&survey, &comparison, &found);
        match self.prefer {
            None => unsure?,
            Some(_) if unsure.is_ok() => self.prefer = None,
            Some(_) => {}
        }
        if self.prefer.is_some()
            || !survey.is_sound()
            || !comparison.journal_lacks.is_empty()
            || !comparison.lost.is_empty()
        {
            self.mend_journal(&survey, &comparison, &mut found)?;
            survey = self.survey()?;
        }
        if found.damage.is_none() && !comparison.store_lacks.is_empty() {
            let lacks = numbers(&comparison.store_lacks);
            found.damage = Some(format!("{lacks} missing"));
        }
        match self.mend_tables(&survey, found) {
            Ok(tables) => Ok((survey, Copy::Tables(Box::new(tables)))),
            Err(TablesError::Refused(error)) => Ok((survey, Copy::Refused(error))),
            Err(other) => Err(other.into()),
        }
    }

    /// Opens the working copy and takes its inventory; of one that does not open, what can be salvaged from a copy.
    fn look(&self) -> Result<Found, TablesError> {
        let dir = self.store_dir();
        let missing = !dir.join("db").exists();
        match Tables::open(&dir, &self.id) {
            Ok(tables) => {
                let inventory = tables.inventory();
                let damage = inventory.faults.first().cloned();
                Ok(Found {
                    tables: Some(tables),
                    inventory,
                    damage,
                    missing,
                })
            }
            Err(TablesError::Damaged(what)) => {
                // The original stays where it is until the journal has everything that is in it.
                let salvaged = Tables::salvage(&dir, &self.copy_name());
                let inventory = salvaged.as_ref().map(Tables::inventory);
                let damage = match &salvaged {
                    Ok(_) => what,
                    Err(error) => format!("{what}; nothing could be taken out of it: {error}"),
                };
                Ok(Found {
                    inventory: inventory.unwrap_or_default(),
                    tables: salvaged.ok(),
                    damage: Some(damage),
                    missing,
                })
            }
            Err(other) => Err(other),
        }
    }

    /// A name for a copy to salvage from that is not taken.
    fn copy_name(&self) -> PathBuf {
        let mut name = self.dir.join("store.copy");
        let mut n = 2;
        while name.exists() {
            name = self.dir.join(format!("store.copy.{n}"));
            n += 1;
        }
        name
    }

    /// Removes copies that were salvaged from: what they are of is set aside whole.
    fn remove_copies(&self) {
        for name in self.files.list(&self.dir).unwrap_or_default() {
            if name.starts_with("store.copy") {
                let _ = std::fs::remove_dir_all(self.dir.join(name));
            }
        }
    }

    /// Stops where two sound contents carry one number.
    fn stop_where_unsure(
        &self,
        survey: &Survey,
        comparison: &Comparison,
        found: &Found,
    ) -> Result<(), StoreError> {
        let choose = "milepost doctor shows both; milepost recover --prefer journal or --prefer store keeps one and sets the other aside";
        if let Some(twin) = survey.twins.first() {
            return Err(StoreError::Corrupt(format!("{twin}; {choose}")));
        }
        if !comparison.differ.is_empty() {
            return Err(StoreError::Corrupt(format!(
                "journal and working copy hold different content for {}; {choose}",
                numbers(&comparison.differ)
            )));
        }
        // A line that was edited and given a right checksum does not follow from the line before it.
        if let Some(edited) = survey.breaks.first() {
            if found.inventory.entries.is_empty() {
                return Ok(());
            }
            return Err(StoreError::Corrupt(format!(
                "{edited}: the line was edited after it was recorded; {choose}"
            )));
        }
        Ok(())
    }

    /// Writes a new journal from whatever has each entry, and puts it in place.
    fn mend_journal(
        &mut self,
        survey: &Survey,
        comparison: &Comparison,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let new = self.dir.join(rewrite::NEW);
        let from_backups = backup::find(&self.files, &self.dir, &self.id, &comparison.lost);
        let mut source = Source {
            survey,
            tables: found.tables.as_ref(),
            backups: &from_backups,
            prefer_store: self.prefer == Some(Prefer::Store),
            at: self.clock.now(),
            completion: None,
        };
        let after = self.archived_whole(survey, comparison);
        let last = comparison.last(survey);
        let (mut lost, mut relinked) =
            self.write_journal(&source, &found.inventory, after, last)?;
        if let Some(sum) = self.sum_of(survey, &lost)
            && let Some(completion) = self.completion(&new, sum, &lost)?
        {
            source.completion = Some(completion);
            (lost, relinked) = self.write_journal(&source, &found.inventory, after, last)?;
        }
        let completed = source.completion.is_some();
        relinked |= self.prefer.is_some();
        let ready = if relinked {
            // Its entries carry hashes that no line has any more.
            found.tables = None;
            let why = || "the journal had to be linked anew".to_owned();
            found.damage.get_or_insert_with(why);
            rewrite::RELINKED
        } else {
            rewrite::READY
        };
        self.files
            .rename(&new, &self.dir.join(ready))
            .and_then(|()| self.files.sync_dir(&self.dir))
            .map_err(|e| explain(&e, &new))?;
        finish_exchange(&*self.files, &self.dir, self.clock.now())?;
        match self.prefer {
            None => self.tell_journal(survey, comparison, &lost, completed),
            Some(kept) => self.tell_choice(kept, survey, comparison, &lost),
        }
        self.lost = lost;
        Ok(())
    }

    /// Writes every entry up to `last` to the new journal; says which were lost, and whether lines had to be linked anew.
    fn write_journal(
        &self,
        source: &Source<'_>,
        inventory: &Inventory,
        after: Option<&Base>,
        last: u64,
    ) -> Result<(Vec<u64>, bool), StoreError> {
        let mut lines = Lines::new(Arc::clone(&self.files), &self.journal_dir());
        let new = self.dir.join(rewrite::NEW);
        let mut journal = Rewrite::begin(Arc::clone(&self.files), &new, &self.id, after)?;
        let (mut lost, mut relinked) = (Vec::new(), false);
        for seq in after.map_or(0, |base| base.last) + 1..=last {
            let before = source.hash_before(seq, inventory);
            let hash = source.write(seq, &mut lines, &mut journal, &mut lost)?;
            relinked |= before != Some(hash);
        }
        journal.finish()?;
        Ok((lost, relinked))
    }

    /// What was archived, where that can stay as it is: it is elsewhere, or whole and nothing in it has to be mended.
    fn archived_whole<'a>(&self, survey: &'a Survey, comparison: &Comparison) -> Option<&'a Base> {
        let base = survey.base.as_ref()?;
        if survey.late {
            return Some(base);
        }
        let archive = self.dir.join(shelf::ARCHIVE);
        let moved = |name: &String| self.files.exists(&archive.join(name));
        let faults = [&survey.faults, &survey.breaks, &survey.twins];
        let places = faults.into_iter().flatten().map(|fault| &fault.place);
        let mut places = places.chain(&survey.bad_end);
        let lists = [
            &comparison.journal_lacks,
            &comparison.lost,
            &comparison.differ,
        ];
        let mut numbers = lists.into_iter().flatten();
        let whole = self.prefer.is_none()
            && base.files.iter().all(moved)
            && !places.any(|place| shelf::is_archived(&place.file))
            && !numbers.any(|seq| *seq <= base.last)
            && survey.marks.get(&base.last).map(|mark| mark.hash) == Some(base.hash);
        whole.then_some(base)
    }

    fn tell_journal(
        &mut self,
        survey: &Survey,
        comparison: &Comparison,
        lost: &[u64],
        completed: bool,
    ) {
        let faults = &survey.faults;
        let more = match faults.len() {
            0 | 1 => String::new(),
            n => format!(", and {} more places", n - 1),
        };
        let mut what = match (faults.first(), &survey.bad_end) {
            (Some(fault), _) => format!("The journal was damaged ({fault}{more})"),
            (None, Some(place)) => {
                format!("The last line of the journal could not be read ({place})")
            }
            (None, None) if comparison.journal_lacks.is_empty() && lost.is_empty() => {
                "Lines of the journal did not follow from those before them".to_owned()
            }
            (None, None) => "The journal was cut".to_owned(),
        };
        if !comparison.journal_lacks.is_empty() {
            let taken = numbers(&comparison.journal_lacks);
            what.push_str(&format!("; {taken} came from the working copy"));
        }
        let from_backups = comparison.lost.len() - lost.len();
        if from_backups > 0 {
            what.push_str(&format!("; {from_backups} came from the backups"));
        }
        if lost.is_empty() {
            what.push_str(". It was mended and nothing recorded is missing");
        } else {
            what.push_str(&format!(
                ". LOST: {}, in neither copy and in no backup",
                numbers(lost)
            ));
        }
        if completed {
            what.push_str("; what was recorded then came back from the sum of the archive");
        }
        let aside = self.dir.join("damaged");
        self.notes
            .push(format!("{what}. The old one is in {}.", aside.display()));
    }

    fn tell_choice(
        &mut self,
        kept: Prefer,
        survey: &Survey,
        comparison: &Comparison,
        lost: &[u64],
    ) {
        let (kept, other) = match kept {
            Prefer::Journal => ("journal", "working copy"),
            Prefer::Store => ("working copy", "journal"),
        };
        let what = match comparison.differ.as_slice() {
            [] => survey
                .breaks
                .iter()
                .chain(&survey.twins)
                .next()
                .map_or_else(String::new, ToString::to_string),
            differ => numbers(differ),
        };
        let lost = match lost {
            [] => String::new(),
            lost => format!(
                " LOST: {}, in neither copy and in no backup.",
                numbers(lost)
            ),
        };
        self.notes.push(format!(
            "The {kept} was kept ({what}); the {other} is in {}.{lost}",
            self.dir.join("damaged").display()
        ));
    }

    /// Makes the working copy level with the journal, in place or anew.
    fn mend_tables(&mut self, survey: &Survey, found: Found) -> Result<Tables, TablesError> {
        let Some(damage) = found.damage else {
            let Some(mut tables) = found.tables else {
                return Err(TablesError::Damaged("it did not open".to_owned()));
            };
            let (applied, _) = tables.applied();
            self.replay(&mut tables, survey, applied)?;
            if found.missing && survey.end.last > 0 {
                let note = "The working copy was missing. It was made again from the journal.";
                self.notes.push(note.to_owned());
            }
            return Ok(tables);
        };
        // Closes it before it is moved.
        drop(found.tables);
        self.remove_copies();
        let now = self.clock.now();
        set_aside(&*self.files, &self.dir, "store", now).map_err(TablesError::Refused)?;
        let mut tables = Tables::open(&self.store_dir(), &self.id)?;
        self.replay(&mut tables, survey, 0)?;
        self.notes.push(format!(
            "The working copy was damaged ({damage}). It was made again from the journal; the old one is in {}.",
            self.dir.join("damaged").display()
        ));
        Ok(tables)
    }
}
