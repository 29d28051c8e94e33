//! The disk, and somebody who watches what is done to it.

use std::fmt::Debug;
use std::io;
use std::path::Path;

use milepost::store::files::{Disk, Files, Sink, Source};

/// Somebody who watches.
pub trait Watch: Debug + Send + Sync {
    /// Something there is about to be read or listed.
    fn reads(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// A folder was made, or found to be there.
    fn made(&self, _dir: &Path) {}

    /// The names in a folder survive a power cut from now on.
    fn synced(&self, _dir: &Path) {}
}

/// The disk under somebody's eyes.
#[derive(Debug, Default)]
pub struct Watched<W>(pub W);

impl<W: Watch> Files for Watched<W> {
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.0.reads(dir)?;
        Disk.list(dir)
    }
    fn len(&self, path: &Path) -> io::Result<u64> {
        self.0.reads(path)?;
        Disk.len(path)
    }
    fn read(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        self.0.reads(path)?;
        Disk.read(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Disk.create(path)
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Disk.append(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Disk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        Disk.remove(path)
    }
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        Disk.make_dir(dir)?;
        self.0.made(dir);
        Ok(())
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        Disk.sync_dir(dir)?;
        self.0.synced(dir);
        Ok(())
    }
    fn exists(&self, path: &Path) -> bool {
        Disk.exists(path)
    }
}
