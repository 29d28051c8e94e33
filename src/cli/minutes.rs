//! `milepost minutes`: the minutes of a meeting.

use super::output::Output;
use super::{Context, Exit, choose};
use crate::export::markdown::markdown;
use crate::export::minutes::{minutes, register_after};
use crate::store::{Reader, Which};

/// Write the minutes of a meeting as Markdown
///
/// Examples:
///   milepost minutes                         of the latest meeting, to the terminal
///   milepost minutes -o minutes.md           to a new file
///   milepost minutes JAG 2026-10-15          of another meeting
///   milepost minutes 3                       by its number in `milepost meetings`
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Number, forum, date, or forum and date of a meeting; the latest where nothing is given
    #[arg(value_name = "MEETING")]
    meeting: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// Writes the minutes.
///
/// # Errors
/// Where there is no such meeting, the store cannot be read or the file cannot be written.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let chosen = choose::meeting(&store, &args.meeting.join(" "))?;
    let entries = store.entries(Which::Plan(chosen.plan))?;
    let register = register_after(chosen.plan, &entries, chosen.id)?;
    let document = minutes(&register, chosen.id, &entries)
        .ok_or_else(|| anyhow::anyhow!("the meeting is not in its plan: run milepost doctor"))?;
    args.output.write(markdown(&document).as_bytes(), context)?;
    Ok(Exit::OK)
}
