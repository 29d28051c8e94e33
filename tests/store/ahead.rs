//! A store that was left says what is asked first before it is open, and nothing that it would not say once it is.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use milepost::app::draft;
use milepost::app::key::{Input, Key as Stroke};
use milepost::clock::FixedClock;
use milepost::domain::*;
use milepost::store::{self, Inline, Reader, Spot, Store, StoreError, Which};
use tempfile::TempDir;

use super::sample::*;
use super::watched::{Watch, Watched};
use crate::support::large::session;

const SPOT: Spot = Spot {
    plan: PLAN,
    meeting: MEETING,
    around: Some(ActionId(101)),
};

/// A disk on which the journal can be taken away.
#[derive(Debug, Default)]
struct Gate {
    is_shut: AtomicBool,
}

impl Gate {
    fn shut(&self, is_shut: bool) {
        self.is_shut.store(is_shut, Ordering::SeqCst);
    }
}

impl Watch for Gate {
    fn reads(&self, path: &Path) -> io::Result<()> {
        let is_journal = path.components().any(|part| part.as_os_str() == "journal");
        match is_journal && self.is_shut.load(Ordering::SeqCst) {
            true => Err(io::Error::other("the disk is gone")),
            false => Ok(()),
        }
    }
}

/// A store that was left in the middle of a meeting.
fn left() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    store.keep_draft("meeting-900", Some("half typed")).unwrap();
    store.foresee(Some(SPOT));
    dir
}

/// What a session asks before it asks for the plan.
fn first_answers(store: &dyn Reader) -> (Vec<PlanSummary>, Register, Vec<Entry>, u64, String) {
    (
        store.plans().unwrap(),
        store.load(Key::NO_PLAN).unwrap(),
        store.entries(Which::Meeting(MEETING)).unwrap(),
        store.last().unwrap(),
        store.draft("meeting-900").unwrap().unwrap(),
    )
}

/// Lets a store settle until it says nothing new for long; gives what it said.
fn settled(store: &mut dyn Store) -> Vec<String> {
    let until = Instant::now() + Duration::from_secs(60);
    let mut notes = Vec::new();
    while let settled = store.settle()
        && (settled.again.is_some() || !settled.notes.is_empty())
    {
        notes.extend(settled.notes);
        assert!(Instant::now() < until, "it never ends");
        std::thread::yield_now();
    }
    notes
}

#[test]
fn the_first_answers_come_before_the_store_is_open() {
    let dir = left();
    let (expected, part) = {
        let (store, _) = store::open(dir.path(), clock()).unwrap();
        (first_answers(&store), store.load(PLAN).unwrap())
    };
    let gate = Arc::new(Watched::<Gate>::default());
    let (mut store, report) = store::open_ahead_with(dir.path(), clock(), gate.clone()).unwrap();
    gate.0.shut(true);
    assert!(report.notes.is_empty());
    assert_eq!(first_answers(&*store), expected);
    let seen = store.glimpse(PLAN, MEETING, SPOT.around).unwrap().unwrap();
    assert_eq!(seen.actions, 2);
    assert_eq!(seen.register.plan(), part.plan());
    for (id, action) in seen.register.actions() {
        assert_eq!(part.action(id), Some(action));
    }
    let early = store.ids();
    gate.0.shut(false);
    assert_eq!(store.load(PLAN).unwrap(), part);
    assert_eq!(first_answers(&*store), expected);
    // Numbers given out before are not given out again.
    let (mut early, mut late) = (early, store.ids());
    assert!(late.take() >= early.take() + Ids::BLOCK);
    store
        .commit(note(9000, Target::Action(action_id(1)), "open"))
        .unwrap();
    assert_eq!(store.last().unwrap(), expected.3 + 1);
}

#[test]
fn what_another_session_recorded_since_is_shown() {
    let dir = left();
    let written = fs::read(dir.path().join("outlook")).unwrap();
    {
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        store
            .commit(note(9000, Target::Action(action_id(1)), "since"))
            .unwrap();
    }
    assert_eq!(fs::read(dir.path().join("outlook")).unwrap(), written);
    let (store, _) = store::open_ahead(dir.path(), clock()).unwrap();
    assert_eq!(store.last().unwrap(), 7);
    assert_eq!(store.entries(Which::After(6)).unwrap().len(), 1);
    assert_eq!(
        store
            .load(PLAN)
            .unwrap()
            .notes_on(Target::Action(action_id(1)))
            .count(),
        2
    );
}

