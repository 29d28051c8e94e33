//! Backups: the whole journal in one file, checked line by line and read back before it counts.
//!
//! A backup is the lines of the journal between a header and an end line, so that it can be read in any text editor and a cut
//! file shows. Making one needs no lock: a running meeting goes on. sled's own files are never copied; a copy of a live
//! sled folder opens empty or cut, without an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::StoreError;
use super::files::{Disk, Files, beside, explain};
use super::format::{self, Folder};
use super::journal::line::{self, Header};
use super::journal::rewrite::{self, Rewrite};
use super::journal::scan::{Found, Lines, Scanner};
use super::journal::survey::Survey;
use super::witness;

/// The folder of the rotating backups in a store.
pub const DIR: &str = "backups";

/// Rotating backups that are kept: one for each of so many days, and one for each of so many months.
const DAYS: usize = 14;
const MONTHS: usize = 12;

/// A backup that was made or found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    pub file: PathBuf,
    /// The store it is of.
    pub store: String,
    /// How many entries it holds.
    pub entries: u64,
    pub bytes: u64,
}

impl fmt::Display for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} entries, {} bytes, read back and sound",
            self.file.display(),
            self.entries,
            self.bytes
        )
    }
}

/// Writes a backup of the store in `dir` to `file`, which must not exist, and reads it back.
///
/// # Errors
/// Where `file` exists, the journal is damaged, or the system refuses. No half file stays behind.
pub fn backup(dir: &Path, file: &Path) -> Result<Backup, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let id = match format::inspect(&*files, dir)? {
        Folder::Store(id) => id,
        Folder::Nameless => super::disk::id_of(&files, dir)?,
        Folder::Fresh => {
            return Err(StoreError::Foreign(format!(
                "there is no milepost store in {}: nothing to back up",
                dir.display()
            )));
        }
    };
    backup_of(&files, dir, &id, file)
}

pub(super) fn backup_of(
    files: &Arc<dyn Files>,
    dir: &Path,
    id: &str,
    file: &Path,
) -> Result<Backup, StoreError> {
    if files.exists(file) {
        return Err(StoreError::Io(format!(
            "{} exists already: give another name, nothing is overwritten",
            file.display()
        )));
    }
    let journal = dir.join(rewrite::NAME);
    // Before the journal, which may grow meanwhile.
    let known = witness::known(&**files, dir);
    let survey = Survey::take(files, &journal, id).map_err(|e| explain(&e, &journal))?;
    if survey.end.last < known {
        return Err(StoreError::Corrupt(format!(
            "the journal ends at entry {}, but {known} were recorded; run milepost doctor, and make the backup when the store is sound",
            survey.end.last
        )));
    }
    if let Some(fault) = survey.faults.iter().chain(&survey.breaks).next() {
        return Err(StoreError::Corrupt(format!(
            "{fault}; run milepost doctor, and make the backup when the store is sound"
        )));
    }
    let new = beside(file);
    if files.exists(&new) {
        files.remove(&new).map_err(|e| explain(&e, &new))?;
    }
    let made = write(files, &journal, id, &survey, &new)
        .and_then(|()| check(files, &new))
        .and_then(|read| {
            if read.entries != survey.end.last || read.store != id {
                return Err(StoreError::Io(format!(
                    "{} did not read back as it was written",
                    file.display()
                )));
            }
            settle_name(files, &new, file)?;
            Ok(read)
        });
    match made {
        Ok(read) => Ok(Backup {
            file: file.to_owned(),
            ..read
        }),
        Err(error) => {
            // Half a backup is worse than none.
            let _ = files.remove(&new);
            Err(error)
        }
    }
}

