//! The loop: what happened goes to the program, what the program shows goes to the terminal.
//!
//! All that has happened by now is one batch, and a batch is followed by at most one frame. Nothing is drawn and nothing
//! wakes the processor while nothing happens, but for the ticks the program asks for. The loop knows the terminal as an
//! [`Outlet`] alone, so that it runs in tests, and over a network, as it does here.

use std::io;
use std::time::{Duration, Instant};

use super::keys::Keys;
use super::page::Page;
use super::signals::Signal;
use super::{Exit, Happening, Happenings, Program};
use crate::app::key::Input;
use crate::view::canvas::Canvas;

/// A terminal to write to.
pub trait Outlet {
    /// Columns and rows, now.
    fn size(&self) -> (u16, u16);

    /// Where it is typed; none where what is typed comes as [`Happening::Input`].
    fn keys(&mut self) -> Option<&mut Keys> {
        None
    }

    /// Writes a frame, all of it.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Asks the system to stop the process, as Ctrl-Z does elsewhere. The answer comes as [`Signal::Stop`], or not at all
    /// where nobody could wake the process again.
    fn ask_to_stop(&mut self);

    /// Gives the terminal back and stops the process. Answers `false` where it could not.
    fn stop(&mut self) -> bool;

    /// Takes the terminal again.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn resume(&mut self) -> io::Result<()>;
}

/// How long happenings are gathered before a frame is drawn all the same.
const BATCH: Duration = Duration::from_millis(20);

/// Runs a program to its end. The terminal's modes are the caller's.
pub fn run<P: Program>(
    program: &mut P,
    outlet: &mut impl Outlet,
    happenings: &Happenings<P::Event>,
) -> Exit {
    Stage::new(program, outlet).play(happenings)
}

/// What is left to do after a batch.
#[derive(Debug, Default)]
struct After {
    resized: bool,
    exit: Option<Exit>,
}

struct Stage<'a, P, O> {
    program: &'a mut P,
    outlet: &'a mut O,
    page: Page,
    /// Stopped, or about to be: the terminal is not ours.
    asleep: bool,
    /// The next frame is drawn whether or not the program has something new.
    overdue: bool,
}

impl<'a, P: Program, O: Outlet> Stage<'a, P, O> {
    fn new(program: &'a mut P, outlet: &'a mut O) -> Self {
        let (columns, rows) = outlet.size();
        program.input(Input::Resize(columns, rows));
        Self {
            program,
            outlet,
            page: Page::new(columns, rows),
            asleep: false,
            overdue: true,
        }
    }

    fn play(&mut self, happenings: &Happenings<P::Event>) -> Exit {
        loop {
            if let Some(ending) = self.program.ending() {
                return Exit::Ended(ending);
            }
            if !self.asleep {
                if self.program.wants_suspend() {
                    self.outlet.ask_to_stop();
                }
                if (self.overdue || self.program.is_dirty()) && self.draw().is_err() {
                    self.program.interrupted();
                    return Exit::HungUp;
                }
            }
            let after = self.batch(happenings);
            if let Some(exit) = after.exit {
                self.program.interrupted();
                return exit;
            }
            if after.resized {
                self.resize();
            }
        }
    }

    /// Waits for something to happen, or for the tick; then takes all that has happened.
    fn batch(&mut self, happenings: &Happenings<P::Event>) -> After {
        let mut after = After::default();
        let wait = self.program.next_tick().filter(|_| !self.asleep);
        let due = wait.map(|time| Instant::now() + time);
        let (mut patience, mut until) = (wait, None);
        loop {
            let Ok(typed) = self.wait(happenings, patience) else {
                // What came before is to be seen first.
                after.exit = until.is_none().then_some(Exit::HungUp);
                break;
            };
            let until = *until.get_or_insert_with(|| Instant::now() + BATCH);
            let some =
                self.take_typed(typed, &mut after) | self.take_told(happenings, until, &mut after);
            if !some || self.is_over(&after) || Instant::now() >= until {
                break;
            }
            patience = Some(Duration::ZERO);
        }
        // The tick comes when it is due, whether nothing else happened or very much.
        if due.is_some_and(|due| Instant::now() >= due) {
            self.program.tick();
        }
        after
    }

