//! A plan that was read and is not stored yet: its draft, the question under the cursor, what the draft holds, and what was
//! answered so far.
//!
//! Pure: answers make a new [`Draft`] in the import room, which reads its document again. There are two sides to look at it
//! from: the questions, and the plan as it would be stored, where anything can be put right that nothing was asked about.
//! The commands are in [`super::screen::preview`].

mod became;
mod browse;
mod moving;
mod stored;

use super::command::Command;
use crate::domain::{Change, Ids};
pub use crate::import::EntryKind;
use crate::import::header::Field;
use crate::import::{Answer, Draft, ImportError, Question};
use became::became;
pub use browse::Browse;
pub use moving::Moving;
pub use stored::Stored;

/// Which side of the draft is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// What is in doubt, worst first; once nothing is, what storing does.
    Questions,
    /// Sections, actions and milestones as they would be stored.
    Plan,
}

/// The preview of an import.
#[derive(Debug)]
pub struct Preview {
    pub draft: Draft,
    stored: Option<Stored>,
    /// What storing changes of the stored plan, a line each; filled once no question is open.
    pub news: Vec<String>,
    /// Storing changes nothing of the stored plan.
    pub same: bool,
    /// How many answers were given when it was stored: they are not taken back here.
    said: usize,
    pub view: View,
    /// The question under the cursor.
    pub selected: usize,
    /// First row of what is open below the list, on the screen.
    pub first: usize,
    pub moving: Option<Moving>,
    pub plan: Browse,
}

impl Preview {
    /// The preview of a new plan, or of a new version of a stored one.
    #[must_use]
    pub fn new(draft: Draft, stored: Option<Stored>) -> Self {
        let plan = Browse::new(&draft);
        let mut preview = Self {
            said: draft.answers().len(),
            draft,
            stored,
            news: Vec::new(),
            same: false,
            view: View::Questions,
            selected: 0,
            first: 0,
            moving: None,
            plan,
        };
        preview.settled();
        preview
    }

    /// The same, where only the title says that it is a version of the stored plan: whether it is, is asked.
    #[must_use]
    pub fn asking(mut self) -> Self {
        if let Some(stored) = &self.stored {
            let title = stored.register.title().to_owned();
            self.draft = self.draft.beside(&title);
            self.settled();
        }
        self
    }

    /// The stored plan it is compared with; none for a plan of its own.
    #[must_use]
    pub fn compared(&self) -> Option<&Stored> {
        self.stored.as_ref().filter(|_| !self.draft.is_new_plan())
    }

    /// The changes that store what is shown: a new plan, or the changes to the stored one.
    #[must_use]
    pub fn changes(&self, ids: &mut Ids) -> Vec<Change> {
        match self.compared() {
            Some(stored) => stored.changes(&self.draft, ids),
            None => self.draft.changes(ids).1,
        }
    }

    /// How many questions were answered and rows put right.
    #[must_use]
    pub fn answered(&self) -> usize {
        let of = |answer: &Answer| match answer {
            Answer::AcceptAll { keys } => keys.len(),
            _ => 1,
        };
        let given = self.draft.answers().iter().skip(self.said);
        given.map(|c| of(&c.answer)).sum()
    }

