//! Damage to every file of a store: afterwards the content is what it was, or the loss is named. Never a silent difference.

use std::fs;
use std::path::{Path, PathBuf};

use milepost::domain::*;
use milepost::store::{self, Reader, Store, StoreError, Which};
use tempfile::TempDir;

pub use crate::support::folder::copy;

use super::sample::*;

/// A store with a bit of history, and an older copy of it.
struct Template {
    dir: TempDir,
    older: TempDir,
    picture: (Vec<PlanSummary>, Register, Vec<Entry>),
}

fn template() -> Template {
    let dir = in_memory();
    let older = in_memory();
    {
        let (mut store, _) = store::open(dir.path(), clock()).unwrap();
        fill(&mut store);
    }
    copy(dir.path(), older.path());
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    let target = Target::Action(action_id(2));
    for n in 0..12 {
        let text = format!("note {n}: the river rose by {n} cm overnight");
        store.commit(note(7000 + n, target, &text)).unwrap();
        let letter = if n % 2 == 0 { 'A' } else { 'G' };
        let change = status(&store, target, letter);
        store.commit(change).unwrap();
    }
    let picture = picture(&store);
    drop(store);
    Template {
        dir,
        older,
        picture,
    }
}

fn files_of(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for part in ["store", "journal"] {
        for entry in fs::read_dir(dir.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                all.push(path.strip_prefix(dir).unwrap().to_owned());
            }
        }
    }
    all.push(PathBuf::from("FORMAT"));
    all.sort();
    all
}

/// Ways to damage the bytes of a file.
fn damages(bytes: &[u8], seed: u64) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![("emptied".to_owned(), Vec::new())];
    let len = bytes.len();
    let mut random = seed;
    let mut within = |from: usize, to: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        from + (random >> 33) as usize % (to - from).max(1)
    };
    // The written part of sled's file is much smaller than the file.
    let written = len - bytes.iter().rev().take_while(|b| **b == 0).count();
    let regions = 10.min(written.max(1));
    for region in 0..regions {
        let (from, to) = (written * region / regions, written * (region + 1) / regions);
        let at = within(from, to);
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1 << (at % 8);
        all.push((format!("bit flipped at {at}"), flipped));
        let cut = within(from, to);
        all.push((format!("cut to {cut}"), bytes[..cut].to_vec()));
        let zeroed = within(from, to);
        let mut zeros = bytes.to_vec();
        let end = (zeroed + 64).min(len);
        zeros[zeroed..end].fill(0);
        all.push((format!("zeroed at {zeroed}"), zeros));
    }
    let mut longer = bytes.to_vec();
    longer.extend_from_slice(b"\0\0\0junk\n{\"v\":1}\n");
    all.push(("junk at the end".to_owned(), longer));
    all
}

/// Opens a damaged store and holds it against what it was. Says what the store said.
fn assert_mended(dir: &Path, template: &Template, what: &str) -> Vec<String> {
    let opened = store::open(dir, clock());
    let (mut store, report) = opened.unwrap_or_else(|e| panic!("{what}: {e}"));
    assert_eq!(picture(&store), template.picture, "{what}: {report:?}");
    // It goes on, and the next start finds nothing to mend.
    let seq = store.entries(Which::After(0)).unwrap().len() as u64 + 1;
    let target = Target::Action(action_id(1));
    let more = store.commit(note(9000, target, "afterwards")).unwrap();
    assert_eq!(more.seq, seq, "{what}");
    let after = picture(&store);
    drop(store);
    let (store, again) = store::open(dir, clock()).unwrap();
    assert!(again.notes.is_empty(), "{what}: {:?}", again.notes);
    assert_eq!(picture(&store), after, "{what}");
    report.notes
}

#[test]
fn any_damage_to_one_file_is_mended_from_the_other_copy() {
    let template = template();
    for (n, file) in files_of(template.dir.path()).iter().enumerate() {
        let bytes = fs::read(template.dir.path().join(file)).unwrap();
        for (how, damaged) in damages(&bytes, n as u64 + 1) {
            let what = format!("{} {how}", file.display());
            let trial = in_memory();
            copy(template.dir.path(), trial.path());
            fs::write(trial.path().join(file), &damaged).unwrap();
            let notes = assert_mended(trial.path(), &template, &what);
            let is_journal = file.starts_with("journal");
            if is_journal && !how.starts_with("junk") && !how.starts_with("cut") {
                assert!(!notes.is_empty(), "{what}: nothing was said");
            }
        }
    }
}

