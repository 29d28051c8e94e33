//! One plan with its meetings, in memory: what a session works on, and the reference every store is held against.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Action, ActionId, ApplyError, Arising, ArisingId, Change, Dated, Due, Entry, Indicator,
    IndicatorId, Item, Key, Kind, Legend, Letter, Meeting, MeetingId, Milestone, MilestoneId, Note,
    NoteId, Person, PersonId, Plan, PlanId, Priority, PriorityId, Record, Records, Source,
    Standing, Target, Update, UpdateId, apply,
};

/// One plan and everything recorded about it. People, who belong to no plan, are a register of their own
/// ([`Key::NO_PLAN`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    id: PlanId,
    plan: Option<Plan>,
    priorities: BTreeMap<PriorityId, Priority>,
    // Boxed: a tree filled in order leaves nearly half of its room empty.
    actions: BTreeMap<ActionId, Box<Action>>,
    milestones: BTreeMap<MilestoneId, Box<Milestone>>,
    indicators: BTreeMap<IndicatorId, Indicator>,
    meetings: BTreeMap<MeetingId, Meeting>,
    items: BTreeMap<(MeetingId, ActionId), Item>,
    notes: BTreeMap<NoteId, Note>,
    arising: BTreeMap<ArisingId, Arising>,
    updates: BTreeMap<UpdateId, Update>,
    people: BTreeMap<PersonId, Person>,
    sources: BTreeMap<Target, Source>,
    /// Milestones of each action in order of position. Kept beside `milestones`, never stored.
    under: BTreeMap<ActionId, Vec<MilestoneId>>,
    /// Notes of each target, oldest first. Kept beside `notes`, never stored.
    noted: BTreeMap<Target, Vec<NoteId>>,
}

impl Register {
    /// A register with nothing in it.
    #[must_use]
    pub fn new(id: PlanId) -> Self {
        Self {
            id,
            plan: None,
            priorities: BTreeMap::new(),
            actions: BTreeMap::new(),
            milestones: BTreeMap::new(),
            indicators: BTreeMap::new(),
            meetings: BTreeMap::new(),
            items: BTreeMap::new(),
            notes: BTreeMap::new(),
            arising: BTreeMap::new(),
            updates: BTreeMap::new(),
            people: BTreeMap::new(),
            sources: BTreeMap::new(),
            under: BTreeMap::new(),
            noted: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn id(&self) -> PlanId {
        self.id
    }

    /// The plan, unless nothing was imported or it was taken back.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The plan's title, or an empty string.
    #[must_use]
    pub fn title(&self) -> &str {
        self.plan.as_ref().map_or("", |p| p.title.as_str())
    }

    /// The plan's legend; red, amber, green, blue, white where there is no plan.
    #[must_use]
    pub fn legend(&self) -> std::borrow::Cow<'_, Legend> {
        match &self.plan {
            Some(plan) => std::borrow::Cow::Borrowed(&plan.legend),
            None => std::borrow::Cow::Owned(Legend::rag()),
        }
    }

    /// Priorities in plan order.
    #[must_use]
    pub fn priorities(&self) -> Vec<(PriorityId, &Priority)> {
        let mut all: Vec<_> = self.priorities.iter().map(|(id, p)| (*id, p)).collect();
        all.sort_by_key(|(id, p)| (p.position, *id));
        all
    }

    #[must_use]
    pub fn priority(&self, id: PriorityId) -> Option<&Priority> {
        self.priorities.get(&id)
    }

    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&Action> {
        self.actions.get(&id).map(|a| &**a)
    }

    /// Every action, in no promised order.
    pub fn actions(&self) -> impl Iterator<Item = (ActionId, &Action)> {
        self.actions.iter().map(|(id, a)| (*id, &**a))
    }

    /// Actions in plan order: by priority, then by position.
    #[must_use]
    pub fn plan_order(&self) -> Vec<ActionId> {
        let mut all: Vec<_> = self
            .actions
            .iter()
            .map(|(id, a)| {
                let priority = self.priorities.get(&a.priority).map(|p| p.position);
                (priority.unwrap_or(u32::MAX), a.priority, a.position, *id)
            })
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(.., id)| id).collect()
    }

