//! What the next start shows first, kept in a file when a store is closed.
//!
//! Opening sled takes longer than everything else a start does, and the longer the more all plans together have. So what a meeting
//! shows first is written beside the store, with the number and hash of the last entry. As long as the journal ends with that
//! entry, this is what the store would say: the hash of a line stands for all before it. Else the file is of no use, and does
//! no harm.

use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::codec;
use super::files::{Files, replace};
use super::journal::line::Hash;
use super::journal::rewrite;
use super::journal::scan;
use super::{Glimpse, PlanSummary, StoreError};
use crate::domain::{ActionId, Entry, Key, MeetingId, PlanId, Record, Records, Register};

/// The file's name in a store.
pub const NAME: &str = "outlook";

/// The most it may have, in bytes: what takes longer to read than a store to open is not worth it.
const LIMIT: u64 = 2 << 20;

/// Whoever writes it in another form is another build; each reads its own alone.
const BUILD: &str = env!("CARGO_PKG_VERSION");

/// Where a meeting was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub plan: PlanId,
    pub meeting: MeetingId,
    /// The action that was in sight; none for the first ones.
    pub around: Option<ActionId>,
}

/// What a store says to the first questions of a session.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Outlook {
    build: String,
    /// The store it is of.
    store: String,
    /// The last entry, and the hash of its line.
    last: (u64, Hash),
    /// The first number not yet given to a session.
    pub next_id: u64,
    pub plans: Vec<PlanSummary>,
    pub meeting: Option<Seen>,
}

/// What a meeting shows before its plan is loaded.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Seen {
    pub spot: Spot,
    /// How many actions the plan has.
    actions: u64,
    records: Vec<(Key, Record)>,
    people: Vec<(Key, Record)>,
    pub log: Vec<Entry>,
}

impl Seen {
    pub fn new(spot: Spot, glimpse: &Glimpse, people: &Register, log: Vec<Entry>) -> Self {
        Self {
            spot,
            actions: glimpse.actions as u64,
            records: glimpse.register.records().collect(),
            people: people.records().collect(),
            log,
        }
    }

    pub fn glimpse(&self) -> Option<Glimpse> {
        Some(Glimpse {
            register: register(self.spot.plan, &self.records)?,
            actions: usize::try_from(self.actions).ok()?,
        })
    }

    /// The spellings of leads that were joined.
    pub fn people(&self) -> Option<Register> {
        register(Key::NO_PLAN, &self.people)
    }
}

fn register(plan: PlanId, records: &[(Key, Record)]) -> Option<Register> {
    let mut register = Register::new(plan);
    for (key, record) in records {
        register.put(*key, Some(record.clone())).ok()?;
    }
    Some(register)
}

impl Outlook {
    pub fn new(
        store: &str,
        last: (u64, Hash),
        next_id: u64,
        plans: Vec<PlanSummary>,
        meeting: Option<Seen>,
    ) -> Self {
        Self {
            build: BUILD.to_owned(),
            store: store.to_owned(),
            last,
            next_id,
            plans,
            meeting,
        }
    }

    /// The number of the last entry.
    pub fn last(&self) -> u64 {
        self.last.0
    }

    /// That of the store in `dir`, if there is one and the store is still as it was.
    pub fn read(files: &dyn Files, dir: &Path, store: &str) -> Option<Self> {
        let path = dir.join(NAME);
        if !files.exists(&path) {
            return None;
        }
        let (_, _, hash) = scan::tail(files, &dir.join(rewrite::NAME)).ok()??;
        let mut bytes = Vec::new();
        let source = files.read(&path).ok()?;
        source.take(LIMIT + 1).read_to_end(&mut bytes).ok()?;
        let known: Self = codec::decode(&bytes).ok()?;
        let is_fresh = known.build == BUILD && known.store == store && known.last.1 == hash;
        is_fresh.then_some(known)
    }

    /// Keeps it for the next start.
    ///
    /// # Errors
    /// What the system says; nothing rests on it.
    pub fn write(&self, files: &dyn Files, dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(NAME);
        let Ok(bytes) = codec::encode(self) else {
            return Ok(());
        };
        if bytes.len() as u64 > LIMIT {
            return Ok(());
        }
        replace(files, &path, &bytes).map_err(|e| super::files::explain(&e, &path))
    }
}
