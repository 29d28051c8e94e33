//! The figures of a meeting: statuses before and after, and how far it came with its agenda.

use std::fmt::Write as _;

use super::Minutes;
use crate::domain::share::percentages;
use crate::domain::text::count;
use crate::domain::{
    ActionId, ActionRef, ItemState, Letter, Standing, Target, UpdateState, describe,
};
use crate::export::document::{Column, Document, Table, Text};

impl Minutes<'_> {
    pub(super) fn add_summary(&self, document: &mut Document) {
        document.heading(1, "Summary");
        document.table(self.status_table());
        let agenda: Vec<ActionId> = self.agenda().collect();
        let number = |wanted: fn(&ItemState) -> bool| {
            agenda.iter().filter(|a| wanted(self.state(**a))).count()
        };
        let mut line = format!(
            "{} on the agenda: {} reviewed{}, {} parked, ",
            count(agenda.len(), "item"),
            number(ItemState::is_covered),
            describe::of_them_en_bloc(number(|s| *s == ItemState::EnBloc)),
            number(|s| matches!(s, ItemState::Parked(_))),
        );
        let unmarked = agenda.iter().filter(|a| self.is_unmarked(**a)).count();
        if unmarked > 0 {
            let _ = write!(line, "{unmarked} recorded on but not marked reviewed, ");
        }
        let not_reached = agenda.iter().filter(|a| self.is_not_reached(**a)).count();
        let _ = write!(line, "{not_reached} not reached.");
        let today = self.meeting.date;
        let late = self.register.actions().map(|(id, _)| id);
        let late = late.filter(|id| self.register.is_action_overdue(*id, today));
        let _ = write!(line, " Overdue on the day: {}.", late.count());
        let silent = agenda.iter().filter(|a| self.lacks_update(**a)).count();
        let _ = write!(line, " No update received: {silent}.");
        document.paragraph(line);
        document.paragraph(self.rescheduled());
    }

    /// Dates the meeting put off with its approval, told apart from what is merely late, and dates it refused.
    fn rescheduled(&self) -> String {
        let later = self.outcome.dates().filter(|m| m.is_later());
        let mine = self
            .register
            .updates()
            .filter(|(_, u)| u.meeting == Some(self.id));
        let refused = mine.filter(|(_, u)| matches!(u.state, UpdateState::Refused(_)));
        format!(
            "Re-scheduled with approval: {}. Later dates refused: {}.",
            later.count(),
            refused.count()
        )
    }

    /// Actions by status before and after the meeting, as [`Register::counts`] counts them.
    fn status_table(&self) -> Table {
        let after = self.register.counts();
        let before: Vec<usize> = after
            .iter()
            .map(|(letter, _)| self.count_before(*letter))
            .collect();
        let counts: Vec<usize> = after.iter().map(|(_, n)| *n).collect();
        let shares = percentages(&counts);
        let rows = after.iter().zip(before).zip(shares);
        let rows = rows
            .filter(|(((letter, after), before), _)| letter.is_some() || *after > 0 || *before > 0)
            .map(|(((letter, after), before), share)| {
                vec![
                    self.status_text(*letter),
                    Text::from(before.to_string()),
                    Text::from(after.to_string()),
                    Text::from(format!("{share} %")),
                    Text::from(difference(before, *after)),
                ]
            });
        Table {
            columns: vec![
                Column::words("Status"),
                Column::numbers("Before"),
                Column::numbers("After"),
                Column::numbers("Share"),
                Column::numbers("Change"),
            ],
            rows: rows.collect(),
        }
    }

    fn count_before(&self, letter: Option<Letter>) -> usize {
        let legend = self.register.legend();
        let known = |l: &Letter| legend.get(*l).is_some();
        let all = self.register.actions();
        all.filter(|(id, action)| {
            let target = Target::Action(*id);
            let status = self.outcome.status(target).map_or(action.status, |s| s.0);
            self.was_there(*id)
                && self.standing_before(*id, *action) != Standing::Withdrawn
                && status.filter(known) == letter
        })
        .count()
    }

    pub(super) fn was_there(&self, action: ActionId) -> bool {
        !self.outcome.is_added(Target::Action(action))
    }

    pub(super) fn standing_before(&self, id: ActionId, action: ActionRef<'_>) -> Standing {
        let changed = self.outcome.standing(Target::Action(id));
        changed.map_or(action.standing, |(from, _)| from)
    }
}

fn difference(before: usize, after: usize) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", after - before),
        std::cmp::Ordering::Less => format!("−{}", before - after),
    }
}
