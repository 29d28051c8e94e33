//! Settling which spellings are one lead: the proposals, one key each. Joining is proposed, never silent, and can be
//! taken back.

use crate::domain::{Change, Register};
use crate::search::{Join, People};

/// The proposals of a store.
#[derive(Debug)]
pub struct Settle {
    pub plans: Vec<Register>,
    /// Those joined and kept apart so far.
    pub people: Register,
    pub directory: People,
    pub proposals: Vec<Join>,
    pub selected: usize,
    /// What was recorded here, oldest first, and not taken back.
    pub done: Vec<Vec<Change>>,
}

impl Settle {
    /// The proposals for these plans.
    #[must_use]
    pub fn new(plans: Vec<Register>, people: Register) -> Self {
        let directory = People::of(&plans, &people);
        let proposals = directory.proposals();
        Self {
            plans,
            people,
            directory,
            proposals,
            selected: 0,
            done: Vec::new(),
        }
    }

    /// The proposal under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Join> {
        self.proposals.get(self.selected)
    }

    /// Takes changes over and works the proposals out again. `false` where they do not apply.
    pub fn apply(&mut self, changes: &[Change]) -> bool {
        if self.people.apply_all(changes).is_err() {
            return false;
        }
        self.directory = People::of(&self.plans, &self.people);
        self.proposals = self.directory.proposals();
        self.selected = self.selected.min(self.proposals.len().saturating_sub(1));
        true
    }

    /// Where an entry of the directory is named: references, with the plan's title where there are several.
    #[must_use]
    pub fn places(&self, entry: usize) -> Vec<String> {
        let Some(entry) = self.directory.entries().get(entry) else {
            return Vec::new();
        };
        let several = self.plans.len() > 1;
        let named = entry.places().into_iter().filter_map(|place| {
            let register = self.plans.iter().find(|r| r.id() == place.plan)?;
            let reference = register.reference(place.target);
            Some(if several {
                format!("{reference} of {}", register.title())
            } else {
                reference
            })
        });
        named.collect()
    }
}
