//! Cut at every file operation, in process: kills and power cuts of the journal, kills of the whole store in daily work and in the
//! middle of a repair, disks that are full, read-only or failing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use milepost::domain::*;
use milepost::store::disk::open_with;
use milepost::store::files::{Files, replace};
use milepost::store::journal::Journal;
use milepost::store::journal::survey::{Entries, Survey};
use milepost::store::{self, Desk, Inline, Reader, Reply, Request, Store, StoreError, Which};
use tempfile::TempDir;

use super::damage::copy;
use super::faulty::{AFTER, After, Fault, Faulty, Sim};
use super::sample::*;
use super::watched::{Watch, Watched};

const ID: &str = "00000000000000000000000000000abc";

/// Entry `n` of a history that begins a new segment every third entry.
fn nth(n: u64) -> Entry {
    let mut new = note(
        6000 + n,
        Target::Action(action_id(1)),
        &format!("entry {n}"),
    );
    new.at = time(&format!("{}-03-01T09:00:00+00:00", 2012 + n / 3));
    new.numbered(n)
}

fn survey(files: &Arc<dyn Files>) -> Survey {
    Survey::take(files, Path::new("/journal"), ID).unwrap()
}

fn entries(files: &Arc<dyn Files>) -> Vec<Entry> {
    let survey = survey(files);
    assert!(survey.is_sound() || survey.bad_end.is_some(), "{survey:?}");
    Entries::after(0, Arc::clone(files), Path::new("/journal"), &survey)
        .map(|found| found.unwrap().0)
        .collect()
}

fn resume(files: &Arc<dyn Files>) -> Result<Journal, StoreError> {
    let survey = survey(files);
    let dir = Path::new("/journal");
    Journal::resume(Arc::clone(files), dir, ID, &survey.end, Some(nth(1).at))
}

/// Writes entries until something fails; gives the number of the last one that was confirmed.
fn write(files: &Arc<dyn Files>, from: u64, to: u64) -> u64 {
    let Ok(mut journal) = resume(files) else {
        return from - 1;
    };
    for n in from..=to {
        if journal.append(&nth(n)).is_err() {
            return n - 1;
        }
    }
    to
}

#[test]
fn the_journal_keeps_every_confirmed_entry_through_a_cut_at_every_call() {
    let whole = Sim::new();
    let files: Arc<dyn Files> = Arc::new(whole.clone());
    assert_eq!(write(&files, 1, 7), 7);
    let calls = whole.calls();
    assert!(calls > 20);
    let mut trials = 0;
    for cut in 1..=calls + 1 {
        for after in AFTER {
            let sim = Sim::new();
            sim.die_at(cut);
            let files: Arc<dyn Files> = Arc::new(sim.clone());
            let confirmed = write(&files, 1, 7);
            let next: Arc<dyn Files> = Arc::new(sim.crash(after));
            let kept = entries(&next);
            let n = kept.len() as u64;
            assert!(n >= confirmed, "cut {cut}, {after:?}: {n} of {confirmed}");
            assert!(
                n <= confirmed + 1,
                "cut {cut}, {after:?}: {n} of {confirmed}"
            );
            assert!(kept.iter().zip(1..).all(|(e, n)| *e == nth(n)));
            // It goes on from there, and a second crash finds all of it.
            assert_eq!(write(&next, n + 1, 9), 9, "cut {cut}, {after:?}");
            assert_eq!(entries(&next).len(), 9, "cut {cut}, {after:?}");
            trials += 1;
        }
    }
    assert!(trials > 100);
}

#[test]
fn a_simulated_disk_without_syncs_does_lose_entries() {
    // The test above proves nothing if the disk keeps what was never synced.
    let sim = Sim::new();
    let mut sink = sim.create(Path::new("/file")).unwrap();
    sink.write(b"bytes").unwrap();
    assert!(!sim.crash(After::Strict).exists(Path::new("/file")));
    sim.sync_dir(Path::new("/")).unwrap();
    assert_eq!(sim.crash(After::Strict).len(Path::new("/file")).unwrap(), 0);
    assert_eq!(sim.crash(After::Torn).len(Path::new("/file")).unwrap(), 2);
    sink.sync().unwrap();
    assert_eq!(sim.crash(After::Strict).len(Path::new("/file")).unwrap(), 5);
}

/// Which folders are said to last.
#[derive(Debug, Default)]
struct Lasting(Mutex<Vec<PathBuf>>);

impl Watch for Lasting {
    fn synced(&self, dir: &Path) {
        self.0.lock().unwrap().push(dir.to_owned());
    }
}

