//! Finding by lead and by words: the index of a meeting's plan, built when it is first asked for and kept while the meeting
//! runs.

use std::collections::BTreeSet;

use crate::domain::{ActionId, Register, Target};
use crate::search::{Cache, Found, Hit, Hits, Index, Query};

/// The most answers listed; more is not read by anybody.
pub(super) const LIMIT: usize = 300;

/// The index of one plan.
#[derive(Debug)]
pub struct Lookup {
    index: Index,
    cache: Cache,
}

impl Lookup {
    /// The index of a plan. `people` holds the spellings that were joined.
    #[must_use]
    pub fn new(register: &Register, people: &Register) -> Self {
        Self {
            index: Index::of(&[register], people),
            cache: Cache::default(),
        }
    }

    /// Takes over statuses, dates and what is recorded of actions that changed.
    pub fn refresh(&mut self, register: &Register, changed: &BTreeSet<ActionId>) {
        self.index.refresh(register, changed);
    }

    /// What answers the words, best first: leads, then references, words and tags.
    pub fn search(&mut self, words: &str, today: chrono::NaiveDate) -> Hits {
        self.index.search(words, today, &mut self.cache, LIMIT)
    }

    /// The name of a lead that was found as it is written, and which of its characters match.
    #[must_use]
    pub fn name(&self, hit: &Hit, query: &Query) -> (String, Vec<usize>) {
        (
            self.index.name(hit).to_owned(),
            self.index.marks(hit, query),
        )
    }

    /// The actions that a found thing leads to, in order of number.
    #[must_use]
    pub fn actions(&self, register: &Register, found: Found) -> BTreeSet<ActionId> {
        match found {
            Found::Row { target, .. } => register.action_of(target).into_iter().collect(),
            Found::Lead(entry) => {
                let targets = self.targets_of(entry);
                targets.filter_map(|t| register.action_of(t)).collect()
            }
        }
    }

    /// How many actions a lead has, or milestones under.
    #[must_use]
    pub fn count_actions(&self, lead: usize) -> usize {
        self.index.count_actions(lead)
    }

    /// What a lead has.
    pub fn targets_of(&self, entry: usize) -> impl Iterator<Item = Target> {
        let targets = self.index.targets_of(entry).into_iter();
        targets.map(|(_, target)| target)
    }

    /// The leads of a target by their positions in the directory, each as it is written.
    #[must_use]
    pub fn leads_of<'a>(&self, register: &'a Register, target: Target) -> Vec<(usize, &'a str)> {
        let mut found: Vec<(usize, &str)> = register
            .leads_of(target)
            .iter()
            .filter_map(|l| Some((self.index.entry_of(&l.name)?, &*l.name)))
            .collect();
        found.dedup_by_key(|(entry, _)| *entry);
        found
    }
}
