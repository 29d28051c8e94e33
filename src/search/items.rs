//! What one lead has to do, by date, over all plans.

use chrono::NaiveDate;

use super::people::Entry;
use crate::domain::{ActionId, Due, PlanId, Register, Target};

/// An open item of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub plan: PlanId,
    pub action: ActionId,
    pub target: Target,
    /// What is overdue or due next about it: itself, or a milestone of the action that it is.
    pub next: Target,
    /// The date of `next`.
    pub due: Due,
    pub is_overdue: bool,
}

/// The open items of a lead in `plans`, those of [`Register::leads_of`]: what is overdue or due first comes first, what has no
/// date last.
#[must_use]
pub fn tasks<'a>(
    entry: &Entry,
    plans: impl IntoIterator<Item = &'a Register>,
    today: NaiveDate,
) -> Vec<Task> {
    let places = entry.places();
    let mut found = Vec::new();
    for register in plans {
        for place in places.iter().filter(|p| p.plan == register.id()) {
            let named = std::iter::once(place.target);
            let below = match place.target {
                Target::Action(id) => Some(register.left_to_action(id)),
                Target::Milestone(_) => None,
            };
            let open = named.chain(below.into_iter().flatten());
            let open = open.filter(|target| register.is_open(*target));
            found.extend(open.filter_map(|target| task(register, place.action, target, today)));
        }
    }
    // The sort is stable: among equals, plan order stays.
    found.sort_by(|a, b| a.due.order(&b.due));
    found
}

fn task(register: &Register, action: ActionId, target: Target, today: NaiveDate) -> Option<Task> {
    let next = register.next(target, today)?;
    Some(Task {
        plan: register.id(),
        action,
        target,
        next: next.target,
        due: next.due.clone(),
        is_overdue: next.is_overdue,
    })
}
