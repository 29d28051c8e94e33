//! The words on a card besides title and tags: in steps, resources, outcomes, objective, other columns, in what is recorded on
//! it (see [`recorded`]), and in the heading above. Many plans have few of them or none, and what is not there takes no memory.

mod recorded;

use std::collections::BTreeMap;

use super::held::Rows;
use crate::domain::{ActionRef, Priority, Target};
use crate::search::letters::fold_over;
use crate::search::rows::RowSet;
use crate::search::words::{self, Words};
pub(super) use recorded::Told;

/// Letters from which on these words are looked for: one finds half of a plan.
const LEAST: usize = 2;

/// A part of a card in which a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Step,
    Objective,
    Outcomes,
    Resources,
    /// A column of the plan that is none of the others.
    Extra,
    /// A note recorded on it, or one that the plan has beside a milestone.
    Note,
    /// What a lead sent on it.
    Update,
    /// An action that arose under it and is still to be done.
    Arising,
    /// The reason why it is parked.
    Parked,
    /// The title or a lead of its priority.
    Priority,
}

impl Part {
    const ALL: [Self; 10] = [
        Self::Step,
        Self::Objective,
        Self::Outcomes,
        Self::Resources,
        Self::Extra,
        Self::Note,
        Self::Update,
        Self::Arising,
        Self::Parked,
        Self::Priority,
    ];

    /// What is recorded in meetings and before them, and so changes while an index stands.
    const RECORDED: [Self; 4] = [Self::Note, Self::Update, Self::Arising, Self::Parked];

    /// The words shown beside a hit.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Step => "in a step",
            Self::Objective => "in the objective",
            Self::Outcomes => "in the outcomes",
            Self::Resources => "in the resources",
            Self::Extra => "in another column",
            Self::Note => "in a note",
            Self::Update => "in an update",
            Self::Arising => "in an action arising",
            Self::Parked => "in the reason it is parked",
            Self::Priority => "in the priority",
        }
    }
}

/// These words, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Further {
    /// In the order of [`Part::ALL`]; those of priorities by the number of the section instead of the row.
    words: Vec<Words>,
    /// The first row under each heading.
    sections: Vec<u32>,
    /// What is recorded on rows on which something was recorded since, folded. It stands instead of what was there.
    fresh: BTreeMap<Part, BTreeMap<u32, String>>,
}

/// These words while they are collected.
#[derive(Debug)]
pub(super) struct Collected {
    words: [words::Collected; Part::ALL.len()],
    sections: Vec<u32>,
    folded: String,
}

impl Default for Collected {
    fn default() -> Self {
        Self {
            words: Part::ALL.map(|_| words::Collected::default()),
            sections: Vec::new(),
            folded: String::new(),
        }
    }
}

impl Collected {
    fn note(&mut self, part: Part, text: &str, row: u32) {
        if text.is_empty() {
            return;
        }
        fold_over(text, &mut self.folded);
        if let Some(words) = self.words.get_mut(part as usize) {
            words.note(&self.folded, row);
        }
    }

    /// Begins a heading at a row. Headings come in the order of their rows.
    pub(super) fn begin(&mut self, priority: &Priority, row: u32) {
        let section = u32::try_from(self.sections.len()).unwrap_or(u32::MAX);
        self.sections.push(row);
        self.note(Part::Priority, &priority.title, section);
        for lead in &*priority.leads {
            self.note(Part::Priority, &lead.written, section);
        }
    }

    /// Notes what stands on the card of an action. Rows come in ascending order.
    pub(super) fn add_action(&mut self, action: ActionRef<'_>, row: u32) {
        for step in action.steps {
            self.note(Part::Step, &step.text, row);
        }
        self.note(Part::Objective, action.objective(), row);
        for outcome in action.outcomes {
            self.note(Part::Outcomes, outcome, row);
        }
        for resource in action.resources {
            self.note(Part::Resources, resource, row);
        }
        for (_, value) in action.extras {
            self.note(Part::Extra, value, row);
        }
    }

    /// Notes what was recorded on an action or a milestone.
    pub(super) fn add_recorded(&mut self, told: &Told<'_>, target: Target, row: u32) {
        for (part, text) in told.on(target) {
            self.note(part, text, row);
        }
    }

    pub(super) fn sorted(mut self) -> Further {
        self.sections.shrink_to_fit();
        Further {
            words: self
                .words
                .into_iter()
                .map(words::Collected::sorted)
                .collect(),
            sections: self.sections,
            fresh: BTreeMap::new(),
        }
    }
}

impl Further {
    /// Takes over what is recorded on a row, after a change to it.
    pub(super) fn refresh(&mut self, told: &Told<'_>, target: Target, row: u32) {
        let mut folded = String::new();
        for part in Part::RECORDED {
            let mut all = String::new();
            for (_, text) in told.on(target).filter(|(of, _)| *of == part) {
                fold_over(text, &mut folded);
                all.push_str(&folded);
                all.push(' ');
            }
            let had_some = self.of(part).is_some_and(|words| !words.is_empty());
            let fresh = self.fresh.entry(part).or_default();
            if had_some || !all.is_empty() || fresh.contains_key(&row) {
                fresh.insert(row, all);
            }
        }
    }

    fn of(&self, part: Part) -> Option<&Words> {
        self.words.get(part as usize)
    }

    /// The rows that a word stands in, for each part of a card where it stands in any.
    pub(super) fn rows_with(&self, word: &str, rows: &Rows) -> Vec<(Part, RowSet)> {
        let letters = word.chars().count();
        if letters < LEAST {
            return Vec::new();
        }
        let inside = letters >= 3;
        let found = |part: Part| {
            let words = self.of(part)?;
            let mut found = RowSet::empty(rows.len());
            match part {
                Part::Priority => self.add_under(words, word, inside, (rows, &mut found)),
                _ => {
                    words.collect(word, inside, &mut found);
                }
            }
            for (row, recorded) in self.fresh.get(&part).into_iter().flatten() {
                let mut own = recorded.split_ascii_whitespace();
                let holds = |own: &str| own.starts_with(word) || inside && own.contains(word);
                found.put(*row, own.any(holds));
            }
            found.next(0).is_some().then_some((part, found))
        };
        let held = |part: &Part| {
            let is_fresh = self.fresh.get(part).is_some_and(|rows| !rows.is_empty());
            is_fresh || self.of(*part).is_some_and(|words| !words.is_empty())
        };
        Part::ALL
            .into_iter()
            .filter(held)
            .filter_map(found)
            .collect()
    }

    /// Adds the actions under the headings that a word stands in.
    fn add_under(
        &self,
        words: &Words,
        word: &str,
        inside: bool,
        (rows, found): (&Rows, &mut RowSet),
    ) {
        let mut sections = RowSet::empty(self.sections.len());
        words.collect(word, inside, &mut sections);
        let mut from = 0;
        while let Some(section) = sections.next(from) {
            from = section + 1;
            let first = self.sections.get(section as usize).copied();
            let end = self.sections.get(from as usize).copied();
            rows.add_actions(first.unwrap_or(0), end.unwrap_or(rows.end()), found);
        }
    }
}
