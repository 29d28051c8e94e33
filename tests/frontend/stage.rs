//! The loop, on a terminal that is a plain value.

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

use milepost::app::key::{Input, Key};
use milepost::frontend::keys::Keys;
use milepost::frontend::signals::Signal;
use milepost::frontend::stage::{Outlet, run};
use milepost::frontend::{Ending, Exit, Post, Program, channel};
use milepost::view::canvas::Canvas;
use ratatui::style::Style;

/// A terminal that remembers what was done to it, one entry for each write.
pub struct Paper {
    pub size: (u16, u16),
    pub done: Vec<String>,
    pub gone: bool,
    pub stops: bool,
    /// Where it is typed, if anywhere.
    pub keys: Option<Keys>,
    /// Told of each frame.
    pub told: Option<Sender<()>>,
}

pub fn paper() -> Paper {
    Paper {
        size: (20, 3),
        done: Vec::new(),
        gone: false,
        stops: true,
        keys: None,
        told: None,
    }
}

impl Paper {
    pub fn writes(&self) -> Vec<&str> {
        self.done
            .iter()
            .filter_map(|d| d.strip_prefix("write "))
            .collect()
    }
}

impl Outlet for Paper {
    fn size(&self) -> (u16, u16) {
        self.size
    }

    fn keys(&mut self) -> Option<&mut Keys> {
        self.keys.as_mut()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(told) = &self.told {
            let _ = told.send(());
        }
        self.done
            .push(format!("write {}", String::from_utf8_lossy(bytes)));
        if self.gone {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }

    fn ask_to_stop(&mut self) {
        self.done.push("ask".to_owned());
    }

    fn stop(&mut self) -> bool {
        self.done.push("stop".to_owned());
        self.stops
    }

    fn resume(&mut self) -> io::Result<()> {
        self.done.push("resume".to_owned());
        Ok(())
    }
}

/// Shows what it was told, `q` ends it, `z` sends it to the background, `.` changes nothing, ticks count down.
#[derive(Default)]
pub struct Echo {
    pub heard: String,
    size: (u16, u16),
    dirty: bool,
    done: bool,
    sleepy: bool,
    pub ticks: u32,
    pub kept: bool,
    pub frames: u32,
}

impl Program for Echo {
    type Event = char;

    fn input(&mut self, input: Input) {
        match input {
            Input::Resize(w, h) => self.size = (w, h),
            Input::Key(key) if key == Key::char('.') => return,
            Input::Key(key) if key == Key::char('q') => self.done = true,
            Input::Key(key) if key == Key::char('z') => self.sleepy = true,
            Input::Key(key) => self.heard.push_str(&key.to_string()),
            other => self.heard.push_str(&format!("{other:?}")),
        }
        self.dirty = true;
    }

    fn event(&mut self, event: char) {
        self.heard.push(event.to_ascii_uppercase());
        self.dirty = true;
    }

    fn tick(&mut self) {
        self.ticks = self.ticks.saturating_sub(1);
        self.heard.push('t');
        self.done = self.ticks == 0;
        self.dirty = true;
    }

    fn next_tick(&self) -> Option<Duration> {
        (self.ticks > 0).then_some(Duration::from_millis(1))
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>) {
        self.frames += 1;
        self.dirty = false;
        canvas.text(canvas.area(), &self.heard, Style::new());
        canvas.set_cursor((u16::try_from(self.heard.len()).unwrap(), 0));
    }

    fn ending(&self) -> Option<Ending> {
        self.done.then(|| Ending {
            code: 4,
            words: Some("bye".to_owned()),
        })
    }

    fn interrupted(&mut self) {
        self.kept = true;
    }

