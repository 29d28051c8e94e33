//! What happens to a program: sent by other threads, waited for together with the keys.
//!
//! The channel carries what happened; a pipe beside it, the bell, wakes a loop that waits for the terminal at the same time.
//! So a key needs no thread of its own on its way to the screen: handing it from one to another would cost more than drawing.

use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::keys::Keys;
use super::signals::Signal;
use crate::app::key::Input;

/// Everything that can happen to a program besides what is typed into its own terminal, in the order it happened.
#[derive(Debug)]
pub enum Happening<E> {
    Input(Input),
    Event(E),
    Signal(Signal),
    /// The terminal sends nothing any more.
    Gone,
}

/// Where other threads send a program's events. Cheap to clone.
#[derive(Debug)]
pub struct Post<E> {
    sender: Sender<Happening<E>>,
    bell: Arc<PipeWriter>,
    /// Whether there is a byte in the bell, or about to be.
    rung: Arc<AtomicBool>,
}

impl<E> Clone for Post<E> {
    fn clone(&self) -> Self {
        Self {
            sender: self.sender.clone(),
            bell: Arc::clone(&self.bell),
            rung: Arc::clone(&self.rung),
        }
    }
}

impl<E> Post<E> {
    /// Sends an event. `false` where the program has ended.
    pub fn send(&self, event: E) -> bool {
        self.tell(Happening::Event(event))
    }

    /// Sends whatever happened. `false` where the program has ended.
    fn tell(&self, happening: Happening<E>) -> bool {
        let heard = self.sender.send(happening).is_ok();
        if heard && !self.rung.swap(true, Ordering::AcqRel) {
            // One that nobody hears is as good as none.
            let _ = (&*self.bell).write_all(&[1]);
        }
        heard
    }

    /// Sends what the terminal sent; for front ends that read bytes from elsewhere.
    pub fn input(&self, input: Input) -> bool {
        self.tell(Happening::Input(input))
    }

    /// Sends a signal, as the system would.
    pub fn signal(&self, signal: Signal) -> bool {
        self.tell(Happening::Signal(signal))
    }

    /// Says that the terminal is gone.
    pub fn gone(&self) -> bool {
        self.tell(Happening::Gone)
    }
}

/// Where a program's happenings arrive.
#[derive(Debug)]
pub struct Happenings<E> {
    receiver: Receiver<Happening<E>>,
    bell: PipeReader,
    rung: Arc<AtomicBool>,
}

/// The one channel of a program.
///
/// # Errors
/// Where the system has no pipe left.
pub fn channel<E>() -> io::Result<(Post<E>, Happenings<E>)> {
    let (sender, receiver) = mpsc::channel();
    let (bell, ringer) = io::pipe()?;
    let rung = Arc::new(AtomicBool::new(false));
    let post = Post {
        sender,
        bell: Arc::new(ringer),
        rung: Arc::clone(&rung),
    };
    let happenings = Happenings {
        receiver,
        bell,
        rung,
    };
    Ok((post, happenings))
}

impl<E> Happenings<E> {
    /// Waits until something has happened, something was typed, or the time is up; and says whether something was typed.
    ///
    /// # Errors
    /// Where all has been taken and nobody is left to tell more; where the system cannot wait.
    pub(super) fn wait(&self, keys: Option<&Keys>, patience: Option<Duration>) -> io::Result<bool> {
        let patience = patience.and_then(|time| Timespec::try_from(time).ok());
        let bell = PollFd::new(&self.bell, PollFlags::IN);
        let mut waited = match keys {
            Some(keys) => vec![bell, PollFd::new(keys, PollFlags::IN)],
            None => vec![bell],
        };
        match poll(&mut waited, patience.as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let mut came = waited.iter().map(PollFd::revents);
        let bell = came.next().unwrap_or(PollFlags::empty());
        if bell.contains(PollFlags::HUP) && !bell.contains(PollFlags::IN) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(came.next().is_some_and(|keys| !keys.is_empty()))
    }

    /// What happened next, if it has happened yet. The bell rings until all of it is taken.
    pub(super) fn take(&self) -> Option<Happening<E>> {
        let next = self.receiver.try_recv().ok();
        if next.is_none() && self.rung.load(Ordering::Acquire) {
            let _ = (&self.bell).read_exact(&mut [0]);
            self.rung.swap(false, Ordering::AcqRel);
            // Whoever tells something from now on rings anew; what was told before is found now.
            return self.receiver.try_recv().ok();
        }
        next
    }

    /// What happens next, waited for so long.
    ///
    /// # Errors
    /// Where nothing does, or nobody is left to tell.
    pub fn take_within(&self, time: Duration) -> Result<Happening<E>, RecvTimeoutError> {
        self.receiver.recv_timeout(time)
    }
}
