//! What every store promises, held against each of them: in memory, on disk, on disk reopened between all steps, opened behind
//! its first answers between all steps, and archived between all steps.

use milepost::domain::*;
use milepost::store::{self, MemoryStore, Reader, Spot, Store, StoreError, Which};
use tempfile::TempDir;

use super::sample::*;

/// A store that the suite may close and open again.
trait Bench {
    fn store(&mut self) -> &mut dyn Store;
    /// Called between steps.
    fn pause(&mut self) {}
}

impl Bench for MemoryStore {
    fn store(&mut self) -> &mut dyn Store {
        self
    }
}

struct OnDisk {
    dir: TempDir,
    store: Option<store::DiskStore>,
    /// The same, where it was opened behind.
    ahead: Option<Box<dyn Store>>,
    pause: Pause,
}

/// What happens between steps.
#[derive(Clone, Copy)]
enum Pause {
    Nothing,
    Reopening,
    /// It is foreseen what is asked first, and the store opened behind the first answers.
    Ahead,
    /// Everything so far is archived, and the store opened again.
    Archiving,
}

impl OnDisk {
    fn new(pause: Pause) -> Self {
        let dir = TempDir::new().unwrap();
        let mut bench = Self {
            dir,
            store: None,
            ahead: None,
            pause,
        };
        bench.open();
        bench
    }

    fn open(&mut self) {
        self.store = None;
        let (store, report) = store::open(self.dir.path(), clock()).unwrap();
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        self.store = Some(store);
    }

    fn open_ahead(&mut self) {
        let meeting = Spot {
            plan: PLAN,
            meeting: MEETING,
            around: None,
        };
        self.store().foresee(Some(meeting));
        (self.store, self.ahead) = (None, None);
        let (store, report) = store::open_ahead(self.dir.path(), clock()).unwrap();
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        self.ahead = Some(store);
    }
}

impl Bench for OnDisk {
    fn store(&mut self) -> &mut dyn Store {
        match &mut self.ahead {
            Some(ahead) => &mut **ahead,
            None => self.store.as_mut().unwrap(),
        }
    }

    fn pause(&mut self) {
        match self.pause {
            Pause::Nothing => {}
            Pause::Reopening => self.open(),
            Pause::Ahead => self.open_ahead(),
            Pause::Archiving => {
                self.store.as_mut().unwrap().archive(false).unwrap();
                self.open();
            }
        }
    }
}

fn on_every_store(test: fn(&mut dyn Bench)) {
    test(&mut MemoryStore::default());
    for pause in [
        Pause::Nothing,
        Pause::Reopening,
        Pause::Ahead,
        Pause::Archiving,
    ] {
        test(&mut OnDisk::new(pause));
    }
}

fn filled(bench: &mut dyn Bench) {
    fill(bench.store());
    bench.pause();
}

#[test]
fn an_empty_store_has_nothing_in_it() {
    on_every_store(|bench| {
        assert!(bench.store().plans().unwrap().is_empty());
        assert_eq!(bench.store().load(PLAN).unwrap(), Register::new(PLAN));
        assert!(bench.store().entries(Which::After(0)).unwrap().is_empty());
        assert_eq!(bench.store().draft("note").unwrap(), None);
    });
}

#[test]
fn entries_are_numbered_without_gaps_and_come_back_whole() {
    on_every_store(|bench| {
        let first = bench.store().commit(import(2)).unwrap();
        assert_eq!(first, import(2).numbered(1));
        bench.pause();
        let second = bench.store().commit(open_meeting()).unwrap();
        assert_eq!(second.seq, 2);
        bench.pause();
        let all = bench.store().entries(Which::After(0)).unwrap();
        assert_eq!(all, [first, second.clone()]);
        assert_eq!(bench.store().entries(Which::After(1)).unwrap(), [second]);
    });
}