#[test]
fn another_place_in_the_meeting_is_asked_of_the_store() {
    let dir = left();
    let (store, _) = store::open_ahead(dir.path(), clock()).unwrap();
    // A plan of two actions is read whole, once the store is open.
    assert!(store.glimpse(PLAN, MEETING, None).unwrap().is_none());
    assert!(store.glimpse(PLAN, MEETING, SPOT.around).unwrap().is_none());
    assert!(
        store
            .entries(Which::Meeting(MeetingId(4)))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn damage_to_what_was_kept_is_never_shown() {
    let dir = left();
    let path = dir.path().join("outlook");
    let sound = fs::read(&path).unwrap();
    let expected = {
        let (store, _) = store::open(dir.path(), clock()).unwrap();
        (first_answers(&store), store.load(PLAN).unwrap())
    };
    let step = sound.len() / 40;
    let flipped = (0..sound.len()).step_by(step).map(|at| {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x10;
        bytes
    });
    let cut = [0, 1, 5, sound.len() / 2, sound.len() - 1].map(|len| sound[..len].to_vec());
    for bytes in flipped.chain(cut).chain([vec![b'x'; 3 << 20]]) {
        fs::write(&path, bytes).unwrap();
        let (store, report) = store::open_ahead(dir.path(), clock()).unwrap();
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        assert_eq!(first_answers(&*store), expected.0);
        assert_eq!(store.load(PLAN).unwrap(), expected.1);
    }
}

#[test]
fn another_store_s_is_not_taken_for_its_own() {
    let (one, other) = (left(), TempDir::new().unwrap());
    {
        let (mut store, _) = store::open(other.path(), clock()).unwrap();
        begin(&mut store);
    }
    fs::copy(one.path().join("outlook"), other.path().join("outlook")).unwrap();
    let (store, _) = store::open_ahead(other.path(), clock()).unwrap();
    assert_eq!(store.last().unwrap(), 2);
}

#[test]
fn what_is_mended_behind_is_told() {
    let dir = left();
    for file in fs::read_dir(dir.path().join("store")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            fs::write(path, b"nothing of sled's").unwrap();
        }
    }
    let (mut store, _) = store::open_ahead(dir.path(), clock()).unwrap();
    let before = store.plans().unwrap();
    let notes = settled(&mut *store).join("\n");
    assert!(notes.contains("made again from the journal"), "{notes}");
    assert_eq!(store.plans().unwrap(), before);
    assert_eq!(store.load(PLAN).unwrap().action_count(), 2);
}

#[test]
fn a_store_that_does_not_open_says_why_and_records_nothing() {
    let dir = left();
    let gate = Arc::new(Watched::<Gate>::default());
    let (mut store, _) = store::open_ahead_with(dir.path(), clock(), gate.clone()).unwrap();
    gate.0.shut(true);
    assert_eq!(store.plans().unwrap().len(), 1);
    let why = store.load(PLAN).unwrap_err().to_string();
    assert!(why.contains("the disk is gone"), "{why}");
    let refused = store.commit(note(9000, Target::Action(action_id(1)), "lost"));
    let told = settled(&mut *store).join("\n");
    assert!(told.contains("the disk is gone"), "{told}");
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("the disk is gone")
    );
    drop(store);
    let (store, _) = store::open(dir.path(), clock()).unwrap();
    assert_eq!(store.last(), 6);
}

#[test]
fn a_store_that_is_held_says_so_at_once() {
    let dir = left();
    let (_held, _) = store::open_ahead(dir.path(), clock()).unwrap();
    let refused = store::open_ahead(dir.path(), clock()).map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::Locked { .. })),
        "{refused:?}"
    );
}

#[test]
fn from_the_home_screen_the_plans_are_kept() {
    let dir = left();
    let log = {
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        store.foresee(None);
        store.entries(Which::Meeting(MEETING)).unwrap()
    };
    let gate = Arc::new(Watched::<Gate>::default());
    let (store, _) = store::open_ahead_with(dir.path(), clock(), gate.clone()).unwrap();
    gate.0.shut(true);
    assert_eq!(store.plans().unwrap().len(), 1);
    gate.0.shut(false);
    assert_eq!(store.entries(Which::Meeting(MEETING)).unwrap(), log);
}

/// Whether nothing was touched in it, or the chair went on to another item: what a session asks first is what was foreseen.
#[test]
fn a_meeting_is_shown_early_wherever_it_was_left() {
    for keys in ["", "l", "lrll", "lh"] {
        let dir = TempDir::new().unwrap();
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        fill(&mut store);
        let then = Arc::new(FixedClock::at(noon()));
        let desk = Box::new(Inline::new(Box::new(store)));
        let mut left = session(then, desk, Ids::starting_at(1 << 40), (PLAN, MEETING));
        for key in keys.chars() {
            left.input(Input::Key(Stroke::char(key)));
        }
        left.end();
        drop(left);
        let gate = Arc::new(Watched::<Gate>::default());
        let (store, _) = store::open_ahead_with(dir.path(), clock(), gate.clone()).unwrap();
        gate.0.shut(true);
        let kept = store.draft(&draft::name(MEETING)).unwrap();
        let around = draft::in_sight(kept.as_deref()).unwrap();
        // Of a plan of two actions, a store that is open has no part to show.
        let seen = store.glimpse(PLAN, MEETING, around).unwrap();
        assert!(seen.is_some(), "after {keys:?}");
    }
}