#[test]
fn a_new_store_does_not_lose_its_own_name_in_a_power_cut() {
    let place = TempDir::new().unwrap();
    let dir = place.path().join("data/store");
    let files = Arc::new(Watched::<Lasting>::default());
    drop(open_with(&dir, clock(), files.clone()).unwrap());
    let synced = files.0.0.lock().unwrap().clone();
    let when = |folder: &Path| synced.iter().position(|dir| dir == folder);
    // From the top, and before anything in it counts.
    let order = [
        when(place.path()),
        when(&place.path().join("data")),
        when(&dir),
    ];
    assert!(order.is_sorted() && order[0].is_some(), "{synced:?}");
    assert!(synced.contains(&dir), "{synced:?}");
}

#[test]
fn a_replaced_file_is_the_old_one_or_the_new_one_after_any_cut() {
    for (cut, path) in (1..8).flat_map(|cut| [(cut, "/draft"), (cut, "draft")]) {
        for after in AFTER {
            let sim = Sim::new();
            let path = Path::new(path);
            replace(&sim, path, b"old").unwrap();
            sim.die_at(sim.calls() + cut);
            let done = replace(&sim, path, b"newer").is_ok();
            let next = sim.crash(after);
            let mut text = String::new();
            io::Read::read_to_string(&mut next.read(path).unwrap(), &mut text).unwrap();
            assert!(
                text == "newer" || (text == "old" && !done),
                "{cut} {after:?} {text}"
            );
        }
    }
}

/// Opens a store, records three notes with a draft each; gives how many were confirmed, or `None` where it did not open.
fn work(dir: &Path, files: &Faulty) -> Option<u64> {
    let (mut store, _) = open_with(dir, clock(), Arc::new(files.clone())).ok()?;
    let mut confirmed = store.last();
    for n in 0..3 {
        let text = format!("work {n}");
        let kept = store.keep_draft("note", Some(&text));
        let target = Target::Action(action_id(1));
        let id = 6000 + store.last();
        if kept.is_err() || store.commit(note(id, target, &text)).is_err() {
            break;
        }
        confirmed = store.last();
    }
    Some(confirmed)
}

fn assert_whole(dir: &Path, confirmed: u64, before: &[Entry], what: &str) {
    let (store, report) = store::open(dir, clock()).unwrap_or_else(|e| panic!("{what}: {e}"));
    let entries = store.entries(Which::After(0)).unwrap();
    assert!(entries.len() as u64 >= confirmed, "{what}: {report:?}");
    assert!(entries.starts_with(before), "{what}: {report:?}");
    let mut fold = Register::new(PLAN);
    for entry in &entries {
        fold.apply_entry(entry).unwrap();
    }
    assert_eq!(store.load(PLAN).unwrap(), fold.without_sources(), "{what}");
}

#[test]
fn killed_at_any_file_operation_of_its_work_a_store_opens_whole() {
    for first_run in [true, false] {
        let template = TempDir::new().unwrap();
        let mut before = Vec::new();
        if !first_run {
            let (mut store, _) = store::open(template.path(), clock()).unwrap();
            fill(&mut store);
            before = store.entries(Which::After(0)).unwrap();
        }
        let mut cut = 1;
        loop {
            let trial = TempDir::new().unwrap();
            copy(template.path(), trial.path());
            let files = Faulty::default();
            files.set(Some(Fault::DeadFrom(cut)));
            let confirmed = work(trial.path(), &files).unwrap_or(before.len() as u64);
            let finished = files.calls() < cut;
            assert_whole(trial.path(), confirmed, &before, &format!("cut {cut}"));
            if finished {
                assert_eq!(confirmed, before.len() as u64 + 3);
                break;
            }
            cut += 1;
        }
        assert!(cut > 15, "{cut}");
    }
}

/// Damages sled's snapshots, so that it does not open.
fn cut_snapshots(dir: &Path) {
    for entry in fs::read_dir(dir.join("store")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("snap") {
            fs::write(&path, b"cut").unwrap();
        }
    }
}

#[test]
fn killed_at_any_file_operation_of_a_repair_a_store_is_repaired_by_the_next_start() {
    let template = TempDir::new().unwrap();
    let (mut store, _) = store::open(template.path(), clock()).unwrap();
    fill(&mut store);
    let before = store.entries(Which::After(0)).unwrap();
    drop(store);
    // sled writes a snapshot of what it has when it is opened.
    drop(store::open(template.path(), clock()).unwrap());
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 4] = [
        ("journal line", |dir| {
            let path = dir.join("journal/000001.jsonl");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("posts", "ghost", 1)).unwrap();
        }),
        ("journal gone", |dir| {
            fs::remove_dir_all(dir.join("journal")).unwrap();
        }),
        ("snapshot cut", cut_snapshots),
        ("journal cut, snapshot cut", |dir| {
            let path = dir.join("journal/000001.jsonl");
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            fs::write(&path, lines[..5].join("\n") + "\n").unwrap();
            cut_snapshots(dir);
        }),
    ];
    for (what, damage) in damages {
        let mut cut = 1;
        loop {
            let trial = TempDir::new().unwrap();
            copy(template.path(), trial.path());
            damage(trial.path());
            let files = Faulty::default();
            files.set(Some(Fault::DeadFrom(cut)));
            let opened = open_with(trial.path(), clock(), Arc::new(files.clone()));
            let finished = files.calls() < cut;
            assert!(opened.is_ok() || !finished, "{what}, cut {cut}");
            drop(opened);
            let confirmed = before.len() as u64;
            assert_whole(
                trial.path(),
                confirmed,
                &before,
                &format!("{what}, cut {cut}"),
            );
            if finished {
                break;
            }
            cut += 1;
        }
        assert!(cut > 3, "{what}: {cut}");
    }
}

