//! The local terminal, in a pseudo-terminal: modes, signals, panics, hang-ups.

use milepost::frontend::local::{check, has_keyboard_flags};
use rustix::process::Signal;

use super::probe;
use crate::support::pty::{Pty, Start, modes_on};

struct Run {
    folder: tempfile::TempDir,
    pty: Pty,
}

fn start() -> Run {
    let folder = tempfile::tempdir().unwrap();
    let pty = probe::start(&folder.path().join("kept")).spawn();
    pty.wait_for("probe 80x24");
    Run { folder, pty }
}

impl Run {
    fn kept(&self) -> bool {
        self.folder.path().join("kept").exists()
    }
}

#[test]
fn modes_are_set_and_given_back() {
    let mut run = start();
    let on = modes_on(&run.pty.raw());
    assert_eq!(
        on,
        [
            "alternate screen",
            "hidden cursor",
            "bracketed paste",
            "focus",
            "mouse",
            "mouse coordinates",
            "keyboard flags 1"
        ]
    );
    run.pty.click(3, 2);
    run.pty.wait_for("Pointer(Click, 3, 2)");
    run.pty.send("q");
    assert_eq!(run.pty.wait_exit(), Some(5));
    assert_eq!(run.pty.modes_left(), [""; 0]);
    assert!(
        run.pty.screen().contains("all said"),
        "{}",
        run.pty.screen()
    );
    assert!(!run.kept());
}

#[test]
fn much_at_once_arrives_whole() {
    let mut run = start();
    run.pty.send(&"x".repeat(3000));
    run.pty.wait_for("letters 3000");
    run.pty.paste(&"long note ".repeat(1000));
    run.pty.wait_for("pasted 10000");
    run.pty.send("<Esc>");
    run.pty.wait_for("code: Esc");
}

#[test]
fn a_signal_keeps_drafts_and_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let mut run = start();
        run.pty.signal(signal);
        assert_eq!(run.pty.wait_exit(), Some(code));
        assert_eq!(run.pty.modes_left(), [""; 0]);
        assert!(run.kept());
    }
}

#[test]
fn a_hang_up_keeps_drafts_and_ends() {
    let mut run = start();
    run.pty.hang_up();
    assert_eq!(run.pty.wait_exit(), Some(129));
    assert!(run.kept());
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut run = start();
    run.pty.send("!");
    assert_eq!(run.pty.wait_exit(), Some(101));
    assert_eq!(run.pty.modes_left(), [""; 0]);
    assert!(
        run.pty.screen().contains("lost its way"),
        "{}",
        run.pty.screen()
    );
    assert!(run.kept());
}

#[test]
fn a_panic_elsewhere_speaks_when_the_screen_is_free() {
    let mut run = start();
    run.pty.send("?");
    run.pty.wait_for("went on");
    assert!(!run.pty.screen().contains("lost its way"));
    run.pty.send("q");
    assert_eq!(run.pty.wait_exit(), Some(5));
    assert!(
        run.pty.screen().contains("a worker lost its way"),
        "{}",
        run.pty.screen()
    );
    assert_eq!(run.pty.modes_left(), [""; 0]);
}

#[test]
fn a_resize_is_drawn() {
    let mut run = start();
    run.pty.resize(100, 30);
    run.pty.wait_for("probe 100x30");
    run.pty.resize(5, 1);
    run.pty.wait_until("five columns", |screen| {
        screen.contents().trim_end() == "probe"
    });
    run.pty.send("q");
    assert_eq!(run.pty.wait_exit(), Some(5));
}

#[test]
fn it_is_stopped_from_outside_and_comes_back() {
    let mut run = start();
    let frames = run.pty.raw().len();
    run.pty.signal(Signal::STOP);
    run.pty.signal(Signal::CONT);
    run.pty.wait_raw("the modes again", |raw| {
        let since = String::from_utf8_lossy(&raw[frames..]).into_owned();
        since
            .split("\x1b[?1049h")
            .nth(1)
            .is_some_and(|drawn| drawn.contains("80x24"))
    });
    // Nobody could wake a process that has no shell: asking for the background is ignored.
    run.pty.send("<C-z>x");
    run.pty.wait_for("letters 1");
    run.pty.send("q");
    assert_eq!(run.pty.wait_exit(), Some(5));
    assert_eq!(run.pty.modes_left(), [""; 0]);
}

#[test]
fn the_shell_takes_over_and_gives_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = Start::program("/bin/bash", &["--norc", "--noprofile", "-i"])
        .env("MILEPOST_PROBE", folder.path().join("kept"))
        .env("PS1", "shell> ")
        .spawn();
    pty.wait_for("shell>");
    pty.send(&format!("{}<Enter>", probe::command()));
    pty.wait_for("probe 80x24");
    pty.send("x<C-z>");
    pty.wait_for("Stopped");
    assert_eq!(
        modes_on(&pty.raw())
            .iter()
            .filter(|mode| *mode != "bracketed paste")
            .count(),
        0
    );
    pty.send("fg<Enter>");
    pty.wait_for("letters 1");
    pty.send("x");
    pty.wait_for("letters 2");
    pty.send("q");
    pty.wait_for("all said");
    pty.send("exit 0<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
}

#[test]
fn no_terminal_is_refused_in_words() {
    assert!(check(true, true, Some("xterm")).is_ok());
    for (input, output, term, words) in [
        (false, true, Some("xterm"), "standard input is not one"),
        (true, false, Some("xterm"), "standard output is not one"),
        (true, true, Some("dumb"), "TERM is `dumb`"),
        (true, true, None, "TERM is not set"),
    ] {
        let refusal = check(input, output, term).unwrap_err().to_string();
        assert!(
            refusal.contains(words) && refusal.contains("milepost list"),
            "{refusal}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let mut pty = probe::start(folder.path()).env("TERM", "dumb").spawn();
    assert_eq!(pty.wait_exit(), Some(2));
    assert!(modes_on(&pty.raw()).is_empty());
    assert!(pty.screen().contains("TERM is `dumb`"));
}

#[test]
fn keyboard_flags_are_for_terminals_that_have_them() {
    let with = |pairs: &'static [(&str, &str)]| {
        has_keyboard_flags(move |name| {
            pairs
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    };
    assert!(with(&[("TERM", "xterm-kitty")]));
    assert!(with(&[
        ("TERM", "xterm-256color"),
        ("TERM_PROGRAM", "WezTerm")
    ]));
    assert!(!with(&[("TERM", "xterm-256color")]));
    assert!(!with(&[
        ("TERM", "tmux-256color"),
        ("TERM_PROGRAM", "WezTerm")
    ]));
    assert!(!with(&[]));
}
