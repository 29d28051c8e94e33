//! The actions of a new version: paired with the stored ones, then added, changed or marked as gone.

use std::collections::{HashMap, HashSet};

use super::super::draft::DraftAction;
use super::{GONE, Matcher, alike, words};
use crate::domain::{Action, ActionId, ActionRef, Change, Ids, Key, PriorityId, Record, Target};

/// Whether an action of the draft is a stored one; rules are tried from the surest to the least.
type ActionRule<'a> = &'a dyn Fn(&DraftAction, ActionId, ActionRef<'_>) -> bool;

impl Matcher<'_> {
    pub(super) fn actions(&mut self, priorities: &[PriorityId], ids: &mut Ids) {
        let register = self.register;
        let plan = register.id();
        let pairs = self.pair_actions();
        let mut taken: HashSet<String> = register
            .actions()
            .map(|(_, a)| a.reference.to_owned())
            .collect();
        for (at, new) in self.draft.actions.iter().enumerate() {
            let place = usize::try_from(new.action.priority.0).ok();
            let Some(priority) = place.and_then(|p| priorities.get(p)).copied() else {
                continue;
            };
            match pairs
                .get(&at)
                .and_then(|id| Some((*id, register.action(*id)?)))
            {
                Some((id, old)) => self.change_action(id, old, new, priority, ids),
                None => {
                    let id = ActionId(ids.take());
                    let mut action = Action {
                        priority,
                        ..new.action.clone()
                    };
                    // A reference that an action which is gone still carries cannot be given again.
                    while !taken.insert(action.reference.clone()) {
                        action.reference.push('*');
                    }
                    self.update
                        .new
                        .push(format!("{} {}", action.reference, action.title));
                    self.update
                        .changes
                        .push(Change::add(Key::action(plan, id), Record::Action(action)));
                    self.set_source(Target::Action(id), &new.source);
                    new.add_milestones(plan, id, ids, &mut self.update.changes);
                }
            }
        }
        let kept: HashSet<ActionId> = pairs.into_values().collect();
        let gone: Vec<(ActionId, Action)> = register
            .actions()
            .filter(|(id, a)| !kept.contains(id) && !a.extras.iter().any(|(k, _)| k == GONE))
            .map(|(id, a)| (id, a.to_action()))
            .collect();
        for (id, old) in gone {
            let mut marked = old.clone();
            marked
                .extras
                .push((GONE.to_owned(), self.draft.plan.file.clone()));
            self.update
                .gone
                .push(format!("{} {}", old.reference, old.title));
            self.replace(
                Key::action(plan, id),
                Record::Action(old),
                Record::Action(marked),
            );
        }
    }

    /// For each action of the draft the stored one it is.
    fn pair_actions(&self) -> HashMap<usize, ActionId> {
        let old: Vec<(ActionId, ActionRef<'_>)> = self.register.actions().collect();
        let mut pairs: HashMap<usize, ActionId> = HashMap::new();
        let mut used: HashSet<ActionId> = HashSet::new();
        let rounds: [ActionRule<'_>; 4] = [
            &|new, _, old| {
                new.action.reference == old.reference
                    && words(&new.action.title) == words(old.title)
            },
            &|new, _, old| words(&new.action.title) == words(old.title),
            &|new, _, old| {
                new.action.reference == old.reference && alike(&new.action.title, old.title) > 0.5
            },
            &|new, id, _| self.shares_milestones(new, id),
        ];
        for same in rounds {
            for (at, new) in self.draft.actions.iter().enumerate() {
                if pairs.contains_key(&at) {
                    continue;
                }
                let found = old
                    .iter()
                    .find(|(id, a)| !used.contains(id) && same(new, *id, *a));
                if let Some((id, _)) = found {
                    pairs.insert(at, *id);
                    used.insert(*id);
                }
            }
        }
        pairs
    }

    /// Whether more than half of the milestones of either are the other's.
    fn shares_milestones(&self, new: &DraftAction, id: ActionId) -> bool {
        let old: HashSet<String> = self
            .register
            .milestones_of(id)
            .map(|(_, m)| words(m.text))
            .collect();
        let shared = new
            .milestones
            .iter()
            .filter(|m| old.contains(&words(&m.milestone.text)))
            .count();
        shared > 0 && shared * 2 > old.len().max(new.milestones.len())
    }

    fn change_action(
        &mut self,
        id: ActionId,
        old: ActionRef<'_>,
        new: &DraftAction,
        priority: PriorityId,
        ids: &mut Ids,
    ) {
        let plan = self.register.id();
        let target = Target::Action(id);
        let mut action = Action {
            priority,
            reference: old.reference.to_owned(),
            baseline: old.baseline.clone(),
            dated: old.dated.to_dated(),
            status: old.status.or(new.action.status),
            standing: old.standing,
            ..new.action.clone()
        };
        if old.status.is_some() && new.action.status.is_some() && old.status != new.action.status {
            self.update
                .kept
                .push(format!("{}: the status in the file differs", old.reference));
        }
        action.dated = self.dated(old.reference, old.baseline, old.dated, &new.action.dated);
        if action.baseline.last_day().is_none() && old.dated.moves == 0 {
            action.baseline = new.action.baseline.clone();
        }
        let label = format!("{} {}", old.reference, action.title);
        let key = Key::action(plan, id);
        if self.replace(key, Record::Action(old.to_action()), Record::Action(action)) {
            self.update.changed.push(label);
        }
        self.set_source(target, &new.source);
        self.milestones(id, old, new, ids);
    }
}
