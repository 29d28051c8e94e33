//! Plans and actions as JSON for other programs: `show --json`, `list --json`, `export --format json`.
//!
//! The keys are a promise: new ones may be added, none is renamed or taken away. Dates are `yyyy-mm-dd`. A due date has the
//! words `written` in the plan, their meaning in words (`means`), and the `first` and `last` day they can mean; it is
//! overdue by the last. `status` is the letter of the plan's legend, or null.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::domain::{
    ActionId, ActionRef, Due, GONE, Indicator, Lead, LeadKind, Legend, Letter, MilestoneId,
    MilestoneRef, PriorityId, Register, Source, Target, parted_note,
};

/// A whole plan.
#[derive(Debug, Serialize)]
pub struct PlanJson {
    pub title: String,
    pub organisation: Option<String>,
    pub period: Option<String>,
    pub file: String,
    /// The day that `overdue` is told for.
    pub date: NaiveDate,
    pub legend: Vec<StatusJson>,
    pub priorities: Vec<PriorityJson>,
    pub indicators: Vec<IndicatorJson>,
}

/// A status of the legend.
#[derive(Debug, Serialize)]
pub struct StatusJson {
    pub letter: char,
    pub name: String,
    pub meaning: String,
}

/// A priority with its actions and indicators.
#[derive(Debug, Serialize)]
pub struct PriorityJson {
    pub number: String,
    pub title: String,
    pub leads: Vec<LeadJson>,
    pub outcomes: Vec<String>,
    pub indicators: Vec<IndicatorJson>,
    pub actions: Vec<ActionJson>,
}

/// An indicator.
#[derive(Debug, Serialize)]
pub struct IndicatorJson {
    pub reference: String,
    pub name: String,
    pub baseline: String,
    pub targets: Vec<TargetJson>,
    pub current: String,
}

/// The target of an indicator for one period.
#[derive(Debug, Serialize)]
pub struct TargetJson {
    pub period: String,
    pub value: String,
}

/// An action with its milestones and notes.
#[derive(Debug, Serialize)]
pub struct ActionJson {
    pub reference: String,
    /// "1 Safer streets".
    pub priority: String,
    pub number: String,
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub objective: String,
    pub tags: Vec<String>,
    pub steps: Vec<String>,
    pub leads: Vec<LeadJson>,
    pub resources: Vec<String>,
    pub outcomes: Vec<String>,
    pub status: Option<char>,
    pub standing: &'static str,
    pub due: DueJson,
    /// Whether it or one of its milestones is overdue.
    pub overdue: bool,
    /// The mark of what a later version of the plan's file no longer has, with the name of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
    pub notes: Vec<NoteJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<UpdateJson>,
    pub milestones: Vec<MilestoneJson>,
    /// What the plan names besides: its own columns of progress, of risk.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<ExtraJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceJson>,
}

/// A value under the name that the plan gives it.
#[derive(Debug, Serialize)]
pub struct ExtraJson {
    pub name: String,
    pub value: String,
}

/// A milestone.
#[derive(Debug, Serialize)]
pub struct MilestoneJson {
    pub reference: String,
    pub title: String,
    pub text: String,
    pub leads: Vec<LeadJson>,
    pub note: String,
    pub status: Option<char>,
    pub standing: &'static str,
    pub due: DueJson,
    pub overdue: bool,
    /// The mark of what a later version of the plan's file no longer has, with the name of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
    pub notes: Vec<NoteJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<UpdateJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceJson>,
}

/// A due date with its baseline.
#[derive(Debug, Serialize)]
pub struct DueJson {
    #[serde(flatten)]
    pub now: DateJson,
    pub baseline: DateJson,
    pub moves: u32,
    /// Days later than the baseline by last days; negative for earlier.
    pub slippage_days: Option<i64>,
}

/// A date as written, and what it means.
#[derive(Debug, Serialize)]
pub struct DateJson {
    pub written: String,
    pub means: String,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub doubt: Option<String>,
}

/// A lead.
#[derive(Debug, Serialize)]
pub struct LeadJson {
    pub name: String,
    pub kind: &'static str,
    pub written: String,
    pub organisation: Option<String>,
    pub role: Option<String>,
}

/// A progress note.
#[derive(Debug, Serialize)]
pub struct NoteJson {
    pub date: NaiveDate,
    pub author: String,
    pub seat: &'static str,
    pub text: String,
}

/// What a lead sent and no meeting has decided on.
#[derive(Debug, Serialize)]
pub struct UpdateJson {
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub status: Option<char>,
    pub note: String,
    /// The date asked for.
    pub due: Option<DateJson>,
    pub why: String,
}

/// Where something came from.
#[derive(Debug, Serialize)]
pub struct SourceJson {
    pub file: String,
    pub place: String,
    pub raw: String,
    pub remarks: Vec<String>,
}

impl From<Source> for SourceJson {
    fn from(source: Source) -> Self {
        Self {
            file: source.file,
            place: source.place,
            raw: source.raw,
            remarks: source.remarks,
        }
    }
}

/// A whole plan as it stands, with what is overdue on `date`.
#[must_use]
pub fn plan(register: &Register, date: NaiveDate) -> PlanJson {
    let plan = register.plan();
    let indicators = |of: Option<PriorityId>| {
        let all = register.indicators().into_iter();
        all.filter(|(_, i)| i.priority == of)
            .map(|(_, i)| indicator(i))
            .collect()
    };
    let order = register.plan_order();
    let priorities = register
        .priorities()
        .into_iter()
        .map(|(id, p)| PriorityJson {
            number: p.number.clone(),
            title: p.title.clone(),
            leads: p.leads.iter().map(lead).collect(),
            outcomes: p.outcomes.clone(),
            indicators: indicators(Some(id)),
            actions: order
                .iter()
                .filter_map(|a| Some((*a, register.action(*a)?)))
                .filter(|(_, a)| a.priority == id)
                .map(|(a, held)| action(register, a, held, date))
                .collect(),
        });
    PlanJson {
        title: register.title().to_owned(),
        organisation: plan.and_then(|p| p.organisation.clone()),
        period: plan.and_then(|p| p.period.clone()),
        file: plan.map_or_else(String::new, |p| p.file.clone()),
        date,
        legend: legend(&register.legend()),
        priorities: priorities.collect(),
        indicators: indicators(None),
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
