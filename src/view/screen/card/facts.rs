//! Who leads an action, when it is due, what its leads sent, and the last note.

use super::{Writer, leads, moved_words};
use crate::app::review::Review;
use crate::domain::due::show_day;
use crate::domain::{
    ActionId, ActionRef, ItemState, Register, Target, Update, UpdateId, UpdateState, describe,
};
use crate::view::look::Role;

/// Rows of what a lead sent.
const MOST: usize = 4;

impl Writer<'_> {
    /// `last_note` is when and by whom the last note was made, and its words. Whether there was no room for all of it.
    pub(super) fn facts(
        &mut self,
        id: ActionId,
        action: ActionRef<'_>,
        last_note: Option<&(String, String)>,
    ) -> bool {
        if let ItemState::Parked(why) = self.review.item_state(id) {
            let why = why.clone();
            self.labelled("PARKED", &why, Role::Warning, 3);
        }
        if let Some(before) = parked_before(self.review, id) {
            self.labelled("Parked", &before, Role::Warning, 3);
        }
        if let Some(mark) = self.review.register.gone(Target::Action(id)) {
            self.labelled("File", &mark, Role::Warning, 2);
        }
        if !action.leads.is_empty() {
            self.labelled("Lead", &leads(action.leads), Role::Lead, 3);
        }
        if !action.tags.is_empty() {
            self.labelled("Tags", &action.tags.join(" · "), Role::Tag, 2);
        }
        if let Some(words) = date_words(self.review, Target::Action(id)) {
            self.labelled("Due", &words, Role::Text, 2);
        }
        if self.review.notes.contains_key(&Target::Action(id)) {
            self.labelled(
                "Begun",
                "a note is begun, not recorded: i goes on",
                Role::Staged,
                1,
            );
        }
        self.updates(id);
        self.arising(id);
        last_note.is_some_and(|(when, text)| {
            self.labelled("Last note", &format!("{when}: {text}"), Role::Text, 3)
        })
    }

    /// What leads sent since the last review, and that nothing came where nothing did.
    fn updates(&mut self, id: ActionId) {
        let (register, meeting) = (&self.review.register, self.review.meeting);
        if !register.has_word(meeting, id) {
            let words = match register.lacks_update(meeting, id) {
                true => "no update received",
                false => "none, and none is owed",
            };
            self.labelled("Update", words, Role::Dim, 1);
            return;
        }
        for target in self.review.targets_of(id) {
            let register = &self.review.register;
            let mut shown: Vec<(UpdateId, Update)> = register
                .updates_on(target)
                .map(|(id, u)| (id, u.clone()))
                .collect();
            shown.sort_by_key(|(id, u)| (u.at, *id));
            // All that wait, else the last that was decided on.
            let last = shown.last().cloned();
            shown.retain(|(_, u)| u.state == UpdateState::Waiting);
            if shown.is_empty() {
                shown.extend(last);
            }
            for (id, update) in shown {
                self.update(id, &update);
            }
        }
    }

    fn update(&mut self, id: UpdateId, update: &Update) {
        let register = &self.review.register;
        let words = describe::update(register, update);
        let (state, role) = match &update.state {
            UpdateState::Waiting if self.review.is_closed() => {
                ("(not decided)".to_owned(), Role::Dim)
            }
            UpdateState::Waiting => (keys_for(register, id, update.target), Role::Staged),
            UpdateState::Accepted => ("(accepted)".to_owned(), Role::Text),
            UpdateState::Overridden => ("(overridden)".to_owned(), Role::Dim),
            UpdateState::Replaced => ("(replaced by a later one)".to_owned(), Role::Dim),
            UpdateState::Refused(why) => (format!("(refused: {why})"), Role::Dim),
        };
        let whole = format!("{words} {state}");
        if self.beside_label(&whole).len() <= MOST {
            self.labelled("Update", &whole, role, MOST);
        } else {
            // However long the words are, what became of them or can be done with them is seen.
            self.labelled("Update", &words, role, MOST - 1);
            self.labelled("", &state, role, 2);
        }
    }
}

/// The keys that decide on an update that waits, and what `y` makes of it: where several wait, the latest word stands.
fn keys_for(register: &Register, id: UpdateId, target: Target) -> String {
    let asking = register.all_waiting_on(target);
    let asking = asking.filter(|(id, _)| register.asks_extension(*id));
    let last_asking = asking.max_by_key(|(id, u)| (u.at, *id)).map(|(id, _)| id);
    let takes = match register.is_taken_along(id) {
        false => "y takes a later word",
        true if register.asks_extension(id) => "y grants",
        true => "y accepts",
    };
    let refuses = match last_asking == Some(id) {
        true => ", n refuses",
        false => "",
    };
    format!("({takes}{refuses})")
}

/// Which earlier meeting left an item for later, and why, until this one comes to it: "JAG 18 Sep 2012: no figures".
fn parked_before(review: &Review, id: ActionId) -> Option<String> {
    let (meeting, why) = review.register.left_parked(review.meeting, id)?;
    let day = show_day(meeting.date);
    Some(format!("{} {day}: {why}", meeting.forum))
}

/// The date of an action in words; `None` where it has none of its own.
fn date_words(review: &Review, target: Target) -> Option<String> {
    let register = &review.register;
    let now = register.dated(target)?;
    if now.due.written.is_empty() && now.moves == 0 {
        return None;
    }
    let mut words = now.due.to_string();
    let moved = moved_words(review, target);
    if !moved.is_empty() {
        words.push_str(&format!(" ({moved})"));
    }
    Some(words)
}
