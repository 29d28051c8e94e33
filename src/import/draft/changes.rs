//! A draft as the changes that store it: positions in its lists become ids.

use super::{Draft, DraftAction};
use crate::domain::{
    Action, ActionId, Change, Ids, Indicator, IndicatorId, Key, Milestone, MilestoneId, PersonId,
    PlanId, PriorityId, Record, Target,
};

impl Draft {
    /// The changes that store it as a new plan.
    #[must_use]
    pub fn changes(&self, ids: &mut Ids) -> (PlanId, Vec<Change>) {
        let plan = PlanId(ids.take());
        let mut changes = vec![Change::add(
            Key::plan(plan),
            Record::Plan(self.plan.clone()),
        )];
        let priorities: Vec<PriorityId> = self
            .priorities
            .iter()
            .map(|priority| {
                let id = PriorityId(ids.take());
                changes.push(Change::add(
                    Key::priority(plan, id),
                    Record::Priority(priority.clone()),
                ));
                id
            })
            .collect();
        let real = |place: PriorityId| {
            let at = usize::try_from(place.0).unwrap_or(usize::MAX);
            priorities.get(at).copied()
        };
        for draft in &self.actions {
            let Some(priority) = real(draft.action.priority) else {
                continue;
            };
            let id = ActionId(ids.take());
            let action = Action {
                priority,
                ..draft.action.clone()
            };
            changes.push(Change::add(Key::action(plan, id), Record::Action(action)));
            changes.push(Change::add(
                Key::source(plan, Target::Action(id)),
                Record::Source(draft.source.clone()),
            ));
            draft.add_milestones(plan, id, ids, &mut changes);
        }
        for indicator in &self.indicators {
            let id = IndicatorId(ids.take());
            let indicator = Indicator {
                priority: indicator.priority.and_then(real),
                ..indicator.clone()
            };
            changes.push(Change::add(
                Key::indicator(plan, id),
                Record::Indicator(indicator),
            ));
        }
        for person in &self.people {
            let id = PersonId(ids.take());
            changes.push(Change::add(Key::person(id), Record::Person(person.clone())));
        }
        (plan, changes)
    }
}

impl DraftAction {
    /// Adds the changes that store its milestones under the action with the real id `action`.
    pub(in crate::import) fn add_milestones(
        &self,
        plan: PlanId,
        action: ActionId,
        ids: &mut Ids,
        changes: &mut Vec<Change>,
    ) {
        let mut real: Vec<MilestoneId> = Vec::new();
        for draft in &self.milestones {
            let id = MilestoneId(ids.take());
            let parent = draft.milestone.parent.and_then(|p| {
                let at = usize::try_from(p.0).ok()?;
                real.get(at).copied()
            });
            real.push(id);
            let milestone = Milestone {
                action,
                parent,
                ..draft.milestone.clone()
            };
            changes.push(Change::add(
                Key::milestone(plan, id),
                Record::Milestone(milestone),
            ));
            changes.push(Change::add(
                Key::source(plan, Target::Milestone(id)),
                Record::Source(draft.source.clone()),
            ));
        }
    }
}
