//! Building an index from registers, and keeping its statuses, dates and what is recorded up with them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::further::Told;
use super::held::{Facts, Names, Rows};
use super::{Index, Shelf, further, references};
use crate::domain::text::fold;
use crate::domain::{ActionId, Lead, Register, Target};
use crate::search::letters::fold_over;
use crate::search::packed::{Growing, Lists};
use crate::search::roll::Roll;
use crate::search::words::Collected;

/// What is collected while rows are added.
struct Building<'a> {
    rows: Rows,
    roll: Roll<'a>,
    /// Rows of each member of the roll.
    rows_of: Vec<Growing>,
    references: references::Collected,
    titles: Collected,
    tags: Collected,
    further: further::Collected,
    /// A text being folded.
    folded: String,
}

impl<'a> Building<'a> {
    fn add(&mut self, target: Target, facts: Facts, title: &str, leads: &'a [Lead]) -> u32 {
        let row = self.rows.push(target, facts);
        fold_over(title, &mut self.folded);
        self.titles.note(&self.folded, row);
        for lead in leads {
            let member = self.roll.name(lead).member;
            if self.rows_of.len() <= member {
                self.rows_of.resize(member + 1, Growing::default());
            }
            if let Some(rows) = self.rows_of.get_mut(member) {
                rows.push(row);
            }
        }
        row
    }

    fn add_action(&mut self, register: &'a Register, told: &Told<'_>, id: ActionId) {
        let Some(action) = register.action(id) else {
            return;
        };
        let target = Target::Action(id);
        let facts = Facts::of(register, target, false);
        let row = self.add(target, facts, action.title(), action.leads);
        self.references.push(action.reference(), row);
        self.further.add_action(action, row);
        self.further.add_recorded(told, target, row);
        for tag in action.tags {
            fold_over(tag, &mut self.folded);
            self.tags.note(&self.folded, row);
        }
        for (id, it) in register.milestones_of(id) {
            let target = Target::Milestone(id);
            let facts = Facts::of(register, target, !facts.is_live);
            let row = self.add(target, facts, it.title(), register.leads_of(target));
            self.further.add_recorded(told, target, row);
        }
    }

    fn shelf(&mut self, register: &'a Register) -> Shelf {
        let first = self.rows.end();
        let told = Told::of(register);
        for (_, priority) in register.priorities() {
            for lead in &*priority.leads {
                // A spelling first met here is shown as it is written here.
                self.roll.meet(lead);
            }
        }
        let mut under = None;
        for id in register.plan_order() {
            let priority = register.action(id).map(|a| a.priority);
            if priority != under
                && let Some(heading) = priority.and_then(|id| register.priority(id))
            {
                self.further.begin(heading, self.rows.end());
            }
            under = priority;
            self.add_action(register, &told, id);
        }
        let legend = register.legend();
        let words = legend.statuses.iter().map(|s| (fold(&s.name), s.letter));
        Shelf {
            id: register.id(),
            legend: words.collect(),
            rows: (first, self.rows.end()),
        }
    }

    /// Leads in the order of the directory, and the rows of each.
    fn leads(&mut self) -> (Names, Lists) {
        let mut of_member: Vec<Vec<&str>> = Vec::new();
        for spelt in self.roll.spellings() {
            if of_member.len() <= spelt.member {
                of_member.resize(spelt.member + 1, Vec::new());
            }
            if let Some(names) = of_member.get_mut(spelt.member) {
                names.push(spelt.name);
            }
        }
        let mut names = Names::default();
        let listed = self.roll.listed();
        for (entry, member) in (0u32..).zip(&listed) {
            for name in of_member.get(*member).into_iter().flatten() {
                names.push(name, entry);
            }
        }
        names.shrink();
        let rows = |member: &usize| {
            let rows = self.rows_of.get_mut(*member);
            rows.map(std::mem::take).unwrap_or_default()
        };
        (names, listed.iter().map(rows).collect())
    }
}

impl Index {
    /// An index of `registers`. `people` is the register of spellings joined before, as in [`crate::search::People::of`];
    /// leads are numbered as there. A million rows take about a second: build it beside the drawing.
    #[must_use]
    pub fn of(registers: &[&Register], people: &Register) -> Self {
        let rows = registers
            .iter()
            .map(|r| r.action_count() + r.milestone_count());
        let mut building = Building {
            rows: Rows::with_room(rows.sum()),
            roll: Roll::of(people),
            rows_of: Vec::new(),
            references: references::Collected::default(),
            titles: Collected::default(),
            tags: Collected::default(),
            further: further::Collected::default(),
            folded: String::new(),
        };
        let plans = registers.iter().map(|r| building.shelf(r)).collect();
        let (names, rows_of) = building.leads();
        Self {
            identity: Arc::new(()),
            plans,
            names,
            rows_of,
            rows: building.rows,
            references: building.references.sorted(),
            titles: building.titles.sorted(),
            tags: building.tags.sorted(),
            further: building.further.sorted(),
        }
    }

    /// Takes over status, date, standing and what is recorded of actions with their milestones, after a change to any of
    /// them. New things and new words need a new index.
    pub fn refresh(&mut self, register: &Register, actions: &BTreeSet<ActionId>) {
        let told = Told::on_actions(register, actions);
        for action in actions {
            self.refresh_action(register, *action, &told);
        }
    }

    fn refresh_action(&mut self, register: &Register, action: ActionId, told: &Told<'_>) {
        let shelf = self.plans.iter().find(|p| p.id == register.id());
        let Some(row) = shelf.and_then(|s| self.rows.row_of(action, s.rows)) else {
            return;
        };
        let is_over = register.is_finished(Target::Action(action));
        let below = self.rows.below(row).count();
        for row in (row..).take(below + 1) {
            if let Some(target) = self.rows.target(row) {
                self.rows.set(row, Facts::of(register, target, is_over));
                self.further.refresh(told, target, row);
            }
        }
    }
}
