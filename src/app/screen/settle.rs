//! Settling proposals: y joins, n keeps apart, u takes back.

use crate::app::command::Command;
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::record::UNDO;
use crate::app::screen::help;
use crate::app::settle::Settle;
use crate::domain::{Change, Deed, NewEntry, PersonId, Seat};

fn settle(model: &mut Model) -> Option<&mut Settle> {
    match &mut model.screen {
        Screen::Settle(settle) => Some(settle),
        _ => None,
    }
}

/// Runs a command among the proposals.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(open) = settle(model) else {
        return Vec::new();
    };
    let last = open.proposals.len().saturating_sub(1);
    match command {
        Command::Down => open.selected = (open.selected + 1).min(last),
        Command::Up => open.selected = open.selected.saturating_sub(1),
        Command::FirstItem => open.selected = 0,
        Command::LastItem => open.selected = last,
        Command::Join => return decide(model, true),
        Command::KeepApart => return decide(model, false),
        Command::Undo => return undo(model),
        Command::Help => help::open_help(model),
        Command::Suspend => model.suspending = true,
        Command::Leave => model.ending = true,
        _ => {}
    }
    Vec::new()
}

fn decide(model: &mut Model, join: bool) -> Vec<Effect> {
    let mut ids = model.user.ids.clone();
    let Some(open) = settle(model) else {
        return Vec::new();
    };
    let Some(proposal) = open.current().cloned() else {
        model.say(Mood::Info, "nothing is left to settle: q leaves");
        return Vec::new();
    };
    let name = |n: &usize| open.directory.entries().get(*n).map(|e| e.name.clone());
    let names: Vec<String> = proposal.entries.iter().filter_map(name).collect();
    let mut new = || PersonId(ids.take());
    let changes = if join {
        open.directory.join(&proposal.entries, &open.people, new())
    } else {
        open.directory.keep_apart(&proposal.entries, new)
    };
    let what = if join {
        format!("{} are one lead", names.join(", "))
    } else {
        format!("{} are different leads", names.join(", "))
    };
    model.user.ids = ids;
    let effects = commit(model, what, changes.clone());
    if let Some(open) = settle(model)
        && !effects.is_empty()
    {
        open.done.push(changes);
    }
    effects
}

fn undo(model: &mut Model) -> Vec<Effect> {
    let last = settle(model).and_then(|open| open.done.pop());
    let Some(changes) = last else {
        model.say(Mood::Info, "nothing to undo here");
        return Vec::new();
    };
    let inverse = changes.iter().rev().map(Change::inverse).collect();
    let what = format!("{UNDO}which leads are one");
    commit(model, what, inverse)
}

fn commit(model: &mut Model, what: String, changes: Vec<Change>) -> Vec<Effect> {
    let (at, by) = (model.now, model.user.name.clone());
    let Some(open) = settle(model) else {
        return Vec::new();
    };
    if changes.is_empty() || !open.apply(&changes) {
        model.say(
            Mood::Problem,
            "not recorded: the leads were changed meanwhile",
        );
        return Vec::new();
    }
    let entry = NewEntry {
        at,
        by,
        seat: Seat::Officer,
        meeting: None,
        deed: Deed::Record,
        what,
        changes,
    };
    vec![model.send(entry, 0)]
}
