//! A register as records under keys: what entries change, and what a store keeps.

use std::collections::BTreeMap;

use super::Register;
use crate::domain::{
    ActionId, ApplyError, ArisingId, IndicatorId, Key, Kind, MeetingId, MilestoneId, Note, NoteId,
    PersonId, PriorityId, Record, Records, Target, Update, UpdateId,
};

impl Register {
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
            .shelf
            .actions()
            .map(move |(id, r)| (Key::action(plan, id), Record::Action(r.to_action())));
        let milestones = self.shelf.milestones().map(move |(id, r)| {
            let record = Record::Milestone(r.to_milestone());
            (Key::milestone(plan, id), record)
        });
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

    fn put_note(&mut self, id: NoteId, note: Option<Note>) {
        let old = self.notes.get(&id).map(|note| note.target);
        self.noted.put(id, old, note.as_ref().map(|n| n.target));
        set(&mut self.notes, id, note);
    }

    fn put_update(&mut self, id: UpdateId, update: Option<Update>) {
        let old = self.updates.get(&id).map(|update| update.target);
        self.sent.put(id, old, update.as_ref().map(|u| u.target));
        set(&mut self.updates, id, update);
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
            Kind::Action => {
                let found = self.action(ActionId(id));
                found.map(|r| Record::Action(r.to_action()))
            }
            Kind::Milestone => {
                let found = self.milestone(MilestoneId(id));
                found.map(|r| Record::Milestone(r.to_milestone()))
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
                self.shelf.put_action(ActionId(id), value);
            }
            Kind::Milestone => {
                let value = inside!(record, Milestone, key);
                self.shelf.put_milestone(MilestoneId(id), value);
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
                self.put_update(UpdateId(id), value);
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
