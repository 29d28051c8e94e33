//! What becomes of the updates that wait on something when a meeting decides about it without them.
//!
//! Nobody comes again to what is finished with: what waits on it must be decided when it is, or when the meeting reviews it. A
//! word that the record does not contradict is taken, so that minutes call nothing overridden that was not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Letter, MeetingId, Register, Standing, Target, Update, UpdateId, UpdateState};
use crate::domain::{ActionId, ItemState};

/// How a plan stands once some changes are made to it.
struct After<'a> {
    register: &'a Register,
    statuses: BTreeMap<Target, Option<Letter>>,
    standings: BTreeMap<Target, Standing>,
}

impl<'a> After<'a> {
    fn of(register: &'a Register, changes: &[Change]) -> Self {
        let (mut statuses, mut standings) = (BTreeMap::new(), BTreeMap::new());
        for change in changes {
            match change {
                Change::Status { target, to, .. } => {
                    statuses.insert(*target, *to);
                }
                Change::Standing { target, to, .. } => {
                    standings.insert(*target, *to);
                }
                _ => {}
            }
        }
        Self {
            register,
            statuses,
            standings,
        }
    }

    fn status(&self, target: Target) -> Option<Letter> {
        let set = self.statuses.get(&target).copied();
        set.unwrap_or_else(|| self.register.status(target))
    }

    fn standing(&self, target: Target) -> Option<Standing> {
        let set = self.standings.get(&target).copied();
        set.or_else(|| self.register.standing(target))
    }

    fn is_finished(&self, target: Target) -> bool {
        let (standing, status) = (self.standing(target), self.status(target));
        self.register.is_finished_as(standing, status)
    }

    /// Whether a milestone stands under an action that these changes complete.
    fn is_under_completed(&self, target: Target) -> bool {
        let action = self.register.action_of(target).map(Target::Action);
        let above = action.filter(|action| *action != target && self.is_set(*action));
        above.is_some_and(|action| {
            self.standing(action) == Some(Standing::Complete)
                || self.register.legend().is_done(self.status(action))
        })
    }

    /// Whether something is recorded on the target itself.
    fn is_set(&self, target: Target) -> bool {
        self.statuses.contains_key(&target) || self.standings.contains_key(&target)
    }

    fn is_opened(&self, target: Target) -> bool {
        self.standings.get(&target) == Some(&Standing::Open)
    }

    /// What is finished with of an action and its milestones.
    fn finished(&self, action: ActionId) -> Vec<Target> {
        let itself = Target::Action(action);
        let all = self.is_finished(itself);
        let below = self.register.milestones_of(action);
        let below = below.map(|(id, _)| Target::Milestone(id));
        let targets = std::iter::once(itself).chain(below);
        targets.filter(|t| all || self.is_finished(*t)).collect()
    }

    /// Everything that these changes decide about: what they set, what they finish with, and what is finished with of an item
    /// that they mark as reviewed. What is opened again waits for the meeting's next word.
    fn concerned(&self, changes: &[Change]) -> BTreeSet<Target> {
        let mut concerned = BTreeSet::new();
        for change in changes {
            match change {
                Change::Status { target, .. } | Change::Standing { target, .. } => {
                    concerned.insert(*target);
                    if let Target::Action(action) = target
                        && self.is_finished(*target)
                    {
                        concerned.extend(self.finished(*action));
                    }
                }
                Change::Item { action, to, .. } if to.state == ItemState::Reviewed => {
                    concerned.extend(self.finished(*action));
                }
                _ => {}
            }
        }
        concerned.retain(|target| !self.is_opened(*target));
        concerned
    }
}

impl Register {
    /// What becomes of the updates that wait where a meeting makes these changes: on what is given a status or finished with, and,
    /// with an action, on its milestones. A word is accepted where it says what is recorded, says of a milestone that it is done as
    /// its action is, which is recorded then, or says nothing but words where nothing else was recorded; all others are overridden.
    #[must_use]
    pub fn decided_with(&self, changes: &[Change], meeting: MeetingId) -> Vec<Change> {
        self.decided_besides(changes, None, meeting)
    }

    /// The same, but for the target whose update is being decided on.
    pub(super) fn decided_besides(
        &self,
        changes: &[Change],
        own: Option<Target>,
        meeting: MeetingId,
    ) -> Vec<Change> {
        let after = After::of(self, changes);
        let concerned = after.concerned(changes).into_iter();
        let others = concerned.filter(|target| Some(*target) != own);
        let waiting = others.filter_map(|target| Some((target, self.waiting_on(target)?.0)));
        let decide = |(target, id)| self.decide(&after, target, id, meeting);
        waiting.flat_map(decide).collect()
    }

    fn decide(
        &self,
        after: &After<'_>,
        target: Target,
        newest: UpdateId,
        meeting: MeetingId,
    ) -> Vec<Change> {
        let waiting = self.waiting_up_to(newest);
        if waiting.iter().any(|(_, u)| self.asks_other_date(u)) {
            return self.settle(newest, UpdateState::Overridden, meeting);
        }
        let said = waiting.iter().rev().find_map(|(_, u)| u.status);
        let is_set = after.is_set(target);
        match said {
            Some(letter)
                if !is_set
                    && after.is_under_completed(target)
                    && self.legend().is_done(Some(letter)) =>
            {
                self.accept(newest, meeting)
            }
            Some(letter) if after.status(target) == Some(letter) => {
                self.settle(newest, UpdateState::Accepted, meeting)
            }
            None if !is_set => self.settle(newest, UpdateState::Accepted, meeting),
            _ => self.settle(newest, UpdateState::Overridden, meeting),
        }
    }

    fn asks_other_date(&self, update: &Update) -> bool {
        let now = self.dated(update.target);
        let asked = update.due.as_ref().zip(now);
        asked.is_some_and(|(due, now)| due.when != now.due.when)
    }
}
