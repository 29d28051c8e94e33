//! The working copy of everything in sled: what screens read. The only place that names sled.
//!
//! | tree | key | value |
//! |---|---|---|
//! | `meta` | `store`, `schema`, `applied`, `partial`, `sum`, `next` | |
//! | `heads` | entry | [`Head`] with the journal line's hash, its number of changes and their checksum |
//! | `changes` | entry, place in it | one change |
//! | `records` | plan, kind, id, sub | current state: the fold of all entries |
//! | `index` | tag, id, entry, place | nothing: which entries touch a meeting, a target, a plan |
//! | `tallies` | plan | [`tally::Tally`] |
//!
//! Numbers in keys are big-endian. Neighbours share an item of sled, see [`bundle`], and items above 64 KiB are split, see
//! [`parts`]. `meta/sum` is a running checksum over records, index and tallies, so that a lost or altered one shows without
//! folding everything again. All of it can be made again from the journal at any time.

mod base;
pub mod batch;
mod bundle;
pub mod check;
mod glimpse;
mod older;
mod parts;
mod read;
pub mod tally;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional};

use super::StoreError;
use super::codec::{self, CodecError};
use super::files::explain;
use super::journal::line::{self, Hash};
use super::quiet::quietly;
use bundle::Bundles;

pub use super::Head;

/// The schema of the trees themselves, beside that of each value.
const TREES: u8 = 2;

/// Writes in one transaction.
const CHUNK: usize = 250;

/// Milliseconds between two flushes by sled's own thread. Every entry is flushed soon after it is written, and synced when nothing more
/// comes; what is left for this thread is collecting garbage, which need not wake a resting machine every second.
const FLUSH: u64 = 15_000;

/// What sled may keep in memory of pages. It keeps one page for each of its 256 shards in any case, some 10 MiB.
const CACHE: u64 = 4 << 20;

/// Bytes of keys and values that the next open may have to read again: it takes some 10 ms.
const UNREAD: usize = 4 << 20;

/// How long sled's threads may hold its file after it was closed. Our own lock keeps other processes away.
const LINGER: Duration = Duration::from_secs(5);

/// The trees, by their place in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum In {
    Meta,
    Heads,
    Changes,
    Records,
    Index,
    Tallies,
}

const NAMES: [&str; 6] = [
    "meta",
    "heads/2",
    "changes/2",
    "records/2",
    "index/2",
    "tallies",
];

/// A value to put under its name in a tree, or a name to take away.
#[derive(Debug, Clone)]
struct Write {
    tree: In,
    key: Vec<u8>,
    value: Option<Vec<u8>>,
}

/// An entry as the working copy keeps it, without its changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoredHead {
    at: chrono::DateTime<chrono::FixedOffset>,
    by: String,
    seat: crate::domain::Seat,
    meeting: Option<crate::domain::MeetingId>,
    deed: crate::domain::Deed,
    what: String,
    hash: Hash,
    changes: u32,
    /// CRC-32 over the stored bytes of all its changes.
    crc: u32,
}

/// A running checksum over a set of keys and values, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    count: u64,
    total: u64,
}

impl Sum {
    fn mark(tree: In, key: &[u8], value: &[u8]) -> u64 {
        let mut crc = crc32fast::Hasher::new();
        crc.update(&[tree as u8]);
        crc.update(key);
        let keyed = crc.clone().finalize();
        crc.update(value);
        // Two checksums side by side, spread over 64 bits, so that sums of different sets differ.
        ((u64::from(keyed) << 32) | u64::from(crc.finalize())).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn add(&mut self, tree: In, key: &[u8], value: &[u8]) {
        self.count = self.count.wrapping_add(1);
        self.total = self.total.wrapping_add(Self::mark(tree, key, value));
    }

    fn take(&mut self, tree: In, key: &[u8], value: &[u8]) {
        self.count = self.count.wrapping_sub(1);
        self.total = self.total.wrapping_sub(Self::mark(tree, key, value));
    }
}

/// Why the working copy could not be opened or used.
#[derive(Debug)]
pub enum TablesError {
    /// It is damaged: set it aside and make it again from the journal.
    Damaged(String),
    /// The system refused: full, no permission, in use. Nothing is wrong with the data.
    Refused(StoreError),
    /// It belongs to the store with this id.
    Foreign(String),
}

impl std::fmt::Display for TablesError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Damaged(what) => f.write_str(what),
            Self::Refused(error) => error.fmt(f),
            Self::Foreign(id) => write!(f, "it belongs to another store ({id})"),
        }
    }
}

impl From<TablesError> for StoreError {
    fn from(error: TablesError) -> Self {
        match error {
            TablesError::Refused(error) => error,
            other => Self::Corrupt(other.to_string()),
        }
    }
}

