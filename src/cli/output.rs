//! Where documents go: standard output, or a new file that is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::Context;

/// The flags of every command that writes a document.
#[derive(Debug, clap::Args)]
pub struct Output {
    /// File to write; - or nothing for standard output
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

impl Output {
    /// The format that the name of the file asks for.
    #[must_use]
    pub fn ending<F: clap::ValueEnum>(&self) -> Option<F> {
        let ending = self.file.as_ref()?.extension()?.to_str()?;
        F::from_str(ending, true).ok()
    }

    /// Whether the name of the file asks for no format at all: it has no ending, or there is no file.
    #[must_use]
    pub fn has_no_ending(&self) -> bool {
        self.file
            .as_ref()
            .is_none_or(|path| path.extension().is_none())
    }

    /// For what is no text: it goes into a file, or with `-o -` on purpose to standard output.
    ///
    /// # Errors
    /// Where no file is named.
    pub fn for_bytes(&self) -> anyhow::Result<()> {
        if self.file.is_none() {
            bail!("give the new file a name with -o FILE");
        }
        Ok(())
    }

    /// Writes `bytes` where the flags say.
    ///
    /// # Errors
    /// Where the file is there and `--force` is not, or the system refuses; nothing is half written then.
    pub fn write(&self, bytes: &[u8], context: &mut Context<'_>) -> anyhow::Result<()> {
        match &self.file {
            Some(path) if path.as_os_str() != "-" => {
                write_file(path, bytes, self.force)?;
                writeln!(context.err, "written: {}", path.display())?;
            }
            _ => context.out.write_all(bytes)?,
        }
        Ok(())
    }
}

/// Whether two paths lead to one file that is there.
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(one).is_some_and(|one| real(other) == Some(one))
}

/// Writes a file beside its place, syncs it, then gives it its name. Only the user may read it.
///
/// # Errors
/// Where the file is there and `replace` is not set, or the system refuses.
pub fn write_file(path: &Path, bytes: &[u8], replace: bool) -> anyhow::Result<()> {
    let Some(name) = path.file_name() else {
        bail!(
            "{} is not the name of a file: give one with -o FILE",
            path.display()
        );
    };
    if path.is_dir() {
        bail!("{} is a folder: give a file with -o FILE", path.display());
    }
    needs_folder(path)?;
    if !replace && path.symlink_metadata().is_ok() {
        bail!(
            "{} is already there: give another name, or --force to replace it",
            path.display()
        );
    }
    let mut beside = name.to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fill(&beside, bytes).and_then(|()| settle(&beside, path, replace));
    if written.is_err() {
        // What is left of it is of no use to anybody; that it was not written is what the error says.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| format!("{} was not written", path.display()))
}

/// Whether there is a folder for a file of this name to stand in.
///
/// # Errors
/// Where there is none: what the system says of it names no folder.
pub fn needs_folder(path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        Some(folder) => bail!(
            "{} was not written: there is no folder {}: make it first, or give another place",
            path.display(),
            folder.display()
        ),
        None => Ok(()),
    }
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives the file its name. A hard link fails where the name has been taken meanwhile; file systems without links rename.
fn settle(beside: &Path, path: &Path, replace: bool) -> io::Result<()> {
    let linked = if replace {
        fs::rename(beside, path)
    } else {
        match fs::hard_link(beside, path) {
            Ok(()) => fs::remove_file(beside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => fs::rename(beside, path),
        }
    };
    linked?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    match File::open(folder.unwrap_or(Path::new("."))) {
        Ok(folder) => folder.sync_all(),
        // A folder that may be written but not read cannot be synced; the file itself is.
        Err(_) => Ok(()),
    }
}
