//! Drafts on the disk: kept as they were typed, told and set aside where they are damaged, read where an earlier build wrote them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::store::disk::open_with;
use milepost::store::doctor::{self, Grade, diagnose};
use milepost::store::drafts::Drafts;
use milepost::store::files::Disk;
use milepost::store::verify::verify;
use milepost::store::{self, Reader, Store, StoreError};
use tempfile::TempDir;

use super::faulty::{Fault, Faulty};
use super::program::{milepost, said};
use super::sample::*;

const NAME: &str = "meeting-7";
const TEXT: &str = "{\"version\":1,\"notes\":[\"Zwei Pfähle\\nfehlen\"]}";

fn file(root: &Path) -> PathBuf {
    root.join("drafts/d-meeting-7.txt")
}

fn drafts(root: &Path) -> Drafts {
    Drafts::new(Arc::new(Disk), root)
}

/// Puts bytes where the draft is.
fn put(root: &Path, bytes: &[u8]) {
    fs::create_dir_all(root.join("drafts")).unwrap();
    fs::write(file(root), bytes).unwrap();
}

/// The bytes of a draft as this build writes it.
fn written(text: &str) -> Vec<u8> {
    let place = in_memory();
    drafts(place.path()).keep(NAME, Some(text)).unwrap();
    fs::read(file(place.path())).unwrap()
}

fn set_aside(root: &Path) -> Vec<Vec<u8>> {
    let files = fs::read_dir(root.join("damaged")).into_iter().flatten();
    let paths = files.map(|f| f.unwrap().path());
    let paths = paths.filter(|p| p.to_string_lossy().ends_with("d-meeting-7.txt"));
    paths.map(|p| fs::read(p).unwrap()).collect()
}

#[test]
fn any_text_comes_back_as_it_was_typed() {
    let place = in_memory();
    let drafts = drafts(place.path());
    let long = "ä".repeat(8 << 20);
    for text in [
        TEXT,
        "",
        "\n",
        "{\"",
        "milepost-draft 1 00000000\n",
        "half a word",
        &String::from_utf8(written(TEXT)).unwrap(),
        &long,
    ] {
        drafts.keep(NAME, Some(text)).unwrap();
        assert!(drafts.get(NAME).unwrap().as_deref() == Some(text));
        assert_eq!(drafts.faults(), []);
    }
    let error = drafts.keep(NAME, Some(&(long.clone() + "a"))).unwrap_err();
    assert!(matches!(error, StoreError::TooLarge(_)), "{error}");
    assert!(drafts.get(NAME).unwrap() == Some(long));
    // What stands in the file can be read and checked by anybody.
    let bytes = String::from_utf8(written("half")).unwrap();
    let crc = crc32fast::hash(b"milepost-draft 1 half");
    assert_eq!(bytes, format!("milepost-draft 1 {crc:08x}\nhalf"));
}

#[test]
fn any_damage_to_one_byte_is_found() {
    let place = in_memory();
    let (drafts, whole) = (drafts(place.path()), written(TEXT));
    for at in 0..whole.len() {
        for change in 1..=255 {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            put(place.path(), &bytes);
            let error = drafts.get(NAME).unwrap_err();
            assert!(
                matches!(error, StoreError::Corrupt(_)),
                "byte {at}, {change}: {error}"
            );
            assert!(drafts.faults()[0].is_damaged, "byte {at}, {change}");
        }
    }
}

#[test]
fn a_draft_that_was_cut_or_goes_on_or_is_full_of_zeros_is_found() {
    let place = in_memory();
    let (drafts, whole) = (drafts(place.path()), written(TEXT));
    let mut bad: Vec<Vec<u8>> = (0..whole.len()).map(|n| whole[..n].to_vec()).collect();
    bad.extend((0..whole.len()).map(|n| {
        let mut bytes = whole[..n].to_vec();
        bytes.resize(whole.len(), 0);
        bytes
    }));
    bad.push([&whole[..], b"\n"].concat());
    bad.push(written(&"a".repeat(16 << 20)));
    bad.last_mut().unwrap().push(b'a');
    bad.push([b"{\"".as_slice(), &vec![b'a'; 16 << 20]].concat());
    for bytes in bad {
        put(place.path(), &bytes);
        let error = drafts.get(NAME).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
        let [fault] = drafts.faults().try_into().unwrap();
        assert!(fault.is_damaged, "{fault}");
        assert!(fault.to_string().starts_with("drafts/d-meeting-7.txt: "));
    }
}

#[test]
fn a_draft_of_an_earlier_build_is_read_and_becomes_one_of_this() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), TEXT.as_bytes());
    let (mut store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(store.draft(NAME).unwrap().as_deref(), Some(TEXT));
    assert_eq!(fs::read(file(dir.path())).unwrap(), TEXT.as_bytes());
    store.keep_draft(NAME, Some(TEXT)).unwrap();
    assert_eq!(fs::read(file(dir.path())).unwrap(), written(TEXT));
    drop(store);
    // It has no checksum, but no text is made up for it either.
    let mut bytes = TEXT.as_bytes().to_vec();
    let at = TEXT.find('ä').unwrap();
    bytes[at] = b'a';
    put(dir.path(), &bytes);
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes[0].contains("no text"), "{:?}", report.notes);
    assert_eq!(store.draft(NAME).unwrap(), None);
    assert_eq!(set_aside(dir.path()), [bytes]);
}