#[test]
fn what_was_only_saved_is_there_after_catching_up_after_the_next_and_after_leaving() {
    on_every_store(|bench| {
        filled(bench);
        let target = Target::Action(action_id(1));
        let shown = |store: &dyn Reader, last: &str| {
            let notes = store.load(PLAN).unwrap();
            let notes: Vec<String> = notes
                .notes_on(target)
                .map(|(_, n)| n.text.clone())
                .collect();
            assert_eq!(notes.last().map(String::as_str), Some(last), "{notes:?}");
        };
        let store = bench.store();
        let saved = store.save(note(9001, target, "first")).unwrap();
        store.catch_up();
        shown(store, "first");
        let next = store.save(note(9002, target, "second")).unwrap();
        assert_eq!(next.seq, saved.seq + 1);
        store.commit(note(9003, target, "third")).unwrap();
        shown(store, "third");
        store.save(note(9004, target, "fourth")).unwrap();
        bench.pause();
        let store = bench.store();
        store.catch_up();
        shown(store, "fourth");
        let count = store.entries(Which::After(saved.seq - 1)).unwrap().len();
        assert_eq!(count, 4);
    });
}

#[test]
fn the_state_is_the_fold_of_all_entries() {
    on_every_store(|bench| {
        filled(bench);
        let mut fold = Register::new(PLAN);
        for entry in bench.store().entries(Which::After(0)).unwrap() {
            fold.apply_entry(&entry).unwrap();
        }
        assert_eq!(bench.store().load(PLAN).unwrap(), fold.without_sources());
    });
}

#[test]
fn sources_are_kept_but_not_loaded_with_a_plan() {
    on_every_store(|bench| {
        filled(bench);
        let target = Target::Action(action_id(1));
        assert_eq!(bench.store().load(PLAN).unwrap().source(target), None);
        let found = bench.store().record(Key::source(PLAN, target)).unwrap();
        assert_eq!(
            found,
            Some(Record::Source(source("1.1, as the cell had it")))
        );
    });
}

#[test]
fn a_conflict_records_nothing() {
    on_every_store(|bench| {
        filled(bench);
        let before = picture(bench.store());
        let target = Target::Action(action_id(2));
        let mut wrong = status(bench.store(), target, 'G');
        wrong.changes.push(Change::Status {
            plan: PLAN,
            target: Target::Action(action_id(1)),
            from: Some(Letter('B')),
            to: None,
        });
        let error = bench.store().commit(wrong).unwrap_err();
        assert!(matches!(error, StoreError::Conflict(_)), "{error}");
        bench.pause();
        assert_eq!(picture(bench.store()), before);
        let right = status(bench.store(), target, 'G');
        assert_eq!(bench.store().commit(right).unwrap().seq, 7);
    });
}

#[test]
fn the_history_is_found_by_meeting_target_plan_and_number() {
    on_every_store(|bench| {
        filled(bench);
        let seqs = |bench: &mut dyn Bench, which| -> Vec<u64> {
            let entries = bench.store().entries(which).unwrap();
            let heads = bench.store().heads(which).unwrap();
            assert_eq!(heads.len(), entries.len());
            assert!(heads.iter().zip(&entries).all(|(h, e)| h.what == e.what));
            entries.iter().map(|e| e.seq).collect()
        };
        assert_eq!(seqs(bench, Which::Meeting(MEETING)), [3, 4, 5, 6]);
        let action = Target::Action(action_id(1));
        assert_eq!(seqs(bench, Which::Target(action)), [1, 3, 4, 6]);
        let milestone = Target::Milestone(milestone_id(10));
        assert_eq!(seqs(bench, Which::Target(milestone)), [1, 5]);
        assert_eq!(seqs(bench, Which::Plan(PLAN)), [1, 2, 3, 4, 5, 6]);
        assert_eq!(seqs(bench, Which::Plan(PlanId(2))), [0; 0]);
        assert_eq!(seqs(bench, Which::One(4)), [4]);
        assert_eq!(seqs(bench, Which::One(40)), [0; 0]);
    });
}

#[test]
fn the_history_of_a_target_leaves_out_the_rest_of_an_import() {
    on_every_store(|bench| {
        filled(bench);
        let target = Target::Milestone(milestone_id(10));
        let entries = bench.store().entries(Which::Target(target)).unwrap();
        assert!(
            entries
                .iter()
                .flat_map(|e| &e.changes)
                .all(|c| c.target() == Some(target))
        );
        assert_eq!(entries[0].changes.len(), 1);
    });
}

