//! Directory and index of the plan under review: worked out when they are first asked for, for a large plan beside the drawing.

use std::sync::Arc;

use super::Review;
use crate::app::lookup::Lookup;
use crate::app::msg::Effect;

/// Actions and milestones of a plan from which on searching is prepared beside: below, it takes less than a frame.
const LARGE: usize = 2000;

impl Review {
    /// Directory and index of the plan, as it is now; `None` while those of a large plan are worked out.
    pub fn lookup(&mut self) -> Option<&mut Lookup> {
        if self.lookup.is_none() && !self.awaits_lookup {
            self.lookup = Some(Lookup::new(&self.register, &self.people));
        }
        let lookup = self.lookup.as_mut()?;
        lookup.refresh(&self.register, &std::mem::take(&mut self.changed));
        Some(lookup)
    }

    /// The wish to have directory and index worked out beside, where that takes longer than anybody should wait for a key.
    pub fn wish_lookup(&mut self) -> Option<Effect> {
        let rows = self.register.actions().count() + self.register.milestone_count();
        if rows < LARGE || self.loading.is_some() {
            return None;
        }
        self.awaits_lookup = true;
        Some(Effect::BuildLookup {
            meeting: self.meeting,
            register: Arc::clone(&self.register),
            people: Arc::clone(&self.people),
        })
    }

    /// Directory and index are worked out, as of when the meeting was opened.
    pub fn take_lookup(&mut self, lookup: Lookup) {
        self.awaits_lookup = false;
        self.lookup = Some(lookup);
    }

    /// Whether a search has to wait for directory and index.
    #[must_use]
    pub fn awaits_lookup(&self) -> bool {
        self.awaits_lookup
    }

    /// Directory and index as they were last asked for.
    #[must_use]
    pub fn lookup_now(&self) -> Option<&Lookup> {
        self.lookup.as_ref()
    }
}
