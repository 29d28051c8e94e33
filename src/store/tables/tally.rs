//! What a plan adds up to, kept level with every change, so that the home screen need not read whole plans.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Key, Legend, Letter, MeetingId, Record, Standing};

/// Counts of one plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub priorities: u64,
    pub actions: u64,
    pub milestones: u64,
    /// Actions by status, withdrawn ones left out.
    statuses: BTreeMap<Option<Letter>, u64>,
    /// Agenda items dealt with, by meeting.
    covered: BTreeMap<MeetingId, u64>,
}

fn step<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K, up: bool) {
    let count = counts.entry(key).or_insert(0);
    *count = moved(*count, up);
    counts.retain(|_, n| *n > 0);
}

fn moved(count: u64, up: bool) -> u64 {
    if up {
        count.saturating_add(1)
    } else {
        count.saturating_sub(1)
    }
}

impl Tally {
    /// Takes account of a record that was put in another's place.
    pub fn replace(&mut self, key: Key, old: Option<&Record>, new: Option<&Record>) {
        self.count(key, old, false);
        self.count(key, new, true);
    }

    fn count(&mut self, key: Key, record: Option<&Record>, up: bool) {
        match record {
            Some(Record::Priority(_)) => self.priorities = moved(self.priorities, up),
            Some(Record::Milestone(_)) => self.milestones = moved(self.milestones, up),
            Some(Record::Action(action)) => {
                self.actions = moved(self.actions, up);
                if action.standing != Standing::Withdrawn {
                    step(&mut self.statuses, action.status, up);
                }
            }
            Some(Record::Item(item)) if item.state.is_covered() => {
                step(&mut self.covered, MeetingId(key.id), up);
            }
            _ => {}
        }
    }

    /// Actions per status of a legend, in its order, and last those without one.
    #[must_use]
    pub fn counts(&self, legend: &Legend) -> Vec<(Option<Letter>, usize)> {
        let mut rest = self.statuses.clone();
        let mut take = |letter| as_usize(rest.remove(&letter).unwrap_or(0));
        let mut counts: Vec<_> = legend
            .statuses
            .iter()
            .map(|s| (Some(s.letter), take(Some(s.letter))))
            .collect();
        counts.push((None, as_usize(rest.values().sum())));
        counts
    }

    /// Items of a meeting that were dealt with.
    #[must_use]
    pub fn covered(&self, meeting: MeetingId) -> usize {
        as_usize(self.covered.get(&meeting).copied().unwrap_or(0))
    }
}

fn as_usize(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
