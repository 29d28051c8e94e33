//! `milepost backup`: the whole store in one file.

use std::path::PathBuf;

use anyhow::Context as _;

use super::output::needs_folder;
use super::{Context, Exit};
use crate::store::backup::backup;

/// Write the whole store to one file, and read it back
///
/// Examples:
///   milepost backup /media/usb/milepost-2026-10.jsonl   also during a meeting
///   milepost restore FILE --store DIR                   a store of it again
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// File to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Makes a backup.
///
/// # Errors
/// Where the file exists, the store is damaged, or the system refuses.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    needs_folder(&args.file)?;
    let made = backup(context.store_dir()?, &args.file).context("no backup was made")?;
    context.done = Some("the backup is made");
    writeln!(context.out, "{made}")?;
    Ok(Exit::OK)
}
