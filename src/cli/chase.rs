//! `milepost chase`: for each lead a sheet with their own items and space to answer.

use std::path::PathBuf;

use anyhow::bail;

use super::lead::Everything;
use super::output::write_file;
use super::{Context, Exit};
use crate::domain::due::read::read_typed;
use crate::domain::text::fold;
use crate::domain::{Due, PlanId, Target};
use crate::export::sheet::{self, Asked};
use crate::search::{Entry, Task, tasks};

/// Write a sheet for each lead: their open items, with space to answer
///
/// An answered sheet is read back with: milepost take FILE
///
/// Examples:
///   milepost chase --due 30d -o sheets      what is overdue or due within 30 days, a file for each lead
///   milepost chase --lead okafor            one lead, on standard output
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only what is overdue or due until then: 30d, 2w, 31 dec; everything open where nothing is given
    #[arg(long, value_name = "WHEN")]
    due: Option<String>,
    /// Only this lead: a name, or part of it
    #[arg(long, value_name = "NAME")]
    lead: Option<String>,
    /// Number or name of the plan; all plans where nothing is given
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Folder for the sheets, one file for each lead; standard output where nothing is given
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

/// Writes the sheets.
///
/// # Errors
/// Where a name or date cannot be read, or a file cannot be written.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let all = Everything::load(&store, args.plan.as_deref())?;
    let today = context.clock.today();
    let until = match &args.due {
        Some(words) => {
            let due = read_typed(words, today, &Due::none())?;
            let Some(last) = due.last_day() else {
                bail!("--due: “{words}” is no day: give 30d, 2w or 31 dec");
            };
            Some(last)
        }
        None => None,
    };
    let chosen = args
        .lead
        .as_deref()
        .map(|name| all.lead(name))
        .transpose()?;
    let mut written = 0usize;
    for (n, entry) in all.people.entries().iter().enumerate() {
        if chosen.is_some_and(|c| c != n) {
            continue;
        }
        let mut found = tasks(entry, &all.plans, today);
        found.retain(|t| until.is_none_or(|u| t.due.last_day().is_some_and(|last| last <= u)));
        if found.is_empty() {
            continue;
        }
        let text = sheet::write(&entry.name, &by_plan(&all, &found), today);
        match &args.folder {
            Some(folder) => {
                std::fs::create_dir_all(folder)?;
                let file = folder.join(format!("{}.txt", file_name(entry, n)));
                write_file(&file, text.as_bytes(), args.force)?;
                writeln!(context.out, "{}: {} item(s)", file.display(), found.len())?;
            }
            None if written == 0 => write!(context.out, "{text}")?,
            None => write!(context.out, "\n{}\n\n{text}", "-".repeat(72))?,
        }
        written += 1;
    }
    if written == 0 {
        writeln!(
            context.err,
            "nothing is open{}",
            if until.is_some() { " until then" } else { "" }
        )?;
    }
    Ok(Exit::OK)
}

/// What is asked about in each plan. What belongs to one action stands together, in plan order behind it, where the first of it
/// is due.
fn by_plan<'a>(all: &'a Everything, found: &[Task]) -> Vec<Asked<'a>> {
    let of = |plan: PlanId| -> Vec<Target> {
        let here: Vec<&Task> = found.iter().filter(|t| t.plan == plan).collect();
        let first = |task: &Task| here.iter().position(|t| t.action == task.action);
        let mut sorted = here.clone();
        sorted.sort_by_cached_key(|t| (first(t), place(all, t)));
        sorted.into_iter().map(|t| t.target).collect()
    };
    let asked = all.plans.iter().map(|register| Asked {
        number: all.number(register.id()),
        register,
        targets: of(register.id()),
    });
    asked.filter(|asked| !asked.targets.is_empty()).collect()
}

/// An action comes before its milestones.
fn place(all: &Everything, task: &Task) -> Option<usize> {
    let register = all.plans.iter().find(|r| r.id() == task.plan)?;
    let mut below = register.milestones_of(task.action);
    below.position(|(id, _)| task.target == Target::Milestone(id))
}

/// Letters, digits and dashes; the position keeps two of the same letters apart where nothing else does.
fn file_name(entry: &Entry, n: usize) -> String {
    let mut name = String::new();
    for c in fold(&entry.name).chars().take(60) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        format!("lead-{}", n + 1)
    } else {
        name.to_owned()
    }
}
