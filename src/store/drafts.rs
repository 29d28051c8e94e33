//! Half-typed notes and staged statuses, each in a file of its own, replaced as a whole. No part of the history.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreError;
use super::files::{Files, explain, make_lasting, replace};

/// The most a draft may have, in bytes.
const LIMIT: u64 = 16 << 20;

/// The drafts of a store.
#[derive(Debug)]
pub struct Drafts {
    files: Arc<dyn Files>,
    dir: PathBuf,
}

impl Drafts {
    /// Those kept in `dir`, which is made with the first one.
    #[must_use]
    pub fn new(files: Arc<dyn Files>, dir: &Path) -> Self {
        Self {
            files,
            dir: dir.to_owned(),
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
    /// Where it cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<String>, StoreError> {
        let path = self.path(name);
        if !self.files.exists(&path) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        self.files
            .read(&path)
            .and_then(|source| source.take(LIMIT).read_to_end(&mut bytes))
            .map_err(|e| explain(&e, &path))?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
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
        replace(&*self.files, path, text.as_bytes())
    }
}
