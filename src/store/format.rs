//! The file that says what a folder is: a Milepost store, which one, and in which format.
//!
//! ```text
//! milepost-store 1
//! id 0f3a…
//! created 2026-11-22T14:02:11+00:00
//! crc 5f0c1e2a
//! ```

use std::io::Read;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::StoreError;
use super::files::{Files, explain, replace};
use super::journal::line::hex;
use super::journal::shelf::ARCHIVE;
use super::journal::state;

/// The file's name in a store.
pub const NAME: &str = "FORMAT";

/// The newest format this build reads.
pub const VERSION: u32 = 2;

/// The format of a store of which nothing was archived, and of one whose journal may begin after archived entries: builds that
/// do not know the archive would take those for lost.
const PLAIN: u32 = 1;
const ARCHIVED: u32 = 2;

/// The folder in which the journal of a store that is restored from a backup grows. As long as it is there and nothing of a store
/// that was worked with, there is no store.
pub const RESTORING: &str = "restore.new";

/// Everything a store's folder may hold.
pub const KNOWN: [&str; 24] = [
    NAME,
    "FORMAT.new",
    super::lock::NAME,
    super::witness::NAME,
    "LAST.new",
    "journal",
    "journal.new",
    "journal.ready",
    "journal.relinked",
    RESTORING,
    "store",
    "store.copy",
    super::drafts::DIR,
    "backups",
    "damaged",
    "inbox",
    "check",
    "opening",
    "unchecked",
    super::outlook::NAME,
    "outlook.new",
    ARCHIVE,
    state::NAME,
    "state.jsonl.new",
];

/// What a folder turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// Nothing there, or nothing in it yet.
    Fresh,
    /// A store, with its id.
    Store(String),
    /// A store whose format file is missing or damaged.
    Nameless,
}

/// What is said where a store was to be read, mended or copied, and there is none.
#[must_use]
pub fn missing(dir: &Path) -> StoreError {
    StoreError::Foreign(format!(
        "there is no milepost store in {}: import a plan first, or give another --store",
        dir.display()
    ))
}

/// Says what is in `dir`, without changing anything.
///
/// # Errors
/// [`StoreError::Foreign`] for a folder of something else and for one with a restore that was not finished,
/// [`StoreError::TooNew`] for a newer store.
pub fn inspect(files: &dyn Files, dir: &Path) -> Result<Folder, StoreError> {
    if !files.exists(dir) {
        return Ok(Folder::Fresh);
    }
    let names = files.list(dir).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotADirectory => StoreError::Foreign(format!(
            "{} is a file, not a folder: give another --store",
            dir.display()
        )),
        _ => explain(&e, dir),
    })?;
    let has = |name: &str| names.iter().any(|n| n == name);
    if is_unfinished(&names) {
        return Err(StoreError::Foreign(format!(
            "a restore into {} was not finished, so there is no store in it yet: if it no longer runs, run the same milepost restore again (it begins anew), or give another --store",
            dir.display()
        )));
    }
    if has(NAME) {
        return read(files, &dir.join(NAME));
    }
    if has_entries(&names) || has(state::NAME) {
        return Ok(Folder::Nameless);
    }
    if let Some(foreign) = names.iter().find(|n| !KNOWN.contains(&n.as_str())) {
        return Err(StoreError::Foreign(format!(
            "{} is not a milepost store (it holds {foreign}): give an empty folder or one that does not exist yet",
            dir.display()
        )));
    }
    Ok(Folder::Fresh)
}

/// Whether `dir` holds a restore that was begun and not finished, and no store.
#[must_use]
pub fn is_restoring(files: &dyn Files, dir: &Path) -> bool {
    files.list(dir).is_ok_and(|names| is_unfinished(&names))
}

fn is_unfinished(names: &[String]) -> bool {
    names.iter().any(|n| n == RESTORING) && !has_entries(names)
}

/// Whether one of these names in a folder is that of a place where entries are kept.
fn has_entries(names: &[String]) -> bool {
    let mut names = names.iter();
    names.any(|n| n.starts_with("journal") || n == "store" || n == ARCHIVE)
}

fn text(files: &dyn Files, path: &Path) -> Result<String, StoreError> {
    let mut bytes = Vec::new();
    let source = files.read(path).map_err(|e| explain(&e, path))?;
    source
        .take(1 << 12)
        .read_to_end(&mut bytes)
        .map_err(|e| explain(&e, path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read(files: &dyn Files, path: &Path) -> Result<Folder, StoreError> {
    let text = text(files, path)?;
    let Some((covered, crc)) = text.split_once("crc ") else {
        return Ok(Folder::Nameless);
    };
    if crc.trim_end() != checksum(covered) {
        return Ok(Folder::Nameless);
    }
    let mut lines = covered.lines();
    let version = lines.next().and_then(|l| l.strip_prefix("milepost-store "));
    let Some(found) = version.and_then(|v| v.parse::<u32>().ok()) else {
        return Ok(Folder::Nameless);
    };
    if found > VERSION {
        return Err(StoreError::TooNew {
            found,
            known: VERSION,
        });
    }
    let id = lines.find_map(|l| l.strip_prefix("id "));
    Ok(id.map_or(Folder::Nameless, |id| Folder::Store(id.to_owned())))
}

fn checksum(covered: &str) -> String {
    hex(&crc32fast::hash(covered.as_bytes()).to_be_bytes())
}

/// Says anew in which format the store in `dir` is, after something of it was archived.
///
/// # Errors
/// What the system says, in words.
pub fn raise(
    files: &dyn Files,
    dir: &Path,
    id: &str,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let text = text(files, &dir.join(NAME))?;
    let created = text.lines().find_map(|l| l.strip_prefix("created "));
    let created = created.and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    write(files, dir, id, created.unwrap_or(now))
}

/// Writes the format file of the store `id`.
///
/// # Errors
/// What the system says, in words.
pub fn write(
    files: &dyn Files,
    dir: &Path,
    id: &str,
    created: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let archived = [ARCHIVE, state::NAME].map(|name| files.exists(&dir.join(name)));
    let version = if archived.contains(&true) {
        ARCHIVED
    } else {
        PLAIN
    };
    let created = created.to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let covered = format!("milepost-store {version}\nid {id}\ncreated {created}\n");
    let text = format!("{covered}crc {}\n", checksum(&covered));
    let path = dir.join(NAME);
    replace(files, &path, text.as_bytes()).map_err(|e| explain(&e, &path))
}

/// A new id that no other store has.
#[must_use]
pub fn new_id() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    // Each state is keyed from the system's source of randomness.
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
