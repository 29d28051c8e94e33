//! A session at a terminal: what the loop of a front end drives.

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::{Ending, Happening, Happenings, Program};
use crate::app::key::Input;
#[cfg(debug_assertions)]
use crate::app::key::KeyCode;
use crate::app::model::Reading;
use crate::session::Session;
use crate::store::Reply;
use crate::view::canvas::Canvas;

/// How long the first frame waits for the store, so that a start shows no half-empty screen.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How long the end waits for the store to close.
const CLOSING: Duration = Duration::from_secs(5);

/// A session at a terminal.
pub struct Sitting {
    session: Session,
    since: Instant,
    /// A fault that F12 sets off.
    #[cfg(debug_assertions)]
    ordered: Ordered,
}

/// A fault that a test orders through the environment, to see what a panic leaves behind: a real one cannot be had at will.
/// It is in no release.
#[cfg(debug_assertions)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ordered {
    Nothing,
    InInput,
    /// In the frame after the key, once that was pressed.
    InDrawing {
        due: bool,
    },
}

#[cfg(debug_assertions)]
impl Ordered {
    const NAME: &str = "MILEPOST_TEST_PANIC";

    fn of_environment() -> Self {
        match std::env::var(Self::NAME).as_deref() {
            Ok("input") => Self::InInput,
            Ok("drawing") => Self::InDrawing { due: false },
            _ => Self::Nothing,
        }
    }

    fn press(&mut self, input: &Input) {
        if !matches!(input, Input::Key(key) if key.code == KeyCode::F(12)) {
            return;
        }
        match self {
            Self::Nothing => {}
            Self::InInput => Self::fail(),
            Self::InDrawing { due } => *due = true,
        }
    }

    fn draw(self) {
        if self == (Self::InDrawing { due: true }) {
            Self::fail();
        }
    }

    #[allow(clippy::panic)] // that is what it is for
    fn fail() {
        panic!("a fault that {} orders", Self::NAME);
    }
}

impl Sitting {
    /// A session that has just been set up.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self {
            session,
            since: Instant::now(),
            #[cfg(debug_assertions)]
            ordered: Ordered::of_environment(),
        }
    }

    /// A file is read, and has come so far.
    pub fn progress(&mut self, now: Reading) {
        self.session.progress(now);
    }

    /// What is left to be read in the shell once the program has ended; empty for nothing.
    #[must_use]
    pub fn farewell(&self) -> String {
        self.session.model().farewell.join("\n\n")
    }

    /// Keeps what is half done, closes the store and waits until it is closed. How many entries could not be saved.
    pub fn finish(mut self, happenings: &Happenings<Reply>) -> usize {
        self.session.end();
        let until = Instant::now() + CLOSING;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match happenings.take_within(left) {
                Ok(Happening::Event(Reply::Closed { unsaved })) => return unsaved,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return self.session.model().pending.len();
                }
            }
        }
    }
}

impl Program for Sitting {
    type Event = Reply;

    fn input(&mut self, input: Input) {
        #[cfg(debug_assertions)]
        self.ordered.press(&input);
        self.session.input(input);
    }

    fn event(&mut self, event: Reply) {
        self.session.answer(event);
    }

    fn tick(&mut self) {
        self.session.tick();
    }

    fn next_tick(&self) -> Option<Duration> {
        if self.session.is_waiting() && self.since.elapsed() < PATIENCE {
            return Some(PATIENCE);
        }
        self.session.next_tick()
    }

    fn is_dirty(&self) -> bool {
        let waits = self.session.is_waiting() && self.since.elapsed() < PATIENCE;
        self.session.is_dirty() && !waits
    }

    fn draws_over(&self) -> bool {
        self.session.draws_over()
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>) {
        #[cfg(debug_assertions)]
        self.ordered.draw();
        self.session.draw_change(canvas);
        self.session.drawn();
    }

    fn ending(&self) -> Option<Ending> {
        self.session.is_ending().then(Ending::default)
    }

    fn interrupted(&mut self) {
        self.session.keep_draft();
    }

    fn wants_suspend(&mut self) -> bool {
        self.session.wants_suspend()
    }
}
