//! `milepost generate`: a plan of any size, for measuring.

use super::{Context, Exit};
use crate::data::large::Large;
use crate::domain::{Deed, NewEntry, Seat};
use crate::store::{self, Store as _};

/// Put a plan of invented actions into the store, the same for the same numbers
///
/// Examples:
///   milepost generate --actions 10000 --seed 1 --store /tmp/large
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, hide = true)]
pub struct Args {
    /// How many actions, each with three milestones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    actions: u64,
    /// Which of the many plans of that size
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Writes the plan into the store, in entries of a thousand actions.
///
/// # Errors
/// Where the store is open elsewhere or refuses.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let (mut store, _) = store::open(context.store_dir()?, context.clock.clone())?;
    let large = Large::new(args.actions, args.seed, store.ids());
    for changes in large {
        store.commit(NewEntry {
            at: context.clock.now(),
            by: context.author()?.to_owned(),
            seat: Seat::Chair,
            meeting: None,
            deed: Deed::Import,
            what: format!("generated plan of {} actions", args.actions),
            changes,
        })?;
    }
    writeln!(
        context.out,
        "{} actions, {} milestones",
        args.actions,
        args.actions * 3
    )?;
    Ok(Exit::OK)
}