    /// The action with this reference; letter case and a final dot do not matter.
    #[must_use]
    pub fn action_by_reference(&self, reference: &str) -> Option<ActionId> {
        let wanted = reference.trim().trim_end_matches('.');
        self.actions
            .iter()
            .find(|(_, a)| a.reference.eq_ignore_ascii_case(wanted))
            .map(|(id, _)| *id)
    }

    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.get(&id).map(|m| &**m)
    }

    /// Milestones of an action in order.
    pub fn milestones_of(
        &self,
        action: ActionId,
    ) -> impl DoubleEndedIterator<Item = (MilestoneId, &Milestone)> {
        self.under
            .get(&action)
            .into_iter()
            .flatten()
            .filter_map(|id| Some((*id, &**self.milestones.get(id)?)))
    }

    /// How many milestones there are in all.
    #[must_use]
    pub fn milestone_count(&self) -> usize {
        self.milestones.len()
    }

    /// Indicators in plan order.
    #[must_use]
    pub fn indicators(&self) -> Vec<(IndicatorId, &Indicator)> {
        let mut all: Vec<_> = self.indicators.iter().map(|(id, i)| (*id, i)).collect();
        all.sort_by_key(|(id, i)| (i.position, *id));
        all
    }

    /// Meetings by date, oldest first.
    #[must_use]
    pub fn meetings(&self) -> Vec<(MeetingId, &Meeting)> {
        let mut all: Vec<_> = self.meetings.iter().map(|(id, m)| (*id, m)).collect();
        all.sort_by_key(|(id, m)| (m.date, *id));
        all
    }

    #[must_use]
    pub fn meeting(&self, id: MeetingId) -> Option<&Meeting> {
        self.meetings.get(&id)
    }

    /// The agenda item of an action; [`Item::NEW`] where nobody came to it.
    #[must_use]
    pub fn item(&self, meeting: MeetingId, action: ActionId) -> &Item {
        self.items.get(&(meeting, action)).unwrap_or(&Item::NEW)
    }

    /// Notes on a target, oldest first.
    pub fn notes_on(&self, target: Target) -> impl DoubleEndedIterator<Item = (NoteId, &Note)> {
        self.noted
            .get(&target)
            .into_iter()
            .flatten()
            .filter_map(|id| Some((*id, self.notes.get(id)?)))
    }

    #[must_use]
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id)
    }

    /// Actions arising, in the order they were recorded.
    pub fn arising(&self) -> impl Iterator<Item = (ArisingId, &Arising)> {
        self.arising.iter().map(|(id, a)| (*id, a))
    }

    /// Updates leads sent, in the order they came in.
    pub fn updates(&self) -> impl Iterator<Item = (UpdateId, &Update)> {
        self.updates.iter().map(|(id, u)| (*id, u))
    }

    #[must_use]
    pub fn update(&self, id: UpdateId) -> Option<&Update> {
        self.updates.get(&id)
    }

    /// People whose spellings were joined.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people.iter().map(|(id, p)| (*id, p))
    }

    /// Where a target came from, if it was loaded with its sources.
    #[must_use]
    pub fn source(&self, target: Target) -> Option<&Source> {
        self.sources.get(&target)
    }

    /// The same register without sources, as a store loads it.
    #[must_use]
    pub fn without_sources(mut self) -> Self {
        self.sources.clear();
        self
    }

    /// The action a target belongs to: itself, or the one its milestone stands under.
    #[must_use]
    pub fn action_of(&self, target: Target) -> Option<ActionId> {
        match target {
            Target::Action(id) => Some(id),
            Target::Milestone(id) => self.milestones.get(&id).map(|m| m.action),
        }
    }

    /// What people call a target: `6.3`, or `6.3 m2` for its second milestone.
    #[must_use]
    pub fn reference(&self, target: Target) -> String {
        match target {
            Target::Action(id) => self
                .actions
                .get(&id)
                .map_or_else(String::new, |a| a.reference.clone()),
            Target::Milestone(id) => {
                let Some(milestone) = self.milestones.get(&id) else {
                    return String::new();
                };
                let number = self
                    .under
                    .get(&milestone.action)
                    .and_then(|all| all.iter().position(|m| *m == id))
                    .map_or(0, |n| n + 1);
                format!(
                    "{} m{number}",
                    self.reference(Target::Action(milestone.action))
                )
            }
        }
    }

    /// The status recorded on a target.
    #[must_use]
    pub fn status(&self, target: Target) -> Option<Letter> {
        match target {
            Target::Action(id) => self.actions.get(&id)?.status,
            Target::Milestone(id) => self.milestones.get(&id)?.status,
        }
    }

    /// Whether work on a target goes on.
    #[must_use]
    pub fn standing(&self, target: Target) -> Option<Standing> {
        match target {
            Target::Action(id) => self.actions.get(&id).map(|a| a.standing),
            Target::Milestone(id) => self.milestones.get(&id).map(|m| m.standing),
        }
    }

    /// The date that counts now for a target.
    #[must_use]
    pub fn dated(&self, target: Target) -> Option<&Dated> {
        match target {
            Target::Action(id) => self.actions.get(&id).map(|a| &a.dated),
            Target::Milestone(id) => self.milestones.get(&id).map(|m| &m.dated),
        }
    }

    /// The first due date of a target.
    #[must_use]
    pub fn baseline(&self, target: Target) -> Option<&Due> {
        match target {
            Target::Action(id) => self.actions.get(&id).map(|a| &a.baseline),
            Target::Milestone(id) => self.milestones.get(&id).map(|m| &m.baseline),
        }
    }

    /// Whether a target is finished with: complete, closed or withdrawn, or its status says that nothing remains.
    #[must_use]
    pub fn is_finished(&self, target: Target) -> bool {
        self.standing(target).is_none_or(|s| s != Standing::Open)
            || self.legend().is_done(self.status(target))
    }

    /// Whether a target itself is overdue on `today`: open, not done, and past the last day its date can mean. Nothing
    /// is overdue under an action that is finished with.
    #[must_use]
    pub fn is_overdue(&self, target: Target, today: NaiveDate) -> bool {
        self.dated(target).is_some_and(|d| d.due.is_past(today)) && !self.is_over(target)
    }

    /// Whether a target, or the action it stands under, is finished with.
    fn is_over(&self, target: Target) -> bool {
        let above = match target {
            Target::Action(_) => None,
            Target::Milestone(_) => self.action_of(target).map(Target::Action),
        };
        self.is_finished(target) || above.is_some_and(|action| self.is_finished(action))
    }

    /// Whether an action or any of its milestones is overdue on `today`.
    #[must_use]
    pub fn is_action_overdue(&self, action: ActionId, today: NaiveDate) -> bool {
        let itself = Target::Action(action);
        !self.is_finished(itself)
            && (self.is_overdue(itself, today)
                || self
                    .milestones_of(action)
                    .any(|(id, _)| self.is_overdue(Target::Milestone(id), today)))
    }

    /// The next thing due for an action: the earliest last day among itself and its milestones that are not finished;
    /// none where the action is.
    #[must_use]
    pub fn next_due(&self, action: ActionId) -> Option<&Due> {
        let itself = std::iter::once(Target::Action(action));
        let below = self
            .milestones_of(action)
            .map(|(id, _)| Target::Milestone(id));
        itself
            .chain(below)
            .filter(|&t| !self.is_over(t))
            .filter_map(|t| Some(&self.dated(t)?.due))
            .filter(|due| due.last_day().is_some())
            .min_by(|a, b| a.order(b))
    }

    /// How many actions hold each status of the legend, in its order, and last how many hold none. Withdrawn actions are
    /// not counted.
    #[must_use]
    pub fn counts(&self) -> Vec<(Option<Letter>, usize)> {
        let legend = self.legend();
        let mut counts: Vec<(Option<Letter>, usize)> = legend
            .statuses
            .iter()
            .map(|s| (Some(s.letter), 0))
            .chain(std::iter::once((None, 0)))
            .collect();
        for action in self.actions.values() {
            if action.standing == Standing::Withdrawn {
                continue;
            }
            let slot = counts
                .iter()
                .position(|(letter, _)| *letter == action.status)
                .unwrap_or(counts.len() - 1);
            if let Some((_, n)) = counts.get_mut(slot) {
                *n += 1;
            }
        }
        counts
    }

    /// Carries out changes: all of them or none.
    ///
    /// # Errors
    /// The first change that does not apply; the register is as it was.
    pub fn apply_all(&mut self, changes: &[Change]) -> Result<(), ApplyError> {
        for (done, change) in changes.iter().enumerate() {
            if let Err(error) = apply(change, self) {
                for undo in changes.iter().take(done).rev() {
                    // What has just been applied can be taken back: nothing else touched the register.
                    apply(&undo.inverse(), self)?;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Carries out a recorded entry's changes that belong to this plan.
    ///
    /// # Errors
    /// As [`Register::apply_all`].
    pub fn apply_entry(&mut self, entry: &Entry) -> Result<(), ApplyError> {
        self.apply_all(&entry.changes_of(self.id))
    }

    /// Every record with its key, in the order of the keys.
    pub fn records(&self) -> impl Iterator<Item = (Key, Record)> + '_ {
        let plan = self.id;
        let key = move |kind, id| Key {
            plan,
            kind,
            id,
            sub: 0,
        };
        let head = self
            .plan
            .iter()
            .map(move |p| (Key::plan(plan), Record::Plan(p.clone())));
        let priorities = self
            .priorities
            .iter()
            .map(move |(id, r)| (Key::priority(plan, *id), Record::Priority(r.clone())));
        let actions = self
            .actions
            .iter()
            .map(move |(id, r)| (Key::action(plan, *id), Record::Action((**r).clone())));
        let milestones = self
            .milestones
            .iter()
            .map(move |(id, r)| (Key::milestone(plan, *id), Record::Milestone((**r).clone())));
        let indicators = self
            .indicators
            .iter()
            .map(move |(id, r)| (Key::indicator(plan, *id), Record::Indicator(r.clone())));
        let meetings = self
            .meetings
            .iter()
            .map(move |(id, r)| (Key::meeting(plan, *id), Record::Meeting(r.clone())));
        let items = self
            .items
            .iter()
            .map(move |((m, a), r)| (Key::item(plan, *m, *a), Record::Item(r.clone())));
        let notes = self
            .notes
            .iter()
            .map(move |(id, r)| (Key::note(plan, *id), Record::Note(r.clone())));
        let arising = self
            .arising
            .iter()
            .map(move |(id, r)| (Key::arising(plan, *id), Record::Arising(r.clone())));
        let updates = self
            .updates
            .iter()
            .map(move |(id, r)| (Key::update(plan, *id), Record::Update(r.clone())));
        let people = self
            .people
            .iter()
            .map(move |(id, r)| (key(Kind::Person, id.0), Record::Person(r.clone())));
        let sources = self
            .sources
            .iter()
            .map(move |(t, r)| (Key::source(plan, *t), Record::Source(r.clone())));
        head.chain(priorities)
            .chain(actions)
            .chain(milestones)
            .chain(indicators)
            .chain(meetings)
            .chain(items)
            .chain(notes)
            .chain(arising)
            .chain(updates)
            .chain(people)
            .chain(sources)
    }

    fn unlink_milestone(&mut self, id: MilestoneId) {
        if let Some(old) = self.milestones.get(&id)
            && let Some(list) = self.under.get_mut(&old.action)
        {
            list.retain(|m| *m != id);
            if list.is_empty() {
                self.under.remove(&old.action);
            }
        }
    }

    fn put_milestone(&mut self, id: MilestoneId, milestone: Option<Milestone>) {
        self.unlink_milestone(id);
        let Some(milestone) = milestone else {
            self.milestones.remove(&id);
            return;
        };
        let (action, place) = (milestone.action, (milestone.position, id));
        let list = self.under.entry(action).or_default();
        let at = list.partition_point(|other| {
            self.milestones
                .get(other)
                .is_some_and(|m| (m.position, *other) < place)
        });
        list.insert(at, id);
        self.milestones.insert(id, Box::new(milestone));
    }

    fn put_note(&mut self, id: NoteId, note: Option<Note>) {
        if let Some(old) = self.notes.remove(&id)
            && let Some(list) = self.noted.get_mut(&old.target)
        {
            list.retain(|n| *n != id);
            if list.is_empty() {
                self.noted.remove(&old.target);
            }
        }
        if let Some(note) = note {
            let list = self.noted.entry(note.target).or_default();
            let at = list.partition_point(|other| *other < id);
            list.insert(at, id);
            self.notes.insert(id, note);
        }
    }
}

/// Puts `value` under `id`, or takes away what is there.
fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, id: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(id, value),
        None => map.remove(&id),
    };
}

