//! The backups in the store's own folder: which there are, which are kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::backup_of;
use crate::store::files::{Files, explain, make_lasting};
use crate::store::journal::rewrite;
use crate::store::journal::shelf::shelf;
use crate::store::{StoreError, witness};

/// The folder of the rotating backups in a store.
pub const DIR: &str = "backups";

/// Rotating backups that are kept: one for each of so many days, and one for each of so many months.
const DAYS: usize = 14;
const MONTHS: usize = 12;

/// What stands at the end of the name of a backup that begins with what archived entries add up to.
const PART: &str = "-part.jsonl";

fn is_part(path: &Path) -> bool {
    path.to_string_lossy().ends_with(PART)
}

/// A rotating backup's name: the first of the store's id, the last entry, the day.
fn name_of(id: &str, last: u64, day: NaiveDate, part: bool) -> String {
    let id: String = id.chars().take(8).collect();
    let end = if part { PART } else { ".jsonl" };
    format!("milepost-{id}-{last:08}-{day}{end}")
}

/// Last entry and day in a rotating backup's name.
fn read_name(name: &str) -> Option<(u64, NaiveDate)> {
    let rest = name.strip_prefix("milepost-")?;
    let rest = rest
        .strip_suffix(PART)
        .or_else(|| rest.strip_suffix(".jsonl"))?;
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
pub(in crate::store) fn known(files: &dyn Files, dir: &Path) -> u64 {
    let newest = rotating(files, dir).first().map_or(0, |(_, last, _)| *last);
    newest.max(witness::known(files, dir))
}

/// Makes a rotating backup of the store, unless there is one with the same last entry, and lets go of old ones.
pub(in crate::store) fn rotate(
    files: &Arc<dyn Files>,
    dir: &Path,
    id: &str,
    last: u64,
    day: NaiveDate,
) -> Result<PathBuf, StoreError> {
    let there = rotating(&**files, dir);
    let journal = dir.join(rewrite::NAME);
    let shelf = shelf(&**files, &journal).map_err(|e| explain(&e, &journal))?;
    let part = shelf.base.is_some() && !shelf.away.is_empty();
    let same = |path: &Path, seq| seq == last && is_part(path) == part;
    if let Some((path, ..)) = there.iter().find(|(path, seq, _)| same(path, *seq)) {
        return Ok(path.clone());
    }
    let folder = dir.join(DIR);
    make_lasting(&**files, &folder).map_err(|e| explain(&e, &folder))?;
    let path = folder.join(name_of(id, last, day, part));
    backup_of(files, dir, id, &path)?;
    // One that has less never takes the place of one that has everything.
    let (parts, wholes): (Vec<_>, Vec<_>) = rotating(&**files, dir)
        .into_iter()
        .partition(|(path, ..)| is_part(path));
    for old in surplus(&parts).into_iter().chain(surplus(&wholes)) {
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
