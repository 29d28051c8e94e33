//! Where changes are kept: the journal that is the truth, and the sled store every screen reads.
//!
//! This room may use the domain and the clock. Nobody outside it names sled or bincode. What everybody else sees is
//! [`Reader`] and [`Store`], [`StoreError`], and for sessions the [`worker`] thread that owns a store.
//!
//! [`open`] gives the store of a folder, healed; [`read_only`] reads one that another process has open. A change is one line of
//! the [`journal`], synced, before it is one transaction of the working copy (`tables`). Where to read next: [`disk`].

mod ahead;
pub mod archive;
pub mod backup;
pub mod codec;
pub mod compare;
pub mod disk;
pub mod doctor;
pub mod drafts;
pub mod examine;
pub mod files;
pub mod format;
pub mod inbox;
pub mod journal;
pub mod lock;
mod memory;
mod outlook;
pub mod probe;
mod quiet;
pub mod reader;
mod replay;
pub mod rescue;
pub mod soak;
mod tables;
mod trim;
pub mod verify;
pub mod witness;
pub mod worker;

pub use ahead::{open_ahead, open_ahead_with};
pub use disk::{DiskStore, OpenReport, open};
pub use memory::MemoryStore;
pub use outlook::Spot;
pub use reader::{JournalReader, read_history, read_only};
pub use rescue::rescue;
pub use worker::{Aside, Desk, Inline, Reply, Request, Worker};

pub use crate::domain::PlanSummary;

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    ActionId, ApplyError, Change, Deed, Entry, Ids, Key, Kind, MeetingId, NewEntry, PlanId, Record,
    Register, Seat, Target,
};

/// What a store cannot do, and why. The text is lower case and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error(
        "the store is already open: {holder}: close it there first; list, show, mine, update, minutes and export work meanwhile"
    )]
    Locked {
        /// User, process and since when, as far as they are known.
        holder: String,
    },
    /// Somebody else changed the same field meanwhile; nothing was recorded.
    #[error("not recorded: {0}")]
    Conflict(#[from] ApplyError),
    /// The two copies of the data disagree, or one cannot be read.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// A backup cannot be used. No store is damaged.
    #[error("the backup {0}")]
    BadBackup(String),
    /// Written by a newer Milepost.
    #[error(
        "the store was written by a newer milepost (format {found}, this one reads up to {known}): install the newer one"
    )]
    TooNew { found: u32, known: u32 },
    /// The folder is not a Milepost store.
    #[error("{0}")]
    Foreign(String),
    /// No space left.
    #[error("the disk is full: free some space and try again ({0})")]
    Full(String),
    /// The system lets nobody here read or write the folder or a file.
    #[error(
        "no permission to read and write {0}: ask whoever looks after it, or take another place"
    )]
    Denied(String),
    /// A change or record is larger than the store takes.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Anything else the system said.
    #[error("{0}")]
    Io(String),
}

impl StoreError {
    /// The same in words for somebody whose entry is kept, and tried again until it is saved.
    #[must_use]
    pub fn while_trying_again(&self) -> String {
        match self {
            Self::Full(place) => {
                format!("the disk is full: free some space, then it is saved by itself ({place})")
            }
            other => other.to_string(),
        }
    }
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

/// An entry without its changes: enough to list the history and to know what undo would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub seat: Seat,
    pub meeting: Option<MeetingId>,
    pub deed: Deed,
    pub what: String,
}

impl From<Entry> for Head {
    fn from(entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            by: entry.by,
            seat: entry.seat,
            meeting: entry.meeting,
            deed: entry.deed,
            what: entry.what,
        }
    }
}

/// What a first frame shows of a large plan, while the rest is still being read.
#[derive(Debug)]
pub struct Glimpse {
    /// The plan's meetings and priorities, and some of its actions with their milestones. Nothing in it differs from what
    /// [`Reader::load`] gives, but it is not all of that.
    pub register: Register,
    /// How many actions the whole plan has.
    pub actions: usize,
}

