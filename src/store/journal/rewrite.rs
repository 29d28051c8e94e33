//! Making a whole new journal beside a damaged one, and putting it in the old one's place.
//!
//! The new journal grows in `journal.new`. Once it is complete and synced it is renamed to `journal.ready`, or to `journal.relinked`
//! where lines had to be linked anew, so that a working copy made from the old lines must go too. From then on a crash
//! loses nothing: the next start finds the name and completes the exchange.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::line::{self, Hash, Header};
use super::state::Base;
use super::{SEGMENT, name_of};
use crate::domain::Entry;
use crate::store::StoreError;
use crate::store::files::{Files, Sink, explain};

/// The journal's folder in a store.
pub const NAME: &str = "journal";
/// Its name until it is complete.
pub const NEW: &str = "journal.new";
/// Its names when it is complete and waits to be put in place.
pub const READY: &str = "journal.ready";
pub const RELINKED: &str = "journal.relinked";

/// A new journal being written. Nothing of it counts until [`Rewrite::finish`].
pub struct Rewrite {
    files: Arc<dyn Files>,
    dir: std::path::PathBuf,
    store: String,
    sink: Option<Box<dyn Sink>>,
    segment: u32,
    len: u64,
    last: u64,
    hash: Hash,
    before: Option<chrono::DateTime<chrono::FixedOffset>>,
}

impl std::fmt::Debug for Rewrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rewrite at entry {}", self.last)
    }
}

impl Rewrite {
    /// Begins a journal for `store` in `dir`, which is emptied of left-overs first: with its first entry, or after those archived.
    ///
    /// # Errors
    /// What the system says, in words.
    pub fn begin(
        files: Arc<dyn Files>,
        dir: &Path,
        store: &str,
        after: Option<&Base>,
    ) -> Result<Self, StoreError> {
        let made = (|| {
            files.make_dir(dir)?;
            for name in files.list(dir)? {
                files.remove(&dir.join(name))?;
            }
            Ok(())
        })();
        made.map_err(|e| explain(&e, dir))?;
        Ok(Self {
            files,
            dir: dir.to_owned(),
            store: store.to_owned(),
            sink: None,
            segment: after.map_or(0, Base::segment),
            len: 0,
            last: after.map_or(0, |base| base.last),
            hash: after.map_or_else(|| line::seed(store), |base| base.hash),
            before: after.map(|base| base.at),
        })
    }

    /// Adds a line as it stands; says its hash, which changes only where the line before it did.
    ///
    /// # Errors
    /// What the system says, in words.
    pub fn keep(&mut self, bytes: &[u8]) -> Result<Hash, StoreError> {
        let (linked, hash) = line::relink(bytes, &self.hash).map_err(super::too_large)?;
        self.before = line::read(&linked).ok().map(|entry| entry.at);
        self.put(&linked, hash)
    }

    /// Adds the line of an entry.
    ///
    /// # Errors
    /// What the system says, in words.
    pub fn add(&mut self, entry: &Entry) -> Result<Hash, StoreError> {
        let back = self.before.is_some_and(|before| entry.at < before);
        let (bytes, hash) = line::write(entry, &self.hash, back).map_err(super::too_large)?;
        self.before = Some(entry.at);
        self.put(&bytes, hash)
    }

    fn put(&mut self, bytes: &[u8], hash: Hash) -> Result<Hash, StoreError> {
        let written = self.write(bytes);
        written.map_err(|e| explain(&e, &self.dir))?;
        self.last += 1;
        self.hash = hash;
        Ok(hash)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut sink = match self.sink.take() {
            Some(sink) if self.len < SEGMENT => sink,
            Some(mut full) => {
                full.sync()?;
                self.begin_segment()?
            }
            None => self.begin_segment()?,
        };
        sink.write(bytes)?;
        self.len += bytes.len() as u64;
        self.sink = Some(sink);
        Ok(())
    }

    fn begin_segment(&mut self) -> io::Result<Box<dyn Sink>> {
        self.segment += 1;
        let mut sink = self.files.create(&self.dir.join(name_of(self.segment)))?;
        let header = line::write_header(&Header {
            segment: self.segment,
            store: self.store.clone(),
            after: self.last,
            hash: self.hash,
        })
        .map_err(io::Error::other)?;
        sink.write(&header)?;
        self.len = header.len() as u64;
        Ok(sink)
    }

    /// Syncs everything. The journal in its folder is complete then.
    ///
    /// # Errors
    /// What the system says, in words.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let done = (|| {
            let mut sink = match self.sink.take() {
                Some(sink) => sink,
                // Also one without entries says where it begins.
                None => self.begin_segment()?,
            };
            sink.sync()?;
            self.files.sync_dir(&self.dir)
        })();
        done.map_err(|e| explain(&e, &self.dir))
    }
}
