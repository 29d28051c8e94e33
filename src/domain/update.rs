//! What leads send between meetings, and what a meeting makes of it.
//!
//! A lead's word is a request: it stands beside the item until the chair accepts it, records something else, or refuses the
//! date asked for. Whatever is decided, what was sent stays in the history. Everything here builds changes; recording
//! them is the store's.

mod again;
mod closing;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::due::show_day;
use super::{
    Change, Due, Ids, Key, Letter, MeetingId, PlanId, Record, Register, Standing, Target, Update,
    UpdateId, UpdateState,
};

/// The longest note or reason taken, in bytes.
pub const LONGEST: usize = 16 * 1024;

/// What a lead sends about one action or milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub plan: PlanId,
    pub target: Target,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub status: Option<Letter>,
    pub note: String,
    /// A date asked for.
    pub due: Option<Due>,
    /// Why it is asked for.
    pub why: String,
}

/// Why something sent cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Neither status nor note nor date.
    Empty,
    /// There is no such action or milestone.
    Missing,
    /// The item, or the action it stands under, is finished with.
    Finished {
        reference: String,
        standing: Standing,
    },
    /// A letter that the plan's legend does not have.
    NoSuchStatus(Letter),
    /// A later date without a reason.
    LaterWithoutReason {
        from: String,
        to: String,
    },
    /// A date in the past without a reason.
    PastWithoutReason {
        last: NaiveDate,
    },
    TooLong,
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("it says nothing: give a status, a note or a date"),
            Self::Missing => f.write_str("there is no such action or milestone in the plan"),
            Self::Finished {
                reference,
                standing,
            } => write!(
                f,
                "{reference} is {}: updates are for open items",
                standing.word()
            ),
            Self::NoSuchStatus(letter) => write!(f, "the plan has no status {}", letter.0),
            Self::LaterWithoutReason { from, to } => {
                write!(f, "{to} is later than {from}: say why")
            }
            Self::PastWithoutReason { last } => {
                write!(
                    f,
                    "{} is past: give a later date, or say why",
                    show_day(*last)
                )
            }
            Self::TooLong => write!(f, "a note or reason is longer than {} kB", LONGEST / 1024),
        }
    }
}

impl std::error::Error for Unfit {}

impl Sent {
    /// Whether a lead may send this on `today`.
    ///
    /// # Errors
    /// The first thing against it.
    pub fn check(&self, register: &Register, today: NaiveDate) -> Result<(), Unfit> {
        let dated = register.dated(self.target).ok_or(Unfit::Missing)?;
        self.check_open(register)?;
        if self.status.is_none() && self.note.trim().is_empty() && self.due.is_none() {
            return Err(Unfit::Empty);
        }
        if let Some(letter) = self.status
            && register.legend().get(letter).is_none()
        {
            return Err(Unfit::NoSuchStatus(letter));
        }
        if self.note.len() > LONGEST || self.why.len() > LONGEST {
            return Err(Unfit::TooLong);
        }
        if let Some(to) = self.due.as_ref().filter(|_| self.why.trim().is_empty()) {
            if let Some(last) = to.last_day().filter(|last| *last < today) {
                return Err(Unfit::PastWithoutReason { last });
            }
            if to.is_later_than(dated.due) {
                return Err(Unfit::LaterWithoutReason {
                    from: dated.due.to_string(),
                    to: to.to_string(),
                });
            }
        }
        Ok(())
    }

    fn check_open(&self, register: &Register) -> Result<(), Unfit> {
        let action = register.action_of(self.target).map(Target::Action);
        for target in [Some(self.target), action].into_iter().flatten() {
            match register.standing(target) {
                Some(Standing::Open) => {}
                Some(standing) => {
                    return Err(Unfit::Finished {
                        reference: register.reference(target),
                        standing,
                    });
                }
                None => return Err(Unfit::Missing),
            }
        }
        Ok(())
    }

    /// The record of it, nothing decided yet.
    #[must_use]
    pub fn update(&self) -> Update {
        Update {
            target: self.target,
            by: self.by.clone(),
            at: self.at,
            status: self.status,
            note: self.note.clone(),
            due: self.due.clone(),
            why: self.why.clone(),
            state: UpdateState::Waiting,
            meeting: None,
        }
    }

