//! A small plan of an invented town in a store in memory, ready for a meeting on 15 October 2026.

use chrono::{DateTime, FixedOffset, NaiveDate};
use milepost::domain::due::read::read;
use milepost::domain::{
    Action, ActionId, ActionKind, Change, Dated, Deed, Due, GONE, Key, Lead, Legend, Letter,
    Meeting, MeetingId, MeetingState, Milestone, MilestoneId, NewEntry, Note, NoteId, Plan, PlanId,
    Priority, PriorityId, Record, Seat, Source, Standing, Step, Target,
};
use milepost::store::{MemoryStore, Reader, Store};

pub const PLAN: PlanId = PlanId(1);
pub const LAST: MeetingId = MeetingId(90);
pub const MEETING: MeetingId = MeetingId(91);

/// The action with this reference: 11 is 1.1, 23 is 2.3.
pub fn action(number: u64) -> Target {
    Target::Action(ActionId(number))
}

/// A milestone of an action, counted from 1.
pub fn milestone(action: u64, n: u64) -> Target {
    Target::Milestone(MilestoneId(action * 100 + n))
}

pub fn at(words: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(words).unwrap()
}

struct Planned {
    number: u64,
    title: &'static str,
    lead: &'static str,
    status: Option<char>,
    milestones: &'static [(&'static str, &'static str, &'static str)],
}

const ACTIONS: &[Planned] = &[
    Planned {
        number: 11,
        title: "Light the canal path from the lock to the market",
        lead: "Ann Example",
        status: Some('A'),
        milestones: &[
            ("Lamps chosen with residents", "June 2026", "A. Example"),
            (
                "Contract let to a local firm, with an apprentice on it",
                "August 2026",
                "A. Example, B. Other",
            ),
            (
                "Lamps lit along the whole path",
                "December 2026",
                "B. Other",
            ),
        ],
    },
    Planned {
        number: 12,
        title: "Train street wardens",
        lead: "Bo Other",
        status: Some('G'),
        milestones: &[
            ("Twelve wardens found", "September 2026", "B. Other"),
            ("Course held", "Q4 2026/27", "College of the Marsh"),
        ],
    },
    Planned {
        number: 13,
        title: "Keep the night bus running",
        lead: "Transport Group",
        status: None,
        milestones: &[(
            "Agreement with the bus company",
            "date TBC",
            "Transport Group",
        )],
    },
    Planned {
        number: 21,
        title: "Visit every cold home once",
        lead: "Cy Third",
        status: Some('R'),
        milestones: &[
            ("List of homes agreed", "March 2026", "C. Third"),
            ("All homes visited", "January 2027", "C. Third"),
        ],
    },
    Planned {
        number: 22,
        title: "Fit window locks",
        lead: "Dee Fourth",
        status: Some('G'),
        milestones: &[("Locks fitted in 200 homes", "March 2027", "D. Fourth")],
    },
    Planned {
        number: 23,
        title: "Open a drop-in room",
        lead: "Ann Example",
        status: Some('W'),
        milestones: &[],
    },
];

fn new_action(planned: &Planned, position: u32) -> Action {
    let first = planned.number == 11;
    Action {
        priority: PriorityId(planned.number / 10),
        position,
        reference: format!("{}.{}", planned.number / 10, planned.number % 10),
        number: (planned.number % 10).to_string(),
        kind: ActionKind::Action,
        title: planned.title.to_owned(),
        text: planned.title.to_owned(),
        tags: if first {
            vec!["Support".to_owned(), "Enforcement".to_owned()]
        } else {
            Vec::new()
        },
        steps: if first {
            vec![
                Step {
                    tags: vec!["Support".to_owned()],
                    text: "Support: Walk the path with residents after dark".to_owned(),
                },
                Step {
                    tags: vec!["Enforcement".to_owned()],
                    text: "Enforcement: Move moored boats off the bank".to_owned(),
                },
            ]
        } else {
            Vec::new()
        },
        leads: vec![Lead::person(planned.lead)].into(),
        lead_written: planned.lead.to_owned(),
        resources: if first {
            vec!["£12,000 from the canal fund".to_owned()]
        } else {
            Vec::new()
        },
        outcomes: if first {
            vec!["People walk home along the water".to_owned()]
        } else {
            Vec::new()
        },
        objective: String::new(),
        baseline: Due::none().into(),
        dated: Dated::new(Due::none()),
        status: planned.status.map(Letter),
        standing: Standing::Open,
        extras: Vec::new(),
    }
}

