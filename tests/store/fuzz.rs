//! Any bytes at all: the codec and the readers of journals and backups never panic and never take one thing for another.

use std::fs;
use std::sync::Arc;

use milepost::domain::*;
use milepost::store::backup;
use milepost::store::codec;
use milepost::store::files::{Disk, Files};
use milepost::store::journal::line;
use milepost::store::journal::survey::Survey;
use milepost::store::{self, Reader, Which};
use proptest::prelude::*;
use tempfile::TempDir;

use super::sample::*;

fn any_entry() -> impl Strategy<Value = Entry> {
    let text = "\\PC{0,40}|[\\x00-\\x7f\\n\\r\"\\\\]{0,40}";
    (
        1..u64::MAX,
        text,
        text,
        any::<char>(),
        1..200_000_000_000i64,
    )
        .prop_map(|(seq, what, text, letter, at)| {
            let target = Target::Action(ActionId(seq / 2));
            let mut new = note(seq / 3, target, &text);
            new.what = what;
            new.at = chrono::DateTime::from_timestamp(at, 0)
                .unwrap()
                .fixed_offset();
            new.changes.push(Change::Status {
                plan: PlanId(seq),
                target,
                from: Some(Letter(letter)),
                to: None,
            });
            new.numbered(seq)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_change_comes_back_from_its_bytes(entry in any_entry()) {
        for change in &entry.changes {
            let bytes = codec::encode(change).unwrap();
            prop_assert_eq!(codec::decode::<Change>(&bytes), Ok(change.clone()));
        }
    }

    #[test]
    fn any_bytes_decode_to_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(codec::decode::<Change>(&bytes).is_err());
        // With a right frame around them only the decoding itself is in the way; a huge length must not be believed.
        let mut framed = vec![codec::SCHEMA];
        framed.extend_from_slice(&bytes);
        framed.extend_from_slice(&crc32fast::hash(&framed).to_le_bytes());
        if let Ok(change) = codec::decode::<Change>(&framed) {
            prop_assert_eq!(codec::encode(&change).unwrap(), framed.clone());
        }
        let _ = codec::decode::<Record>(&framed);
        let _ = codec::read_key(&bytes);
    }

    #[test]
    fn any_entry_comes_back_from_its_line(entry in any_entry(), before in any::<[u8; 16]>(), back in any::<bool>()) {
        let (bytes, hash) = line::write(&entry, &before, back).unwrap();
        prop_assert_eq!(bytes.iter().filter(|b| **b == b'\n').count(), 1);
        prop_assert_eq!(line::check(&bytes), Ok(line::Line::Entry { seq: entry.seq, hash }));
        prop_assert!(line::follows(&bytes, &before));
        prop_assert!(!line::follows(&bytes, &hash));
        prop_assert_eq!(line::read(&bytes), Ok(entry));
    }

    #[test]
    fn a_changed_line_is_never_taken_for_a_sound_one(entry in any_entry(), at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let (mut bytes, _) = line::write(&entry, &[0; 16], false).unwrap();
        let at = at.index(bytes.len() - 1);
        bytes[at] ^= 1 << bit;
        prop_assert!(line::check(&bytes).is_err());
    }

    #[test]
    fn any_bytes_are_no_line(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(line::check(&bytes).is_err());
        prop_assert!(line::read(&bytes).is_err());
    }
}

/// A change to the text of a journal.
#[derive(Debug, Clone)]
enum Edit {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Drop(prop::sample::Index),
    Double(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), 0..8u8).prop_map(|(i, b)| Edit::Flip(i, b)),
        at().prop_map(Edit::Cut),
        at().prop_map(Edit::Drop),
        at().prop_map(Edit::Double),
        (at(), prop::collection::vec(any::<u8>(), 0..60)).prop_map(|(i, v)| Edit::Insert(i, v)),
    ]
}

fn edited(mut bytes: Vec<u8>, edits: Vec<Edit>) -> Vec<u8> {
    for edit in edits {
        if bytes.is_empty() {
            break;
        }
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|b| *b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        match edit {
            Edit::Flip(i, bit) => {
                let at = i.index(bytes.len());
                bytes[at] ^= 1 << bit;
                continue;
            }
            Edit::Cut(i) => {
                bytes.truncate(i.index(bytes.len()));
                continue;
            }
            Edit::Insert(i, new) => {
                let at = i.index(bytes.len());
                bytes.splice(at..at, new);
                continue;
            }
            Edit::Drop(i) => {
                lines.remove(i.index(lines.len()));
            }
            Edit::Double(i) => {
                let at = i.index(lines.len());
                lines.insert(at, lines[at].clone());
            }
        }
        bytes = lines.concat();
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_edit_of_a_journal_is_silent_or_fatal(edits in prop::collection::vec(any_edit(), 1..5)) {
        let dir = TempDir::new().unwrap();
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        fill(&mut store);
        let before = picture(&store);
        let id = store.id().to_owned();
        drop(store);
        let path = dir.path().join("journal/000001.jsonl");
        let bytes = edited(fs::read(&path).unwrap(), edits);
        fs::write(&path, &bytes).unwrap();
        // Readers give a part of what was recorded, and never anything else.
        let files: Arc<dyn Files> = Arc::new(Disk);
        let survey = Survey::take(&files, &dir.path().join("journal"), &id).unwrap();
        let all: Vec<u64> = survey.marks.keys().copied().collect();
        prop_assert!(all.iter().all(|seq| (1..=6).contains(seq)));
        if let Ok(reader) = store::read_only(dir.path()) {
            for entry in reader.entries(Which::After(0)).unwrap() {
                prop_assert!(before.2.contains(&entry));
            }
        }
        prop_assert!(backup::check(&files, &path).is_err());
        // The working copy has everything, so the next start shows everything.
        let (store, _) = store::open(dir.path(), clock()).unwrap();
        prop_assert_eq!(picture(&store), before);
    }
}
