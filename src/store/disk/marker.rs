//! Marks of what was begun and did not come back yet: files of one byte for each time in a row.
//!
//! sled panics on some damages, which is caught; an open that ends or hangs the whole process could not be. So [`OPENING`] is
//! marked before the working copy is touched, and cleared once that came back, well or not. What did not come back twice in a
//! row is not tried again: see [`super::open::Opening::attempt`].
//!
//! A large store is compared behind the first frame ([`super::behind`]). Whoever opens it for a moment, as `update` and `take`
//! do, is gone before that. So [`UNCHECKED`] is marked at each such open and cleared by each comparison that ends well, and
//! after so many in a row that did not ([`PATIENCE`]) the next open compares everything at once. Counted at the open and not at
//! the close, because a program that is killed closes nothing.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::store::files::Files;

/// The marker of an open that has not come back yet.
pub const OPENING: &str = "opening";

/// The marker of opens that were not followed by a comparison of everything.
pub const UNCHECKED: &str = "unchecked";

/// How often in a row an open may fail to come back before it is not tried again.
pub const MOST: u64 = 2;

/// What is said of that.
pub const TWICE: &str = "opening the working copy did not come back twice in a row";

/// How many opens in a row may go without a comparison of everything: a week of a few updates a day.
pub const PATIENCE: u64 = 15;

/// How often in a row it was marked.
pub fn count(files: &dyn Files, dir: &Path, name: &str) -> u64 {
    let path = dir.join(name);
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

/// Marks it once more. A full or read-only disk is no reason to stop: then there is no mark.
pub fn add(files: &dyn Files, dir: &Path, name: &str) {
    let path = dir.join(name);
    let file = if files.exists(&path) {
        files.append(&path)
    } else {
        files.create(&path)
    };
    let _ = file.and_then(|mut file| file.write(b"."));
}

/// Forgets the marks so far.
pub fn clear(files: &dyn Files, dir: &Path, name: &str) {
    let path = dir.join(name);
    if files.exists(&path) {
        // One that stays costs a comparison or a rebuild of the working copy at most.
        let _ = files.remove(&path);
    }
}

/// The mark of an open, as long as that goes on.
pub struct Opening {
    files: Arc<dyn Files>,
    dir: std::path::PathBuf,
}

impl Opening {
    /// Marks that an open begins.
    pub fn begin(files: &Arc<dyn Files>, dir: &Path) -> Self {
        add(&**files, dir, OPENING);
        Self {
            files: Arc::clone(files),
            dir: dir.to_owned(),
        }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        clear(&*self.files, &self.dir, OPENING);
    }
}
