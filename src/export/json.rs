//! Plans and actions as JSON for other programs: `show --json`, `list --json`, `export --format json`.
//!
//! The keys are a promise: new ones may be added, none is renamed or taken away. Dates are `yyyy-mm-dd`. A due date has the
//! words `written` in the plan, their meaning in words (`means`), and the `first` and `last` day they can mean; it is
//! overdue by the last. `status` is the letter of the plan's legend, or null.

mod shape;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

pub use self::shape::{
    ActionJson, DateJson, DueJson, ExtraJson, IndicatorJson, LeadJson, Made, MilestoneJson,
    NoteJson, PlanJson, PriorityJson, SourceJson, StatusJson, TargetJson, UpdateJson,
};
use crate::domain::{
    ActionId, ActionRef, Due, GONE, Indicator, Lead, LeadKind, Legend, Letter, MilestoneId,
    MilestoneRef, Priority, PriorityId, Register, Target, parted_note,
};

/// A whole plan as it stands, with what is overdue on `date`.
#[must_use]
pub fn plan(register: &Register, date: NaiveDate) -> PlanJson<impl Serialize> {
    let plan = register.plan();
    let mut order: BTreeMap<PriorityId, Vec<ActionId>> = BTreeMap::new();
    for id in register.plan_order() {
        if let Some(action) = register.action(id) {
            order.entry(action.priority).or_default().push(id);
        }
    }
    let priorities = move || {
        let all = register.priorities().into_iter();
        let made = all.map(|(id, held)| {
            let actions = order.get(&id).cloned().unwrap_or_default();
            priority(register, (id, held), actions, date)
        });
        made.collect::<Vec<_>>()
    };
    PlanJson {
        title: register.title().to_owned(),
        organisation: plan.and_then(|p| p.organisation.clone()),
        period: plan.and_then(|p| p.period.clone()),
        file: plan.map_or_else(String::new, |p| p.file.clone()),
        date,
        legend: legend(&register.legend()),
        priorities: Made(priorities),
        indicators: indicators(register, None),
    }
}

fn indicators(register: &Register, of: Option<PriorityId>) -> Vec<IndicatorJson> {
    let all = register.indicators().into_iter();
    let own = all.filter(|(_, i)| i.priority == of);
    own.map(|(_, i)| indicator(i)).collect()
}

fn priority(
    register: &Register,
    (id, held): (PriorityId, &Priority),
    actions: Vec<ActionId>,
    date: NaiveDate,
) -> PriorityJson<impl Serialize> {
    let actions = move || {
        let all = actions.clone().into_iter();
        let held = all.filter_map(move |id| Some((id, register.action(id)?)));
        held.map(move |(id, held)| action(register, id, held, date))
    };
    PriorityJson {
        number: held.number.clone(),
        title: held.title.clone(),
        leads: held.leads.iter().map(lead).collect(),
        outcomes: held.outcomes.clone(),
        indicators: indicators(register, Some(id)),
        actions: Made(actions),
    }
}

fn legend(legend: &Legend) -> Vec<StatusJson> {
    let all = legend.statuses.iter().map(|s| StatusJson {
        letter: s.letter.0,
        name: s.name.clone(),
        meaning: s.meaning.clone(),
    });
    all.collect()
}

/// One action as it stands, with what is overdue on `date`.
#[must_use]
pub fn action(
    register: &Register,
    id: ActionId,
    held: ActionRef<'_>,
    date: NaiveDate,
) -> ActionJson {
    let target = Target::Action(id);
    let priority = register.priority(held.priority);
    ActionJson {
        reference: held.reference().to_owned(),
        priority: priority.map_or_else(String::new, |p| {
            format!("{} {}", p.number, p.title).trim().to_owned()
        }),
        number: held.number().to_owned(),
        kind: held.kind.word(),
        title: held.title().to_owned(),
        text: held.text().to_owned(),
        objective: held.objective().to_owned(),
        tags: held.tags.to_vec(),
        steps: held.steps.iter().map(|s| s.text.clone()).collect(),
        leads: held.leads.iter().map(lead).collect(),
        resources: held.resources.to_vec(),
        outcomes: held.outcomes.to_vec(),
        status: letter(held.status),
        standing: held.standing.word(),
        due: due(register, target),
        overdue: register.is_action_overdue(id, date),
        gone: register.gone(target),
        notes: notes(register, target),
        updates: updates(register, target),
        milestones: register
            .milestones_of(id)
            .map(|(m, held)| milestone(register, m, held, date))
            .collect(),
        extras: extras(held.extras),
        source: None,
    }
}

