//! A fault in the program itself: the terminal is given back, and what was half typed is there at the next start.

use std::fs;
use std::path::PathBuf;

use super::Desk;

#[test]
fn after_a_panic_the_terminal_is_as_it_was_and_the_words_are_kept() {
    for place in ["input", "drawing"] {
        let desk = Desk::new();
        let mut pty = desk.start().env("MILEPOST_TEST_PANIC", place).spawn();
        pty.wait_for("Paint the boat house");
        // In one go: no time passes between the last letter and the fault.
        pty.send("riThe paint ran ou<F12>");
        assert_eq!(pty.wait_exit(), Some(101), "{place}: {}", pty.screen());
        assert_eq!(pty.modes_left(), [""; 0], "{place}");
        let screen = pty.screen();
        assert!(screen.contains("a fault that"), "{place}: {screen}");
        desk.assert_resumed();
    }
}

/// Kills a session with a half-typed note and puts into the place of its draft what is made of the text.
fn changed(desk: &Desk, change: impl FnOnce(&str) -> String) -> String {
    let mut pty = desk.half_done();
    desk.wait_on_disk("The paint ran ou");
    pty.kill9();
    let [file] = named(desk, "drafts", "meeting").try_into().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(&file, &changed).unwrap();
    changed
}

fn named(desk: &Desk, folder: &str, part: &str) -> Vec<PathBuf> {
    let folder = desk.home.path().join("data/milepost").join(folder);
    let all = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    all.filter(|p| p.display().to_string().contains(part))
        .collect()
}

#[test]
fn a_draft_that_cannot_be_read_is_told_and_kept() {
    let desk = Desk::new();
    // Of an earlier build, without the line with the checksum.
    let damaged = changed(&desk, |text| {
        let (_, text) = text.split_once('\n').unwrap();
        text.replacen("\"version\":", "\"vers\u{1}on\":", 1)
    });
    assert!(damaged.contains('\u{1}'));
    let mut pty = desk.review();
    pty.wait_for("cannot be read");
    pty.send("q");
    pty.wait_for("Leave the meeting?");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0), "{}", pty.screen());
    let [kept] = named(&desk, "drafts", "unread").try_into().unwrap();
    let kept = fs::read_to_string(kept).unwrap();
    assert_eq!(kept.split_once('\n').unwrap().1, damaged);
}

#[test]
fn a_damaged_draft_is_told_and_kept_and_the_meeting_opens_without_it() {
    let desk = Desk::new();
    let damaged = changed(&desk, |text| {
        text.replacen("The paint ran ou", "The point ran ou", 1)
    });
    let pty = desk.review();
    pty.wait_for("What was half typed is damaged");
    assert!(!pty.screen().contains("ran ou"), "{}", pty.screen());
    let [kept] = named(&desk, "damaged", "d-meeting").try_into().unwrap();
    assert_eq!(fs::read_to_string(kept).unwrap(), damaged);
}
