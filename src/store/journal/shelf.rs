//! Which files a journal is made of: archived segments first, then those in its own folder.
//!
//! As long as every archived segment is there, in `archive/` or still in its old place, the journal is read from its first
//! entry, and archiving changed nothing but a path. Where one was taken elsewhere, it begins after the entries of the state file.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::name_of;
use super::scan::{segment_number, segments};
use super::state::{self, Base};
use crate::store::files::{Files, Source};

/// The folder of archived segments in a store.
pub const ARCHIVE: &str = "archive";

/// What the name of an archived segment starts with in a [`super::scan::Place`].
const PREFIX: &str = "archive/";

/// The files of a journal.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// In order; those of the archive as `archive/NAME`.
    pub names: Vec<String>,
    /// What was archived, as far as the state file says.
    pub base: Option<Base>,
    /// Archived segments that are not there. Where there are any, the journal begins after the base.
    pub away: Vec<String>,
}

/// Where a file of the journal in `dir` is.
#[must_use]
pub fn locate(dir: &Path, name: &str) -> PathBuf {
    if is_outside(name) {
        dir.parent().unwrap_or(dir).join(name)
    } else {
        dir.join(name)
    }
}

/// What an archived segment is named from the journal's folder.
#[must_use]
pub fn archived_name(segment: u32) -> String {
    format!("{PREFIX}{}", name_of(segment))
}

/// Opens a file of the journal in `dir` to read; one that was just moved to the archive is found there.
///
/// # Errors
/// What the system says.
pub fn open(files: &dyn Files, dir: &Path, name: &str) -> io::Result<Box<dyn Source>> {
    match files.read(&locate(dir, name)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_outside(name) => {
            let moved = format!("{PREFIX}{name}");
            files.read(&locate(dir, &moved)).map_err(|_| error)
        }
        read => read,
    }
}

/// Whether a file of a journal is one of the archive.
#[must_use]
pub fn is_archived(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// Whether a file that belongs to a journal is not in the journal's folder: an archived segment, the state file.
#[must_use]
pub fn is_outside(name: &str) -> bool {
    is_archived(name) || name.starts_with(state::NAME)
}

/// The files of the journal in `dir`.
///
/// # Errors
/// What the system says.
pub fn shelf(files: &dyn Files, dir: &Path) -> io::Result<Shelf> {
    let here = segments(files, dir)?;
    let root = dir.parent().unwrap_or(dir);
    let base = state::brief(files, root);
    let old = segments(files, &root.join(ARCHIVE))?;
    if base.is_none() && old.is_empty() {
        return Ok(Shelf {
            names: here,
            base,
            away: Vec::new(),
        });
    }
    let newest = old.iter().filter_map(|n| segment_number(n)).max();
    // By number, and the archived one first where there are two.
    let mut all: BTreeMap<(u32, bool), String> = BTreeMap::new();
    for name in old {
        let number = segment_number(&name).unwrap_or(0);
        all.insert((number, false), format!("{PREFIX}{name}"));
    }
    for name in here {
        let number = segment_number(&name).unwrap_or(0);
        let len = |name: &str| files.len(&locate(dir, name)).ok();
        let archived = all.get(&(number, false)).and_then(|name| len(name));
        // One of the same length was being moved, or just was. Any other is read, so that nothing in it is passed over.
        let was_moved = archived.is_some() && len(&name).is_none_or(|here| archived == Some(here));
        if !was_moved {
            all.insert((number, true), name);
        }
    }
    let wanted: Vec<u32> = match &base {
        Some(base) => base
            .files
            .iter()
            .filter_map(|n| segment_number(n))
            .collect(),
        None => (1..=newest.unwrap_or(0)).collect(),
    };
    let is_there = |n: u32| {
        [false, true]
            .iter()
            .any(|here| all.contains_key(&(n, *here)))
    };
    let away = wanted.iter().filter(|n| !is_there(**n));
    let away: Vec<String> = away.map(|n| name_of(*n)).collect();
    if !away.is_empty() && base.is_some() {
        let last = base.as_ref().map_or(0, Base::segment);
        all.retain(|(number, _), name| *number > last && !is_archived(name));
    }
    Ok(Shelf {
        names: all.into_values().collect(),
        base,
        away,
    })
}
