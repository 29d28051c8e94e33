//! Restoring a backup cut at every file operation, by kills, power cuts and errors: the folder holds the whole store or says that
//! it holds none, and the same restore again makes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::domain::*;
use milepost::store::backup::restore::Restoring;
use milepost::store::backup::{Backup, backup, restore};
use milepost::store::files::{Disk, Files};
use milepost::store::format::{self, Folder};
use milepost::store::journal::state::{self, State};
use milepost::store::journal::survey::{Entries, Survey};
use milepost::store::verify::verify;
use milepost::store::{self, StoreError};

use super::archive::archived;
use super::faulty::{AFTER, After, Fault, Faulty, Sim};
use super::sample::*;

/// A backup of nine entries; of the first six only what they add up to, where `summed`.
pub fn backup_in(place: &Path, summed: bool) -> PathBuf {
    let dir = archived();
    let name = if summed {
        fs::remove_dir_all(dir.path().join("archive")).unwrap();
        "summed.jsonl"
    } else {
        "whole.jsonl"
    };
    let file = place.join(name);
    let made = backup(dir.path(), &file).unwrap();
    assert_eq!((made.entries, made.summed), (9, if summed { 6 } else { 0 }));
    file
}

/// What of a message tells that the folder holds no store yet, and what to do.
pub const NOT_FINISHED: &str = "was not finished, so there is no store in it yet";

/// The first open of a restored store makes its working copy and has nothing to mend.
#[track_caller]
pub fn assert_first_open(notes: &[String], what: &str) {
    let mut notes = notes.iter().filter(|n| !n.starts_with("Entries 1 to 6"));
    let note = notes.next().unwrap();
    assert!(
        note.starts_with("The working copy was missing"),
        "{what}: {note}"
    );
    assert_eq!(notes.next(), None, "{what}");
}

pub fn attempt(files: Arc<dyn Files>, file: &Path, dir: &Path) -> Result<Backup, StoreError> {
    let restoring = Restoring::plan(files, file, dir)?;
    restoring.make_folder()?;
    restoring.carry_out(noon())
}

const STORE: &str = "/stores/new";
const BACKUPS: [&str; 2] = ["/whole.jsonl", "/summed.jsonl"];

/// A disk with two backups on it, and an empty folder to restore to where that is wanted.
fn disk(backups: &[Vec<u8>; 2], has_folder: bool) -> Sim {
    let sim = Sim::new();
    for (name, bytes) in BACKUPS.iter().zip(backups) {
        let mut sink = sim.create(Path::new(name)).unwrap();
        sink.write(bytes).unwrap();
        sink.sync().unwrap();
    }
    sim.make_dir(Path::new("/stores")).unwrap();
    sim.sync_dir(Path::new("/")).unwrap();
    if has_folder {
        sim.make_dir(Path::new(STORE)).unwrap();
        sim.sync_dir(Path::new("/stores")).unwrap();
    }
    sim
}

/// The entries that the store in the folder has, and the sum it goes on from.
fn held(files: &Arc<dyn Files>) -> (Vec<Entry>, Option<State>) {
    let root = Path::new(STORE);
    let journal = root.join("journal");
    let Folder::Store(id) = format::inspect(&**files, root).unwrap() else {
        panic!("no store");
    };
    let survey = Survey::take(files, &journal, &id).unwrap();
    assert!(survey.is_sound(), "{survey:?}");
    let entries = Entries::after(0, Arc::clone(files), &journal, &survey);
    let entries = entries.map(|found| found.unwrap().0).collect();
    let sum = files.exists(&root.join(state::NAME));
    (entries, sum.then(|| state::read(files, root).unwrap()))
}

