//! What earlier meetings left to a later one: the actions they gave out and what became of them, and the items they parked.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Register;
use crate::domain::due::read::{NotADate, is_next_meeting, read_typed};
use crate::domain::due::show_day;
use crate::domain::{ActionId, Arising, ArisingId, Due, ItemState, Meeting, MeetingId, Note, When};

/// What is recorded where something is due at a meeting that is not known yet: the one after the meeting that gave it out, or,
/// with the day of a later meeting behind the words, the one after that.
const NEXT_MEETING: &str = "next meeting";
const NEXT_MEETING_AFTER: &str = "next meeting after ";

/// What becomes of a matter arising in a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Done,
    CarriedOver,
    OpenAgain,
}

impl Became {
    const ALL: [Self; 3] = [Self::Done, Self::CarriedOver, Self::OpenAgain];

    /// The words shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::CarriedOver => "carried over",
            Self::OpenAgain => "open again",
        }
    }
}

impl Arising {
    /// The note on its item that says what became of it: "Ask the firm – carried over: the firm moved". A note has no other
    /// mark of what it is about, so the words are also what it is known by, see [`Arising::told_by`].
    #[must_use]
    pub fn note(&self, became: Became, words: &str) -> String {
        format!("{} – {}: {words}", self.what, became.words())
    }

    /// What a note on its item says became of it; none where the note is about something else.
    #[must_use]
    pub fn told_by(&self, note: &str) -> Option<Became> {
        let said = note.strip_prefix(self.what.as_str())?.strip_prefix(" – ")?;
        let begins = |became: &Became| {
            let words = said.strip_prefix(became.words());
            words.is_some_and(|words| words.starts_with(": "))
        };
        Became::ALL.into_iter().find(begins)
    }
}

/// An action that an earlier meeting gave out, as a later one finds it.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    pub id: ArisingId,
    pub arising: &'a Arising,
    /// The meeting that gave it out.
    pub given: &'a Meeting,
}

impl Register {
    /// An action arising.
    #[must_use]
    pub fn given_out(&self, id: ArisingId) -> Option<&Arising> {
        self.arising.get(&id)
    }

