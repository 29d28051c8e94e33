//! Where changes are kept: the journal that is the truth, and the sled store every screen reads.
//!
//! This room may use the domain and the clock. Nobody outside it names sled or bincode. What everybody else sees is
//! [`Store`], [`StoreError`] and, for sessions, the worker thread that owns a store.

mod memory;

pub use memory::MemoryStore;

pub use crate::domain::PlanSummary;

use crate::domain::{
    ApplyError, Entry, Ids, Key, MeetingId, NewEntry, PlanId, Record, Register, Target,
};

/// What a store cannot do, and why. The text is lower case and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("the store is already open: {holder}")]
    Locked {
        /// User, process and since when, as far as they are known.
        holder: String,
    },
    /// Somebody else changed the same field meanwhile; nothing was recorded.
    #[error("not recorded: {0}")]
    Conflict(ApplyError),
    /// The two copies of the data disagree, or one cannot be read.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Written by a newer Milepost.
    #[error(
        "the store was written by a newer milepost (format {found}, this one reads up to {known}): install the newer one"
    )]
    TooNew { found: u32, known: u32 },
    /// The folder is not a Milepost store.
    #[error("{0}")]
    Foreign(String),
    /// No space left.
    #[error("the disk is full: free some space, then it is saved by itself ({0})")]
    Full(String),
    /// The folder or a file may not be written.
    #[error("no permission to write: {0}")]
    Denied(String),
    /// A change or record is larger than the store takes.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Anything else the system said.
    #[error("{0}")]
    Io(String),
}

/// Which entries of the history are wanted. Always answered in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them after this number; 0 for every one.
    After(u64),
    /// Those recorded in a meeting.
    Meeting(MeetingId),
    /// Those that touch an action or a milestone.
    Target(Target),
    /// Those that touch a plan.
    Plan(PlanId),
    /// One, by its number.
    One(u64),
}

/// A place that keeps entries and the state they add up to.
///
/// The contract, held by one suite of tests for every implementation:
/// * [`Store::commit`] returns `Ok` only when the entry survives anything that happens to the process or its power.
/// * An entry is kept whole or not at all. Numbers run 1, 2, 3 without gaps.
/// * What [`Store::load`] gives is the fold of all entries through [`crate::domain::apply`].
/// * An error leaves everything as it was.
pub trait Store: Send {
    /// All plans, in the order they were brought in.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError>;

    /// One plan with its meetings, without the sources of its actions. Empty where there is no such plan.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn load(&self, plan: PlanId) -> Result<Register, StoreError>;

    /// One record; also those that [`Store::load`] leaves out.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn record(&self, key: Key) -> Result<Option<Record>, StoreError>;

    /// Entries of the history, in the order of their numbers.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError>;

    /// Records an entry.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a change's `from` is not what is there, and whatever keeps it from being saved.
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError>;

    /// Numbers for new things, never given out before.
    fn ids(&mut self) -> Ids;

    /// The draft kept under `name`: a half-typed note, a staged status.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn draft(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a draft, or forgets it. A draft is no part of the history.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError>;
}
