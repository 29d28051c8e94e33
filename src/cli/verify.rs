//! `milepost verify`: checksums, links, and the working copy against the journal.

use super::{Context, Exit};
use crate::store::probe::Probe;
use crate::store::verify::verify;

/// Check every checksum of the store, and its two copies against each other
///
/// Examples:
///   milepost verify            exit code 0 where everything adds up, 1 where not
///   milepost verify --json     the findings for a script
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Verifies the store; changes nothing.
///
/// # Errors
/// Where there is no store or it cannot be read.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let found = verify(context.store_dir()?, &Probe::this()?)?;
    if args.json {
        writeln!(context.out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        writeln!(context.out, "{found}")?;
    }
    Ok(if found.is_sound() {
        Exit::OK
    } else {
        Exit::ERROR
    })
}
