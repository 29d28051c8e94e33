//! `milepost restore`: a store from a backup.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Context, Exit};
use crate::store;

/// Make a store from a backup, in an empty or new folder
///
/// The folder gets the whole store or none. After an interruption run the same command again: it begins anew.
///
/// Examples:
///   milepost restore milepost-2026-10.jsonl --store ~/restored
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Backup to read
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Restores a backup to the store's folder, which must be empty.
///
/// # Errors
/// Where the backup is damaged or the folder holds anything.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    let found = store::backup::restore(&args.file, &dir, &*context.clock)?;
    // Opening it builds the working copy and compares the two.
    let (store, _) = store::open(&dir, Arc::clone(&context.clock))?;
    anyhow::ensure!(
        store.last() == found.entries,
        "{} entries were restored to {}, but {} were in the backup",
        store.last(),
        dir.display(),
        found.entries
    );
    writeln!(
        context.out,
        "{} entries restored to {}",
        found.entries,
        dir.display()
    )?;
    Ok(Exit::OK)
}
