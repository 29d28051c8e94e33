//! `milepost mine`: the open items of one lead, by date.

use std::collections::BTreeSet;

use serde::Serialize;

use super::lead::Everything;
use super::owed::{self, Owed, Whom};
use super::{Context, Exit, screen, write_json};
use crate::app::mine::Mine;
use crate::domain::describe;
use crate::domain::text::one_line;
use crate::domain::{PlanId, Register, Target, Tone};
use crate::export::document::{Column, Table, Text};
use crate::export::plain::plain_table;
use crate::search::{Task, tasks};

/// What one lead has to do, overdue first, then by date: a letter, a line and Enter send an update
///
/// Examples:
///   milepost mine "A. Okafor"
///   milepost mine okafor --list
///   milepost mine okafor --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Name of the lead, or part of it; your own name where nothing is given
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Number or name of the plan; all plans where nothing is given
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Print the list instead of opening the screen (also where the output is no terminal)
    #[arg(long)]
    list: bool,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct TaskJson<'a> {
    plan: &'a str,
    reference: String,
    title: String,
    /// What is overdue or due next: its own date, or that of a milestone of the action that it is.
    due: String,
    last_day: Option<chrono::NaiveDate>,
    /// Reference of that milestone.
    milestone: Option<String>,
    overdue: bool,
    status: Option<char>,
    /// The mark of what a later version of the plan's file no longer has, with the name of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<String>,
    update_waiting: bool,
    /// The meeting that gave it out; an action arising alone has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_by: Option<String>,
}

/// Prints the items.
///
/// # Errors
/// Where the name stands for nobody or for several, or the store cannot be read.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let all = Everything::load(&store, args.plan.as_deref())?;
    let today = context.clock.today();
    let (name, Whom { lead, owed, note }) = match args.name {
        Some(name) => {
            let whom = owed::of_name(&all, &name)?;
            (name, whom)
        }
        None => {
            let name = context.author()?.to_owned();
            let whom = owed::of_oneself(&all, &name)?;
            (name, whom)
        }
    };
    let found = lead.map_or_else(Vec::new, |lead| tasks(lead, &all.plans, today));
    let called = lead.map_or(name.as_str(), |lead| lead.name.as_str());
    let register = |task: &Task| all.plans.iter().find(|r| r.id() == task.plan);
    if args.json {
        let tasks = found
            .iter()
            .filter_map(|t| Some(task_json(register(t)?, t)));
        let tasks = tasks.chain(owed.iter().map(|o| owed_json(o, today)));
        let tasks: Vec<TaskJson<'_>> = tasks.collect();
        write_json(context, &tasks)?;
        return Ok(Exit::OK);
    }
    // The screen is for the items of plans: what is given out alone is told below.
    let has_screen = !found.is_empty() || owed.is_empty();
    if !args.list && has_screen && screen::check().is_ok() {
        let hers: Vec<(PlanId, Target)> = found.iter().map(|t| (t.plan, t.target)).collect();
        let notes = note.into_iter().chain(told(owed.len())).collect();
        let name = called.to_owned();
        return screen::run_mine(Mine::new(name, today, all.plans, &hers), notes, context);
    }
    if let Some(note) = note {
        writeln!(context.err, "milepost: {note}")?;
    }
    if found.is_empty() && owed.is_empty() {
        writeln!(context.err, "{called} has nothing open")?;
        return Ok(Exit::OK);
    }
    let several = all.plans.len() > 1;
    // A plan is called by its number, as it is typed: its title would leave no room for what is to be done.
    let number = |plan: PlanId| several.then(|| all.number(plan));
    let rows = found
        .iter()
        .filter_map(|t| Some(row(register(t)?, t, number(t.plan))));
    let columns = ["Item", "Due", "Status", "What"].map(Column::words);
    let table = Table {
        columns: columns.into_iter().chain(plan_column(several)).collect(),
        rows: rows.collect(),
    };
    writeln!(context.out, "{called}")?;
    if !found.is_empty() {
        write!(context.out, "{}", plain_table(&table, context.page()))?;
    }
    if !owed.is_empty() {
        let table = owed::table(&owed, today, number);
        let gap = if found.is_empty() { "" } else { "\n" };
        write!(context.out, "{gap}{}", plain_table(&table, context.page()))?;
    }
    let named = found.iter().map(|t| t.plan);
    let named: BTreeSet<PlanId> = named.chain(owed.iter().map(|o| o.register.id())).collect();
    let named = all
        .plans
        .iter()
        .filter(|r| several && named.contains(&r.id()));
    for (n, plan) in named.enumerate() {
        let gap = if n == 0 { "\n" } else { "" };
        let number = all.number(plan.id());
        writeln!(
            context.out,
            "{gap}Plan {number}: {}",
            one_line(plan.title())
        )?;
    }
    Ok(Exit::OK)
}

/// The column that says which plan an item is of, where there are several.
pub fn plan_column(several: bool) -> Option<Column> {
    several.then(|| Column::numbers("Plan"))
}

/// What the screen says of actions arising, which it does not list.
fn told(n: usize) -> Vec<String> {
    match n {
        0 => Vec::new(),
        1 => vec!["1 action arising is open too: milepost mine --list shows it".to_owned()],
        n => vec![format!(
            "{n} actions arising are open too: milepost mine --list shows them"
        )],
    }
}

fn row(register: &Register, task: &Task, plan: Option<usize>) -> Vec<Text> {
    let legend = register.legend();
    let letter = register.status(task.target);
    let tone: Option<Tone> = letter.and_then(|l| legend.get(l)).map(|s| s.tone);
    let late = if task.is_overdue { ", overdue" } else { "" };
    let waiting = register.waiting_on(task.target);
    let waiting = if waiting.is_some() {
        " (update sent)"
    } else {
        ""
    };
    let gone = register.gone(task.target);
    let gone = gone.map_or_else(String::new, |mark| format!(" – {mark}"));
    let mut cells: Vec<Text> = vec![
        register.reference(task.target).as_str().into(),
        format!(
            "{}{late}",
            describe::next_date(register, task.target, task.next)
        )
        .as_str()
        .into(),
        Text::from(describe::status(&legend, letter).as_str()).in_tone(tone),
        format!("{}{gone}{waiting}", describe::title(register, task.target))
            .as_str()
            .into(),
    ];
    cells.extend(plan.map(|number| Text::from(number.to_string())));
    cells
}

fn task_json<'a>(register: &'a Register, task: &Task) -> TaskJson<'a> {
    TaskJson {
        plan: register.title(),
        reference: register.reference(task.target),
        title: describe::title(register, task.target),
        due: task.due.to_string(),
        last_day: task.due.last_day(),
        milestone: (task.next != task.target).then(|| register.reference(task.next)),
        overdue: task.is_overdue,
        status: register.status(task.target).map(|l| l.0),
        gone: register.gone(task.target),
        update_waiting: register.waiting_on(task.target).is_some(),
        given_by: None,
    }
}

fn owed_json<'a>(owed: &Owed<'a>, today: chrono::NaiveDate) -> TaskJson<'a> {
    let late = owed.register.late_arising(owed.arising, today);
    TaskJson {
        plan: owed.register.title(),
        reference: owed.reference(),
        title: one_line(&owed.arising.what),
        due: owed.due(),
        last_day: owed.register.due_of(owed.arising).last_day(),
        milestone: None,
        overdue: late.is_some(),
        status: None,
        gone: None,
        update_waiting: false,
        given_by: Some(owed.given()),
    }
}
