//! A small plan of our own, and entries about it.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use milepost::clock::{Clock, FixedClock};
use milepost::domain::*;
use milepost::store::probe::Probe;
use milepost::store::{Reader, Store};
use tempfile::TempDir;

pub fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub fn noon() -> DateTime<FixedOffset> {
    time("2012-10-18T12:00:00+01:00")
}

pub fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at(noon()))
}

/// A folder that is gone with the test, in memory where there is such a place.
pub fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

/// The program itself, to open working copies that are only looked at.
pub fn probe() -> Probe {
    Probe::by(Path::new(env!("CARGO_BIN_EXE_milepost")))
}

pub fn entry(what: &str, changes: Vec<Change>) -> NewEntry {
    NewEntry {
        at: noon(),
        by: "chair".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed: Deed::Record,
        what: what.to_owned(),
        changes,
    }
}

pub const PLAN: PlanId = PlanId(1);
pub const MEETING: MeetingId = MeetingId(900);

pub fn action_id(n: u64) -> ActionId {
    ActionId(100 + n)
}

pub fn milestone_id(n: u64) -> MilestoneId {
    MilestoneId(10_000 + n)
}

pub fn plan() -> Plan {
    Plan {
        title: "Cleaner rivers".to_owned(),
        organisation: Some("Example Valley Council".to_owned()),
        period: Some("2012/13".to_owned()),
        legend: Legend::rag(),
        file: "rivers.csv".to_owned(),
        file_hash: String::new(),
        notes: vec![SectionNote {
            kind: "Aim".to_owned(),
            text: "Otters in every tributary".to_owned(),
        }],
        extras: vec![("Version".to_owned(), "3".to_owned())],
    }
}

pub fn priority() -> Priority {
    Priority {
        position: 0,
        number: "1".to_owned(),
        label: "Theme".to_owned(),
        title: "Water quality".to_owned(),
        leads: vec![Lead::person("Ann Example")].into(),
        lead_written: "Ann Example".to_owned(),
        outcomes: vec!["fewer fish killed".to_owned()],
        notes: Vec::new(),
        extras: Vec::new(),
    }
}

pub fn due() -> Due {
    Due {
        written: "by Oct 2012".to_owned(),
        qualifier: Some(Qualifier::By),
        when: When::Month {
            year: 2012,
            month: 10,
        },
        doubt: None,
    }
}

pub fn action(n: u64) -> Action {
    Action {
        priority: PriorityId(10),
        position: u32::try_from(n).unwrap(),
        reference: format!("1.{n}"),
        number: format!("1.{n}"),
        kind: ActionKind::Action,
        title: format!("Fence stretch {n} of the bank"),
        text: format!("Fence stretch {n} of the bank and plant willow."),
        tags: vec!["Banks".to_owned()],
        steps: vec![Step {
            tags: Vec::new(),
            text: "Order posts".to_owned(),
        }],
        leads: vec![Lead::person("Ann Example")].into(),
        lead_written: "A. Example".to_owned(),
        resources: vec!["existing staff".to_owned()],
        outcomes: Vec::new(),
        objective: String::new(),
        baseline: due().into(),
        dated: Dated::new(due()),
        status: None,
        standing: Standing::Open,
        extras: Vec::new(),
    }
}

pub fn milestone(action: ActionId, n: u64) -> Milestone {
    Milestone {
        action,
        parent: None,
        position: u32::try_from(n).unwrap(),
        text: format!("Step {n} done by Oct 2012"),
        title: format!("Step {n} done"),
        leads: vec![Lead::person("Bo Sample")].into(),
        lead_written: "B. Sample".to_owned(),
        note: String::new(),
        baseline: due().into(),
        dated: Dated::new(due()),
        status: None,
        standing: Standing::Open,
    }
}

pub fn source(raw: &str) -> Source {
    Source {
        file: "rivers.csv".to_owned(),
        place: "line 7".to_owned(),
        raw: raw.to_owned(),
        remarks: Vec::new(),
    }
}

