//! Terminals: the local one, its modes, its signals, its keys.
//!
//! A front end gives a [`Program`] what its terminal sends and draws what the program wants seen. The loop in [`stage`] is
//! the same for every front end: it works on an [`stage::Outlet`], which is the local terminal in [`local`] and a plain value in
//! tests. [`keys`] reads what is typed, [`decode`] turns bytes into input, [`page`] draws frames on ratatui's buffers, [`frames`]
//! turns what changes from one to the next into bytes, [`guard`] keeps the terminal's modes and gives them back whatever
//! happens, [`signals`] listens to the system. Only this room reads keys or sets modes.

pub mod bringing;
pub mod decode;
mod frames;
pub mod guard;
pub mod keys;
pub mod local;
pub mod page;
mod pen;
mod post;
pub mod signals;
pub mod sitting;
pub mod stage;

use std::time::Duration;

use crate::app::key::Input;
use crate::view::canvas::Canvas;

pub use post::{Happening, Happenings, Post, channel};

/// What runs in a terminal. Its methods are called from one thread, one after the other.
pub trait Program {
    /// What other threads tell it: the store's answers.
    type Event: Send + 'static;

    /// The terminal sent something. A [`Input::Resize`] comes before the first frame and with every change of size.
    fn input(&mut self, input: Input);

    /// Another thread sent something through its [`Post`].
    fn event(&mut self, event: Self::Event);

    /// The time [`Program::next_tick`] asked for has passed.
    fn tick(&mut self);

    /// How long until the next tick is wanted, counted from now; `None` while nothing changes by itself.
    fn next_tick(&self) -> Option<Duration>;

    /// Whether something is to be seen that no frame has shown. Asked once after each batch of input.
    fn is_dirty(&self) -> bool;

    /// Whether the next frame is drawn over the one before, as only a part of it looks different. Never after a
    /// [`Input::Resize`].
    fn draws_over(&self) -> bool {
        false
    }

    /// Draws a frame. What it shows is no longer dirty.
    fn draw(&mut self, canvas: &mut Canvas<'_>);

    /// How it ends, once it wants to.
    fn ending(&self) -> Option<Ending>;

    /// The terminal is gone or a signal ends the process: keep drafts, flush. Nothing is drawn any more. Must not take long.
    fn interrupted(&mut self);

    /// Whether it wants to be stopped and sent to the background (Ctrl-Z). Asked once after each batch; asking clears it.
    fn wants_suspend(&mut self) -> bool {
        false
    }
}

/// How a program wants to end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The exit code.
    pub code: u8,
    /// Words for the person, printed once the terminal is as it was.
    pub words: Option<String>,
}

/// How a program did end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// It wanted to.
    Ended(Ending),
    /// A signal asked it to.
    Signalled(i32),
    /// The terminal went away: nothing may be printed.
    HungUp,
    /// It lost its way. The terminal is given back and the message printed; what is half done is still to be saved.
    Panicked,
}

impl Exit {
    /// The exit code of the process: 128 and the signal's number where a signal ended it.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Ended(ending) => ending.code,
            Self::Signalled(signal) => u8::try_from(128 + signal).unwrap_or(255),
            Self::HungUp => 128 + 1,
            Self::Panicked => 101,
        }
    }
}
