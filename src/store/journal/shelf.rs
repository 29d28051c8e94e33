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
    let numbered = |name: String| Some((segment_number(&name)?, name));
    let mut all: BTreeMap<u32, String> = here.into_iter().filter_map(numbered).collect();
    // One that stands in both was being moved.
    all.extend(old.into_iter().filter_map(|name| {
        let number = segment_number(&name)?;
        Some((number, format!("{PREFIX}{name}")))
    }));
    let wanted: Vec<u32> = match &base {
        Some(base) => base
            .files
            .iter()
            .filter_map(|n| segment_number(n))
            .collect(),
        None => (1..=newest.unwrap_or(0)).collect(),
    };
    let away = wanted.iter().filter(|n| !all.contains_key(n));
    let away: Vec<String> = away.map(|n| name_of(*n)).collect();
    if !away.is_empty() && base.is_some() {
        let last = base.as_ref().map_or(0, Base::segment);
        all.retain(|number, name| *number > last && !is_archived(name));
    }
    Ok(Shelf {
        names: all.into_values().collect(),
        base,
        away,
    })
}
