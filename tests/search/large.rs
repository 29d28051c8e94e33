//! What a search costs on plans of very different sizes, counted: memory for each row, questions to fuzzy-matcher for each letter.

use chrono::NaiveDate;
use milepost::app::key::{Input, Key as Press};
use milepost::data::large::Large;
use milepost::domain::{Change, Ids, Key, Record, Register};
use milepost::search::{Cache, Index};
use milepost::session::Session;

use crate::support::large::{frame, meeting};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 15).unwrap()
}

fn nobody() -> Register {
    Register::new(Key::NO_PLAN)
}

/// A plan of so many actions, every one named by one of a twentieth as many leads; milestones where they are wanted.
fn plan(actions: u64, with_milestones: bool) -> Register {
    let large = Large::new(actions, 1, Ids::starting_at(1));
    let mut register = Register::new(large.plan);
    let is_wanted = |change: &Change| match change {
        Change::Put { to: Some(to), .. } => match &**to {
            Record::Milestone(_) => with_milestones,
            Record::Source(_) => false,
            _ => true,
        },
        _ => true,
    };
    for changes in large {
        let wanted: Vec<Change> = changes.into_iter().filter(is_wanted).collect();
        register.apply_all(&wanted).unwrap();
    }
    register
}

/// Bytes for each row that an index keeps, and that building it asks for at the most.
fn bytes_a_row(actions: u64) -> (u64, u64) {
    let (register, nobody) = (plan(actions, true), nobody());
    // What is unpacked of the register to be read is no part of the index.
    drop(Index::of(&[&register], &nobody));
    let mut index = None;
    let counted = allocation_counter::measure(|| {
        index = Some(Index::of(&[&register], &nobody));
    });
    let rows = index.unwrap().rows() as u64;
    assert_eq!(rows, actions * 4);
    let kept = u64::try_from(counted.bytes_current).unwrap();
    (kept / rows, counted.bytes_max / rows)
}

#[test]
fn an_index_keeps_some_thirty_bytes_for_each_row() {
    for actions in [300, 5000] {
        let (kept, most) = bytes_a_row(actions);
        assert!(kept <= 40, "{kept} bytes for each row of {actions} actions");
        assert!(most <= 80, "{most} bytes at the most, {actions} actions");
    }
}

#[test]
fn a_letter_asks_the_matcher_about_leads_and_not_about_rows() {
    let (register, nobody) = (plan(100_000, false), nobody());
    let index = Index::of(&[&register], &nobody);
    assert_eq!(index.rows(), 100_000);
    let names = index.names();
    assert!((4000..=5000).contains(&names), "{names} names");
    for whole in ["imogen brand", "brand imogen", "s yarrow", "lampley"] {
        let mut cache = Cache::default();
        let mut before = names;
        for (at, letter) in whole.char_indices() {
            let typed = &whole[..at + letter.len_utf8()];
            let words = typed.split_whitespace().count() as u64;
            let asked = cache.matcher_calls();
            let _ = index.search(typed, today(), &mut cache, 300);
            let asked = cache.matcher_calls() - asked;
            assert!(
                asked <= before as u64 * words,
                "{typed}: {asked} of {before}"
            );
            assert!(
                cache.left() <= before,
                "{typed}: {} of {before}",
                cache.left()
            );
            before = cache.left();
        }
        assert!(before * 10 < names, "{whole} leaves {before} of {names}");
    }
}

#[test]
fn the_index_of_a_large_plan_is_worked_out_when_somebody_searches() {
    let (mut session, _) = meeting(1000);
    let has_index = |s: &Session| s.model().review().unwrap().lookup_now().is_some();
    session.input(Input::Key(Press::char('l')));
    assert!(!has_index(&session));
    session.input(Input::Key(Press::char('/')));
    session.settle();
    assert!(has_index(&session));
}

/// How often memory is asked for, at most, by a letter with its frame.
fn most_allocations(actions: u64) -> u64 {
    let (mut session, mut terminal) = meeting(actions);
    session.input(Input::Key(Press::char('/')));
    session.settle();
    frame(&mut session, &mut terminal);
    let counts = "imogen va".chars().map(|letter| {
        let counted = allocation_counter::measure(|| {
            session.input(Input::Key(Press::char(letter)));
            frame(&mut session, &mut terminal);
        });
        counted.count_total
    });
    counts.max().unwrap()
}

#[test]
fn a_letter_works_out_no_more_rows_than_are_in_sight() {
    // Both find more than fits on the screen.
    let (small, large) = (most_allocations(600), most_allocations(5000));
    assert!(large <= small + small / 4, "{small}, {large}");
}
