//! How things stand: what is finished with, what is overdue, what is due next, and how many hold each status.

use chrono::NaiveDate;

use super::Register;
use crate::domain::{ActionId, Due, Letter, Standing, Target};

/// What an action or a milestone is asked about by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// What is due: itself, or one of an action's milestones.
    pub target: Target,
    pub due: &'a Due,
    pub is_overdue: bool,
}

impl Register {
    /// Whether a target is finished with: complete, closed or withdrawn, or its status says that nothing remains.
    #[must_use]
    pub fn is_finished(&self, target: Target) -> bool {
        self.standing(target).is_none_or(|s| s != Standing::Open)
            || self.legend().is_done(self.status(target))
    }

    /// Whether a target itself is overdue on `today`: open, not done, and past the last day its date can mean. Nothing
    /// is overdue under an action that is finished with.
    #[must_use]
    pub fn is_overdue(&self, target: Target, today: NaiveDate) -> bool {
        self.is_late(target, today) && !self.is_under_finished(target)
    }

    /// Whether a target is overdue, whatever it stands under.
    fn is_late(&self, target: Target, today: NaiveDate) -> bool {
        self.dated(target).is_some_and(|d| d.due.is_past(today)) && !self.is_finished(target)
    }

    /// Whether there is something left to do about a target: neither it nor the action it stands under is finished with.
    #[must_use]
    pub fn is_open(&self, target: Target) -> bool {
        !self.is_finished(target) && !self.is_under_finished(target)
    }

    /// Whether the action a target stands under is finished with.
    fn is_under_finished(&self, target: Target) -> bool {
        let above = match target {
            Target::Action(_) => None,
            Target::Milestone(_) => self.action_of(target).map(Target::Action),
        };
        above.is_some_and(|action| self.is_finished(action))
    }

    /// Whether an action or any of its milestones is overdue on `today`.
    #[must_use]
    pub fn is_action_overdue(&self, action: ActionId, today: NaiveDate) -> bool {
        let itself = Target::Action(action);
        let below = self.shelf.under(action);
        !self.is_finished(itself)
            && std::iter::once(itself)
                .chain(below.map(Target::Milestone))
                .any(|target| self.is_late(target, today))
    }

    /// What is overdue or due next about a target: an action is late with any of its milestones, as in
    /// [`Register::is_action_overdue`], so the earliest date below it counts where it is earlier than its own, or its own is no
    /// day. None where there is no such target.
    #[must_use]
    pub fn next(&self, target: Target, today: NaiveDate) -> Option<Next<'_>> {
        let due = match target {
            Target::Action(id) => self.next_of(id).unwrap_or(target),
            Target::Milestone(_) => target,
        };
        Some(Next {
            target: due,
            due: self.dated(due)?.due,
            is_overdue: self.is_overdue(due, today),
        })
    }

    /// The next thing due for an action: the earliest last day among itself and its milestones that are not finished;
    /// none where the action is.
    #[must_use]
    pub fn next_due(&self, action: ActionId) -> Option<&Due> {
        Some(self.dated(self.next_of(action)?)?.due)
    }

    /// What [`Register::next_due`] is the date of.
    fn next_of(&self, action: ActionId) -> Option<Target> {
        let itself = Target::Action(action);
        if self.is_finished(itself) {
            return None;
        }
        let below = self.shelf.under(action).map(Target::Milestone);
        std::iter::once(itself)
            .chain(below)
            .filter(|&t| !self.is_finished(t))
            .filter_map(|t| Some((t, &**self.dated(t)?.due)))
            .filter(|(_, due)| due.last_day().is_some())
            .min_by(|(_, a), (_, b)| a.order(b))
            .map(|(t, _)| t)
    }

    /// How many actions hold each status of the legend, in its order, and last how many hold none. Withdrawn actions are
    /// not counted.
    #[must_use]
    pub fn counts(&self) -> Vec<(Option<Letter>, usize)> {
        let legend = self.legend();
        let mut counts: Vec<(Option<Letter>, usize)> = legend
            .statuses
            .iter()
            .map(|s| (Some(s.letter), 0))
            .chain(std::iter::once((None, 0)))
            .collect();
        for (_, action) in self.actions() {
            if action.standing == Standing::Withdrawn {
                continue;
            }
            let slot = counts
                .iter()
                .position(|(letter, _)| *letter == action.status)
                .unwrap_or(counts.len() - 1);
            if let Some((_, n)) = counts.get_mut(slot) {
                *n += 1;
            }
        }
        counts
    }
}
