//! The working copy keeps small values together and large ones apart: whatever is recorded, in whatever order and size, is found
//! again as in memory, one by one and in ranges.

use milepost::domain::*;
use milepost::store::verify::verify;
use milepost::store::{self, MemoryStore, Reader, Store, Which};
use proptest::prelude::*;
use tempfile::TempDir;

use super::sample::*;
use crate::support::large::fill;

/// What happens to one of the notes of the sample plan: it gets a text of so many letters, or goes.
#[derive(Debug, Clone)]
struct Step {
    note: u64,
    letters: Option<usize>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Around the sizes from which on a value stays by itself, and is split.
    let letters = prop_oneof![
        6 => 0..300usize,
        3 => 900..1100usize,
        1 => 65_000..66_000usize,
        1 => Just(140_000usize),
    ];
    let step = (1..40u64, prop::option::weighted(0.8, letters));
    prop::collection::vec(
        step.prop_map(|(note, letters)| Step { note, letters }),
        1..60,
    )
}

fn change(store: &dyn Reader, step: &Step) -> Option<Change> {
    let key = Key::note(PLAN, NoteId(9000 + step.note));
    let from = store.record(key).unwrap();
    let to = step.letters.map(|letters| {
        let target = Target::Action(action_id(1 + step.note % 2));
        let text = "ä".repeat(letters);
        let changes = note(9000 + step.note, target, &text).changes;
        match changes.into_iter().next() {
            Some(Change::Put { to: Some(to), .. }) => *to,
            other => panic!("{other:?}"),
        }
    });
    let differs = from != to;
    let (from, to) = (from.map(Box::new), to.map(Box::new));
    differs.then_some(Change::Put { key, from, to })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_sizes_in_any_order_come_back(steps in steps(), together in 1..5usize) {
        let dir = TempDir::new().unwrap();
        let (mut disk, _) = store::open(dir.path(), clock()).unwrap();
        let mut memory = MemoryStore::default();
        begin(&mut disk);
        begin(&mut memory);
        for steps in steps.chunks(together) {
            let mut notes: Vec<&Step> = Vec::new();
            for step in steps {
                if notes.iter().all(|other| other.note != step.note) {
                    notes.push(step);
                }
            }
            let changes: Vec<Change> = notes.iter().filter_map(|step| change(&memory, step)).collect();
            if !changes.is_empty() {
                disk.commit(entry("notes", changes.clone())).unwrap();
                memory.commit(entry("notes", changes)).unwrap();
            }
        }
        for reopened in [false, true] {
            if reopened {
                drop(disk);
                let (again, report) = store::open(dir.path(), clock()).unwrap();
                prop_assert!(report.notes.is_empty(), "{:?}", report.notes);
                disk = again;
            }
            prop_assert_eq!(picture(&disk), picture(&memory));
            for n in 0..40 {
                let key = Key::note(PLAN, NoteId(9000 + n));
                prop_assert_eq!(disk.record(key).unwrap(), Reader::record(&memory, key).unwrap());
            }
            for action in [1, 2] {
                let which = Which::Target(Target::Action(action_id(action)));
                prop_assert_eq!(disk.entries(which).unwrap(), memory.entries(which).unwrap());
            }
        }
        drop(disk);
        prop_assert!(verify(dir.path(), &probe()).unwrap().is_sound());
    }
}

#[test]
fn a_store_of_the_earlier_layout_is_taken_over_whole_and_once() {
    let dir = TempDir::new().unwrap();
    let golden =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/golden/format-1");
    super::damage::copy(&golden, dir.path());
    let trees = || {
        let db = sled::open(dir.path().join("store")).unwrap();
        let names = db.tree_names();
        let names = names
            .iter()
            .map(|n| String::from_utf8_lossy(n).into_owned());
        let mut names: Vec<String> = names.filter(|n| !n.starts_with("__")).collect();
        names.sort();
        names
    };
    assert_eq!(
        trees(),
        ["changes", "heads", "index", "meta", "records", "tallies"]
    );
    // Only the working copy has the last entry: the layout is not made again from the journal, but taken over.
    let journal = dir.path().join("journal/000001.jsonl");
    let text = std::fs::read_to_string(&journal).unwrap();
    let (rest, last) = text.trim_end().rsplit_once('\n').unwrap();
    assert!(last.contains("\"seq\""));
    std::fs::write(&journal, format!("{rest}\n")).unwrap();
    let (disk, report) = store::open(dir.path(), clock()).unwrap();
    let told = &report.notes;
    assert!(
        told.len() == 1 && told[0].contains("came from the working copy"),
        "{told:?}"
    );
    let whole = picture(&disk);
    drop(disk);
    assert_eq!(
        trees(),
        [
            "changes/2",
            "heads/2",
            "index/2",
            "meta",
            "records/2",
            "tallies"
        ]
    );
    let (disk, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(picture(&disk), whole);
}

#[test]
fn a_large_plan_takes_few_items_of_the_working_copy() {
    let dir = TempDir::new().unwrap();
    let (mut disk, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut disk, 400);
    drop(disk);
    let db = sled::open(dir.path().join("store")).unwrap();
    let mut items = 0;
    for name in db.tree_names() {
        items += db.open_tree(name).unwrap().len();
    }
    // 400 actions and 1,200 milestones with their sources, each with a change of its own and a line of the index, are some 8,000.
    assert!(items < 2000, "{items} items");
}
