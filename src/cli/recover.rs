//! `milepost recover`: mending the store, by decision where that is needed.

use std::sync::Arc;

use super::{Context, Exit};
use crate::store::disk::{Prefer, recover};
use crate::store::doctor;
use crate::store::examine::examine;
use crate::store::probe::Probe;

/// Mend the store; where its two copies differ, keep one and set the other aside
///
/// Exit codes: 0 sound, 2 something is to be decided or was lost; with --dry-run those of doctor.
///
/// Examples:
///   milepost recover --dry-run          what is wrong, and nothing is changed
///   milepost recover                    mend what can be mended as it is
///   milepost recover --prefer journal   the working copy is set aside
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Copy that counts where the two differ: journal or store
    #[arg(long, value_name = "COPY", hide_possible_values = true)]
    prefer: Option<Copy>,
    /// Only say what is wrong
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, clap::ValueEnum)]
enum Copy {
    Journal,
    Store,
}

/// Mends the store; nothing is deleted.
///
/// # Errors
/// Where there is no store, a decision is needed and not given, or the system refuses.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    let found = examine(&dir, &Probe::this()?)?;
    let told = doctor::explain(&found, &*context.clock);
    writeln!(context.out, "{told}")?;
    if args.dry_run {
        return Ok(super::doctor::exit(&told));
    }
    let prefer = args.prefer.map(|copy| match copy {
        Copy::Journal => Prefer::Journal,
        Copy::Store => Prefer::Store,
    });
    let done = recover(&dir, Arc::clone(&context.clock), prefer, &found.copy)?;
    context.done = Some("the store is mended");
    writeln!(context.out, "\n{done}")?;
    Ok(match done.lost.as_slice() {
        [] => Exit::OK,
        _ => Exit::FINDINGS,
    })
}
