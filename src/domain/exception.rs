//! What a meeting takes by itself, and what it may note together with others.
//!
//! The rule of the product: "exceptions (red, amber, overdue, no update, extension requested) are taken first; the greens are
//! noted en bloc", and "how often a date moved matters". It stands here alone: the order of the agenda, its filters, noting en
//! bloc and the minutes all ask it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    ActionId, Due, Legend, Letter, Meeting, MeetingId, Note, Register, Standing, Target, Tone,
    Update, UpdateState, describe,
};

/// From how many moves on a later date is an exception at every meeting. One move was told, with its reason, by the meeting that made
/// it, and a second may be bad luck; what keeps moving is late under a status that does not say so.
const OFTEN: u32 = 3;

/// Why an item is taken by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exception {
    /// The action or a milestone that is not finished is red, or the last undecided word of a lead says so.
    Red,
    /// The same with amber.
    Amber,
    /// A date has passed: its own or that of a milestone.
    Overdue,
    /// A lead asks for a later date, and nobody has decided on it.
    Extension,
    /// A lead says otherwise than what is recorded, and nobody has decided on it.
    Undecided,
    /// A date that is later than its baseline was moved [`OFTEN`], its own or that of a milestone that is not finished.
    Moved,
    /// Nobody had a word on it since the meeting before, and it is not finished.
    NoUpdate,
}

impl Exception {
    /// Worst first: the order they are taken in.
    pub const ALL: [Self; 7] = [
        Self::Red,
        Self::Amber,
        Self::Overdue,
        Self::Extension,
        Self::Undecided,
        Self::Moved,
        Self::NoUpdate,
    ];

    /// The words shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Overdue => "overdue",
            Self::Extension => "extension asked",
            Self::Undecided => "update undecided",
            Self::Moved => "moved often",
            Self::NoUpdate => "no update",
        }
    }
}

/// What counts as a word on an item for one meeting: what came since the meeting before it.
struct Since {
    meeting: MeetingId,
    after: Option<NaiveDate>,
    date: NaiveDate,
}

impl Since {
    fn is_new(&self, day: NaiveDate) -> bool {
        self.after.is_none_or(|after| day >= after) && day <= self.date
    }

    /// What the meeting says of a matter that arose under an item is no word on how that stands.
    fn holds_note(&self, register: &Register, note: &Note) -> bool {
        let is_here = note.meeting == Some(self.meeting)
            || (note.meeting.is_none() && self.is_new(note.date));
        is_here && !register.is_on_matter(note)
    }

    fn holds_update(&self, update: &Update) -> bool {
        // What waits is for this meeting, whatever day the clock said it was sent.
        update.meeting == Some(self.meeting)
            || update.state == UpdateState::Waiting
            || self.is_new(update.at.date_naive())
    }
}

impl Register {
    /// The date of the meeting before this one, if there was one.
    #[must_use]
    pub fn meeting_before(&self, meeting: MeetingId) -> Option<NaiveDate> {
        let now = self.meeting(meeting)?.date;
        let all = self.meetings();
        let earlier = all
            .iter()
            .rev()
            .find(|(id, m)| (m.date, *id) < (now, meeting));
        earlier.map(|(_, m)| m.date)
    }

    /// The date of the next meeting of the same forum after this one, if one is known.
    #[must_use]
    pub fn meeting_after(&self, meeting: MeetingId) -> Option<NaiveDate> {
        let now = self.meeting(meeting)?;
        let all = self.meetings().into_iter();
        let mut later = all.filter(|(_, m)| m.date > now.date && m.forum == now.forum);
        later.next().map(|(_, m)| m.date)
    }

    /// The meeting of the same forum before this one, if there was one.
    #[must_use]
    pub fn last_of_forum(&self, meeting: MeetingId) -> Option<(MeetingId, &Meeting)> {
        let now = self.meeting(meeting)?;
        let all = self.meetings().into_iter();
        let earlier = |(id, m): &(MeetingId, &Meeting)| (m.date, *id) < (now.date, meeting);
        all.filter(|(_, m)| m.forum == now.forum).rfind(earlier)
    }

