//! Backups: the whole journal in one file, checked line by line and read back before it counts.
//!
//! A backup is the lines of the journal between a header and an end line, so that it can be read in any text editor and a cut
//! file shows. Making one needs no lock: a running meeting goes on. sled's own files are never copied; a copy of a live
//! sled folder opens empty or cut, without an error. Those made by themselves: [`mod@rotating`]; a store made of one again:
//! [`mod@restore`].

pub mod restore;
mod rotating;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::files::{Disk, Files, beside, explain, folder_of};
use super::format::{self, Folder};
use super::journal::line::{self, Header};
use super::journal::rewrite;
use super::journal::scan::{Found, Lines, Scanner};
use super::journal::state::{self, State};
use super::journal::survey::Survey;
use super::witness;
use super::{StoreError, archive};
use crate::domain::text::count;

pub use restore::restore;
pub use rotating::{DIR, rotating};
pub(super) use rotating::{known, rotate};

/// A backup that was made or found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    pub file: PathBuf,
    /// The store it is of.
    pub store: String,
    /// The number of the last entry in it.
    pub entries: u64,
    /// Where the archive was elsewhere: up to this entry it holds what they add up to, without their history. Else 0.
    pub summed: u64,
    pub bytes: u64,
}

impl fmt::Display for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}, {} bytes, read back and sound",
            self.file.display(),
            count(self.entries, "entry"),
            self.bytes
        )?;
        if self.summed > 0 {
            write!(
                f,
                "\nOf entries 1 to {} it holds what they add up to: their history is in the archive, which is elsewhere. Keep that too.",
                self.summed
            )?;
        }
        Ok(())
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
        Folder::Fresh => return Err(format::missing(dir)),
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
    let made = write(files, dir, id, &survey, &new)
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
    dir: &Path,
    id: &str,
    survey: &Survey,
    new: &Path,
) -> Result<(), StoreError> {
    let archived = match survey.base.as_ref().filter(|_| survey.late) {
        Some(_) => Some(
            state::read(files, dir)
                .map_err(|fault| StoreError::Corrupt(archive::put_back(&fault, survey)))?,
        ),
        None => None,
    };
    let (after, hash) = match &archived {
        Some(state) => (state.base.last, state.base.hash),
        None => (0, line::seed(id)),
    };
    let header = line::write_header(&Header {
        segment: 1,
        store: id.to_owned(),
        after,
        hash,
    });
    let end = line::write_end(survey.end.last, &survey.end.hash);
    let bad_line = |e: line::LineError| StoreError::Io(e.to_string());
    let (header, end) = (header.map_err(bad_line)?, end.map_err(bad_line)?);
    let mut lines = Lines::new(Arc::clone(files), &dir.join(rewrite::NAME));
    let written = (|| {
        let mut sink = files.create(new)?;
        if let Some(state) = &archived {
            state.lines(&mut |line| sink.write(line))?;
        }
        sink.write(&header)?;
        for (_, mark) in survey.marks.range(after + 1..) {
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
    settled
        .and_then(|()| files.sync_dir(folder_of(file)))
        .map_err(|e| explain(&e, file))
}

/// Reads a backup from end to end.
///
/// # Errors
/// Where it is damaged, cut, or no backup at all.
pub fn check(files: &Arc<dyn Files>, file: &Path) -> Result<Backup, StoreError> {
    sound(files, file).map(|(backup, _)| backup)
}

/// What a backup holds, which is read from end to end.
fn sound(files: &Arc<dyn Files>, file: &Path) -> Result<(Backup, Content), StoreError> {
    let content = read(files, file)?;
    let survey = &content.survey;
    let bytes = files.len(file).map_err(|e| explain(&e, file))?;
    let first = survey
        .faults
        .iter()
        .chain(&survey.breaks)
        .chain(&survey.twins);
    if let Some(fault) = first.clone().next() {
        return Err(StoreError::BadBackup(format!(
            "{} cannot be used: line {}: {}",
            file.display(),
            fault.place.line,
            fault.what
        )));
    }
    if !survey.is_sound() || !survey.sealed {
        return Err(StoreError::BadBackup(format!(
            "{} was cut short after entry {}",
            file.display(),
            survey.end.last
        )));
    }
    let backup = Backup {
        file: file.to_owned(),
        store: content.store.clone(),
        entries: survey.end.last,
        summed: if survey.late { survey.first } else { 0 },
        bytes,
    };
    Ok((backup, content))
}

fn scanner(files: &Arc<dyn Files>, file: &Path) -> Scanner {
    let name = file.file_name().unwrap_or_default();
    let names = vec![name.to_string_lossy().into_owned()];
    let folder = file.parent().unwrap_or(Path::new(""));
    Scanner::over(Arc::clone(files), folder, names)
}

/// What a backup holds.
#[derive(Debug)]
struct Content {
    survey: Survey,
    store: String,
    /// What the archived entries add up to, where it begins with that.
    archived: Option<State>,
}

fn read(files: &Arc<dyn Files>, file: &Path) -> Result<Content, StoreError> {
    let system = |e| explain(&e, file);
    let mut lines = scanner(files, file);
    match lines.advance().map_err(system)? {
        Some(Found::Header(header, _)) => {
            let survey = Survey::of(scanner(files, file), &header.store, None).map_err(system)?;
            Ok(Content {
                survey,
                store: header.store,
                archived: None,
            })
        }
        Some(Found::State(_)) => {
            let state = read_state(&mut lines, file)?;
            let store = state.base.store.clone();
            let survey = Survey::of(lines, &store, Some(&state.base)).map_err(system)?;
            Ok(Content {
                survey,
                store,
                archived: Some(state),
            })
        }
        _ => Err(StoreError::Foreign(format!(
            "{} is not a milepost backup",
            file.display()
        ))),
    }
}

/// Reads the lines of a state file at the beginning of a backup, the first of which was just found.
fn read_state(lines: &mut Scanner, file: &Path) -> Result<State, StoreError> {
    let mut reading = state::Reading::default();
    let mut number = 1;
    let bad = |number: u64, what: &str| {
        StoreError::BadBackup(format!(
            "{} cannot be used: line {number}: {what}",
            file.display()
        ))
    };
    loop {
        reading
            .take(lines.line())
            .map_err(|what| bad(number, &what))?;
        if reading.is_done() {
            break;
        }
        number += 1;
        match lines.advance().map_err(|e| explain(&e, file))? {
            Some(Found::State(_)) => {}
            _ => return Err(bad(number, "it is no line of a state file")),
        }
    }
    let state = reading.finish();
    state.ok_or_else(|| bad(number, "lines are missing"))
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
