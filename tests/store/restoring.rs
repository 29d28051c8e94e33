//! Restoring a backup with the program: when it is refused, what it says, what a kill leaves, and others who want the folder
//! meanwhile.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use milepost::domain::*;
use milepost::store::backup::{backup, restore};
use milepost::store::disk::open_with;
use milepost::store::files::Files;
use milepost::store::verify::verify;
use milepost::store::{self, Store};
use tempfile::TempDir;

use super::faulty::{Fault, Faulty};
use super::program::said;
use super::restore_cuts::{NOT_FINISHED, assert_first_open, attempt, backup_in, shown};
use super::sample::*;
use super::watched::{Watch, Watched};

#[test]
fn a_restore_that_was_done_and_did_not_say_so_is_done_again_until_the_store_is_opened() {
    let place = in_memory();
    let file = backup_in(place.path(), false);
    let dir = place.path().join("new");
    let first = restore(&file, &dir, &*clock()).unwrap();
    assert_eq!(restore(&file, &dir, &*clock()).unwrap(), first);
    let other = backup_in(place.path(), true);
    let error = restore(&other, &dir, &*clock()).unwrap_err().to_string();
    assert!(error.contains("holds a store already"), "{error}");
    let (mut store, _) = store::open(&dir, clock()).unwrap();
    let error = restore(&file, &dir, &*clock()).unwrap_err().to_string();
    assert!(error.contains("every entry of this backup"), "{error}");
    let target = Target::Action(action_id(1));
    store.commit(note(8000, target, "since")).unwrap();
    let error = restore(&file, &dir, &*clock()).unwrap_err().to_string();
    assert!(error.contains("holds a store already"), "{error}");
    assert!(error.contains("nothing is overwritten"), "{error}");
    assert_eq!(store.last(), 10);
}

/// The disk, on which another process does something just after a folder was made or found.
struct Meanwhile(Mutex<Option<Box<dyn FnOnce() + Send>>>);

impl std::fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meanwhile")
    }
}

impl Watch for Meanwhile {
    fn made(&self, _dir: &Path) {
        if let Some(work) = self.0.lock().unwrap().take() {
            work();
        }
    }
}

fn meanwhile(work: impl FnOnce() + Send + 'static) -> Arc<dyn Files> {
    Arc::new(Watched(Meanwhile(Mutex::new(Some(Box::new(work))))))
}

#[test]
fn a_store_that_was_restored_while_another_process_waited_to_open_it_is_opened_as_it_is() {
    let place = in_memory();
    let file = backup_in(place.path(), false);
    let (dir, from) = (place.path().join("opened"), file.clone());
    let to = dir.clone();
    let files = meanwhile(move || drop(restore(&from, &to, &*clock()).unwrap()));
    let (store, report) = open_with(&dir, clock(), files).unwrap();
    assert_first_open(&report.notes, "meanwhile");
    assert_eq!(picture(&store), shown(&file));
}