#[test]
fn a_file_that_is_gone_is_made_again() {
    let template = template();
    for file in files_of(template.dir.path()) {
        let trial = in_memory();
        copy(template.dir.path(), trial.path());
        fs::remove_file(trial.path().join(&file)).unwrap();
        assert_mended(
            trial.path(),
            &template,
            &format!("{} removed", file.display()),
        );
    }
    for folder in ["store", "journal"] {
        let trial = in_memory();
        copy(template.dir.path(), trial.path());
        fs::remove_dir_all(trial.path().join(folder)).unwrap();
        let notes = assert_mended(trial.path(), &template, &format!("{folder} removed"));
        assert_eq!(notes.len(), 1, "{notes:?}");
    }
}

#[test]
fn an_older_copy_of_one_part_catches_up_with_the_other() {
    let template = template();
    for folder in ["store", "journal"] {
        let trial = in_memory();
        copy(template.dir.path(), trial.path());
        fs::remove_dir_all(trial.path().join(folder)).unwrap();
        copy(
            &template.older.path().join(folder),
            &trial.path().join(folder),
        );
        assert_mended(trial.path(), &template, &format!("older {folder}"));
    }
}

fn journal_file(dir: &Path) -> PathBuf {
    dir.join("journal/000001.jsonl")
}

