//! The third place that knows how many entries there were: where both copies lose their end at once, that is told.

use std::fs;
use std::path::Path;

use milepost::domain::*;
use milepost::store::backup::backup;
use milepost::store::doctor::{Grade, diagnose};
use milepost::store::files::Disk;
use milepost::store::verify::verify;
use milepost::store::{self, Reader, Store, Which, witness};
use tempfile::TempDir;

use super::damage::copy;
use super::sample::*;

/// A store of nine entries, both copies of which are as they were after the sixth.
fn cut() -> TempDir {
    let (dir, older) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    drop(store);
    copy(dir.path(), older.path());
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    for n in 0..3 {
        let target = Target::Action(action_id(2));
        store.commit(note(6000 + n, target, "noted")).unwrap();
    }
    drop(store);
    for part in ["store", "journal"] {
        fs::remove_dir_all(dir.path().join(part)).unwrap();
        copy(&older.path().join(part), &dir.path().join(part));
    }
    dir
}

fn opens_in_peace(dir: &Path) -> u64 {
    let (store, report) = store::open(dir, clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    store.last()
}

#[test]
fn an_end_that_both_copies_lost_is_named() {
    let dir = cut();
    let found = verify(dir.path(), &probe()).unwrap();
    let missing = "journal: entries 7 to 9 missing".to_owned();
    assert!(found.findings.contains(&missing), "{found}");
    let told = diagnose(dir.path(), &*clock(), &probe()).unwrap();
    assert_eq!(told.grade(), Grade::Serious, "{told}");
    let reader = store::read_only(dir.path()).unwrap();
    let notes = reader.notes().join("\n");
    assert!(notes.contains("9 were recorded"), "{notes}");
    let file = dir.path().join("copy.jsonl");
    let error = backup(dir.path(), &file).unwrap_err().to_string();
    assert!(error.contains("9 were recorded"), "{error}");
    assert!(!file.exists());
    let (mut store, report) = store::open(dir.path(), clock()).unwrap();
    let told = report.notes.join("\n");
    assert!(told.contains("LOST: entries 7 to 9,"), "{told}");
    // Their numbers are not given to others.
    let target = Target::Action(action_id(1));
    assert_eq!(store.commit(note(7000, target, "more")).unwrap().seq, 10);
    let kept = store.entries(Which::After(6)).unwrap();
    assert!(kept[..3].iter().all(|e| e.what.contains("lost to damage")));
    drop(store);
    assert_eq!(opens_in_peace(dir.path()), 10);
}

#[test]
fn it_is_worth_no_more_than_it_says() {
    for damage in [
        |path: &Path| fs::remove_file(path).unwrap(),
        |path: &Path| fs::write(path, "99\n").unwrap(),
        |path: &Path| {
            let text = fs::read_to_string(path).unwrap();
            fs::write(path, text.replace("\"end\":6", "\"end\":7")).unwrap();
        },
        |path: &Path| fs::create_dir(path.with_file_name("LAST.new")).unwrap(),
    ] {
        let dir = TempDir::new().unwrap();
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        fill(&mut store);
        drop(store);
        assert_eq!(witness::known(&Disk, dir.path()), 6);
        damage(&dir.path().join("LAST"));
        assert_eq!(opens_in_peace(dir.path()), 6);
        assert_eq!(witness::known(&Disk, dir.path()), 6);
    }
}

#[test]
fn it_stays_short() {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    drop(store);
    let path = dir.path().join("LAST");
    let line = fs::read_to_string(&path).unwrap();
    // As it is after a long session, and as one that was cut in the middle of its last line is.
    for text in [line.repeat(20_000), line.repeat(200) + "{\"v\":1,\"en"] {
        fs::write(&path, text).unwrap();
        assert_eq!(witness::known(&Disk, dir.path()), 6);
        assert_eq!(opens_in_peace(dir.path()), 6);
        assert!(fs::metadata(&path).unwrap().len() < 200);
        assert_eq!(witness::known(&Disk, dir.path()), 6);
    }
}
