//! Records and the one function that changes them.
//!
//! The current state of everything is the fold of all entries through [`apply`], used by live writes, replay, read-only
//! commands and tests alike, over anything that can hold [`Records`].

use serde::{Deserialize, Serialize};

use super::{
    Action, ActionId, Arising, ArisingId, Change, Indicator, IndicatorId, Item, Meeting, MeetingId,
    Milestone, MilestoneId, Note, NoteId, Person, PersonId, Plan, PlanId, Priority, PriorityId,
    Source, Target, Update, UpdateId,
};

/// The kinds of record, in the order a plan is read from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    Plan,
    Priority,
    Action,
    Milestone,
    Indicator,
    Meeting,
    Item,
    Note,
    Arising,
    Update,
    Person,
    /// Where an action came from; not loaded with its plan.
    ActionSource,
    /// Where a milestone came from; not loaded with its plan.
    MilestoneSource,
}

/// What names a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    pub plan: PlanId,
    pub kind: Kind,
    pub id: u64,
    /// The action of an agenda item; 0 for every other kind.
    pub sub: u64,
}

impl Key {
    /// The plan that holds what belongs to no plan: people.
    pub const NO_PLAN: PlanId = PlanId(0);

    fn new(plan: PlanId, kind: Kind, id: u64) -> Self {
        Self {
            plan,
            kind,
            id,
            sub: 0,
        }
    }

    #[must_use]
    pub fn plan(id: PlanId) -> Self {
        Self::new(id, Kind::Plan, id.0)
    }

    #[must_use]
    pub fn priority(plan: PlanId, id: PriorityId) -> Self {
        Self::new(plan, Kind::Priority, id.0)
    }

    #[must_use]
    pub fn action(plan: PlanId, id: ActionId) -> Self {
        Self::new(plan, Kind::Action, id.0)
    }

    #[must_use]
    pub fn milestone(plan: PlanId, id: MilestoneId) -> Self {
        Self::new(plan, Kind::Milestone, id.0)
    }

    #[must_use]
    pub fn indicator(plan: PlanId, id: IndicatorId) -> Self {
        Self::new(plan, Kind::Indicator, id.0)
    }

    #[must_use]
    pub fn meeting(plan: PlanId, id: MeetingId) -> Self {
        Self::new(plan, Kind::Meeting, id.0)
    }

    #[must_use]
    pub fn item(plan: PlanId, meeting: MeetingId, action: ActionId) -> Self {
        Self {
            plan,
            kind: Kind::Item,
            id: meeting.0,
            sub: action.0,
        }
    }

    #[must_use]
    pub fn note(plan: PlanId, id: NoteId) -> Self {
        Self::new(plan, Kind::Note, id.0)
    }

    #[must_use]
    pub fn arising(plan: PlanId, id: ArisingId) -> Self {
        Self::new(plan, Kind::Arising, id.0)
    }

    #[must_use]
    pub fn update(plan: PlanId, id: UpdateId) -> Self {
        Self::new(plan, Kind::Update, id.0)
    }

    #[must_use]
    pub fn person(id: PersonId) -> Self {
        Self::new(Self::NO_PLAN, Kind::Person, id.0)
    }

    /// The action or milestone itself.
    #[must_use]
    pub fn target(plan: PlanId, target: Target) -> Self {
        match target {
            Target::Action(id) => Self::action(plan, id),
            Target::Milestone(id) => Self::milestone(plan, id),
        }
    }

    /// Where the action or milestone came from.
    #[must_use]
    pub fn source(plan: PlanId, target: Target) -> Self {
        match target {
            Target::Action(id) => Self::new(plan, Kind::ActionSource, id.0),
            Target::Milestone(id) => Self::new(plan, Kind::MilestoneSource, id.0),
        }
    }
}

/// Anything the store keeps the current state of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    Plan(Plan),
    Priority(Priority),
    Action(Action),
    Milestone(Milestone),
    Indicator(Indicator),
    Meeting(Meeting),
    Item(Item),
    Note(Note),
    Arising(Arising),
    Update(Update),
    Person(Person),
    Source(Source),
}

