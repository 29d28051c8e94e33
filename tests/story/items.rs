//! Parking, finishing, actions arising, noting en bloc, attendance.

use milepost::domain::{Attendance, ItemState, Letter, Standing};

use super::teller::Story;
use super::town::{MEETING, action};

fn state(story: &Story, number: u64) -> ItemState {
    let register = story.stored();
    let id = register.action_of(action(number)).unwrap();
    register.item(MEETING, id).state.clone()
}

#[test]
fn an_item_is_parked_with_a_word_why_and_taken_up_again() {
    let mut story = Story::meeting();
    story.press("p<Enter>").sees("a word why is owed");
    story
        .press("no figures yet<Enter>")
        .sees("▸ 1.2")
        .sees("P 1.1")
        .sees("0/6 reviewed · 1 parked");
    assert_eq!(
        state(&story, 11),
        ItemState::Parked("no figures yet".to_owned())
    );
    story.press("h").sees("PARKED    no figures yet");
    story.press("p").sees("Saved: 1.1 taken up again");
    assert_eq!(state(&story, 11), ItemState::NotReached);
}

#[test]
fn parked_items_come_last() {
    let mut story = Story::meeting();
    story
        .press("pwhy<Enter>")
        .press("<Space><Space><Space><Space>")
        .sees("▸ 2.3");
    story
        .press("<Space>")
        .sees("▸ 1.1")
        .sees("5/6 reviewed · 1 parked");
}

#[test]
fn completing_gives_the_status_for_it_in_one_step() {
    let mut story = Story::meeting();
    story
        .press("x")
        .sees("1.1 is open")
        .press("c")
        .sees("COMPLETE");
    let register = story.stored();
    assert_eq!(register.standing(action(11)), Some(Standing::Complete));
    assert_eq!(register.status(action(11)), Some(Letter('B')));
    assert_eq!(story.journal(), ["1.1 complete"]);
    story.press("u");
    let register = story.stored();
    assert_eq!(register.standing(action(11)), Some(Standing::Open));
    assert_eq!(register.status(action(11)), Some(Letter('A')));
}

#[test]
fn a_milestone_is_withdrawn_and_opened_again() {
    let mut story = Story::meeting();
    story
        .press("jxw")
        .sees("WITHDRAWN")
        .press("x")
        .sees("1.1 m1 is withdrawn");
    story.press("o").sees_not("WITHDRAWN");
    assert_eq!(story.journal(), ["1.1 m1 withdrawn", "1.1 m1 open"]);
}

#[test]
fn an_action_arising_has_what_who_and_by_when() {
    let mut story = Story::meeting();
    story
        .press("t<Enter>")
        .sees("what is to be done?")
        .press("Ask the firm for a date<Enter>")
        .sees("Ann Example")
        .press("<Enter>30 oct")
        .sees("= 30 Oct 2026")
        .press("<Enter>")
        .sees("Saved: action arising for Ann Example");
    let register = story.stored();
    let (_, arising) = register.arising().next().unwrap();
    assert_eq!(arising.what, "Ask the firm for a date");
    assert_eq!(arising.who, "Ann Example");
    assert_eq!(arising.due.to_string(), "30 Oct 2026");
    story
        .resize(100, 60)
        .press("M")
        .sees("Ask the firm for a date");
}

#[test]
fn quiet_items_are_noted_en_bloc_in_one_step() {
    let mut story = Story::meeting();
    story
        .press("E")
        .sees("1 items, on track or complete")
        .sees("2.2 Fit window locks");
    story.press("<Enter>").sees("≡ 2.2").sees("1/6 reviewed");
    assert_eq!(state(&story, 22), ItemState::EnBloc);
    story.press("u").sees("0/6 reviewed");
    assert_eq!(state(&story, 22), ItemState::NotReached);
}

#[test]
fn attendance_is_written_down_and_in_the_minutes() {
    let mut story = Story::meeting();
    story
        .press("@Ann Chair, Bo Other")
        .sees("Enter next")
        .press("<Enter>Cy Third")
        .sees("Enter record")
        .press("<Enter>")
        .sees("Saved: attendance");
    let register = story.stored();
    let attendees = &register.meeting(MEETING).unwrap().attendees;
    let of = |wanted| {
        attendees
            .iter()
            .filter(move |a| a.attendance == wanted)
            .count()
    };
    assert_eq!((of(Attendance::Present), of(Attendance::Apologies)), (2, 1));
    story.press("M").sees("Bo Other").sees("Cy Third");
    story.press("<Esc>@").sees("Ann Chair, Bo Other");
}

#[test]
fn what_does_not_fit_on_a_card_is_wrapped_or_said_to_be_cut() {
    let mut story = Story::meeting();
    story.resize(40, 24).sees("2 milestones overdue");
    story.sees("OVERDUE 6 weeks · A. Example,…");
    // Where the cursor is, all of it stands there.
    story
        .press("jj")
        .sees("OVERDUE 6 weeks")
        .sees("A. Example, B. Other");
    story.press("kkg<Enter>");
    story.press("<Left>").sees("was Amber");
    story.sees("green, but 2 milestones overdue");
}
