//! An open that never comes back: tried twice, then not again.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use milepost::store::disk::{Prefer, recover};
use milepost::store::examine::look;
use milepost::store::verify::verify;
use milepost::store::{self, StoreError};
use tempfile::TempDir;

use super::program::{program, said};
use super::sample::*;

fn filled() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    dir
}

fn mark(dir: &Path, times: usize) {
    fs::write(dir.join("opening"), ".".repeat(times)).unwrap();
}

fn marked(dir: &Path) -> usize {
    fs::read(dir.join("opening")).map_or(0, |bytes| bytes.len())
}

fn aside(dir: &Path) -> usize {
    let names = fs::read_dir(dir.join("damaged")).into_iter().flatten();
    let names = names.flatten().map(|e| e.file_name());
    names
        .filter(|n| n.to_string_lossy().ends_with("-store"))
        .count()
}

#[test]
fn an_open_that_came_back_leaves_no_mark_and_one_failure_is_tried_again() {
    let dir = filled();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    let before = picture(&store);
    assert_eq!(marked(dir.path()), 0);
    drop(store);
    mark(dir.path(), 1);
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{report:?}");
    assert_eq!(picture(&store), before);
    assert_eq!((marked(dir.path()), aside(dir.path())), (0, 0));
}

#[test]
fn after_two_failures_the_working_copy_is_set_aside_and_made_again() {
    let dir = filled();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    let before = picture(&store);
    drop(store);
    mark(dir.path(), 2);
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes[0].contains("twice in a row"), "{report:?}");
    assert_eq!(picture(&store), before);
    assert_eq!((marked(dir.path()), aside(dir.path())), (0, 1));
    drop(store);
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{report:?}");
    assert_eq!(picture(&store), before);
}

#[test]
fn with_a_damaged_journal_too_somebody_has_to_choose() {
    let dir = filled();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    let before = picture(&store);
    drop(store);
    let path = dir.path().join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = text.split_inclusive('\n').collect();
    fs::write(&path, [&kept[..3], &kept[4..]].concat().concat()).unwrap();
    mark(dir.path(), 2);
    for _ in 0..2 {
        let error = store::open(dir.path(), clock()).unwrap_err();
        let told = error.to_string();
        assert!(matches!(error, StoreError::Corrupt(_)), "{told}");
        assert!(told.contains("milepost recover --prefer"), "{told}");
        assert_eq!((marked(dir.path()), aside(dir.path())), (2, 0));
    }
    // It opens after all: the journal gets back what it lacks.
    recover(
        dir.path(),
        clock(),
        Some(Prefer::Store),
        &look(dir.path(), &probe()),
    )
    .unwrap();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    assert_eq!(picture(&store), before);
    assert_eq!(marked(dir.path()), 0);
}

fn start(dir: &Path, words: &[&str]) -> Child {
    let mut command = program(dir, words);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Kills a start once it hangs in opening the working copy for the so-manieth time.
fn kill_once_it_hangs(dir: &Path, times: usize) {
    let elsewhere = TempDir::new().unwrap();
    let plan = elsewhere.path().join("boats.csv");
    fs::write(&plan, "Ref,Action,Status\n1.1,Paint the boat house,Amber\n").unwrap();
    let mut child = start(dir, &["import", plan.to_str().unwrap(), "--yes"]);
    let until = Instant::now() + Duration::from_secs(20);
    while marked(dir) != times {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "it came back with {ended:?}");
        assert!(Instant::now() < until, "it never began to open");
        std::thread::park_timeout(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn a_working_copy_that_hangs_every_start_hangs_two_of_them() {
    let dir = filled();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    let before = picture(&store);
    drop(store);
    // sled reads this file whole; nobody ever writes into a pipe, so that takes for ever.
    let conf = dir.path().join("store/conf");
    fs::remove_file(&conf).unwrap();
    let made = Command::new("mkfifo").arg(&conf).status().unwrap();
    assert!(made.success());
    kill_once_it_hangs(dir.path(), 1);
    kill_once_it_hangs(dir.path(), 2);
    let looked = verify(dir.path(), &probe()).unwrap();
    assert!(looked.not_compared.is_some(), "{looked}");
    let output = start(dir.path(), &["recover"]).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("twice in a row"),
        "{}",
        said(&output)
    );
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{report:?}");
    assert_eq!(picture(&store), before);
}