/// The plan with `actions` actions of two milestones each.
pub fn import(actions: u64) -> NewEntry {
    let mut changes = vec![
        Change::add(Key::plan(PLAN), Record::Plan(plan())),
        Change::add(
            Key::priority(PLAN, PriorityId(10)),
            Record::Priority(priority()),
        ),
    ];
    for n in 1..=actions {
        let id = action_id(n);
        changes.push(Change::add(
            Key::action(PLAN, id),
            Record::Action(action(n)),
        ));
        changes.push(Change::add(
            Key::source(PLAN, Target::Action(id)),
            Record::Source(source("1.1, as the cell had it")),
        ));
        for m in 0..2 {
            changes.push(Change::add(
                Key::milestone(PLAN, milestone_id(n * 10 + m)),
                Record::Milestone(milestone(id, m)),
            ));
        }
    }
    NewEntry {
        deed: Deed::Import,
        ..entry("rivers.csv imported", changes)
    }
}

pub fn meeting() -> Meeting {
    Meeting {
        forum: "Board".to_owned(),
        date: NaiveDate::from_ymd_opt(2012, 10, 18).unwrap(),
        chair: "Cy Chair".to_owned(),
        state: MeetingState::InProgress,
        attendees: vec![Attendee {
            name: "Ann Example".to_owned(),
            attendance: Attendance::Present,
        }],
        minutes: 90,
    }
}

pub fn open_meeting() -> NewEntry {
    entry(
        "Board 18 Oct 2012 opened",
        vec![Change::add(
            Key::meeting(PLAN, MEETING),
            Record::Meeting(meeting()),
        )],
    )
}

/// Sets the status of a target from what it is now.
pub fn status(store: &dyn Reader, target: Target, to: char) -> NewEntry {
    let from = store.load(PLAN).unwrap().status(target);
    NewEntry {
        meeting: Some(MEETING),
        ..entry(
            &format!("status {to}"),
            vec![Change::Status {
                plan: PLAN,
                target,
                from,
                to: Some(Letter(to)),
            }],
        )
    }
}

pub fn note(id: u64, target: Target, text: &str) -> NewEntry {
    let note = Note {
        target,
        text: text.to_owned(),
        author: "chair".to_owned(),
        seat: Seat::Chair,
        meeting: Some(MEETING),
        date: noon().date_naive(),
    };
    NewEntry {
        meeting: Some(MEETING),
        ..entry(
            "note",
            vec![Change::add(Key::note(PLAN, NoteId(id)), Record::Note(note))],
        )
    }
}

pub fn review(action: ActionId, from: Item, to: Item) -> NewEntry {
    NewEntry {
        meeting: Some(MEETING),
        ..entry(
            "reviewed",
            vec![Change::Item {
                plan: PLAN,
                meeting: MEETING,
                action,
                from,
                to,
            }],
        )
    }
}

/// Brings in a plan of two actions and a few changes to it: entries 1 to 6.
pub fn fill(store: &mut dyn Store) {
    begin(store);
    go_on(store);
}

/// Entries 1 and 2: a plan, and a meeting on it.
pub fn begin(store: &mut dyn Store) {
    store.commit(import(2)).unwrap();
    store.commit(open_meeting()).unwrap();
}

/// Entries 3 to 6: what is done in the meeting.
pub fn go_on(store: &mut dyn Store) {
    let target = Target::Action(action_id(1));
    let red = status(store, target, 'R');
    store.commit(red).unwrap();
    store
        .commit(note(5000, target, "two posts stolen"))
        .unwrap();
    let amber = status(store, Target::Milestone(milestone_id(10)), 'A');
    store.commit(amber).unwrap();
    let covered = Item {
        state: ItemState::Reviewed,
        seconds: 40,
    };
    store
        .commit(review(action_id(1), Item::NEW, covered))
        .unwrap();
}

/// Everything a reader shows about the sample plan, to hold two stores against each other.
pub fn picture(store: &dyn Reader) -> (Vec<PlanSummary>, Register, Vec<Entry>) {
    (
        store.plans().unwrap(),
        store.load(PLAN).unwrap(),
        store.entries(milepost::store::Which::After(0)).unwrap(),
    )
}
