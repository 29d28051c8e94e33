//! `milepost import FILE`: a plan out of a Word, Excel, OpenDocument, CSV or text file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::{Context, Exit};
use crate::domain::{Deed, NewEntry, Seat};
use crate::import::{self, Draft};
use crate::store::{self, Reader, Store};

/// Bring a plan in from a file
///
/// Shows what was understood and what is in doubt. A plan without open questions is stored; one with questions is stored
/// only with --yes. Every row of the file is accounted for in the report.
///
/// Exit codes: 0 stored (or, with --dry-run, nothing in doubt), 1 not readable, 2 questions are open and nothing was stored.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  milepost import plan.docx --dry-run             what it would become
  milepost import plan.csv --report report.txt    store it, keep the account of every row
  milepost import plan.xlsx --yes                 take every proposal; each is noted on what it is about
  milepost import plan.csv --dry-run --json       for a script")]
pub struct Args {
    /// The file: .docx, .xlsx, .xls, .ods, .csv, .tsv or text
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Store nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the draft with its account and questions as JSON
    #[arg(long)]
    json: bool,
    /// Write what was found, every question and the account of every row to a file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Take the proposals of all open questions
    #[arg(long)]
    yes: bool,
}

/// Reads a file, shows what was found and stores it where nothing is open.
///
/// # Errors
/// Where the file cannot be read or the store refuses.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let name = args.file.file_name().map_or_else(
        || args.file.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    );
    let bytes = read_file(&args.file)?;
    let draft = import::read(&name, &bytes)?;
    if let Some(report) = &args.report {
        write_new(report, &draft.report())
            .with_context(|| format!("cannot write the report to {}", report.display()))?;
    }
    if args.json {
        serde_json::to_writer_pretty(&mut context.out, &draft.to_json())?;
        writeln!(context.out)?;
    } else {
        show(&draft, context)?;
    }
    let open = draft.questions.len();
    let findings = if open > 0 { Exit::FINDINGS } else { Exit::OK };
    if args.dry_run {
        return Ok(findings);
    }
    if open > 0 && !args.yes {
        context.out.flush()?;
        writeln!(
            context.err,
            "milepost: nothing was stored: {open} question(s) open; --yes takes the proposals, --report FILE shows all"
        )?;
        return Ok(findings);
    }
    let stored = store(draft.accepted(), context)?;
    if !args.json {
        writeln!(context.out, "{stored}")?;
    }
    Ok(Exit::OK)
}

fn read_file(file: &Path) -> anyhow::Result<Vec<u8>> {
    let found = fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    if found.is_dir() {
        bail!("{} is a folder: name the plan's file", file.display());
    }
    if found.len() > import::LARGEST {
        bail!(
            "{} is larger than {} MB",
            file.display(),
            import::LARGEST / 1024 / 1024
        );
    }
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// The summary, and the first questions in a line each.
fn show(draft: &Draft, context: &mut Context<'_>) -> io::Result<()> {
    const SHOWN: usize = 12;
    write!(context.out, "{}", draft.summary())?;
    for question in draft.questions.iter().take(SHOWN) {
        writeln!(context.out, "  ? {} [{}]", question.text, question.proposal)?;
    }
    if draft.questions.len() > SHOWN {
        writeln!(
            context.out,
            "  … and {} more",
            draft.questions.len() - SHOWN
        )?;
    }
    Ok(())
}

/// Stores a draft as one entry; says what was done.
fn store(draft: Draft, context: &mut Context<'_>) -> anyhow::Result<String> {
    let folder = context.store_dir()?.to_owned();
    let (mut store, report) = store::open(&folder, context.clock.clone())?;
    for note in report.notes {
        writeln!(context.err, "milepost: {note}")?;
    }
    let same = store
        .plans()?
        .into_iter()
        .find(|p| p.plan.file_hash == draft.plan.file_hash);
    if let Some(same) = same {
        return Ok(format!(
            "nothing to do: “{}” was imported from this very file before",
            same.plan.title
        ));
    }
    let mut ids = store.ids();
    let (_, changes) = draft.changes(&mut ids);
    store.commit(NewEntry {
        at: context.clock.now(),
        by: context.author().to_owned(),
        seat: Seat::Officer,
        meeting: None,
        deed: Deed::Import,
        what: format!("import {}", draft.plan.file),
        changes,
    })?;
    Ok(format!("stored “{}”", draft.plan.title))
}

/// Writes a file beside its place and renames it there, readable by its owner alone.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
