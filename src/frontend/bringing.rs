//! A file on its way to the screen: how far the reading has come, then the sitting in which it is seen.

use std::time::Duration;

use super::sitting::Sitting;
use super::{Ending, Program};
use crate::app::key::Input;
use crate::app::model::Reading as Progress;
use crate::import::{Draft, Reading};
use crate::store::Reply;
use crate::view::canvas::Canvas;

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(80);

/// What follows once the file is read: a sitting, or nothing where there is nothing to be done.
pub type Begin<'a> = Box<dyn FnOnce(Draft) -> anyhow::Result<Option<Sitting>> + 'a>;

/// How the screen was left.
pub enum Left {
    /// Before the file was read.
    Cancelled,
    /// It could not be read, or nothing could be begun with it.
    Failed(anyhow::Error),
    /// It was read, and there was nothing to be done.
    Nothing,
    /// It was seen.
    Seen(Box<Sitting>),
}

/// What is on the screen, or comes next.
enum Next<'a> {
    /// The file is still read.
    Reading(Reading, Begin<'a>),
    /// It is seen.
    Seen,
    Nothing,
    Failed(anyhow::Error),
}

/// A program that shows how far a reading has come, and then what was read.
pub struct Bringing<'a> {
    /// What is on the screen: the progress, then the preview.
    sitting: Box<Sitting>,
    next: Next<'a>,
    size: (u16, u16),
}

impl<'a> Bringing<'a> {
    /// Waits for `reading` with `waiting` on the screen, then goes on with what `begin` makes of it.
    #[must_use]
    pub fn new(waiting: Sitting, reading: Reading, begin: Begin<'a>) -> Self {
        let mut bringing = Self {
            sitting: Box::new(waiting),
            next: Next::Reading(reading, begin),
            size: (0, 0),
        };
        bringing.look();
        bringing
    }

    /// How it was left.
    #[must_use]
    pub fn left(self) -> Left {
        match self.next {
            Next::Reading(..) => Left::Cancelled,
            Next::Seen => Left::Seen(self.sitting),
            Next::Nothing => Left::Nothing,
            Next::Failed(error) => Left::Failed(error),
        }
    }

    /// Looks how far it has come, and goes on where it is read.
    fn look(&mut self) {
        let Next::Reading(reading, _) = &self.next else {
            return;
        };
        let Some(draft) = reading.wait(Duration::ZERO) else {
            let (_, done, total) = reading.watch.state();
            let now = Progress {
                file: reading.name().to_owned(),
                words: reading.watch.words(),
                done,
                total,
            };
            return self.sitting.progress(now);
        };
        if let Next::Reading(_, begin) = std::mem::replace(&mut self.next, Next::Nothing) {
            let begun = draft.map_err(anyhow::Error::from).and_then(begin);
            self.next = self.go_on(begun);
        }
    }

    fn go_on(&mut self, begun: anyhow::Result<Option<Sitting>>) -> Next<'a> {
        match begun {
            Ok(Some(mut sitting)) => {
                sitting.input(Input::Resize(self.size.0, self.size.1));
                *self.sitting = sitting;
                Next::Seen
            }
            Ok(None) => Next::Nothing,
            Err(error) => Next::Failed(error),
        }
    }
}

impl Program for Bringing<'_> {
    type Event = Reply;

    fn input(&mut self, input: Input) {
        if let Input::Resize(columns, rows) = input {
            self.size = (columns, rows);
        }
        self.sitting.input(input);
    }

    fn event(&mut self, event: Reply) {
        self.sitting.event(event);
    }

    fn tick(&mut self) {
        match self.next {
            Next::Reading(..) => self.look(),
            _ => self.sitting.tick(),
        }
    }

    fn next_tick(&self) -> Option<Duration> {
        match self.next {
            Next::Reading(..) => Some(LOOK),
            _ => self.sitting.next_tick(),
        }
    }

    fn is_dirty(&self) -> bool {
        self.sitting.is_dirty()
    }

    fn draws_over(&self) -> bool {
        self.sitting.draws_over()
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>) {
        self.sitting.draw(canvas);
    }

    fn ending(&self) -> Option<Ending> {
        match self.next {
            Next::Nothing | Next::Failed(_) => Some(Ending::default()),
            Next::Reading(..) | Next::Seen => self.sitting.ending(),
        }
    }

    fn interrupted(&mut self) {
        self.sitting.interrupted();
    }

    fn wants_suspend(&mut self) -> bool {
        self.sitting.wants_suspend()
    }
}
