//! `milepost show`: one action with everything known of it.

use super::{Context, Exit, choose, write_json};
use crate::domain::{Key, Record, Register, Source, Target};
use crate::export::card::{add_waiting, card};
use crate::export::json::{self, ActionJson};
use crate::export::plain::plain;
use crate::store::Reader;

/// Show an action: status, dates, leads, milestones, notes
///
/// Examples:
///   milepost show 6.3
///   milepost show 6.3 --source      with the words of the file it came from
///   milepost show 6.3 --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Reference of an action, or of one of its milestones: 6.3, or 6.3 m2
    #[arg(value_name = "REF", required = true)]
    reference: Vec<String>,
    /// Number or name of the plan, where several have such an item
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Show where it came from: file, place, and the words as they stood there
    #[arg(long)]
    source: bool,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// Prints the action.
///
/// # Errors
/// Where there is no such action, or the store cannot be read.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let (plans, all) = choose::plans(&store, args.plan.as_deref())?;
    let (register, target) = choose::item(&plans, &all, &args.reference.join(" "))?;
    let found = register.action_of(target);
    let found = found.and_then(|id| Some((id, register.action(id)?)));
    let Some((id, action)) = found else {
        anyhow::bail!("the milestone has no action: run milepost doctor");
    };
    let sources = if args.source {
        sources(&store, register, Target::Action(id))?
    } else {
        Vec::new()
    };
    let today = context.clock.today();
    if args.json {
        let mut found = json::action(register, id, action, today);
        add_sources(&mut found, register, sources);
        write_json(context, &found)?;
    } else {
        let mut document = card(register, id, action, today, &sources);
        add_waiting(&mut document, register, id);
        write!(context.out, "{}", plain(&document, context.page()))?;
    }
    Ok(Exit::OK)
}

/// Where an action and its milestones came from.
fn sources(
    store: &dyn Reader,
    register: &Register,
    action: Target,
) -> anyhow::Result<Vec<(Target, Source)>> {
    let below = register
        .action_of(action)
        .into_iter()
        .flat_map(|id| register.milestones_of(id));
    let targets = std::iter::once(action).chain(below.map(|(m, _)| Target::Milestone(m)));
    let mut found = Vec::new();
    for target in targets {
        if let Some(Record::Source(source)) = store.record(Key::source(register.id(), target))? {
            found.push((target, source));
        }
    }
    Ok(found)
}

fn add_sources(action: &mut ActionJson, register: &Register, sources: Vec<(Target, Source)>) {
    for (target, source) in sources {
        let reference = register.reference(target);
        let milestone = action
            .milestones
            .iter_mut()
            .find(|m| m.reference == reference);
        match (target, milestone) {
            (Target::Action(_), _) => action.source = Some(source.into()),
            (Target::Milestone(_), Some(m)) => m.source = Some(source.into()),
            (Target::Milestone(_), None) => {}
        }
    }
}