    /// The question under the cursor; none where none is left, or where the plan is looked at.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match self.view {
            View::Questions => self.draft.questions.get(self.selected),
            View::Plan => None,
        }
    }

    /// Whether it may be stored: nothing is open, or of a new plan only what may be settled later.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let questions = &self.draft.questions;
        let may_wait = self.compared().is_none() && !questions.iter().any(|q| q.topic.blocks());
        may_wait || questions.is_empty()
    }

    /// Goes to another question, or to another line of the plan.
    pub fn select(&mut self, at: usize) {
        self.moving = None;
        match self.view {
            View::Questions => {
                let at = at.min(self.draft.questions.len().saturating_sub(1));
                if at != self.selected {
                    self.first = 0;
                }
                self.selected = at;
            }
            View::Plan => {
                if self.plan.select(at) {
                    self.first = 0;
                }
            }
        }
    }

    /// The line under the cursor, of the questions or of the plan.
    #[must_use]
    pub fn at(&self) -> usize {
        match self.view {
            View::Questions => self.selected,
            View::Plan => self.plan.at,
        }
    }

    /// How many lines there are to go through.
    #[must_use]
    pub fn lines(&self) -> usize {
        match self.view {
            View::Questions => self.draft.questions.len(),
            View::Plan => self.plan.len(),
        }
    }

    /// Looks at the other side. From a question it goes to what that is about, and back.
    pub fn switch(&mut self) {
        self.moving = None;
        self.first = 0;
        match self.view {
            View::Questions => {
                if let Some(about) = self.question().map(|q| q.about.clone()) {
                    self.plan.go_to(&about);
                }
                self.view = View::Plan;
            }
            View::Plan => {
                if let Some(at) = self.asked_here() {
                    self.selected = at;
                }
                self.view = View::Questions;
            }
        }
    }

    /// The question about the line of the plan under the cursor, by its place among all.
    #[must_use]
    pub fn asked_here(&self) -> Option<usize> {
        let entry = self.plan.entry()?;
        self.plan.question_of(entry, &self.draft)
    }

    /// What a command answers to the question under the cursor, or says of the line of the plan; none where it does not fit.
    #[must_use]
    pub fn answer_of(&self, command: Command) -> Option<Answer> {
        if let (Command::Accept, Some(moving)) = (command, &self.moving) {
            return Some(moving.answer());
        }
        if self.view == View::Plan {
            return self.plan.answer_of(command, &self.draft).ok();
        }
        let question = self.question()?;
        let fits = |answer: &&Answer| match answer {
            Answer::Accept => command == Command::Accept,
            Answer::Join { .. } => command == Command::JoinRow,
            Answer::Split { .. } => command == Command::SplitRow,
            Answer::Skip { .. } => command == Command::SkipRow,
            Answer::Section { .. } => command == Command::MakeSection,
            Answer::Cut { words, .. } => command == Command::KeepWhole && words.is_empty(),
            Answer::JoinNames { .. } => command == Command::Join,
            Answer::KeepApart { .. } => command == Command::KeepApart,
            Answer::NewPlan => command == Command::NewPlan,
            Answer::MonthFirst { .. } => command == Command::MonthFirst,
            Answer::Flat { .. } => command == Command::SideBySide,
            Answer::Role { .. } | Answer::AcceptAll { .. } => false,
        };
        // Some questions have no answer that only accepts; the proposal is the first of their answers.
        let proposal = question.answers.first();
        let proposal = proposal.filter(|_| command == Command::Accept);
        question.answers.iter().find(fits).or(proposal).cloned()
    }

    /// Why a command says nothing here, in words for the footer.
    #[must_use]
    pub fn why_not(&self, command: Command) -> String {
        match self.view {
            View::Questions => "that is no answer to this question".to_owned(),
            View::Plan => match self.plan.answer_of(command, &self.draft) {
                Err(why) => why.to_owned(),
                Ok(_) => String::new(),
            },
        }
    }

    /// The fields the column in question can be given, with the answer that gives each.
    #[must_use]
    pub fn roles(&self) -> Vec<(Field, Answer)> {
        let answers = self.question().map_or(&[][..], |q| &q.answers);
        let role = |answer: &Answer| match answer {
            Answer::Role { field, .. } => Some((*field, answer.clone())),
            _ => None,
        };
        answers.iter().filter_map(role).collect()
    }

    /// The cut that can be moved: of the question, or of the cell that the line of the plan stands in.
    fn offered_cut(&self) -> Option<Moving> {
        if self.view == View::Plan {
            return self.plan.cut(&self.draft);
        }
        let question = self.question()?;
        question.answers.iter().find_map(|answer| match answer {
            Answer::Cut { unit, words } if !words.is_empty() => {
                let cells = self.draft.actions.iter().flat_map(|a| &a.cells);
                let cell = cells.into_iter().find(|c| c.unit == *unit)?;
                Moving::new(cell, words.clone(), 0)
            }
            _ => None,
        })
    }

    /// Whether a command makes sense as things stand.
    #[must_use]
    pub fn works(&self, command: Command) -> bool {
        let asks = self.view == View::Questions;
        let open = !self.draft.questions.is_empty();
        if let Some(moving) = &self.moving {
            return match command {
                Command::NextCut => moving.words.len() > 1,
                Command::CutEarlier | Command::CutLater | Command::DropCut => {
                    !moving.words.is_empty()
                }
                _ => true,
            };
        }
        match command {
            Command::Accept if asks => open,
            Command::Accept => self.asked_here().is_some(),
            Command::AcceptAll => open,
            Command::Store => self.is_ready() && !self.same,
            Command::TakeBack => self.answered() > 0,
            Command::ColumnRole if asks => !self.roles().is_empty(),
            Command::ColumnRole => !self.plan.columns(&self.draft).is_empty(),
            Command::MoveCut => self.offered_cut().is_some(),
            Command::AllRows => !asks,
            Command::JoinRow
            | Command::SplitRow
            | Command::SkipRow
            | Command::MakeSection
            | Command::KeepWhole
            | Command::Join
            | Command::KeepApart
            | Command::NewPlan
            | Command::MonthFirst
            | Command::SideBySide => self.answer_of(command).is_some(),
            _ => true,
        }
    }

    /// Takes an answer: to the question under the cursor, the next one comes into its place; or about the line of the plan.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all; nothing is changed then.
    pub fn answer(&mut self, answer: Answer) -> Result<(), ImportError> {
        self.draft = match (self.view, self.question()) {
            (_, Some(question)) => self.draft.answered(question, answer)?,
            (View::Plan, None) => self.draft.corrected(answer)?,
            (View::Questions, None) => return Ok(()),
        };
        self.settled();
        Ok(())
    }

    /// Takes every proposal that is left. How many there were.
    pub fn accept_all(&mut self) -> usize {
        let count = self.draft.questions.len();
        self.draft = self.draft.clone().accepted();
        self.settled();
        count
    }

    /// Takes the last answer back. `false` where there is none.
    ///
    /// # Errors
    /// As [`Preview::answer`].
    pub fn take_back(&mut self) -> Result<bool, ImportError> {
        if self.draft.answers().len() <= self.said {
            return Ok(false);
        }
        self.draft = self.draft.unanswered()?;
        self.settled();
        Ok(true)
    }

    fn settled(&mut self) {
        self.moving = None;
        self.first = 0;
        self.plan.renew(&self.draft);
        self.selected = self
            .selected
            .min(self.draft.questions.len().saturating_sub(1));
        self.news.clear();
        self.same = false;
        // Comparing takes its time on a long plan: it is done when it is shown, not while questions are answered.
        if let Some(stored) = self.compared().filter(|_| self.draft.questions.is_empty()) {
            // These ids are for looking only; those of the entry are taken when it is stored.
            let update = stored.update(&self.draft, &mut Ids::starting_at(u64::MAX / 2));
            let same = update.changes.is_empty() && stored.joined(&self.draft).next().is_none();
            (self.news, self.same) = (update.lines(stored.register.title()), same);
        }
    }

    /// Begins to move the cuts of the cell, or stops.
    pub fn toggle_moving(&mut self) {
        self.moving = match self.moving {
            Some(_) => None,
            None => self.offered_cut(),
        };
        self.first = 0;
    }

    /// What the thing in question, or under the cursor, is in the draft, a line each.
    #[must_use]
    pub fn became(&self) -> Vec<String> {
        match (self.view, self.question()) {
            (View::Plan, _) => self.plan.became(&self.draft),
            (View::Questions, Some(question)) => became(&self.draft, &question.about),
            (View::Questions, None) => Vec::new(),
        }
    }
}
