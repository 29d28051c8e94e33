//! What one key costs in cells and bytes, counted, on plans of very different sizes.

use milepost::app::key::{Input, Key};

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
