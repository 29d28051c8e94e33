//! An action and a milestone as a [`super::Register`] shows them: the fields of [`Action`] and [`Milestone`], borrowed.
//!
//! A register keeps thousands of them packed, so there is no `&Action` to hand out. Where one is needed on its own,
//! [`ActionRef::to_action`] makes it; where there is one already, [`Action::as_ref`] shows it in the same form. Their words are
//! looked up when they are asked for: whoever goes through a whole plan for its statuses reads none.

use std::sync::Arc;

use super::plan::{Action, ActionKind, Milestone, Standing, Step};
use super::register::Texts;
use super::{ActionId, Dated, Due, Lead, Letter, MilestoneId, PriorityId};

/// A due date and how often it was moved, borrowed: see [`Dated`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRef<'a> {
    pub due: &'a Arc<Due>,
    pub moves: u32,
}

impl DatedRef<'_> {
    /// This date after one more move.
    #[must_use]
    pub fn moved_to(self, due: impl Into<Arc<Due>>) -> Dated {
        Dated {
            due: due.into(),
            moves: self.moves.saturating_add(1),
        }
    }

    /// A value of its own.
    #[must_use]
    pub fn to_dated(self) -> Dated {
        Dated {
            due: Arc::clone(self.due),
            moves: self.moves,
        }
    }
}

impl Dated {
    /// As a register shows it.
    #[must_use]
    pub fn as_ref(&self) -> DatedRef<'_> {
        DatedRef {
            due: &self.due,
            moves: self.moves,
        }
    }
}

/// An action, borrowed: see [`Action`] for what the fields mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionRef<'a> {
    pub priority: PriorityId,
    pub position: u32,
    pub kind: ActionKind,
    pub tags: &'a [String],
    pub steps: &'a [Step],
    pub leads: &'a Arc<[Lead]>,
    pub lead_written: &'a str,
    pub resources: &'a [String],
    pub outcomes: &'a [String],
    pub baseline: &'a Arc<Due>,
    pub dated: DatedRef<'a>,
    pub status: Option<Letter>,
    pub standing: Standing,
    pub extras: &'a [(String, String)],
    /// Reference and number.
    pub(super) names: Texts<'a, 2>,
    /// Title, text, objective.
    pub(super) words: Texts<'a, 3>,
}

impl<'a> ActionRef<'a> {
    #[must_use]
    pub fn reference(&self) -> &'a str {
        let [reference, _] = self.names.get();
        reference
    }

    #[must_use]
    pub fn number(&self) -> &'a str {
        let [_, number] = self.names.get();
        number
    }

    #[must_use]
    pub fn title(&self) -> &'a str {
        let [title, ..] = self.words.get();
        title
    }

    #[must_use]
    pub fn text(&self) -> &'a str {
        let [_, text, _] = self.words.get();
        text
    }

    #[must_use]
    pub fn objective(&self) -> &'a str {
        let [.., objective] = self.words.get();
        objective
    }

    /// A value of its own.
    #[must_use]
    pub fn to_action(self) -> Action {
        Action {
            priority: self.priority,
            position: self.position,
            reference: self.reference().to_owned(),
            number: self.number().to_owned(),
            kind: self.kind,
            title: self.title().to_owned(),
            text: self.text().to_owned(),
            tags: self.tags.to_vec(),
            steps: self.steps.to_vec(),
            leads: Arc::clone(self.leads),
            lead_written: self.lead_written.to_owned(),
            resources: self.resources.to_vec(),
            outcomes: self.outcomes.to_vec(),
            objective: self.objective().to_owned(),
            baseline: Arc::clone(self.baseline),
            dated: self.dated.to_dated(),
            status: self.status,
            standing: self.standing,
            extras: self.extras.to_vec(),
        }
    }
}

impl Action {
    /// As a register shows it.
    #[must_use]
    pub fn as_ref(&self) -> ActionRef<'_> {
        ActionRef {
            priority: self.priority,
            position: self.position,
            kind: self.kind,
            tags: &self.tags,
            steps: &self.steps,
            leads: &self.leads,
            lead_written: &self.lead_written,
            resources: &self.resources,
            outcomes: &self.outcomes,
            baseline: &self.baseline,
            dated: self.dated.as_ref(),
            status: self.status,
            standing: self.standing,
            extras: &self.extras,
            names: Texts::Given([&self.reference, &self.number]),
            words: Texts::Given([&self.title, &self.text, &self.objective]),
        }
    }
}

/// A milestone, borrowed: see [`Milestone`] for what the fields mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MilestoneRef<'a> {
    pub action: ActionId,
    pub parent: Option<MilestoneId>,
    pub position: u32,
    pub leads: &'a Arc<[Lead]>,
    pub lead_written: &'a str,
    pub baseline: &'a Arc<Due>,
    pub dated: DatedRef<'a>,
    pub status: Option<Letter>,
    pub standing: Standing,
    /// Text, title, note.
    pub(super) words: Texts<'a, 3>,
}

impl<'a> MilestoneRef<'a> {
    #[must_use]
    pub fn text(&self) -> &'a str {
        let [text, ..] = self.words.get();
        text
    }

    #[must_use]
    pub fn title(&self) -> &'a str {
        let [_, title, _] = self.words.get();
        title
    }

    #[must_use]
    pub fn note(&self) -> &'a str {
        let [.., note] = self.words.get();
        note
    }

    /// A value of its own.
    #[must_use]
    pub fn to_milestone(self) -> Milestone {
        Milestone {
            action: self.action,
            parent: self.parent,
            position: self.position,
            text: self.text().to_owned(),
            title: self.title().to_owned(),
            leads: Arc::clone(self.leads),
            lead_written: self.lead_written.to_owned(),
            note: self.note().to_owned(),
            baseline: Arc::clone(self.baseline),
            dated: self.dated.to_dated(),
            status: self.status,
            standing: self.standing,
        }
    }
}

impl Milestone {
    /// As a register shows it.
    #[must_use]
    pub fn as_ref(&self) -> MilestoneRef<'_> {
        MilestoneRef {
            action: self.action,
            parent: self.parent,
            position: self.position,
            leads: &self.leads,
            lead_written: &self.lead_written,
            baseline: &self.baseline,
            dated: self.dated.as_ref(),
            status: self.status,
            standing: self.standing,
            words: Texts::Given([&self.text, &self.title, &self.note]),
        }
    }
}
