//! `milepost import FILE`: a plan out of a Word, Excel, OpenDocument, CSV or text file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::output::write_file;
use super::{Context, Exit, screen};
use crate::app::preview::{Preview, Stored};
use crate::data;
use crate::domain::text::fold;
use crate::domain::{Deed, Ids, Key, Legend, NewEntry, PlanId, PlanSummary, Record, Seat, Target};
use crate::import::{self, Draft, Update, Watch};
use crate::store::{self, Reader, Store};

/// Bring a plan in from a file
///
/// In a terminal, shows what was understood on a screen, asks what is in doubt, and stores the plan when told to. Elsewhere,
/// or with any of the options below, a plan without open questions is stored; one with questions is stored only with --yes. Every row of the file is accounted for in the report.
///
/// Exit codes: 0 stored (or, with --dry-run, nothing in doubt), 1 not readable, 2 nothing was stored: questions are open, or it was
/// cancelled.
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
    /// Statuses of the plan: RAG, BRAG or 1-4; else the legend in the file, else RAG
    #[arg(long, value_name = "NAME")]
    legend: Option<String>,
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
    let legend = args.legend.as_deref().map(legend).transpose()?;
    let draft = import::read_with(&name, &bytes, legend, &Watch::default())?;
    if let Some(report) = &args.report {
        write_file(report, draft.report().as_bytes(), true)?;
    }
    let asks = !(args.dry_run || args.json || args.yes || args.report.is_some());
    if asks && context.width.is_some() && screen::check().is_ok() {
        return preview(draft, context);
    }
    if args.json {
        serde_json::to_writer_pretty(&mut context.out, &draft.to_json())?;
        writeln!(context.out)?;
    } else {
        show(&draft, context)?;
    }
    let open = draft.questions.iter().filter(|q| q.topic.blocks()).count();
    let findings = if open > 0 { Exit::FINDINGS } else { Exit::OK };
    if args.dry_run {
        if !args.json {
            preview_update(&draft, context)?;
        }
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
    store(&draft.accepted(), context, args.json)?;
    Ok(Exit::OK)
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

/// With --dry-run: what storing would change of a plan that is there.
fn preview_update(draft: &Draft, context: &mut Context<'_>) -> anyhow::Result<()> {
    // Without a store there is nothing to compare with, and none is made for the asking.
    let Ok(reader) = context.reader() else {
        return Ok(());
    };
    if let Some(found) = stored_plan(&reader, draft)? {
        let update = compare(
            &reader,
            found.id,
            draft,
            &mut Ids::starting_at(u64::MAX / 2),
        )?;
        show_update(&update, &found.plan.title, context.out)?;
    }
    Ok(())
}

/// The stored plan that a draft is a version of: from the same file, else of the same title.
fn stored_plan(store: &dyn Reader, draft: &Draft) -> anyhow::Result<Option<PlanSummary>> {
    let mut plans = store.plans()?;
    let same_file = |p: &PlanSummary| p.plan.file_hash == draft.plan.file_hash;
    let same_title = |p: &PlanSummary| fold(&p.plan.title) == fold(&draft.plan.title);
    let at = plans
        .iter()
        .position(same_file)
        .or_else(|| plans.iter().position(same_title));
    Ok(at.map(|at| plans.swap_remove(at)))
}

/// What a draft changes of the stored plan.
fn compare(
    store: &dyn Reader,
    plan: PlanId,
    draft: &Draft,
    ids: &mut Ids,
) -> anyhow::Result<Update> {
    let register = store.load(plan)?;
    let source = |target: Target| match store.record(Key::source(plan, target)) {
        Ok(Some(Record::Source(source))) => Some(source),
        _ => None,
    };
    Ok(draft.update(&register, &source, ids))
}

/// What is new, changed, gone and kept, a line each.
fn show_update(update: &Update, title: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in update.lines(title) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Shows the draft on a screen, where its questions are answered, and stores it if that is what is wished there.
fn preview(draft: Draft, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let (mut store, report) = store::open(context.store_dir()?, context.clock.clone())?;
    let hash = draft.plan.file_hash.clone();
    let stored = match stored_plan(&store, &draft)? {
        Some(found) if found.plan.file_hash == hash => {
            writeln!(context.out, "{}", nothing_to_do(&draft))?;
            return Ok(Exit::OK);
        }
        Some(found) => Some(stored_version(&store, found.id)?),
        None => None,
    };
    let mut start = screen::start(&mut store, context, report.notes);
    // What leads sent is not taken in here: cancelling leaves the store as it was.
    start.dir = None;
    start.preview = Some(Preview::new(draft, stored));
    let left = screen::run(Box::new(store), start, context)?;
    if left != Exit::OK {
        return Ok(left);
    }
    let plans = context.reader()?.plans()?;
    match plans.into_iter().find(|p| p.plan.file_hash == hash) {
        Some(found) => {
            writeln!(context.out, "stored “{}”", found.plan.title)?;
            Ok(Exit::OK)
        }
        None => {
            writeln!(context.err, "milepost: cancelled: nothing was stored")?;
            Ok(Exit::FINDINGS)
        }
    }
}

fn nothing_to_do(draft: &Draft) -> String {
    format!(
        "nothing to do: “{}” is stored as it stands in this file",
        draft.plan.title
    )
}

/// A stored plan with all it is compared by.
fn stored_version(store: &dyn Reader, plan: PlanId) -> anyhow::Result<Stored> {
    let register = store.load(plan)?;
    let mut targets = Vec::new();
    for (id, _) in register.actions() {
        targets.push(Target::Action(id));
        let below = register.milestones_of(id);
        targets.extend(below.map(|(id, _)| Target::Milestone(id)));
    }
    let mut sources = BTreeMap::new();
    for target in targets {
        if let Some(Record::Source(source)) = store.record(Key::source(plan, target))? {
            sources.insert(target, source);
        }
    }
    let people = store.load(Key::NO_PLAN)?;
    Ok(Stored {
        register,
        sources,
        people,
    })
}

/// Stores a draft as one entry: a new plan, or the changes to the one it is a version of.
fn store(draft: &Draft, context: &mut Context<'_>, quiet: bool) -> anyhow::Result<()> {
    let folder = context.store_dir()?.to_owned();
    let (mut store, report) = store::open(&folder, context.clock.clone())?;
    for note in report.notes {
        writeln!(context.err, "milepost: {note}")?;
    }
    let mut ids = store.ids();
    let (changes, done) = match stored_plan(&store, draft)? {
        Some(found) => {
            let update = compare(&store, found.id, draft, &mut ids)?;
            if !quiet && !update.changes.is_empty() {
                show_update(&update, &found.plan.title, context.out)?;
            }
            (
                update.changes,
                format!("stored the changes to “{}”", found.plan.title),
            )
        }
        None => (
            draft.changes(&mut ids).1,
            format!("stored “{}”", draft.plan.title),
        ),
    };
    let nothing = changes.is_empty();
    if !nothing {
        store.commit(NewEntry {
            at: context.clock.now(),
            by: context.author().to_owned(),
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Import,
            what: format!("import {}", draft.plan.file),
            changes,
        })?;
    }
    if !quiet {
        let done = if nothing { nothing_to_do(draft) } else { done };
        writeln!(context.out, "{done}")?;
    }
    Ok(())
}
