//! What one key costs in cells and bytes, counted, on plans of very different sizes.

use std::sync::Arc;

use milepost::app::key::{Input, Key};
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

use crate::story::town;

const SIZE: (u16, u16) = (120, 40);

/// A meeting on a plan of so many actions, and the terminal it is drawn on.
fn meeting(actions: u64) -> (Session, Terminal<Page>) {
    let now = town::at("2026-10-15T10:00:00+01:00");
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
        throwaway: false,
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

fn frame(session: &Session, terminal: &mut Terminal<Page>) -> usize {
    terminal
        .draw(|frame| view::draw(frame, session.model(), session.look()))
        .unwrap();
    terminal.backend_mut().take().len()
}

/// The most bytes a move took among fifty of them.
fn most_bytes(actions: u64) -> usize {
    let (mut session, mut terminal) = meeting(actions);
    let whole = frame(&session, &mut terminal);
    assert!(whole > 2000, "{whole} bytes for a whole screen");
    let moves = (0..50).map(|_| {
        session.input(Input::Key(Key::char('l')));
        frame(&session, &mut terminal)
    });
    let bytes: Vec<usize> = moves.collect();
    assert!(bytes.iter().all(|n| *n > 0), "every move shows: {bytes:?}");
    bytes.into_iter().max().unwrap()
}

#[test]
fn a_move_sends_no_more_bytes_on_a_large_plan_than_on_a_small_one() {
    let (small, large) = (most_bytes(100), most_bytes(10_000));
    // References are longer on the large plan: a column or two on each row of the agenda.
    assert!(large <= small + small / 4, "{small} bytes, {large} bytes");
    assert!(large < 12_000, "{large} bytes");
}

#[test]
fn a_tick_that_shows_nothing_new_sends_nothing() {
    let (session, mut terminal) = meeting(1000);
    frame(&session, &mut terminal);
    assert_eq!(frame(&session, &mut terminal), 0);
}
