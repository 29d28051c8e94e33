//! `milepost archive`: old files of the journal are set apart.

use std::sync::Arc;

use anyhow::Context as _;

use super::{Context, Exit};
use crate::store;
use crate::store::files::Disk;
use crate::store::format::{self, Folder};

/// Set the journal's files apart, so that a long history need not stay in the store
///
/// Everything recorded so far goes to the folder archive in the store; what it adds up to stays. Nothing is deleted. The folder may be kept elsewhere: plans, meetings and notes stay as they are. The history of items, and minutes of the meetings so far, need it put back.
///
/// Examples:
///   milepost archive --dry-run     what it would do, and nothing is changed
///   milepost archive
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Archives what is recorded.
///
/// # Errors
/// Where there is no store, somebody else has it open, or it is not sound.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    if format::inspect(&Disk, &dir)? == Folder::Fresh {
        return Err(format::missing(&dir).into());
    }
    let opened = store::open(&dir, Arc::clone(&context.clock));
    let (mut store, report) = opened.context("nothing was archived")?;
    for note in report.notes {
        writeln!(context.err, "milepost: {note}")?;
    }
    let archived = store.archive(args.dry_run);
    let archived = archived.context("archiving did not come to its end, and nothing is lost")?;
    context.done = archived.done.then_some("it is archived");
    writeln!(context.out, "{archived}")?;
    Ok(Exit::OK)
}
