//! How things stand: what is finished with, what is overdue, what is due next, and how many hold each status.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Register;
use crate::domain::text::count;
use crate::domain::{ActionId, Change, Due, Letter, MilestoneId, Standing, Target, Tone};

/// How far the milestones of an action are. Each is counted once: those ended by decision or taken out of the plan are
/// neither finished nor to be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub finished: usize,
    pub open: usize,
    pub closed: usize,
    pub withdrawn: usize,
}

impl Progress {
    /// "1 of 3 finished, 1 closed"; empty where there is no milestone.
    #[must_use]
    pub fn words(&self) -> String {
        let all = self.finished + self.open;
        let parts = [
            (all, format!("{} of {all} finished", self.finished)),
            (self.closed, format!("{} closed", self.closed)),
            (self.withdrawn, format!("{} withdrawn", self.withdrawn)),
        ];
        let parts = parts.into_iter().filter(|(n, _)| *n > 0);
        parts.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
    }
}

/// What an action or a milestone is asked about by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// What is due: itself, or one of an action's milestones.
    pub target: Target,
    pub due: &'a Due,
    pub is_overdue: bool,
}

/// How a milestone stands, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands<'a> {
    pub id: MilestoneId,
    pub status: Option<Letter>,
    pub standing: Standing,
    /// The date that counts now.
    pub due: &'a Due,
}

impl Register {
    /// Whether a target is finished with: complete, closed or withdrawn, or its status says that nothing remains.
    #[must_use]
    pub fn is_finished(&self, target: Target) -> bool {
        self.is_finished_as(self.standing(target), self.status(target))
    }

    /// The same of something with this standing and this status.
    pub(in crate::domain) fn is_finished_as(
        &self,
        standing: Option<Standing>,
        status: Option<Letter>,
    ) -> bool {
        standing.is_none_or(|s| s != Standing::Open) || self.legend().is_done(status)
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
        let is_past = |due: &Due| due.is_past(today);
        !self.is_finished(itself)
            && (self.dated(itself).is_some_and(|d| is_past(d.due))
                || self.open_below(action).any(|m| is_past(m.due)))
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

    /// How those milestones of an action stand that are not finished with.
    pub fn open_below(&self, action: ActionId) -> impl Iterator<Item = Stands<'_>> {
        let all = self.shelf.stands_under(action);
        all.filter(|m| !self.is_finished_as(Some(m.standing), m.status))
    }

    /// The milestones of an action that are not finished with.
    pub fn open_milestones(&self, action: ActionId) -> impl Iterator<Item = MilestoneId> {
        self.open_below(action).map(|m| m.id)
    }

    /// How far the milestones of an action are.
    #[must_use]
    pub fn progress(&self, action: ActionId) -> Progress {
        let mut progress = Progress::default();
        for (id, milestone) in self.milestones_of(action) {
            *match milestone.standing {
                Standing::Withdrawn => &mut progress.withdrawn,
                Standing::Closed => &mut progress.closed,
                _ if self.is_finished(Target::Milestone(id)) => &mut progress.finished,
                _ => &mut progress.open,
            } += 1;
        }
        progress
    }

    /// What stays open where these changes complete an action: "5 milestones still open, 3 past due". A plan that calls an
    /// action complete while milestones are open must never come about in silence. `None` where nothing stays open, or
    /// nothing is completed.
    #[must_use]
    pub fn left_open(&self, changes: &[Change], today: NaiveDate) -> Option<String> {
        let legend = self.legend();
        let completes = |change: &Change| match change {
            Change::Status { target, to, .. } => legend.is_done(*to).then_some(*target),
            Change::Standing { target, to, .. } => (*to == Standing::Complete).then_some(*target),
            _ => None,
        };
        let completed: BTreeSet<Target> = changes.iter().filter_map(completes).collect();
        let action = completed.iter().find_map(|target| match target {
            Target::Action(id) => Some(*id),
            Target::Milestone(_) => None,
        })?;
        let open = self.open_milestones(action).map(Target::Milestone);
        self.still_open(open.filter(|target| !completed.contains(target)), today)
    }

    /// "5 milestones still open, 3 past due"; `None` where there are none.
    #[must_use]
    pub fn still_open(
        &self,
        milestones: impl Iterator<Item = Target>,
        today: NaiveDate,
    ) -> Option<String> {
        let open: Vec<Target> = milestones.collect();
        let words = format!("{} still open", count(open.len(), "milestone"));
        match (open.len(), self.past_due(open.into_iter(), today)) {
            (0, _) => None,
            (_, 0) => Some(words),
            (_, late) => Some(format!("{words}, {late} past due")),
        }
    }

    /// How many milestones of an action are overdue.
    #[must_use]
    pub fn late_milestones(&self, action: ActionId, today: NaiveDate) -> usize {
        let below = self.milestones_of(action);
        below
            .filter(|(id, _)| self.is_overdue(Target::Milestone(*id), today))
            .count()
    }

    /// How many milestones are overdue under an action that is said to be on track and is not finished; none where no date
    /// has passed, and of a milestone.
    #[must_use]
    pub fn green_but_late(&self, target: Target, today: NaiveDate) -> Option<usize> {
        let Target::Action(action) = target else {
            return None;
        };
        let legend = self.legend();
        let status = legend.get(self.status(target)?)?;
        let said_green = status.tone == Tone::Green && !self.is_finished(target);
        let late = said_green.then(|| self.late_milestones(action, today))?;
        (late > 0).then_some(late)
    }

    /// How many of these have a date that is past.
    #[must_use]
    pub fn past_due(&self, targets: impl Iterator<Item = Target>, today: NaiveDate) -> usize {
        let dues = targets.filter_map(|target| self.dated(target));
        dues.filter(|dated| dated.due.is_past(today)).count()
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