/// The values that the plan names itself: the mark of what is gone is told as such.
fn extras(all: &[(String, String)]) -> Vec<ExtraJson> {
    let named = all.iter().filter(|(name, _)| name != GONE);
    let extra = |(name, value): &(String, String)| ExtraJson {
        name: name.clone(),
        value: value.clone(),
    };
    named.map(extra).collect()
}

fn milestone(
    register: &Register,
    id: MilestoneId,
    held: MilestoneRef<'_>,
    date: NaiveDate,
) -> MilestoneJson {
    let target = Target::Milestone(id);
    MilestoneJson {
        reference: register.reference(target),
        title: held.title().to_owned(),
        text: held.text().to_owned(),
        leads: held.leads.iter().map(lead).collect(),
        note: parted_note(held.note()).0.to_owned(),
        status: letter(held.status),
        standing: held.standing.word(),
        due: due(register, target),
        overdue: register.is_overdue(target, date),
        gone: register.gone(target),
        notes: notes(register, target),
        updates: updates(register, target),
        source: None,
    }
}

fn letter(letter: Option<Letter>) -> Option<char> {
    letter.map(|l| l.0)
}

fn due(register: &Register, target: Target) -> DueJson {
    let none = Due::none();
    let dated = register.dated(target);
    let now = dated.map_or(&none, |d| d.due);
    let baseline = register.baseline(target).unwrap_or(&none);
    DueJson {
        now: day(now),
        baseline: day(baseline),
        moves: dated.map_or(0, |d| d.moves),
        slippage_days: now.slippage(baseline),
    }
}

fn day(due: &Due) -> DateJson {
    DateJson {
        written: due.written.clone(),
        means: due.when.to_string(),
        first: due.first_day(),
        last: due.last_day(),
        doubt: due.doubt.clone(),
    }
}

fn lead(lead: &Lead) -> LeadJson {
    LeadJson {
        name: lead.name.clone(),
        kind: match lead.kind {
            LeadKind::Person => "person",
            LeadKind::Role => "role",
            LeadKind::Group => "group",
            LeadKind::Organisation => "organisation",
        },
        written: lead.written.clone(),
        organisation: lead.organisation.clone(),
        role: lead.role.clone(),
    }
}

fn notes(register: &Register, target: Target) -> Vec<NoteJson> {
    let all = register.told_on(target).into_iter();
    let all = all.map(|said| NoteJson {
        date: said.date,
        author: said.author.to_owned(),
        seat: said.seat.word(),
        text: said.text.to_owned(),
    });
    all.collect()
}

fn updates(register: &Register, target: Target) -> Vec<UpdateJson> {
    let all = register.all_waiting_on(target);
    let all = all.map(|(_, update)| UpdateJson {
        at: update.at,
        by: update.by.clone(),
        status: letter(update.status),
        note: update.note.clone(),
        due: update.due.as_ref().map(day),
        why: update.why.clone(),
    });
    all.collect()
}

fn indicator(indicator: &Indicator) -> IndicatorJson {
    let targets = indicator.targets.iter().map(|(period, value)| TargetJson {
        period: period.clone(),
        value: value.clone(),
    });
    IndicatorJson {
        reference: indicator.reference.clone(),
        name: indicator.name.clone(),
        baseline: indicator.baseline.clone(),
        targets: targets.collect(),
        current: indicator.current.clone(),
    }
}
