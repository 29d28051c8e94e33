//! `milepost list`: the actions of a plan, or some of them.

use std::collections::BTreeSet;

use anyhow::bail;
use chrono::NaiveDate;
use serde::Serialize;

use super::{Context, Exit, choose, lead, write_json};
use crate::domain::{ActionId, Key, Legend, Letter, Register};
use crate::export::card::action_table;
use crate::export::json::{self, ActionJson};
use crate::export::plain::plain_table;
use crate::search::People;
use crate::store::Reader;

/// List the actions of a plan, or some of them
///
/// Examples:
///   milepost list --rag red,amber
///   milepost list --overdue --date 2026-10-15
///   milepost list --lead okafor --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only these statuses: letters or names of the plan's legend, or none
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    rag: Vec<String>,
    /// Only what is overdue, or has an overdue milestone
    #[arg(long)]
    overdue: bool,
    /// Only what this lead has, itself or a milestone of it: a name or part of it, in any of its spellings
    #[arg(long, value_name = "NAME")]
    lead: Option<String>,
    /// Number or name of the plan, where there are several
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Day that overdue is told for: 2026-10-15, "15 oct"; today where nothing is given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// What `list --json` prints.
#[derive(Serialize)]
struct Listing<'a> {
    plan: &'a str,
    date: NaiveDate,
    actions: Vec<ActionJson>,
}

/// Prints the actions in plan order.
///
/// # Errors
/// Where the plan or a status is not there, or the store cannot be read.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let today = context.clock.today();
    let date = args.date.as_deref();
    let date = match date.map_or(Ok(today), |words| choose::day(words, today)) {
        Ok(date) => date,
        Err(error) => {
            writeln!(context.err, "milepost: --date: {error}")?;
            return Ok(Exit::FINDINGS);
        }
    };
    let store = context.reader()?;
    let plan = choose::plan(&store, args.plan.as_deref())?;
    let register = store.load(plan.id)?;
    let statuses = statuses(&register.legend(), &args.rag)?;
    let lead = match &args.lead {
        Some(name) => {
            let joined = store.load(Key::NO_PLAN)?;
            Some(led_by(name, &register, &joined, context)?)
        }
        None => None,
    };
    let mut found = register.plan_order();
    found.retain(|id| {
        let status = register.action(*id).and_then(|a| a.status);
        (statuses.is_empty() || statuses.contains(&status))
            && (!args.overdue || register.is_action_overdue(*id, date))
            && lead.as_ref().is_none_or(|led| led.contains(id))
    });
    if args.json {
        let actions = found
            .iter()
            .filter_map(|id| Some(json::action(&register, *id, register.action(*id)?, date)));
        let listing = Listing {
            plan: register.title(),
            date,
            actions: actions.collect(),
        };
        write_json(context, &listing)?;
    } else if found.is_empty() {
        // That nobody is called so was said, and says it all.
        if lead.is_none_or(|led| !led.is_empty()) {
            let title = register.title();
            writeln!(context.err, "no action of {title} is like that")?;
        }
    } else {
        let table = action_table(&register, &found, date);
        write!(context.out, "{}", plain_table(&table, context.page()))?;
    }
    Ok(Exit::OK)
}

fn statuses(legend: &Legend, words: &[String]) -> anyhow::Result<Vec<Option<Letter>>> {
    let status = |word: &String| {
        if word.trim().eq_ignore_ascii_case("none") {
            return Ok(None);
        }
        if let Some(status) = legend.by_word(word) {
            return Ok(Some(status.letter));
        }
        let known = legend.statuses.iter();
        let known: Vec<String> = known
            .map(|s| format!("{} {}", s.letter.0, s.name))
            .collect();
        bail!(
            "--rag: found “{word}”, expected a status of this plan ({}) or none",
            known.join(", ")
        )
    };
    words.iter().map(status).collect()
}

/// The actions of everybody a typed name may stand for, in whatever spellings.
fn led_by(
    name: &str,
    register: &Register,
    joined: &Register,
    context: &mut Context<'_>,
) -> anyhow::Result<BTreeSet<ActionId>> {
    let people = People::of([register], joined);
    // A list in which nothing is left is no error, whatever it is left without.
    let (meant, note) = lead::everybody(&people, name);
    if let Some(note) = note {
        writeln!(context.err, "milepost: {note}")?;
    }
    let entries = meant.into_iter().filter_map(|n| people.entries().get(n));
    let actions = entries.flat_map(|entry| entry.actions(register.id()));
    Ok(actions.collect())
}
