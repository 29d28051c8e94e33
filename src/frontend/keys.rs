//! What is typed into the local terminal.
//!
//! It is read on the thread that draws, once the system says that there is something. A terminal that is gone says so as well,
//! and reads as ended: waiting for it never spins, as a library's reader of events may.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use super::decode::Decoder;
use crate::app::key::Input;

/// How long a lone Esc is waited on for the rest of a sequence: longer than a sequence is ever cut apart on a slow line,
/// shorter than anybody notices.
const PATIENCE: Duration = Duration::from_millis(25);

/// A terminal that is read from, and the bytes of it that are no input yet.
#[derive(Debug)]
pub struct Keys {
    terminal: File,
    decoder: Decoder,
    /// When it was last read.
    read: Instant,
}

impl Keys {
    /// Reads from this terminal, whose line should be raw.
    #[must_use]
    pub fn new(terminal: File) -> Self {
        Self {
            terminal,
            decoder: Decoder::default(),
            read: Instant::now(),
        }
    }

    /// How long to wait at most before [`Keys::settle`] is called; `None` where nothing is kept that may be a key.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        let left = PATIENCE.saturating_sub(self.read.elapsed());
        self.decoder.is_waiting().then_some(left)
    }

    /// Takes what has been typed. Waits where nothing has.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn read(&mut self) -> io::Result<Vec<Input>> {
        let mut bytes = [0; 4096];
        match self.terminal.read(&mut bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                self.read = Instant::now();
                Ok(self.decoder.feed(bytes.get(..read).unwrap_or(&[])))
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Ok(Vec::new()),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => Ok(Vec::new()),
            Err(e) => Err(e),
        }
    }

    /// Takes what is kept for what it is, once nothing has followed it for long enough.
    pub fn settle(&mut self) -> Vec<Input> {
        match self.patience() {
            Some(Duration::ZERO) => self.decoder.settle(),
            _ => Vec::new(),
        }
    }
}

impl AsFd for Keys {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.terminal.as_fd()
    }
}