    /// Whether nothing more is to be taken in this batch.
    fn is_over(&self, after: &After) -> bool {
        after.exit.is_some() || self.asleep || self.program.ending().is_some()
    }

    /// Waits for whatever comes first, and says whether something was typed. While asleep, what is typed is for the shell.
    ///
    /// # Errors
    /// Where nothing can come any more.
    fn wait(
        &mut self,
        happenings: &Happenings<P::Event>,
        patience: Option<Duration>,
    ) -> io::Result<bool> {
        let keys = self.outlet.keys().filter(|_| !self.asleep);
        let rest = keys.as_ref().and_then(|keys| keys.patience());
        happenings.wait(keys.as_deref(), patience.into_iter().chain(rest).min())
    }

    /// Takes what was typed, and says whether something was.
    fn take_typed(&mut self, typed: bool, after: &mut After) -> bool {
        let Some(keys) = self.outlet.keys().filter(|_| !self.asleep) else {
            return false;
        };
        let inputs = match typed {
            true => keys.read(),
            false => Ok(keys.settle()),
        };
        let Ok(inputs) = inputs else {
            after.exit = Some(Exit::HungUp);
            return true;
        };
        let some = typed || !inputs.is_empty();
        for input in inputs {
            if self.is_over(after) {
                break;
            }
            self.program.input(input);
        }
        some
    }

    /// Takes what other threads told, for as long as a batch may last, and says whether there was something.
    fn take_told(
        &mut self,
        happenings: &Happenings<P::Event>,
        until: Instant,
        after: &mut After,
    ) -> bool {
        let mut some = false;
        while let Some(happening) = happenings.take() {
            some = true;
            self.take(happening, after);
            if self.is_over(after) || Instant::now() >= until {
                break;
            }
        }
        some
    }

    fn take(&mut self, happening: Happening<P::Event>, after: &mut After) {
        match happening {
            Happening::Input(Input::Resize(..)) => after.resized = true,
            Happening::Input(input) => self.program.input(input),
            Happening::Event(event) => self.program.event(event),
            Happening::Gone => after.exit = Some(Exit::HungUp),
            Happening::Signal(Signal::HangUp) => after.exit = Some(Exit::HungUp),
            Happening::Signal(Signal::End(number)) => after.exit = Some(Exit::Signalled(number)),
            Happening::Signal(Signal::Resize) => after.resized = true,
            Happening::Signal(Signal::Stop) => {
                self.asleep = true;
                if !self.outlet.stop() {
                    self.wake(after);
                }
            }
            Happening::Signal(Signal::Continue) => self.wake(after),
        }
    }

    /// The terminal is ours again, and may hold anything.
    fn wake(&mut self, after: &mut After) {
        self.asleep = false;
        if self.outlet.resume().is_err() {
            after.exit = Some(Exit::HungUp);
        }
        self.page.forget_cursor();
        after.resized = true;
    }

    /// Takes the size anew and draws everything, even where it is the same.
    fn resize(&mut self) {
        let (columns, rows) = self.outlet.size();
        self.page.resize(columns, rows);
        self.program.input(Input::Resize(columns, rows));
        self.overdue = true;
    }

    fn draw(&mut self) -> io::Result<()> {
        self.overdue = false;
        let over = self.program.draws_over();
        let draw = |canvas: &mut Canvas<'_>| self.program.draw(canvas);
        let bytes = match over {
            true => self.page.draw_over(draw),
            false => self.page.draw(draw),
        };
        match bytes {
            [] => Ok(()),
            bytes => self.outlet.write(bytes),
        }
    }
}
