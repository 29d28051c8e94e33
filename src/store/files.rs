//! The file operations that the journal, the drafts and the backups rest on, as a small trait.
//!
//! [`Files`] is all that stands between this room and the operating system (sled and the lock file go their own way).
//! [`Disk`] is the real one. Tests put one in its place that fails at the n-th call, or that forgets what was not synced.
//! Every file made here is private: folders 0700, files 0600.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::StoreError;

/// Something to read bytes from, at any place.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// A file that is written at its end.
pub trait Sink: Send {
    /// Puts all of `bytes` at the end, in one call where the system allows it.
    ///
    /// # Errors
    /// What the system says; part of the bytes may be there.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Returns when what was written survives a power cut. After an error nothing is known about it.
    ///
    /// # Errors
    /// What the system says.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to `len` bytes.
    ///
    /// # Errors
    /// What the system says.
    fn cut(&mut self, len: u64) -> io::Result<()>;
}

/// The operations on files and folders that this room needs.
pub trait Files: Debug + Send + Sync {
    /// Names in a folder, sorted.
    ///
    /// # Errors
    /// What the system says; a folder that is not there is an error.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;

    /// Length of a file in bytes.
    ///
    /// # Errors
    /// What the system says.
    fn len(&self, path: &Path) -> io::Result<u64>;

    /// Opens a file to read.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Box<dyn Source>>;

    /// Makes a new file, which must not be there yet.
    ///
    /// # Errors
    /// What the system says.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;

    /// Opens a file that is there, to write at its end.
    ///
    /// # Errors
    /// What the system says.
    fn append(&self, path: &Path) -> io::Result<Box<dyn Sink>>;

    /// Gives a file or folder another name; a file of that name is replaced.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file away.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder and those above it; one that is there already is made private.
    ///
    /// # Errors
    /// What the system says.
    fn make_dir(&self, dir: &Path) -> io::Result<()>;

    /// Returns when names made, changed and removed in a folder survive a power cut.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Whether there is a file or folder of this name.
    fn exists(&self, path: &Path) -> bool;
}

/// The machine's own file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Sink for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// Options that open files nobody else may read.
pub(super) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes one existing file (0600) or folder (0700) private. Symbolic links are left alone.
///
/// # Errors
/// What the system says.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let meta = fs::symlink_metadata(path)?;
        if meta.is_symlink() {
            return Ok(());
        }
        let mode = if meta.is_dir() { 0o700 } else { 0o600 };
        if meta.permissions().mode() & 0o777 != mode {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes a folder and everything in it private, as far as the owner may.
pub(super) fn make_all_private(dir: &Path) {
    // What cannot be changed (another owner's file) is left: opening it says what is wrong in better words.
    let _ = make_private(dir);
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            make_all_private(&path);
        } else {
            let _ = make_private(&path);
        }
    }
}

impl Files for Disk {
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(dir)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn len(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(path)?.len())
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Ok(Box::new(File::open(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        let file = private_file().append(true).create_new(true).open(path)?;
        Ok(Box::new(file))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(private_file().append(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(dir)?;
        make_private(dir)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        // Only Unix lets a folder be opened to sync it; elsewhere the rename itself is as safe as it gets.
        #[cfg(unix)]
        File::open(dir)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = dir;
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }
}

/// Writes a whole file so that after any crash there is the old one or the new one: beside, synced, renamed.
///
/// # Errors
/// What the system says; the old file is as it was.
pub fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    if files.exists(&beside) {
        files.remove(&beside)?;
    }
    let written = (|| {
        let mut sink = files.create(&beside)?;
        sink.write(bytes)?;
        sink.sync()?;
        files.rename(&beside, path)
    })();
    if let Err(error) = written {
        // Nothing depends on the left-over; the next write removes it where this could not.
        let _ = files.remove(&beside);
        return Err(error);
    }
    files.sync_dir(folder_of(path))
}

/// Makes a folder and those above it, all of which survive a power cut then; one that is there already is made private.
///
/// # Errors
/// What the system says.
pub fn make_lasting(files: &dyn Files, dir: &Path) -> io::Result<()> {
    let is_new = |dir: &&Path| !dir.as_os_str().is_empty() && !files.exists(dir);
    let new: Vec<&Path> = dir.ancestors().take_while(is_new).collect();
    files.make_dir(dir)?;
    // From the top: a folder whose own name is lost takes everything in it along.
    for made in new.into_iter().rev() {
        files.sync_dir(folder_of(made))?;
    }
    Ok(())
}

/// The folder that a file or folder is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The name a file has until it is complete.
pub(super) fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    path.with_file_name(name)
}

/// Says in the store's words what the system said about a file.
#[must_use]
pub fn explain(error: &io::Error, path: &Path) -> StoreError {
    let place = path.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            StoreError::Full(place.to_string())
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Denied(place.to_string())
        }
        _ => StoreError::Io(format!("{place}: {error}")),
    }
}
