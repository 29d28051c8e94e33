//! Putting a part of the store in another's place, so that a crash at any point leaves one of them whole. Nothing is deleted:
//! what was there goes to `damaged/` under a dated name.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use crate::store::StoreError;
use crate::store::files::{Files, explain, folder_of};
use crate::store::journal::line::{self, Line};
use crate::store::journal::{rewrite, scan, shelf, state};

/// Moves a part of the store, given by its path in it, to `damaged/` under a dated name; if it is there.
pub(in crate::store) fn set_aside(
    files: &dyn Files,
    root: &Path,
    name: &str,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let from = root.join(name);
    if !files.exists(&from) {
        return Ok(());
    }
    let last = Path::new(name).file_name().unwrap_or_default();
    let last = last.to_string_lossy();
    let damaged = root.join("damaged");
    let stamp = now.format("%Y-%m-%dT%H%M%S");
    let mut to = damaged.join(format!("{stamp}-{last}"));
    let mut n = 2;
    while files.exists(&to) {
        to = damaged.join(format!("{stamp}-{last}-{n}"));
        n += 1;
    }
    let moved = (|| {
        files.make_dir(&damaged)?;
        files.rename(&from, &to)?;
        files.sync_dir(&damaged)?;
        // The name of the folder itself, which may be new.
        files.sync_dir(root)?;
        match folder_of(&from) {
            folder if folder == root => Ok(()),
            folder => files.sync_dir(folder),
        }
    })();
    moved.map_err(|e| explain(&e, &from))
}

/// Puts a journal that is complete in the old one's place; goes on where a crash left off.
pub(in crate::store) fn finish_exchange(
    files: &dyn Files,
    root: &Path,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    for name in [rewrite::READY, rewrite::RELINKED] {
        let ready = root.join(name);
        if !files.exists(&ready) {
            continue;
        }
        if name == rewrite::RELINKED {
            set_aside(files, root, "store", now)?;
        }
        set_aside(files, root, rewrite::NAME, now)?;
        if begins_at_first(files, &ready) {
            // It has the archived entries too.
            set_aside(files, root, shelf::ARCHIVE, now)?;
            set_aside(files, root, state::NAME, now)?;
        }
        files
            .rename(&ready, &root.join(rewrite::NAME))
            .and_then(|()| files.sync_dir(root))
            .map_err(|e| explain(&e, &ready))?;
    }
    Ok(())
}

/// Whether a complete journal has every entry from the first on.
fn begins_at_first(files: &dyn Files, journal: &Path) -> bool {
    let first = || {
        let name = scan::segments(files, journal).ok()?.into_iter().next()?;
        let source = files.read(&journal.join(name)).ok()?;
        let mut bytes = Vec::new();
        let most = line::MAX_LINE as u64;
        BufReader::new(source.take(most))
            .read_until(b'\n', &mut bytes)
            .ok()?;
        match line::check(&bytes) {
            Ok(Line::Header(header)) => Some(header.after == 0),
            _ => None,
        }
    };
    first().unwrap_or(false)
}