fn write(
    files: &Arc<dyn Files>,
    journal: &Path,
    id: &str,
    survey: &Survey,
    new: &Path,
) -> Result<(), StoreError> {
    let header = line::write_header(&Header {
        segment: 1,
        store: id.to_owned(),
        after: 0,
        hash: line::seed(id),
    });
    let end = line::write_end(survey.end.last, &survey.end.hash);
    let bad_line = |e: line::LineError| StoreError::Io(e.to_string());
    let (header, end) = (header.map_err(bad_line)?, end.map_err(bad_line)?);
    let mut lines = Lines::new(Arc::clone(files), journal);
    let written = (|| {
        let mut sink = files.create(new)?;
        sink.write(&header)?;
        for mark in survey.marks.values() {
            let mut bytes = lines.at(&mark.place)?;
            // Saved by an editor with other line ends, or cut just before its own.
            while bytes.last().is_some_and(|b| b"\r\n".contains(b)) {
                bytes.pop();
            }
            bytes.push(b'\n');
            sink.write(&bytes)?;
        }
        sink.write(&end)?;
        sink.sync()
    })();
    written.map_err(|e| explain(&e, new))
}

/// Gives a complete file its name, unless there is one of that name by now.
fn settle_name(files: &Arc<dyn Files>, new: &Path, file: &Path) -> Result<(), StoreError> {
    let settled = match std::fs::hard_link(new, file) {
        Ok(()) => files.remove(new),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
        // File systems without hard links.
        Err(_) => files.rename(new, file),
    };
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
    settled
        .and_then(|()| files.sync_dir(folder.unwrap_or(Path::new("."))))
        .map_err(|e| explain(&e, file))
}

/// Reads a backup from end to end.
///
/// # Errors
/// Where it is damaged, cut, or no backup at all.
pub fn check(files: &Arc<dyn Files>, file: &Path) -> Result<Backup, StoreError> {
    let (survey, store) = survey(files, file)?;
    let bytes = files.len(file).map_err(|e| explain(&e, file))?;
    let first = survey
        .faults
        .iter()
        .chain(&survey.breaks)
        .chain(&survey.twins);
    if let Some(fault) = first.clone().next() {
        return Err(StoreError::Corrupt(format!(
            "the backup {} cannot be used: line {}: {}",
            file.display(),
            fault.place.line,
            fault.what
        )));
    }
    if !survey.is_sound() || !survey.sealed {
        return Err(StoreError::Corrupt(format!(
            "the backup {} was cut short after entry {}",
            file.display(),
            survey.end.last
        )));
    }
    Ok(Backup {
        file: file.to_owned(),
        store,
        entries: survey.end.last,
        bytes,
    })
}

fn scanner(files: &Arc<dyn Files>, file: &Path) -> Scanner {
    let name = file.file_name().unwrap_or_default();
    let names = vec![name.to_string_lossy().into_owned()];
    let folder = file.parent().unwrap_or(Path::new(""));
    Scanner::over(Arc::clone(files), folder, names)
}

fn survey(files: &Arc<dyn Files>, file: &Path) -> Result<(Survey, String), StoreError> {
    let system = |e| explain(&e, file);
    let first = scanner(files, file).advance().map_err(system)?;
    let Some(Found::Header(header, _)) = first else {
        return Err(StoreError::Foreign(format!(
            "{} is not a milepost backup",
            file.display()
        )));
    };
    let survey = Survey::of(scanner(files, file), &header.store).map_err(system)?;
    Ok((survey, header.store))
}

/// Makes a store in `dir` from a backup. `dir` must be empty or not there; nothing is overwritten.
///
/// # Errors
/// Where the backup is damaged, `dir` holds anything, or the system refuses.
pub fn restore(
    file: &Path,
    dir: &Path,
    clock: &dyn crate::clock::Clock,
) -> Result<Backup, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let found = check(&files, file)?;
    if format::inspect(&*files, dir)? != Folder::Fresh {
        return Err(StoreError::Foreign(format!(
            "{} holds a store already: restore to another folder with --store, nothing is overwritten",
            dir.display()
        )));
    }
    files.make_dir(dir).map_err(|e| explain(&e, dir))?;
    let _lock = super::lock::take(dir, clock.now())?;
    let part = dir.join("restore.new");
    let mut journal = Rewrite::begin(Arc::clone(&files), &part, &found.store)?;
    let mut lines = scanner(&files, file);
    while let Some(piece) = lines.advance().map_err(|e| explain(&e, file))? {
        if let Found::Entry(_) = piece {
            journal.keep(lines.line())?;
        }
    }
    journal.finish()?;
    format::write(&*files, dir, &found.store, clock.now())?;
    let to = dir.join(rewrite::NAME);
    files
        .rename(&part, &to)
        .and_then(|()| files.sync_dir(dir))
        .map_err(|e| explain(&e, &to))?;
    Ok(found)
}

