//! The mark of an open that has not come back yet.
//!
//! sled panics on some damages, which is caught; an open that ends or hangs the whole process could not be. So a file is made
//! before the working copy is touched and removed once that came back, well or not, with one byte for each time it did
//! not. What did not come back twice in a row is not tried again: see [`super::open::Opening::attempt`].

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::files::Files;

/// The marker's file name in a store.
pub const NAME: &str = "opening";

/// How often in a row an open may fail to come back before it is not tried again.
pub const MOST: u64 = 2;

/// What is said of that.
pub const TWICE: &str = "opening the working copy did not come back twice in a row";

/// How often in a row opening the working copy did not come back.
pub fn failures(files: &dyn Files, dir: &Path) -> u64 {
    let path = dir.join(NAME);
    if !files.exists(&path) {
        return 0;
    }
    let mut bytes = Vec::new();
    // A marker that cannot be read says nothing.
    let read = files
        .read(&path)
        .and_then(|source| source.take(64).read_to_end(&mut bytes));
    read.map_or(0, |count| count as u64)
}

/// Forgets the failures so far.
pub fn clear(files: &dyn Files, dir: &Path) {
    let path = dir.join(NAME);
    if files.exists(&path) {
        // One that stays costs a rebuild of the working copy at most.
        let _ = files.remove(&path);
    }
}

/// The mark, as long as the open goes on.
pub struct Marker {
    files: Arc<dyn Files>,
    dir: PathBuf,
}

impl Marker {
    /// Marks that an open begins. A full or read-only disk is no reason not to open: then there is no mark.
    pub fn set(files: &Arc<dyn Files>, dir: &Path) -> Self {
        let path = dir.join(NAME);
        let file = if files.exists(&path) {
            files.append(&path)
        } else {
            files.create(&path)
        };
        let _ = file.and_then(|mut file| file.write(b"."));
        Self {
            files: Arc::clone(files),
            dir: dir.to_owned(),
        }
    }
}

impl Drop for Marker {
    fn drop(&mut self) {
        clear(&*self.files, &self.dir);
    }
}
