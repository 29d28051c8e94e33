//! What meetings gave out to somebody and is still to be done: the actions arising of one name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use super::lead::{Everything, taken_as};
use super::mine::plan_column;
use crate::domain::lead::alias::key;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::{fold, one_line, quoted};
use crate::domain::{Arising, Due, PlanId, Register, Target, describe};
use crate::export::document::{Column, Table, Text};
use crate::search::{Entry, Named};

/// An action arising that is still to be done.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    pub register: &'a Register,
    pub arising: &'a Arising,
}

/// What was given out to a lead under any of the spellings that are one, or to whoever a typed name names word by word.
fn owed<'a>(all: &'a Everything, name: &str, lead: Option<usize>) -> Vec<Owed<'a>> {
    let typed = fold(name);
    let is_meant = |arising: &Arising| {
        let who = fold(&arising.who);
        let mut words = typed.split_whitespace();
        let named = !typed.is_empty() && words.all(|w| who.split_whitespace().any(|own| own == w));
        let of_lead = |written: &str| lead.is_some() && all.people.entry_of(written) == lead;
        named || read_leads(&arising.who).iter().any(|l| of_lead(&l.name))
    };
    let mut found = open(all);
    found.retain(|o| is_meant(o.arising));
    found
}

/// Whom a typed name stands for, and what is theirs to do beside their items.
pub struct Whom<'a> {
    /// None for somebody who leads nothing in a plan and was given something to do by a meeting.
    pub lead: Option<&'a Entry>,
    pub owed: Vec<Owed<'a>>,
    /// What is said where the lead is called otherwise.
    pub note: Option<String>,
}

/// Whom a typed name stands for, and what was given out to them.
///
/// # Errors
/// Where it stands for several, or for nobody at all.
pub fn of_name<'a>(all: &'a Everything, name: &str) -> anyhow::Result<Whom<'a>> {
    let named = all.people.named(name);
    if let Named::Initials(_) | Named::Alike(_) | Named::Nobody(_) = named {
        // No lead is called so, but one who leads nothing may be.
        let owed = owed(all, name, None);
        if !owed.is_empty() {
            let (lead, note) = (None, None);
            return Ok(Whom { lead, owed, note });
        }
    }
    let lead = all.one_of(name, &named)?;
    Ok(Whom {
        lead: all.people.entries().get(lead),
        owed: owed(all, name, Some(lead)),
        note: taken_as(&all.people, name, &named),
    })
}

/// The same for the name of whoever asks, which nobody typed: what is somebody else's is not shown for it, and where it is no
/// more than a part of a lead's name, that is said.
///
/// # Errors
/// Where it stands for several, or for nobody; also where it is only much like the name of a lead.
pub fn of_oneself<'a>(all: &'a Everything, name: &str) -> anyhow::Result<Whom<'a>> {
    let mut whom = of_name(all, name)?;
    let Some(lead) = whom.lead else {
        return Ok(whom);
    };
    let typed = quoted(&lead.name);
    if whom.note.is_some() {
        bail!(
            "no lead is called “{name}”, and that is your name here: did you mean {}? Then type milepost mine {typed}",
            lead.name
        );
    }
    if all.people.entry_of(name).is_none() {
        whom.note = Some(format!(
            "“{name}” is your name here: taken as {}",
            lead.name
        ));
    }
    Ok(whom)
}

/// Everything that is still to be done, by date.
fn open(all: &Everything) -> Vec<Owed<'_>> {
    let open = all.plans.iter().flat_map(|register| {
        let open = register.arising().filter(|(_, a)| a.done.is_none());
        open.map(move |(_, arising)| Owed { register, arising })
    });
    let mut found: Vec<Owed<'_>> = open.collect();
    // The sort is stable: among equals, the order they were given out in stays.
    found.sort_by(|a, b| a.due_date().order(&b.due_date()));
    found
}

/// What is still to be done, by who is to do it.
#[derive(Debug, Default)]
pub struct Shares<'a> {
    /// By the position of a lead among the people of the plans.
    leads: BTreeMap<usize, Vec<Owed<'a>>>,
    /// Of those who lead nothing, by what spellings have in common: the name as written, and what is theirs.
    others: BTreeMap<String, (String, Vec<Owed<'a>>)>,
}

impl<'a> Shares<'a> {
    /// Of everything that `is_wanted`.
    #[must_use]
    pub fn of(all: &'a Everything, is_wanted: impl Fn(&Owed<'a>) -> bool) -> Self {
        let mut shares = Self::default();
        for owed in open(all).into_iter().filter(is_wanted) {
            let mut seen = BTreeSet::new();
            for lead in read_leads(&owed.arising.who) {
                match all.people.entry_of(&lead.name) {
                    Some(entry) if seen.insert(entry) => {
                        shares.leads.entry(entry).or_default().push(owed);
                    }
                    Some(_) => {}
                    None => {
                        let own = shares.others.entry(key(&lead.name));
                        own.or_insert((lead.name, Vec::new())).1.push(owed);
                    }
                }
            }
        }
        shares
    }

    /// What a lead has.
    #[must_use]
    pub fn of_lead(&mut self, entry: usize) -> Vec<Owed<'a>> {
        self.leads.remove(&entry).unwrap_or_default()
    }

    /// Everybody who leads nothing and has something, by name.
    pub fn others(self) -> impl Iterator<Item = (String, Vec<Owed<'a>>)> {
        self.others.into_values()
    }
}

impl<'a> Owed<'a> {
    /// When it is to be done, with the day of the next meeting once that is known.
    #[must_use]
    pub fn due_date(&self) -> Cow<'a, Due> {
        self.register.due_of(self.arising)
    }

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
        describe::given_by(self.register, self.arising)
    }
}

/// Actions arising as a table; `number` is that of a plan, where there are several.
#[must_use]
pub fn table(
    found: &[Owed<'_>],
    today: chrono::NaiveDate,
    number: impl Fn(PlanId) -> Option<usize>,
) -> Table {
    let numbers = |owed: &Owed<'_>| number(owed.register.id());
    let row = |owed: &Owed<'_>| -> Vec<Text> {
        let arising = owed.arising;
        let late = owed.register.late_arising(arising, today);
        let late = if late.is_some() { ", overdue" } else { "" };
        let cells = [
            owed.reference(),
            format!("{}{late}", owed.due()),
            one_line(&arising.what),
            owed.given(),
        ];
        let plan = numbers(owed).map(|number| number.to_string());
        cells.into_iter().chain(plan).map(Text::from).collect()
    };
    let columns = ["Item", "Due", "Action arising", "Given by"].map(Column::words);
    let several = found.iter().any(|owed| numbers(owed).is_some());
    Table {
        columns: columns.into_iter().chain(plan_column(several)).collect(),
        rows: found.iter().map(row).collect(),
    }
}
