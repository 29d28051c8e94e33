//! Building an index from registers, and keeping its statuses and dates up with them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Index, Listed, Row, Shelf};
use crate::domain::text::fold;
use crate::domain::{ActionId, PlanId, Register, Target};
use crate::search::letters::folded;
use crate::search::matching::Name;
use crate::search::people::People;
use crate::search::words::Collected;

use chrono::NaiveDate;

impl Row {
    fn of(register: &Register, plan: u32, target: Target) -> Self {
        Self {
            target,
            plan,
            status: register.status(target),
            last_day: register.dated(target).and_then(|d| d.due.last_day()),
            // Whatever is overdue at the end of time is not finished with.
            live: register.is_overdue(target, NaiveDate::MAX),
        }
    }
}

/// What is collected while rows are added.
#[derive(Default)]
struct Building {
    rows: Vec<Row>,
    places: HashMap<(PlanId, Target), u32>,
    references: Vec<(Box<str>, u32)>,
    titles: Collected,
    tags: Collected,
}

impl Building {
    fn add(
        &mut self,
        register: &Register,
        plan: u32,
        target: Target,
        reference: &str,
        title: &str,
    ) -> u32 {
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Row::of(register, plan, target));
        self.places.insert((register.id(), target), row);
        self.references.push((reference.to_lowercase().into(), row));
        self.titles.note(&folded(title).text, row);
        row
    }

    fn add_action(&mut self, register: &Register, plan: u32, id: ActionId) {
        let Some(action) = register.action(id) else {
            return;
        };
        let row = self.add(
            register,
            plan,
            Target::Action(id),
            &action.reference,
            &action.title,
        );
        for tag in &action.tags {
            self.tags.note(&folded(tag).text, row);
        }
        for (n, (milestone, it)) in register.milestones_of(id).enumerate() {
            let reference = format!("{} m{}", action.reference, n + 1);
            self.add(
                register,
                plan,
                Target::Milestone(milestone),
                &reference,
                &it.title,
            );
        }
    }

    fn shelf(&mut self, register: &Register, plan: u32) -> Shelf {
        let first = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        for id in register.plan_order() {
            self.add_action(register, plan, id);
        }
        let legend = register.legend();
        let words = legend.statuses.iter().map(|s| (fold(&s.name), s.letter));
        Shelf {
            id: register.id(),
            legend: words.collect(),
            rows: (first, u32::try_from(self.rows.len()).unwrap_or(u32::MAX)),
        }
    }
}

impl Index {
    /// An index of `registers`; `people` is their directory. A million rows take a few seconds: build it beside the drawing.
    #[must_use]
    pub fn of(registers: &[&Register], people: &People) -> Self {
        let mut building = Building::default();
        let plans = (0u32..)
            .zip(registers)
            .map(|(n, register)| building.shelf(register, n))
            .collect();
        let mut names = Vec::new();
        let mut rows_of = Vec::new();
        for (entry, it) in (0u32..).zip(people.entries()) {
            names.extend(it.spellings.iter().map(|s| Listed {
                entry,
                name: Name::new(&s.name),
                written: s.name.as_str().into(),
            }));
            let places = it.places();
            let rows = places
                .iter()
                .filter_map(|p| building.places.get(&(p.plan, p.target)));
            let mut rows: Vec<u32> = rows.copied().collect();
            rows.sort_unstable();
            rows_of.push(rows);
        }
        building.references.sort_unstable();
        Self {
            identity: Arc::new(()),
            plans,
            rows: building.rows,
            initialled: initialled(&names),
            names,
            rows_of,
            references: building.references,
            titles: building.titles.sorted(),
            tags: building.tags.sorted(),
        }
    }

    /// Takes over status, date and standing of an action with its milestones, after a change to any of them. New things
    /// and new words need a new index.
    pub fn refresh(&mut self, register: &Register, action: ActionId) {
        let plan = self.plans.iter().position(|p| p.id == register.id());
        let Some(shelf) = plan.and_then(|n| self.plans.get(n)) else {
            return;
        };
        let (first, last) = (shelf.rows.0 as usize, shelf.rows.1 as usize);
        let rows = self.rows.get_mut(first..last).unwrap_or_default();
        let of_action = rows
            .iter_mut()
            .skip_while(|r| r.target != Target::Action(action));
        for (n, row) in of_action.enumerate() {
            if n > 0 && matches!(row.target, Target::Action(_)) {
                break;
            }
            *row = Row::of(register, row.plan, row.target);
        }
    }
}

fn initialled(names: &[Listed]) -> Vec<u32> {
    let all = (0u32..).zip(names);
    all.filter(|(_, n)| n.name.has_initial)
        .map(|(n, _)| n)
        .collect()
}