/// A rotating backup's name: the first of the store's id, the last entry, the day.
fn name_of(id: &str, last: u64, day: NaiveDate) -> String {
    let id: String = id.chars().take(8).collect();
    format!("milepost-{id}-{last:08}-{day}.jsonl")
}

/// Last entry and day in a rotating backup's name.
fn read_name(name: &str) -> Option<(u64, NaiveDate)> {
    let rest = name.strip_prefix("milepost-")?.strip_suffix(".jsonl")?;
    let (_, rest) = rest.split_once('-')?;
    let (last, day) = rest.split_once('-')?;
    Some((last.parse().ok()?, day.parse().ok()?))
}

/// The rotating backups of a store, newest first: path, last entry, day.
#[must_use]
pub fn rotating(files: &dyn Files, dir: &Path) -> Vec<(PathBuf, u64, NaiveDate)> {
    let folder = dir.join(DIR);
    let names = files.list(&folder).unwrap_or_default();
    let mut found: Vec<_> = names
        .iter()
        .filter_map(|name| {
            let (last, day) = read_name(name)?;
            Some((folder.join(name), last, day))
        })
        .collect();
    found.sort_by_key(|(_, last, day)| std::cmp::Reverse((*last, *day)));
    found
}

/// The number of the last entry that backups or witness know of; 0 where there is neither.
pub(super) fn known(files: &dyn Files, dir: &Path) -> u64 {
    let newest = rotating(files, dir).first().map_or(0, |(_, last, _)| *last);
    newest.max(witness::known(files, dir))
}

/// Makes a rotating backup of the store, unless there is one with the same last entry, and lets go of old ones.
pub(super) fn rotate(
    files: &Arc<dyn Files>,
    dir: &Path,
    id: &str,
    last: u64,
    day: NaiveDate,
) -> Result<PathBuf, StoreError> {
    let there = rotating(&**files, dir);
    if let Some((path, ..)) = there.iter().find(|(_, seq, _)| *seq == last) {
        return Ok(path.clone());
    }
    let folder = dir.join(DIR);
    files.make_dir(&folder).map_err(|e| explain(&e, &folder))?;
    let path = folder.join(name_of(id, last, day));
    backup_of(files, dir, id, &path)?;
    for old in surplus(&rotating(&**files, dir)) {
        // One too many does no harm.
        let _ = files.remove(&old);
    }
    Ok(path)
}

/// Backups that are not the newest of one of the last days or months.
fn surplus(newest_first: &[(PathBuf, u64, NaiveDate)]) -> Vec<PathBuf> {
    let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
    let mut surplus = Vec::new();
    for (path, _, day) in newest_first {
        let of_day = days.len() < DAYS && days.insert(*day);
        let of_month = months.len() < MONTHS && months.insert((day.year(), day.month()));
        if !of_day && !of_month {
            surplus.push(path.clone());
        }
    }
    surplus
}

/// Looks for the lines of entries in the rotating backups, newest first.
pub(super) fn find(
    files: &Arc<dyn Files>,
    dir: &Path,
    id: &str,
    wanted: &[u64],
) -> BTreeMap<u64, Vec<u8>> {
    let mut found = BTreeMap::new();
    for (path, ..) in rotating(&**files, dir) {
        let mut lines = scanner(files, &path);
        let mut ours = false;
        while let Ok(Some(piece)) = lines.advance() {
            match piece {
                Found::Header(header, _) => ours = header.store == id,
                Found::Entry(mark) if ours && wanted.binary_search(&mark.seq).is_ok() => {
                    found
                        .entry(mark.seq)
                        .or_insert_with(|| lines.line().to_vec());
                }
                _ => {}
            }
        }
        if found.len() == wanted.len() {
            break;
        }
    }
    found
}
