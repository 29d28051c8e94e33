//! How much of what is half typed a killed program may lose: the last half second.
//!
//! The bound is [`LIMIT`], from the key to the file. What a busy machine adds (the tests share two cores and one disk with all
//! others) is [`MARGIN`], which no round may exceed; of ten rounds one at least must keep the bound itself, so that a program
//! that always waits longer cannot pass.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Desk;

/// What a person may lose.
const LIMIT: Duration = Duration::from_millis(500);

/// What a busy machine may add.
const MARGIN: Duration = Duration::from_secs(4);

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// The draft on the disk: the text of the one note, open or left, and the letter staged.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    note: String,
    staged: Option<String>,
}

fn kept(desk: &Desk) -> Kept {
    let dir = desk.home.path().join("data/milepost/drafts");
    let file = fs::read_dir(dir).into_iter().flatten().flatten().find(|f| {
        let name = f.file_name().to_string_lossy().into_owned();
        name.starts_with("d-meeting") && name.ends_with(".txt")
    });
    let text = file.and_then(|f| fs::read_to_string(f.path()).ok());
    let Some(text) = text else {
        return Kept::default();
    };
    // Under the line with the checksum.
    let (_, text) = text.split_once('\n').unwrap();
    let draft: Value = serde_json::from_str(text).expect("a draft is there whole or not at all");
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let open = word(&draft["open"]["fields"][0]["text"]["text"]);
    let left = word(&draft["notes"][0][1]["text"]);
    Kept {
        note: open.or(left).unwrap_or_default(),
        staged: word(&draft["staged"][0][1]),
    }
}

/// Waits until the draft is as `wanted`; how long after the key that was.
#[track_caller]
fn time_to_disk(desk: &Desk, key: Instant, wanted: &Kept) -> Duration {
    loop {
        let found = kept(desk);
        let passed = key.elapsed();
        if found == *wanted {
            return passed;
        }
        assert!(
            passed < LIMIT + MARGIN,
            "{passed:?} after the key the disk holds {found:?}, not {wanted:?}"
        );
        std::thread::park_timeout(LOOK);
    }
}

#[test]
fn a_note_and_a_staged_status_are_on_disk_half_a_second_after_the_key() {
    let desk = Desk::new();
    let mut pty = desk.review();
    let mut wanted = Kept::default();
    let mut times = Vec::new();
    for round in 0..10 {
        let letter = ["r", "a", "g"][round % 3];
        let key = Instant::now();
        pty.send(letter);
        wanted.staged = Some(letter.to_uppercase());
        times.push(time_to_disk(&desk, key, &wanted));
        let words = format!("word{round} ");
        pty.send("i");
        let key = Instant::now();
        pty.send(&words);
        wanted.note.push_str(&words);
        times.push(time_to_disk(&desk, key, &wanted));
        if times.iter().any(|t| *t <= LIMIT) {
            break;
        }
        pty.send("<Esc>");
    }
    let quickest = times.iter().min().unwrap();
    assert!(
        *quickest <= LIMIT,
        "never within {LIMIT:?} of the key: {times:?}"
    );
    pty.kill9();
    let pty = desk.review();
    let name = match wanted.staged.as_deref() {
        Some("R") => "R Red?",
        Some("A") => "A Amber?",
        _ => "G Green?",
    };
    pty.wait_for(name);
    pty.wait_for(wanted.note.trim_end());
}

#[test]
fn a_kill_while_keys_keep_coming_loses_the_last_of_them_alone() {
    let desk = Desk::new();
    let mut pty = desk.review();
    pty.send("i");
    let mut typed = String::new();
    let mut keys: Vec<Instant> = Vec::new();
    // Keys come faster than a draft waits for a pause, until the program has kept something without one.
    let begun = Instant::now();
    while kept(&desk).note.is_empty() || keys.len() < 20 {
        assert!(
            begun.elapsed() < LIMIT + MARGIN,
            "typing without a pause keeps the draft from the disk"
        );
        let letter = char::from(b'a' + u8::try_from(keys.len() % 26).unwrap());
        pty.send(&letter.to_string());
        typed.push(letter);
        keys.push(Instant::now());
        std::thread::park_timeout(LOOK * 4);
    }
    let killed = Instant::now();
    pty.kill9();
    let note = kept(&desk).note;
    assert!(
        !note.is_empty() && typed.starts_with(&note),
        "{note:?} of {typed:?}"
    );
    let due = keys.iter().filter(|k| killed - **k > LIMIT + MARGIN);
    assert!(note.len() >= due.count(), "{note:?} of {typed:?}");
    let pty = desk.review();
    // A long note is wrapped; its beginning tells.
    pty.wait_for(note.get(..8).unwrap_or(&note));
    let resumed = kept(&desk).note;
    assert_eq!(resumed, note);
}
