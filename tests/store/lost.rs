//! A damaged store as the commands tell it: what reads from it, and what is said of an entry that is in no copy.

use std::fs;
use std::path::Path;

use milepost::store;
use tempfile::TempDir;

use super::program::{milepost, said};
use super::sample::*;

const READING: [&[&str]; 6] = [
    &["plans"],
    &["list"],
    &["show", "1.1"],
    &["export", "--format", "json"],
    &["mine", "ann"],
    &["update", "1.1", "--note", "x", "--as", "Ann"],
];

fn filled() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (mut store, _) = store::open(dir.path(), clock()).unwrap();
    fill(&mut store);
    dir
}

/// Flips one bit in the middle of the line of the import.
fn flip(dir: &Path) {
    let path = dir.join("journal/000001.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    let ends: Vec<usize> = (0..bytes.len()).filter(|n| bytes[*n] == b'\n').collect();
    bytes[(ends[0] + ends[1]) / 2] ^= 1;
    fs::write(&path, bytes).unwrap();
}

fn reads_nothing(dir: &Path, why: &str) {
    for words in READING {
        let output = milepost(dir, words);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {told}");
        assert!(output.stdout.is_empty(), "{words:?}: {told}");
        assert!(
            told.contains(why) && told.contains("milepost recover"),
            "{words:?}: {told}"
        );
    }
}

#[test]
fn nothing_is_read_from_a_journal_with_a_gap_until_it_is_mended() {
    let dir = filled();
    let before = milepost(dir.path(), &["export", "--format", "json"]).stdout;
    flip(dir.path());
    reads_nothing(
        dir.path(),
        "entry 1 cannot be read (journal/000001.jsonl line 2",
    );
    let output = milepost(dir.path(), &["recover"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let after = milepost(dir.path(), &["export", "--format", "json"]);
    assert_eq!(after.stdout, before, "all of it came from the working copy");
}

#[test]
fn nothing_is_read_where_the_journal_is_gone() {
    for also in ["", "LAST"] {
        let dir = filled();
        fs::remove_dir_all(dir.path().join("journal")).unwrap();
        if !also.is_empty() {
            fs::remove_file(dir.path().join(also)).unwrap();
        }
        reads_nothing(dir.path(), "journal is missing");
        let output = milepost(dir.path(), &["recover"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(milepost(dir.path(), &["list"]).status.code(), Some(0));
    }
}

/// Damage that takes nothing away is told, and kept from nobody.
#[test]
fn a_damaged_head_of_a_file_hides_nothing() {
    let dir = filled();
    let before = milepost(dir.path(), &["list"]).stdout;
    let path = dir.path().join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"v\":1", "\"v\" 1", 1)).unwrap();
    let output = milepost(dir.path(), &["list"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(output.stdout, before);
    assert!(said(&output).contains("line 1"), "{}", said(&output));
}

#[test]
fn an_entry_that_is_lost_for_good_is_told_by_exit_code_and_in_words() {
    let dir = filled();
    flip(dir.path());
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let code = |words: &[&str]| {
        let output = milepost(dir.path(), words);
        (output.status.code(), said(&output))
    };
    let (exit, told) = code(&["recover", "--dry-run"]);
    assert_eq!(exit, Some(2), "{told}");
    assert!(told.contains("BAD"), "{told}");
    let (exit, told) = code(&["recover"]);
    assert_eq!(exit, Some(2), "{told}");
    assert!(
        told.contains("what was recorded in entry 1 is lost"),
        "{told}"
    );
    // Settled, and not forgotten.
    for words in [&["doctor"][..], &["recover", "--dry-run"]] {
        let (exit, told) = code(words);
        assert_eq!(exit, Some(0), "{told}");
        assert!(
            told.contains("entry 1 lost to damage before")
                && told.contains("The store is sound, but for what was lost for good."),
            "{told}"
        );
        assert!(!told.contains("clock"), "{told}");
    }
    let output = milepost(dir.path(), &["plans"]);
    let noted = String::from_utf8(output.stderr).unwrap();
    assert_eq!(noted.lines().count(), 1, "{noted}");
    assert!(
        noted.contains("entry 1 lost to damage before: ") && !noted.contains("somebody else"),
        "{noted}"
    );
    let (exit, told) = code(&["recover"]);
    assert_eq!(exit, Some(0), "nothing more is lost: {told}");
    let json: serde_json::Value = serde_json::from_str(&code(&["doctor", "--json"]).1).unwrap();
    assert_eq!(json["lost"], serde_json::json!([1]));
}
