//! A plan in one line: for lists and the home screen.

use serde::{Deserialize, Serialize};

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
