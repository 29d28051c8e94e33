//! What the terminal is like while Milepost runs and after it, and where it is refused.

use super::Desk;
use crate::support::pty::{Start, modes_on};

fn demo() -> Start {
    Start::milepost(&["demo"])
}

#[test]
fn the_terminal_is_given_back_as_it_was() {
    let desk = Desk::new();
    for term in ["xterm-256color", "xterm-kitty", "xterm", "vt100"] {
        let mut pty = desk.start().env("TERM", term).spawn();
        pty.wait_for("reviewed");
        let on = modes_on(&pty.raw());
        for mode in [
            "alternate screen",
            "hidden cursor",
            "bracketed paste",
            "mouse",
        ] {
            assert!(on.iter().any(|m| m == mode), "{term}: {on:?}");
        }
        let has_flags = on.iter().any(|m| m.starts_with("keyboard"));
        assert_eq!(has_flags, term == "xterm-kitty", "{on:?}");
        pty.send("q");
        pty.wait_for("Leave the meeting?");
        pty.send("<Enter>");
        assert_eq!(pty.wait_exit(), Some(0));
        assert_eq!(pty.modes_left(), [""; 0], "{term}");
    }
}

/// The colours among the bytes: parameters of `ESC [ … m` that set one.
fn colours(raw: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(raw)
        .split("\x1b[")
        .filter_map(|piece| Some(piece.split_once('m')?.0.to_owned()))
        .filter(|codes| {
            let first = codes.split(';').next().and_then(|n| n.parse::<u16>().ok());
            matches!(first, Some(30..=38 | 40..=48 | 90..=97 | 100..=107))
        })
        .collect()
}

#[test]
fn colours_are_as_many_as_the_terminal_shows() {
    let seen = |start: Start| {
        let pty = start.spawn();
        pty.wait_for("reviewed");
        (
            colours(&pty.raw()),
            pty.with_screen(|screen| {
                let (rows, columns) = screen.size();
                let (rows, columns) = (rows.get(), columns.get());
                (0..rows).any(|y| {
                    (0..columns).any(|x| screen.cell(y, x).is_some_and(vt100::Cell::inverse))
                })
            }),
        )
    };
    let desk = Desk::new();
    let (many, _) = seen(desk.start());
    assert!(many.iter().any(|c| c.contains("8;5;")), "{many:?}");
    let (all, _) = seen(desk.start().env("COLORTERM", "truecolor"));
    assert!(all.iter().any(|c| c.contains("8;2;")), "{all:?}");
    let (sixteen, _) = seen(desk.start().env("TERM", "xterm"));
    assert!(!sixteen.is_empty());
    assert!(
        sixteen.iter().all(|codes| {
            // The drawing library writes the sixteen as the first of the 256.
            codes
                .split(';')
                .collect::<Vec<_>>()
                .chunks(3)
                .all(|c| c.len() < 3 || c[1] != "2")
        }),
        "{sixteen:?}"
    );
    let (none, reversed) = seen(desk.start().env("NO_COLOR", "1"));
    assert_eq!(none, [""; 0]);
    assert!(reversed, "the selection is seen without colours");
}

#[test]
fn no_terminal_is_refused_in_words() {
    let mut pty = demo().env("TERM", "dumb").spawn();
    assert_eq!(pty.wait_exit(), Some(1));
    assert!(pty.screen().contains("TERM is `dumb`"), "{}", pty.screen());
    assert!(modes_on(&pty.raw()).is_empty());

    let program = env!("CARGO_BIN_EXE_milepost");
    for (script, words) in [
        (
            format!("'{program}' demo </dev/null"),
            "standard input is not one",
        ),
        (
            format!("'{program}' demo | cat"),
            "standard output is not one",
        ),
    ] {
        let mut pty = Start::program("/bin/sh", &["-c", &script])
            .size(200, 24)
            .spawn();
        pty.wait_exit();
        assert!(pty.screen().contains(words), "{}", pty.screen());
        assert!(modes_on(&pty.raw()).is_empty());
    }
}

#[test]
fn what_means_nothing_draws_nothing() {
    // The home screen shows no clock, so that only input can make frames: help, its end, and at most one for the store.
    let home = tempfile::tempdir().unwrap();
    let mut pty = Start::milepost(&[]).home(home.path()).spawn();
    pty.wait_for("q ");
    pty.send("?");
    pty.wait_until("help", |screen| screen.contents().contains("Esc"));
    let frames = |raw: &[u8]| String::from_utf8_lossy(raw).matches("\x1b[?2026h").count();
    let before = frames(&pty.raw());
    pty.bytes(b"\x1b[57441u\x1b[57441u");
    pty.send("<Esc>");
    pty.wait_gone("Help");
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(0));
    let after = frames(&pty.raw());
    assert!(after - before <= 3, "{before} frames, then {after}");
}
