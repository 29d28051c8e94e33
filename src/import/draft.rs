//! What the import understood, before anything is stored: a plan in draft with its account and its open questions.

mod changes;

use std::sync::Arc;

use super::account::AccountRow;
use super::answers;
use super::error::ImportError;
use super::header::Column;
use super::interpret::{self, Origin};
use super::money::Amount;
use super::pair::Pairing;
use super::question::{Answer, Correction, Corrections, Question};
use super::status::Reading;
use super::watch::Watch;
use crate::domain::measure::shorten;
use crate::domain::text::{count, one_line};
use crate::domain::{
    Action, Indicator, Lead, Milestone, Person, Plan, Priority, Source, Standing, When,
};

/// A plan in draft. Ids inside its records are positions in its own lists until [`Draft::changes`] gives real ones.
#[derive(Debug, Clone)]
pub struct Draft {
    pub plan: Plan,
    pub priorities: Vec<Priority>,
    pub actions: Vec<DraftAction>,
    /// Those of priorities and of the plan as a whole.
    pub indicators: Vec<Indicator>,
    /// Spellings the user joined.
    pub people: Vec<Person>,
    /// One entry for every row of the source.
    pub account: Vec<AccountRow>,
    /// How many rows were read; the account has as many entries.
    pub rows: usize,
    /// Open questions, worst first.
    pub questions: Vec<Question>,
    /// What the user should know and need not answer.
    pub remarks: Vec<String>,
    /// The tables that rows of actions stand in.
    pub tables: Vec<DraftTable>,
    pub(super) origin: Arc<Origin>,
    pub(super) corrections: Vec<Correction>,
}

/// A table of the source, with what its columns were taken for.
#[derive(Debug, Clone)]
pub struct DraftTable {
    /// The row of its header, as a position in the document.
    pub unit: usize,
    pub place: String,
    pub columns: Vec<Column>,
}

/// An action in draft, with its milestones and where it came from.
#[derive(Debug, Clone)]
pub struct DraftAction {
    /// "S6.A3".
    pub id: String,
    /// `action.priority` is a position in [`Draft::priorities`].
    pub action: Action,
    pub milestones: Vec<DraftMilestone>,
    pub source: Source,
    pub pairing: Pairing,
    /// The dates of its cell, as written.
    pub timescales: Vec<String>,
    /// Lines of the milestone cell that lead in to the rest.
    pub lead_in: Option<String>,
    /// Words of the milestone or lead cell that are neither.
    pub note: Option<String>,
    pub amounts: Vec<Amount>,
    /// What the status cell said.
    pub reading: Option<Reading>,
    /// What a column of standing said.
    pub standing: Option<Standing>,
    /// What the progress cell said.
    pub progress: Option<String>,
    /// Rows of the source it was made from, as positions in the document.
    pub units: Vec<usize>,
    /// What the columns of its table are; none where it came out of prose.
    pub columns: Arc<[Column]>,
    /// Its milestone cells, as they are cut.
    pub cells: Vec<MilestoneCell>,
}

/// A cell of milestones, and where it is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MilestoneCell {
    /// The row it stands in.
    pub unit: usize,
    /// All its words on one line.
    pub text: String,
    /// It is cut before each of these words, counted from 0.
    pub cuts: Vec<usize>,
}

/// A milestone in draft.
#[derive(Debug, Clone)]
pub struct DraftMilestone {
    /// "S6.A3.M1".
    pub id: String,
    /// `action` is unset; `parent` is a position in [`DraftAction::milestones`].
    pub milestone: Milestone,
    pub source: Source,
    /// What a column of standing said of it.
    pub standing: Option<Standing>,
    /// Its date is one for several.
    pub shared: bool,
    /// It only points elsewhere: "See also section 4".
    pub cross_reference: bool,
    /// The row it was made from, as a position in the document.
    pub unit: usize,
    /// Which piece of its row's milestone cell it is; none where it came out of the action's own words.
    pub piece: Option<usize>,
}

impl Draft {
    fn again(&self, corrections: Vec<Correction>) -> Result<Self, ImportError> {
        interpret::draft(&self.origin, corrections, &Watch::default())
    }

