//! Archiving cut at every file operation, by kills, power cuts and errors: the store opens with nothing lost, and archiving can be
//! done again.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::domain::*;
use milepost::store::archive::Task;
use milepost::store::disk::open_with;
use milepost::store::files::Files;
use milepost::store::journal::Journal;
use milepost::store::journal::state;
use milepost::store::journal::survey::{Entries, Survey};
use milepost::store::verify::verify;
use milepost::store::{self, DiskStore, Store, StoreError, format};

use super::archive::archived;
use super::damage::copy;
use super::faulty::{AFTER, Fault, Faulty, Sim};
use super::sample::*;

const ID: &str = "00000000000000000000000000000abc";

/// Entry `n` of a history that begins a new segment every third entry.
fn nth(n: u64) -> Entry {
    let target = Target::Action(action_id(1));
    let mut new = note(6000 + n, target, &format!("entry {n}"));
    new.at = time(&format!("{}-03-01T09:00:00+00:00", 2012 + n / 3));
    new.numbered(n)
}

fn survey(files: &Arc<dyn Files>) -> Survey {
    Survey::take(files, Path::new("/journal"), ID).unwrap()
}

fn assert_entries(files: &Arc<dyn Files>, last: u64, what: &str) {
    let survey = survey(files);
    assert!(survey.is_sound() && !survey.late, "{what}: {survey:?}");
    let dir = Path::new("/journal");
    let entries = Entries::after(0, Arc::clone(files), dir, &survey);
    let entries: Vec<Entry> = entries.map(|found| found.unwrap().0).collect();
    let wanted: Vec<Entry> = (1..=last).map(nth).collect();
    assert_eq!(entries, wanted, "{what}");
}

fn resume(files: &Arc<dyn Files>) -> Result<Journal, StoreError> {
    let end = survey(files).end;
    let before = (end.last > 0).then(|| nth(end.last).at);
    Journal::resume(Arc::clone(files), Path::new("/journal"), ID, &end, before)
}

fn write(files: &Arc<dyn Files>, from: u64, to: u64) {
    let mut journal = resume(files).unwrap();
    files.sync_dir(Path::new("/")).unwrap();
    for n in from..=to {
        journal.append(&nth(n)).unwrap();
    }
}

fn archive(files: &Arc<dyn Files>) -> Result<u64, StoreError> {
    let task = Task {
        files: Arc::clone(files),
        root: PathBuf::from("/"),
        id: ID.to_owned(),
        now: noon(),
    };
    let (plan, state) = task.plan()?;
    let last = plan.last;
    if let Some(state) = state {
        task.carry_out(&mut resume(files)?, &state, plan)?;
    }
    Ok(last)
}

/// A disk with seven entries in four segments; the first four of them archived where that is wanted.
fn disk(has_archive: bool) -> Sim {
    let sim = Sim::new();
    let files: Arc<dyn Files> = Arc::new(sim.clone());
    format::write(&sim, Path::new("/"), ID, noon()).unwrap();
    write(&files, 1, 4);
    if has_archive {
        assert_eq!(archive(&files).unwrap(), 4);
    }
    write(&files, 5, 7);
    sim
}

/// From where anything has been moved: the sum that stands for it is there whole, and builds that do not know the archive must not
/// open the store.
fn assert_fit_to_be_moved(files: &Arc<dyn Files>, what: &str) {
    let archive = Path::new("/archive");
    if !files.exists(archive) || files.list(archive).unwrap().is_empty() {
        return;
    }
    let sum = state::read(files, Path::new("/"));
    let sum = sum.unwrap_or_else(|fault| panic!("{what}: {fault}"));
    let moved = files.list(archive).unwrap();
    assert!(
        moved.iter().all(|name| sum.base.files.contains(name)),
        "{what}"
    );
    let mut text = String::new();
    let mut format = files.read(Path::new("/FORMAT")).unwrap();
    format.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("milepost-store 2\n"), "{what}: {text}");
}

