//! What was recorded on an item: notes, what leads sent, actions arising, and why it is parked.

use std::collections::{BTreeMap, BTreeSet};

use super::Part;
use crate::domain::{ActionId, Register, Target};

/// The words recorded on the items of a plan. Most have none, and are looked at once for all.
pub(in crate::search::index) struct Told<'a> {
    register: &'a Register,
    /// Besides notes, which the register has by item.
    of: BTreeMap<Target, Vec<(Part, &'a str)>>,
}

impl<'a> Told<'a> {
    /// What was recorded on every item.
    pub fn of(register: &'a Register) -> Self {
        Self::among(register, &register.plan_order(), |_| true)
    }

    /// What was recorded on some actions and their milestones.
    pub fn on_actions(register: &'a Register, actions: &BTreeSet<ActionId>) -> Self {
        let all: Vec<ActionId> = actions.iter().copied().collect();
        let is_among = |target| {
            let action = register.action_of(target);
            action.is_some_and(|action| actions.contains(&action))
        };
        Self::among(register, &all, is_among)
    }

    /// The words of updates and actions arising that are `wanted`, and the reasons why some actions are parked.
    fn among(
        register: &'a Register,
        actions: &[ActionId],
        wanted: impl Fn(Target) -> bool,
    ) -> Self {
        let mut of: BTreeMap<Target, Vec<(Part, &'a str)>> = BTreeMap::new();
        let mut tell = |target, part, words: &[&'a str]| {
            let told = words.iter().map(|text| (part, *text));
            of.entry(target).or_default().extend(told);
        };
        for (_, update) in register.updates().filter(|(_, u)| wanted(u.target)) {
            tell(update.target, Part::Update, &[&update.note, &update.why]);
        }
        for (_, arising) in register.arising().filter(|(_, a)| a.done.is_none()) {
            let item = arising.action.map(Target::Action);
            if let Some(item) = item.filter(|item| wanted(*item)) {
                tell(item, Part::Arising, &[&arising.what, &arising.who]);
            }
        }
        for action in actions {
            if let Some((_, why)) = register.last_parked(*action, None) {
                tell(Target::Action(*action), Part::Parked, &[why]);
            }
        }
        Self { register, of }
    }

    /// The words recorded on an action or a milestone, and the plan's own note beside a milestone.
    pub fn on(&self, target: Target) -> impl Iterator<Item = (Part, &'a str)> {
        let own = match target {
            Target::Action(_) => None,
            Target::Milestone(id) => self.register.milestone(id).map(|m| m.note()),
        };
        let notes = self.register.notes_on(target);
        let notes = notes.map(|(_, note)| note.text.as_str());
        let notes = own.into_iter().chain(notes).map(|text| (Part::Note, text));
        let others = self.of.get(&target).into_iter().flatten();
        notes.chain(others.copied())
    }
}
