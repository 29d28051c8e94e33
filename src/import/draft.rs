//! What the import understood, before anything is stored: a plan in draft with its account and its open questions.

use std::sync::Arc;

use super::account::AccountRow;
use super::document::Document;
use super::error::ImportError;
use super::money::Amount;
use super::pair::Pairing;
use super::question::{Answer, Correction, Question};
use super::status::Reading;
use crate::domain::{
    Action, ActionId, Change, Ids, Indicator, IndicatorId, Key, Lead, Milestone, MilestoneId,
    Person, PersonId, Plan, PlanId, Priority, PriorityId, Record, Source, Target,
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
    pub(super) document: Arc<Document>,
    pub(super) corrections: Vec<Correction>,
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
    /// What the progress cell said.
    pub progress: Option<String>,
    /// Rows of the source it was made from, as positions in the document.
    pub(super) units: Vec<usize>,
}

/// A milestone in draft.
#[derive(Debug, Clone)]
pub struct DraftMilestone {
    /// "S6.A3.M1".
    pub id: String,
    /// `action` is unset; `parent` is a position in [`DraftAction::milestones`].
    pub milestone: Milestone,
    pub source: Source,
    /// Its date is one for several.
    pub shared: bool,
    /// It only points elsewhere: "See also section 4".
    pub cross_reference: bool,
}

impl Draft {
    /// The draft with one more answer: read again from its document.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all.
    pub fn answered(&self, question: &Question, answer: Answer) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.push(Correction {
            key: question.key.clone(),
            answer,
        });
        super::interpret::draft(
            &self.plan.file,
            &self.plan.file_hash,
            Arc::clone(&self.document),
            corrections,
        )
    }

    /// The draft with a correction that no question asked for: another role for a column, a row joined, split or skipped.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all.
    pub fn corrected(&self, answer: Answer) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.push(Correction {
            key: String::new(),
            answer,
        });
        super::interpret::draft(
            &self.plan.file,
            &self.plan.file_hash,
            Arc::clone(&self.document),
            corrections,
        )
    }

    /// The draft without the last answer.
    ///
    /// # Errors
    /// As [`Draft::answered`].
    pub fn unanswered(&self) -> Result<Self, ImportError> {
        let mut corrections = self.corrections.clone();
        corrections.pop();
        super::interpret::draft(
            &self.plan.file,
            &self.plan.file_hash,
            Arc::clone(&self.document),
            corrections,
        )
    }

    /// The draft with every proposal taken; each is recorded as a remark on what it is about.
    #[must_use]
    pub fn accepted(mut self) -> Self {
        for question in std::mem::take(&mut self.questions) {
            let remark = format!("taken without asking: {}", question.proposal);
            let action = self.actions.iter_mut().find(|a| {
                question.about == a.id || question.about.starts_with(&format!("{}.", a.id))
            });
            match action {
                Some(action) => {
                    let milestone = action
                        .milestones
                        .iter_mut()
                        .find(|m| m.id == question.about);
                    match milestone {
                        Some(milestone) => milestone.source.remarks.push(remark),
                        None => action.source.remarks.push(remark),
                    }
                }
                None => self.remarks.push(format!("{}: {remark}", question.about)),
            }
        }
        self
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
        let sections = self.priorities.iter().flat_map(|p| &p.leads);
        let actions = self.actions.iter().flat_map(|a| {
            a.action
                .leads
                .iter()
                .chain(a.milestones.iter().flat_map(|m| &m.milestone.leads))
        });
        sections.chain(actions)
    }

    /// The changes that store it as a new plan.
    #[must_use]
    pub fn changes(&self, ids: &mut Ids) -> (PlanId, Vec<Change>) {
        let plan = PlanId(ids.take());
        let mut changes = vec![Change::add(
            Key::plan(plan),
            Record::Plan(self.plan.clone()),
        )];
        let priorities: Vec<PriorityId> = self
            .priorities
            .iter()
            .map(|priority| {
                let id = PriorityId(ids.take());
                changes.push(Change::add(
                    Key::priority(plan, id),
                    Record::Priority(priority.clone()),
                ));
                id
            })
            .collect();
        let real = |place: PriorityId| {
            let at = usize::try_from(place.0).unwrap_or(usize::MAX);
            priorities.get(at).copied()
        };
        for draft in &self.actions {
            let Some(priority) = real(draft.action.priority) else {
                continue;
            };
            let id = ActionId(ids.take());
            let action = Action {
                priority,
                ..draft.action.clone()
            };
            changes.push(Change::add(Key::action(plan, id), Record::Action(action)));
            changes.push(Change::add(
                Key::source(plan, Target::Action(id)),
                Record::Source(draft.source.clone()),
            ));
            draft.add_milestones(plan, id, ids, &mut changes);
        }
        for indicator in &self.indicators {
            let id = IndicatorId(ids.take());
            let indicator = Indicator {
                priority: indicator.priority.and_then(real),
                ..indicator.clone()
            };
            changes.push(Change::add(
                Key::indicator(plan, id),
                Record::Indicator(indicator),
            ));
        }
        for person in &self.people {
            let id = PersonId(ids.take());
            changes.push(Change::add(Key::person(id), Record::Person(person.clone())));
        }
        (plan, changes)
    }
}

impl DraftAction {
    /// Adds the changes that store its milestones under the action with the real id `action`.
    pub(super) fn add_milestones(
        &self,
        plan: PlanId,
        action: ActionId,
        ids: &mut Ids,
        changes: &mut Vec<Change>,
    ) {
        let mut real: Vec<MilestoneId> = Vec::new();
        for draft in &self.milestones {
            let id = MilestoneId(ids.take());
            let parent = draft.milestone.parent.and_then(|p| {
                let at = usize::try_from(p.0).ok()?;
                real.get(at).copied()
            });
            real.push(id);
            let milestone = Milestone {
                action,
                parent,
                ..draft.milestone.clone()
            };
            changes.push(Change::add(
                Key::milestone(plan, id),
                Record::Milestone(milestone),
            ));
            changes.push(Change::add(
                Key::source(plan, Target::Milestone(id)),
                Record::Source(draft.source.clone()),
            ));
        }
    }
}
