//! What happened to the plan between the last meeting of the forum and this one: in a meeting of another forum, by a new version of
//! the plan's file, outside any meeting.

use super::Minutes;
use crate::domain::due::show_day;
use crate::domain::{
    ActionId, Entry, Key, Meeting, MeetingId, MeetingState, Outcome, Register, Target, UpdateState,
};
use crate::export::card::title;
use crate::export::document::{Document, Item, Text};

/// The net effect of all that was recorded elsewhere since the last meeting of the same forum. There is none where that was the first
/// one, or where how the last one went is in archived files that are elsewhere: what came after it could not be told in full.
pub(super) fn since_last(register: &Register, meeting: MeetingId, entries: &[Entry]) -> Outcome {
    let Some((last, _)) = register.last_of_forum(meeting) else {
        return Outcome::default();
    };
    let end_of = |id| entries.iter().rposition(|e: &Entry| e.meeting == Some(id));
    let is_closed = register
        .meeting(meeting)
        .is_some_and(|m| m.state == MeetingState::Closed);
    let end = end_of(meeting).filter(|_| is_closed);
    let end = end.unwrap_or(entries.len());
    let between = end_of(last).and_then(|from| entries.get(from + 1..end));
    if entries.iter().any(|entry| entry.stands_for(last)) {
        return Outcome::default();
    }
    let between = between.unwrap_or_default().iter();
    let elsewhere = between.filter(|e| e.meeting != Some(meeting));
    Outcome::of(&elsewhere.cloned().collect::<Vec<_>>())
}

impl Minutes<'_> {
    /// An action for each that something was recorded on; nothing where there is none.
    pub(super) fn add_since(&self, document: &mut Document) {
        let Some((_, last)) = self.register.last_of_forum(self.id) else {
            return;
        };
        let items: Vec<Item> = self
            .register
            .plan_order()
            .into_iter()
            .filter_map(|id| {
                let below = self.since_points(id);
                let action = self.register.action(id).filter(|_| !below.is_empty())?;
                Some(Item {
                    text: Text::from(title(action)),
                    below,
                })
            })
            .collect();
        if !items.is_empty() {
            document.heading(1, since_words(last));
            document.list(items);
        }
    }

    fn since_points(&self, id: ActionId) -> Vec<Item> {
        let mut points = Vec::new();
        if self.since.is_added(Key::action(self.register.id(), id)) {
            points.push(Item::new("new in the plan"));
        }
        for target in self.targets(id) {
            let about = self.about(target);
            points.extend(self.status_point(&self.since, target, about.as_deref()));
            points.extend(self.decision_point(&self.since, target, about.as_deref()));
            let moved = self.since.date(target);
            points.extend(moved.map(|moved| self.move_line(target, moved)));
            points.extend(self.note_points(&self.since, target, about.as_deref()));
            let decided = self.register.updates_on(target).filter(|(id, update)| {
                self.since.has_decided(*id) && update.state != UpdateState::Replaced
            });
            let about = about.map_or_else(String::new, |m| format!(" on {m}"));
            points.extend(decided.map(|(_, update)| self.update_point(update, &about)));
        }
        points
    }

    /// "m2", for what is said of a milestone away from its place under the action.
    pub(super) fn about(&self, target: Target) -> Option<String> {
        let Target::Milestone(_) = target else {
            return None;
        };
        let reference = self.register.reference(target);
        reference.rsplit(' ').next().map(str::to_owned)
    }
}

fn since_words(last: &Meeting) -> String {
    format!("Since the {} of {}", last.forum, show_day(last.date))
}