#[test]
fn a_power_cut_at_any_operation_of_a_restore_leaves_the_whole_store_or_none() {
    let place = in_memory();
    let backups = [false, true].map(|summed| fs::read(backup_in(place.path(), summed)).unwrap());
    let whole = BACKUPS.map(|file| {
        let files: Arc<dyn Files> = Arc::new(disk(&backups, false));
        attempt(Arc::clone(&files), Path::new(file), Path::new(STORE)).unwrap();
        held(&files)
    });
    assert_eq!(whole[0].0.len(), 9);
    assert!(whole[0].1.is_none() && whole[1].1.is_some());
    for (kind, has_folder) in [(0, false), (0, true), (1, false), (1, true)] {
        let file = Path::new(BACKUPS[kind]);
        let (mut made, mut none) = (0, 0);
        for cut in 1.. {
            let mut finished = false;
            for after in AFTER {
                let what = format!("{file:?}, cut {cut}, {after:?}, folder there: {has_folder}");
                let sim = disk(&backups, has_folder);
                let calls = sim.calls() + cut;
                sim.die_at(calls);
                let done = attempt(Arc::new(sim.clone()), file, Path::new(STORE)).is_ok();
                finished = sim.calls() < calls;
                assert_eq!(done, finished, "{what}");
                let next = sim.crash(after);
                let files: Arc<dyn Files> = Arc::new(next.clone());
                match format::inspect(&next, Path::new(STORE)) {
                    Ok(Folder::Store(_)) => {
                        assert_eq!(held(&files), whole[kind], "{what}");
                        made += 1;
                    }
                    Ok(Folder::Fresh) if !done => {}
                    Err(StoreError::Foreign(words)) if !done => {
                        assert!(words.contains(NOT_FINISHED), "{what}: {words}");
                        none += 1;
                        // Another backup may be restored there as well; that it is cut too changes nothing.
                        let other = sim.crash(after);
                        other.die_at(cut);
                        let _ = attempt(
                            Arc::new(other.clone()),
                            Path::new(BACKUPS[1 - kind]),
                            Path::new(STORE),
                        );
                        let other: Arc<dyn Files> = Arc::new(other.crash(After::Kill));
                        for kind in [1 - kind, kind] {
                            let again = attempt(
                                Arc::clone(&other),
                                Path::new(BACKUPS[kind]),
                                Path::new(STORE),
                            );
                            if again.is_ok() {
                                assert_eq!(held(&other), whole[kind], "{what}");
                            }
                        }
                    }
                    found => panic!("{what}: {found:?}"),
                }
                attempt(Arc::clone(&files), file, Path::new(STORE))
                    .unwrap_or_else(|e| panic!("{what}: {e}"));
                assert_eq!(held(&files), whole[kind], "{what}");
                let names = next.list(Path::new(STORE)).unwrap();
                let left = names.iter().filter(|n| n.ends_with(".new"));
                assert_eq!(left.count(), 0, "{what}: {names:?}");
            }
            if finished {
                assert!(cut > 15, "{cut}");
                break;
            }
        }
        // The five that were not cut; and after the last step but one.
        assert!(made > 5, "{made}");
        assert!(none > 30, "{none}");
    }
}

/// What a store that is restored from this backup shows.
pub fn shown(file: &Path) -> (Vec<PlanSummary>, Register, Vec<Entry>) {
    let place = in_memory();
    let dir = place.path().join("model");
    restore(file, &dir, &*clock()).unwrap();
    picture(&store::open(&dir, clock()).unwrap().0)
}

/// After a restore that ended somewhere: the folder says what it is, and the same restore again makes the store.
fn assert_made_by_the_next_try(
    file: &Path,
    dir: &Path,
    model: &(Vec<PlanSummary>, Register, Vec<Entry>),
    what: &str,
) {
    if !matches!(format::inspect(&Disk, dir), Ok(Folder::Fresh)) {
        match store::open(dir, clock()) {
            // Opened, it is nobody's unfinished business any more.
            Ok((store, report)) => {
                assert_first_open(&report.notes, what);
                assert_eq!(picture(&store), *model, "{what}");
                return;
            }
            Err(error) => {
                assert!(error.to_string().contains(NOT_FINISHED), "{what}: {error}");
                let read = store::read_only(dir).unwrap_err().to_string();
                assert!(read.contains(NOT_FINISHED), "{what}: {read}");
                let verified = verify(dir, &probe()).unwrap_err().to_string();
                assert!(verified.contains(NOT_FINISHED), "{what}: {verified}");
            }
        }
    }
    restore(file, dir, &*clock()).unwrap_or_else(|e| panic!("{what}: {e}"));
    let (store, report) = store::open(dir, clock()).unwrap();
    assert_first_open(&report.notes, what);
    assert_eq!(picture(&store), *model, "{what}");
}

#[test]
fn killed_or_refused_at_any_file_operation_a_restore_is_done_by_the_next_try() {
    for summed in [false, true] {
        let place = in_memory();
        let file = backup_in(place.path(), summed);
        let model = shown(&file);
        for cut in 1.. {
            let mut finished = false;
            for fault in [
                Fault::DeadFrom(cut),
                Fault::Once(cut, io::ErrorKind::StorageFull),
            ] {
                let what = format!("{fault:?}, summed: {summed}");
                let trial = in_memory();
                let dir = trial.path().join("new");
                let files = Faulty::default();
                files.set(Some(fault));
                let done = attempt(Arc::new(files.clone()), &file, &dir).is_ok();
                finished = files.calls() < cut;
                assert_eq!(done, finished, "{what}");
                assert_made_by_the_next_try(&file, &dir, &model, &what);
            }
            if finished {
                assert!(cut > 15, "{cut}");
                break;
            }
        }
    }
}
