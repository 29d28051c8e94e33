//! `milepost probe`: the process of its own that `verify`, `doctor` and `recover` let open a copy of the working copy.

use std::io::Read as _;
use std::path::PathBuf;

use super::{Context, Exit};
use crate::store::probe;

/// Open a copy of the store's working copy and say what is in it (what verify, doctor and recover run)
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub struct Args {
    /// Copy to open
    #[arg(value_name = "COPY")]
    copy: PathBuf,
    /// Only say whose it is
    #[arg(long)]
    whose: bool,
}

/// Opens the copy. Ends with the process that asked, even in the middle of an open that never comes back.
///
/// # Errors
/// Where there is no store, or nobody listens.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    std::thread::Builder::new().spawn(|| {
        // Whoever asked holds the other end and never writes.
        let _ = std::io::stdin().lock().read(&mut [0]);
        std::process::exit(i32::from(Exit::ERROR.0));
    })?;
    if args.whose {
        probe::answer_whose(&args.copy, context.out)?;
        return Ok(Exit::OK);
    }
    let dir = context.store_dir()?.to_owned();
    probe::answer(&dir, &args.copy, context.out)?;
    Ok(Exit::OK)
}