#[test]
fn a_power_cut_at_any_operation_of_archiving_loses_nothing() {
    for has_archive in [false, true] {
        let whole = disk(has_archive);
        let before = whole.calls();
        let files: Arc<dyn Files> = Arc::new(whole.clone());
        assert_eq!(archive(&files).unwrap(), 7);
        assert_entries(&files, 7, "whole");
        let calls = whole.calls() - before;
        assert!(calls > 15, "{calls}");
        for cut in 1..=calls + 1 {
            for after in AFTER {
                let what = format!("cut {cut}, {after:?}, archived before: {has_archive}");
                let sim = disk(has_archive);
                sim.die_at(before + cut);
                let files: Arc<dyn Files> = Arc::new(sim.clone());
                assert_eq!(archive(&files).is_ok(), cut > calls, "{what}");
                let next: Arc<dyn Files> = Arc::new(sim.crash(after));
                assert_entries(&next, 7, &what);
                assert_fit_to_be_moved(&next, &what);
                write(&next, 8, 8);
                assert_entries(&next, 8, &what);
                // A second crash finds what was archived after the first.
                assert_eq!(archive(&next).unwrap(), 8, "{what}");
                write(&next, 9, 9);
                assert_entries(&next, 9, &what);
            }
        }
    }
}

/// Opens a store, archives it, records three more; how many entries were confirmed.
fn work(dir: &Path, files: &Faulty) -> Option<u64> {
    let (mut store, _) = open_with(dir, clock(), Arc::new(files.clone())).ok()?;
    if store.archive(false).is_err() {
        return Some(store.last());
    }
    for n in 0..3 {
        let target = Target::Action(action_id(1));
        if store.commit(note(8000 + n, target, "on")).is_err() {
            break;
        }
    }
    Some(store.last())
}

fn open(dir: &Path, what: &str) -> DiskStore {
    let (store, report) = store::open(dir, clock()).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert!(report.notes.is_empty(), "{what}: {:?}", report.notes);
    store
}

#[test]
fn a_kill_at_any_operation_of_archiving_leaves_a_store_that_opens_whole() {
    let template = archived();
    let (store, _) = store::open(template.path(), clock()).unwrap();
    let before = picture(&store);
    drop(store);
    for cut in 1.. {
        let what = format!("cut {cut}");
        let trial = in_memory();
        copy(template.path(), trial.path());
        let files = Faulty::default();
        files.set(Some(Fault::DeadFrom(cut)));
        let confirmed = work(trial.path(), &files).unwrap_or(9);
        let finished = files.calls() < cut;
        let mut store = open(trial.path(), &what);
        let now = picture(&store);
        assert!(now.2.len() as u64 >= confirmed, "{what}");
        assert!(now.2.starts_with(&before.2), "{what}");
        assert_eq!(
            store.archive(false).unwrap().last,
            now.2.len() as u64,
            "{what}"
        );
        drop(store);
        assert_eq!(picture(&open(trial.path(), &what)), now, "{what}");
        if cut % 5 == 0 {
            let found = verify(trial.path(), &probe()).unwrap();
            assert!(found.is_sound(), "{what}: {found}");
        }
        if finished {
            assert_eq!(confirmed, 12);
            assert!(cut > 20, "{cut}");
            return;
        }
    }
}

#[test]
fn an_error_at_any_operation_of_archiving_is_told_and_the_session_goes_on() {
    let template = archived();
    for cut in 1.. {
        let what = format!("cut {cut}");
        let trial = in_memory();
        copy(template.path(), trial.path());
        let files = Faulty::default();
        let (mut store, _) = open_with(trial.path(), clock(), Arc::new(files.clone())).unwrap();
        let before = files.calls();
        files.set(Some(Fault::Once(before + cut, io::ErrorKind::StorageFull)));
        let archived = store.archive(false);
        let finished = files.calls() < before + cut;
        assert_eq!(archived.is_ok(), finished, "{what}: {archived:?}");
        files.set(None);
        let target = Target::Action(action_id(1));
        assert_eq!(store.commit(note(8000, target, "on")).unwrap().seq, 10);
        store.archive(false).unwrap();
        let now = picture(&store);
        drop(store);
        assert_eq!(picture(&open(trial.path(), &what)), now, "{what}");
        if finished {
            assert!(cut > 12, "{cut}");
            return;
        }
    }
}