#[test]
fn plans_are_counted_like_their_registers() {
    on_every_store(|bench| {
        filled(bench);
        let register = bench.store().load(PLAN).unwrap();
        let plans = bench.store().plans().unwrap();
        assert_eq!(plans, [PlanSummary::of(&register).unwrap()]);
        assert_eq!(plans[0].meetings[0].2, 1, "one item covered");
    });
}

#[test]
fn taking_everything_back_leaves_nothing() {
    on_every_store(|bench| {
        filled(bench);
        for one in bench.store().entries(Which::After(0)).unwrap().iter().rev() {
            let back = NewEntry {
                deed: Deed::Undo(one.seq),
                ..entry("undo", one.inverse())
            };
            bench.store().commit(back).unwrap();
            bench.pause();
        }
        assert_eq!(bench.store().load(PLAN).unwrap(), Register::new(PLAN));
        assert!(bench.store().plans().unwrap().is_empty());
    });
}

#[test]
fn numbers_for_new_things_are_never_given_twice() {
    on_every_store(|bench| {
        filled(bench);
        let mut ids = bench.store().ids();
        let mut others = bench.store().ids();
        let first = ids.take();
        assert!(first > 10_021, "{first}");
        assert!(others.take() >= first + Ids::BLOCK);
        let target = Target::Action(action_id(1));
        bench.store().commit(note(first, target, "a")).unwrap();
        bench.pause();
        assert!(bench.store().ids().take() > first);
    });
}

#[test]
fn a_draft_is_kept_replaced_and_forgotten() {
    on_every_store(|bench| {
        let name = "note of 1.1/Änderung";
        bench.store().keep_draft(name, Some("half a")).unwrap();
        bench.pause();
        let longer = "half a sentence\nand a line";
        bench.store().keep_draft(name, Some(longer)).unwrap();
        bench.store().keep_draft("other", Some("x")).unwrap();
        bench.pause();
        assert_eq!(bench.store().draft(name).unwrap().as_deref(), Some(longer));
        bench.store().keep_draft(name, None).unwrap();
        bench.pause();
        assert_eq!(bench.store().draft(name).unwrap(), None);
        assert_eq!(bench.store().draft("other").unwrap().as_deref(), Some("x"));
        assert!(bench.store().entries(Which::After(0)).unwrap().is_empty());
    });
}

#[test]
fn a_note_of_many_kilobytes_comes_back_whole() {
    on_every_store(|bench| {
        filled(bench);
        let target = Target::Action(action_id(2));
        // Around and far above the size at which values are split.
        for (n, size) in [65_000usize, 65_536, 131_072, 300_000]
            .into_iter()
            .enumerate()
        {
            let text = "ä".repeat(size / 2);
            let id = 6000 + n as u64;
            bench.store().commit(note(id, target, &text)).unwrap();
            bench.pause();
            let register = bench.store().load(PLAN).unwrap();
            assert_eq!(register.note(NoteId(id)).unwrap().text, text);
        }
        // Made shorter, then taken back: nothing of the long one stays.
        let long = bench.store().entries(Which::One(10)).unwrap();
        let back = entry("undo", long[0].inverse());
        bench.store().commit(back).unwrap();
        bench.pause();
        let short = note(6003, target, "short");
        bench.store().commit(short).unwrap();
        bench.pause();
        let register = bench.store().load(PLAN).unwrap();
        assert_eq!(register.note(NoteId(6003)).unwrap().text, "short");
        assert_eq!(register.notes_on(target).count(), 4);
    });
}

#[test]
fn a_reader_sees_what_the_store_shows_while_it_is_open() {
    let mut bench = OnDisk::new(Pause::Nothing);
    fill(bench.store());
    bench.store().keep_draft("note", Some("half")).unwrap();
    let reader = store::read_only(bench.dir.path()).unwrap();
    assert_eq!(picture(&reader), picture(bench.store()));
    assert_eq!(reader.draft("note").unwrap().as_deref(), Some("half"));
    assert!(reader.notes().is_empty());
}
