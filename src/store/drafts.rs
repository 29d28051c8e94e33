//! Half-typed notes and staged statuses, each in a file of its own, replaced as a whole. No part of the history.
//!
//! ```text
//! milepost-draft 1 5f0c1e2a
//! {"version":1,"item":…
//! ```
//! The last word of the first line is the CRC-32 of what stands before it and of everything after the line. Earlier builds
//! wrote no such line: their drafts begin with `{"`, and no damage to one byte makes a first line begin so.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreError;
use super::files::{Files, explain, make_lasting, replace};
use super::journal::line::hex;

/// The folder of the drafts in a store.
pub const DIR: &str = "drafts";

/// The most a draft may have, in bytes.
const LIMIT: u64 = 16 << 20;

/// The version of the form that this build writes.
const VERSION: u32 = 1;

/// What the first line begins with.
const MARK: &str = "milepost-draft ";

/// The most bytes the first line may have.
const FIRST_LINE: u64 = 64;

/// What drafts without a first line begin with.
const EARLIER: &[u8] = b"{\"";

/// The drafts of a store.
#[derive(Debug)]
pub struct Drafts {
    files: Arc<dyn Files>,
    dir: PathBuf,
}

/// A draft that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name in [`DIR`].
    pub file: String,
    pub what: String,
    /// Whether it was read and is not what was written; else the system did not let it be read.
    pub is_damaged: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DIR}/{}: {}", self.file, self.what)
    }
}

/// Why bytes are no draft that can be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Unusable {
    #[error("it does not begin like a draft")]
    Shape,
    #[error("its checksum does not match")]
    Crc,
    #[error("it is longer than a draft may be")]
    Long,
    #[error("it holds bytes that are no text")]
    NoText,
    #[error("it was written by a newer milepost (version {0})")]
    TooNew(u32),
}

impl Drafts {
    /// Those kept in the store in `root`; their folder is made with the first one.
    #[must_use]
    pub fn new(files: Arc<dyn Files>, root: &Path) -> Self {
        Self {
            files,
            dir: root.join(DIR),
        }
    }

    /// Letters, digits, `-` and `.` stand for themselves; everything else is spelt out, so that any name makes a file name.
    fn path(&self, name: &str) -> PathBuf {
        use std::fmt::Write;
        let mut file = String::with_capacity(name.len() + 6);
        for byte in name.bytes() {
            if byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte) {
                file.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(file, "_{byte:02x}");
            }
        }
        self.dir.join(format!("d-{file}.txt"))
    }

    /// The draft kept under a name.
    ///
    /// # Errors
    /// Where it cannot be read, or is damaged.
    pub fn get(&self, name: &str) -> Result<Option<String>, StoreError> {
        let path = self.path(name);
        if !self.files.exists(&path) {
            return Ok(None);
        }
        let read = self.read(&path).map_err(|e| explain(&e, &path))?;
        read.map(Some).map_err(|unusable| match unusable {
            Unusable::TooNew(found) => StoreError::TooNew {
                found,
                known: VERSION,
            },
            // Opening the store would have set it aside: it was damaged since.
            damaged => StoreError::Corrupt(format!(
                "{}: {damaged}; close milepost and start it again, it goes on without what was half typed and keeps the file",
                path.display()
            )),
        })
    }

    /// What a file holds.
    fn read(&self, path: &Path) -> std::io::Result<Result<String, Unusable>> {
        let mut bytes = Vec::new();
        let source = self.files.read(path)?;
        source
            .take(FIRST_LINE + LIMIT + 1)
            .read_to_end(&mut bytes)?;
        Ok(parse(bytes))
    }

    /// Every draft that cannot be used, but those of a newer milepost.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        // No folder, no drafts.
        let mut names = self.files.list(&self.dir).unwrap_or_default();
        names.retain(|name| name.starts_with("d-") && name.ends_with(".txt"));
        let fault = |file: String| {
            let (what, is_damaged) = match self.read(&self.dir.join(&file)) {
                Ok(Ok(_) | Err(Unusable::TooNew(_))) => return None,
                Ok(Err(damaged)) => (damaged.to_string(), true),
                // Forgotten by a running meeting since the folder was read.
                Err(error) if error.kind() == ErrorKind::NotFound => return None,
                Err(error) => (error.to_string(), false),
            };
            Some(Fault {
                file,
                what,
                is_damaged,
            })
        };
        names.into_iter().filter_map(fault).collect()
    }

    /// Keeps a draft, or forgets it.
    ///
    /// # Errors
    /// Where it cannot be written; the draft before is still there.
    pub fn keep(&self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        let path = self.path(name);
        let done = match draft {
            Some(text) if text.len() as u64 > LIMIT => {
                return Err(StoreError::TooLarge(
                    "a draft of more than 16 MB".to_owned(),
                ));
            }
            Some(text) => self.write(&path, text),
            None if self.files.exists(&path) => self
                .files
                .remove(&path)
                .and_then(|()| self.files.sync_dir(&self.dir)),
            None => Ok(()),
        };
        done.map_err(|e| explain(&e, &path))
    }

    fn write(&self, path: &Path, text: &str) -> std::io::Result<()> {
        if !self.files.exists(&self.dir) {
            make_lasting(&*self.files, &self.dir)?;
        }
        let covered = format!("{MARK}{VERSION} ");
        let crc = checksum(&covered, text.as_bytes());
        replace(
            &*self.files,
            path,
            format!("{covered}{crc}\n{text}").as_bytes(),
        )
    }
}

fn checksum(before: &str, after: &[u8]) -> String {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(before.as_bytes());
    hasher.update(after);
    hex(&hasher.finalize().to_be_bytes())
}

/// The text of a draft.
fn parse(mut bytes: Vec<u8>) -> Result<String, Unusable> {
    let text = if bytes.starts_with(EARLIER) {
        bytes
    } else {
        let mut end = (0..FIRST_LINE).zip(&bytes);
        let end = end.position(|(_, b)| *b == b'\n').ok_or(Unusable::Shape)?;
        let text = bytes.split_off(end + 1);
        check(&bytes, &text)?;
        text
    };
    if text.len() as u64 > LIMIT {
        return Err(Unusable::Long);
    }
    String::from_utf8(text).map_err(|_| Unusable::NoText)
}

/// Holds a first line, newline included, against the text after it.
fn check(first: &[u8], text: &[u8]) -> Result<(), Unusable> {
    let first = std::str::from_utf8(first).map_err(|_| Unusable::Shape)?;
    let (head, crc) = first.rsplit_once(' ').ok_or(Unusable::Shape)?;
    let version = head.strip_prefix(MARK).ok_or(Unusable::Shape)?;
    let version: u32 = version.parse().map_err(|_| Unusable::Shape)?;
    if format!("{}\n", checksum(&format!("{head} "), text)) != crc {
        return Err(Unusable::Crc);
    }
    if version > VERSION {
        return Err(Unusable::TooNew(version));
    }
    Ok(())
}
