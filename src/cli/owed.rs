//! What meetings gave out to somebody and is still to be done: the actions arising of one name.

use super::lead::Everything;
use crate::domain::due::show_day;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::{fold, one_line};
use crate::domain::{Arising, Register, Target, describe};
use crate::export::document::{Column, Table, Text};

/// An action arising that is still to be done.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    pub register: &'a Register,
    pub arising: &'a Arising,
}

/// What was given out to a lead under any of the spellings that are one, or to whoever a typed name names word by word.
#[must_use]
pub fn owed<'a>(all: &'a Everything, name: &str, lead: Option<usize>) -> Vec<Owed<'a>> {
    let typed = fold(name);
    let is_meant = |arising: &Arising| {
        let who = fold(&arising.who);
        let mut words = typed.split_whitespace();
        let named = !typed.is_empty() && words.all(|w| who.split_whitespace().any(|own| own == w));
        let of_lead = |written: &str| lead.is_some() && all.people.entry_of(written) == lead;
        named || read_leads(&arising.who).iter().any(|l| of_lead(&l.name))
    };
    let open = all.plans.iter().flat_map(|register| {
        let open = register.arising().filter(|(_, a)| a.done.is_none());
        open.map(move |(_, arising)| Owed { register, arising })
    });
    let mut found: Vec<Owed<'a>> = open.filter(|o| is_meant(o.arising)).collect();
    // The sort is stable: among equals, the order they were given out in stays.
    found.sort_by(|a, b| {
        let due = |owed: &Owed<'a>| owed.register.due_of(owed.arising);
        due(a).order(&due(b))
    });
    found
}

impl Owed<'_> {
    /// The item it arose under; empty for none.
    #[must_use]
    pub fn reference(&self) -> String {
        let action = self.arising.action;
        action.map_or_else(String::new, |id| {
            self.register.reference(Target::Action(id))
        })
    }

    /// By when it is to be done.
    #[must_use]
    pub fn due(&self) -> String {
        describe::by_when(self.register, self.arising)
    }

    /// The meeting that gave it out.
    #[must_use]
    pub fn given(&self) -> String {
        let meeting = self.register.meeting(self.arising.meeting);
        meeting.map_or_else(String::new, |m| format!("{} {}", m.forum, show_day(m.date)))
    }
}

/// Actions arising as a table.
#[must_use]
pub fn table(found: &[Owed<'_>], today: chrono::NaiveDate) -> Table {
    let row = |owed: &Owed<'_>| -> Vec<Text> {
        let arising = owed.arising;
        let late = owed.register.late_arising(arising, today);
        let late = if late.is_some() { ", overdue" } else { "" };
        vec![
            owed.reference().as_str().into(),
            format!("{}{late}", owed.due()).as_str().into(),
            one_line(&arising.what).as_str().into(),
            owed.given().as_str().into(),
        ]
    };
    Table {
        columns: ["Item", "Due", "Action arising", "Given by"]
            .map(Column::words)
            .into(),
        rows: found.iter().map(row).collect(),
    }
}
