//! verify, doctor, backup, restore and recover, from the command line and as reports; and who may open a store.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use milepost::clock::FixedClock;
use milepost::domain::*;
use milepost::store::backup::{backup, restore, rotating};
use milepost::store::disk::{Prefer, recover};
use milepost::store::doctor::{self, Grade, diagnose};
use milepost::store::examine::look;
use milepost::store::files::Disk;
use milepost::store::verify::verify;
use milepost::store::{self, Reader, Store, StoreError, Which};
use tempfile::TempDir;

use super::program::{milepost, said};
use super::sample::*;

fn filled() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    dir
}

fn damage_line(dir: &Path, line: usize) {
    let path = dir.join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[line - 1] = lines[line - 1].replacen("\"by\":\"chair\"", "\"by\":\"choir\"", 1);
    fs::write(&path, lines.join("\n") + "\n").unwrap();
}

#[test]
fn a_sound_store_verifies_and_nothing_is_changed_by_looking() {
    let dir = filled();
    let journal = dir.path().join("journal/000001.jsonl");
    let before = fs::read(&journal).unwrap();
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(found.is_sound(), "{found}");
    assert_eq!(found.entries, 6);
    assert_eq!(found.not_compared, None);
    let output = milepost(dir.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = milepost(dir.path(), &["doctor"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("equal to the journal"),
        "{}",
        said(&output)
    );
    assert_eq!(fs::read(&journal).unwrap(), before);
    assert!(!dir.path().join("check").exists());
}

#[test]
fn damage_is_told_by_place_until_the_next_start_mends_it() {
    let dir = filled();
    damage_line(dir.path(), 4);
    let output = milepost(dir.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("journal/000001.jsonl line 4"),
        "{}",
        said(&output)
    );
    let output = milepost(dir.path(), &["verify", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["entries"], 5);
    assert!(json["findings"][0].as_str().unwrap().contains("line 4"));
    let output = milepost(dir.path(), &["doctor"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let output = milepost(dir.path(), &["recover"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("6 entries"), "{}", said(&output));
    assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    let log = doctor::log(dir.path());
    assert_eq!(log.len(), 1, "{log:?}");
    assert!(log[0].contains("line 4"), "{log:?}");
    assert!(!log[0].contains("posts"), "no words of a note in the log");
}

#[test]
fn a_damaged_working_copy_is_found_without_opening_it_in_place() {
    let dir = filled();
    let db = dir.path().join("store/db");
    let mut bytes = fs::read(&db).unwrap();
    let middle = bytes.len() - bytes.iter().rev().take_while(|b| **b == 0).count();
    bytes[middle / 2..middle / 2 + 600].fill(0);
    fs::write(&db, &bytes).unwrap();
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(!found.is_sound());
    assert!(
        found.findings.iter().all(|f| f.starts_with("store: ")),
        "{found}"
    );
    let told = diagnose(dir.path(), &*clock(), &probe()).unwrap().findings;
    let mut about = told.iter().filter(|f| f.about == "working copy");
    assert!(about.all(|f| f.grade > Grade::Sound && !f.advice.is_empty()));
    assert_eq!(fs::read(&db).unwrap(), bytes);
}

#[test]
fn where_the_copies_differ_the_chair_decides() {
    for (prefer, kept) in [(Prefer::Journal, "edited"), (Prefer::Store, "recorded")] {
        // Two histories of one store that part after the first entry.
        let dir = filled();
        let other = TempDir::new().unwrap();
        let file = other.path().join("first.jsonl");
        backup(dir.path(), &file).unwrap();
        let restored = other.path().join("restored");
        restore(&file, &restored, &*clock()).unwrap();
        let target = Target::Action(action_id(2));
        for (place, text) in [(dir.path(), "recorded"), (restored.as_path(), "edited")] {
            let (mut store, _) = store::open(place, clock()).unwrap();
            store.commit(note(6000, target, text)).unwrap();
        }
        fs::remove_dir_all(dir.path().join("journal")).unwrap();
        fs::rename(restored.join("journal"), dir.path().join("journal")).unwrap();
        let error = store::open(dir.path(), clock()).unwrap_err();
        assert!(error.to_string().contains("entry 7"), "{error}");
        let output = milepost(dir.path(), &["doctor"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        let done = recover(
            dir.path(),
            clock(),
            Some(prefer),
            &look(dir.path(), &probe()),
        )
        .unwrap();
        assert_eq!(done.entries, 7);
        assert!(verify(dir.path(), &probe()).unwrap().is_sound());
        let (store, report) = store::open(dir.path(), clock()).unwrap();
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        let register = store.load(PLAN).unwrap();
        assert_eq!(register.note(NoteId(6000)).unwrap().text, kept);
    }
}

#[test]
fn a_backup_is_made_while_the_store_is_open_and_restores_whole() {
    let dir = filled();
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    let place = TempDir::new().unwrap();
    let file = place.path().join("copy.jsonl");
    let output = milepost(dir.path(), &["backup", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let again = milepost(dir.path(), &["backup", file.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("exists already"), "{}", said(&again));
    let restored = place.path().join("restored");
    let output = milepost(&restored, &["restore", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let (copy, report) = store::open(&restored, clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(picture(&copy), picture(&store));
    drop(copy);
    let onto = milepost(&restored, &["restore", file.to_str().unwrap()]);
    assert_eq!(onto.status.code(), Some(1));
    assert!(
        said(&onto).contains("nothing is overwritten"),
        "{}",
        said(&onto)
    );
}

#[test]
fn a_damaged_or_cut_backup_is_refused_and_leaves_nothing_behind() {
    let dir = filled();
    let place = TempDir::new().unwrap();
    let file = place.path().join("copy.jsonl");
    backup(dir.path(), &file).unwrap();
    let whole = fs::read(&file).unwrap();
    let lines: Vec<usize> = whole
        .iter()
        .enumerate()
        .filter_map(|(at, b)| (*b == b'\n').then_some(at + 1))
        .collect();
    let mut bad: Vec<Vec<u8>> = lines[..lines.len() - 1]
        .iter()
        .map(|end| whole[..*end].to_vec())
        .collect();
    for at in (0..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        bad.push(flipped);
    }
    bad.push(Vec::new());
    bad.push(b"reference,title\n1.1,Fence\n".to_vec());
    for bytes in bad {
        fs::write(&file, &bytes).unwrap();
        let to = place.path().join("restored");
        let error = restore(&file, &to, &*clock()).unwrap_err();
        assert!(!to.exists());
        // No store is damaged: it is the backup that is of no use.
        assert!(!error.to_string().contains("store is damaged"), "{error}");
    }
    fs::write(&file, &whole[..lines[3]]).unwrap();
    let output = milepost(
        &place.path().join("new"),
        &["restore", file.to_str().unwrap()],
    );
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("nothing was restored: the backup"), "{told}");
    assert!(told.contains("take another backup"), "{told}");
}

#[test]
fn rotating_backups_keep_the_last_days_and_months() {
    let dir = TempDir::new().unwrap();
    let clock = Arc::new(FixedClock::at(time("2012-01-01T10:00:00+00:00")));
    let (mut store, _) = store::open(dir.path(), clock.clone()).unwrap();
    store.commit(import(1)).unwrap();
    store.commit(open_meeting()).unwrap();
    assert!(rotating(&Disk, dir.path()).is_empty());
    for n in 0..60u64 {
        let day = noon() + chrono::Days::new(9 * n);
        clock.set(day);
        let target = Target::Action(action_id(1));
        store.commit(note(6000 + n, target, "noted")).unwrap();
        let first = store.backup().unwrap().unwrap();
        let again = store.backup().unwrap().unwrap();
        assert_eq!(first, again, "nothing new, no new backup");
    }
    let all = rotating(&Disk, dir.path());
    assert!((20..=26).contains(&all.len()), "{}", all.len());
    let newest_day = noon().date_naive() + chrono::Days::new(9 * 59);
    assert_eq!((all[0].1, all[0].2), (62, newest_day));
    let mut months: Vec<String> = all
        .iter()
        .map(|b| b.2.format("%Y-%m").to_string())
        .collect();
    months.dedup();
    assert_eq!(months.len(), 12);
}

#[test]
fn a_damaged_rotating_backup_is_told_by_its_place() {
    let dir = filled();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    let file = store.backup().unwrap().unwrap();
    drop(store);
    assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("two posts", "two ghosts", 1)).unwrap();
    let found = verify(dir.path(), &probe()).unwrap();
    let [only] = found.findings.as_slice() else {
        panic!("{found}");
    };
    let place = file.display().to_string();
    assert!(
        only.starts_with("backups: ") && only.contains(&place),
        "{only}"
    );
    assert!(only.contains("line 5"), "{only}");
}

#[test]
fn a_second_process_is_told_who_holds_the_store_and_can_read() {
    let dir = filled();
    let held = store::open(dir.path(), clock()).unwrap();
    let error = store::open(dir.path(), clock()).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }));
    let told = error.to_string();
    let process = format!("process {}", std::process::id());
    assert!(told.contains(&process), "{told}");
    assert!(told.contains("user "), "{told}");
    assert!(told.contains("since 18 Oct 2012 12:00"), "{told}");
    assert!(told.contains("close it there first; list, show"), "{told}");
    let output = milepost(dir.path(), &["list"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let found = verify(dir.path(), &probe()).unwrap();
    assert!(found.not_compared.unwrap().contains(&process));
    drop(held);
    // What stands in the lock file is no lock.
    assert!(dir.path().join("LOCK").exists());
    store::open(dir.path(), clock()).unwrap();
}

#[test]
fn a_folder_of_something_else_is_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("budget.ods"), "figures").unwrap();
    let error = store::open(dir.path(), clock()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign(_)), "{error}");
    assert!(error.to_string().contains("budget.ods"), "{error}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let file = dir.path().join("budget.ods");
    let error = store::open(&file, clock()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign(_)), "{error}");
}

#[test]
fn a_newer_store_is_refused_in_words_and_left_alone() {
    let dir = filled();
    let path = dir.path().join("FORMAT");
    let text = fs::read_to_string(&path).unwrap();
    let covered = text
        .split("crc ")
        .next()
        .unwrap()
        .replace("store 1", "store 7");
    let newer = format!("{covered}crc {:08x}\n", crc32fast::hash(covered.as_bytes()));
    fs::write(&path, &newer).unwrap();
    for error in [
        store::open(dir.path(), clock()).unwrap_err(),
        store::read_only(dir.path()).unwrap_err(),
        verify(dir.path(), &probe()).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::TooNew { found: 7, known: 2 }));
        assert!(error.to_string().contains("newer"), "{error}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn a_clock_that_jumps_neither_reorders_nor_refuses() {
    let dir = filled();
    let clock = Arc::new(FixedClock::at(noon()));
    let target = Target::Action(action_id(1));
    let times = [
        "2011-10-18T12:00:00+01:00",
        "2013-10-18T12:00:00+01:00",
        "1970-01-01T00:00:00+00:00",
        "2099-12-31T23:59:59-11:00",
        "2012-10-18T12:00:00+01:00",
    ];
    for (n, text) in times.iter().enumerate() {
        clock.set(time(text));
        let (mut store, report) = store::open(dir.path(), clock.clone()).unwrap();
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        let mut new = note(6000 + n as u64, target, text);
        new.at = time(text);
        assert_eq!(store.commit(new).unwrap().seq, 7 + n as u64);
    }
    let reader = store::read_only(dir.path()).unwrap();
    let entries = reader.entries(Which::After(6)).unwrap();
    let at: Vec<_> = entries.iter().map(|e| e.at).collect();
    assert_eq!(at, times.map(time));
    assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    let told = diagnose(dir.path(), &*clock, &probe()).unwrap().to_string();
    assert!(told.contains("the clock went back 3 times"), "{told}");
    let journal = fs::read_dir(dir.path().join("journal")).unwrap();
    assert!(journal.count() > 1, "a new year begins a new file");
}

#[cfg(unix)]
#[test]
fn everything_is_private_also_what_was_not() {
    use std::os::unix::fs::PermissionsExt;
    fn modes(dir: &Path, all: &mut Vec<(String, u32)>) {
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        all.push((dir.display().to_string(), mode(dir)));
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                modes(&path, all);
            } else {
                all.push((path.display().to_string(), mode(&path) | 0o100));
            }
        }
    }
    fn open_up(dir: &Path) {
        fs::set_permissions(dir, fs::Permissions::from_mode(0o755)).unwrap();
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open_up(&path);
            } else {
                fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            }
        }
    }
    let dir = filled();
    for _ in 0..2 {
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        store.keep_draft("note", Some("half")).unwrap();
        store.backup().unwrap();
        drop(store);
        let mut all = Vec::new();
        modes(dir.path(), &mut all);
        let open: Vec<_> = all.iter().filter(|(_, mode)| *mode != 0o700).collect();
        assert!(open.is_empty(), "{open:?}");
        open_up(dir.path());
    }
}

#[test]
fn what_the_system_forbids_may_be_reading_too_and_it_is_said_what_to_do() {
    let forbidden = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let told = milepost::store::files::explain(&forbidden, Path::new("/srv/milepost")).to_string();
    assert_eq!(
        told,
        "no permission to read and write /srv/milepost: ask whoever looks after it, or take another place"
    );
}
