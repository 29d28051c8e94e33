//! What one key costs in cells and bytes, counted, on plans of very different sizes.

use milepost::app::key::{self, Input};
use milepost::clock::Clock as _;
use milepost::domain::{Change, Deed, Key, Note, NoteId, Record, Seat};
use milepost::session::Session;
use milepost::view::canvas::Canvas;
use milepost::view::look::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::story::teller::{Shared, Story};
use crate::story::town;
use crate::support::large::{frame, meeting, meeting_by_the_clock, second};

/// The most bytes a move took among fifty of them: while the agenda stands still, and when it moves as well.
fn most_bytes(actions: u64) -> (usize, usize) {
    let (mut session, mut terminal) = meeting(actions);
    let whole = frame(&mut session, &mut terminal);
    assert!(whole > 2000, "{whole} bytes for a whole screen");
    let moves = (0..50).map(|_| {
        session.input(Input::Key(key::Key::char('l')));
        frame(&mut session, &mut terminal)
    });
    let bytes: Vec<usize> = moves.collect();
    assert!(bytes.iter().all(|n| *n > 0), "every move shows: {bytes:?}");
    let (still, moved) = bytes.split_at(30);
    let most = |bytes: &[usize]| bytes.iter().copied().max().unwrap();
    (most(still), most(moved))
}

#[test]
fn a_move_sends_no_more_bytes_on_a_large_plan_than_on_a_small_one() {
    let (small, large) = (most_bytes(100), most_bytes(10_000));
    // References are longer on the large plan: a column or two on each row of the agenda.
    assert!(large.0 <= small.0 + small.0 / 10, "{small:?}, {large:?}");
    assert!(large.1 <= small.1 + small.1 / 10, "{small:?}, {large:?}");
    // Two rows of the agenda and what differs between two cards, in colours of 24 bits; then every row of the agenda.
    assert!(large.0 < 1100, "{large:?}");
    assert!(large.1 < 3700, "{large:?}");
}

#[test]
fn a_tick_that_shows_nothing_new_sends_nothing() {
    let (mut session, mut terminal) = meeting(1000);
    frame(&mut session, &mut terminal);
    assert_eq!(frame(&mut session, &mut terminal), 0);
}

#[test]
fn a_second_draws_its_clock_and_asks_for_no_memory() {
    let (mut session, clock, mut terminal) = meeting_by_the_clock(1000);
    frame(&mut session, &mut terminal);
    session.drawn();
    let mut most = (0, 0);
    // Less than what is half done waits before it is kept.
    for _ in 0..12 {
        clock.set(clock.now() + chrono::Duration::seconds(1));
        let counted = allocation_counter::measure(|| {
            most.0 = most.0.max(second(&mut session, &mut terminal));
        });
        most.1 = most.1.max(counted.count_total);
    }
    assert_eq!(most.1, 0, "asked for memory");
    // What wraps a frame, a step, the colour, a digit or two, and plain again.
    assert!((17..=50).contains(&most.0), "{} bytes", most.0);
    assert_eq!(
        frame(&mut session, &mut terminal),
        0,
        "the clock alone had changed"
    );
}

#[test]
fn a_second_with_no_clock_to_be_seen_draws_nothing() {
    let mut story = Story::home();
    story.frame();
    story.session.drawn();
    let counted = allocation_counter::measure(|| story.session.tick());
    assert!(!story.session.is_dirty());
    assert_eq!(counted.count_total, 0);

    // Under something that lies over it, the clock is drawn with it.
    let mut story = Story::meeting();
    story.press("?").frame();
    story.session.drawn();
    story.pass(1);
    assert!(story.session.is_dirty() && !story.session.draws_over());
}

/// How often memory is asked for, at most, by a key and by a second that passes, each with its frame.
fn most_allocations(actions: u64) -> (u64, u64) {
    let (mut session, mut terminal) = meeting(actions);
    frame(&mut session, &mut terminal);
    let mut most = |act: fn(&mut Session)| {
        let counts = (0..10).map(|_| {
            let counted = allocation_counter::measure(|| {
                act(&mut session);
                frame(&mut session, &mut terminal);
            });
            counted.count_total
        });
        counts.max().unwrap()
    };
    let key = most(|session| session.input(Input::Key(key::Key::char('l'))));
    (key, most(Session::tick))
}

#[test]
fn a_key_and_a_second_ask_for_no_more_memory_on_a_large_plan_than_on_a_small_one() {
    let (small, large) = (most_allocations(100), most_allocations(3000));
    assert!(small.0 > 0 && small.1 > 0);
    assert!(large.0 <= small.0 + small.0 / 10, "{small:?}, {large:?}");
    assert!(large.1 <= small.1 + small.1 / 10, "{small:?}, {large:?}");
}

/// How often memory is asked for, at most, by a key that scrolls a text of so many lines, with its frame.
fn allocations_of_scrolling(notes: u64) -> u64 {
    let mut store = town::store();
    for n in 0..notes {
        let note = Note {
            target: town::action(11),
            text: format!(
                "Word {n} from the lock: the price came back higher than anybody had hoped for."
            ),
            author: "Ann Chair".to_owned(),
            seat: Seat::Chair,
            meeting: Some(town::LAST),
            date: town::at("2026-09-17T10:00:00+01:00").date_naive(),
        };
        let key = Key::note(town::PLAN, NoteId(5000 + n));
        let change = Change::add(key, Record::Note(note));
        let at = "2026-09-17T10:00:00+01:00";
        town::enter(&mut store, at, Deed::Record, "note", vec![change]);
    }
    let meeting = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), meeting, (80, 24), Look::dark());
    story.press("H").sees("Word");
    story.frame();
    let counts = ["j", "j", "k", "PageDown"].map(|key| {
        let key = key::Key::parse(key).unwrap();
        let mut page = Buffer::empty(Rect::new(0, 0, 80, 24));
        allocation_counter::measure(|| {
            story.session.input(Input::Key(key));
            story.session.draw(&mut Canvas::new(&mut page));
        })
        .count_total
    });
    counts.into_iter().max().unwrap_or(0)
}

#[test]
fn scrolling_a_long_history_costs_no_more_than_a_short_one() {
    let (short, long) = (allocations_of_scrolling(50), allocations_of_scrolling(3000));
    assert!(short > 0);
    assert!(long <= short + short / 10, "{short}, {long}");
}
