//! Going from item to item, and within one.

use super::Review;
use crate::domain::{ActionId, ItemState, Target};

impl Review {
    /// The next item after `from` that nobody dealt with, going round; parked ones only when nothing else is left.
    #[must_use]
    pub fn next_unreviewed(&self, from: Option<ActionId>) -> Option<ActionId> {
        let start = from
            .and_then(|id| self.agenda.index_of(id))
            .map_or(0, |i| i + 1);
        let round = || {
            let items = self.agenda.items();
            items.clone().skip(start).chain(items.take(start))
        };
        round()
            .find(|id| Some(*id) != from && *self.item_state(*id) == ItemState::NotReached)
            .or_else(|| {
                round().find(|id| {
                    Some(*id) != from && matches!(self.item_state(*id), ItemState::Parked(_))
                })
            })
    }

    /// Opens an item, with the cursor on the action.
    pub fn select(&mut self, action: ActionId) {
        if self.selected != Some(action) {
            self.on_item = 0;
            self.cursor = 0;
        }
        self.selected = Some(action);
        self.card_first = None;
    }

    /// Opens the item a target belongs to, with the cursor on the target.
    pub fn select_target(&mut self, target: Target) {
        let Some(action) = self.register.action_of(target) else {
            return;
        };
        self.select(action);
        let place = self.targets().iter().position(|t| *t == target);
        self.cursor = place.unwrap_or(0);
    }

    /// Moves by items as shown; stays at the ends.
    pub fn step(&mut self, by: isize) {
        let Some(last) = self.agenda.shown().checked_sub(1) else {
            return;
        };
        let now = self.selected.and_then(|id| self.agenda.index_of(id));
        let next = match now {
            Some(i) => i.saturating_add_signed(by).min(last),
            None => 0,
        };
        if let Some(id) = self.agenda.item(next) {
            self.select(id);
        }
    }

    /// Moves the cursor within the card; stays at the ends.
    pub fn move_cursor(&mut self, by: isize) {
        let last = self.targets().len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.card_first = None;
    }

    /// Goes to the first item of the next (`by` = 1) or of the previous (`by` = -1) heading; going back first goes to
    /// the first item of the heading one is under.
    pub fn step_heading(&mut self, by: isize) {
        let here = self
            .selected
            .and_then(|id| self.agenda.row_of(id))
            .unwrap_or(0);
        let to = if by > 0 {
            self.agenda.below_heading(here)
        } else {
            self.agenda.above_heading(here)
        };
        if let Some(id) = to {
            self.select(id);
        }
    }

    /// What people mean by `12` (the twelfth item shown), `6.3` (a reference) or `6.3 m2` (a milestone).
    #[must_use]
    pub fn find_item(&self, words: &str) -> Option<Target> {
        let words = words.trim();
        let is_listed = |target: &Target| {
            let action = self.register.action_of(*target);
            action.is_some_and(|id| self.agenda.holds(id))
        };
        if let Some(target) = self.register.target_by_reference(words).filter(is_listed) {
            return Some(target);
        }
        let n: usize = words.parse().ok()?;
        let item = self.agenda.item(n.checked_sub(1)?)?;
        Some(Target::Action(item))
    }
}
