//! What is typed on its way through the loop: read where it is drawn, together with what other threads tell.

use std::fs::File;
use std::io::{PipeWriter, Write as _, pipe};
use std::os::fd::OwnedFd;
use std::sync::mpsc::{Receiver, channel as sideline};
use std::time::Duration;

use milepost::app::key::{Input, Key, KeyCode};
use milepost::frontend::keys::Keys;
use milepost::frontend::signals::Signal;
use milepost::frontend::stage::run;
use milepost::frontend::{Exit, channel};

use super::stage::{Echo, Paper, paper};

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(20);

/// A line somebody types into, and its other end.
fn line() -> (PipeWriter, Keys) {
    let (read, write) = pipe().unwrap();
    (write, Keys::new(File::from(OwnedFd::from(read))))
}

/// A terminal on which these words were typed, and that is gone then.
fn typed(words: &str) -> Paper {
    let (mut line, keys) = line();
    line.write_all(words.as_bytes()).unwrap();
    watched(Some(keys)).0
}

/// A terminal, and where each of its frames is told.
fn watched(keys: Option<Keys>) -> (Paper, Receiver<()>) {
    let (told, frames) = sideline();
    let paper = Paper {
        keys,
        told: Some(told),
        ..paper()
    };
    (paper, frames)
}

#[test]
fn what_was_typed_and_told_by_now_is_one_frame() {
    let (post, happenings) = channel().unwrap();
    post.send('x');
    let mut paper = typed("ab");
    let mut echo = Echo::default();
    // The line ends behind what was typed: the terminal is gone, once that was seen.
    assert_eq!(run(&mut echo, &mut paper, &happenings), Exit::HungUp);
    assert!(echo.kept);
    assert_eq!(
        echo.heard, "abX",
        "what was typed was typed at what was seen"
    );
    assert!(echo.frames <= 2, "{} frames", echo.frames);
}

#[test]
fn keys_behind_the_one_that_ends_are_for_the_shell() {
    let (_post, happenings) = channel().unwrap();
    let mut echo = Echo::default();
    let exit = run(&mut echo, &mut typed("aqb"), &happenings);
    assert_eq!((exit.code(), echo.heard.as_str()), (4, "a"));
}

#[test]
fn more_than_is_read_at_once_is_one_batch() {
    let (_post, happenings) = channel().unwrap();
    let mut echo = Echo::default();
    let words = ".".repeat(9000) + "q";
    let exit = run(&mut echo, &mut typed(&words), &happenings);
    assert_eq!((exit.code(), echo.frames), (4, 1));
}

#[test]
fn an_escape_that_stays_alone_is_a_key_after_a_moment() {
    let (_post, happenings) = channel().unwrap();
    let (mut line, keys) = line();
    let (mut paper, frames) = watched(Some(keys));
    let typist = std::thread::spawn(move || {
        let frame = || frames.recv_timeout(LIMIT).unwrap();
        frame();
        line.write_all(b"\x1b").unwrap();
        frame();
        // Cut apart by a slow line, but not for long.
        line.write_all(b"\x1b").unwrap();
        line.write_all(b"[A").unwrap();
        frame();
        line.write_all(b"q").unwrap();
    });
    let mut echo = Echo::default();
    let exit = run(&mut echo, &mut paper, &happenings);
    typist.join().unwrap();
    assert_eq!(exit.code(), 4);
    let (esc, up) = (Key::plain(KeyCode::Esc), Key::plain(KeyCode::Up));
    assert_eq!(echo.heard, format!("{esc}{up}"));
}

#[test]
fn what_is_typed_while_it_is_stopped_waits_for_it() {
    let (post, happenings) = channel().unwrap();
    let (mut line, keys) = line();
    post.signal(Signal::Stop);
    post.send('a');
    line.write_all(b"b").unwrap();
    let (mut paper, frames) = watched(Some(keys));
    let shell = std::thread::spawn(move || {
        frames.recv_timeout(LIMIT).unwrap();
        // The first frame is there, and then it is stopped: nothing comes until it goes on.
        assert!(frames.recv_timeout(Duration::from_millis(60)).is_err());
        post.signal(Signal::Continue);
        frames.recv_timeout(LIMIT).unwrap();
        post.input(Input::Key(Key::char('q')));
        drop(line);
    });
    let mut echo = Echo::default();
    run(&mut echo, &mut paper, &happenings);
    shell.join().unwrap();
    assert!(
        echo.heard.contains('A') && echo.heard.contains('b'),
        "{}",
        echo.heard
    );
    assert!(paper.done.contains(&"resume".to_owned()));
}

#[test]
fn whatever_is_told_wakes_it() {
    let (post, happenings) = channel().unwrap();
    let (mut paper, frames) = watched(None);
    paper.size = (1200, 1);
    // Each is told just when the loop is about to wait: one that did not wake it would stop them both.
    let teller = std::thread::spawn(move || {
        for _ in 0..1000 {
            frames.recv_timeout(LIMIT).unwrap();
            assert!(post.send('a'));
        }
        frames.recv_timeout(LIMIT).unwrap();
        post.signal(Signal::End(15));
    });
    let mut echo = Echo::default();
    assert_eq!(run(&mut echo, &mut paper, &happenings), Exit::Signalled(15));
    teller.join().unwrap();
    assert_eq!((echo.heard.len(), echo.frames), (1000, 1001));
}
