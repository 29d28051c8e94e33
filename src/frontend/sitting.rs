//! A session at a terminal: what the loop of a front end drives.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ratatui::Frame;

use super::{Ending, Happening, Program};
use crate::app::key::Input;
use crate::session::Session;
use crate::store::Reply;
use crate::view;

/// How long the first frame waits for the store, so that a start shows no half-empty screen.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How long the end waits for the store to close.
const CLOSING: Duration = Duration::from_secs(5);

/// A session at a terminal.
pub struct Sitting {
    session: Session,
    since: Instant,
}

impl Sitting {
    /// A session that has just been set up.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self {
            session,
            since: Instant::now(),
        }
    }

    /// Keeps what is half done, closes the store and waits until it is closed. How many entries could not be saved.
    pub fn finish(mut self, happenings: &Receiver<Happening<Reply>>) -> usize {
        self.session.end();
        let until = Instant::now() + CLOSING;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match happenings.recv_timeout(left) {
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

    fn draw(&mut self, frame: &mut Frame<'_>) {
        view::draw(frame, self.session.model(), self.session.look());
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
