//! The actions of a new version: paired with the stored ones, then added, changed or marked as gone.

use std::collections::{HashMap, HashSet};

use std::sync::Arc;

use super::super::draft::{Draft, DraftAction};
use super::super::header::{Column, Field};
use super::fields::{Differences, has, pick, pick_named, without_recorded};
use super::recorded::Dates;
use super::sections::section;
use super::{Matcher, alike, words};
use crate::domain::text::one_line;
use crate::domain::{
    Action, ActionId, ActionRef, Change, GONE, Ids, Key, PriorityId, Record, Target, describe,
    gone_from,
};

/// Whether an action of the draft is a stored one; rules are tried from the surest to the least.
type ActionRule<'a> = &'a dyn Fn(&DraftAction, ActionId, ActionRef<'_>) -> bool;

impl Matcher<'_> {
    pub(super) fn actions(&mut self, priorities: &[PriorityId], ids: &mut Ids) {
        let register = self.register;
        let plan = register.id();
        let pairs = self.pair_actions(self.draft);
        let mut taken: HashSet<String> = register
            .actions()
            .map(|(_, a)| a.reference().to_owned())
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
                None if self.is_artefact(new) => {}
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
            .filter(|(id, a)| !kept.contains(id) && gone_from(a.extras).is_none())
            // What an export has and does not read back is not gone from it.
            .filter(|(id, _)| !self.is_export() || self.exported.contains_key(id))
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
            self.put(
                Key::action(plan, id),
                Record::Action(old),
                Record::Action(marked),
            );
        }
    }

    /// Whether an export reads back as this action, which is none of the stored ones: it is nothing new.
    fn is_artefact(&self, new: &DraftAction) -> bool {
        let same = |a: &DraftAction| {
            a.action.reference == new.action.reference && a.action.title == new.action.title
        };
        let exported = self.before.exported.map_or(&[][..], |e| &e.actions);
        let mut found = exported.iter().enumerate().filter(|(_, a)| same(a));
        found.any(|(at, _)| !self.exported.values().any(|n| *n == at))
    }

    /// For each action of a draft the stored one it is.
    pub(super) fn pair_actions(&self, draft: &Draft) -> HashMap<usize, ActionId> {
        let old: Vec<(ActionId, ActionRef<'_>)> = self.register.actions().collect();
        let mut pairs: HashMap<usize, ActionId> = HashMap::new();
        let mut used: HashSet<ActionId> = HashSet::new();
        let rounds: [ActionRule<'_>; 6] = [
            &|new, _, old| {
                new.action.reference == old.reference()
                    && words(&new.action.title) == words(old.title())
            },
            &|new, id, old| {
                new.action.reference == old.reference() && self.shares_milestones(new, id)
            },
            &|new, _, old| words(&new.action.title) == words(old.title()),
            &|new, id, _| self.is_in_its_place(draft, new, id),
            &|new, _, old| {
                new.action.reference == old.reference()
                    && alike(&new.action.title, old.title()) > 0.5
            },
            &|new, id, _| self.shares_milestones(new, id),
        ];
        for same in rounds {
            for (at, new) in draft.actions.iter().enumerate() {
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

    /// Whether an export has a stored action under the same reference in the same section.
    fn is_in_its_place(&self, draft: &Draft, new: &DraftAction, id: ActionId) -> bool {
        let place = |draft, action: &DraftAction| {
            let reference = action.action.reference.clone();
            Some((section_of(draft, action)?, reference))
        };
        let exported = self.before.exported.zip(self.exported_action(id));
        exported.is_some_and(|(e, action)| place(e, action) == place(draft, new))
    }

    /// What an export says of a stored action now; none where the file is no export, or has it not.
    fn exported_action(&self, id: ActionId) -> Option<&DraftAction> {
        let at = self.exported.get(&id)?;
        self.before.exported?.actions.get(*at)
    }

    /// Whether more than half of the milestones of either are the other's. An export may say less of one than is stored.
    fn shares_milestones(&self, new: &DraftAction, id: ActionId) -> bool {
        let old: HashSet<String> = match self.exported_action(id) {
            Some(exported) => {
                let milestones = exported.milestones.iter();
                milestones.map(|m| words(&m.milestone.text)).collect()
            }
            None => {
                let milestones = self.register.milestones_of(id);
                milestones.map(|(_, m)| words(m.text())).collect()
            }
        };
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
        let exported = self.exported.get(&id).copied();
        let exported = exported.and_then(|at| self.before.exported?.actions.get(at));
        let held = old.to_action();
        let mut action = Action {
            priority: self.priority_of(old.priority, exported, new, priority),
            ..merged(&held, exported, new, &self.said_under(id))
        };
        let label = format!("{} {}", old.reference(), action.title);
        action.status = self.status(
            (old.reference(), Target::Action(id)),
            held.status,
            exported.map(|e| e.action.status),
            new.action.status,
        );
        action.standing = self.standing(
            (old.reference(), Target::Action(id)),
            held.standing,
            exported.map(|e| e.standing),
            new.standing,
        );
        (action.baseline, action.dated) = self.dates(
            (old.reference(), Target::Action(id)),
            Dates::of_action(&held),
            exported.map(|e| Dates::of_action(&e.action)),
            Dates::of_action(&new.action),
        );
        let differences = self.differences(&held, &action);
        let key = Key::action(self.register.id(), id);
        let (from, to) = (Record::Action(held), Record::Action(action));
        self.replace(key, from, to, differences, &label);
        self.renew_source(Target::Action(id), &new.source);
        self.milestones(id, old, exported, new, ids);
    }

    /// What was said of an action and its milestones in meetings, each as the lines by which the plan's own file has it.
    fn said_under(&self, id: ActionId) -> Vec<Vec<String>> {
        let below = self.register.milestones_of(id);
        let below = below.map(|(id, _)| Target::Milestone(id));
        let all = std::iter::once(Target::Action(id)).chain(below);
        let said = all.flat_map(|target| self.register.told_on(target));
        let written = said.filter_map(|told| self.register.line_in_file(&told));
        let lines = |text: String| {
            text.lines()
                .map(one_line)
                .filter(|l| !l.is_empty())
                .collect()
        };
        written.map(lines).collect()
    }

    /// The section an action stands in: the stored one, unless the file says another.
    fn priority_of(
        &self,
        held: PriorityId,
        exported: Option<&DraftAction>,
        new: &DraftAction,
        found: PriorityId,
    ) -> PriorityId {
        let said = exported.and_then(|e| section_of(self.before.exported?, e));
        if said.is_some() && said == section_of(self.draft, new) {
            held
        } else {
            found
        }
    }

    /// What differs of an action, besides its place in the order.
    fn differences(&self, from: &Action, to: &Action) -> Differences {
        let mut differences = Differences::default();
        let of = |id: PriorityId| self.register.priority(id).map(section);
        if from.priority != to.priority {
            let name = |id| of(id).unwrap_or_else(|| "a new section".to_owned());
            differences.field("section", &name(from.priority), &name(to.priority));
        }
        let legend = self.register.legend();
        let status = |a: &Action| describe::status(&legend, a.status);
        differences.field("status", &status(from), &status(to));
        differences.field("standing", from.standing.word(), to.standing.word());
        differences.due("due", &from.dated.due, &to.dated.due);
        if *from.dated.due == *to.dated.due {
            differences.due("first date", &from.baseline, &to.baseline);
        }
        differences.field("title", &from.title, &to.title);
        differences.field("number", &from.number, &to.number);
        differences.field("kind", from.kind.word(), to.kind.word());
        differences.list("tags", &from.tags, &to.tags);
        let steps =
            |a: &Action| -> Vec<String> { a.steps.iter().map(|s| s.text.clone()).collect() };
        differences.list("steps", &steps(from), &steps(to));
        differences.leads(&from.leads, &to.leads);
        differences.field("objective", &from.objective, &to.objective);
        differences.list("resources", &from.resources, &to.resources);
        differences.list("outcomes", &from.outcomes, &to.outcomes);
        differences.named(&from.extras, &to.extras);
        if differences.is_empty() {
            differences.field("words", &from.text, &to.text);
            differences.field("lead as written", &from.lead_written, &to.lead_written);
        }
        differences
    }
}

/// The section that an action of a draft stands in.
fn section_of(draft: &Draft, action: &DraftAction) -> Option<String> {
    let at = usize::try_from(action.action.priority.0).ok()?;
    draft.priorities.get(at).map(section)
}

/// The words of an action that count. Its status, standing and dates are left as they are held. `recorded`: what was said
/// in meetings, which the file may say again where it is no export.
fn merged(
    held: &Action,
    exported: Option<&DraftAction>,
    new: &DraftAction,
    recorded: &[Vec<String>],
) -> Action {
    let (columns, said) = (&new.columns, &new.action);
    let out = exported.map(|e| &e.action);
    let extras = match exported {
        Some(_) => said.extras.clone(),
        None => without_recorded(&said.extras, recorded, &held.extras),
    };
    // A cell that says the same again says the same of what is taken from it.
    let retold = exported.is_none() && said.text != held.text;
    let has = |field| has(columns, field);
    let led = has(Field::Lead) || !said.lead_written.is_empty() || !said.leads.is_empty();
    Action {
        priority: held.priority,
        position: pick(
            &held.position,
            out.map(|a| &a.position),
            &said.position,
            true,
        ),
        reference: held.reference.clone(),
        number: pick(
            &held.number,
            out.map(|a| &a.number),
            &said.number,
            !said.number.is_empty() || has(Field::Number) || has(Field::Reference),
        ),
        kind: pick(&held.kind, out.map(|a| &a.kind), &said.kind, true),
        title: pick(&held.title, out.map(|a| &a.title), &said.title, true),
        text: pick(&held.text, out.map(|a| &a.text), &said.text, true),
        tags: pick(
            &held.tags,
            out.map(|a| &a.tags),
            &said.tags,
            !said.tags.is_empty() || has(Field::Tags) || retold,
        ),
        steps: pick(
            &held.steps,
            out.map(|a| &a.steps),
            &said.steps,
            !said.steps.is_empty() || has(Field::Steps) || retold || exported.is_some(),
        ),
        leads: pick(&held.leads, out.map(|a| &a.leads), &said.leads, led),
        lead_written: pick(
            &held.lead_written,
            out.map(|a| &a.lead_written),
            &said.lead_written,
            led,
        ),
        resources: pick(
            &held.resources,
            out.map(|a| &a.resources),
            &said.resources,
            !said.resources.is_empty() || has(Field::Cost),
        ),
        outcomes: pick(
            &held.outcomes,
            out.map(|a| &a.outcomes),
            &said.outcomes,
            !said.outcomes.is_empty() || has(Field::Outcome),
        ),
        objective: pick(
            &held.objective,
            out.map(|a| &a.objective),
            &said.objective,
            !said.objective.is_empty() || has(Field::Objective),
        ),
        baseline: Arc::clone(&held.baseline),
        dated: held.dated.clone(),
        status: held.status,
        standing: held.standing,
        extras: pick_named(
            &held.extras,
            out.map(|a| a.extras.as_slice()),
            &extras,
            |name| has_place(columns, name),
        ),
    }
}

/// Whether a file has a place for a named value: a column of that name, or the cells that some are taken from. What is in the
/// file again is not gone.
fn has_place(columns: &[Column], name: &str) -> bool {
    let named = columns.iter().any(|c| c.header == name);
    let from = match name {
        "Lead-in" => has(columns, Field::Milestones),
        "Note" => has(columns, Field::Milestones) || has(columns, Field::Lead),
        other => other == GONE,
    };
    named || from
}