/// The reading half of a store: what is there, and how it came to be.
pub trait Reader {
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

    /// What a meeting shows first of a plan that takes long to load: the actions around one of them, the first ones where
    /// none is given. `None` where loading the plan costs no more.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn glimpse(
        &self,
        _plan: PlanId,
        _meeting: MeetingId,
        _around: Option<ActionId>,
    ) -> Result<Option<Glimpse>, StoreError> {
        Ok(None)
    }

    /// One record; also those that [`Reader::load`] leaves out.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn record(&self, key: Key) -> Result<Option<Record>, StoreError>;

    /// Entries of the history, in the order of their numbers. For [`Which::Target`] each comes with those of its changes
    /// alone that touch the target, since an import holds thousands of others; all others come whole.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError>;

    /// The same entries without their changes; costs little however large they are.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn heads(&self, which: Which) -> Result<Vec<Head>, StoreError> {
        let entries = self.entries(which)?;
        Ok(entries.into_iter().map(Head::from).collect())
    }

    /// The number of the newest entry; 0 where there is none.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn last(&self) -> Result<u64, StoreError> {
        let heads = self.heads(Which::After(0))?;
        Ok(heads.last().map_or(0, |head| head.seq))
    }

    /// The draft kept under `name`: a half-typed note, a staged status.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn draft(&self, name: &str) -> Result<Option<String>, StoreError>;
}

/// What a store did between two requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Plain sentences for the screen: what was found and mended. What was loaded before should be loaded again.
    pub notes: Vec<String>,
    /// When there will be more to do; `None` where nothing is left.
    pub again: Option<Duration>,
}

/// A place that keeps entries and the state they add up to.
///
/// The contract, held by one suite of tests for every implementation:
/// * [`Store::commit`] returns `Ok` only when the entry survives anything that happens to the process or its power.
/// * An entry is kept whole or not at all. Numbers run 1, 2, 3 without gaps.
/// * What [`Reader::load`] gives is the fold of all entries through [`crate::domain::apply`].
/// * An error leaves everything as it was.
pub trait Store: Reader + Send {
    /// Records an entry.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a change's `from` is not what is there, and whatever keeps it from being saved.
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError>;

    /// Saves an entry, so that nothing takes it away any more, and no more than that: readers may see it only after
    /// [`Store::catch_up`], which is to be called next. For those who tell somebody in between.
    ///
    /// # Errors
    /// As [`Store::commit`].
    fn save(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        self.commit(entry)
    }

    /// Lets readers see what was saved.
    fn catch_up(&mut self) {}

    /// Numbers for new things, never given out before.
    fn ids(&mut self) -> Ids;

    /// Keeps a draft, or forgets it. A draft is no part of the history.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError>;

    /// Makes a verified backup among the rotating ones and says where. `None` where there is nothing to copy to.
    ///
    /// # Errors
    /// Where it cannot be written or does not read back.
    fn backup(&mut self) -> Result<Option<PathBuf>, StoreError> {
        Ok(None)
    }

    /// Records what leads put into the inbox of the store. Nothing where there is no inbox.
    ///
    /// # Errors
    /// Where it cannot be recorded; it stays in the inbox.
    fn take_in(&mut self, _now: DateTime<FixedOffset>) -> Result<inbox::TakenIn, StoreError> {
        Ok(inbox::TakenIn::default())
    }

    /// Keeps what the next start will ask first, where nothing is recorded any more: the meeting that was left, or none. Nothing
    /// rests on it.
    fn foresee(&mut self, _spot: Option<Spot>) {}

    /// Does a few milliseconds of what can wait: syncing, comparing. To be called when nothing else is to be done.
    fn settle(&mut self) -> Settled {
        Settled::default()
    }
}

/// The largest number that a change gives to something new.
fn highest_id(changes: &[Change]) -> u64 {
    changes
        .iter()
        .filter_map(|c| match c {
            Change::Put { key, .. } if key.kind != Kind::Item => Some(key.id),
            _ => None,
        })
        .max()
        .unwrap_or(0)
}
