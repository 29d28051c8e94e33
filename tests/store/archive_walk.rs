//! Whatever is done with a store and its archive, in any order: what was recorded adds up to the same, and with the archive in
//! its place every entry is there.

use std::fs;
use std::path::Path;

use milepost::domain::*;
use milepost::store::backup::{backup, restore};
use milepost::store::verify::verify;
use milepost::store::{self, MemoryStore, Reader, Store, Which};
use proptest::prelude::*;
use tempfile::TempDir;

use super::damage::copy;
use super::sample::*;

#[derive(Debug, Clone, Copy)]
enum Move {
    Record,
    Archive,
    TakeElsewhere,
    PutBack,
    LoseWorkingCopy,
    LoseJournal,
    LoseSum,
    LoseFormat,
    RestoreFromBackup,
}

fn any_move() -> impl Strategy<Value = Move> {
    use Move::*;
    prop_oneof![
        4 => Just(Record),
        3 => Just(Archive),
        2 => Just(TakeElsewhere),
        2 => Just(PutBack),
        2 => Just(LoseWorkingCopy),
        1 => Just(LoseJournal),
        1 => Just(LoseSum),
        1 => Just(LoseFormat),
        1 => Just(RestoreFromBackup),
    ]
}

struct Walk {
    dir: TempDir,
    elsewhere: TempDir,
    model: MemoryStore,
}

impl Walk {
    fn new() -> Self {
        let mut walk = Self {
            dir: in_memory(),
            elsewhere: in_memory(),
            model: MemoryStore::default(),
        };
        begin(&mut walk.model);
        begin(&mut store::open(walk.dir.path(), clock()).unwrap().0);
        walk
    }

    fn is_away(&self) -> bool {
        fs::read_dir(self.elsewhere.path())
            .unwrap()
            .next()
            .is_some()
    }

    fn lose(&self, name: &str) {
        let path = self.dir.path().join(name);
        let _ = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
    }

    fn take(&mut self, step: Move) {
        let root = self.dir.path().to_owned();
        match step {
            Move::Record => {
                let id = 5000 + Reader::last(&self.model).unwrap();
                let entry = note(id, Target::Action(action_id(1)), &format!("note {id}"));
                self.model.commit(entry.clone()).unwrap();
                let (mut store, _) = store::open(&root, clock()).unwrap();
                store.commit(entry).unwrap();
            }
            Move::Archive => {
                let (mut store, _) = store::open(&root, clock()).unwrap();
                store.archive(false).unwrap();
            }
            Move::TakeElsewhere if root.join("archive").exists() => {
                copy(&root.join("archive"), self.elsewhere.path());
                self.lose("archive");
            }
            Move::PutBack if self.is_away() => {
                copy(self.elsewhere.path(), &root.join("archive"));
                self.elsewhere = in_memory();
            }
            Move::LoseWorkingCopy => self.lose("store"),
            Move::LoseJournal => self.lose("journal"),
            // What stands for entries that are elsewhere is not lost in this walk: somebody would have to put them back.
            Move::LoseSum if !self.is_away() => self.lose("state.jsonl"),
            Move::LoseFormat => self.lose("FORMAT"),
            Move::RestoreFromBackup => {
                let place = in_memory();
                let file = place.path().join("backup.jsonl");
                backup(&root, &file).unwrap();
                let to = in_memory();
                let restored = to.path().join("store");
                restore(&file, &restored, &*clock()).unwrap();
                // A whole backup has what was archived too; one without its archive goes on without it.
                for entry in fs::read_dir(&root).unwrap() {
                    let name = entry.unwrap().file_name();
                    self.lose(name.to_str().unwrap());
                }
                copy(&restored, &root);
            }
            Move::TakeElsewhere | Move::PutBack | Move::LoseSum => {}
        }
    }

    fn check(&self, path: &Path, done: &[Move]) {
        let (store, report) =
            store::open(path, clock()).unwrap_or_else(|e| panic!("{done:?}: {e}"));
        let told = report.notes.join("\n");
        assert!(!told.contains("LOST"), "{done:?}: {told}");
        assert_eq!(
            store.plans().unwrap(),
            self.model.plans().unwrap(),
            "{done:?}: {told}"
        );
        assert_eq!(
            store.load(PLAN).unwrap(),
            self.model.load(PLAN).unwrap(),
            "{done:?}"
        );
        let (now, before) = (
            picture(&store).2,
            self.model.entries(Which::After(0)).unwrap(),
        );
        assert_eq!(store.last(), before.len() as u64, "{done:?}");
        if !self.is_away() {
            assert_eq!(now, before, "{done:?}: {told}");
        }
        drop(store);
        let (_, again) = store::open(path, clock()).unwrap();
        assert_eq!(again.notes, [""; 0], "{done:?}");
        let reader = store::read_only(path).unwrap();
        assert_eq!(
            reader.load(PLAN).unwrap(),
            self.model.load(PLAN).unwrap(),
            "{done:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_done_with_an_archive_changes_what_was_recorded(steps in prop::collection::vec(any_move(), 1..9)) {
        let mut walk = Walk::new();
        for (n, step) in steps.iter().enumerate() {
            walk.take(*step);
            walk.check(walk.dir.path(), &steps[..=n]);
        }
        let found = verify(walk.dir.path(), &probe()).unwrap();
        prop_assert!(found.is_sound(), "{:?}: {}", steps, found);
    }
}
