//! The home screen: plans with their status counts, their meetings, and the way into one.

use crate::app::command::Command;
use crate::app::model::{Home, Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::FormKind;
use crate::app::screen::{finder, forms, help};
use crate::domain::{MeetingId, MeetingState, PlanId, PlanSummary};

/// A row of the home screen that the cursor can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeRow {
    Plan(PlanId),
    Meeting(PlanId, MeetingId),
}

/// The rows in the order they are drawn: each plan, then its meetings, newest first.
#[must_use]
pub fn rows(home: &Home) -> Vec<HomeRow> {
    let mut rows = Vec::new();
    for plan in home.plans.as_deref().unwrap_or_default() {
        rows.push(HomeRow::Plan(plan.id));
        let meetings = plan.meetings.iter().rev();
        rows.extend(meetings.map(|(id, ..)| HomeRow::Meeting(plan.id, *id)));
    }
    rows
}

/// Whether a command has something to work on where the cursor is.
#[must_use]
pub fn works(home: &Home, command: Command) -> bool {
    let row = rows(home).get(home.selected).copied();
    match command {
        Command::Open | Command::NewMeeting => row.is_some(),
        Command::Minutes => matches!(row, Some(HomeRow::Meeting(..))),
        _ => true,
    }
}

/// Takes the plans in; the cursor goes to the newest meeting that is in progress.
pub(in crate::app) fn take_plans(model: &mut Model, plans: Vec<PlanSummary>) {
    let Screen::Home(home) = &mut model.screen else {
        return;
    };
    let first = home.plans.is_none();
    home.plans = Some(plans);
    let rows = rows(home);
    if first {
        let all = home.plans.iter().flatten().flat_map(|p| &p.meetings);
        let open = all.filter(|(_, m, _)| m.state != MeetingState::Closed);
        let newest = open.max_by_key(|(id, m, _)| (m.date, *id));
        let newest = newest.map(|(id, ..)| *id);
        let is_newest = |row: &HomeRow| match row {
            HomeRow::Meeting(_, id) => newest == Some(*id),
            HomeRow::Plan(_) => false,
        };
        home.selected = rows.iter().position(is_newest).unwrap_or(0);
    }
    home.selected = home.selected.min(rows.len().saturating_sub(1));
}

fn find(home: &Home, id: PlanId) -> Option<&PlanSummary> {
    home.plans.as_deref()?.iter().find(|p| p.id == id)
}

/// Runs a command on the home screen.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Screen::Home(home) = &mut model.screen else {
        return Vec::new();
    };
    let last = rows(home).len().saturating_sub(1);
    match command {
        Command::Down => home.selected = (home.selected + 1).min(last),
        Command::Up => home.selected = home.selected.saturating_sub(1),
        Command::FirstItem => home.selected = 0,
        Command::LastItem => home.selected = last,
        Command::Open => return open(model),
        Command::NewMeeting => {
            if let Some(plan) = selected_plan(home) {
                forms::open(model, FormKind::Meeting(plan));
            } else {
                no_plan(model);
            }
        }
        Command::Minutes => {
            let row = rows(home).get(home.selected).copied();
            if let Some(HomeRow::Meeting(plan, meeting)) = row {
                return vec![Effect::ShowMinutes { plan, meeting }];
            }
            model.say(Mood::Info, "minutes belong to a meeting: move to one first");
        }
        Command::Reload => return vec![Effect::LoadPlans],
        Command::Help => help::open_help(model),
        Command::Palette => finder::open_palette(model),
        Command::Leave => model.ending = true,
        Command::Suspend => model.suspending = true,
        _ => {}
    }
    Vec::new()
}

fn no_plan(model: &mut Model) {
    model.say(
        Mood::Info,
        "there is no plan yet: bring one in with  milepost import FILE",
    );
}

fn selected_plan(home: &Home) -> Option<PlanId> {
    match rows(home).get(home.selected)? {
        HomeRow::Plan(id) | HomeRow::Meeting(id, _) => Some(*id),
    }
}

/// Enter: resumes a meeting; on a plan, resumes its newest meeting in progress or begins a new one.
fn open(model: &mut Model) -> Vec<Effect> {
    let Screen::Home(home) = &model.screen else {
        return Vec::new();
    };
    match rows(home).get(home.selected).copied() {
        None => {
            no_plan(model);
            Vec::new()
        }
        Some(HomeRow::Meeting(plan, meeting)) => vec![Effect::OpenMeeting { plan, meeting }],
        Some(HomeRow::Plan(plan)) => {
            let meetings = find(home, plan).map_or(&[][..], |p| p.meetings.as_slice());
            let open = meetings
                .iter()
                .rev()
                .find(|(_, m, _)| m.state == MeetingState::InProgress);
            if let Some((meeting, ..)) = open {
                let meeting = *meeting;
                return vec![Effect::OpenMeeting { plan, meeting }];
            }
            forms::open(model, FormKind::Meeting(plan));
            Vec::new()
        }
    }
}

/// A click selects a row; a click on the selected row opens it.
pub fn click(model: &mut Model, row: usize) -> Vec<Effect> {
    let Screen::Home(home) = &mut model.screen else {
        return Vec::new();
    };
    if home.selected == row {
        return open(model);
    }
    home.selected = row;
    Vec::new()
}
