//! The stored plan beside a draft: what storing the draft over it would change.

use std::collections::BTreeMap;

use crate::domain::{
    Change, Ids, Key, Person, PersonId, Record, Recorded, Register, Source, Target,
};
use crate::import::{Before, Draft, Update};

/// The stored plan that the file is a new version of.
#[derive(Debug)]
pub struct Stored {
    pub register: Register,
    /// Where its actions and milestones came from.
    pub sources: BTreeMap<Target, Source>,
    /// What was recorded of it, by its history.
    pub recorded: Recorded,
    /// Where the file is an export of ours: what one of the plan as it is stored says.
    pub exported: Option<Draft>,
    /// The spellings of leads that were joined before.
    pub people: Register,
}

impl Stored {
    /// What is new, changed and gone in a draft.
    pub(super) fn update(&self, draft: &Draft, ids: &mut Ids) -> Update {
        let source = |target: Target| self.sources.get(&target).cloned();
        let before = Before {
            register: &self.register,
            source: &source,
            recorded: &self.recorded,
            exported: self.exported.as_ref(),
        };
        draft.update(before, ids)
    }

    /// The changes that store a draft over it, with the spellings that were joined.
    pub(super) fn changes(&self, draft: &Draft, ids: &mut Ids) -> Vec<Change> {
        let mut changes = self.update(draft, ids).changes;
        for person in self.joined(draft) {
            let key = Key::person(PersonId(ids.take()));
            changes.push(Change::add(key, Record::Person(person.clone())));
        }
        changes
    }

    /// The spellings that were joined in a draft and not before.
    pub(super) fn joined<'a>(&'a self, draft: &'a Draft) -> impl Iterator<Item = &'a Person> {
        let known = |person: &&Person| {
            let mut people = self.people.people();
            people.any(|(_, p)| person.aliases.iter().all(|a| p.aliases.contains(a)))
        };
        draft.people.iter().filter(move |p| !known(p))
    }
}
