//! The journal: one line for each entry, synced before anything else knows of it. It is the truth.
//!
//! [`line`] is the text of a line, [`scan`] and [`survey`] read, this file writes. Segments are named `000001.jsonl`,
//! `000002.jsonl` …; a new one is begun each calendar year, at 16 MiB, and after a sync that failed (what such a file holds is not known any more).
//! Nothing is ever rewritten in place; [`rewrite`] makes a new journal beside a damaged one. Old segments may be archived: then
//! [`state`] is what their entries add up to, and [`shelf`] says where everything is.

pub mod line;
pub mod rewrite;
pub mod scan;
pub mod shelf;
pub mod state;
pub mod survey;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset};

use self::line::{Hash, Header, LineError};
use self::survey::End;
use super::StoreError;
use super::files::{Files, Sink, explain, make_lasting};
use crate::domain::Entry;

/// The length at which a segment is full.
pub const SEGMENT: u64 = 16 << 20;

/// The journal, open for writing at its end.
pub struct Journal {
    files: Arc<dyn Files>,
    dir: PathBuf,
    store: String,
    /// The file written to; none until the first entry, and after a failure that spoiled it.
    sink: Option<Box<dyn Sink>>,
    segment: u32,
    /// Good bytes in the current segment.
    len: u64,
    last: u64,
    hash: Hash,
    last_at: Option<DateTime<FixedOffset>>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Journal of {} at entry {}", self.store, self.last)
    }
}

impl Journal {
    /// A journal with nothing in it; the first segment is made with the first entry.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn create(files: Arc<dyn Files>, dir: &Path, store: &str) -> Result<Self, StoreError> {
        let end = End {
            file: None,
            len: 0,
            unended: false,
            last: 0,
            hash: line::seed(store),
        };
        Self::resume(files, dir, store, &end, None)
    }

    /// Goes on where a journal ends. What a torn write left behind the end is cut off.
    ///
    /// # Errors
    /// Where the last segment cannot be written.
    pub fn resume(
        files: Arc<dyn Files>,
        dir: &Path,
        store: &str,
        end: &End,
        last_at: Option<DateTime<FixedOffset>>,
    ) -> Result<Self, StoreError> {
        make_lasting(&*files, dir).map_err(|e| explain(&e, dir))?;
        let mut journal = Self {
            files,
            dir: dir.to_owned(),
            store: store.to_owned(),
            sink: None,
            segment: 0,
            len: end.len,
            last: end.last,
            hash: end.hash,
            last_at,
        };
        if let Some(name) = &end.file {
            let path = dir.join(name);
            journal
                .reopen(name, end)
                .map_err(|error| explain(&error, &path))?;
        }
        Ok(journal)
    }

    fn reopen(&mut self, name: &str, end: &End) -> io::Result<()> {
        self.segment = scan::segment_number(name).unwrap_or(0);
        if shelf::is_outside(name) {
            // What is archived is not written any more.
            return Ok(());
        }
        let path = self.dir.join(name);
        let mut sink = self.files.append(&path)?;
        if self.files.len(&path)? > end.len {
            sink.cut(end.len)?;
            sink.sync()?;
        }
        if end.unended {
            sink.write(b"\n")?;
            sink.sync()?;
            self.len += 1;
        }
        self.sink = Some(sink);
        Ok(())
    }

    /// The number of the last entry; 0 for none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The hash of the last entry's line.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Writes an entry and syncs it: when this returns, it is saved.
    ///
    /// # Errors
    /// Why it is not. The journal is as it was, and the same entry may be tried again.
    pub fn append(&mut self, entry: &Entry) -> Result<Hash, StoreError> {
        if entry.seq != self.last + 1 {
            return Err(StoreError::Corrupt(format!(
                "entry {} cannot follow entry {}",
                entry.seq, self.last
            )));
        }
        let back = self.last_at.is_some_and(|before| entry.at < before);
        let (bytes, hash) = line::write(entry, &self.hash, back).map_err(too_large)?;
        self.append_line(&bytes, self.is_new_year(entry))?;
        (self.last, self.hash, self.last_at) = (entry.seq, hash, Some(entry.at));
        Ok(hash)
    }

    /// Whether the segment written to is among these.
    #[must_use]
    pub fn is_in_use(&self, segments: &[String]) -> bool {
        segments.contains(&name_of(self.segment))
    }

    /// Begins the next segment, so that what was written so far can be archived; says the name of the new one.
    ///
    /// # Errors
    /// Why it could not be made; the journal goes on as before.
    pub fn rotate(&mut self) -> Result<String, StoreError> {
        let sink = self.begin_segment()?;
        self.sink = Some(sink);
        Ok(name_of(self.segment))
    }

    fn is_new_year(&self, entry: &Entry) -> bool {
        self.last_at
            .is_some_and(|before| before.year() < entry.at.year())
    }

    fn append_line(&mut self, bytes: &[u8], new_segment: bool) -> Result<(), StoreError> {
        let mut sink = match self.sink.take() {
            Some(sink) if self.len < SEGMENT && !new_segment => sink,
            _ => self.begin_segment()?,
        };
        if let Err(error) = sink.write(bytes) {
            // Part of the line may be there. If it cannot be taken away, the next line goes to a new segment.
            if sink.cut(self.len).is_ok() {
                self.sink = Some(sink);
            }
            // Named by the folder: the same reason again must read the same.
            return Err(explain(&error, &self.dir));
        }
        if let Err(error) = sink.sync() {
            // A failed sync is final for this file: the system may have dropped what it could not write.
            let _ = sink.cut(self.len);
            return Err(explain(&error, &self.dir));
        }
        self.len += bytes.len() as u64;
        self.sink = Some(sink);
        Ok(())
    }

    /// Makes the next segment: header written, file and folder synced, before its first entry.
    fn begin_segment(&mut self) -> Result<Box<dyn Sink>, StoreError> {
        let mut number = self.segment + 1;
        while self.files.exists(&self.dir.join(name_of(number))) {
            number += 1;
        }
        let path = self.dir.join(name_of(number));
        let header = line::write_header(&Header {
            segment: number,
            store: self.store.clone(),
            after: self.last,
            hash: self.hash,
        })
        .map_err(too_large)?;
        let made = (|| {
            let mut sink = self.files.create(&path)?;
            sink.write(&header)?;
            sink.sync()?;
            self.files.sync_dir(&self.dir)?;
            Ok(sink)
        })();
        match made {
            Ok(sink) => {
                self.segment = number;
                self.len = header.len() as u64;
                Ok(sink)
            }
            Err(error) => {
                // An empty or half segment is passed over by readers; it is removed where that is possible.
                let _ = self.files.remove(&path);
                Err(explain(&error, &self.dir))
            }
        }
    }
}

fn too_large(error: LineError) -> StoreError {
    StoreError::TooLarge(format!(
        "one entry may have at most {} MB in the journal; record it in smaller parts ({error})",
        line::MAX_LINE >> 20
    ))
}

/// The file name of a segment.
#[must_use]
pub fn name_of(segment: u32) -> String {
    format!("{segment:06}.jsonl")
}