fn lines(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(journal_file(dir)).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn lines_removed_doubled_or_exchanged_are_mended() {
    let template = template();
    let whole = lines(template.dir.path());
    let mut removed = whole.clone();
    removed.remove(5);
    let mut doubled = whole.clone();
    doubled.insert(5, whole[5].clone());
    let mut exchanged = whole.clone();
    exchanged.swap(5, 9);
    let headless = whole[1..].to_vec();
    for (what, lines) in [
        ("removed", removed),
        ("doubled", doubled),
        ("exchanged", exchanged),
        ("headless", headless),
    ] {
        let trial = in_memory();
        copy(template.dir.path(), trial.path());
        fs::write(journal_file(trial.path()), lines.join("\n") + "\n").unwrap();
        let notes = assert_mended(trial.path(), &template, what);
        assert!(notes[0].contains("The journal was damaged"), "{notes:?}");
    }
}

#[test]
fn a_journal_saved_with_other_line_ends_is_read_as_it_is() {
    let template = template();
    let trial = in_memory();
    copy(template.dir.path(), trial.path());
    let text = lines(template.dir.path()).join("\r\n") + "\r\n";
    fs::write(journal_file(trial.path()), text).unwrap();
    let notes = assert_mended(trial.path(), &template, "CRLF");
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn a_line_cut_short_at_any_byte_is_cut_off_when_it_was_never_acknowledged() {
    let dir = in_memory();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    store.commit(import(1)).unwrap();
    let before = picture(&store);
    drop(store);
    let kept = in_memory();
    copy(dir.path(), kept.path());
    let whole = fs::read(journal_file(dir.path())).unwrap();
    // What the journal would hold had one more entry been on its way.
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    store.commit(open_meeting()).unwrap();
    drop(store);
    let longer = fs::read(journal_file(dir.path())).unwrap();
    for end in (whole.len()..longer.len() - 1).step_by(29) {
        let trial = in_memory();
        copy(kept.path(), trial.path());
        fs::write(journal_file(trial.path()), &longer[..end]).unwrap();
        let (mut store, report) = store::open(trial.path(), clock()).unwrap();
        assert_eq!(picture(&store), before, "cut at {end}");
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        assert_eq!(store.commit(open_meeting()).unwrap().seq, 2);
    }
    // Complete but for its end of line: the entry counts.
    let trial = in_memory();
    copy(kept.path(), trial.path());
    fs::write(journal_file(trial.path()), &longer[..longer.len() - 1]).unwrap();
    let (mut store, _) = store::open(trial.path(), clock()).unwrap();
    assert_eq!(store.entries(Which::After(0)).unwrap().len(), 2);
    let more = note(7000, Target::Action(action_id(1)), "more");
    assert_eq!(store.commit(more).unwrap().seq, 3);
    drop(store);
    let (store, report) = store::open(trial.path(), clock()).unwrap();
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(store.entries(Which::After(0)).unwrap().len(), 3);
}

#[test]
fn damage_to_both_copies_at_once_names_what_is_lost_and_keeps_the_rest() {
    let template = template();
    let trial = in_memory();
    copy(template.dir.path(), trial.path());
    fs::remove_dir_all(trial.path().join("store")).unwrap();
    let mut damaged = lines(trial.path());
    damaged[9] = damaged[9].replace("river", "RIVER");
    fs::write(journal_file(trial.path()), damaged.join("\n") + "\n").unwrap();
    let (store, report) = store::open(trial.path(), clock()).unwrap();
    let told = report.notes.join("\n");
    assert!(told.contains("LOST: entry 9,"), "{told}");
    assert!(told.contains("journal/000001.jsonl line 10"), "{told}");
    let entries = store.entries(Which::After(0)).unwrap();
    let before = &template.picture.2;
    assert_eq!(entries.len(), before.len());
    for (now, before) in entries.iter().zip(before) {
        assert_eq!(now == before, now.seq != 9);
    }
    assert!(entries[8].what.contains("lost"), "{}", entries[8].what);
    drop(store);
    let (_, again) = store::open(trial.path(), clock()).unwrap();
    assert!(again.notes.is_empty(), "{:?}", again.notes);
}

#[test]
fn what_both_copies_lost_comes_back_from_a_backup() {
    let template = template();
    let trial = in_memory();
    copy(template.dir.path(), trial.path());
    let (mut store, _) = store::open(trial.path(), clock()).unwrap();
    let kept = store.backup().unwrap().unwrap();
    assert!(kept.starts_with(trial.path().join("backups")));
    drop(store);
    fs::remove_dir_all(trial.path().join("store")).unwrap();
    let mut damaged = lines(trial.path());
    damaged[9] = damaged[9].replace("river", "RIVER");
    damaged.truncate(20);
    fs::write(journal_file(trial.path()), damaged.join("\n") + "\n").unwrap();
    let notes = assert_mended(trial.path(), &template, "both, with a backup");
    assert!(notes[0].contains("came from the backups"), "{notes:?}");
}

#[test]
fn an_edited_past_stops_the_store_and_says_where() {
    let template = template();
    let trial = in_memory();
    copy(template.dir.path(), trial.path());
    let mut edited = lines(trial.path());
    // Somebody changes a note and gives the line a right checksum again.
    let line = edited[9].replace("river", "brook");
    let covered = &line[..line.len() - "\",\"crc\":\"01234567\"}".len() + 1];
    let crc = crc32(covered.as_bytes());
    edited[9] = format!("{covered},\"crc\":\"{crc:08x}\"}}");
    fs::write(journal_file(trial.path()), edited.join("\n") + "\n").unwrap();
    let error = store::open(trial.path(), clock()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)));
    let told = error.to_string();
    assert!(told.contains("line 10"), "{told}");
    assert!(told.contains("milepost recover"), "{told}");
}

/// CRC-32 as everybody computes it, written out so that the test does not lean on what it tests.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

#[test]
fn a_half_written_snapshot_of_sled_does_no_harm() {
    let template = template();
    let trial = in_memory();
    copy(template.dir.path(), trial.path());
    let name = "snap.00000000000FFFFF.generating";
    fs::write(trial.path().join("store").join(name), b"half").unwrap();
    let notes = assert_mended(trial.path(), &template, "generating");
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn the_folder_of_another_store_is_not_taken_in() {
    let template = template();
    let other = in_memory();
    let (mut store, _) = store::open(other.path(), clock()).unwrap();
    store.commit(import(1)).unwrap();
    drop(store);
    for folder in ["store", "journal"] {
        let trial = in_memory();
        copy(template.dir.path(), trial.path());
        fs::remove_dir_all(trial.path().join(folder)).unwrap();
        copy(&other.path().join(folder), &trial.path().join(folder));
        let error = store::open(trial.path(), clock()).unwrap_err().to_string();
        assert!(error.contains("another store"), "{error}");
    }
}
