//! `milepost restore`: a store from a backup.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use super::{Context, Exit};
use crate::domain::text::count;
use crate::store::{self, StoreError};

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
    let restored = store::backup::restore(&args.file, &dir, &*context.clock);
    let found = restored.map_err(|error| match error {
        StoreError::BadBackup(_) => anyhow::anyhow!(
            "nothing was restored: {error}; take another backup, such as the ones in the folder backups of the store it is of"
        ),
        error => anyhow::Error::from(error).context("nothing was restored"),
    })?;
    // Opening it builds the working copy and compares the two.
    let opened = store::open(&dir, Arc::clone(&context.clock));
    let (store, _) =
        opened.context("the backup is restored, but the store cannot be opened yet")?;
    anyhow::ensure!(
        store.last() == found.entries,
        "{} entries were restored to {}, but {} were in the backup",
        store.last(),
        dir.display(),
        found.entries
    );
    context.done = Some("the store is restored");
    writeln!(
        context.out,
        "{} restored to {}",
        count(found.entries, "entry"),
        dir.display()
    )?;
    Ok(Exit::OK)
}
