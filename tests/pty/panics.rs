//! A fault in the program itself: the terminal is given back, and what was half typed is there at the next start.

use std::fs;

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

#[test]
fn a_draft_that_cannot_be_read_is_told_and_kept() {
    let desk = Desk::new();
    let mut pty = desk.half_done();
    desk.wait_on_disk("The paint ran ou");
    pty.kill9();
    let drafts = desk.home.path().join("data/milepost/drafts");
    let names = |part: &str| -> Vec<_> {
        let all = fs::read_dir(&drafts).unwrap();
        let all = all.map(|f| f.unwrap().path());
        all.filter(|p| p.display().to_string().contains(part))
            .collect()
    };
    let [file] = names("meeting").try_into().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let damaged = text.replacen("\"version\":", "\"vers\u{1}on\":", 1);
    assert_ne!(text, damaged);
    fs::write(&file, &damaged).unwrap();
    let mut pty = desk.review();
    pty.wait_for("cannot be read");
    pty.send("q");
    pty.wait_for("Leave the meeting?");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0), "{}", pty.screen());
    let [kept] = names("unread").try_into().unwrap();
    assert_eq!(fs::read_to_string(kept).unwrap(), damaged);
}