#[test]
fn an_error_at_any_file_operation_is_told_and_the_entry_is_saved_once_when_tried_again() {
    for kind in [
        io::ErrorKind::StorageFull,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::Other,
    ] {
        let template = TempDir::new().unwrap();
        let (mut store, _) = store::open(template.path(), clock()).unwrap();
        fill(&mut store);
        drop(store);
        // A clean run tells how many calls there are.
        let mut cut = 1;
        loop {
            let trial = TempDir::new().unwrap();
            copy(template.path(), trial.path());
            let files = Faulty::default();
            let (mut store, _) = open_with(trial.path(), clock(), Arc::new(files.clone())).unwrap();
            let before = files.calls();
            files.set(Some(Fault::Once(before + cut, kind)));
            for n in 0..2u64 {
                let mut new = note(6000 + n, Target::Action(action_id(1)), "tried");
                new.at = time(&format!("{}-10-18T12:00:00+01:00", 2013 + n));
                if let Err(error) = store.commit(new.clone()) {
                    let fits = match kind {
                        io::ErrorKind::StorageFull => matches!(error, StoreError::Full(_)),
                        io::ErrorKind::PermissionDenied => matches!(error, StoreError::Denied(_)),
                        _ => matches!(error, StoreError::Io(_)),
                    };
                    assert!(fits, "{error:?}");
                    store.commit(new).unwrap();
                }
            }
            let finished = files.calls() < before + cut;
            let shown = picture(&store);
            drop(store);
            let (store, report) = store::open(trial.path(), clock()).unwrap();
            assert!(report.notes.is_empty(), "{kind} {cut}: {:?}", report.notes);
            assert_eq!(picture(&store), shown);
            assert_eq!(shown.2.len(), 8, "{kind} {cut}");
            if finished {
                break;
            }
            cut += 1;
        }
        assert!(cut > 6, "{cut}");
    }
}

#[test]
fn a_full_disk_keeps_everything_pending_until_space_is_freed() {
    let dir = TempDir::new().unwrap();
    let files = Faulty::default();
    let (mut store, _) = open_with(dir.path(), clock(), Arc::new(files.clone())).unwrap();
    fill(&mut store);
    let mut desk = Inline::new(Box::new(store));
    files.set(Some(Fault::Always(io::ErrorKind::StorageFull)));
    let target = Target::Action(action_id(1));
    for ticket in 1..=3 {
        let entry = note(6000 + ticket, target, "typed on a full disk");
        desk.send(Request::Commit { ticket, entry });
    }
    desk.send(Request::KeepDraft {
        name: "note".to_owned(),
        text: Some("half".to_owned()),
    });
    let replies = desk.take();
    for (reply, ticket) in replies.iter().zip(1..) {
        let Reply::NotSaved {
            ticket: of,
            error,
            retrying: true,
        } = reply
        else {
            panic!("{reply:?}");
        };
        assert_eq!(*of, ticket);
        assert!(error.to_string().contains("disk is full"), "{error}");
    }
    assert_eq!(replies.len(), 3);
    // Meanwhile the chair keeps a copy elsewhere.
    let elsewhere = TempDir::new().unwrap();
    let file = elsewhere.path().join("rescue.jsonl");
    let unsaved: Vec<NewEntry> = (1..=3)
        .map(|n| note(6000 + n, target, "typed on a full disk"))
        .collect();
    let drafts = [("note".to_owned(), "half".to_owned())];
    store::rescue(&file, &unsaved, &drafts).unwrap();
    let rescued = fs::read_to_string(&file).unwrap();
    assert_eq!(rescued.matches("typed on a full disk").count(), 3);
    assert_eq!(rescued.lines().count(), 4);
    // Reading goes on, also for others.
    assert_eq!(
        store::read_only(dir.path())
            .unwrap()
            .entries(Which::After(0))
            .unwrap()
            .len(),
        6
    );
    desk.retry();
    assert!(desk.take().is_empty());
    files.set(None);
    desk.retry();
    let saved = desk.take();
    assert_eq!(saved.len(), 3);
    assert!(saved.iter().all(|r| matches!(r, Reply::Committed { .. })));
    drop(desk);
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(store.entries(Which::After(6)).unwrap().len(), 3);
    assert_eq!(store.draft("note").unwrap().as_deref(), Some("half"));
}
