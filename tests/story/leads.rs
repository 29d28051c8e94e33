//! Finding by lead, what else a lead has, and settling which spellings are one.

use milepost::app::settle::Settle;
use milepost::domain::{ActionId, Change, Deed, Key, NewEntry, Record, Seat};
use milepost::store::{Reader, Store};
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town;

#[test]
fn leads_come_first_with_the_reason_and_how_much_they_have() {
    let mut story = Story::meeting();
    story
        .press("/examp")
        .sees("Ann Example")
        .sees("lead · 2 actions");
    let rows = story.rows();
    let lead = rows
        .iter()
        .position(|r| r.contains("lead · 2 actions"))
        .unwrap();
    let item = rows.iter().position(|r| r.contains("1.1  Light")).unwrap();
    assert!(lead < item);
    story
        .press(" ann<Enter>")
        .sees("▸ 1.1")
        .sees("Ann Example: 2 items, n goes to the next");
    story.press("n").sees("▸ 2.3");
}

#[test]
fn an_initial_a_slip_and_words_of_the_query_are_understood() {
    let mut story = Story::meeting();
    story.press("/b other").sees("Bo Other");
    let mut story = Story::meeting();
    story.press("/exmaple").sees("Ann Example");
    let mut story = Story::meeting();
    story
        .press("/lead:third rag:red")
        .sees("Visit every cold home once");
    let mut story = Story::meeting();
    story
        .press("/overdue due<2026-07")
        .sees("Lamps chosen with")
        .sees_not("Contract let");
}

#[test]
fn a_milestone_that_is_found_has_the_cursor_on_it() {
    let mut story = Story::meeting();
    story
        .press("/contract<Enter>")
        .sees("▸  2   -  Contract let to a local firm");
}

#[test]
fn what_else_a_lead_has_is_one_key_away() {
    let mut story = Story::meeting();
    story
        .press("L")
        .sees("Items of the same leads, in all plans")
        .sees("2.3  Open a drop-in room")
        .sees("White · no date");
    story.press("<Enter>").sees("▸ 2.3");
}

#[test]
fn an_item_without_leads_has_no_list_of_what_they_have() {
    let mut store = town::store();
    let before = store.load(town::PLAN).unwrap();
    let before = before.action(ActionId(11)).unwrap().to_action();
    let mut after = before.clone();
    after.leads = Vec::new().into();
    let key = Key::action(town::PLAN, ActionId(11));
    let change = Change::replace(key, Record::Action(before), Record::Action(after));
    store
        .commit(NewEntry {
            at: town::at("2026-09-18T11:00:00+01:00"),
            by: "Ann Chair".to_owned(),
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Record,
            what: "nobody leads 1.1".to_owned(),
            changes: vec![change],
        })
        .unwrap();
    let place = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (80, 24), Look::dark());
    story
        .press("L")
        .sees("no lead is named for 1.1: its milestones have leads, j goes to them")
        .sees_not("Items of the same leads");
    story.press("jL").sees("Items of the same leads");
}

fn settling() -> Story {
    let store = Shared::new(town::store());
    let plan = store.load(town::PLAN).unwrap();
    let people = store.load(Key::NO_PLAN).unwrap();
    Story::settle(store, Settle::new(vec![plan], people), Look::dark())
}

#[test]
fn spellings_are_joined_kept_apart_and_taken_back_one_key_each() {
    let mut story = settling();
    story
        .sees("4 to settle")
        .sees("same surname, and the initial fits");
    let before = story.rows();
    story
        .press("y")
        .sees("3 to settle, 1 settled here")
        .sees("are one lead");
    let people = story.store.load(Key::NO_PLAN).unwrap();
    assert_eq!(people.people().count(), 1);
    story.press("n").sees("2 to settle, 2 settled here");
    story.press("uu").sees("4 to settle, 0 settled here");
    assert_eq!(before[2..10], story.rows()[2..10]);
    assert_eq!(story.store.load(Key::NO_PLAN).unwrap().people().count(), 0);
    story.press("u").sees("nothing to undo here");
}

/// What is there for these spellings stays in sight on a narrow screen, and only what can be done is named.
#[test]
fn the_footer_names_both_answers_and_what_can_be_undone() {
    let mut story = settling();
    story.sees_not("u undo").resize(40, 12);
    story.sees("y one lead  n apart  ? help  q leave");
    story
        .press("n")
        .sees("y one lead  n apart  ? help  q leave");
    story.resize(80, 24).sees("u undo").press("u");
    story.sees_not("u undo");
    story.press("nnnn").sees("every spelling is settled");
    story.sees_not("n apart").sees("u undo");
}

#[test]
fn what_was_joined_is_found_as_one_in_the_meeting() {
    let mut story = settling();
    story.press("y");
    let store = story.store.clone();
    let mut story = Story::on(
        store,
        Some((town::PLAN, town::MEETING)),
        (80, 24),
        Look::dark(),
    );
    story.press("/ann ex").sees("lead · 2 actions");
}
