//! The terminal this process was started in.
//!
//! [`check`] refuses in words where no screen can be drawn; [`run`] sets the modes, starts the thread that listens for
//! signals, and plays the program to its end. However it ends, the terminal is given back: see [`super::guard`]. After
//! a hang-up nothing is written at all.

use std::fs::File;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustix::process::{
    Pid, Signal as Number, getpgrp, getpid, getppid, getsid, kill_current_process_group,
    kill_process,
};
use rustix::termios::tcgetwinsize;

use super::guard::{Guard, Mode, terminal_of};
use super::keys::Keys;
use super::stage::{self, Outlet};
use super::{Exit, Happenings, Post, Program, signals};

/// Why no screen is drawn. The text says what to do instead.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the screen needs a terminal, and standard {0} is not one: use `milepost list`, `show` or `minutes` in scripts (see `milepost --help`)"
    )]
    NoTerminal(&'static str),
    #[error(
        "this terminal cannot place a cursor (TERM is {0}): start milepost in another one, or use `milepost list`, `show` or `minutes`"
    )]
    Dumb(String),
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// What a terminal is asked for besides a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Clicks and the wheel. Without, the terminal selects text with the mouse as usual.
    pub mouse: bool,
    /// Keys that cannot be mistaken for others, on a terminal that is known to have them.
    pub keyboard: bool,
}

impl Options {
    /// The modes to set, in order.
    #[must_use]
    pub fn modes(self) -> Vec<Mode> {
        let mut modes = vec![
            Mode::Raw,
            Mode::AlternateScreen,
            Mode::HiddenCursor,
            Mode::Paste,
            Mode::Focus,
        ];
        if self.mouse {
            modes.push(Mode::Mouse);
        }
        if self.keyboard {
            modes.push(Mode::Keyboard);
        }
        modes
    }
}

/// Whether the terminal is one that is known to take kitty's keyboard flags. Asking it would cost a round trip at every
/// start, and two seconds where nobody answers.
#[must_use]
pub fn has_keyboard_flags(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    // Inside a multiplexer the terminal is the multiplexer, whatever else the environment says.
    let inside = term.starts_with("screen") || term.starts_with("tmux");
    !inside
        && (["kitty", "ghostty", "foot"]
            .iter()
            .any(|name| term.contains(name))
            || ["ghostty", "iTerm.app", "WezTerm"].contains(&program.as_str()))
}

/// Says why no screen can be drawn here, from what is known about the streams and `TERM`.
///
/// # Errors
/// Where it cannot.
pub fn check(
    input_is_terminal: bool,
    output_is_terminal: bool,
    term: Option<&str>,
) -> Result<(), Refusal> {
    match term {
        _ if !input_is_terminal => Err(Refusal::NoTerminal("input")),
        _ if !output_is_terminal => Err(Refusal::NoTerminal("output")),
        None | Some("") => Err(Refusal::Dumb("not set".to_owned())),
        Some(term @ ("dumb" | "unknown")) => Err(Refusal::Dumb(format!("`{term}`"))),
        Some(_) => Ok(()),
    }
}

/// Runs a program in the terminal this process was started in, and gives the terminal back.
///
/// `happenings` is the other end of the [`Post`] that the program's threads were given; see [`super::channel`]. The words
/// of an [`Exit::Ended`] are left for the caller to print. A panic ends as [`Exit::Panicked`], so that the caller can save.
///
/// # Errors
/// Where there is no terminal to draw on, or it cannot be set up; then the program has seen nothing yet.
pub fn run<P: Program>(
    program: &mut P,
    options: Options,
    post: &Post<P::Event>,
    happenings: &Happenings<P::Event>,
) -> Result<Exit, Refusal> {
    let (input, output) = terminal()?;
    let mut outlet = Local {
        keys: Keys::new(input.try_clone()?),
        guard: Guard::new(input, output.try_clone()?),
        output,
        modes: options.modes(),
    };
    let told = post.clone();
    signals::listen(move |signal| told.signal(signal))?;
    outlet.guard.set(&outlet.modes)?;
    let played = catch_unwind(AssertUnwindSafe(|| {
        stage::run(program, &mut outlet, happenings)
    }));
    let exit = played.unwrap_or_else(|_| {
        // What is being typed is worth one more try, even from a program that has lost its way.
        let _ = catch_unwind(AssertUnwindSafe(|| program.interrupted()));
        Exit::Panicked
    });
    if exit == Exit::HungUp {
        outlet.guard.abandon();
        return Ok(exit);
    }
    outlet.guard.restore();
    for words in outlet.guard.take_words() {
        let _ = writeln!(io::stderr(), "{words}");
    }
    Ok(exit)
}

/// The terminal's two ends, or why there is none.
fn terminal() -> Result<(File, File), Refusal> {
    let (input, output) = (terminal_of(&io::stdin())?, terminal_of(&io::stdout())?);
    let term = std::env::var("TERM").ok();
    check(input.is_some(), output.is_some(), term.as_deref())?;
    match (input, output) {
        (Some(input), Some(output)) => Ok((input, output)),
        (None, _) => Err(Refusal::NoTerminal("input")),
        (_, None) => Err(Refusal::NoTerminal("output")),
    }
}

/// The local terminal as the loop sees it.
struct Local {
    keys: Keys,
    guard: Guard,
    output: File,
    modes: Vec<Mode>,
}

impl Outlet for Local {
    fn size(&self) -> (u16, u16) {
        match tcgetwinsize(&self.output) {
            // Some lines have no size; then the size every terminal once had.
            Ok(size) if (size.ws_col, size.ws_row) != (0, 0) => (size.ws_col, size.ws_row),
            _ => (80, 24),
        }
    }

    fn keys(&mut self) -> Option<&mut Keys> {
        Some(&mut self.keys)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.guard.write(bytes)
    }

    fn ask_to_stop(&mut self) {
        if somebody_could_wake_us() {
            let _ = kill_current_process_group(Number::TSTP);
        }
    }

    fn stop(&mut self) -> bool {
        if !somebody_could_wake_us() {
            return false;
        }
        self.guard.restore();
        kill_process(getpid(), Number::STOP).is_ok()
    }

    fn resume(&mut self) -> io::Result<()> {
        // Whoever stopped us from outside left the modes on record but not on the terminal: all are set anew.
        self.guard.restore();
        self.guard.set(&self.modes)
    }
}

/// Whether a shell with job control is there. Without one, a stopped process would never run again.
fn somebody_could_wake_us() -> bool {
    let (Ok(session), group) = (getsid(None), getpgrp()) else {
        return false;
    };
    if group == session {
        return false;
    }
    // Where this process leads its group, its parent must be the shell: in the same session, in another group.
    group != getpid()
        || getppid().is_some_and(|parent| {
            getsid(Some(parent)) == Ok(session)
                && rustix::process::getpgid(Some(parent)).is_ok_and(|its: Pid| its != group)
        })
}
