//! A small plan of our own in a store in memory, with two meetings on it, built change by change.

use chrono::{DateTime, FixedOffset, NaiveDate};
use milepost::domain::{
    Action, ActionId, ActionKind, Arising, ArisingId, Attendance, Attendee, Change, Dated, Deed,
    Due, Entry, ItemState, Key, Lead, Legend, Letter, Meeting, MeetingId, MeetingState, Milestone,
    MilestoneId, NewEntry, Note, NoteId, Plan, PlanId, Priority, PriorityId, Record, Register,
    Seat, Standing, Target, When,
};
use milepost::store::{MemoryStore, Reader, Store, Which};

pub const PLAN: PlanId = PlanId(1);
pub const FIRST: MeetingId = MeetingId(70);
pub const SECOND: MeetingId = MeetingId(71);

/// The action with this place in the plan, counted from 1.
pub fn action(n: u64) -> Target {
    Target::Action(ActionId(10 + n))
}

/// The milestone of an action, both counted from 1.
pub fn milestone(action: u64, n: u64) -> Target {
    Target::Milestone(MilestoneId(100 * action + n))
}

pub fn month(year: i32, month: u32) -> Due {
    let when = When::Month { year, month };
    Due::plain(&when.to_string(), when)
}

pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// A store under test and the number of the last entry made in it.
pub struct Small {
    pub store: MemoryStore,
    meeting: Option<MeetingId>,
    next_note: u64,
}

impl Small {
    /// Two priorities, five actions, four milestones; red, amber and green set before any meeting.
    pub fn new() -> Self {
        let mut small = Self {
            store: MemoryStore::default(),
            meeting: None,
            next_note: 500,
        };
        let mut changes = vec![Change::add(Key::plan(PLAN), Record::Plan(plan()))];
        for (n, (number, title)) in [("1", "Safer streets"), ("2", "Homes & hearths")]
            .into_iter()
            .enumerate()
        {
            let id = PriorityId(5 + n as u64);
            let priority = priority(n as u32, number, title);
            changes.push(Change::add(
                Key::priority(PLAN, id),
                Record::Priority(priority),
            ));
        }
        let titles = [
            (5, "1.1", "Light the canal path", Some('R')),
            (5, "1.2", "Train street wardens", Some('G')),
            (6, "2.1", "Survey *every* cold home | lane", None),
            (6, "2.2", "Fit window locks", Some('G')),
            (6, "2.3", "Open a drop-in room", Some('A')),
        ];
        for (n, (priority, reference, title, status)) in (1..).zip(titles) {
            let action = small_action(PriorityId(priority), reference, title, status, n as u32);
            changes.push(Change::add(
                Key::action(PLAN, ActionId(10 + n)),
                Record::Action(action),
            ));
        }
        for (a, n, title, due) in [
            (1, 1, "Lamps ordered", month(2026, 6)),
            (1, 2, "Lamps lit", month(2026, 9)),
            (3, 1, "Survey sent", Due::plain("date TBC", When::Tbc)),
            (5, 1, "Lease signed", month(2026, 12)),
        ] {
            let Target::Milestone(id) = milestone(a, n) else {
                unreachable!()
            };
            let held = small_milestone(ActionId(10 + a), n as u32 - 1, title, due);
            changes.push(Change::add(
                Key::milestone(PLAN, id),
                Record::Milestone(held),
            ));
        }
        small.enter(Deed::Import, "imported", changes);
        small
    }

    pub fn register(&self) -> Register {
        self.store.load(PLAN).unwrap()
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.store.entries(Which::Plan(PLAN)).unwrap()
    }

