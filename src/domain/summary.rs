//! A plan in one line: for lists and the home screen. What its meetings are called.

use serde::{Deserialize, Serialize};

use super::due::show_day;
use super::text::fold;
use super::{Letter, Meeting, MeetingId, Plan, PlanId, Register};

/// A plan in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    pub id: PlanId,
    pub plan: Plan,
    pub priorities: usize,
    pub actions: usize,
    pub milestones: usize,
    /// Actions per status of the legend, in its order, and last those without one.
    pub counts: Vec<(Option<Letter>, usize)>,
    /// Its meetings by date, oldest first, each with how many items it covered.
    pub meetings: Vec<(MeetingId, Meeting, usize)>,
}

impl PlanSummary {
    /// One plan in a line, from all of it; `None` where there is no plan.
    #[must_use]
    pub fn of(register: &Register) -> Option<Self> {
        let plan = register.plan()?.clone();
        let meetings = register
            .meetings()
            .into_iter()
            .map(|(id, meeting)| {
                let covered = register
                    .actions()
                    .filter(|(action, _)| register.item(id, *action).state.is_covered())
                    .count();
                (id, meeting.clone(), covered)
            })
            .collect();
        Some(Self {
            id: register.id(),
            plan,
            priorities: register.priorities().len(),
            actions: register.action_count(),
            milestones: register.milestone_count(),
            counts: register.counts(),
            meetings,
        })
    }
}

/// A meeting as `milepost meetings` lists it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Counted from 1 in the order the meetings were opened.
    pub number: usize,
    pub plan: PlanId,
    pub plan_title: String,
    pub id: MeetingId,
    pub meeting: Meeting,
    /// How many items it reviewed or noted en bloc.
    pub covered: usize,
}

impl Listed {
    /// Every meeting of every plan, in the order they were opened.
    #[must_use]
    pub fn all(plans: &[PlanSummary]) -> Vec<Self> {
        let listed = |plan: &PlanSummary| -> Vec<Self> {
            let meetings = plan.meetings.iter().map(|(id, meeting, covered)| Self {
                number: 0,
                plan: plan.id,
                plan_title: plan.plan.title.clone(),
                id: *id,
                meeting: meeting.clone(),
                covered: *covered,
            });
            meetings.collect()
        };
        let mut all: Vec<Self> = plans.iter().flat_map(listed).collect();
        all.sort_by_key(|m| m.id);
        for (listed, number) in all.iter_mut().zip(1..) {
            listed.number = number;
        }
        all
    }

    /// Whether words name it: forum, date, or forum and date.
    #[must_use]
    pub fn is_called(&self, words: &str) -> bool {
        let wanted = fold(words);
        let forum = fold(&self.meeting.forum);
        let days = [
            self.meeting.date.to_string(),
            fold(&show_day(self.meeting.date)),
        ];
        let with_forum = |day: &String| format!("{forum} {day}") == wanted;
        wanted == forum || days.contains(&wanted) || days.iter().any(with_forum)
    }
}

/// The words that name a meeting and no other: its forum and date, or its number where another has both too, of another plan or
/// of the same.
#[must_use]
pub fn words_for(meeting: MeetingId, all: &[Listed]) -> Option<String> {
    let listed = all.iter().find(|m| m.id == meeting)?;
    let words = format!("{} {}", listed.meeting.forum, listed.meeting.date);
    let is_only = all.iter().filter(|m| m.is_called(&words)).count() == 1;
    Some(match is_only {
        true => words,
        false => listed.number.to_string(),
    })
}
