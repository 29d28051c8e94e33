//! Holding the two copies of the history against each other, entry by entry.

use serde::{Deserialize, Serialize};

use super::journal::survey::Survey;
use super::tables::check::Inventory;

/// Where the journal and the working copy disagree. All lists are ascending numbers of entries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Sound in both, with different content: nobody but the chair can say which is right.
    pub differ: Vec<u64>,
    /// Whole in the working copy, missing or damaged in the journal.
    pub journal_lacks: Vec<u64>,
    /// In the journal, missing or damaged in the working copy, with later ones that are there.
    pub store_lacks: Vec<u64>,
    /// At the end of the journal and not yet in the working copy.
    pub store_behind: Vec<u64>,
    /// In neither.
    pub lost: Vec<u64>,
}

impl Comparison {
    /// Compares two copies; `known` is the highest number that any other source knows of.
    #[must_use]
    pub fn of(survey: &Survey, inventory: &Inventory, known: u64) -> Self {
        let mut found = Self::default();
        let kept = &inventory.entries;
        let store_last = kept.last_key_value().map_or(0, |(seq, _)| *seq);
        let last = survey.end.last.max(store_last).max(known);
        for seq in survey.first..=last {
            let list = match (survey.marks.get(&seq), kept.get(&seq)) {
                (Some(mark), Some(hash)) if mark.hash == *hash => continue,
                (Some(_), Some(_)) => &mut found.differ,
                (Some(_), None) if seq > store_last => &mut found.store_behind,
                (Some(_), None) => &mut found.store_lacks,
                (None, Some(_)) => &mut found.journal_lacks,
                (None, None) => &mut found.lost,
            };
            list.push(seq);
        }
        found
    }

    /// The highest number that any source knows of.
    #[must_use]
    pub fn last(&self, survey: &Survey) -> u64 {
        let ends = [self.journal_lacks.last(), self.lost.last()];
        let beyond = ends.into_iter().flatten().copied();
        beyond.chain([survey.end.last]).max().unwrap_or(0)
    }
}

/// Numbers in words: `entry 7`, `entries 3, 5 and 9 to 12`.
#[must_use]
pub fn numbers(list: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &n in list {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == n => *end = n,
            _ => runs.push((n, n)),
        }
    }
    let mut words: Vec<String> = runs
        .iter()
        .map(|(from, to)| match to - from {
            0 => from.to_string(),
            1 => format!("{from}, {to}"),
            _ => format!("{from} to {to}"),
        })
        .collect();
    if words.len() > 12 {
        words.truncate(12);
        words.push("more".to_owned());
    }
    let noun = if list.len() == 1 { "entry" } else { "entries" };
    match words.pop() {
        None => "no entries".to_owned(),
        Some(last) if words.is_empty() => format!("{noun} {last}"),
        Some(last) => format!("{noun} {} and {last}", words.join(", ")),
    }
}