    /// The matters arising of a meeting: what earlier meetings gave out and no earlier one took as done, in the order it was
    /// given out. What the meeting itself takes as done stays among them.
    pub fn matters(&self, meeting: MeetingId) -> impl Iterator<Item = Matter<'_>> {
        let all = self.given_before(meeting);
        all.filter(move |matter| matter.arising.done.is_none_or(|done| done == meeting))
    }

    /// Whether any earlier meeting gave anything out, done since or not.
    #[must_use]
    pub fn has_given_before(&self, meeting: MeetingId) -> bool {
        self.given_before(meeting).next().is_some()
    }

    /// Everything that earlier meetings gave out, in that order.
    fn given_before(&self, meeting: MeetingId) -> impl Iterator<Item = Matter<'_>> {
        let now = self.meeting(meeting).map(|m| (m.date, meeting));
        self.arising().filter_map(move |(id, arising)| {
            let given = self.meeting(arising.meeting)?;
            let is_earlier = (given.date, arising.meeting) < now?;
            is_earlier.then_some(Matter { id, arising, given })
        })
    }

    /// Where the last meeting that came to an action parked it: that meeting, and the word why. With `before`, only meetings
    /// before that one count.
    #[must_use]
    pub fn last_parked(
        &self,
        action: ActionId,
        before: Option<MeetingId>,
    ) -> Option<(&Meeting, &str)> {
        let now = before.and_then(|id| Some((self.meeting(id)?.date, id)));
        let held = self.meetings.iter().map(|(id, held)| (*id, held));
        let held = held.filter(|(id, m)| now.is_none_or(|now| (m.date, *id) < now));
        let came = held.filter(|(id, _)| self.item(*id, action).state != ItemState::NotReached);
        let (id, last) = came.max_by_key(|(id, m)| (m.date, *id))?;
        match &self.item(id, action).state {
            ItemState::Parked(why) => Some((last, why)),
            _ => None,
        }
    }

    /// Where an item that a meeting has not come to yet was parked before it.
    #[must_use]
    pub fn left_parked(&self, meeting: MeetingId, action: ActionId) -> Option<(&Meeting, &str)> {
        let is_ahead = self.item(meeting, action).state == ItemState::NotReached;
        let parked = self.last_parked(action, Some(meeting));
        parked.filter(|_| is_ahead)
    }

    /// The actions that meetings before this one parked and it has not come to yet.
    #[must_use]
    pub fn all_left_parked(&self, meeting: MeetingId) -> BTreeSet<ActionId> {
        let parked = self.items.iter();
        let parked = parked.filter(|(_, item)| matches!(item.state, ItemState::Parked(_)));
        let parked = parked.map(|((_, action), _)| *action);
        parked
            .filter(|action| self.left_parked(meeting, *action).is_some())
            .collect()
    }

    /// Whether a note says what became of a matter arising in a meeting, and so nothing new of the item itself.
    #[must_use]
    pub fn is_on_matter(&self, note: &Note) -> bool {
        let action = self.action_of(note.target);
        let mut under = self.arising().filter(|(_, a)| a.action == action);
        note.meeting.is_some() && under.any(|(_, a)| a.told_by(&note.text).is_some())
    }

    /// What was given out under an action and is still to be done, in the order it was given out.
    pub fn open_arising(&self, action: ActionId) -> impl Iterator<Item = (ArisingId, &Arising)> {
        self.arising()
            .filter(move |(_, a)| a.action == Some(action) && a.done.is_none())
    }

    /// Reads by when an action arising is to be done, as typed in a meeting: a date as [`read_typed`] reads it, or "next
    /// meeting": the day of that meeting where it is known, else words that become its day. `of` is the action arising that
    /// is given another date; none for a new one.
    ///
    /// # Errors
    /// As [`read_typed`].
    pub fn read_by_when(
        &self,
        words: &str,
        meeting: MeetingId,
        of: Option<&Arising>,
    ) -> Result<Due, NotADate> {
        let today = self.meeting(meeting).map_or(NaiveDate::MIN, |m| m.date);
        if !is_next_meeting(words) {
            let from = of.map_or_else(|| Cow::Owned(Due::none()), |a| self.due_of(a));
            return read_typed(words, today, &from);
        }
        Ok(match self.meeting_after(meeting) {
            Some(next) => Due::on(next),
            None if of.is_none_or(|a| a.meeting == meeting) => Due::plain(NEXT_MEETING, When::None),
            None => {
                let words = format!("{NEXT_MEETING_AFTER}{}", show_day(today));
                Due::plain(&words, When::None)
            }
        })
    }

    /// By when an action arising is to be done, with the day of the next meeting once that one is known.
    #[must_use]
    pub fn due_of<'a>(&self, arising: &'a Arising) -> Cow<'a, Due> {
        self.due_given(arising.meeting, &arising.due)
    }

    /// The same of a date that something given out by a meeting has or had.
    #[must_use]
    pub fn due_given<'a>(&self, given: MeetingId, due: &'a Due) -> Cow<'a, Due> {
        let next = self
            .meeting_before_due(given, due)
            .and_then(|meeting| self.meeting_after(meeting));
        next.map_or(Cow::Borrowed(due), |day| {
            Cow::Owned(Due::plain(NEXT_MEETING, When::Day(day)))
        })
    }

    /// The meeting after which the one comes that a date waits for; none where it is a date of its own.
    fn meeting_before_due(&self, given: MeetingId, due: &Due) -> Option<MeetingId> {
        if due.when != When::None {
            return None;
        }
        if due.written == NEXT_MEETING {
            return Some(given);
        }
        let day = due.written.strip_prefix(NEXT_MEETING_AFTER)?;
        let forum = self.meeting(given).map(|m| &m.forum);
        let held = self.meetings().into_iter();
        let held = held.filter(|(_, m)| show_day(m.date) == day);
        held.max_by_key(|(_, m)| Some(&m.forum) == forum)
            .map(|(id, _)| id)
    }

    /// The last day an action arising may take, where that is past and it is still to be done.
    #[must_use]
    pub fn late_arising(&self, arising: &Arising, today: NaiveDate) -> Option<NaiveDate> {
        let due = self.due_of(arising);
        let last = due.last_day().filter(|_| due.is_past(today));
        last.filter(|_| arising.done.is_none())
    }
}
