//! The two desks: one with a thread of its own, one that answers on the spot.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::time::{Duration, Instant};

use super::{Aside, Counter, Desk, Reply, Request};
use crate::store::quiet::quietly;
use crate::store::{Store, StoreError};

/// How long between two tries of what the disk refused.
pub const RETRY: Duration = Duration::from_secs(1);

/// Requests that may wait to be looked at. A person cannot fill it; a disk that hangs for minutes can.
const LINE: usize = 1024;

/// A request in the line. The line has room for all that may wait from the beginning, so what waits is kept outside.
type Waiting = Box<Request>;

/// A store on a thread of its own.
#[derive(Debug)]
pub struct Worker {
    requests: Option<SyncSender<Waiting>>,
    /// Replies to requests that could not even be handed in.
    refused: Vec<Reply>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; each reply goes to `reply`, on that thread. [`Desk::take`] gives only what could not be handed in.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn spawn(
        store: Box<dyn Store>,
        reply: impl FnMut(Reply) + Send + 'static,
    ) -> Result<Self, StoreError> {
        Self::spawn_with(store, RETRY, reply)
    }

    /// The same, trying again at another interval what the disk refused.
    ///
    /// # Errors
    /// As [`Worker::spawn`].
    pub fn spawn_with(
        store: Box<dyn Store>,
        retry: Duration,
        mut reply: impl FnMut(Reply) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (requests, line) = mpsc::sync_channel(LINE);
        let thread = std::thread::Builder::new()
            .name("milepost-store".to_owned())
            .spawn(move || run(Counter::new(store), retry, &line, &mut reply))
            .map_err(|e| StoreError::Io(format!("no thread for the store: {e}")))?;
        Ok(Self {
            requests: Some(requests),
            refused: Vec::new(),
            thread: Some(thread),
        })
    }

    /// Closes the store and waits until it is closed, at most `limit`. Whether it was.
    pub fn close(&mut self, limit: Duration) -> bool {
        self.send(Request::Close);
        self.requests = None;
        let Some(thread) = self.thread.take() else {
            return true;
        };
        let until = Instant::now() + limit;
        while !thread.is_finished() && Instant::now() < until {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        let finished = thread.is_finished();
        if finished {
            // It cannot have panicked: what may panic is caught where it is called.
            let _ = thread.join();
        }
        finished
    }
}

impl Desk for Worker {
    fn send(&mut self, request: Request) {
        let Some(requests) = &self.requests else {
            return;
        };
        let request = match request {
            Request::Aside(work) => match beside(requests.clone(), work) {
                Ok(()) => return,
                // Without a thread for it, it is done on the store's.
                Err(work) => Request::Aside(work),
            },
            request => request,
        };
        let (request, why) = match requests.try_send(Box::new(request)) {
            Ok(()) => return,
            Err(TrySendError::Full(request)) => (
                request,
                "the disk does not answer, and too much is waiting for it",
            ),
            Err(TrySendError::Disconnected(request)) => (request, "the store is closed"),
        };
        let error = StoreError::Io(why.to_owned());
        self.refused.push(refusal(*request, error));
    }

