//! What one lead has to do, by date, over all plans.

use chrono::NaiveDate;

use super::people::Entry;
use crate::domain::{ActionId, Due, PlanId, Register, Standing, Target};

/// An open item of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub plan: PlanId,
    pub action: ActionId,
    pub target: Target,
    pub due: Due,
    pub is_overdue: bool,
}

/// The open items of a lead in `plans`: what is overdue or due first comes first, what has no date last.
#[must_use]
pub fn tasks<'a>(
    entry: &Entry,
    plans: impl IntoIterator<Item = &'a Register>,
    today: NaiveDate,
) -> Vec<Task> {
    let places = entry.places();
    let mut found = Vec::new();
    for register in plans {
        let mine = places.iter().filter(|p| p.plan == register.id());
        found.extend(mine.filter_map(|place| {
            let is_open = register.standing(Target::Action(place.action)) == Some(Standing::Open)
                && !register.is_finished(place.target);
            let due = (**register.dated(place.target)?.due).clone();
            is_open.then(|| Task {
                plan: place.plan,
                action: place.action,
                target: place.target,
                is_overdue: register.is_overdue(place.target, today),
                due,
            })
        }));
    }
    // The sort is stable: among equals, plan order stays.
    found.sort_by(|a, b| a.due.order(&b.due));
    found
}
