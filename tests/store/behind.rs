//! A large store opens at once and is compared behind; what is found then is mended while it is open.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use milepost::domain::*;
use milepost::store::verify::verify;
use milepost::store::{self, DiskStore, Reader, Store, Which};
use tempfile::TempDir;

use super::sample::*;

fn target() -> Target {
    Target::Action(action_id(1))
}

/// A store with more in its journal than is compared before the first frame.
fn large() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    for n in 0..5 {
        let text = format!("{n} {}", "the river rose again. ".repeat(45_000));
        store.commit(note(8000 + n, target(), &text)).unwrap();
    }
    dir
}

/// Lets the store settle until nothing is left to do; gives what it said.
fn settled(store: &mut DiskStore) -> Vec<String> {
    let until = Instant::now() + Duration::from_secs(60);
    let mut notes = Vec::new();
    loop {
        let settled = store.settle();
        notes.extend(settled.notes);
        match settled.again {
            None => return notes,
            Some(_) => assert!(Instant::now() < until, "it never ends"),
        }
        std::thread::yield_now();
    }
}

fn opens_with_nothing_to_say(dir: &Path) -> DiskStore {
    let (store, report) = store::open(dir, clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    store
}

#[test]
fn a_sound_large_store_has_nothing_to_say() {
    let dir = large();
    let mut store = opens_with_nothing_to_say(dir.path());
    let seq = store.last();
    // Entries recorded meanwhile are no damage.
    store.commit(note(9000, target(), "meanwhile")).unwrap();
    assert!(settled(&mut store).is_empty());
    assert_eq!(store.last(), seq + 1);
    drop(store);
    let mut store = opens_with_nothing_to_say(dir.path());
    assert_eq!(store.entries(Which::After(seq)).unwrap().len(), 1);
    assert!(settled(&mut store).is_empty());
}

#[test]
fn what_is_written_at_once_is_not_read_again_by_the_next_start() {
    // Where sled has noted its place, it reads on from there.
    let notes_its_place = |dir: &Path| {
        let files = fs::read_dir(dir.join("store")).unwrap();
        let mut names = files.map(|file| file.unwrap().file_name());
        names.any(|name| name.to_str().unwrap().starts_with("snap."))
    };
    assert!(notes_its_place(large().path()));
    let small = TempDir::new().unwrap();
    let (mut store, _) = store::open(small.path(), clock()).unwrap();
    fill(&mut store);
    drop(store);
    assert!(
        !notes_its_place(small.path()),
        "a few entries take no time to read"
    );
}

#[test]
fn a_large_archived_store_opens_at_once_and_its_archive_is_compared_behind() {
    let dir = large();
    let mut store = opens_with_nothing_to_say(dir.path());
    store.archive(false).unwrap();
    store.commit(note(9000, target(), "afterwards")).unwrap();
    let before = picture(&store);
    drop(store);
    let mut store = opens_with_nothing_to_say(dir.path());
    // That it was counted says that it was not compared yet.
    assert!(dir.path().join("unchecked").exists());
    assert!(settled(&mut store).is_empty());
    drop(store);
    let sum = dir.path().join("state.jsonl");
    let whole = fs::read_to_string(&sum).unwrap();
    fs::write(&sum, whole.replacen("willow", "poplar", 1)).unwrap();
    let mut store = opens_with_nothing_to_say(dir.path());
    let notes = settled(&mut store);
    assert!(notes[0].contains("state.jsonl line"), "{notes:?}");
    assert_eq!(fs::read_to_string(&sum).unwrap(), whole);
    drop(store);
    let path = dir.path().join("archive/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("posts", "ghost", 1)).unwrap();
    let mut store = opens_with_nothing_to_say(dir.path());
    let notes = settled(&mut store);
    assert!(
        notes[0].contains("archive/000001.jsonl line 2"),
        "{notes:?}"
    );
    assert_eq!(picture(&store), before);
    drop(store);
    assert!(verify(dir.path(), &probe()).unwrap().is_sound());
}

#[test]
fn whoever_opens_for_a_moment_compares_everything_now_and_then() {
    let dir = large();
    let path = dir.path().join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let before = picture(&opens_with_nothing_to_say(dir.path()));
    // Each of these is counted; the last one is compared in full, and the count begins anew.
    for _ in 1..15 {
        opens_with_nothing_to_say(dir.path());
    }
    opens_with_nothing_to_say(dir.path());
    fs::write(&path, text.replacen("posts", "ghost", 1)).unwrap();
    for _ in 0..15 {
        opens_with_nothing_to_say(dir.path());
    }
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert_eq!(report.notes.len(), 1, "{:?}", report.notes);
    assert!(report.notes[0].contains("line 2"), "{:?}", report.notes);
    assert_eq!(picture(&store), before);
}

#[test]
fn a_session_that_was_compared_is_not_counted() {
    let dir = large();
    for _ in 0..10 {
        opens_with_nothing_to_say(dir.path());
    }
    let mut store = opens_with_nothing_to_say(dir.path());
    assert!(settled(&mut store).is_empty());
    assert!(!dir.path().join("unchecked").exists());
}

#[test]
fn damage_that_the_cheap_check_cannot_see_is_mended_while_the_store_is_open() {
    let damages: [fn(&Path); 2] = [
        |dir| {
            let path = dir.join("journal/000001.jsonl");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("posts", "ghost", 1)).unwrap();
        },
        |dir| {
            let db = sled::open(dir.join("store")).unwrap();
            let records = db.open_tree("records/2").unwrap();
            records.pop_max().unwrap().unwrap();
            db.flush().unwrap();
        },
    ];
    let template = large();
    let before = picture(&opens_with_nothing_to_say(template.path()));
    for damage in damages {
        let dir = TempDir::new().unwrap();
        super::damage::copy(template.path(), dir.path());
        damage(dir.path());
        let mut store = opens_with_nothing_to_say(dir.path());
        let notes = settled(&mut store);
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert_eq!(picture(&store), before);
        store.commit(note(9000, target(), "afterwards")).unwrap();
        drop(store);
        assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    }
}
