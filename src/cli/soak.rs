//! `milepost soak`: kills a writer again and again and looks whether anything was lost.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Context, Exit};
use crate::store::soak::{self, Soak};

/// Kill a writing process again and again, and count what was lost
///
/// Examples:
///   milepost soak --cycles 1000     in a folder of its own, which is removed afterwards
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, hide = true)]
pub struct Args {
    /// How often to kill
    #[arg(long, value_name = "N", default_value_t = 100)]
    cycles: u32,
    /// Where the random moments begin
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write until killed (what the killed process runs)
    #[arg(long, value_name = "DIR", hide = true)]
    writer: Option<PathBuf>,
}

/// Runs the cycles, or is the writer.
///
/// # Errors
/// Where the system refuses; a loss is a finding.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    if let Some(dir) = args.writer {
        soak::write_until_killed(&dir, Arc::clone(&context.clock), context.out)?;
        return Ok(Exit::OK);
    }
    let soak = Soak {
        program: std::env::current_exe()?,
        dir: context.store_dir()?.join("soak"),
        cycles: args.cycles,
        seed: args.seed,
    };
    let counts = soak.run(Arc::clone(&context.clock))?;
    writeln!(context.out, "{counts}")?;
    Ok(if counts.is_clean() {
        Exit::OK
    } else {
        Exit::FINDINGS
    })
}
