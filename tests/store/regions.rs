//! Every region of every file of a store, damaged: the content is what it was, or the loss is told by its place.
//!
//! [`damage`](super::damage) takes each kind of damage apart; here each block of each file is visited, by several threads over a
//! small store in memory. The short run visits each block once, with patterns in turn; the long one (`--ignored`) visits each
//! with every pattern, and more pairs of damages at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use milepost::domain::*;
use milepost::store::{self, Reader, Store};
use tempfile::TempDir;

use super::damage::copy;
use super::sample::*;

/// The region that is visited at a time.
const BLOCK: usize = 64;

/// Both copies of a store.
const BOTH: (&str, &str) = ("journal", "store");

/// Pairs of parts of a store that was archived.
const ARCHIVED: [(&str, &str); 3] = [
    ("archive", "store"),
    ("archive", "state.jsonl"),
    ("state.jsonl", "store"),
];

/// How long nothing may be heard of any trial.
const SILENCE: Duration = Duration::from_secs(60);

/// A way to damage the block at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// One bit is turned.
    Bit(u8),
    /// The block is overwritten.
    Fill(u8),
    /// The file ends here.
    Cut,
    /// The block is left out; what follows moves up.
    Gone,
    /// The block stands twice.
    Twice,
    /// The block is what it was in an older copy of the file.
    Older,
}

const PATTERNS: [Pattern; 8] = [
    Pattern::Bit(0),
    Pattern::Fill(0),
    Pattern::Cut,
    Pattern::Bit(6),
    Pattern::Gone,
    Pattern::Fill(0xFF),
    Pattern::Twice,
    Pattern::Older,
];

/// What is done to one file.
#[derive(Debug, Clone)]
enum Damage {
    At(usize, Pattern),
    Emptied,
    Removed,
    /// The file is what it was in an older copy of the store.
    Older,
    /// Zeros or junk behind the end.
    Longer(u8),
}

type Job = Vec<(PathBuf, Damage)>;

struct Scene {
    dir: TempDir,
    picture: (Vec<PlanSummary>, Register, Vec<Entry>),
    bytes: BTreeMap<PathBuf, (Vec<u8>, Vec<u8>)>,
}

fn files_of(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![PathBuf::from("FORMAT"), PathBuf::from("LAST")];
    if dir.join("archive").exists() {
        all.push(PathBuf::from("state.jsonl"));
    }
    for part in ["store", "journal", "archive"] {
        for entry in fs::read_dir(dir.join(part)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                all.push(path.strip_prefix(dir).unwrap().to_owned());
            }
        }
    }
    all
}

/// A store of eight entries, and an older copy of it with two; of the first four, an archive where that is wanted.
fn scene(has_archive: bool) -> Scene {
    let (dir, older) = (in_memory(), in_memory());
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    store.commit(import(1)).unwrap();
    store.commit(open_meeting()).unwrap();
    drop(store);
    copy(dir.path(), older.path());
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    let target = Target::Action(action_id(1));
    for n in 0..3 {
        let change = status(&store, target, ['R', 'A', 'G'][n % 3]);
        store.commit(change).unwrap();
        let text = format!("note {n}: two posts stolen");
        store.commit(note(7000 + n as u64, target, &text)).unwrap();
        if has_archive && n == 0 {
            store.archive(false).unwrap();
        }
    }
    let picture = picture(&store);
    drop(store);
    let read = |dir: &Path, file: &Path| fs::read(dir.join(file)).unwrap_or_default();
    let bytes = files_of(dir.path())
        .into_iter()
        .map(|file| {
            let pair = (read(dir.path(), &file), read(older.path(), &file));
            (file, pair)
        })
        .collect();
    Scene {
        dir,
        picture,
        bytes,
    }
}

/// Where blocks of a file begin: all of what is written, and a few of the zeros that sled keeps behind.
fn blocks(bytes: &[u8]) -> Vec<usize> {
    let written = bytes.len() - bytes.iter().rev().take_while(|b| **b == 0).count();
    let behind = (written..bytes.len()).step_by((bytes.len() / 8).max(1));
    (0..written).step_by(BLOCK).chain(behind).collect()
}

impl Scene {
    /// Every block of every file of these parts, of all where none is named; with `patterns` patterns each, in turn.
    fn single(&self, parts: &[&str], patterns: usize) -> Vec<Job> {
        let mut jobs = Vec::new();
        let wanted =
            |file: &Path| parts.is_empty() || parts.iter().any(|part| file.starts_with(part));
        for (file, (bytes, _)) in self.bytes.iter().filter(|(file, _)| wanted(file)) {
            let mut job = |damage| jobs.push(vec![(file.clone(), damage)]);
            job(Damage::Emptied);
            job(Damage::Removed);
            job(Damage::Older);
            job(Damage::Longer(0));
            job(Damage::Longer(b'7'));
            for (n, at) in blocks(bytes).into_iter().enumerate() {
                for p in 0..patterns {
                    job(Damage::At(at, PATTERNS[(n + p) % PATTERNS.len()]));
                }
            }
        }
        jobs
    }

