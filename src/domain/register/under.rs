//! Which milestones stand under which action, in their order.
//!
//! The milestones of an action mostly are numbered one after the other, as a plan is brought in: the first of them and their
//! number say it all. A list of its own for each action would take four times the memory.

use std::collections::BTreeMap;

use super::rows::Rows;
use crate::domain::{ActionId, MilestoneId};

/// Milestones numbered one after the other.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The number of the first. In bytes, which leave no gap in a row.
    first: [u8; 8],
    count: u32,
}

impl Run {
    /// A list of milestones as a run, if it is one.
    fn of(list: &[MilestoneId]) -> Option<Self> {
        let run = Self {
            first: list.first()?.0.to_le_bytes(),
            count: u32::try_from(list.len()).ok()?,
        };
        run.ids().eq(list.iter().copied()).then_some(run)
    }

    /// Makes the run longer by a milestone, if that is the next one.
    fn take_on(&mut self, id: MilestoneId) -> bool {
        let next = u64::from_le_bytes(self.first).checked_add(u64::from(self.count));
        let is_next = next == Some(id.0);
        match self.count.checked_add(1).filter(|_| is_next) {
            Some(count) => self.count = count,
            None => return false,
        }
        true
    }

    fn ids(self) -> impl DoubleEndedIterator<Item = MilestoneId> + Clone {
        // Not a range of numbers: its end could be past the last one.
        let first = u64::from_le_bytes(self.first);
        (0..self.count).map(move |n| MilestoneId(first.wrapping_add(u64::from(n))))
    }
}

/// The milestones of every action.
#[derive(Debug, Clone, Default)]
pub(super) struct Under {
    runs: Rows<ActionId, Run>,
    /// Those that are no run.
    lists: BTreeMap<ActionId, Vec<MilestoneId>>,
}

impl Under {
    /// Milestones of an action in order.
    pub fn of(&self, action: ActionId) -> impl DoubleEndedIterator<Item = MilestoneId> + Clone {
        let run = self.runs.get(action).copied();
        // An action has the one or the other.
        let list = self.lists.get(&action).filter(|_| run.is_none());
        let run = run.into_iter().flat_map(Run::ids);
        run.chain(list.into_iter().flatten().copied())
    }

    /// Puts a milestone under an action, behind those that `is_before` says are before it.
    pub fn put(
        &mut self,
        action: ActionId,
        id: MilestoneId,
        is_before: impl Fn(MilestoneId) -> bool,
    ) {
        if let Some(run) = self.runs.get_mut(action)
            && run.ids().next_back().is_some_and(&is_before)
            && run.take_on(id)
        {
            return;
        }
        let mut list = self.take(action);
        let at = list.partition_point(|other| is_before(*other));
        list.insert(at, id);
        self.keep(action, list);
    }

    /// Takes a milestone away from an action.
    pub fn remove(&mut self, action: ActionId, id: MilestoneId) {
        let mut list = self.take(action);
        list.retain(|other| *other != id);
        self.keep(action, list);
    }

    fn take(&mut self, action: ActionId) -> Vec<MilestoneId> {
        match self.runs.remove(action) {
            Some(run) => run.ids().collect(),
            None => self.lists.remove(&action).unwrap_or_default(),
        }
    }

    fn keep(&mut self, action: ActionId, list: Vec<MilestoneId>) {
        match Run::of(&list) {
            Some(run) => self.runs.insert(action, run),
            None if list.is_empty() => {}
            None => {
                self.lists.insert(action, list);
            }
        }
    }
}
