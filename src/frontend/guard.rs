//! The modes of the local terminal: recorded as each is set, and given back exactly, whatever ends the program.
//!
//! A terminal left in another mode is unusable: no echo, a hidden cursor, rubbish for every movement of the mouse. So the
//! guard remembers what it set and how the line was before, and undoes that, last first: when asked, when dropped, and,
//! through a panic hook, before a panic prints its message. On a terminal that is gone it writes nothing.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Something about a terminal that can be on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Keys come one by one, without echo and without signals.
    Raw,
    /// A screen of one's own; what was there comes back afterwards.
    AlternateScreen,
    /// No cursor, until a frame places one.
    HiddenCursor,
    /// Pasted text comes as one piece.
    Paste,
    /// Clicks and the wheel, with coordinates beyond column 223. Movement is not asked for.
    Mouse,
    /// Whether the window has the focus.
    Focus,
    /// Keys that cannot be mistaken for others: the first of kitty's keyboard flags.
    Keyboard,
}

impl Mode {
    /// What switches it on. [`Mode::Raw`] is no matter of bytes.
    #[must_use]
    pub const fn on(self) -> &'static str {
        match self {
            Self::Raw => "",
            Self::AlternateScreen => "\x1b[?1049h\x1b[2J",
            Self::HiddenCursor => "\x1b[?25l",
            Self::Paste => "\x1b[?2004h",
            Self::Mouse => "\x1b[?1000h\x1b[?1006h",
            Self::Focus => "\x1b[?1004h",
            Self::Keyboard => "\x1b[>1u",
        }
    }

    /// What switches it off.
    #[must_use]
    pub const fn off(self) -> &'static str {
        match self {
            Self::Raw => "",
            Self::AlternateScreen => "\x1b[?1049l",
            Self::HiddenCursor => "\x1b[?25h",
            Self::Paste => "\x1b[?2004l",
            Self::Mouse => "\x1b[?1006l\x1b[?1000l",
            Self::Focus => "\x1b[?1004l",
            Self::Keyboard => "\x1b[<1u",
        }
    }
}

/// Ends colours and a frame that was cut off in the middle, before modes are given back.
const SETTLE: &str = "\x1b[?2026l\x1b[0m";

struct State {
    output: File,
    input: File,
    /// The line as it was before [`Mode::Raw`].
    line: Option<Termios>,
    /// In the order they were set.
    on: Vec<Mode>,
    /// What other threads said when they panicked, to be printed once there is a screen to print on.
    words: Vec<String>,
}

impl State {
    fn set(&mut self, modes: &[Mode]) -> io::Result<()> {
        let mut bytes = String::new();
        for &mode in modes {
            if self.on.contains(&mode) {
                continue;
            }
            if mode == Mode::Raw {
                let before = tcgetattr(&self.input)?;
                let mut raw = before.clone();
                raw.make_raw();
                self.line = Some(before);
                self.on.push(mode);
                tcsetattr(&self.input, OptionalActions::Now, &raw)?;
            } else {
                // Recorded before it is written: a write that fails half way may have reached the terminal.
                self.on.push(mode);
                bytes.push_str(mode.on());
            }
        }
        self.output.write_all(bytes.as_bytes())
    }

    /// Undoes what is on, last first. Goes on where one thing fails: the others still matter.
    fn restore(&mut self) {
        if self.on.is_empty() {
            return;
        }
        let mut bytes = String::from(SETTLE);
        for mode in self.on.drain(..).rev() {
            bytes.push_str(mode.off());
        }
        let _ = self.output.write_all(bytes.as_bytes());
        if let Some(line) = self.line.take() {
            let _ = tcsetattr(&self.input, OptionalActions::Now, &line);
        }
    }
}

/// Holds the local terminal.
pub struct Guard {
    state: Arc<Mutex<State>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Guard {
    /// Takes hold of a terminal to read from and one to write to (mostly the same), and of panics from now on.
    #[must_use]
    pub fn new(input: File, output: File) -> Self {
        let state = Arc::new(Mutex::new(State {
            output,
            input,
            line: None,
            on: Vec::new(),
            words: Vec::new(),
        }));
        hook(Arc::clone(&state), std::thread::current().id());
        Self { state }
    }

    /// Sets modes, in this order and in one write; those that are on already stay as they are.
    ///
    /// # Errors
    /// Where the terminal does not take them. What was set until then is recorded and will be given back.
    pub fn set(&mut self, modes: &[Mode]) -> io::Result<()> {
        lock(&self.state).set(modes)
    }

    /// The modes that are on, in the order they were set.
    #[must_use]
    pub fn modes(&self) -> Vec<Mode> {
        lock(&self.state).on.clone()
    }

    /// Gives the terminal back as it was.
    pub fn restore(&mut self) {
        lock(&self.state).restore();
    }

    /// Lets go without a word: the terminal is gone, and writing to it would fail or block.
    pub fn abandon(&mut self) {
        let mut state = lock(&self.state);
        state.on.clear();
        state.line = None;
    }

    /// Writes to the terminal: all of it, in one write where the system takes it in one.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        lock(&self.state).output.write_all(bytes)
    }

    /// What threads other than this one said when they panicked.
    #[must_use]
    pub fn take_words(&mut self) -> Vec<String> {
        std::mem::take(&mut lock(&self.state).words)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.restore();
    }
}

/// A panic of the thread that draws gives the terminal back first, then prints as it would have. A panic of another thread
/// keeps its message for later: the screen is in use, and the program learns from its silence.
fn hook(state: Arc<Mutex<State>>, owner: ThreadId) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == owner {
            // It may hold the lock itself: then modes are given back when the guard is dropped.
            match state.try_lock() {
                Ok(mut held) => held.restore(),
                Err(std::sync::TryLockError::Poisoned(held)) => held.into_inner().restore(),
                Err(std::sync::TryLockError::WouldBlock) => {}
            }
        } else {
            let mut held = lock(&state);
            if !held.on.is_empty() {
                held.words.push(panic.to_string());
                return;
            }
        }
        before(panic);
    }));
}

/// The terminal behind a standard stream, as a file that writes without a buffer. `None` where it is no terminal.
pub(super) fn terminal_of(stream: &(impl AsFd + IsTerminal)) -> io::Result<Option<File>> {
    if stream.is_terminal() {
        Ok(Some(File::from(stream.as_fd().try_clone_to_owned()?)))
    } else {
        Ok(None)
    }
}
