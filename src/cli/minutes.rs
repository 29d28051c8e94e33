//! `milepost minutes`: the minutes of a meeting.

use super::output::Output;
use super::{Context, Exit, choose};
use crate::export::docx;
use crate::export::html::html;
use crate::export::markdown::markdown;
use crate::export::minutes::{minutes, refusal, register_after};

/// Write the minutes of a meeting as Markdown, HTML or Word
///
/// Examples:
///   milepost minutes                    of the latest meeting, to the terminal
///   milepost minutes -o minutes.md      to a new file
///   milepost minutes -o minutes.docx    as Word
///   milepost minutes -o minutes.html    as one page to read or print
///   milepost minutes JAG 2026-10-15     of another meeting
///   milepost minutes 3                  by its number in `milepost meetings`
///   milepost minutes --plan 2           of the latest meeting on one plan
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Number, forum, date, or forum and date of a meeting; the latest where nothing is given
    #[arg(value_name = "MEETING")]
    meeting: Vec<String>,
    /// Number or name of the plan; the meetings of all plans where nothing is given
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// md, html or docx; else what the name of the file ends in; md where it has no ending
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

/// The formats there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Md,
    Html,
    Docx,
}

/// Writes the minutes.
///
/// # Errors
/// Where there is no such meeting or format, the store cannot be read or the file cannot be written.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let named = args.format.or_else(|| args.output.ending());
    let Some(format) = named.or_else(|| args.output.has_no_ending().then_some(Format::Md)) else {
        anyhow::bail!(
            "which format? give --format md, html or docx, or a file name that ends in one"
        );
    };
    let (store, mut entries) = context.history()?;
    let chosen = choose::meeting(&store, &args.meeting.join(" "), args.plan.as_deref())?;
    entries.retain(|entry| entry.changes_of(chosen.plan).next().is_some());
    if let Some(why) = refusal(&entries, chosen.id) {
        anyhow::bail!("no minutes: {why}");
    }
    let register = register_after(chosen.plan, &entries, chosen.id)?;
    let document = minutes(&register, chosen.id, &entries)
        .ok_or_else(|| anyhow::anyhow!("the meeting is not in its plan: run milepost doctor"))?;
    let bytes = match format {
        Format::Md => markdown(&document).into_bytes(),
        Format::Html => html(&document).into_bytes(),
        Format::Docx => {
            args.output.for_bytes()?;
            docx::document(&document)?
        }
    };
    args.output.write(&bytes, context)?;
    Ok(Exit::OK)
}