    fn since(&self, meeting: MeetingId) -> Option<Since> {
        Some(Since {
            meeting,
            after: self.meeting_before(meeting),
            date: self.meeting(meeting)?.date,
        })
    }

    /// Whether anybody had a word on an action or its milestones since the meeting before this one: an update from a lead,
    /// or a note. What the meeting says of a matter that arose under it is no word on how it stands.
    #[must_use]
    pub fn has_word(&self, meeting: MeetingId, action: ActionId) -> bool {
        let Some(since) = self.since(meeting) else {
            return false;
        };
        let milestones = self
            .milestones_of(action)
            .map(|(id, _)| Target::Milestone(id));
        let mut targets = std::iter::once(Target::Action(action)).chain(milestones);
        targets.any(|target| {
            let mut notes = self.notes_on(target);
            let mut updates = self.updates_on(target);
            notes.any(|(_, n)| since.holds_note(self, n))
                || updates.any(|(_, u)| since.holds_update(u))
        })
    }

    /// Whether an update is owed that did not come: "no update received" is recorded and published, never guessed to be
    /// green. None is owed for what is finished with.
    #[must_use]
    pub fn lacks_update(&self, meeting: MeetingId, action: ActionId) -> bool {
        !self.is_finished(Target::Action(action)) && !self.has_word(meeting, action)
    }

    /// Of what is open and later than its baseline under an action, how often the date was moved that was moved most.
    #[must_use]
    pub fn most_moved(&self, action: ActionId) -> Option<(u32, Target)> {
        let targets = std::iter::once(Target::Action(action)).chain(self.milestones_below(action));
        let open = targets.filter(|t| !self.is_finished(*t));
        let moved = open.filter_map(|target| {
            let (now, baseline) = (self.dated(target)?, self.baseline(target)?);
            // Most never were: the days are counted for few.
            if now.moves == 0 {
                return None;
            }
            // What had no date at first has no baseline to be later than; its moves count all the same.
            let slipped = now.due.slippage(baseline).is_none_or(|days| days > 0);
            let times = describe::times_moved(baseline, now.moves);
            slipped.then_some((times, target))
        });
        moved.max_by_key(|(times, target)| (*times, std::cmp::Reverse(*target)))
    }

    /// The exceptions of a meeting, ready to be asked item by item.
    #[must_use]
    pub fn exceptions(&self, meeting: MeetingId) -> Exceptions<'_> {
        let since = self.since(meeting);
        let mut said = BTreeMap::new();
        let mut heard = BTreeSet::new();
        let mut updates: Vec<_> = self.updates().collect();
        updates.sort_by_key(|(id, u)| (u.at, *id));
        for (_, update) in updates {
            let Some(action) = self.action_of(update.target) else {
                continue;
            };
            if since.as_ref().is_some_and(|s| s.holds_update(update)) {
                heard.insert(action);
            }
            if update.state == UpdateState::Waiting {
                let said: &mut Said<'_> = said.entry(action).or_default();
                if let Some(status) = update.status {
                    said.statuses.insert(update.target, status);
                }
                if let Some(due) = &update.due {
                    said.dates.insert(update.target, due);
                }
            }
        }
        let holds = |n: &Note| since.as_ref().is_some_and(|s| s.holds_note(self, n));
        let words = self.notes().filter(|(_, n)| holds(n));
        heard.extend(words.filter_map(|(_, n)| self.action_of(n.target)));
        Exceptions {
            register: self,
            legend: self.legend(),
            today: self.meeting(meeting).map_or(NaiveDate::MIN, |m| m.date),
            said,
            heard,
        }
    }
}

/// What leads said last on an action and its milestones, undecided.
#[derive(Default)]
struct Said<'a> {
    statuses: BTreeMap<Target, Letter>,
    dates: BTreeMap<Target, &'a Due>,
}

