//! What the minutes say under one item.

use std::fmt::Write as _;

use super::Minutes;
use super::outcome::Move;
use crate::domain::text::one_line;
use crate::domain::{
    ActionId, ActionRef, Dated, Due, ItemState, Standing, Target, Travel, Update, UpdateState,
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
            points.push(Item::new(Text::labelled("Status:", line)));
        }
        points.extend(self.changes(target));
        for (milestone, held) in self.register.milestones_of(id) {
            let target = Target::Milestone(milestone);
            let below = self.changes(target);
            if below.is_empty() {
                continue;
            }
            let reference = self.register.reference(target);
            let number = reference.rsplit(' ').next().unwrap_or_default();
            let words = if held.title.is_empty() {
                &held.text
            } else {
                &held.title
            };
            points.push(Item {
                text: Text::labelled(&format!("Milestone {number}:"), one_line(words)),
                below,
            });
        }
        if let ItemState::Parked(why) = self.state(id) {
            points.push(Item::new(Text::labelled("Parked:", why.as_str())));
        }
        for (_, arising) in self.register.arising() {
            if arising.meeting == self.id && arising.action == Some(id) {
                let line = format!(
                    "– {} – {} – {}",
                    arising.who,
                    arising.what,
                    by_when(&arising.due)
                );
                points.push(Item::new(Text::labelled("ACTION", line)));
            }
        }
        points
    }

    /// What changed on one target, in the order people read it.
    fn changes(&self, target: Target) -> Vec<Item> {
        let mut points = Vec::new();
        if let Some((from, to)) = self.outcome.status(target) {
            let travel = self.register.legend().travel(from, to);
            let line = format!(
                "{} → {} ({} {})",
                self.status_name(from),
                self.status_name(to),
                travel.arrow(),
                travel.word()
            );
            points.push(Item::new(Text::labelled("Status:", line)));
        }
        if let Some((_, to)) = self.outcome.standing(target) {
            let word = match to {
                Standing::Open => "opened again",
                other => other.word(),
            };
            points.push(Item::new(Text::labelled("Decision:", word)));
        }
        if let Some(moved) = self.outcome.date(target) {
            points.push(self.date_point(target, moved));
        }
        let notes = self.register.notes_on(target);
        for (_, note) in notes.filter(|(id, _)| self.outcome.has_note(*id)) {
            let label = if note.author.is_empty() {
                "Note:".to_owned()
            } else {
                format!("Note ({}):", note.author)
            };
            points.push(Item::new(Text::labelled(&label, note.text.as_str())));
        }
        for (_, update) in self.register.updates() {
            if update.target == target && update.meeting == Some(self.id) {
                points.push(self.update_point(update));
            }
        }
        points
    }

    fn date_point(&self, target: Target, moved: &Move) -> Item {
        let mut line = format!("{} → {}", moved.from.due, moved.to.due);
        if let Some(baseline) = self.register.baseline(target) {
            let _ = write!(line, " ({})", against_baseline(baseline, &moved.to));
        }
        let mut point = Item::new(Text::labelled("Date:", line));
        if !moved.reason.is_empty() {
            let why = Text::labelled("Reason:", moved.reason.as_str());
            point.below.push(Item::new(why));
        }
        point
    }

    fn update_point(&self, update: &Update) -> Item {
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
        let decision = match &update.state {
            UpdateState::Waiting => "not decided".to_owned(),
            UpdateState::Accepted if update.due.is_some() => "accepted, date granted".to_owned(),
            UpdateState::Accepted => "accepted".to_owned(),
            UpdateState::Overridden => "the chair recorded otherwise".to_owned(),
            UpdateState::Refused(why) => format!("date refused: {why}"),
        };
        let label = format!("Update from {}:", update.by);
        let line = format!("{} – {decision}", parts.join("; "));
        Item::new(Text::labelled(&label, line))
    }
}

pub(super) fn by_when(due: &Due) -> String {
    if *due == Due::none() {
        "no date".to_owned()
    } else {
        format!("by {due}")
    }
}

/// "baseline Jun 2026, 92 days later, moved twice".
fn against_baseline(baseline: &Due, now: &Dated) -> String {
    let mut line = format!("baseline {baseline}");
    match now.due.slippage(baseline) {
        Some(0) => line.push_str(", no slippage"),
        Some(days) => {
            let side = if days > 0 { "later" } else { "earlier" };
            let unit = if days.abs() == 1 { "day" } else { "days" };
            let _ = write!(line, ", {} {unit} {side}", days.abs());
        }
        None => {}
    }
    match now.moves {
        0 => {}
        1 => line.push_str(", moved once"),
        2 => line.push_str(", moved twice"),
        n => {
            let _ = write!(line, ", moved {n} times");
        }
    }
    line
}