impl Record {
    /// Whether a record of this shape may stand under a key of this kind.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        matches!(
            (self, kind),
            (Self::Plan(_), Kind::Plan)
                | (Self::Priority(_), Kind::Priority)
                | (Self::Action(_), Kind::Action)
                | (Self::Milestone(_), Kind::Milestone)
                | (Self::Indicator(_), Kind::Indicator)
                | (Self::Meeting(_), Kind::Meeting)
                | (Self::Item(_), Kind::Item)
                | (Self::Note(_), Kind::Note)
                | (Self::Arising(_), Kind::Arising)
                | (Self::Update(_), Kind::Update)
                | (Self::Person(_), Kind::Person)
                | (Self::Source(_), Kind::ActionSource | Kind::MilestoneSource)
        )
    }
}

/// Why a change does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplyError {
    /// The record that the change is about is not there.
    Missing(Key),
    /// The record is not as the change found it: somebody else changed the same field.
    Conflict(Key),
    /// A record under a key of another kind: a damaged or foreign entry.
    Misfit(Key),
}

impl std::fmt::Display for ApplyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (key, why) = match self {
            Self::Missing(key) => (key, "is not there"),
            Self::Conflict(key) => (key, "was changed by somebody else meanwhile"),
            Self::Misfit(key) => (key, "is of another kind"),
        };
        write!(f, "{:?} {} of plan {} {why}", key.kind, key.id, key.plan.0)
    }
}

impl std::error::Error for ApplyError {}

/// Something that holds records: a register in memory, a transaction of the store.
pub trait Records {
    /// What can go wrong in reading or writing, besides the change not applying.
    type Error: From<ApplyError>;

    /// The record under `key`.
    ///
    /// # Errors
    /// Where the records cannot be read.
    fn record(&self, key: Key) -> Result<Option<Record>, Self::Error>;

    /// Puts a record under `key`, or takes it away.
    ///
    /// # Errors
    /// Where the records cannot be written.
    fn put(&mut self, key: Key, record: Option<Record>) -> Result<(), Self::Error>;
}

/// Carries out one change.
///
/// # Errors
/// [`ApplyError`] where the record is missing, differs from the change's `from`, or is of another kind; nothing is
/// written then.
pub fn apply<R: Records>(change: &Change, records: &mut R) -> Result<(), R::Error> {
    let key = change.key();
    let now = records.record(key)?;
    let conflict = || R::Error::from(ApplyError::Conflict(key));
    let next = match change {
        Change::Put { from, to, .. } => {
            // An agenda item nobody came to is no record: stored, it would be lost by the next change to it.
            let untouched = |r: &Record| matches!(r, Record::Item(item) if *item == Item::NEW);
            if to
                .as_ref()
                .is_some_and(|r| !r.fits(key.kind) || untouched(r))
            {
                return Err(ApplyError::Misfit(key).into());
            }
            if now.as_ref() != from.as_deref() {
                return Err(conflict());
            }
            to.as_deref().cloned()
        }
        Change::Item { from, to, .. } => {
            let item = match now {
                Some(Record::Item(item)) => item,
                None => Item::NEW,
                Some(_) => return Err(ApplyError::Misfit(key).into()),
            };
            if item != *from {
                return Err(conflict());
            }
            (*to != Item::NEW).then(|| Record::Item(to.clone()))
        }
        Change::Status { .. } | Change::Date { .. } | Change::Standing { .. } => {
            let mut record = now.ok_or(ApplyError::Missing(key))?;
            let (status, dated, standing) = match &mut record {
                Record::Action(a) => (&mut a.status, &mut a.dated, &mut a.standing),
                Record::Milestone(m) => (&mut m.status, &mut m.dated, &mut m.standing),
                _ => return Err(ApplyError::Misfit(key).into()),
            };
            let held = match change {
                Change::Status { from, to, .. } => swap(status, from, to),
                Change::Date { from, to, .. } => swap(dated, from, to),
                Change::Standing { from, to, .. } => swap(standing, from, to),
                Change::Put { .. } | Change::Item { .. } => false,
            };
            if !held {
                return Err(conflict());
            }
            Some(record)
        }
    };
    records.put(key, next)
}

/// Sets `field` to `to` if it holds `from`; says whether it did.
fn swap<T: PartialEq + Clone>(field: &mut T, from: &T, to: &T) -> bool {
    let held = field == from;
    if held {
        field.clone_from(to);
    }
    held
}
