//! A meeting on a generated plan of any size, for what is counted in tests and timed in benches.

use std::sync::Arc;

use chrono::DateTime;
use milepost::clock::FixedClock;
use milepost::data::large::Large;
use milepost::domain::{
    Change, Deed, Key as RecordKey, Meeting, MeetingId, MeetingState, NewEntry, Record, Seat,
};
use milepost::frontend::page::Page;
use milepost::session::{Session, Start};
use milepost::store::{Inline, MemoryStore, Store};
use milepost::view;
use milepost::view::look::Look;
use ratatui::Terminal;

const SIZE: (u16, u16) = (120, 40);

/// A meeting on a plan of so many actions, and the terminal it is drawn on.
pub fn meeting(actions: u64) -> (Session, Terminal<Page>) {
    let now = DateTime::parse_from_rfc3339("2026-10-15T10:00:00+01:00").unwrap();
    let mut store = MemoryStore::default();
    let mut large = Large::new(actions, 1, store.ids());
    let plan = large.plan;
    let ids = store.ids();
    let meeting = MeetingId(ids.clone().take());
    let line = Meeting {
        forum: "JAG".to_owned(),
        date: now.date_naive(),
        chair: "Ann Chair".to_owned(),
        state: MeetingState::InProgress,
        attendees: Vec::new(),
        minutes: 0,
    };
    let begun = Change::add(RecordKey::meeting(plan, meeting), Record::Meeting(line));
    for changes in large.by_ref().chain([vec![begun]]) {
        store
            .commit(NewEntry {
                at: now,
                by: "Ann Chair".to_owned(),
                seat: Seat::Chair,
                meeting: None,
                deed: Deed::Import,
                what: String::new(),
                changes,
            })
            .unwrap();
    }
    let start = Start {
        author: "Ann Chair".to_owned(),
        ids: store.ids(),
        forum: "JAG".to_owned(),
        minutes: 0,
        meeting: Some((plan, meeting)),
        notes: Vec::new(),
        dir: None,
        mine: None,
        settle: None,
        preview: None,
    };
    let desk = Box::new(Inline::new(Box::new(store)));
    let clock = Arc::new(FixedClock::at(now));
    let session = Session::new(desk, clock, Look::dark(), SIZE, start);
    assert_eq!(
        session.model().review().unwrap().agenda.items.len() as u64,
        actions
    );
    let terminal = Terminal::new(Page::new(SIZE.0, SIZE.1)).unwrap();
    (session, terminal)
}

/// Draws, and counts the bytes that go to the terminal.
pub fn frame(session: &Session, terminal: &mut Terminal<Page>) -> usize {
    terminal
        .draw(|frame| view::draw(frame, session.model(), session.look()))
        .unwrap();
    terminal.backend_mut().take().len()
}
