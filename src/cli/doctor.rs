//! `milepost doctor`: how the store is, in words.

use super::{Context, Exit};
use crate::store::doctor::{self, Diagnosis, Grade};
use crate::store::files::Disk;
use crate::store::format::{self, Folder};
use crate::store::probe::Probe;

/// Explain the state of the store in words, and what to do about it
///
/// Exit codes: 0 sound, 1 the next start mends it, 2 something is to be decided or was lost.
///
/// Examples:
///   milepost doctor            what is wrong, and what to do
///   milepost doctor --log      what was mended so far, and when
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// Show what was mended so far
    #[arg(long, conflicts_with = "json")]
    log: bool,
}

/// Says how the store is; changes nothing.
///
/// # Errors
/// Where there is no store or it cannot be read.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    if args.log {
        let log = doctor::log(&dir);
        if log.is_empty() && format::inspect(&Disk, &dir)? == Folder::Fresh {
            return Err(format::missing(&dir).into());
        }
        if log.is_empty() {
            writeln!(context.out, "nothing was ever mended in {}", dir.display())?;
        }
        for line in log {
            writeln!(context.out, "{line}")?;
        }
        return Ok(Exit::OK);
    }
    let found = doctor::diagnose(&dir, &*context.clock, &Probe::this()?)?;
    if args.json {
        writeln!(context.out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        writeln!(context.out, "{found}")?;
    }
    Ok(exit(&found))
}

/// What a diagnosis answers to the shell, whoever asked for it.
pub fn exit(found: &Diagnosis) -> Exit {
    match found.grade() {
        Grade::Sound | Grade::Notice => Exit::OK,
        Grade::Repairable => Exit::ERROR,
        Grade::Serious => Exit::FINDINGS,
    }
}
