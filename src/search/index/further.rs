//! The words on a card besides title and tags: in steps, resources, outcomes, objective, other columns, notes, and in the
//! heading above. Many plans have few of them or none, and what is not there takes no memory.

use std::collections::BTreeMap;

use super::held::Rows;
use crate::domain::{ActionRef, Priority, Register, Target};
use crate::search::letters::fold_over;
use crate::search::rows::RowSet;
use crate::search::words::{self, Words};

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
    /// The title or a lead of its priority.
    Priority,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Step,
        Self::Objective,
        Self::Outcomes,
        Self::Resources,
        Self::Extra,
        Self::Note,
        Self::Priority,
    ];

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
    /// The notes of rows on which something was recorded since, folded. They stand instead of those that were there.
    fresh: BTreeMap<u32, String>,
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
        self.note(Part::Objective, action.objective, row);
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

    /// Notes the notes on an action or a milestone.
    pub(super) fn add_notes(&mut self, register: &Register, target: Target, row: u32) {
        for text in notes(register, target) {
            self.note(Part::Note, text, row);
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

/// The notes on a target: the plan's own, and those recorded.
fn notes(register: &Register, target: Target) -> impl Iterator<Item = &str> {
    let own = match target {
        Target::Action(_) => None,
        Target::Milestone(id) => register.milestone(id).map(|m| m.note),
    };
    let recorded = register
        .notes_on(target)
        .map(|(_, note)| note.text.as_str());
    own.into_iter().chain(recorded)
}

impl Further {
    /// Takes over the notes of a row, after a change to it.
    pub(super) fn refresh(&mut self, register: &Register, target: Target, row: u32) {
        let (mut all, mut folded) = (String::new(), String::new());
        for text in notes(register, target) {
            fold_over(text, &mut folded);
            all.push_str(&folded);
            all.push(' ');
        }
        let had_some = self.of(Part::Note).is_some_and(|words| !words.is_empty());
        if had_some || !all.is_empty() || self.fresh.contains_key(&row) {
            self.fresh.insert(row, all);
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
            if part == Part::Note {
                for (row, notes) in &self.fresh {
                    let mut own = notes.split_ascii_whitespace();
                    let holds = |own: &str| own.starts_with(word) || inside && own.contains(word);
                    found.put(*row, own.any(holds));
                }
            }
            found.next(0).is_some().then_some((part, found))
        };
        let held = |part: &Part| {
            let is_fresh = *part == Part::Note && !self.fresh.is_empty();
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
