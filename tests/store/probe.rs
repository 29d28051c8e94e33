//! Looking at a working copy that does not come back: told in words, with the rest of the report, and mended by `recover`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use milepost::store::disk::{Prefer, recover};
use milepost::store::doctor::{Grade, diagnose};
use milepost::store::examine::{WorkingCopy, look};
use milepost::store::probe::Probe;
use milepost::store::verify::verify;
use milepost::store::{self, DiskStore, StoreError};
use tempfile::TempDir;

use super::program::{milepost, said};
use super::sample::*;

/// A process in place of milepost's that does what a script says.
fn standing_in(script: &str) -> Probe {
    Probe {
        command: ["sh", "-c", script].map(Into::into).to_vec(),
        limit: Duration::from_millis(200),
    }
}

/// One that never says anything.
fn silent() -> Probe {
    standing_in("exec sleep 60")
}

fn open(dir: &Path) -> (DiskStore, Vec<String>) {
    let (store, report) = store::open(dir, clock()).unwrap();
    (store, report.notes)
}

fn filled() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = open(dir.path());
    fill(&mut store);
    dir
}

fn damage_journal(dir: &Path) {
    let path = dir.join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("two posts", "two ghosts", 1)).unwrap();
}

#[test]
fn an_open_that_does_not_come_back_is_told_beside_everything_else() {
    let dir = filled();
    damage_journal(dir.path());
    let begun = Instant::now();
    let found = verify(dir.path(), &silent()).unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "it was waited for"
    );
    let why = "opening the working copy did not come back within 200 ms";
    assert_eq!(found.not_compared.as_deref(), Some(why));
    let findings = found.findings.join("\n");
    assert!(!found.is_sound());
    assert!(findings.contains(why), "{findings}");
    assert!(
        findings.contains("journal/000001.jsonl line 5"),
        "{findings}"
    );
    assert!(findings.contains("entry 4 missing"), "{findings}");
    let told = diagnose(dir.path(), &*clock(), &silent()).unwrap();
    let copy = told.findings.iter().find(|f| f.text == why).unwrap();
    assert_eq!(copy.grade, Grade::Repairable);
    assert!(copy.advice.contains("milepost recover"), "{told}");
    assert!(told.to_string().contains("line 5"), "{told}");
    assert!(!dir.path().join("check").exists());
}

#[test]
fn the_ways_in_which_another_process_may_fail_are_told_apart() {
    let dir = filled();
    let stuck = |script: &str| match look(dir.path(), &standing_in(script)) {
        WorkingCopy::Stuck(why) => why,
        other => panic!("{other:?}"),
    };
    let why = stuck("echo opened; exec sleep 60");
    assert!(why.contains("reading the working copy did not"), "{why}");
    let why = stuck("kill -6 $$");
    assert!(why.contains("ends the process"), "{why}");
    // Not the working copy's fault.
    for probe in [
        standing_in("exit 3"),
        standing_in("echo what?"),
        Probe::by(Path::new("/nowhere/milepost")),
    ] {
        let found = look(dir.path(), &probe);
        assert!(matches!(found, WorkingCopy::NotCompared(_)), "{found:?}");
        let found = verify(dir.path(), &probe).unwrap();
        assert!(found.is_sound() && found.not_compared.is_some(), "{found}");
    }
    let WorkingCopy::Compared { comparison, faults } = look(dir.path(), &probe()) else {
        panic!("the real one looks");
    };
    assert_eq!((comparison, faults), Default::default());
}

#[test]
fn recover_sets_aside_what_does_not_come_back_and_makes_it_again() {
    let dir = filled();
    let before = picture(&open(dir.path()).0);
    let looked = look(dir.path(), &silent());
    let done = recover(dir.path(), clock(), None, &looked).unwrap();
    let told = done.to_string();
    assert!(told.contains("did not come back within 200 ms"), "{told}");
    assert_eq!(done.entries, 6);
    let (store, notes) = open(dir.path());
    assert_eq!((picture(&store), notes.len()), (before, 0));
    let aside = fs::read_dir(dir.path().join("damaged")).unwrap();
    let names = aside.map(|e| e.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|n| n.ends_with("-store")).count(), 1);
}

#[test]
fn where_the_journal_is_damaged_too_recover_asks_and_opens_nothing_that_hangs() {
    let dir = filled();
    damage_journal(dir.path());
    let looked = look(dir.path(), &silent());
    for prefer in [None, Some(Prefer::Store)] {
        let error = recover(dir.path(), clock(), prefer, &looked).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
        let told = error.to_string();
        assert!(told.contains("--prefer journal"), "{told}");
        assert!(!dir.path().join("damaged").exists());
    }
    let done = recover(dir.path(), clock(), Some(Prefer::Journal), &looked).unwrap();
    assert!(done.to_string().contains("LOST: entry 4"), "{done}");
    assert_eq!(done.entries, 6);
}

#[test]
fn a_store_that_only_its_working_copy_knows_is_looked_at_and_recovered() {
    let dir = filled();
    let before = picture(&open(dir.path()).0);
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    fs::remove_dir_all(dir.path().join("journal")).unwrap();
    let found = verify(dir.path(), &probe()).unwrap();
    let findings = found.findings.join("\n");
    assert!(findings.contains("FORMAT"), "{findings}");
    assert!(findings.contains("entries 1 to 6 there"), "{findings}");
    // Where it does not even say that, nothing that hangs is opened.
    let error = verify(dir.path(), &silent()).unwrap_err().to_string();
    assert!(error.contains("restore a backup"), "{error}");
    let stuck = look(dir.path(), &silent());
    recover(dir.path(), clock(), None, &stuck).unwrap_err();
    let output = milepost(dir.path(), &["recover"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(picture(&open(dir.path()).0), before);
}

#[cfg(unix)]
fn pipe_in_place_of(path: &Path) {
    // sled reads this file whole; nobody ever writes into a pipe, so that takes for ever.
    fs::remove_file(path).unwrap();
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[cfg(unix)]
#[test]
fn verify_doctor_and_recover_come_back_from_a_working_copy_that_never_does() {
    let dir = filled();
    let before = picture(&open(dir.path()).0);
    pipe_in_place_of(&dir.path().join("store/conf"));
    for words in ["verify", "doctor"] {
        let output = milepost(dir.path(), &[words]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("store/conf"), "{}", said(&output));
    }
    let output = milepost(dir.path(), &["recover"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let (store, notes) = open(dir.path());
    assert_eq!((picture(&store), notes.len()), (before, 0));
}

#[cfg(unix)]
#[test]
fn a_hanging_open_is_ended_and_ends_with_whoever_asked() {
    let dir = filled();
    let elsewhere = TempDir::new().unwrap();
    super::damage::copy(&dir.path().join("store"), elsewhere.path());
    pipe_in_place_of(&elsewhere.path().join("conf"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command
        .arg("probe")
        .arg("--store")
        .args([dir.path(), elsewhere.path()]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(child.try_wait().unwrap(), None, "it hangs");
    drop(child.stdin.take());
    let until = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "it outlives whoever asked");
        std::thread::park_timeout(Duration::from_millis(2));
    }
}