    /// A block of one part and one of another, at once; `count` pairs.
    fn double(&self, parts: (&str, &str), count: usize) -> Vec<Job> {
        let list = |part: &str| -> Vec<(PathBuf, usize)> {
            let of_part = self.bytes.iter().filter(|(file, _)| file.starts_with(part));
            of_part
                .flat_map(|(file, (bytes, _))| {
                    let at = blocks(bytes).into_iter();
                    at.map(|at| (file.clone(), at)).collect::<Vec<_>>()
                })
                .collect()
        };
        let (journal, tables) = (list(parts.0), list(parts.1));
        (0..count)
            .map(|n| {
                // Steps that share nothing with the lengths, so that all meet all in time.
                let (a, at) = &journal[n * 31 % journal.len()];
                let (b, bt) = &tables[n * 97 % tables.len()];
                let first = PATTERNS[n % PATTERNS.len()];
                let second = PATTERNS[n / 3 % PATTERNS.len()];
                vec![
                    (a.clone(), Damage::At(*at, first)),
                    (b.clone(), Damage::At(*bt, second)),
                ]
            })
            .collect()
    }

    /// Makes a damaged copy of the store. `None` where the damage changes nothing.
    fn damaged(&self, job: &Job) -> Option<TempDir> {
        let trial = in_memory();
        copy(self.dir.path(), trial.path());
        let mut changed = false;
        for (file, damage) in job {
            let (now, older) = &self.bytes[file];
            let path = trial.path().join(file);
            match damaged(now, older, damage) {
                None => fs::remove_file(&path).unwrap(),
                Some(bytes) if bytes == *now => continue,
                Some(bytes) => fs::write(&path, bytes).unwrap(),
            }
            changed = true;
        }
        changed.then_some(trial)
    }
}

fn damaged(now: &[u8], older: &[u8], damage: &Damage) -> Option<Vec<u8>> {
    let mut bytes = now.to_vec();
    match *damage {
        Damage::Emptied => bytes.clear(),
        Damage::Removed => return None,
        Damage::Older if older.is_empty() => return None,
        Damage::Older => bytes = older.to_vec(),
        Damage::Longer(byte) => bytes.extend([byte; 100]),
        Damage::At(at, pattern) => {
            let end = (at + BLOCK).min(now.len());
            match pattern {
                // Another byte of each block.
                Pattern::Bit(bit) => bytes[at + at / BLOCK * 7 % (end - at)] ^= 1 << bit,
                Pattern::Fill(byte) => bytes[at..end].fill(byte),
                Pattern::Cut => bytes.truncate(at),
                Pattern::Gone => drop(bytes.drain(at..end)),
                Pattern::Twice => {
                    bytes.splice(at..at, now[at..end].iter().copied());
                }
                Pattern::Older => {
                    let until = end.min(older.len());
                    if at < until {
                        bytes[at..until].copy_from_slice(&older[at..until]);
                    }
                }
            }
        }
    }
    Some(bytes)
}

/// What came of a damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The damage changes no byte.
    Nothing,
    /// Everything is there, and there was nothing to say.
    Quiet,
    /// Everything is there, and something was said.
    Mended,
    /// Entries are gone, each is named, and everything else is there.
    Lost,
    /// It does not open; the chair is told what to do.
    Stopped,
}

/// Whether a store holds what its entries add up to.
fn adds_up(store: &dyn Reader, entries: &[Entry]) -> bool {
    let mut fold = Register::new(PLAN);
    entries.iter().all(|e| fold.apply_entry(e).is_ok())
        && store.load(PLAN).unwrap() == fold.without_sources()
}

fn outcome(scene: &Scene, job: &Job, thorough: bool) -> Result<Outcome, String> {
    let Some(trial) = scene.damaged(job) else {
        return Ok(Outcome::Nothing);
    };
    let (store, report) = match store::open(trial.path(), clock()) {
        Ok(opened) => opened,
        Err(error) => {
            let told = error.to_string();
            let helps = told.contains("milepost recover") || told.contains("backup");
            return match (job.len(), helps) {
                (2, true) => Ok(Outcome::Stopped),
                _ => Err(format!("does not open: {told}")),
            };
        }
    };
    let now = picture(&store);
    let told = report.notes.join("\n");
    if now == scene.picture {
        drop(store);
        if thorough {
            again(trial.path(), &now)?;
        }
        return Ok(if told.is_empty() {
            Outcome::Quiet
        } else {
            Outcome::Mended
        });
    }
    // Something is not what it was: nothing but entries that are named.
    let before = &scene.picture.2;
    let differ = before.iter().zip(&now.2).filter(|(a, b)| a != b);
    let differ: Vec<u64> = differ.map(|(a, _)| a.seq).collect();
    let named = format!("LOST: {}", store::compare::numbers(&differ));
    if job.len() == 2 && now.2.len() == before.len() && told.contains(&named) {
        let made_up = |e: &&Entry| differ.contains(&e.seq) && !e.changes.is_empty();
        if told.contains("from the sum of the archive") {
            if (&now.0, &now.1) != (&scene.picture.0, &scene.picture.1) {
                return Err(format!("not what the sum says: {told}"));
            }
        } else if let Some(entry) = now.2.iter().find(made_up) {
            return Err(format!("{entry:?} was made up: {told}"));
        }
        return Ok(Outcome::Lost);
    }
    let sound = adds_up(&store, &now.2);
    Err(format!(
        "SILENT: {} of {} entries, {differ:?} differ, adds up: {sound}; said: {told:?}",
        now.2.len(),
        before.len()
    ))
}

