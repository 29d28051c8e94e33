//! `milepost leads`: everybody named as a lead, and which spellings may be one person.

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::lead::Everything;
use super::{Context, Exit, screen, write_json};
use crate::domain::{Change, Deed, Key, LeadKind, NewEntry, PersonId, Register, Seat};
use crate::export::document::{Column, Table, Text};
use crate::export::plain::plain_table;
use crate::search::{Entry, Join, People};
use crate::store::{Reader, Store, open};

/// List everybody named as a lead, and which spellings may be one person
///
/// Examples:
///   milepost leads
///   milepost leads --settle
///   milepost leads --json
///   milepost leads --join "S. Kellow" "Susan Kellow"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Number or name of the plan; all plans where nothing is given
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Say that these names are one lead; the first is the one shown
    #[arg(long, value_name = "NAME", num_args = 2.., conflicts_with = "apart")]
    join: Vec<String>,
    /// Say that these names are different leads, so that they are not proposed again
    #[arg(long, value_name = "NAME", num_args = 2..)]
    apart: Vec<String>,
    /// Settle the proposals on a screen, one key each
    #[arg(long, conflicts_with_all = ["join", "apart", "json"])]
    settle: bool,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// What `leads --json` prints.
#[derive(Serialize)]
struct Listing<'a> {
    leads: Vec<LeadJson<'a>>,
    proposals: Vec<ProposalJson<'a>>,
}

#[derive(Serialize)]
struct LeadJson<'a> {
    name: &'a str,
    kind: &'static str,
    organisation: Option<&'a str>,
    actions: usize,
    items: usize,
    joined: bool,
    spellings: Vec<SpellingJson<'a>>,
}

#[derive(Serialize)]
struct SpellingJson<'a> {
    name: &'a str,
    written: Vec<&'a str>,
    places: Vec<String>,
}

#[derive(Serialize)]
struct ProposalJson<'a> {
    names: Vec<&'a str>,
    reason: &'static str,
    rivals: Vec<&'a str>,
}

/// Prints the directory, or records which names are one lead.
///
/// # Errors
/// Where a name is unknown or stands for several, or the store cannot be read or written.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    if !args.join.is_empty() || !args.apart.is_empty() {
        return settle(&args, context);
    }
    if args.settle {
        return screen::run_settle(args.plan.as_deref(), context);
    }
    let store = context.reader()?;
    let all = Everything::load(&store, args.plan.as_deref())?;
    let proposals = all.people.proposals();
    if args.json {
        let listing = Listing {
            leads: all
                .people
                .entries()
                .iter()
                .map(|e| lead_json(&all, e))
                .collect(),
            proposals: proposals
                .iter()
                .map(|p| proposal_json(&all.people, p))
                .collect(),
        };
        write_json(context, &listing)?;
        return Ok(Exit::OK);
    }
    let rows = all.people.entries().iter().map(|e| row(&all, e)).collect();
    let table = Table {
        columns: vec![
            Column::words("Lead"),
            Column::words("Kind"),
            Column::numbers("Actions"),
            Column::numbers("Items"),
            Column::words("Also written"),
        ],
        rows,
    };
    write!(context.out, "{}", plain_table(&table, context.page()))?;
    for proposal in &proposals {
        tell(&all, proposal, context)?;
    }
    Ok(Exit::OK)
}

fn kind(kind: LeadKind) -> &'static str {
    match kind {
        LeadKind::Person => "person",
        LeadKind::Role => "post",
        LeadKind::Group => "group",
        LeadKind::Organisation => "organisation",
    }
}

fn actions(all: &Everything, entry: &Entry) -> usize {
    all.plans.iter().map(|p| entry.actions(p.id()).len()).sum()
}

fn row(all: &Everything, entry: &Entry) -> Vec<Text> {
    let mut also: Vec<&str> = Vec::new();
    for spelling in &entry.spellings {
        let written = spelling.written.iter().map(String::as_str);
        let ways = std::iter::once(spelling.name.as_str()).chain(written);
        for way in ways {
            if way != entry.name && !also.contains(&way) {
                also.push(way);
            }
        }
    }
    vec![
        entry.name.as_str().into(),
        kind(entry.kind).into(),
        actions(all, entry).to_string().as_str().into(),
        entry.places().len().to_string().as_str().into(),
        also.join("; ").as_str().into(),
    ]
}