    fn take(&mut self) -> Vec<Reply> {
        std::mem::take(&mut self.refused)
    }
}

/// Does work on a thread of its own; the result comes back through the line of the store, since that is who answers.
fn beside(line: SyncSender<Waiting>, work: Aside) -> Result<(), Aside> {
    let (give, take) = mpsc::channel::<Aside>();
    let started = std::thread::Builder::new()
        .name("milepost-aside".to_owned())
        .spawn(move || {
            if let Ok(work) = take.recv() {
                let done = work.run();
                // Nobody waits for it once the store is closed.
                let _ = line.send(Box::new(Request::Aside(Aside(Box::new(move || done)))));
            }
        });
    match started {
        Ok(_) => give.send(work).map_err(|refused| refused.0),
        Err(_) => Err(work),
    }
}

/// The thread: serves requests, tries again what waits, and lets the store settle when nothing else is to be done.
fn run(
    mut counter: Counter,
    retry: Duration,
    line: &Receiver<Waiting>,
    reply: &mut dyn FnMut(Reply),
) {
    let mut settle_at = Some(Instant::now());
    let mut retry_at: Option<Instant> = None;
    loop {
        let now = Instant::now();
        let next = [settle_at, retry_at].into_iter().flatten().min();
        let request = match next {
            Some(at) => line.recv_timeout(at.saturating_duration_since(now)),
            None => line.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let request = request.map(|waited| *waited);
        let ticket = match &request {
            Ok(Request::Commit { ticket, .. }) => Some(*ticket),
            _ => None,
        };
        let done = quietly(|| match request {
            Ok(request) => {
                counter.serve(request, reply);
                settle_at.get_or_insert_with(Instant::now);
            }
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                if retry_at.is_some_and(|at| at <= now) {
                    counter.retry(reply);
                    retry_at = None;
                }
                if settle_at.is_some_and(|at| at <= now) {
                    settle_at = counter.settle(reply).map(|after| Instant::now() + after);
                }
            }
            Err(RecvTimeoutError::Disconnected) => counter.serve(Request::Close, reply),
        });
        if let Err(what) = done {
            give_up(counter, ticket, &what, line, reply);
            return;
        }
        if counter.is_closed() {
            return;
        }
        retry_at = match counter.waiting() {
            0 => None,
            _ => retry_at.or_else(|| Some(Instant::now() + retry)),
        };
    }
}

/// What a request is answered that cannot be served.
fn refusal(request: Request, error: StoreError) -> Reply {
    match request {
        Request::Commit { ticket, .. } => Reply::NotSaved {
            ticket,
            error,
            retrying: false,
        },
        Request::KeepDraft { name, .. } => Reply::DraftNotSaved { name, error },
        _ => Reply::Failed {
            what: "request",
            error,
        },
    }
}

/// Lets go of a store that panicked: what it holds is not trusted any more. What it was asked to record, and is asked from now
/// on, is told as not saved.
fn give_up(
    counter: Counter,
    ticket: Option<u64>,
    what: &str,
    line: &Receiver<Waiting>,
    reply: &mut dyn FnMut(Reply),
) {
    let error = || {
        StoreError::Io(format!(
            "the store failed ({what}): leave milepost and start it again; what was saved is safe"
        ))
    };
    let tickets: Vec<u64> = counter.tickets().into_iter().chain(ticket).collect();
    let mut unsaved = tickets.len();
    for ticket in tickets {
        reply(Reply::NotSaved {
            ticket,
            error: error(),
            retrying: false,
        });
    }
    reply(Reply::Failed {
        what: "store",
        error: error(),
    });
    // Closing it may panic once more.
    let _ = quietly(move || drop(counter));
    for request in line {
        match *request {
            Request::Close => break,
            Request::Flush { ack } => reply(Reply::Flushed { ack }),
            other => {
                unsaved += usize::from(matches!(other, Request::Commit { .. }));
                reply(refusal(other, error()));
            }
        }
    }
    reply(Reply::Closed { unsaved });
}

/// A store that answers on the spot, on the caller's thread.
#[derive(Debug)]
pub struct Inline {
    counter: Counter,
    replies: Vec<Reply>,
}

impl Inline {
    /// A desk over `store`.
    #[must_use]
    pub fn new(store: Box<dyn Store>) -> Self {
        Self {
            counter: Counter::new(store),
            replies: Vec::new(),
        }
    }

    /// Tries again what the disk refused, as the worker does once a second.
    pub fn retry(&mut self) {
        self.send(Request::Retry);
    }
}

impl Desk for Inline {
    fn send(&mut self, request: Request) {
        let replies = &mut self.replies;
        self.counter
            .serve(request, &mut |reply| replies.push(reply));
    }

    fn take(&mut self) -> Vec<Reply> {
        std::mem::take(&mut self.replies)
    }
}