    /// The draft with one more answer: read again from its document.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all.
    pub fn answered(&self, question: &Question, answer: Answer) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.push(Correction {
            key: question.key.clone(),
            answer,
            about: question.text.clone(),
        });
        self.again(corrections)
    }

    /// The draft with a correction that no question asked for: another role for a column, a row joined, split or skipped.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all.
    pub fn corrected(&self, answer: Answer) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.push(Correction {
            key: String::new(),
            about: self.name(&answer),
            answer,
        });
        self.again(corrections)
    }

    /// The draft with what was said of its file before, as it is kept with the plan that is stored from it.
    ///
    /// # Errors
    /// Where that leaves no actions at all.
    pub fn as_said_of(self, plan: &Plan) -> Result<Self, ImportError> {
        match answers::read(&plan.extras, &self.origin.document) {
            said if said.is_empty() => Ok(self),
            said => self.again(said),
        }
    }

    /// Whether its file is read in another way than was said of it before.
    pub(super) fn is_read_otherwise(&self, plan: &Plan) -> bool {
        let said = answers::read(&plan.extras, &self.origin.document);
        let mut given = self.corrections.iter().map(|c| &c.answer);
        given.any(|answer| {
            answers::is_of_reading(answer) && said.iter().all(|c| c.answer != *answer)
        })
    }

    /// What an answer is about, in words: the place of its row and its first words, or its column.
    fn name(&self, answer: &Answer) -> String {
        let unit = match answer {
            Answer::Join { unit }
            | Answer::Split { unit }
            | Answer::Section { unit }
            | Answer::Cut { unit, .. } => Some(unit),
            Answer::Skip { units } => units.first(),
            Answer::Role { table, column, .. } | Answer::MonthFirst { table, column } => {
                let table = self.tables.iter().find(|t| t.unit == *table);
                let found = table.and_then(|t| Some((&t.place, t.columns.get(*column)?)));
                return found.map_or_else(String::new, |(place, column)| {
                    format!("{place}, column “{}”", column.header)
                });
            }
            Answer::Flat { table } => Some(table),
            _ => None,
        };
        let item = unit.and_then(|unit| self.origin.document.items.get(*unit));
        item.map_or_else(String::new, |item| {
            let words = one_line(&item.shown());
            format!("{} “{}”", item.place(), shorten(&words, 60))
        })
    }

    /// The draft without the last answer.
    ///
    /// # Errors
    /// As [`Draft::answered`].
    pub fn unanswered(&self) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.pop();
        self.again(corrections)
    }

    /// The answers and corrections given so far, in order.
    #[must_use]
    pub fn answers(&self) -> &[Correction] {
        &self.corrections
    }

    /// Asks whether it is a new version of a stored plan of this title, or a plan of its own.
    #[must_use]
    pub fn beside(mut self, stored: &str) -> Self {
        let mut origin = Origin::clone(&self.origin);
        origin.stored = Some(stored.to_owned());
        self.origin = Arc::new(origin);
        let asked = interpret::version(&self.origin);
        let fixes = Corrections(&self.corrections);
        if let Some(question) = asked.filter(|q| fixes.settled(&q.key).is_none()) {
            self.questions.insert(0, question);
        }
        self
    }

    /// Whether the user said that it is a plan of its own.
    #[must_use]
    pub fn is_new_plan(&self) -> bool {
        Corrections(&self.corrections).is_new_plan()
    }

    /// The draft with every proposal taken; each is recorded as a remark on what it is about.
    #[must_use]
    pub fn accepted(mut self) -> Self {
        let questions = std::mem::take(&mut self.questions);
        let keys: Vec<String> = questions.iter().map(|q| q.key.clone()).collect();
        if keys.is_empty() {
            return self;
        }
        self.corrections.push(Correction {
            key: String::new(),
            about: count(keys.len(), "open question"),
            answer: Answer::AcceptAll { keys },
        });
        self.take_unasked(&questions);
        self
    }

    /// Notes on what each question is about that its proposal was taken without asking.
    pub(super) fn take_unasked(&mut self, questions: &[Question]) {
        for question in questions {
            let remark = format!("taken without asking: {}", question.proposal);
            for about in std::iter::once(&question.about).chain(&question.others) {
                match self.remarks_on(about) {
                    Some(remarks) => remarks.push(remark.clone()),
                    None => self.remarks.push(format!("{about}: {remark}")),
                }
            }
        }
    }

    /// What is remarked on an action or a milestone.
    fn remarks_on(&mut self, id: &str) -> Option<&mut Vec<String>> {
        let below = |whole: &str| {
            let rest = id.strip_prefix(whole);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let action = self.actions.iter_mut().find(|a| below(&a.id))?;
        let milestone = action.milestones.iter_mut().find(|m| m.id == id);
        Some(match milestone {
            Some(milestone) => &mut milestone.source.remarks,
            None => &mut action.source.remarks,
        })
    }

    /// Notes on each action what the user said of its rows.
    pub(super) fn note_answers(&mut self) {
        for correction in &self.corrections {
            let (units, cell): (&[usize], bool) = match &correction.answer {
                Answer::Join { unit } | Answer::Split { unit } => {
                    (std::slice::from_ref(unit), false)
                }
                Answer::Cut { unit, .. } => (std::slice::from_ref(unit), true),
                _ => continue,
            };
            let mut actions = self.actions.iter_mut();
            let found = actions.find(|a| a.units.iter().any(|u| units.contains(u)));
            if let Some(action) = found {
                let what = if cell { "cell" } else { "row" };
                let word = correction.answer.word();
                let remark = format!("said at the import, of a {what}: {word}");
                action.source.remarks.push(remark);
            }
        }
    }

    /// Whether the account has exactly one entry for every row read.
    #[must_use]
    pub fn account_holds(&self) -> bool {
        self.account.len() == self.rows
    }

    /// The milestones of all actions.
    #[must_use]
    pub fn milestones(&self) -> usize {
        self.actions.iter().map(|a| a.milestones.len()).sum()
    }

    /// Every lead named anywhere, in order.
    pub fn leads(&self) -> impl Iterator<Item = &Lead> {
        let sections = self.priorities.iter().flat_map(|p| p.leads.iter());
        let actions = self.actions.iter().flat_map(|a| {
            a.action
                .leads
                .iter()
                .chain(a.milestones.iter().flat_map(|m| m.milestone.leads.iter()))
        });
        sections.chain(actions)
    }
}

impl DraftMilestone {
    /// It in one line: "M1 Paint bought · June 2026 · Ann Example".
    #[must_use]
    pub fn line(&self) -> String {
        let id = self.id.rfind(".M").and_then(|at| self.id.get(at + 1..));
        let milestone = &self.milestone;
        let due = if milestone.baseline.when == When::None {
            "no date".to_owned()
        } else {
            milestone.baseline.to_string()
        };
        let mut line = format!("{} {} · {due}", id.unwrap_or(&self.id), milestone.title);
        let leads: Vec<&str> = milestone.leads.iter().map(|l| l.written.as_str()).collect();
        if !leads.is_empty() {
            line.push_str(" · ");
            line.push_str(&leads.join(", "));
        }
        line
    }
}
