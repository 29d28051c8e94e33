//! `milepost import FILE`: a plan out of a Word, Excel, OpenDocument, CSV or text file.

mod seen;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::compared::{compared, comparison, kept, nothing_to_do, stored_changes};
use super::output::{is_same_file, write_file};
use super::version::{self, Against, Found};
use super::{Context, Exit, screen};
use crate::data;
use crate::domain::text::{clean, count};
use crate::domain::{Deed, Legend, NewEntry, Seat};
use crate::import::{self, Draft, Reading, Update};
use crate::store::{self, Store, StoreError};

/// How long a file is read in silence: nobody notices less, and nothing is to flash up.
const PATIENCE: Duration = Duration::from_millis(200);

/// Bring a plan in from a file
///
/// In a terminal, shows what was understood on a screen, asks what is in doubt, and stores the plan when told to. Elsewhere, or with any of the options below, a plan without open questions is stored; one with questions is stored only with --yes. Every row of the file is accounted for in the report.
///
/// Exit codes: 0 stored (or, with --dry-run, nothing in doubt), 1 not readable, 2 nothing was stored: questions are open, or it was cancelled.
///
/// Examples:
///   milepost import plan.docx --dry-run            what it would become
///   milepost import plan.csv --report report.txt   and what became of every row
///   milepost import plan.xlsx --yes                take, and note, every proposal
///   milepost import plan.csv --new                 whatever is stored
///   milepost import plan.csv --dry-run --json      for a script
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
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
    /// Replace the report if it is there
    #[arg(long, requires = "report")]
    force: bool,
    /// Take the proposals of all open questions
    #[arg(long)]
    yes: bool,
    /// Store it as a plan of its own, also where a stored plan has the same title
    #[arg(long, conflicts_with = "plan")]
    new: bool,
    /// The stored plan it is a new version of, by number or words of its title; else the one of the same title
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Statuses of the plan: RAG, BRAG or 1-4; else the legend in the file, else RAG
    #[arg(long, value_name = "NAME")]
    legend: Option<String>,
}

impl Args {
    fn against(&self) -> Against {
        match (&self.plan, self.new) {
            (Some(words), _) => Against::Plan(words.clone()),
            (None, true) => Against::Nothing,
            (None, false) => Against::Alike,
        }
    }
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
    if let Some(report) = args.report.as_deref()
        && is_same_file(report, &args.file)
    {
        bail!(
            "{} is the plan itself: give the report another name",
            report.display()
        );
    }
    let legend = args.legend.as_deref().map(legend).transpose()?;
    let against = args.against();
    let reading = Reading::begin(&name, bytes, legend);
    let asks = !(args.dry_run || args.json || args.yes || args.report.is_some());
    if asks && context.width.is_some() && screen::check().is_ok() {
        return seen::preview(reading, &against, context);
    }
    let draft = wait(&reading, context)?;
    let open = draft.questions.iter().filter(|q| q.topic.blocks()).count();
    let findings = if open > 0 { Exit::FINDINGS } else { Exit::OK };
    let told = args.dry_run || args.json || args.report.is_some() || (open > 0 && !args.yes);
    let update = if told {
        looked(&draft, &against, context)?
    } else {
        None
    };
    if let Some(report) = &args.report {
        let mut text = draft.report();
        text.push('\n');
        for line in comparison(update.as_ref()) {
            text.push_str(&line);
            text.push('\n');
        }
        write_file(report, text.as_bytes(), args.force)?;
    }
    let mut shown = Vec::new();
    if args.json {
        let mut json = draft.to_json();
        if let Some(object) = json.as_object_mut() {
            object.insert("compared_with".to_owned(), compared(update.as_ref()));
        }
        serde_json::to_writer_pretty(&mut shown, &json)?;
        writeln!(shown)?;
    } else {
        show(&draft, &mut shown)?;
    }
    if args.dry_run {
        context.out.write_all(&shown)?;
        if !args.json {
            for line in comparison(update.as_ref()) {
                writeln!(context.out, "{line}")?;
            }
        }
        return Ok(findings);
    }
    if let Some((found, update)) = update.filter(|(_, u)| u.changes.is_empty()) {
        // Nothing rests on the answers.
        context.out.write_all(&shown)?;
        if !args.json {
            for line in kept(&update) {
                writeln!(context.out, "{line}")?;
            }
            writeln!(context.out, "{}", nothing_to_do(&found, &update))?;
        }
        return Ok(Exit::OK);
    }
    if open > 0 && !args.yes {
        context.out.write_all(&shown)?;
        context.out.flush()?;
        let can_wait = match draft.questions.len() - open {
            0 => "",
            _ => " (the others can wait: milepost leads --settle asks them)",
        };
        let need = if open == 1 { "needs" } else { "need" };
        writeln!(
            context.err,
            "milepost: nothing was stored: {} {need} first an answer{can_wait}; --yes takes the proposals, --report FILE shows all",
            count(open, "question")
        )?;
        return Ok(findings);
    }
    // Stored before anything is printed: whoever cannot print, or closes the pipe early, has it stored all the same.
    let stored = store(&draft.accepted(), &against, context);
    let printed = context.out.write_all(&shown);
    let lines = stored?;
    printed?;
    if !args.json {
        for line in lines {
            writeln!(context.out, "{line}")?;
        }
    }
    Ok(Exit::OK)
}

