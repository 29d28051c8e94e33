//! A plan that was read and is not stored yet: its draft, the question under the cursor, and what was answered so far.
//!
//! Pure: answers make a new [`Draft`] in the import room, which reads its document again. The commands are in
//! [`super::screen::preview`].

use std::collections::BTreeMap;

use super::command::Command;
use crate::domain::{Change, Ids, Key, Person, PersonId, Record, Register, Source, Target, When};
use crate::import::header::Field;
use crate::import::{Answer, Draft, DraftAction, DraftMilestone, ImportError, Question, Update};

/// The stored plan that the file is a new version of.
#[derive(Debug)]
pub struct Stored {
    pub register: Register,
    /// Where its actions and milestones came from.
    pub sources: BTreeMap<Target, Source>,
    /// The spellings of leads that were joined before.
    pub people: Register,
}

/// A cut being moved: the cell's words are cut before each of `words`, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    unit: usize,
    pub words: Vec<usize>,
    /// Which of the cuts the keys move.
    pub at: usize,
}

/// The preview of an import.
#[derive(Debug)]
pub struct Preview {
    pub draft: Draft,
    stored: Option<Stored>,
    /// What storing changes of the stored plan, a line each; filled once no question is open.
    pub news: Vec<String>,
    pub selected: usize,
    /// First row of the open question, or of the summary, on the screen.
    pub first: usize,
    pub moving: Option<Moving>,
    /// How many questions were answered.
    pub answered: usize,
    /// The draft as it was before every proposal was taken, and how many were.
    before: Option<(Box<Draft>, usize)>,
}

impl Preview {
    /// The preview of a new plan, or of a new version of a stored one.
    #[must_use]
    pub fn new(draft: Draft, stored: Option<Stored>) -> Self {
        let mut preview = Self {
            draft,
            stored,
            news: Vec::new(),
            selected: 0,
            first: 0,
            moving: None,
            answered: 0,
            before: None,
        };
        preview.settled();
        preview
    }

    fn update(&self, ids: &mut Ids) -> Option<Update> {
        let stored = self.stored.as_ref()?;
        let source = |target: Target| stored.sources.get(&target).cloned();
        Some(self.draft.update(&stored.register, &source, ids))
    }

    /// The changes that store what is shown: a new plan, or the changes to the stored one.
    #[must_use]
    pub fn changes(&self, ids: &mut Ids) -> Vec<Change> {
        let (Some(update), Some(stored)) = (self.update(ids), &self.stored) else {
            return self.draft.changes(ids).1;
        };
        let mut changes = update.changes;
        let known = |person: &&Person| {
            let mut people = stored.people.people();
            people.any(|(_, p)| person.aliases.iter().all(|a| p.aliases.contains(a)))
        };
        for person in self.draft.people.iter().filter(|p| !known(p)) {
            let key = Key::person(PersonId(ids.take()));
            changes.push(Change::add(key, Record::Person(person.clone())));
        }
        changes
    }

