//! A meeting on a generated plan of any size, for what is counted in tests and timed in benches.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use milepost::clock::FixedClock;
use milepost::data::large::Large;
use milepost::domain::{
    Change, Deed, Ids, Key as RecordKey, Meeting, MeetingId, MeetingState, NewEntry, PlanId,
    Record, Seat,
};
use milepost::frontend::page::Page;
use milepost::session::{Session, Start};
use milepost::store::{Desk, Inline, MemoryStore, Store};
use milepost::view::look::Look;

const SIZE: (u16, u16) = (120, 40);

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-15T10:00:00+01:00").unwrap()
}

/// A clock that stands still.
pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at(now()))
}

/// Puts a plan of so many actions and a meeting on it into a store.
pub fn fill(store: &mut dyn Store, actions: u64) -> (PlanId, MeetingId) {
    let mut large = Large::new(actions, 1, store.ids());
    let plan = large.plan;
    let meeting = MeetingId(store.ids().take());
    let line = Meeting {
        forum: "JAG".to_owned(),
        date: now().date_naive(),
        chair: "Ann Chair".to_owned(),
        state: MeetingState::InProgress,
        attendees: Vec::new(),
        minutes: 0,
    };
    let begun = Change::add(RecordKey::meeting(plan, meeting), Record::Meeting(line));
    for changes in large.by_ref().chain([vec![begun]]) {
        store
            .commit(NewEntry {
                at: now(),
                by: "Ann Chair".to_owned(),
                seat: Seat::Chair,
                meeting: None,
                deed: Deed::Import,
                what: String::new(),
                changes,
            })
            .unwrap();
    }
    (plan, meeting)
}

/// A session in a meeting on what stands behind a desk.
pub fn session(
    clock: Arc<FixedClock>,
    desk: Box<dyn Desk>,
    ids: Ids,
    meeting: (PlanId, MeetingId),
) -> Session {
    let start = Start {
        author: "Ann Chair".to_owned(),
        seat: Seat::Chair,
        program: Some("milepost".to_owned()),
        ids,
        forum: "JAG".to_owned(),
        minutes: 0,
        meeting: Some(meeting),
        notes: Vec::new(),
        dir: None,
        mine: None,
        settle: None,
        preview: None,
    };
    Session::new(desk, clock, Look::dark(), SIZE, start)
}

/// The terminal it is drawn on.
pub fn terminal() -> Page {
    Page::new(SIZE.0, SIZE.1)
}

/// A meeting on a plan of so many actions, and the terminal it is drawn on.
pub fn meeting(actions: u64) -> (Session, Page) {
    let (session, _, terminal) = meeting_by_the_clock(actions);
    (session, terminal)
}

/// The same, with the clock it goes by.
pub fn meeting_by_the_clock(actions: u64) -> (Session, Arc<FixedClock>, Page) {
    let mut store = MemoryStore::default();
    let place = fill(&mut store, actions);
    let ids = store.ids();
    let clock = clock();
    let desk = Box::new(Inline::new(Box::new(store)));
    let session = session(Arc::clone(&clock), desk, ids, place);
    assert_eq!(
        session.model().review().unwrap().agenda.shown() as u64,
        actions
    );
    (session, clock, terminal())
}

/// Draws, and counts the bytes that go to the terminal.
pub fn frame(session: &mut Session, terminal: &mut Page) -> usize {
    terminal.draw(|canvas| session.draw(canvas)).len()
}

/// The bytes of a second that passes, which draws what it changes over the frame before.
pub fn second(session: &mut Session, terminal: &mut Page) -> usize {
    session.tick();
    changed(session, terminal)
}

/// The bytes of what changed, which is drawn over the frame before.
pub fn changed(session: &mut Session, terminal: &mut Page) -> usize {
    assert!(session.draws_over());
    let bytes = terminal.draw_over(|canvas| session.draw_change(canvas));
    session.drawn();
    bytes.len()
}