impl From<CodecError> for TablesError {
    fn from(error: CodecError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<sled::Error> for TablesError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(io) => {
                let text = io.to_string();
                if text.contains("could not acquire lock") {
                    return Self::Refused(StoreError::Locked {
                        holder: text.replace('\n', " "),
                    });
                }
                match explain(&io, Path::new("store")) {
                    refused @ (StoreError::Full(_) | StoreError::Denied(_)) => {
                        Self::Refused(refused)
                    }
                    _ => Self::Damaged(text),
                }
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// The working copy. A clone is another handle on the same.
#[derive(Debug, Clone)]
pub struct Tables {
    dir: PathBuf,
    db: sled::Db,
    trees: Vec<sled::Tree>,
    meta: sled::Tree,
    heads: Bundles,
    changes: Bundles,
    records: Bundles,
    index: Bundles,
    tallies: sled::Tree,
    /// Number and hash of the last entry that is in it.
    applied: (u64, Hash),
    sum: Sum,
    /// The next number for a new thing.
    next: u64,
    /// Bytes of keys and values written since it was opened.
    grown: usize,
}

impl Tables {
    /// Opens the working copy in `dir`, or makes a new one for `store`.
    ///
    /// # Errors
    /// [`TablesError`]; a panic of sled's counts as damage.
    pub fn open(dir: &Path, store: &str) -> Result<Self, TablesError> {
        remove_half_snapshots(dir);
        let until = Instant::now() + LINGER;
        let tables = loop {
            match quietly(|| Self::open_trees(dir, store)).map_err(TablesError::Damaged)? {
                Err(TablesError::Refused(StoreError::Locked { .. })) if Instant::now() < until => {
                    std::thread::park_timeout(Duration::from_millis(2));
                }
                opened => break opened?,
            }
        };
        super::files::make_all_private(dir);
        Ok(tables)
    }

    /// Closes it and opens it anew: sled keeps a page for each of its shards for as long as it is open, whatever it was told to
    /// keep.
    ///
    /// # Errors
    /// As [`Tables::open`], and where it is not what it was.
    pub fn reopen(self, store: &str) -> Result<Self, TablesError> {
        let (dir, applied) = (self.dir.clone(), self.applied);
        quietly(move || drop(self)).map_err(TablesError::Damaged)?;
        let opened = Self::open(&dir, store)?;
        if opened.applied != applied {
            let what = "it was not the same when it was opened again".to_owned();
            return Err(TablesError::Damaged(what));
        }
        Ok(opened)
    }

    /// Closes it. Opening sled reads all that was written since it was opened last: after a large import nobody is to wait for that
    /// at the next start, so that it is opened here once more.
    pub fn close(self, store: &str) {
        if self.grown >= UNREAD {
            // What is wrong with it then is found, and told, by the next open.
            drop(self.reopen(store));
        }
    }

    fn open_trees(dir: &Path, store: &str) -> Result<Self, TablesError> {
        let mut tables = Self::open_bare(dir)?;
        tables.applied = (0, line::seed(store));
        tables.read_meta(store)?;
        Ok(tables)
    }

    /// Opens sled and its trees without asking what is in them.
    fn open_bare(dir: &Path) -> Result<Self, TablesError> {
        let db = sled::Config::new()
            .path(dir)
            .cache_capacity(CACHE)
            .flush_every_ms(Some(FLUSH))
            .open()?;
        let mut trees = Vec::with_capacity(NAMES.len());
        for name in NAMES {
            trees.push(db.open_tree(name)?);
        }
        let tree = |which: In| {
            let found: Option<&sled::Tree> = trees.get(which as usize);
            found
                .cloned()
                .ok_or_else(|| TablesError::Damaged("a tree is missing".to_owned()))
        };
        let bundles = |which: In| tree(which).map(|tree| Bundles::new(tree, which));
        let tables = Self {
            dir: dir.to_owned(),
            meta: tree(In::Meta)?,
            heads: bundles(In::Heads)?,
            changes: bundles(In::Changes)?,
            records: bundles(In::Records)?,
            index: bundles(In::Index)?,
            tallies: tree(In::Tallies)?,
            trees,
            db,
            applied: (0, Hash::default()),
            sum: Sum::default(),
            next: 1,
            grown: 0,
        };
        tables.take_over()?;
        Ok(tables)
    }

    fn read_meta(&mut self, store: &str) -> Result<(), TablesError> {
        let Some(found) = self.meta_value::<String>("store")? else {
            if self.trees.iter().any(|t| !t.is_empty()) {
                return Err(TablesError::Damaged(
                    "it does not say whose it is".to_owned(),
                ));
            }
            self.meta.insert("schema", codec::encode(&TREES)?)?;
            self.meta
                .insert("store", codec::encode(&store.to_owned())?)?;
            return Ok(());
        };
        if found != store {
            return Err(TablesError::Foreign(found));
        }
        if self.meta_value::<u8>("schema")? != Some(TREES) {
            return Err(TablesError::Damaged(
                "it was laid out by another version".to_owned(),
            ));
        }
        if self.meta.contains_key("partial")? {
            return Err(TablesError::Damaged(
                "a large entry was only partly taken in".to_owned(),
            ));
        }
        if let Some(applied) = self.meta_value("applied")? {
            self.applied = applied;
        }
        self.sum = self.meta_value("sum")?.unwrap_or_default();
        self.next = self.meta_value("next")?.unwrap_or(1);
        Ok(())
    }

    fn meta_value<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
    ) -> Result<Option<T>, TablesError> {
        match self.meta.get(key)? {
            Some(bytes) => Ok(Some(codec::decode(&bytes)?)),
            None => Ok(None),
        }
    }

    /// Number and hash of the last entry that is in it.
    #[must_use]
    pub fn applied(&self) -> (u64, Hash) {
        self.applied
    }

    /// The next number for a new thing.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Takes in what a batch prepared: in one transaction, or for large batches in several that count as one.
    ///
    /// # Errors
    /// Where sled fails; what the journal holds is not touched by that.
    pub fn write(&mut self, batch: batch::Prepared) -> Result<(), TablesError> {
        let last = vec![
            meta("applied", codec::encode(&batch.applied)?),
            meta("sum", codec::encode(&batch.sum)?),
            meta("next", codec::encode(&batch.next)?),
        ];
        let sizes = batch.writes.iter();
        let sizes = sizes.map(|w| w.key.len() + w.value.as_ref().map_or(0, Vec::len));
        self.grown += sizes.sum::<usize>();
        quietly(|| self.write_all(self.bundled(batch.writes)?, last))
            .map_err(TablesError::Damaged)??;
        self.applied = batch.applied;
        self.sum = batch.sum;
        self.next = batch.next;
        Ok(())
    }

    /// A tree whose values are kept in bundles.
    fn bundles(&self, which: In) -> Option<&Bundles> {
        match which {
            In::Heads => Some(&self.heads),
            In::Changes => Some(&self.changes),
            In::Records => Some(&self.records),
            In::Index => Some(&self.index),
            In::Meta | In::Tallies => None,
        }
    }

    /// What writes of values come to in sled.
    fn bundled(&self, writes: Vec<Write>) -> Result<Vec<Write>, TablesError> {
        bundle::bundled(writes, |which| self.bundles(which))
    }

    fn write_all(&self, mut writes: Vec<Write>, mut last: Vec<Write>) -> Result<(), TablesError> {
        if writes.len() <= CHUNK {
            writes.append(&mut last);
            return self.transact(&writes);
        }
        self.transact(&[meta("partial", codec::encode(&true)?)])?;
        for chunk in writes.chunks(CHUNK) {
            self.transact(chunk)?;
        }
        last.push(Write {
            tree: In::Meta,
            key: b"partial".to_vec(),
            value: None,
        });
        self.transact(&last)
    }

    fn transact(&self, writes: &[Write]) -> Result<(), TablesError> {
        let result: Result<(), TransactionError<()>> = self.trees.as_slice().transaction(|views| {
            for write in writes {
                let Some(view) = views.get(write.tree as usize) else {
                    return Err(ConflictableTransactionError::Abort(()));
                };
                match &write.value {
                    Some(value) => view.insert(write.key.as_slice(), value.as_slice())?,
                    None => view.remove(write.key.as_slice())?,
                };
            }
            Ok(())
        });
        match result {
            Ok(()) => Ok(()),
            Err(TransactionError::Storage(error)) => Err(error.into()),
            Err(TransactionError::Abort(())) => {
                Err(TablesError::Damaged("a tree is missing".to_owned()))
            }
        }
    }

    /// Hands everything to the system, so that it survives the process. Not a sync.
    ///
    /// # Errors
    /// Where sled fails.
    pub fn flush(&self) -> Result<(), TablesError> {
        quietly(|| self.db.flush()).map_err(TablesError::Damaged)??;
        Ok(())
    }

    /// Syncs sled's file, so that it survives a power cut and the next open has nothing to catch up with.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> std::io::Result<()> {
        std::fs::File::open(self.dir.join("db"))?.sync_data()
    }
}

fn meta(key: &str, value: Vec<u8>) -> Write {
    Write {
        tree: In::Meta,
        key: key.as_bytes().to_vec(),
        value: Some(value),
    }
}

/// Removes snapshots that sled began and did not finish: it takes them for whole ones and never opens again. The
/// snapshot before and the log are untouched, so nothing is lost.
fn remove_half_snapshots(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
