//! What the minutes say under one item.

use std::fmt::Write as _;

use super::Minutes;
use crate::domain::outcome::Move;
use crate::domain::text::{count, fold, one_line};
use crate::domain::{
    ActionId, ActionRef, Due, ItemState, MeetingId, Outcome, Standing, Target, Travel, Update,
    UpdateState, describe, parted_note,
};
use crate::export::document::{Item, Text};

impl Minutes<'_> {
    /// What one item says: its status and standing, its date, its milestones, notes, updates decided and actions given.
    pub(super) fn points(&self, id: ActionId, action: ActionRef<'_>) -> Vec<Item> {
        let target = Target::Action(id);
        let mut points = Vec::new();
        if self.outcome.status(target).is_none() {
            let mut line = self.status_name(action.status);
            if action.status.is_some() {
                let _ = write!(line, " ({})", Travel::Same.word());
            }
            line.push_str(&self.but_late(target));
            points.push(Item::new(Text::labelled("Status:", line)));
        }
        points.extend(self.changes(target));
        points.extend(self.left_open(id));
        for (milestone, held) in self.register.milestones_of(id) {
            let target = Target::Milestone(milestone);
            let below = self.changes(target);
            if below.is_empty() {
                continue;
            }
            let reference = self.register.reference(target);
            let number = reference.rsplit(' ').next().unwrap_or_default();
            let words = if held.title().is_empty() {
                &held.text()
            } else {
                &held.title()
            };
            let gone = parted_note(held.note()).1;
            let gone = gone.map_or_else(String::new, |mark| format!(" – {mark}"));
            let words = format!("{}{gone}", one_line(words));
            points.push(Item {
                text: Text::labelled(&format!("Milestone {number}:"), words),
                below,
            });
        }
        if let ItemState::Parked(why) = self.state(id) {
            points.push(Item::new(Text::labelled("Parked:", why.as_str())));
        }
        if self.state(id) == &ItemState::EnBloc {
            points.push(Item::new(Text::labelled("Decision:", "noted en bloc")));
        }
        for (_, arising) in self.register.arising() {
            if arising.meeting == self.id && arising.action == Some(id) {
                let line = format!(
                    "– {} – {} – {}",
                    arising.who,
                    arising.what,
                    self.by_when(arising.meeting, &arising.due)
                );
                points.push(Item::new(Text::labelled("ACTION", line)));
            }
        }
        points
    }

    /// ", but 3 milestones overdue" behind the status of an action that is green all the same.
    fn but_late(&self, target: Target) -> String {
        let late = self.register.green_but_late(target, self.meeting.date);
        late.map_or_else(String::new, |late| {
            format!(", but {} overdue", count(late, "milestone"))
        })
    }

    /// What is still open under an action that the meeting called complete.
    fn left_open(&self, id: ActionId) -> Option<Item> {
        let target = Target::Action(id);
        let legend = self.register.legend();
        let status = self.outcome.status(target);
        let completed = status.is_some_and(|(_, to)| legend.is_done(to))
            || self
                .outcome
                .standing(target)
                .is_some_and(|(_, to)| to == Standing::Complete);
        let open = self.register.open_milestones(id).map(Target::Milestone);
        let open = self.register.still_open(open, self.meeting.date);
        let open = open.filter(|_| completed)?;
        Some(Item::new(Text::labelled("Milestones:", open)))
    }

    /// What changed on one target, in the order people read it.
    fn changes(&self, target: Target) -> Vec<Item> {
        let mut points = Vec::new();
        points.extend(self.status_point(&self.outcome, target, None));
        points.extend(self.decision_point(&self.outcome, target, None));
        if let Some(moved) = self.outcome.date(target) {
            points.push(self.date_point(target, moved));
        }
        points.extend(self.note_points(&self.outcome, target, None));
        let updates = self.register.updates_on(target);
        let heard = updates.filter(|(_, update)| self.hears(update));
        points.extend(heard.map(|(_, update)| self.update_point(update, "")));
        points
    }

    /// How a status changed in `outcome`. Here and below, `about` names a milestone where nothing around does.
    pub(super) fn status_point(
        &self,
        outcome: &Outcome,
        target: Target,
        about: Option<&str>,
    ) -> Option<Item> {
        let (from, to) = outcome.status(target)?;
        let mut line = format!("{} → {}", self.status_name(from), self.status_name(to));
        // Where none is left there is no direction either.
        if to.is_some() {
            let travel = self.register.legend().travel(from, to);
            let _ = match travel {
                Travel::New => write!(line, " ({})", travel.word()),
                _ => write!(line, " ({} {})", travel.arrow(), travel.word()),
            };
        }
        // What is late is late on the day of the meeting, by the status it left.
        if self.register.status(target) == to {
            line.push_str(&self.but_late(target));
        }
        Some(Item::new(Text::labelled(&labelled("Status", about), line)))
    }

    /// What was completed, closed, withdrawn or opened again in `outcome`.
    pub(super) fn decision_point(
        &self,
        outcome: &Outcome,
        target: Target,
        about: Option<&str>,
    ) -> Option<Item> {
        let word = match outcome.standing(target)?.1 {
            Standing::Open => "opened again",
            other => other.word(),
        };
        Some(Item::new(Text::labelled(
            &labelled("Decision", about),
            word,
        )))
    }

    /// The notes made in `outcome`.
    pub(super) fn note_points<'a>(
        &'a self,
        outcome: &'a Outcome,
        target: Target,
        about: Option<&'a str>,
    ) -> impl Iterator<Item = Item> + 'a {
        let notes = self.register.notes_on(target);
        let notes = notes.filter(|(id, _)| outcome.has_note(*id));
        notes.map(move |(_, note)| {
            let by = match note.author.as_str() {
                "" => String::new(),
                author => format!(" ({author})"),
            };
            let label = labelled(&format!("Note{by}"), about);
            Item::new(Text::labelled(&label, note.text.as_str()))
        })
    }

    /// Whether the meeting decided on an update, or nobody has.
    fn hears(&self, update: &Update) -> bool {
        update.meeting == Some(self.id) || update.state == UpdateState::Waiting
    }

    /// What leads said on an item, for where it has no heading of its own.
    pub(super) fn heard(&self, id: ActionId) -> Vec<Item> {
        let mut points = Vec::new();
        for target in self.targets(id) {
            let about = match target {
                Target::Action(_) => String::new(),
                Target::Milestone(_) => format!(" on {}", self.register.reference(target)),
            };
            let updates = self.register.updates_on(target);
            let heard = updates.filter(|(_, update)| self.hears(update));
            points.extend(heard.map(|(_, update)| self.update_point(update, &about)));
        }
        points
    }

    fn date_point(&self, target: Target, moved: &Move) -> Item {
        let mut point = Item::new(Text::labelled("Date:", self.moved_words(target, moved)));
        if !moved.reason.is_empty() {
            let why = Text::labelled("Reason:", moved.reason.as_str());
            point.below.push(Item::new(why));
        }
        if moved.is_later() {
            let who = Text::labelled("Approved by:", self.approval(moved));
            point.below.push(Item::new(who));
        }
        point
    }

    /// "Sep 2026 → Nov 2026 (baseline Sep 2026, 2 months later, moved once)".
    fn moved_words(&self, target: Target, moved: &Move) -> String {
        let mut line = format!("{} → {}", moved.from.due, moved.to.due);
        if let Some(baseline) = self.register.baseline(target) {
            let since = describe::since_baseline(baseline, &moved.to.due, moved.to.moves);
            if !since.is_empty() {
                let _ = write!(line, " ({since})");
            }
        }
        line
    }

    /// The same with its reason and on whose word it rests, in one line, for where a board reads no further.
    pub(super) fn move_line(&self, target: Target, moved: &Move) -> Item {
        let mut line = self.moved_words(target, moved);
        if !moved.reason.is_empty() {
            let _ = write!(line, "; reason: {}", moved.reason);
        }
        if moved.is_later() {
            let _ = match moved.meeting {
                Some(_) => write!(line, "; approved by {}", self.approval(moved)),
                None if moved.is_by_file => {
                    write!(line, "; brought in by {} with a newer file", moved.by)
                }
                None => write!(line, "; recorded by {} outside a meeting", moved.by),
            };
        }
        let label = labelled("Date", self.about(target).as_deref());
        Item::new(Text::labelled(&label, line))
    }

    /// Whose word a later date rests on: that of the meeting it was recorded in, under its chair, and who recorded it where that was
    /// somebody else.
    fn approval(&self, moved: &Move) -> String {
        let meeting = moved.meeting.and_then(|id| self.register.meeting(id));
        let meeting = meeting.unwrap_or(self.meeting);
        let forum = &meeting.forum;
        match meeting.chair.as_str() {
            "" => format!("the {forum}, recorded by {}", moved.by),
            chair if fold(chair) == fold(&moved.by) => format!("the {forum}, chair {chair}"),
            chair => format!("the {forum}, chair {chair}, recorded by {}", moved.by),
        }
    }

    pub(super) fn update_point(&self, update: &Update, about: &str) -> Item {
        let mut parts = Vec::new();
        if let Some(letter) = update.status {
            parts.push(self.status_name(Some(letter)));
        }
        if !update.note.is_empty() {
            parts.push(format!("“{}”", update.note));
        }
        if let Some(due) = &update.due {
            let why = if update.why.is_empty() {
                String::new()
            } else {
                format!(", because: {}", update.why)
            };
            parts.push(format!("asked for {due}{why}"));
        }
        let decision = describe::decision(update);
        let label = format!("Update from {}{about}:", update.by);
        let line = format!("{} – {decision}", parts.join("; "));
        Item::new(Text::labelled(&label, line))
    }

    /// "by Sep 2026", of a date that something given out by a meeting has or had.
    pub(super) fn by_when(&self, given: MeetingId, due: &Due) -> String {
        if *due == Due::none() {
            "no date".to_owned()
        } else {
            format!("by {}", describe::by_when_given(self.register, given, due))
        }
    }
}

/// "Status:", "Status of m2:".
pub(super) fn labelled(what: &str, about: Option<&str>) -> String {
    match about {
        Some(milestone) => format!("{what} of {milestone}:"),
        None => format!("{what}:"),
    }
}
