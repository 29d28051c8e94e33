//! A small program for a terminal of its own: this test binary, started again in a pseudo-terminal.

use std::path::PathBuf;
use std::time::Duration;

use milepost::app::key::{Input, Key};
use milepost::frontend::local::{Options, run};
use milepost::frontend::{Ending, Exit, Program, channel};
use milepost::view::canvas::Canvas;
use ratatui::style::Style;

use crate::support::pty::Start;

/// Starts it. What it keeps when it is interrupted goes to `kept`.
pub fn start(kept: &std::path::Path) -> Start {
    let program = std::env::current_exe().unwrap();
    Start::program(
        program,
        &[
            "--exact",
            "frontend::probe::probe",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ],
    )
    .env("MILEPOST_PROBE", kept)
}

/// The command line that starts it from a shell.
pub fn command() -> String {
    format!(
        "{} --exact frontend::probe::probe --ignored --nocapture --test-threads=1",
        std::env::current_exe().unwrap().display()
    )
}

struct Probe {
    kept: PathBuf,
    heard: Vec<String>,
    size: (u16, u16),
    letters: usize,
    pasted: usize,
    dirty: bool,
    done: bool,
    sleepy: bool,
}

impl Program for Probe {
    type Event = ();

    fn input(&mut self, input: Input) {
        self.dirty = true;
        match input {
            Input::Resize(w, h) => self.size = (w, h),
            Input::Key(key) if key == Key::char('q') => self.done = true,
            Input::Key(key) if key == Key::ctrl('z') => self.sleepy = true,
            Input::Key(key) if key == Key::char('!') => panic!("lost its way"),
            Input::Key(key) if key == Key::char('?') => {
                let _ = std::thread::spawn(|| panic!("a worker lost its way")).join();
                self.heard.push("went on".to_owned());
            }
            Input::Key(key) if key == Key::char('x') => self.letters += 1,
            Input::Paste(text) => self.pasted += text.len(),
            other => self.heard.push(format!("{other:?}")),
        }
    }

    fn event(&mut self, (): ()) {}

    fn tick(&mut self) {}

    fn next_tick(&self) -> Option<Duration> {
        None
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>) {
        self.dirty = false;
        let last = self.heard.last().map_or("", String::as_str);
        let text = format!(
            "probe {}x{}\nletters {} pasted {}\n{last}",
            self.size.0, self.size.1, self.letters, self.pasted
        );
        for (line, row) in text.lines().zip(canvas.area().rows()) {
            canvas.text(row, line, Style::new());
        }
    }

    fn ending(&self) -> Option<Ending> {
        self.done.then(|| Ending {
            code: 5,
            words: Some("all said".to_owned()),
        })
    }

    fn interrupted(&mut self) {
        std::fs::write(&self.kept, "kept").unwrap();
    }

    fn wants_suspend(&mut self) -> bool {
        std::mem::take(&mut self.sleepy)
    }
}

#[test]
#[allow(clippy::print_stdout)] // it is the program
#[ignore = "started by the tests of the local terminal, in a terminal of their own"]
fn probe() {
    let Some(kept) = std::env::var_os("MILEPOST_PROBE") else {
        return;
    };
    let mut probe = Probe {
        kept: kept.into(),
        heard: Vec::new(),
        size: (0, 0),
        letters: 0,
        pasted: 0,
        dirty: true,
        done: false,
        sleepy: false,
    };
    let (post, happenings) = channel().unwrap();
    let options = Options {
        mouse: true,
        keyboard: true,
    };
    match run(&mut probe, options, &post, &happenings) {
        Ok(exit) => {
            if let Exit::Ended(Ending {
                words: Some(words), ..
            }) = &exit
            {
                println!("{words}");
            }
            std::process::exit(exit.code().into());
        }
        Err(refusal) => {
            println!("{refusal}");
            std::process::exit(2);
        }
    }
}