    fn wants_suspend(&mut self) -> bool {
        std::mem::take(&mut self.sleepy)
    }
}

fn press(post: &Post<char>, keys: &str) {
    for c in keys.chars() {
        post.input(Input::Key(Key::char(c)));
    }
}

/// Everything happens before the loop begins, so that batches are what they are.
fn play(program: &mut Echo, paper: &mut Paper, happen: impl FnOnce(&Post<char>)) -> Exit {
    let (post, happenings) = channel().unwrap();
    happen(&post);
    drop(post);
    run(program, paper, &happenings)
}

#[test]
fn a_batch_is_one_frame_and_a_frame_is_one_write() {
    let (mut echo, mut paper) = (Echo::default(), paper());
    let exit = play(&mut echo, &mut paper, |post| {
        press(post, "abc");
        post.send('e');
        post.signal(Signal::End(15));
    });
    assert_eq!(exit, Exit::Signalled(15));
    assert_eq!(echo.heard, "abcE");
    assert_eq!(
        echo.frames, 1,
        "the batch ended the program before it was drawn"
    );

    let (mut echo, mut paper) = (
        Echo {
            ticks: 2,
            ..Echo::default()
        },
        self::paper(),
    );
    let (post, happenings) = channel().unwrap();
    press(&post, "abc");
    run(&mut echo, &mut paper, &happenings);
    let writes = paper.writes();
    assert_eq!(writes.len(), 3, "{writes:?}");
    for write in &writes {
        assert!(
            write.starts_with("\x1b[?2026h") && write.ends_with("\x1b[?2026l"),
            "{write:?}"
        );
    }
    assert!(writes[1].contains("abc"), "{writes:?}");
    assert!(
        writes[2].contains('t') && !writes[2].contains('a'),
        "only what changed: {:?}",
        writes[2]
    );
}

#[test]
fn what_changes_nothing_draws_nothing() {
    let (mut echo, mut paper) = (Echo::default(), paper());
    play(&mut echo, &mut paper, |post| {
        press(post, "...");
        post.gone();
    });
    assert_eq!(echo.frames, 1);

    // A frame that is the same as the one before has no bytes at all.
    struct Same(Echo);
    impl Program for Same {
        type Event = char;
        fn input(&mut self, _: Input) {}
        fn event(&mut self, _: char) {}
        fn tick(&mut self) {
            self.0.ticks -= 1;
        }
        fn next_tick(&self) -> Option<Duration> {
            self.0.next_tick()
        }
        fn is_dirty(&self) -> bool {
            true
        }
        fn draw(&mut self, canvas: &mut Canvas<'_>) {
            self.0.draw(canvas);
        }
        fn ending(&self) -> Option<Ending> {
            (self.0.ticks == 0).then(Ending::default)
        }
        fn interrupted(&mut self) {}
    }
    let (_post, happenings) = channel().unwrap();
    let mut same = Same(Echo {
        ticks: 5,
        heard: "hello".to_owned(),
        ..Echo::default()
    });
    let mut paper = self::paper();
    run(&mut same, &mut paper, &happenings);
    assert_eq!(same.0.frames, 5);
    assert_eq!(paper.writes().len(), 1);
}

#[test]
fn the_end_has_a_code_and_words() {
    let exit = play(&mut Echo::default(), &mut paper(), |post| press(post, "aq"));
    assert_eq!(
        exit,
        Exit::Ended(Ending {
            code: 4,
            words: Some("bye".to_owned())
        })
    );
    assert_eq!(exit.code(), 4);
    assert_eq!(
        (
            Exit::Signalled(15).code(),
            Exit::Signalled(2).code(),
            Exit::HungUp.code()
        ),
        (143, 130, 129)
    );
}

#[test]
fn keys_behind_the_one_that_ends_are_not_taken() {
    let mut echo = Echo::default();
    play(&mut echo, &mut paper(), |post| press(post, "aqb"));
    assert_eq!(echo.heard, "a");
}

#[test]
fn a_terminal_that_goes_away_interrupts() {
    for happen in [
        |post: &Post<char>| assert!(post.gone()),
        |post: &Post<char>| assert!(post.signal(Signal::HangUp)),
        |_: &Post<char>| (),
    ] {
        let (mut echo, mut paper) = (Echo::default(), paper());
        assert_eq!(play(&mut echo, &mut paper, happen), Exit::HungUp);
        assert!(echo.kept);
    }
    let (mut echo, mut paper) = (
        Echo::default(),
        Paper {
            gone: true,
            ..paper()
        },
    );
    assert_eq!(
        play(&mut echo, &mut paper, |post| press(post, "a")),
        Exit::HungUp
    );
    assert!(echo.kept);
    assert_eq!(
        paper.done.len(),
        1,
        "nothing is written to a terminal that is gone"
    );
}

#[test]
fn a_window_of_another_size_is_drawn_anew() {
    let (mut echo, mut small) = (
        Echo {
            ticks: 1,
            heard: "hi".to_owned(),
            ..Echo::default()
        },
        paper(),
    );
    play(&mut echo, &mut small, |post| {
        post.signal(Signal::Resize);
        post.signal(Signal::Resize);
    });
    assert_eq!(echo.size, (20, 3));
    let writes = small.writes();
    assert!(writes[0].contains("hi"));
    assert!(
        writes[1].contains("\x1b[2J") && writes[1].contains("hi"),
        "{writes:?}"
    );
    assert_eq!(echo.frames, 2, "two signals, one frame");

    for size in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let mut paper = Paper { size, ..paper() };
        play(&mut Echo::default(), &mut paper, |post| press(post, "q"));
    }
}

#[test]
fn it_sleeps_while_stopped_and_wakes_with_a_whole_frame() {
    let (mut echo, mut paper) = (
        Echo {
            heard: "hi".to_owned(),
            ..Echo::default()
        },
        paper(),
    );
    play(&mut echo, &mut paper, |post| {
        post.signal(Signal::Stop);
        post.send('a');
        post.signal(Signal::Continue);
        post.send('q');
        post.signal(Signal::End(15));
    });
    let kinds: Vec<_> = paper
        .done
        .iter()
        .map(|d| d.split(' ').next().unwrap())
        .collect();
    assert_eq!(kinds[..3], ["write", "stop", "resume"], "{:?}", paper.done);
    assert_eq!(echo.heard, "hiAQ");

    // Where the system does not stop it, it goes on at once.
    let mut restless = Paper {
        stops: false,
        ..self::paper()
    };
    play(&mut Echo::default(), &mut restless, |post| {
        post.signal(Signal::Stop);
        press(post, "q");
    });
    assert_eq!(restless.done[1..3], ["stop", "resume"]);

    let mut asked = self::paper();
    play(
        &mut Echo {
            ticks: 1,
            ..Echo::default()
        },
        &mut asked,
        |post| press(post, "z"),
    );
    assert!(asked.done.contains(&"ask".to_owned()));
}

#[test]
fn a_steady_stream_does_not_hold_up_the_clock() {
    let (post, happenings) = channel().unwrap();
    let mut echo = Echo {
        ticks: 3,
        ..Echo::default()
    };
    std::thread::spawn(move || while post.input(Input::Key(Key::char('.'))) {});
    let exit = run(&mut echo, &mut paper(), &happenings);
    assert_eq!(exit.code(), 4, "the ticks ended it");
}
