//! `milepost chase`: for each lead a sheet with their own items and space to answer.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;

use super::lead::Everything;
use super::output::write_file;
use super::owed::{self, Owed, Shares, Whom};
use super::{Context, Exit};
use crate::domain::due::read::read_typed;
use crate::domain::text::{count, slug};
use crate::domain::{Arising, Due, PlanId, Target};
use crate::export::sheet::{self, Asked};
use crate::search::{Entry, Task, tasks};

/// Write a sheet for each lead: their open items, with space to answer, and what meetings gave them to do
///
/// An answered sheet is read back with: milepost take FILE
///
/// Examples:
///   milepost chase --due 30d -o sheets   overdue or due in 30 days, by lead
///   milepost chase --lead okafor         one lead, on standard output
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
    let is_wanted = |due: &Due| until.is_none_or(|u| due.last_day().is_some_and(|last| last <= u));
    let mut sheets = match &args.lead {
        Some(name) => {
            let (sheet, note) = of_one(&all, name, is_wanted, today)?;
            if let Some(note) = note {
                writeln!(context.err, "milepost: {note}")?;
            }
            vec![sheet]
        }
        None => of_all(&all, is_wanted, today),
    };
    sheets.retain(|sheet| !sheet.tasks.is_empty() || !sheet.owed.is_empty());
    let mut taken = BTreeSet::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let text = sheet::write(&sheet.name, &by_plan(&all, sheet), today);
        match &args.folder {
            Some(folder) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
                let file = folder.join(format!("{}.txt", file_name(&sheet.name, &mut taken)));
                write_file(&file, text.as_bytes(), args.force)?;
                writeln!(context.out, "{}: {}", file.display(), sheet.counted())?;
            }
            None if n == 0 => write!(context.out, "{text}")?,
            None => write!(context.out, "\n{}\n\n{text}", "-".repeat(72))?,
        }
    }
    if sheets.is_empty() {
        writeln!(
            context.err,
            "nothing is open{}",
            if until.is_some() { " until then" } else { "" }
        )?;
    }
    Ok(Exit::OK)
}

/// What goes to one lead.
struct Sheet<'a> {
    name: String,
    tasks: Vec<Task>,
    owed: Vec<Owed<'a>>,
}

impl Sheet<'_> {
    /// "3 items, 1 action arising".
    fn counted(&self) -> String {
        let items = (self.tasks.len(), "item", "");
        let arising = (self.owed.len(), "action", " arising");
        let parts = [items, arising].into_iter().filter(|(n, ..)| *n > 0);
        let parts = parts.map(|(n, thing, after)| count(n, thing) + after);
        let parts: Vec<String> = parts.collect();
        parts.join(", ")
    }
}

/// The open items of a lead whose date is wanted.
fn items(
    all: &Everything,
    entry: &Entry,
    is_wanted: impl Fn(&Due) -> bool,
    today: NaiveDate,
) -> Vec<Task> {
    let mut found = tasks(entry, &all.plans, today);
    found.retain(|task| is_wanted(&task.due));
    found
}

/// The sheet of the one that a typed name stands for, with all that `milepost mine` has under it, and what is said where they are
/// called otherwise.
fn of_one<'a>(
    all: &'a Everything,
    name: &str,
    is_wanted: impl Fn(&Due) -> bool,
    today: NaiveDate,
) -> anyhow::Result<(Sheet<'a>, Option<String>)> {
    let Whom {
        lead,
        mut owed,
        note,
    } = owed::of_name(all, name)?;
    owed.retain(|o| is_wanted(&o.due_date()));
    let sheet = Sheet {
        name: lead.map_or_else(|| name.to_owned(), |entry| entry.name.clone()),
        tasks: lead.map_or_else(Vec::new, |entry| items(all, entry, is_wanted, today)),
        owed,
    };
    Ok((sheet, note))
}

/// A sheet for each lead, then for everybody else whom a meeting gave something to do.
fn of_all<'a>(
    all: &'a Everything,
    is_wanted: impl Fn(&Due) -> bool,
    today: NaiveDate,
) -> Vec<Sheet<'a>> {
    let mut shares = Shares::of(all, |owed| is_wanted(&owed.due_date()));
    let leads = all.people.entries().iter().enumerate();
    let mut sheets: Vec<Sheet<'a>> = leads
        .map(|(n, entry)| Sheet {
            name: entry.name.clone(),
            tasks: items(all, entry, &is_wanted, today),
            owed: shares.of_lead(n),
        })
        .collect();
    sheets.extend(shares.others().map(|(name, owed)| Sheet {
        name,
        tasks: Vec::new(),
        owed,
    }));
    sheets
}

/// What is asked about in each plan. What belongs to one action stands together, in plan order behind it, where the first of it
/// is due.
fn by_plan<'a>(all: &'a Everything, sheet: &Sheet<'a>) -> Vec<Asked<'a>> {
    let of = |plan: PlanId| -> Vec<Target> {
        let here: Vec<&Task> = sheet.tasks.iter().filter(|t| t.plan == plan).collect();
        let first = |task: &Task| here.iter().position(|t| t.action == task.action);
        let mut sorted = here.clone();
        sorted.sort_by_cached_key(|t| (first(t), place(all, t)));
        sorted.into_iter().map(|t| t.target).collect()
    };
    let given = |plan: PlanId| -> Vec<&'a Arising> {
        let here = sheet.owed.iter().filter(|o| o.register.id() == plan);
        here.map(|o| o.arising).collect()
    };
    let asked = all.plans.iter().map(|register| Asked {
        number: all.number(register.id()),
        register,
        targets: of(register.id()),
        arising: given(register.id()),
    });
    asked
        .filter(|asked| !asked.targets.is_empty() || !asked.arising.is_empty())
        .collect()
}

/// An action comes before its milestones.
fn place(all: &Everything, task: &Task) -> Option<usize> {
    let register = all.plans.iter().find(|r| r.id() == task.plan)?;
    let mut below = register.milestones_of(task.action);
    below.position(|(id, _)| task.target == Target::Milestone(id))
}

/// Letters, digits and dashes; a number where no other letters tell it from one before.
fn file_name(lead: &str, taken: &mut BTreeSet<String>) -> String {
    let name = slug(lead, 60);
    let name = if name.is_empty() { "lead" } else { &name };
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_default()
}
