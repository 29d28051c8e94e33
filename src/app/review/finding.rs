//! The index of the plan under review: worked out when it is first asked for, for a large plan beside the drawing.

use std::sync::Arc;

use super::Review;
use crate::app::lookup::Lookup;
use crate::app::msg::Effect;

/// Actions and milestones of a plan from which on searching is prepared beside: below, it takes less than a frame.
const LARGE: usize = 2000;

impl Review {
    /// The index of the plan, as it is now; `None` while that of a large plan is worked out.
    pub fn lookup(&mut self) -> Option<&mut Lookup> {
        if self.lookup.is_none() && !self.awaits_lookup {
            self.lookup = Some(Lookup::new(&self.register, &self.people));
            self.changed.clear();
        }
        let lookup = self.lookup.as_mut()?;
        lookup.refresh(&self.register, &std::mem::take(&mut self.changed));
        Some(lookup)
    }

    /// The wish to have the index worked out beside, where there is none and that takes longer than anybody should wait for a
    /// key.
    pub fn wish_lookup(&mut self) -> Option<Effect> {
        if self.lookup.is_some() || self.awaits_lookup {
            return None;
        }
        let rows = self.register.action_count() + self.register.milestone_count();
        if rows < LARGE {
            return None;
        }
        self.awaits_lookup = true;
        // What changed until now is in the register already, what changes from now on is told when the index is there.
        self.changed.clear();
        Some(Effect::BuildLookup {
            meeting: self.meeting,
            register: Arc::clone(&self.register),
            people: Arc::clone(&self.people),
        })
    }

    /// The index is worked out, as of when it was wished for.
    pub fn take_lookup(&mut self, lookup: Lookup) {
        self.awaits_lookup = false;
        self.lookup = Some(lookup);
    }

    /// Whether a search has to wait for the index.
    #[must_use]
    pub fn awaits_lookup(&self) -> bool {
        self.awaits_lookup
    }

    /// The index as it was last asked for.
    #[must_use]
    pub fn lookup_now(&self) -> Option<&Lookup> {
        self.lookup.as_ref()
    }
}