/// The next start finds nothing more to mend, and whoever only reads sees the same.
fn again(dir: &Path, seen: &(Vec<PlanSummary>, Register, Vec<Entry>)) -> Result<(), String> {
    let (store, report) = store::open(dir, clock()).map_err(|e| format!("second start: {e}"))?;
    if !report.notes.is_empty() {
        return Err(format!("the second start mends again: {:?}", report.notes));
    }
    if picture(&store) != *seen {
        return Err("the second start shows something else".to_owned());
    }
    drop(store);
    let reader = store::read_only(dir).map_err(|e| format!("reading: {e}"))?;
    let now = picture(&reader);
    // Without the archive there is the sum of its entries, which is said.
    let is_sum = reader.notes().iter().any(|n| n.contains("taken elsewhere"));
    if (&now.0, &now.1) != (&seen.0, &seen.1) || (!is_sum && now.2 != seen.2) {
        return Err("whoever only reads sees something else".to_owned());
    }
    Ok(())
}

/// Runs all trials and counts what came of them; fails with every one that went wrong.
#[allow(clippy::print_stdout)] // how many were visited is what the long run is for
fn run(scene: &Scene, jobs: Vec<Job>) -> BTreeMap<Outcome, usize> {
    let begun = Instant::now();
    let all = jobs.len();
    let line = Mutex::new(jobs.into_iter().enumerate());
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    std::thread::scope(|scope| {
        let (said, heard) = mpsc::channel();
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        for _ in 0..threads {
            let (line, said) = (&line, said.clone());
            scope.spawn(move || {
                loop {
                    let next = line.lock().unwrap().next();
                    let Some((n, job)) = next else { return };
                    let name = || format!("{job:?}");
                    said.send((name(), None)).unwrap();
                    let result = outcome(scene, &job, n % 4 == 0);
                    said.send((name(), Some(result))).unwrap();
                }
            });
        }
        drop(said);
        let mut under_way: Vec<String> = Vec::new();
        loop {
            match heard.recv_timeout(SILENCE) {
                Ok((name, None)) => under_way.push(name),
                Ok((name, Some(result))) => {
                    under_way.retain(|n| *n != name);
                    match result {
                        Ok(outcome) => *counts.entry(outcome).or_default() += 1,
                        Err(what) => wrong.push(format!("{name}: {what}")),
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    // The threads cannot be ended; the process has to be.
                    println!("hangs: {under_way:#?}");
                    std::process::exit(1);
                }
            }
        }
    });
    println!("{all} damages in {:.1?}: {counts:?}", begun.elapsed());
    let first: Vec<_> = wrong.iter().take(20).collect();
    assert!(
        wrong.is_empty(),
        "{} of {all} went wrong: {first:#?}",
        wrong.len()
    );
    counts
}

#[test]
fn every_region_of_every_file_is_mended() {
    let scene = scene(false);
    let counts = run(&scene, scene.single(&[], 1));
    assert!(counts[&Outcome::Mended] > 150, "{counts:?}");
}

#[test]
fn damage_in_both_copies_at_once_is_mended_or_told() {
    let scene = scene(false);
    let counts = run(&scene, scene.double(BOTH, 80));
    assert!(counts.keys().any(|o| *o >= Outcome::Lost), "{counts:?}");
    assert!(counts[&Outcome::Mended] > 20, "{counts:?}");
}

#[test]
fn every_region_of_an_archived_store_is_mended() {
    let scene = scene(true);
    // The working copy is the same as that of any other store.
    let counts = run(
        &scene,
        scene.single(&["archive", "state.jsonl", "journal"], 1),
    );
    assert!(counts[&Outcome::Mended] > 100, "{counts:?}");
}

#[test]
fn damage_in_the_archive_and_elsewhere_at_once_is_mended_or_told() {
    let scene = scene(true);
    for parts in ARCHIVED {
        let counts = run(&scene, scene.double(parts, 24));
        assert!(counts[&Outcome::Mended] > 10, "{parts:?}: {counts:?}");
    }
}

/// Everything above with every pattern: some minutes.
#[test]
#[ignore = "takes minutes: run it with --ignored after changes to the store"]
fn every_region_of_every_file_is_mended_whatever_the_damage() {
    for has_archive in [false, true] {
        let scene = scene(has_archive);
        run(&scene, scene.single(&[], PATTERNS.len()));
        run(&scene, scene.double(BOTH, 4000));
        if has_archive {
            for parts in ARCHIVED {
                run(&scene, scene.double(parts, 2000));
            }
        }
    }
}