/// A store with a draft in which one letter is another, and the bytes of that.
fn damaged() -> (TempDir, Vec<u8>) {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    store.keep_draft("other", Some("sound")).unwrap();
    drop(store);
    let text = String::from_utf8(written(TEXT)).unwrap();
    let bytes = text.replacen("fehlen", "fehlem", 1).into_bytes();
    put(dir.path(), &bytes);
    (dir, bytes)
}

#[test]
fn a_damaged_draft_is_told_and_kept_and_the_store_opens_without_it() {
    let (dir, bytes) = damaged();
    let (mut store, report) = store::open(dir.path(), clock()).unwrap();
    let [note] = &report.notes[..] else {
        panic!("{:?}", report.notes);
    };
    assert!(
        note.contains("drafts/d-meeting-7.txt: its checksum does not match"),
        "{note}"
    );
    assert!(note.contains("kept in"), "{note}");
    assert!(!note.contains("fehl"), "no words of a note in the log");
    assert_eq!(set_aside(dir.path()), std::slice::from_ref(&bytes));
    assert_eq!(store.draft(NAME).unwrap(), None);
    assert_eq!(store.draft("other").unwrap().as_deref(), Some("sound"));
    store.keep_draft(NAME, Some("anew")).unwrap();
    drop(store);
    let log = doctor::log(dir.path());
    assert!(log.len() == 1 && log[0].ends_with(note.as_str()), "{log:?}");
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(store.draft(NAME).unwrap().as_deref(), Some("anew"));
    drop(store);
    // In the same second once more: both are kept.
    put(dir.path(), &bytes);
    drop(store::open(dir.path(), clock()).unwrap());
    assert_eq!(fs::read_dir(dir.path().join("damaged")).unwrap().count(), 3);
}

#[test]
fn verify_and_doctor_tell_of_a_damaged_draft_and_change_nothing() {
    let (dir, bytes) = damaged();
    let words = "drafts/d-meeting-7.txt: its checksum does not match";
    let found = verify(dir.path(), &probe()).unwrap();
    assert_eq!(found.findings, [words]);
    let output = milepost(dir.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
    let told = diagnose(dir.path(), &*clock(), &probe()).unwrap();
    assert_eq!(told.grade(), Grade::Notice, "the history is sound");
    let mut about = told.findings.iter().filter(|f| f.about == "drafts");
    let finding = about.next().unwrap();
    assert_eq!(finding.text, words);
    assert!(finding.advice.contains("next start"), "{}", finding.advice);
    let output = milepost(dir.path(), &["doctor"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
    assert_eq!(fs::read(file(dir.path())).unwrap(), bytes);
    // A command that writes tells it too.
    let output = milepost(dir.path(), &["update", "1.1", "--rag", "red"]);
    assert!(said(&output).contains(words), "{}", said(&output));
    assert!(verify(dir.path(), &probe()).unwrap().is_sound());
}

#[test]
fn a_damaged_draft_is_kept_whatever_fails_while_it_is_set_aside() {
    for cut in 1.. {
        let mut finished = false;
        for fault in [
            Fault::DeadFrom(cut),
            Fault::Once(cut, io::ErrorKind::StorageFull),
        ] {
            let (dir, bytes) = damaged();
            let files = Faulty::default();
            files.set(Some(fault));
            let opened = open_with(dir.path(), clock(), Arc::new(files.clone()));
            finished = files.calls() < cut;
            let mut kept = set_aside(dir.path());
            kept.extend(fs::read(file(dir.path())).ok());
            assert_eq!(kept, std::slice::from_ref(&bytes), "{fault:?}");
            if let Ok((store, report)) = opened {
                // It is told, and not shown, wherever it is.
                let told = report.notes.join(" ");
                assert!(told.contains("d-meeting-7.txt"), "{fault:?}: {told}");
                assert!(!matches!(store.draft(NAME), Ok(Some(_))), "{fault:?}");
            }
            let (store, _) = store::open(dir.path(), clock()).unwrap();
            assert_eq!(store.draft(NAME).unwrap(), None, "{fault:?}");
            assert_eq!(set_aside(dir.path()), [bytes], "{fault:?}");
        }
        if finished {
            assert!(cut > 4, "{cut}");
            return;
        }
    }
}

#[test]
fn a_draft_of_a_newer_build_is_left_alone() {
    let dir = TempDir::new().unwrap();
    let crc = crc32fast::hash(b"milepost-draft 2 anything");
    let bytes = format!("milepost-draft 2 {crc:08x}\nanything");
    put(dir.path(), bytes.as_bytes());
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    let error = store.draft(NAME).unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 2, known: 1 }));
    assert_eq!(fs::read_to_string(file(dir.path())).unwrap(), bytes);
}