/// Which items of a meeting are exceptions, as the plan stands.
pub struct Exceptions<'a> {
    register: &'a Register,
    legend: Cow<'a, Legend>,
    today: NaiveDate,
    /// By action, where anything waits.
    said: BTreeMap<ActionId, Said<'a>>,
    /// The actions somebody had a word on.
    heard: BTreeSet<ActionId>,
}

impl Exceptions<'_> {
    /// Whether an item is an exception of this kind. What is complete, closed or withdrawn is none, but for a word of a lead that
    /// nobody decided on and that says otherwise.
    #[must_use]
    pub fn is(&self, action: ActionId, kind: Exception) -> bool {
        let register = self.register;
        let target = Target::Action(action);
        if kind != Exception::Undecided && register.standing(target) != Some(Standing::Open) {
            return false;
        }
        match kind {
            Exception::Red => self.has_tone(action, Tone::Red),
            Exception::Amber => self.has_tone(action, Tone::Amber),
            Exception::Overdue => register.is_action_overdue(action, self.today),
            Exception::Extension => self
                .dates(action)
                .any(|(now, asked)| asked.is_later_than(now)),
            Exception::Undecided => {
                self.dates(action)
                    .any(|(now, asked)| asked.when != now.when)
                    || self
                        .statuses(action)
                        .any(|(on, said)| register.status(on) != Some(said))
            }
            Exception::Moved => register
                .most_moved(action)
                .is_some_and(|(times, _)| times >= OFTEN),
            Exception::NoUpdate => !register.is_finished(target) && !self.heard.contains(&action),
        }
    }

    /// The first reason why an item is taken by itself; none where there is no such reason.
    #[must_use]
    pub fn worst(&self, action: ActionId) -> Option<Exception> {
        Exception::ALL
            .into_iter()
            .find(|kind| self.is(action, *kind))
    }

    /// Whether an item may be noted together with others: on track or complete, and no exception.
    #[must_use]
    pub fn is_quiet(&self, action: ActionId) -> bool {
        self.is_well(action) && self.worst(action).is_none()
    }

    /// Whether the status recorded on an action is on track or complete.
    #[must_use]
    pub fn is_well(&self, action: ActionId) -> bool {
        let tone = self.tone(self.register.status(Target::Action(action)));
        matches!(tone, Some(Tone::Green | Tone::Blue))
    }

    fn tone(&self, letter: Option<Letter>) -> Option<Tone> {
        letter.and_then(|l| self.legend.get(l)).map(|s| s.tone)
    }

    fn has_tone(&self, action: ActionId, wanted: Tone) -> bool {
        self.tone(self.register.status(Target::Action(action))) == Some(wanted)
            || self.milestones_in(action, wanted).next().is_some()
            || self.is_said(action, wanted)
    }

    /// The milestones of an action that are not finished and have a status of this tone.
    pub fn milestones_in(&self, action: ActionId, tone: Tone) -> impl Iterator<Item = Target> {
        let open = self.register.open_below(action);
        let open = open.filter(move |m| self.tone(m.status) == Some(tone));
        open.map(|m| Target::Milestone(m.id))
    }

    /// Whether a lead says so of an action or a milestone, and nobody has decided on it.
    #[must_use]
    pub fn is_said(&self, action: ActionId, tone: Tone) -> bool {
        let mut said = self.statuses(action);
        said.any(|(_, letter)| self.tone(Some(letter)) == Some(tone))
    }

    /// The statuses leads said, undecided.
    fn statuses(&self, action: ActionId) -> impl Iterator<Item = (Target, Letter)> {
        let said = self.said.get(&action).into_iter();
        said.flat_map(|said| said.statuses.iter().map(|(on, letter)| (*on, *letter)))
    }

    /// The dates that stand where leads asked for others, and those asked for.
    fn dates(&self, action: ActionId) -> impl Iterator<Item = (&Due, &Due)> {
        let said = self.said.get(&action).into_iter();
        said.flat_map(|said| &said.dates)
            .filter_map(|(on, asked)| Some((&**self.register.dated(*on)?.due, *asked)))
    }
}