fn new_milestone(action: u64, n: u32, (title, due, lead): (&str, &str, &str)) -> Milestone {
    let due = read(due);
    Milestone {
        action: ActionId(action),
        parent: None,
        position: n,
        text: format!("{title} by {} ({lead})", due.written),
        title: title.to_owned(),
        leads: lead.split(", ").map(Lead::person).collect(),
        lead_written: format!("({lead})"),
        note: String::new(),
        baseline: due.clone().into(),
        dated: Dated::new(due),
        status: None,
        standing: Standing::Open,
    }
}

fn plan_changes() -> Vec<Change> {
    let plan = Plan {
        title: "Marsh & Market Partnership Plan".to_owned(),
        organisation: None,
        period: Some("2026/27".to_owned()),
        legend: Legend::rag(),
        file: "marsh.csv".to_owned(),
        file_hash: String::new(),
        notes: Vec::new(),
        extras: Vec::new(),
    };
    let mut changes = vec![Change::add(Key::plan(PLAN), Record::Plan(plan))];
    for (n, title) in [(1, "Safer streets"), (2, "Warm homes")] {
        let priority = Priority {
            position: n as u32 - 1,
            number: n.to_string(),
            label: "Priority".to_owned(),
            title: title.to_owned(),
            leads: Vec::new().into(),
            lead_written: String::new(),
            outcomes: Vec::new(),
            notes: Vec::new(),
            extras: Vec::new(),
        };
        changes.push(Change::add(
            Key::priority(PLAN, PriorityId(n)),
            Record::Priority(priority),
        ));
    }
    for (position, planned) in ACTIONS.iter().enumerate() {
        let id = ActionId(planned.number);
        let record = Record::Action(new_action(planned, position as u32));
        changes.push(Change::add(Key::action(PLAN, id), record));
        let source = Source {
            file: "marsh.csv".to_owned(),
            place: format!("row {}", position + 2),
            raw: planned.title.to_owned(),
            remarks: Vec::new(),
        };
        changes.push(Change::add(
            Key::source(PLAN, Target::Action(id)),
            Record::Source(source),
        ));
        for (n, told) in planned.milestones.iter().enumerate() {
            let Target::Milestone(id) = milestone(planned.number, n as u64 + 1) else {
                unreachable!()
            };
            let record = Record::Milestone(new_milestone(planned.number, n as u32, *told));
            changes.push(Change::add(Key::milestone(PLAN, id), record));
        }
    }
    changes
}

fn meeting(date: NaiveDate, state: MeetingState) -> Record {
    Record::Meeting(Meeting {
        forum: "JAG".to_owned(),
        date,
        chair: "Ann Chair".to_owned(),
        state,
        attendees: Vec::new(),
        minutes: 0,
    })
}

pub fn enter(store: &mut MemoryStore, when: &str, deed: Deed, what: &str, changes: Vec<Change>) {
    let entry = NewEntry {
        at: at(when),
        by: "Ann Chair".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed,
        what: what.to_owned(),
        changes,
    };
    store.commit(entry).unwrap();
}