    /// Whether it was taken in before: the same word of the same person on the same item at the same moment.
    #[must_use]
    pub fn is_known(&self, register: &Register) -> bool {
        let new = self.update();
        register.updates_on(self.target).any(|(_, known)| {
            known.at == new.at
                && known.by == new.by
                && known.note == new.note
                && (known.status, &known.due, &known.why) == (new.status, &new.due, &new.why)
        })
    }
}

/// The changes that take in what was sent for one plan, leaving out what was taken in before; and what has no item any
/// more, by its position in `sent`. What was sent to an item that is closed meanwhile is taken in all the same: it is the
/// meeting's to judge.
#[must_use]
pub fn take_in(register: &Register, sent: &[Sent], ids: &mut Ids) -> (Vec<Change>, Vec<usize>) {
    let mut changes = Vec::new();
    let mut homeless = Vec::new();
    for (n, one) in sent.iter().enumerate() {
        if one.plan != register.id() || register.standing(one.target).is_none() {
            homeless.push(n);
        } else if !one.is_known(register) {
            changes.push(register.send(UpdateId(ids.take()), one));
        }
    }
    (changes, homeless)
}

impl Register {
    /// Adds what a lead sent.
    #[must_use]
    pub fn send(&self, id: UpdateId, sent: &Sent) -> Change {
        Change::add(Key::update(self.id(), id), Record::Update(sent.update()))
    }

    /// The newest word of a lead on a target that nobody has decided on.
    #[must_use]
    pub fn waiting_on(&self, target: Target) -> Option<(UpdateId, &Update)> {
        self.all_waiting_on(target)
            .max_by_key(|(id, u)| (u.at, *id))
    }

    /// Every update on a target that no meeting has decided on.
    pub fn all_waiting_on(&self, target: Target) -> impl Iterator<Item = (UpdateId, &Update)> {
        self.updates_on(target)
            .filter(|(_, u)| u.state == UpdateState::Waiting)
    }

    /// Whether an update asks for a later date that is not decided on.
    #[must_use]
    pub fn asks_extension(&self, id: UpdateId) -> bool {
        self.update(id).is_some_and(|u| {
            let now = self.dated(u.target);
            let later = u
                .due
                .as_ref()
                .zip(now)
                .is_some_and(|(to, now)| to.is_later_than(now.due));
            u.state == UpdateState::Waiting && later
        })
    }

    /// Takes an update as sent, with older words on the same item that still wait: the newest status among them is set, the
    /// newest date granted. Empty where it is not waiting.
    #[must_use]
    pub fn accept(&self, id: UpdateId, meeting: MeetingId) -> Vec<Change> {
        let Some(update) = self.waiting(id) else {
            return Vec::new();
        };
        let mut changes: Vec<Change> = self.taken_status(id).into_iter().collect();
        let waiting = self.waiting_up_to(id);
        if let Some((asked, due)) = waiting
            .iter()
            .rev()
            .find_map(|(_, u)| Some((u, u.due.as_ref()?)))
        {
            changes.extend(self.set_due(update.target, due.clone(), &reason(asked)));
        }
        changes.extend(self.decided_besides(&changes, Some(update.target), meeting));
        changes.extend(self.settle(id, UpdateState::Accepted, meeting));
        changes
    }

    /// Whether accepting what waits on an item takes this word along, which waits as well: not where a later one says otherwise.
    #[must_use]
    pub fn is_taken_along(&self, id: UpdateId) -> bool {
        let target = self.waiting(id).map(|update| update.target);
        let Some((newest, _)) = target.and_then(|target| self.waiting_on(target)) else {
            return false;
        };
        let meeting = MeetingId(0);
        let decided = self.settle(newest, UpdateState::Accepted, meeting);
        decided.iter().any(|change| match change {
            Change::Put { key, to, .. } if *key == Key::update(self.id(), id) => {
                let to = to.as_deref();
                matches!(to, Some(Record::Update(u)) if u.state == UpdateState::Accepted)
            }
            _ => false,
        })
    }

    /// Marks an update as seen and overridden: what the chair records instead is changes of its own.
    #[must_use]
    pub fn override_update(&self, id: UpdateId, meeting: MeetingId) -> Vec<Change> {
        if self.waiting(id).is_none() {
            return Vec::new();
        }
        self.settle(id, UpdateState::Overridden, meeting)
    }

