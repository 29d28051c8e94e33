//! Finding by lead and by words: the directory of people and the index of a meeting's plan, built when they are first
//! asked for and kept while the meeting runs.

use std::collections::BTreeSet;

use crate::domain::{ActionId, Register, Target};
use crate::search::{Cache, Found, Hits, Index, People};

/// The most answers listed; more is not read by anybody.
pub(super) const LIMIT: usize = 300;

/// Directory and index of one plan.
#[derive(Debug)]
pub struct Lookup {
    pub people: People,
    index: Index,
    cache: Cache,
}

impl Lookup {
    /// Directory and index of a plan. `people` holds the spellings that were joined.
    #[must_use]
    pub fn new(register: &Register, people: &Register) -> Self {
        let people = People::of([register], people);
        let index = Index::of(&[register], &people);
        Self {
            people,
            index,
            cache: Cache::default(),
        }
    }

    /// Takes over statuses and dates of actions that changed.
    pub fn refresh(&mut self, register: &Register, changed: &BTreeSet<ActionId>) {
        for action in changed {
            self.index.refresh(register, *action);
        }
    }

    /// What answers the words, best first: leads, then references, words and tags.
    pub fn search(&mut self, words: &str, today: chrono::NaiveDate) -> Hits {
        self.index.search(words, today, &mut self.cache, LIMIT)
    }

    /// The actions that a found thing leads to.
    #[must_use]
    pub fn actions(&self, register: &Register, found: Found) -> Vec<ActionId> {
        match found {
            Found::Row { target, .. } => register.action_of(target).into_iter().collect(),
            Found::Lead(entry) => {
                let entry = self.people.entries().get(entry);
                let actions = entry.map(|e| e.actions(register.id()));
                actions.unwrap_or_default().into_iter().collect()
            }
        }
    }

    /// The positions of a target's own leads in the directory; for a milestone without leads those of its action.
    #[must_use]
    pub fn leads_of(&self, register: &Register, target: Target) -> Vec<usize> {
        let own = match target {
            Target::Action(id) => register.action(id).map(|a| &a.leads),
            Target::Milestone(id) => register.milestone(id).map(|m| &m.leads),
        };
        let of_action = register
            .action_of(target)
            .and_then(|id| register.action(id))
            .map(|a| &a.leads);
        let leads = own.filter(|l| !l.is_empty()).or(of_action);
        let mut found: Vec<usize> = leads
            .into_iter()
            .flatten()
            .filter_map(|l| self.people.entry_of(&l.name))
            .collect();
        found.dedup();
        found
    }
}
