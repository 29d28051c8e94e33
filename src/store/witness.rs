//! How many entries there have been: a third place that knows, beside the journal and the working copy.
//!
//! Either copy mends what the other lacks in the middle, for the numbers show the gap. Where both lost their end at once, nothing
//! would. So each entry, once it is in the journal, leaves a line here like the last line of a backup: its number and hash. The
//! file is not synced with the entry, only when the store is idle: a power cut may leave it behind the journal, never before it.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{Files, Sink, replace};
use super::journal::line::{self, Hash, Line};

/// The file's name in a store.
pub const NAME: &str = "LAST";

/// Bytes above which the lines are replaced by the last one.
const LONG: u64 = 64 << 10;

/// Bytes at its end that are read: some forty lines, so that damage to the last ones is no great loss.
const TAIL: u64 = 4 << 10;

/// The number of the last entry that the store in `dir` is known to have had; 0 where nothing says.
#[must_use]
pub fn known(files: &dyn Files, dir: &Path) -> u64 {
    let path = dir.join(NAME);
    if !files.exists(&path) {
        return 0;
    }
    let mut bytes = Vec::new();
    let read = (|| {
        let len = files.len(&path)?;
        let mut source = files.read(&path)?;
        source.seek(SeekFrom::Start(len.saturating_sub(TAIL)))?;
        source.take(TAIL).read_to_end(&mut bytes)
    })();
    if read.is_err() {
        // What cannot be read says nothing.
        return 0;
    }
    let numbers =
        bytes
            .split_inclusive(|b| *b == b'\n')
            .filter_map(|line| match line::check(line) {
                Ok(Line::End { seq, .. }) => Some(seq),
                _ => None,
            });
    numbers.max().unwrap_or(0)
}

/// The file, open to be written on.
pub struct Witness {
    files: Arc<dyn Files>,
    path: PathBuf,
    sink: Option<Box<dyn Sink>>,
}

impl std::fmt::Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Witness in {}", self.path.display())
    }
}

impl Witness {
    /// That of the store in `dir`, whose last entry has this number and hash.
    #[must_use]
    pub fn new(files: Arc<dyn Files>, dir: &Path, last: u64, hash: &Hash) -> Self {
        let known = known(&*files, dir);
        let mut witness = Self {
            path: dir.join(NAME),
            files,
            sink: None,
        };
        if known < last {
            witness.note(last, hash);
        }
        if witness.files.len(&witness.path).is_ok_and(|len| len > LONG)
            && let Ok(line) = line::write_end(last, hash)
        {
            witness.sink = None;
            // One that stays long takes some room, and nothing else.
            let _ = replace(&*witness.files, &witness.path, &line);
        }
        witness
    }

    /// Notes an entry that is in the journal. Where that fails, the entry is saved all the same.
    pub fn note(&mut self, seq: u64, hash: &Hash) {
        let Ok(line) = line::write_end(seq, hash) else {
            return;
        };
        let opened = match self.sink.take() {
            Some(sink) => Ok(sink),
            None if self.files.exists(&self.path) => self.files.append(&self.path),
            None => self.files.create(&self.path),
        };
        let written = opened.and_then(|mut sink| sink.write(&line).map(|()| sink));
        self.sink = written.ok();
    }

    /// Syncs what was noted.
    pub fn sync(&mut self) {
        if let Some(sink) = &mut self.sink {
            // Behind the journal it is of less use, and does no harm.
            let _ = sink.sync();
        }
    }
}
