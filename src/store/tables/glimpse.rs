//! The part of a large plan that a first frame needs, read without the rest.

use std::collections::BTreeSet;

use super::read::{Read, damaged, number, read_record};
use super::tally::Tally;
use super::{Tables, TablesError};
use crate::domain::{
    ActionId, Change, Key, Kind, MeetingId, PlanId, PriorityId, Records, Register, Target,
};
use crate::store::codec;
use crate::store::quiet::quietly;
use crate::store::{Glimpse, Which};

/// A plan of fewer actions is read whole before anybody notices.
const FEW: u64 = 500;

/// Actions read on either side of the one in sight; both together are more than the rows of any usual screen.
const AROUND: usize = 64;

/// Milestones read at most.
const MILESTONES: usize = 4096;

impl Tables {
    /// What is around an action of a large plan; `None` for a plan that is not large.
    ///
    /// Ids are given out in the order of the plan, each action's before those of its milestones, by everything that brings a
    /// plan in. What was added out of order since may be missing here; the whole plan, read next, has it.
    ///
    /// # Errors
    /// Where a record is damaged.
    pub fn glimpse(
        &self,
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    ) -> Read<Option<Glimpse>> {
        self.part_of(FEW, plan, meeting, around)
    }

    /// What is around an action of a plan of any size; `None` where there is no such plan. See [`Tables::glimpse`].
    ///
    /// # Errors
    /// Where a record is damaged.
    pub fn part(
        &self,
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    ) -> Read<Option<Glimpse>> {
        self.part_of(0, plan, meeting, around)
    }

    fn part_of(
        &self,
        least: u64,
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    ) -> Read<Option<Glimpse>> {
        quietly(|| {
            let tally = self
                .raw_tally(plan)?
                .map(|bytes| codec::decode::<Tally>(&bytes));
            let Some(tally) = tally.transpose()?.filter(|t| t.actions >= least) else {
                return Ok(None);
            };
            let mut register = Register::new(plan);
            for kind in [Kind::Plan, Kind::Meeting] {
                let number = codec::kind_number(kind);
                self.take_range(
                    &mut register,
                    plan,
                    (number, 0),
                    (number + 1, 0),
                    usize::MAX,
                )?;
            }
            let actions = self.take_actions(&mut register, plan, around)?;
            let above: BTreeSet<PriorityId> = register.actions().map(|(_, a)| a.priority).collect();
            for priority in above {
                self.take_key(&mut register, Key::priority(plan, priority))?;
            }
            for action in &actions {
                self.take_key(&mut register, Key::item(plan, meeting, *action))?;
            }
            let shown = around.filter(|id| actions.contains(id));
            if let Some(shown) = shown.or_else(|| actions.first().copied()) {
                self.take_words(&mut register, shown)?;
            }
            let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            Ok(Some(Glimpse {
                register,
                actions: count(tally.actions),
            }))
        })
        .map_err(TablesError::Damaged)?
    }

    /// Reads records of a plan between two places of kind and id, at most so many.
    fn take_range(
        &self,
        register: &mut Register,
        plan: PlanId,
        (first, from): (u8, u64),
        (last, to): (u8, u64),
        most: usize,
    ) -> Read<()> {
        let from = place(plan, first, from);
        let to = place(plan, last, to);
        for found in self.records.between(&from, Some(&to)).take(most) {
            let (key, record) = read_record(&found?)?;
            register
                .put(key, Some(record))
                .map_err(|e| damaged(e.to_string()))?;
        }
        Ok(())
    }

    fn take_key(&self, register: &mut Register, key: Key) -> Read<()> {
        let Some(bytes) = self.raw_record(key)? else {
            return Ok(());
        };
        let record = codec::decode(&bytes)?;
        register
            .put(key, Some(record))
            .map_err(|e| damaged(e.to_string()))
    }

    /// The actions around one, or the first ones, with their milestones.
    fn take_actions(
        &self,
        register: &mut Register,
        plan: PlanId,
        around: Option<ActionId>,
    ) -> Read<Vec<ActionId>> {
        let kind = codec::kind_number(Kind::Action);
        let middle = around.map_or(0, |id| id.0);
        let (begin, here) = (place(plan, kind, 0), place(plan, kind, middle));
        let ahead = self.records.between(&here, Some(&place(plan, kind + 1, 0)));
        // Near the end of the plan, more is read of what is before.
        let before = 2 * AROUND - ahead.take(AROUND).count();
        let before = self.records.last_names(&begin, &here, before)?;
        let first = match before.first() {
            Some(name) => id_in(name)?,
            None => middle,
        };
        self.take_range(register, plan, (kind, first), (kind + 1, 0), 2 * AROUND)?;
        let mut actions: Vec<ActionId> = register.actions().map(|(id, _)| id).collect();
        actions.sort_unstable();
        let (Some(first), Some(last)) = (actions.first(), actions.last()) else {
            return Ok(actions);
        };
        let mut after = self.records.between(
            &place(plan, kind, last.0 + 1),
            Some(&place(plan, kind + 1, 0)),
        );
        let end = match after.next() {
            Some(item) => id_in(item?.name())?,
            None => u64::MAX,
        };
        let kind = codec::kind_number(Kind::Milestone);
        self.take_range(register, plan, (kind, first.0), (kind, end), MILESTONES)?;
        Ok(actions)
    }

    /// Notes and updates on an action and its milestones and what was given out under it, which its card shows.
    fn take_words(&self, register: &mut Register, action: ActionId) -> Read<()> {
        let below: Vec<Target> = register
            .milestones_of(action)
            .map(|(id, _)| Target::Milestone(id))
            .collect();
        let mut keys = BTreeSet::new();
        for target in std::iter::once(Target::Action(action)).chain(below) {
            for entry in self.entries(Which::Target(target))? {
                keys.extend(entry.changes.iter().filter_map(word));
            }
        }
        for key in keys {
            self.take_key(register, key)?;
        }
        Ok(())
    }
}

/// The note, update or action arising that a change put down.
fn word(change: &Change) -> Option<Key> {
    match change {
        Change::Put { key, .. }
            if matches!(key.kind, Kind::Note | Kind::Update | Kind::Arising) =>
        {
            Some(*key)
        }
        _ => None,
    }
}

/// Where the records of a kind begin that have this id or a later one.
fn place(plan: PlanId, kind: u8, id: u64) -> [u8; 17] {
    let mut bytes = [0; 17];
    let parts = codec::tagged_plan(plan, kind)
        .into_iter()
        .chain(id.to_be_bytes());
    for (to, from) in bytes.iter_mut().zip(parts) {
        *to = from;
    }
    bytes
}

/// The id in a record's key.
fn id_in(key: &[u8]) -> Read<u64> {
    number(key.get(9..).unwrap_or_default())
}