/// The record inside, if it is of the variant named.
macro_rules! inside {
    ($record:expr, $variant:ident, $key:expr) => {
        match $record {
            Some(Record::$variant(inner)) => Some(inner),
            None => None,
            Some(_) => return Err(ApplyError::Misfit($key)),
        }
    };
}

impl Records for Register {
    type Error = ApplyError;

    fn record(&self, key: Key) -> Result<Option<Record>, ApplyError> {
        if key.plan != self.id {
            return Ok(None);
        }
        let id = key.id;
        Ok(match key.kind {
            Kind::Plan => self.plan.clone().map(Record::Plan),
            Kind::Priority => {
                let found = self.priorities.get(&PriorityId(id));
                found.cloned().map(Record::Priority)
            }
            Kind::Action => self.action(ActionId(id)).cloned().map(Record::Action),
            Kind::Milestone => {
                let found = self.milestone(MilestoneId(id));
                found.cloned().map(Record::Milestone)
            }
            Kind::Indicator => {
                let found = self.indicators.get(&IndicatorId(id));
                found.cloned().map(Record::Indicator)
            }
            Kind::Meeting => {
                let found = self.meetings.get(&MeetingId(id));
                found.cloned().map(Record::Meeting)
            }
            Kind::Item => {
                let found = self.items.get(&(MeetingId(id), ActionId(key.sub)));
                found.cloned().map(Record::Item)
            }
            Kind::Note => self.notes.get(&NoteId(id)).cloned().map(Record::Note),
            Kind::Arising => {
                let found = self.arising.get(&ArisingId(id));
                found.cloned().map(Record::Arising)
            }
            Kind::Update => self.updates.get(&UpdateId(id)).cloned().map(Record::Update),
            Kind::Person => self.people.get(&PersonId(id)).cloned().map(Record::Person),
            Kind::ActionSource => {
                let found = self.sources.get(&Target::Action(ActionId(id)));
                found.cloned().map(Record::Source)
            }
            Kind::MilestoneSource => {
                let found = self.sources.get(&Target::Milestone(MilestoneId(id)));
                found.cloned().map(Record::Source)
            }
        })
    }

