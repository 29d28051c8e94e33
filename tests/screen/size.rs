//! What one key costs in cells and bytes, counted, on plans of very different sizes.

use milepost::app::key::{Input, Key};
use milepost::session::Session;

use crate::support::large::{frame, meeting};

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

/// How often memory is asked for, at most, by a key and by a second that passes, each with its frame.
fn most_allocations(actions: u64) -> (u64, u64) {
    let (mut session, mut terminal) = meeting(actions);
    frame(&session, &mut terminal);
    let mut most = |act: fn(&mut Session)| {
        let counts = (0..10).map(|_| {
            let counted = allocation_counter::measure(|| {
                act(&mut session);
                frame(&session, &mut terminal);
            });
            counted.count_total
        });
        counts.max().unwrap()
    };
    let key = most(|session| session.input(Input::Key(Key::char('l'))));
    (key, most(Session::tick))
}

#[test]
fn a_key_and_a_second_ask_for_no_more_memory_on_a_large_plan_than_on_a_small_one() {
    let (small, large) = (most_allocations(100), most_allocations(3000));
    assert!(small.0 > 0 && small.1 > 0);
    assert!(large.0 <= small.0 + small.0 / 10, "{small:?}, {large:?}");
    assert!(large.1 <= small.1 + small.1 / 10, "{small:?}, {large:?}");
}