    /// Writes everything into a new store in `dir`.
    pub fn keep_in(&self, dir: &std::path::Path) {
        let clock = std::sync::Arc::new(milepost::clock::FixedClock::at(self.now()));
        let (mut store, _) = milepost::store::open(dir, clock).unwrap();
        for entry in self.store.entries(Which::After(0)).unwrap() {
            let entry = NewEntry {
                at: entry.at,
                by: entry.by,
                seat: entry.seat,
                meeting: entry.meeting,
                deed: entry.deed,
                what: entry.what,
                changes: entry.changes,
            };
            store.commit(entry).unwrap();
        }
    }

    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-09-17T10:00:00+01:00").unwrap()
    }

    fn enter(&mut self, deed: Deed, what: &str, changes: Vec<Change>) -> Entry {
        let entry = NewEntry {
            at: self.now(),
            by: "Ann Example".to_owned(),
            seat: Seat::Chair,
            meeting: self.meeting,
            deed,
            what: what.to_owned(),
            changes,
        };
        self.store.commit(entry).unwrap()
    }

    /// Records changes in the meeting that is open.
    pub fn record(&mut self, changes: impl IntoIterator<Item = Change>) -> Entry {
        self.enter(Deed::Record, "recorded", changes.into_iter().collect())
    }

    pub fn undo(&mut self, entry: &Entry) {
        self.enter(Deed::Undo(entry.seq), "undone", entry.inverse());
    }

    pub fn redo(&mut self, entry: &Entry) {
        self.enter(Deed::Redo(entry.seq), "made again", entry.changes.clone());
    }

    pub fn open(&mut self, id: MeetingId, forum: &str, date: NaiveDate) {
        let meeting = Meeting {
            forum: forum.to_owned(),
            date,
            chair: "Ann Example".to_owned(),
            state: MeetingState::InProgress,
            attendees: vec![
                attendee("Ann Example", Attendance::Present),
                attendee("Bo Sample", Attendance::Present),
                attendee("Cy Specimen", Attendance::Apologies),
            ],
            minutes: 60,
        };
        self.meeting = Some(id);
        self.record([Change::add(
            Key::meeting(PLAN, id),
            Record::Meeting(meeting),
        )]);
    }

    pub fn close(&mut self) {
        let (register, id) = (self.register(), self.meeting.unwrap());
        let mut meeting = register.meeting(id).unwrap().clone();
        meeting.state = MeetingState::Closed;
        self.record(register.set_meeting(id, meeting));
        self.meeting = None;
    }

    pub fn status(&mut self, target: Target, letter: char) -> Entry {
        let change = self.register().set_status(target, Some(Letter(letter)));
        self.record(change)
    }

    pub fn date(&mut self, target: Target, to: Due, reason: &str) -> Entry {
        let change = self.register().set_due(target, to, reason);
        self.record(change)
    }

    pub fn standing(&mut self, target: Target, to: Standing) -> Entry {
        let change = self.register().set_standing(target, to);
        self.record(change)
    }

    pub fn item(&mut self, n: u64, state: ItemState) -> Entry {
        let id = ActionId(10 + n);
        let change = self
            .register()
            .set_item(self.meeting.unwrap(), id, state, 30);
        self.record(change)
    }

    pub fn note(&mut self, target: Target, text: &str) -> Entry {
        let id = NoteId(self.next_note);
        self.next_note += 1;
        let note = Note {
            target,
            text: text.to_owned(),
            author: "Bo Sample".to_owned(),
            seat: Seat::Lead,
            meeting: self.meeting,
            date: day(2026, 9, 17),
        };
        let change = self.register().add_note(id, note);
        self.record([change])
    }

    pub fn give_out(&mut self, n: u64, who: &str, what: &str, due: Due) -> Entry {
        let arising = Arising {
            meeting: self.meeting.unwrap(),
            action: Some(ActionId(10 + n)),
            what: what.to_owned(),
            who: who.to_owned(),
            due,
            done: None,
        };
        let key = Key::arising(PLAN, ArisingId(900 + n));
        self.record([Change::add(key, Record::Arising(arising))])
    }
}

fn attendee(name: &str, attendance: Attendance) -> Attendee {
    Attendee {
        name: name.to_owned(),
        attendance,
    }
}

fn plan() -> Plan {
    Plan {
        title: "Small plan".to_owned(),
        organisation: Some("Example Partnership".to_owned()),
        period: Some("2026/27".to_owned()),
        legend: Legend::rag(),
        file: "small.csv".to_owned(),
        file_hash: String::new(),
        notes: Vec::new(),
        extras: Vec::new(),
    }
}

fn priority(position: u32, number: &str, title: &str) -> Priority {
    Priority {
        position,
        number: number.to_owned(),
        label: String::new(),
        title: title.to_owned(),
        leads: Vec::new().into(),
        lead_written: String::new(),
        outcomes: Vec::new(),
        notes: Vec::new(),
        extras: Vec::new(),
    }
}

fn small_action(
    priority: PriorityId,
    reference: &str,
    title: &str,
    status: Option<char>,
    position: u32,
) -> Action {
    Action {
        priority,
        position,
        reference: reference.to_owned(),
        number: String::new(),
        kind: ActionKind::Action,
        title: title.to_owned(),
        text: title.to_owned(),
        tags: Vec::new(),
        steps: Vec::new(),
        leads: vec![Lead::person("Bo Sample")].into(),
        lead_written: "Bo Sample".to_owned(),
        resources: Vec::new(),
        outcomes: Vec::new(),
        objective: String::new(),
        baseline: Due::none().into(),
        dated: Dated::new(Due::none()),
        status: status.map(Letter),
        standing: Standing::Open,
        extras: Vec::new(),
    }
}

fn small_milestone(action: ActionId, position: u32, title: &str, due: Due) -> Milestone {
    Milestone {
        action,
        parent: None,
        position,
        text: format!("{title} by {due} (Bo Sample)"),
        title: title.to_owned(),
        leads: vec![Lead::person("Bo Sample")].into(),
        lead_written: "Bo Sample".to_owned(),
        note: String::new(),
        baseline: due.clone().into(),
        dated: Dated::new(due),
        status: None,
        standing: Standing::Open,
    }
}