#[test]
fn a_store_that_was_made_while_a_restore_waited_for_the_folder_is_left_alone() {
    let place = in_memory();
    let file = backup_in(place.path(), false);
    let dir = place.path().join("restored");
    let to = dir.clone();
    let files = meanwhile(move || fill(&mut store::open(&to, clock()).unwrap().0));
    let error = attempt(files, &file, &dir).unwrap_err().to_string();
    assert!(error.contains("nothing is overwritten"), "{error}");
    let (store, report) = store::open(&dir, clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(store.last(), 6);
}

/// The program, with a home beside the store: the folder itself is to be as it was.
fn program(dir: &Path, words: &[&str]) -> Command {
    let mut command = super::program::program(dir, words);
    command.env("HOME", dir.parent().unwrap());
    command
}

#[test]
fn every_command_says_that_a_restore_was_not_finished_and_the_same_restore_finishes_it() {
    let place = in_memory();
    let file = backup_in(place.path(), false);
    let dir = place.path().join("new");
    let files = Faulty::default();
    files.set(Some(Fault::DeadFrom(8)));
    attempt(Arc::new(files), &file, &dir).unwrap_err();
    let before = fs::read_dir(&dir).unwrap().count();
    let plan = place.path().join("plan.csv");
    fs::write(
        &plan,
        "No,Action,Lead,Timescale\n1.1,Fence the bank,Ann Example,May 2013\n",
    )
    .unwrap();
    let to = place.path().join("copy.jsonl");
    let (plan, to) = (plan.to_str().unwrap(), to.to_str().unwrap());
    let commands: [&[&str]; 16] = [
        &["list"],
        &["show", "1.1"],
        &["mine", "Ann"],
        &["update", "1.1", "--rag", "red"],
        &["chase"],
        &["leads"],
        &["plans"],
        &["meetings"],
        &["minutes"],
        &["export", "--format", "csv"],
        &["import", plan, "--yes"],
        &["backup", to],
        &["archive"],
        &["verify"],
        &["doctor"],
        &["recover"],
    ];
    for words in commands {
        let output = program(&dir, words).output().unwrap();
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {told}");
        assert!(told.contains(NOT_FINISHED), "{words:?}: {told}");
        assert!(told.contains("run the same milepost restore"), "{told}");
        assert_eq!(fs::read_dir(&dir).unwrap().count(), before, "{words:?}");
    }
    let output = program(&dir, &["restore", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("9 entries restored"));
    assert_eq!(
        picture(&store::open(&dir, clock()).unwrap().0),
        shown(&file)
    );
}

#[test]
fn a_folder_that_is_there_is_filled_in_its_place() {
    let place = in_memory();
    let file = backup_in(place.path(), true);
    let dir = place.path().join("mounted");
    fs::create_dir(&dir).unwrap();
    // Open, so that it is told from another folder of that name.
    let same = fs::File::open(&dir).unwrap();
    let mut command = program(&dir, &["restore", file.to_str().unwrap()]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let number = |meta: fs::Metadata| (meta.dev(), meta.ino());
        let there = number(fs::metadata(&dir).unwrap());
        assert_eq!(there, number(same.metadata().unwrap()));
    }
    let names = fs::read_dir(place.path()).unwrap();
    assert_eq!(names.count(), 2, "the backup and the store");
    assert_eq!(
        picture(&store::open(&dir, clock()).unwrap().0),
        shown(&file)
    );
}

#[test]
fn the_program_killed_while_it_restores_leaves_the_whole_store_or_none() {
    let place = TempDir::new().unwrap();
    let (first, file) = (place.path().join("first"), place.path().join("copy.jsonl"));
    let (mut store, _) = store::open(&first, clock()).unwrap();
    fill(&mut store);
    let text = "and the water rose ".repeat(3000);
    for n in 0..60 {
        let target = Target::Action(action_id(1));
        store.commit(note(6000 + n, target, &text)).unwrap();
    }
    drop(store);
    backup(&first, &file).unwrap();
    let words = ["restore", file.to_str().unwrap()];
    let (mut unfinished, mut whole) = (0, 0);
    // Killed as soon as this is there, or at once.
    let moments = ["", "restore.new", "FORMAT", "journal", "store", "LAST"];
    for (round, moment) in (0..2).flat_map(|n| moments.map(|m| (n, m))) {
        let dir = place.path().join(format!("{round}{moment}"));
        let mut child = program(&dir, &words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !dir.join(moment).exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let listed = program(&dir, &["verify"]).output().unwrap();
        let told = said(&listed);
        if told.contains(NOT_FINISHED) {
            unfinished += 1;
        } else if !told.contains("there is no milepost store") {
            // Its journal is whole; the working copy may be on its way.
            assert!(told.contains("66 entries"), "{moment}: {told}");
            whole += 1;
        }
        let again = program(&dir, &words).output().unwrap();
        let told = said(&again);
        assert!(
            told.contains("66 entries restored")
                || told.contains("every entry of this backup already"),
            "{moment}: {told}"
        );
        let (store, report) = store::open(&dir, clock()).unwrap();
        assert!(report.notes.is_empty(), "{moment}: {:?}", report.notes);
        assert_eq!(store.last(), 66, "{moment}");
        drop(store);
        assert!(verify(&dir, &probe()).unwrap().is_sound(), "{moment}");
    }
    assert!(unfinished > 0 && whole > 0, "{unfinished}, {whole}");
}