    fn put(&mut self, key: Key, record: Option<Record>) -> Result<(), ApplyError> {
        if key.plan != self.id {
            return Err(ApplyError::Misfit(key));
        }
        let id = key.id;
        match key.kind {
            Kind::Plan => self.plan = inside!(record, Plan, key),
            Kind::Priority => {
                let value = inside!(record, Priority, key);
                set(&mut self.priorities, PriorityId(id), value);
            }
            Kind::Action => {
                let value = inside!(record, Action, key);
                set(&mut self.actions, ActionId(id), value.map(Box::new));
            }
            Kind::Milestone => {
                let value = inside!(record, Milestone, key);
                self.put_milestone(MilestoneId(id), value);
            }
            Kind::Indicator => {
                let value = inside!(record, Indicator, key);
                set(&mut self.indicators, IndicatorId(id), value);
            }
            Kind::Meeting => {
                let value = inside!(record, Meeting, key);
                set(&mut self.meetings, MeetingId(id), value);
            }
            Kind::Item => {
                let value = inside!(record, Item, key);
                set(&mut self.items, (MeetingId(id), ActionId(key.sub)), value);
            }
            Kind::Note => {
                let value = inside!(record, Note, key);
                self.put_note(NoteId(id), value);
            }
            Kind::Arising => {
                let value = inside!(record, Arising, key);
                set(&mut self.arising, ArisingId(id), value);
            }
            Kind::Update => {
                let value = inside!(record, Update, key);
                set(&mut self.updates, UpdateId(id), value);
            }
            Kind::Person => {
                let value = inside!(record, Person, key);
                set(&mut self.people, PersonId(id), value);
            }
            Kind::ActionSource => {
                let value = inside!(record, Source, key);
                set(&mut self.sources, Target::Action(ActionId(id)), value);
            }
            Kind::MilestoneSource => {
                let value = inside!(record, Source, key);
                set(&mut self.sources, Target::Milestone(MilestoneId(id)), value);
            }
        }
        Ok(())
    }
}
