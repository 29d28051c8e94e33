//! The desk of a store: requests go in, replies come out, in order.
//!
//! [`Worker`] answers from a thread of its own, so that a slow disk never holds up the screen. [`Inline`] answers on the spot,
//! for tests and stories. Both run the same [`Counter`]: a commit that the disk refuses (full, no permission, I/O error)
//! stays in line and is tried again about once a second, everything after it waits behind it, and it is saved exactly once. A draft
//! that is refused waits by itself: entries go first.

mod counter;
mod thread;

use std::any::Any;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::inbox::TakenIn;
use super::{Glimpse, PlanSummary, Spot, StoreError, Which};
use crate::domain::{ActionId, Entry, Key, MeetingId, NewEntry, PlanId, Record, Register};

pub use counter::Counter;
pub use thread::{Inline, Worker};

/// Work that has nothing to do with the store, but takes too long for the thread that draws.
pub struct Aside(Box<dyn FnOnce() -> Box<dyn Any + Send> + Send>);

impl Aside {
    /// Work whose result comes back as it is.
    pub fn new<T: Any + Send>(work: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Box::new(move || Box::new(work())))
    }

    fn run(self) -> Box<dyn Any + Send> {
        (self.0)()
    }
}

impl std::fmt::Debug for Aside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Aside")
    }
}

/// What is asked of a store.
#[derive(Debug)]
pub enum Request {
    /// Record an entry. Answered by [`Reply::Committed`], or by [`Reply::NotSaved`].
    Commit { ticket: u64, entry: NewEntry },
    /// Keep a draft, or forget it. Answered only where it fails.
    KeepDraft { name: String, text: Option<String> },
    /// The draft kept under a name.
    Draft { name: String },
    /// All plans in a line each.
    Plans,
    /// One plan.
    Load(PlanId),
    /// What a meeting shows of a plan before it is loaded.
    Glimpse {
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    },
    /// Entries of the history.
    Entries { ticket: u64, which: Which },
    /// The number of the newest entry.
    Last { ticket: u64 },
    /// One record.
    Record { ticket: u64, key: Key },
    /// Do something long beside everything else. Answered by [`Reply::Aside`], whenever it is done.
    Aside(Aside),
    /// Keep what the next start will ask first; to be sent last. Not answered.
    Foresee(Option<Spot>),
    /// Make a backup among the rotating ones.
    Backup,
    /// Record what leads put into the inbox.
    TakeIn { now: DateTime<FixedOffset> },
    /// Try at once what waits to be saved.
    Retry,
    /// Give up what waits to be saved: a rescue copy was made, or the chair leaves without it.
    Forget,
    /// Answer once everything before this is done or waits for the disk.
    Flush { ack: u64 },
    /// Make one last try, close the store, and answer nothing more after [`Reply::Closed`].
    Close,
}

/// What a store answers.
#[derive(Debug)]
pub enum Reply {
    /// The entry is saved.
    Committed {
        ticket: u64,
        entry: Entry,
    },
    /// The entry is not saved. Once for each reason. Where `retrying`, it waits and is tried again.
    NotSaved {
        ticket: u64,
        error: StoreError,
        retrying: bool,
    },
    /// The draft is not saved; it waits and is tried again.
    DraftNotSaved {
        name: String,
        error: StoreError,
    },
    Draft {
        name: String,
        text: Option<String>,
    },
    Plans(Vec<PlanSummary>),
    Loaded(Box<Register>),
    /// Nothing where loading costs no more.
    Glimpse(Option<Box<Glimpse>>),
    Entries {
        ticket: u64,
        entries: Vec<Entry>,
    },
    Last {
        ticket: u64,
        seq: u64,
    },
    Record {
        ticket: u64,
        record: Option<Box<Record>>,
    },
    /// What came of work done beside.
    Aside(Box<dyn Any + Send>),
    /// What leads sent is recorded.
    TakenIn(TakenIn),
    /// Where the backup was written; none for a store that has no folder. Or why there is none.
    BackedUp(Result<Option<PathBuf>, StoreError>),
    /// A request other than a commit failed: `what` names it ("plans", "inbox").
    Failed {
        what: &'static str,
        error: StoreError,
    },
    /// What the store found and mended by itself. What was loaded before should be loaded again.
    Notes(Vec<String>),
    Flushed {
        ack: u64,
    },
    /// The store is closed; `unsaved` entries went with it.
    Closed {
        unsaved: usize,
    },
}

/// Something that takes requests and hands out replies.
pub trait Desk: Send {
    /// Hands in a request. Never waits for a disk.
    fn send(&mut self, request: Request);

    /// The replies since the last call, in order.
    fn take(&mut self) -> Vec<Reply>;
}
