//! `milepost export`: a plan in another format.

use std::path::PathBuf;

use super::output::Output;
use super::{Context, Exit, choose, into};
use crate::export::html::html;
use crate::export::markdown::markdown;
use crate::export::table::{columns, csv, rows};
use crate::export::xlsx::xlsx;
use crate::export::{calendar, docx, json, plan};
use crate::store::Reader;

/// Write a plan as Excel, Word, CSV, JSON, Markdown, HTML or a calendar
///
/// Excel (xlsx), Word (docx) and CSV have columns that milepost import reads, one row for each action and one for each milestone. The calendar (ics) holds every open date as an all-day event on the last day it can mean.
///
/// With --into, the file that the plan was imported from is copied with the new values in the cells they belong to, and nothing else in it changes; what cannot be written is named (exit code 2).
///
/// Examples:
///   milepost export --format html -o plan.html     to read, print, or send
///   milepost export -o plan.xlsx                   a new workbook to send on
///   milepost export 2 -o plan.csv                  the format is that of the name
///   milepost export --format ics -o dates.ics      open dates for a calendar
///   milepost export --format json | jq .priorities
///   milepost export --into plan.docx -o new.docx   into the file it came from
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    plan: choose::Named,
    /// xlsx, docx, csv, json, md, html or ics; else what the name of the file ends in
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// Word or Excel file the plan came from: write status, progress and new dates into a copy of it
    #[arg(long, value_name = "ORIGINAL", conflicts_with = "format")]
    into: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// The formats there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Xlsx,
    Docx,
    Csv,
    Json,
    Md,
    Html,
    Ics,
}

/// Writes the plan.
///
/// # Errors
/// Where the plan is not there, no format is given, or the file cannot be written.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    if let Some(original) = &args.into {
        return into::run(original, args.plan.words(), &args.output, context);
    }
    let Some(format) = args.format.or_else(|| args.output.ending()) else {
        let found = args
            .output
            .file
            .as_ref()
            .filter(|name| name.as_os_str() != "-");
        let found = found.map_or_else(String::new, |name| {
            format!("{} ends in none of them: ", name.display())
        });
        anyhow::bail!(
            "which format? {found}give --format csv, xlsx, docx, json, md, html or ics, or a file name that ends in one"
        );
    };
    if matches!(format, Format::Xlsx | Format::Docx) {
        args.output.for_bytes()?;
    }
    let store = context.reader()?;
    let chosen = choose::plan(&store, args.plan.words())?;
    let register = store.load(chosen.id)?;
    let today = context.clock.today();
    let bytes = match format {
        Format::Xlsx => xlsx(&register, today)?,
        Format::Docx => docx::plan(&register, today)?,
        Format::Csv => csv(&columns(&register), &rows(&register))?,
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(&json::plan(&register, today))?;
            bytes.push(b'\n');
            bytes
        }
        Format::Md => markdown(&plan::plan(&register, today)).into_bytes(),
        Format::Html => html(&plan::plan(&register, today)).into_bytes(),
        Format::Ics => {
            let found = calendar::calendar(&register, today);
            if !found.undated.is_empty() {
                let undated = found.undated.join(", ");
                writeln!(context.err, "no date, so not in the calendar: {undated}")?;
            }
            found.text.into_bytes()
        }
    };
    args.output.write(&bytes, context)?;
    Ok(Exit::OK)
}