    /// The question under the cursor; none where none is left.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.draft.questions.get(self.selected)
    }

    /// Whether it may be stored: nothing is open, or of a new plan only what may be settled later.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let questions = &self.draft.questions;
        let may_wait = self.stored.is_none() && !questions.iter().any(|q| q.topic.blocks());
        may_wait || questions.is_empty()
    }

    /// Goes to another question.
    pub fn select(&mut self, at: usize) {
        let at = at.min(self.draft.questions.len().saturating_sub(1));
        if at != self.selected {
            self.moving = None;
            self.first = 0;
        }
        self.selected = at;
    }

    /// What a command answers to the question under the cursor; none where that is no answer to it.
    #[must_use]
    pub fn answer_of(&self, command: Command) -> Option<Answer> {
        let question = self.question()?;
        if let (Command::Accept, Some(moving)) = (command, &self.moving) {
            let (unit, words) = (moving.unit, moving.words.clone());
            return Some(Answer::Cut { unit, words });
        }
        let fits = |answer: &&Answer| match answer {
            Answer::Accept => command == Command::Accept,
            Answer::Join { .. } => command == Command::JoinRow,
            Answer::Split { .. } => command == Command::SplitRow,
            Answer::Skip { .. } => command == Command::SkipRow,
            Answer::Section { .. } => command == Command::MakeSection,
            Answer::Cut { words, .. } => command == Command::KeepWhole && words.is_empty(),
            Answer::JoinNames { .. } => command == Command::Join,
            Answer::KeepApart { .. } => command == Command::KeepApart,
            Answer::Role { .. } => false,
        };
        // Some questions have no answer that only accepts; the proposal is the first of their answers.
        let proposal = question.answers.first();
        let proposal = proposal.filter(|_| command == Command::Accept);
        question.answers.iter().find(fits).or(proposal).cloned()
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

    /// The cut that the question offers to move.
    fn offered_cut(&self) -> Option<Moving> {
        let answers = &self.question()?.answers;
        answers.iter().find_map(|answer| match answer {
            Answer::Cut { unit, words } if !words.is_empty() => Some(Moving {
                unit: *unit,
                words: words.clone(),
                at: 0,
            }),
            _ => None,
        })
    }

    /// Whether a command makes sense as things stand.
    #[must_use]
    pub fn works(&self, command: Command) -> bool {
        let open = !self.draft.questions.is_empty();
        match command {
            Command::Accept | Command::AcceptAll => open,
            Command::Store => self.is_ready(),
            Command::TakeBack => self.answered > 0,
            Command::ColumnRole => !self.roles().is_empty(),
            Command::MoveCut => self.offered_cut().is_some(),
            Command::CutEarlier | Command::CutLater => self.moving.is_some(),
            Command::NextCut => self.moving.as_ref().is_some_and(|m| m.words.len() > 1),
            Command::JoinRow
            | Command::SplitRow
            | Command::SkipRow
            | Command::MakeSection
            | Command::KeepWhole
            | Command::Join
            | Command::KeepApart => self.answer_of(command).is_some(),
            _ => true,
        }
    }

    /// Answers the question under the cursor; the next one comes into its place.
    ///
    /// # Errors
    /// Where the answer leaves no actions at all; nothing is changed then.
    pub fn answer(&mut self, answer: Answer) -> Result<(), ImportError> {
        let Some(question) = self.question() else {
            return Ok(());
        };
        self.draft = self.draft.answered(question, answer)?;
        self.answered += 1;
        self.settled();
        Ok(())
    }

    /// Takes every proposal that is left. How many there were.
    pub fn accept_all(&mut self) -> usize {
        let count = self.draft.questions.len();
        let accepted = self.draft.clone().accepted();
        let before = std::mem::replace(&mut self.draft, accepted);
        self.before = Some((Box::new(before), count));
        self.answered += count;
        self.settled();
        count
    }

    /// Takes the last answer back. `false` where there is none.
    ///
    /// # Errors
    /// As [`Preview::answer`].
    pub fn take_back(&mut self) -> Result<bool, ImportError> {
        if let Some((draft, count)) = self.before.take() {
            self.draft = *draft;
            self.answered -= count.min(self.answered);
        } else if self.answered == 0 {
            return Ok(false);
        } else {
            self.draft = self.draft.unanswered()?;
            self.answered -= 1;
        }
        self.settled();
        Ok(true)
    }

    fn settled(&mut self) {
        self.moving = None;
        self.first = 0;
        self.selected = self
            .selected
            .min(self.draft.questions.len().saturating_sub(1));
        self.news.clear();
        // Comparing takes its time on a long plan: it is done when it is shown, not while questions are answered.
        if let Some(stored) = self
            .stored
            .as_ref()
            .filter(|_| self.draft.questions.is_empty())
        {
            let title = stored.register.title().to_owned();
            // These ids are for looking only; those of the entry are taken when it is stored.
            let update = self.update(&mut Ids::starting_at(u64::MAX / 2));
            self.news = update.map_or_else(Vec::new, |u| u.lines(&title));
        }
    }

    /// Begins to move the cut of the question, or stops.
    pub fn toggle_moving(&mut self) {
        self.moving = match self.moving {
            Some(_) => None,
            None => self.offered_cut(),
        };
    }

    /// Takes the next cut to move.
    pub fn next_cut(&mut self) {
        if let Some(moving) = &mut self.moving {
            moving.at = (moving.at + 1) % moving.words.len().max(1);
        }
    }

    /// Moves the cut by a word, no further than its neighbours and the ends of the cell.
    pub fn move_cut(&mut self, later: bool) {
        let words = self.question().map_or(0, |q| words(&q.source).len());
        let Some(moving) = &mut self.moving else {
            return;
        };
        let at = moving.at;
        let before = at.checked_sub(1).and_then(|n| moving.words.get(n)).copied();
        let after = moving.words.get(at + 1).copied().unwrap_or(words);
        if let Some(cut) = moving.words.get_mut(at) {
            let next = if later {
                *cut + 1
            } else {
                cut.saturating_sub(1)
            };
            if next > before.unwrap_or(0) && next < after {
                *cut = next;
            }
        }
    }

    /// The pieces the cell falls into while its cut is moved.
    #[must_use]
    pub fn pieces(&self) -> Vec<String> {
        let (Some(moving), Some(question)) = (&self.moving, self.question()) else {
            return Vec::new();
        };
        let all = words(&question.source);
        let mut from = 0;
        let mut pieces = Vec::new();
        for cut in moving.words.iter().copied().chain([all.len()]) {
            pieces.push(all.get(from..cut).unwrap_or(&[]).join(" "));
            from = cut;
        }
        pieces
    }

    /// What the thing in question is in the draft, a line each: the action, its milestones with date and leads.
    #[must_use]
    pub fn became(&self) -> Vec<String> {
        let Some(about) = self.question().map(|q| q.about.as_str()) else {
            return Vec::new();
        };
        let of_action = |action: &&DraftAction| {
            let below = about.strip_prefix(action.id.as_str());
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let Some(action) = self.draft.actions.iter().find(of_action) else {
            return Vec::new();
        };
        let mut lines = vec![format!("{} {}", action.id, action.action.title)];
        if action.action.baseline.when != When::None {
            lines.push(format!("due {}", action.action.baseline));
        }
        let one = action.milestones.iter().any(|m| m.id == about);
        let shown = action.milestones.iter().filter(|m| !one || m.id == about);
        lines.extend(shown.map(|m| milestone_line(m, &action.id)));
        lines
    }
}

fn milestone_line(milestone: &DraftMilestone, action: &str) -> String {
    let id = milestone.id.strip_prefix(action).unwrap_or(&milestone.id);
    let milestone = &milestone.milestone;
    let due = if milestone.baseline.when == When::None {
        "no date".to_owned()
    } else {
        milestone.baseline.to_string()
    };
    let mut line = format!("{} {} · {due}", id.trim_start_matches('.'), milestone.title);
    let leads: Vec<&str> = milestone.leads.iter().map(|l| l.written.as_str()).collect();
    if !leads.is_empty() {
        line.push_str(" · ");
        line.push_str(&leads.join(", "));
    }
    line
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}
