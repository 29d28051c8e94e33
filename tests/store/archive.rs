//! Archiving: nothing is lost by it, and nothing by taking the archive elsewhere but the sight of its history.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use milepost::domain::*;
use milepost::store::backup::{backup, restore};
use milepost::store::doctor::{Grade, diagnose};
use milepost::store::verify::verify;
use milepost::store::{self, DiskStore, MemoryStore, Reader, Store, Which};
use tempfile::TempDir;

use super::program::{milepost, said};
use super::sample::*;

fn open(dir: &Path) -> (DiskStore, Vec<String>) {
    let (store, report) = store::open(dir, clock()).unwrap();
    (store, report.notes)
}

fn in_peace(dir: &Path) -> DiskStore {
    let (store, notes) = open(dir);
    assert_eq!(notes, [""; 0]);
    store
}

fn more(store: &mut dyn Store, from: u64) {
    for n in 0..3 {
        let target = Target::Action(action_id(2));
        store.commit(note(from + n, target, "after that")).unwrap();
    }
}

/// A store of nine entries, of which the first six are archived.
pub fn archived() -> TempDir {
    let dir = in_memory();
    let (mut store, _) = open(dir.path());
    fill(&mut store);
    assert!(store.archive(false).unwrap().done);
    more(&mut store, 6000);
    dir
}

/// What it should show: the same without any archive.
fn expected() -> MemoryStore {
    let mut memory = MemoryStore::default();
    fill(&mut memory);
    more(&mut memory, 6000);
    memory
}

/// Every file below a folder with its bytes; the lock apart, which says who looked.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else if !path.ends_with("LOCK") {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

fn take_elsewhere(dir: &Path) -> TempDir {
    let elsewhere = in_memory();
    super::damage::copy(&dir.join("archive"), elsewhere.path());
    fs::remove_dir_all(dir.join("archive")).unwrap();
    elsewhere
}

fn records(store: &dyn Reader) -> (Vec<PlanSummary>, Register) {
    (store.plans().unwrap(), store.load(PLAN).unwrap())
}

#[test]
fn nothing_changes_by_archiving_but_where_the_files_are() {
    let dir = in_memory();
    let (mut store, _) = open(dir.path());
    fill(&mut store);
    let journal = dir.path().join("journal/000001.jsonl");
    let before = fs::read(&journal).unwrap();
    let done = store.archive(false).unwrap();
    assert_eq!((done.last, done.files.len()), (6, 1));
    assert!(!journal.exists());
    assert_eq!(
        fs::read(dir.path().join("archive/000001.jsonl")).unwrap(),
        before
    );
    // The session that archived goes on.
    more(&mut store, 6000);
    assert_eq!(picture(&store), picture(&expected()));
    drop(store);
    let store = in_peace(dir.path());
    assert_eq!(picture(&store), picture(&expected()));
    assert_eq!(
        picture(&store::read_only(dir.path()).unwrap()),
        picture(&expected())
    );
    drop(store);
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(found.is_sound() && found.not_compared.is_none(), "{found}");
    assert_eq!(found.entries, 9);
    let told = diagnose(dir.path(), &*clock(), &probe()).unwrap();
    assert!(told.grade() <= Grade::Notice, "{told}");
    // A working copy that is made again reads the archive.
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    assert_eq!(picture(&open(dir.path()).0), picture(&expected()));
    // And what is archived later joins what was before.
    let mut store = in_peace(dir.path());
    let done = store.archive(false).unwrap();
    assert_eq!(
        (done.last, done.files),
        (9, vec!["000002.jsonl".to_owned()])
    );
    assert!(store.archive(false).unwrap().files.is_empty());
    more(&mut store, 7000);
    let shown = picture(&store);
    drop(store);
    assert_eq!(picture(&in_peace(dir.path())), shown);
    assert_eq!(picture(&store::read_only(dir.path()).unwrap()), shown);
}