/// The store: the plan, a closed meeting of September with a note in it, and one of October just begun.
pub fn store() -> MemoryStore {
    let mut store = MemoryStore::default();
    enter(
        &mut store,
        "2026-09-01T09:00:00+01:00",
        Deed::Import,
        "imported marsh.csv",
        plan_changes(),
    );
    let september = NaiveDate::from_ymd_opt(2026, 9, 17).unwrap();
    let note = Note {
        target: action(11),
        text: "The price came back higher than hoped.".to_owned(),
        author: "Ann Chair".to_owned(),
        seat: Seat::Chair,
        meeting: Some(LAST),
        date: september,
    };
    enter(
        &mut store,
        "2026-09-17T10:00:00+01:00",
        Deed::Record,
        "meeting JAG 17 Sep 2026",
        vec![
            Change::add(
                Key::meeting(PLAN, LAST),
                meeting(september, MeetingState::Closed),
            ),
            Change::add(Key::note(PLAN, NoteId(80)), Record::Note(note)),
        ],
    );
    let october = NaiveDate::from_ymd_opt(2026, 10, 15).unwrap();
    enter(
        &mut store,
        "2026-10-15T10:00:00+01:00",
        Deed::Record,
        "meeting JAG 15 Oct 2026 begun",
        vec![Change::add(
            Key::meeting(PLAN, MEETING),
            meeting(october, MeetingState::InProgress),
        )],
    );
    store
}

/// Another plan, without actions, with a meeting of November under way.
pub fn open_elsewhere(store: &mut MemoryStore) {
    let other = PlanId(PLAN.0 + 1);
    let known = Reader::load(store, PLAN).unwrap();
    let mut plan = known.plan().unwrap().clone();
    plan.title = "Mill Lane Plan".to_owned();
    let november = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
    let begun = Meeting {
        forum: "Board".to_owned(),
        date: november,
        chair: "Ann Chair".to_owned(),
        state: MeetingState::InProgress,
        attendees: Vec::new(),
        minutes: 0,
    };
    enter(
        store,
        "2026-11-19T10:00:00+00:00",
        Deed::Import,
        "imported mill.csv, meeting Board 19 Nov 2026 begun",
        vec![
            Change::add(Key::plan(other), Record::Plan(plan)),
            Change::add(
                Key::meeting(other, MeetingId(MEETING.0 + 1)),
                Record::Meeting(begun),
            ),
        ],
    );
}

/// A later version of the plan's file is brought in.
fn import_again(store: &mut MemoryStore, change: Change) {
    let when = "2026-10-15T10:30:00+01:00";
    enter(
        store,
        when,
        Deed::Import,
        "imported marsh-2.csv",
        vec![change],
    );
}

/// A later version of the plan's file no longer has 1.1.
pub fn lose_action(store: &mut MemoryStore) {
    change_action(store, 11, |action| {
        action
            .extras
            .push((GONE.to_owned(), "marsh-2.csv".to_owned()));
    });
}

/// A later version of the plan's file says something else of an action.
pub fn change_action(store: &mut MemoryStore, number: u64, change: impl FnOnce(&mut Action)) {
    let Target::Action(id) = action(number) else {
        panic!("it is one")
    };
    let old = Reader::load(store, PLAN).unwrap();
    let old = old.action(id).unwrap().to_action();
    let mut new = old.clone();
    change(&mut new);
    let change = Change::replace(
        Key::action(PLAN, id),
        Record::Action(old),
        Record::Action(new),
    );
    import_again(store, change);
}

/// A later version of the plan's file no longer has the first milestone of 1.1.
pub fn lose_first_milestone(store: &mut MemoryStore) {
    let Target::Milestone(id) = milestone(11, 1) else {
        panic!("it is one")
    };
    let old = Reader::load(store, PLAN).unwrap();
    let old = old.milestone(id).unwrap().to_milestone();
    let mut gone = old.clone();
    gone.note = "at night; Not in the plan any more: marsh-2.csv".to_owned();
    let change = Change::replace(
        Key::milestone(PLAN, id),
        Record::Milestone(old),
        Record::Milestone(gone),
    );
    import_again(store, change);
}