/// Where an entry is named, by reference.
fn places(plans: &[Register], places: &[crate::search::Place]) -> Vec<String> {
    let reference = |place: &crate::search::Place| {
        let register = plans.iter().find(|r| r.id() == place.plan)?;
        let reference = register.reference(place.target);
        Some(if plans.len() > 1 {
            format!("{reference} of {}", register.title())
        } else {
            reference
        })
    };
    places.iter().filter_map(reference).collect()
}

fn tell(all: &Everything, proposal: &Join, context: &mut Context<'_>) -> anyhow::Result<()> {
    const SHOWN: usize = 6;
    let entries = |which: &[usize]| -> Vec<&Entry> {
        which
            .iter()
            .filter_map(|n| all.people.entries().get(*n))
            .collect()
    };
    writeln!(
        context.out,
        "\nMay be one ({}):",
        proposal.likeness.reason()
    )?;
    let mut names = Vec::new();
    for entry in entries(&proposal.entries) {
        let mut places = places(&all.plans, &entry.places());
        let more = places.len().saturating_sub(SHOWN);
        places.truncate(SHOWN);
        if more > 0 {
            places.push(format!("{more} more"));
        }
        writeln!(context.out, "  {}: {}", entry.name, places.join(", "))?;
        names.push(format!("\"{}\"", entry.name));
    }
    let rivals = entries(&proposal.rivals);
    if !rivals.is_empty() {
        let rivals: Vec<&str> = rivals.iter().map(|e| e.name.as_str()).collect();
        writeln!(context.out, "  but it fits as well: {}", rivals.join(", "))?;
    }
    writeln!(
        context.out,
        "  milepost leads --join {0}, or --apart {0}",
        names.join(" ")
    )?;
    Ok(())
}

fn lead_json<'a>(all: &'a Everything, entry: &'a Entry) -> LeadJson<'a> {
    LeadJson {
        name: &entry.name,
        kind: kind(entry.kind),
        organisation: entry.organisation.as_deref(),
        actions: actions(all, entry),
        items: entry.places().len(),
        joined: entry.person.is_some(),
        spellings: entry
            .spellings
            .iter()
            .map(|s| SpellingJson {
                name: &s.name,
                written: s.written.iter().map(String::as_str).collect(),
                places: places(&all.plans, &s.places),
            })
            .collect(),
    }
}

fn proposal_json<'a>(people: &'a People, proposal: &Join) -> ProposalJson<'a> {
    let names = |which: &[usize]| -> Vec<&'a str> {
        let entries = which.iter().filter_map(|n| people.entries().get(*n));
        entries.map(|e| e.name.as_str()).collect()
    };
    ProposalJson {
        names: names(&proposal.entries),
        reason: proposal.likeness.reason(),
        rivals: names(&proposal.rivals),
    }
}

/// Records that names are one lead, or different ones.
fn settle(args: &Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    // A look without the lock first, so that a store is not made where none is.
    context.reader()?;
    let (mut store, report) = open(&dir, context.clock.clone())?;
    for note in report.notes {
        writeln!(context.err, "milepost: {note}")?;
    }
    let all = Everything::load(&store, args.plan.as_deref())?;
    let people = store.load(Key::NO_PLAN)?;
    let joins = !args.join.is_empty();
    let names = if joins { &args.join } else { &args.apart };
    let mut entries = Vec::new();
    for name in names {
        let exact = all.people.entry_of(name);
        let Some(entry) = exact else {
            all.lead(name)?;
            bail!("“{name}” is no name as it is written: milepost leads lists them");
        };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    let mut ids = store.ids();
    let changes: Vec<Change> = if joins {
        if entries.len() < 2 {
            bail!("these names are one lead already");
        }
        all.people.join(&entries, &people, PersonId(ids.take()))
    } else {
        if entries.len() < 2 {
            bail!("these names were joined: take the join back in a meeting, with u");
        }
        all.people.keep_apart(&entries, || PersonId(ids.take()))
    };
    let verb = if joins { "one lead" } else { "different leads" };
    let what = format!("{}: {verb}", names.join(", "));
    if !changes.is_empty() {
        let entry = NewEntry {
            at: context.clock.now(),
            by: context.author()?.to_owned(),
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Record,
            what: what.clone(),
            changes,
        };
        store.commit(entry).context("nothing was recorded")?;
        context.done = Some("it is recorded");
    }
    writeln!(context.out, "{what}")?;
    Ok(Exit::OK)
}