#[test]
fn the_command_says_what_it_would_do_and_what_it_did() {
    let dir = in_memory();
    let output = milepost(dir.path(), &["archive"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("no milepost store"),
        "{}",
        said(&output)
    );
    let (mut store, _) = open(dir.path());
    fill(&mut store);
    drop(store);
    let before = contents(&dir.path().join("journal"));
    let output = milepost(dir.path(), &["archive", "--dry-run"]);
    assert!(
        said(&output).contains("Would archive entries 1 to 6: 1 file"),
        "{}",
        said(&output)
    );
    assert_eq!(contents(&dir.path().join("journal")), before);
    assert!(!dir.path().join("archive").exists());
    assert!(!dir.path().join("state.jsonl").exists());
    let output = milepost(dir.path(), &["archive"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("Entries 1 to 6 were archived"),
        "{}",
        said(&output)
    );
    let output = milepost(dir.path(), &["archive"]);
    assert!(
        said(&output).contains("archived already"),
        "{}",
        said(&output)
    );
    let held = open(dir.path());
    let output = milepost(dir.path(), &["archive"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("already open"), "{}", said(&output));
    drop(held);
}

#[test]
fn with_the_archive_elsewhere_everything_stays_but_the_sight_of_its_history() {
    let dir = archived();
    let elsewhere = take_elsewhere(dir.path());
    // The working copy still has the history.
    assert_eq!(picture(&in_peace(dir.path())), picture(&expected()));
    // Whoever only reads has the sum of it, and says so.
    let reader = store::read_only(dir.path()).unwrap();
    assert_eq!(records(&reader), records(&expected()));
    assert!(
        reader.notes()[0].contains("Entries 1 to 6"),
        "{:?}",
        reader.notes()
    );
    // So has a working copy that is made again.
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let (mut store, notes) = open(dir.path());
    let told = notes.join("\n");
    assert!(
        told.contains("000001.jsonl") && told.contains("put them back"),
        "{told}"
    );
    assert_eq!(records(&store), records(&expected()));
    let heads = store.heads(Which::After(0)).unwrap();
    assert_eq!(
        heads.iter().map(|h| h.seq).collect::<Vec<_>>(),
        [6, 7, 8, 9]
    );
    assert!(heads[0].what.contains("elsewhere"), "{heads:?}");
    let first = store.ids().take();
    assert!(first > 10_020, "{first} was given out before");
    more(&mut store, 7000);
    let shown = records(&store);
    drop(store);
    assert_eq!(records(&in_peace(dir.path())), shown);
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(found.is_sound(), "{found}");
    assert!(found.to_string().contains("Entries 1 to 6"), "{found}");
    // Put back, all of it is seen again.
    super::damage::copy(elsewhere.path(), &dir.path().join("archive"));
    let (store, _) = open(dir.path());
    assert_eq!(records(&store), shown);
    let (_, _, entries) = picture(&store);
    assert_eq!(entries.len(), 12);
    assert_eq!(entries[..9], picture(&expected()).2[..]);
    drop(store);
    in_peace(dir.path());
}

#[test]
fn a_backup_of_an_archived_store_has_everything_and_restores_whole() {
    let dir = archived();
    let place = in_memory();
    let file = place.path().join("whole.jsonl");
    assert_eq!(backup(dir.path(), &file).unwrap().entries, 9);
    let restored = place.path().join("restored");
    restore(&file, &restored, &*clock()).unwrap();
    assert_eq!(picture(&open(&restored).0), picture(&expected()));
    assert!(verify(&restored, &probe()).unwrap().is_sound());
}

#[test]
fn without_its_archive_a_backup_has_the_sum_and_says_so() {
    let dir = archived();
    let elsewhere = take_elsewhere(dir.path());
    let place = in_memory();
    let file = place.path().join("part.jsonl");
    let output = milepost(dir.path(), &["backup", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("entries 1 to 6"),
        "{}",
        said(&output)
    );
    let restored = place.path().join("restored");
    let output = milepost(&restored, &["restore", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let store = in_peace(&restored);
    assert_eq!(records(&store), records(&expected()));
    assert_eq!(store.last(), 9);
    drop(store);
    super::damage::copy(elsewhere.path(), &restored.join("archive"));
    assert_eq!(picture(&open(&restored).0), picture(&expected()));
    // Any damage to it is seen.
    let whole = fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(61) {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        fs::write(&file, &flipped).unwrap();
        let to = place.path().join("again");
        restore(&file, &to, &*clock()).unwrap_err();
        assert!(!to.exists());
    }
    let ends = whole.iter().enumerate().filter(|(_, b)| **b == b'\n');
    for (end, _) in ends.take(whole.iter().filter(|b| **b == b'\n').count() - 1) {
        fs::write(&file, &whole[..=end]).unwrap();
        restore(&file, &place.path().join("again"), &*clock()).unwrap_err();
    }
}

#[test]
fn builds_that_do_not_know_the_archive_refuse_such_a_store() {
    let dir = archived();
    let format = fs::read_to_string(dir.path().join("FORMAT")).unwrap();
    assert!(format.starts_with("milepost-store 2\n"), "{format}");
    let plain = in_memory();
    drop(open(plain.path()));
    let format = fs::read_to_string(plain.path().join("FORMAT")).unwrap();
    assert!(format.starts_with("milepost-store 1\n"), "{format}");
}

#[test]
fn without_its_archive_a_store_lives_on_its_sum_and_says_where_that_is_damaged() {
    let template = archived();
    take_elsewhere(template.path());
    let state = fs::read(template.path().join("state.jsonl")).unwrap();
    let line_of = |at: usize| state[..at].iter().filter(|b| **b == b'\n').count() + 1;
    for at in (0..state.len()).step_by(97) {
        let dir = in_memory();
        super::damage::copy(template.path(), dir.path());
        let mut flipped = state.clone();
        flipped[at] ^= 2;
        fs::write(dir.path().join("state.jsonl"), &flipped).unwrap();
        let place = format!("state.jsonl line {}", line_of(at));
        if line_of(at) > 1 {
            let found = verify(dir.path(), &probe()).unwrap();
            assert!(
                !found.is_sound() && found.to_string().contains(&place),
                "{found}"
            );
            let error = store::read_only(dir.path()).unwrap_err().to_string();
            assert!(
                error.contains(&place) && error.contains("put the archived"),
                "{error}"
            );
        }
        // The working copy still has everything.
        let (store, notes) = open(dir.path());
        assert_eq!(picture(&store), picture(&expected()), "{place}");
        drop(store);
        assert!(!notes.is_empty(), "{place}: nothing was said");
        if line_of(at) > 1 {
            // Without that too, somebody has to put something back, and is told what.
            fs::remove_dir_all(dir.path().join("store")).unwrap();
            let error = store::open(dir.path(), clock()).unwrap_err().to_string();
            assert!(
                error.contains(&place) && error.contains("000001.jsonl"),
                "{error}"
            );
        }
    }
}

#[test]
fn damage_to_the_journal_or_the_working_copy_is_mended_without_the_archive_too() {
    type Damage = fn(&Path);
    let damages: [(&str, bool, Damage); 5] = [
        ("journal line", true, |dir| {
            let path = dir.join("journal/000002.jsonl");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("after", "AFTER", 1)).unwrap();
        }),
        ("journal gone", true, |dir| {
            fs::remove_dir_all(dir.join("journal")).unwrap()
        }),
        ("journal cut", true, |dir| {
            let path = dir.join("journal/000002.jsonl");
            let text = fs::read_to_string(&path).unwrap();
            let kept: Vec<&str> = text.split_inclusive('\n').take(2).collect();
            fs::write(&path, kept.concat()).unwrap();
        }),
        ("format gone", true, |dir| {
            fs::remove_file(dir.join("FORMAT")).unwrap()
        }),
        ("working copy cut", false, |dir| {
            fs::write(dir.join("store/db"), b"").unwrap()
        }),
    ];
    for (what, has_history, damage) in damages {
        let dir = archived();
        let elsewhere = take_elsewhere(dir.path());
        damage(dir.path());
        let (store, notes) = open(dir.path());
        let told = notes.join("\n");
        assert!(!told.contains("LOST"), "{what}: {told}");
        assert_eq!(records(&store), records(&expected()), "{what}: {told}");
        assert_eq!(store.last(), 9, "{what}");
        if has_history {
            assert_eq!(picture(&store), picture(&expected()), "{what}: {told}");
        } else {
            assert!(told.contains("taken elsewhere"), "{what}: {told}");
        }
        drop(store);
        let mut store = in_peace(dir.path());
        more(&mut store, 7000);
        drop(store);
        let format = fs::read_to_string(dir.path().join("FORMAT")).unwrap();
        assert!(format.starts_with("milepost-store 2\n"), "{what}: {format}");
        super::damage::copy(elsewhere.path(), &dir.path().join("archive"));
        let (store, _) = open(dir.path());
        assert_eq!(picture(&store).2[..9], picture(&expected()).2[..], "{what}");
        drop(store);
        assert!(verify(dir.path(), &probe()).unwrap().is_sound(), "{what}");
    }
}

#[test]
fn the_archive_of_another_store_is_not_taken_for_this_ones() {
    let dir = archived();
    let other = archived();
    fs::remove_dir_all(dir.path().join("archive")).unwrap();
    super::damage::copy(&other.path().join("archive"), &dir.path().join("archive"));
    let error = store::open(dir.path(), clock()).unwrap_err().to_string();
    assert!(error.contains("archive/000001.jsonl"), "{error}");
    assert!(error.contains("another store"), "{error}");
}

#[test]
fn a_state_file_that_is_gone_or_wrong_is_written_again_from_the_archive() {
    let dir = archived();
    let path = dir.path().join("state.jsonl");
    let whole = fs::read(&path).unwrap();
    for damage in [
        None,
        Some(Vec::new()),
        Some(whole[..whole.len() / 2].to_vec()),
    ] {
        match damage {
            None => fs::remove_file(&path).unwrap(),
            Some(bytes) => fs::write(&path, bytes).unwrap(),
        }
        let found = verify(dir.path(), &probe()).unwrap();
        assert!(found.to_string().contains("state.jsonl line"), "{found}");
        let (store, notes) = open(dir.path());
        assert_eq!(picture(&store), picture(&expected()));
        assert!(notes[0].contains("written again"), "{notes:?}");
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
}

#[test]
fn what_lost_archived_entries_recorded_comes_back_from_the_sum() {
    // One line of the archive, or two with one between them, or all; and no working copy.
    for lost in [vec![4], vec![3, 5], vec![1], (1..=6).collect::<Vec<u64>>()] {
        let dir = archived();
        let path = dir.path().join("archive/000001.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        let damaged = (0..)
            .zip(text.lines())
            .map(|(n, line)| match lost.contains(&n) {
                true => line.replacen("chair", "choir", 1),
                false => line.to_owned(),
            });
        let damaged: Vec<String> = damaged.collect();
        fs::write(&path, damaged.join("\n") + "\n").unwrap();
        fs::remove_dir_all(dir.path().join("store")).unwrap();
        let (store, notes) = open(dir.path());
        let told = notes.join("\n");
        let place = format!("archive/000001.jsonl line {}", lost[0] + 1);
        assert!(told.contains(&place), "{told}");
        let named = format!("LOST: {},", store::compare::numbers(&lost));
        assert!(told.contains(&named), "{told}");
        assert!(told.contains("from the sum of the archive"), "{told}");
        assert_eq!(records(&store), records(&expected()), "{lost:?}: {told}");
        let entries = store.entries(Which::After(0)).unwrap();
        let before = expected().entries(Which::After(0)).unwrap();
        assert_eq!(entries.len(), before.len());
        for (now, before) in entries.iter().zip(&before) {
            assert_eq!(now == before, !lost.contains(&now.seq), "{now:?}");
        }
        drop(store);
        let mut store = in_peace(dir.path());
        assert_eq!(records(&store), records(&expected()));
        assert!(store.archive(false).unwrap().done);
        drop(store);
        assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    }
}

#[test]
fn a_file_that_stands_in_both_places_is_read_once_and_another_one_of_its_name_is_not_passed_over() {
    let dir = archived();
    let archive = dir.path().join("archive/000001.jsonl");
    let journal = dir.path().join("journal/000001.jsonl");
    fs::copy(&archive, &journal).unwrap();
    assert_eq!(picture(&in_peace(dir.path())), picture(&expected()));
    let other = fs::read_to_string(dir.path().join("journal/000002.jsonl")).unwrap();
    fs::write(&journal, other).unwrap();
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(
        found.to_string().contains("journal/000001.jsonl"),
        "{found}"
    );
    let (store, notes) = open(dir.path());
    assert!(notes[0].contains("The journal was damaged"), "{notes:?}");
    assert_eq!(picture(&store), picture(&expected()));
}

#[test]
fn minutes_are_refused_rather_than_wrong_while_the_history_of_their_meeting_is_elsewhere() {
    let dir = archived();
    let whole = milepost(dir.path(), &["minutes"]);
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    let elsewhere = take_elsewhere(dir.path());
    let output = milepost(dir.path(), &["minutes"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("no minutes"), "{}", said(&output));
    assert!(output.stdout.is_empty());
    super::damage::copy(elsewhere.path(), &dir.path().join("archive"));
    let again = milepost(dir.path(), &["minutes"]);
    assert_eq!(said(&again), said(&whole));
}