/// Waits until a file is read. A long one is told about on one line of standard error, where that is a terminal.
fn wait(reading: &Reading, context: &mut Context<'_>) -> anyhow::Result<Draft> {
    let mut patience = PATIENCE;
    let mut widest = 0;
    let draft = loop {
        if let Some(draft) = reading.wait(patience) {
            break draft;
        }
        patience = Duration::from_millis(100);
        if context.err_is_terminal {
            let words = format!("{}: {}", clean(reading.name()), reading.watch.words());
            widest = widest.max(words.chars().count());
            write!(context.err, "\r{words:<widest$}")?;
            context.err.flush()?;
        }
    };
    if widest > 0 {
        write!(context.err, "\r{:widest$}\r", "")?;
        context.err.flush()?;
    }
    Ok(draft?)
}

fn legend(name: &str) -> anyhow::Result<Legend> {
    let known = data::legends();
    let named = known.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    match named {
        Some((_, legend)) => Ok(legend.clone()),
        None => {
            let names: Vec<&str> = known.iter().map(|(n, _)| n.as_str()).collect();
            bail!(
                "there is no legend {name}: give one of {}",
                names.join(", ")
            )
        }
    }
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
fn show(draft: &Draft, out: &mut dyn Write) -> io::Result<()> {
    const SHOWN: usize = 12;
    write!(out, "{}", draft.summary())?;
    for question in draft.questions.iter().take(SHOWN) {
        writeln!(out, "  ? {} [{}]", question.text, question.proposal)?;
    }
    if draft.questions.len() > SHOWN {
        writeln!(out, "  … and {} more", draft.questions.len() - SHOWN)?;
    }
    Ok(())
}

/// What storing a draft would change of a stored plan, where there is a store: none is made for the asking.
fn looked(
    draft: &Draft,
    against: &Against,
    context: &mut Context<'_>,
) -> anyhow::Result<Option<(Found, Update)>> {
    match context.reader() {
        Ok(reader) => version::look(&reader, draft, against),
        Err(error) => {
            // A plan that is named must be there; a store need not be.
            let named = matches!(against, Against::Plan(_));
            let absent = matches!(error.downcast_ref(), Some(StoreError::Foreign(_)));
            if absent && !named {
                Ok(None)
            } else {
                Err(error)
            }
        }
    }
}

/// What people do with a plan once it is stored.
const NEXT: &str = "next: milepost list shows what is in it, milepost review goes through it";

/// Stores a draft as one entry: a new plan, or the changes to the one it is a version of. Gives what there is to say of it.
fn store(
    draft: &Draft,
    against: &Against,
    context: &mut Context<'_>,
) -> anyhow::Result<Vec<String>> {
    const NOT_STORED: &str = "nothing was stored";
    let author = context.author()?.to_owned();
    let folder = context.store_dir()?.to_owned();
    let opened = store::open(&folder, context.clock.clone());
    let (mut store, report) = opened.context(NOT_STORED)?;
    for note in report.notes {
        writeln!(context.err, "milepost: {note}")?;
    }
    let mut ids = store.ids();
    let mut lines = Vec::new();
    let (changes, done) = match version::find(&store, draft, against)? {
        Some(found) => {
            let update = version::compare(&store, found.plan.id, draft, &mut ids)?;
            let title = &found.plan.plan.title;
            let nothing = update.changes.is_empty();
            lines = if nothing {
                kept(&update)
            } else {
                update.lines(title)
            };
            let done = if nothing {
                nothing_to_do(&found, &update)
            } else {
                stored_changes(title, &update)
            };
            (update.changes, done)
        }
        None => (
            draft.changes(&mut ids).1,
            format!("stored “{}”", draft.plan.title),
        ),
    };
    lines.push(done);
    if !changes.is_empty() {
        lines.push(NEXT.to_owned());
        let entry = NewEntry {
            at: context.clock.now(),
            by: author,
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Import,
            what: format!("import {}", draft.plan.file),
            changes,
        };
        store.commit(entry).context(NOT_STORED)?;
        context.done = Some("the plan is stored");
    }
    Ok(lines)
}
