//! Which records are about which target.

use std::collections::BTreeMap;

use crate::domain::Target;

/// The ids of what is about each target, in their order. Kept beside the records themselves, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About<Id>(BTreeMap<Target, Vec<Id>>);

impl<Id> Default for About<Id> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<Id: Ord + Copy> About<Id> {
    /// What is about a target.
    pub fn of(&self, target: Target) -> &[Id] {
        self.0.get(&target).map_or(&[], Vec::as_slice)
    }

    /// Takes in that a record was about `old` and is about `new`.
    pub fn put(&mut self, id: Id, old: Option<Target>, new: Option<Target>) {
        if let Some(old) = old
            && let Some(list) = self.0.get_mut(&old)
        {
            list.retain(|other| *other != id);
            if list.is_empty() {
                self.0.remove(&old);
            }
        }
        if let Some(new) = new {
            let list = self.0.entry(new).or_default();
            let at = list.partition_point(|other| *other < id);
            list.insert(at, id);
        }
    }
}