    /// Refuses the date an update asks for, with the reason, and takes the rest of it as sent.
    #[must_use]
    pub fn refuse(&self, id: UpdateId, meeting: MeetingId, why: &str) -> Vec<Change> {
        let Some(update) = self.waiting(id) else {
            return Vec::new();
        };
        let mut changes: Vec<Change> = self.taken_status(id).into_iter().collect();
        changes.extend(self.decided_besides(&changes, Some(update.target), meeting));
        changes.extend(self.settle(id, UpdateState::Refused(why.to_owned()), meeting));
        changes
    }

    fn waiting(&self, id: UpdateId) -> Option<&Update> {
        self.update(id).filter(|u| u.state == UpdateState::Waiting)
    }

    /// An update and older ones on the same item that still wait, oldest first.
    fn waiting_up_to(&self, id: UpdateId) -> Vec<(UpdateId, &Update)> {
        let Some(this) = self.update(id) else {
            return Vec::new();
        };
        let on = self.updates_on(this.target);
        let mut waiting: Vec<(UpdateId, &Update)> = on
            .filter(|(other, u)| u.state == UpdateState::Waiting && (u.at, *other) <= (this.at, id))
            .collect();
        waiting.sort_by_key(|(id, u)| (u.at, *id));
        waiting
    }

    fn taken_status(&self, id: UpdateId) -> Option<Change> {
        let waiting = self.waiting_up_to(id);
        let (target, status) = waiting
            .iter()
            .rev()
            .find_map(|(_, u)| Some((u.target, u.status?)))?;
        self.set_status(target, Some(status))
    }

    /// Decides on an update, and with it on the older ones on the same item that still wait.
    fn settle(&self, id: UpdateId, state: UpdateState, meeting: MeetingId) -> Vec<Change> {
        let waiting = self.waiting_up_to(id);
        let decide = |(n, (other, update)): (usize, &(UpdateId, &Update))| {
            let newer = waiting.get(n + 1..).unwrap_or_default();
            let mut decided = (*update).clone();
            decided.meeting = Some(meeting);
            decided.state = if *other == id {
                state.clone()
            } else {
                state_of_older(update, newer, &state)
            };
            Change::replace(
                Key::update(self.id(), *other),
                Record::Update((*update).clone()),
                Record::Update(decided),
            )
        };
        waiting.iter().enumerate().map(decide).collect()
    }
}

/// What becomes of an update when a newer one on the same item is decided on: replaced where the same lead said all of it
/// anew, accepted where anything of it was taken along, else overridden.
fn state_of_older(
    update: &Update,
    newer: &[(UpdateId, &Update)],
    decision: &UpdateState,
) -> UpdateState {
    let says_anew = |own: bool| {
        let newer = newer.iter().filter(|(_, u)| !own || u.by == update.by);
        let status = newer.clone().any(|(_, u)| u.status.is_some());
        let due = newer.clone().any(|(_, u)| u.due.is_some());
        (status, due)
    };
    let (has_status, has_due) = (update.status.is_some(), update.due.is_some());
    let (status, due) = says_anew(true);
    if (has_status || has_due) && (status || !has_status) && (due || !has_due) {
        return UpdateState::Replaced;
    }
    let (status, due) = says_anew(false);
    let is_taken = match decision {
        UpdateState::Accepted if has_due => !due,
        UpdateState::Accepted => !(has_status && status),
        // The rest of what was sent is taken, the dates are not.
        UpdateState::Refused(_) => !(has_due || (has_status && status)),
        _ => false,
    };
    if is_taken {
        UpdateState::Accepted
    } else {
        UpdateState::Overridden
    }
}

/// The reason a granted date is recorded with; never empty.
fn reason(update: &Update) -> String {
    [&update.why, &update.note]
        .into_iter()
        .find(|words| !words.trim().is_empty())
        .map_or_else(|| format!("asked for by {}", update.by), Clone::clone)
}

/// Whose words on a target are accepted by these changes, each once: what one asks for may be taken along with a later word of
/// another.
#[must_use]
pub fn accepted(target: Target, changes: &[Change]) -> Vec<&str> {
    let mut by: Vec<&str> = Vec::new();
    for change in changes {
        if let Change::Put {
            to: Some(record), ..
        } = change
            && let Record::Update(update) = &**record
            && update.target == target
            && update.state == UpdateState::Accepted
            && !by.contains(&&*update.by)
        {
            by.push(&update.by);
        }
    }
    by
}
