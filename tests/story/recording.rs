//! A letter stages, Enter writes.

use milepost::domain::{ItemState, Letter, Seat};

use super::teller::Story;
use super::town::{MEETING, action, milestone};

#[test]
fn a_letter_stages_and_nothing_is_recorded_before_enter() {
    let mut story = Story::meeting();
    story
        .press("g")
        .sees("→ G Green?")
        .sees("staged, not recorded: 1.1 Green – Enter records, Esc drops");
    assert!(story.journal().is_empty());
    story
        .press("<Enter>")
        .sees("Saved: 1.1 Green")
        .sees("1/6 reviewed")
        .sees("▸ 1.2  Train street wardens")
        .sees("✓ 1.1 ● G");
    assert_eq!(story.journal(), ["1.1 Green"]);
    let register = story.stored();
    assert_eq!(register.status(action(11)), Some(Letter('G')));
    let id = register.action_of(action(11)).unwrap();
    assert_eq!(register.item(MEETING, id).state, ItemState::Reviewed);
}

#[test]
fn the_direction_of_travel_stands_beside_the_new_status() {
    let mut story = Story::meeting();
    story.press("g<Enter>h").sees("● G Green   was Amber");
}

#[test]
fn action_and_milestones_staged_together_are_one_entry() {
    let mut story = Story::meeting();
    story.press("ajbjrkk").sees_not("1.1 Amber –");
    story.press("g<Enter>");
    assert_eq!(story.journal(), ["1.1 Green, 1.1 m1 Blue, 1.1 m2 Red"]);
    let register = story.stored();
    assert_eq!(register.status(milestone(11, 1)), Some(Letter('B')));
    assert_eq!(register.status(milestone(11, 2)), Some(Letter('R')));
}

#[test]
fn escape_drops_what_is_staged() {
    let mut story = Story::meeting();
    story
        .press("r<Esc>")
        .sees("dropped: nothing was recorded")
        .sees_not("→ R Red?");
    story.press("<Enter>");
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
}

#[test]
fn staging_what_is_recorded_already_stages_nothing() {
    let mut story = Story::meeting();
    story
        .press("ra")
        .sees("1.1 is Amber already")
        .sees_not("R?")
        .sees_not("→");
}

#[test]
fn space_is_reviewed_without_change_and_asks_first_where_something_is_staged() {
    let mut story = Story::meeting();
    story
        .press("r<Space>")
        .sees("a status is staged: Enter records it, Esc drops it")
        .sees("▸ 1.1");
    story
        .press("<Esc><Space>")
        .sees("Saved: 1.1 reviewed")
        .sees("▸ 1.2");
    assert_eq!(story.journal(), ["1.1 reviewed"]);
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
}

#[test]
fn what_is_staged_stays_with_its_item_when_one_moves_on() {
    let mut story = Story::meeting();
    story
        .press("rll")
        .sees("1.1 ▲ R?")
        .press("hh")
        .sees("→ R Red?");
    assert!(story.journal().is_empty());
}

#[test]
fn enter_goes_round_to_what_is_left_and_says_when_nothing_is() {
    let mut story = Story::meeting();
    story.press(":2.3<Enter><Enter>").sees("▸ 1.1  Light");
    story
        .press("<Enter><Enter><Enter><Enter>")
        .sees("▸ 2.2  Fit window locks");
    story
        .press("<Enter>")
        .sees("6/6 reviewed")
        .sees("Saved: 2.2 reviewed");
    story
        .press("<Enter>")
        .sees("every item is reviewed: :close closes the meeting");
}

#[test]
fn a_green_action_with_passed_dates_is_named_a_contradiction() {
    let mut story = Story::meeting();
    story.press("l").sees("green, but 1 milestone overdue");
}

#[test]
fn complete_items_are_never_overdue() {
    let mut story = Story::meeting();
    story
        .press("lb<Enter>h")
        .sees("■ B Blue")
        .sees_not("1.2 ■ B!");
}

#[test]
fn seconds_spent_are_kept_with_the_item() {
    let mut story = Story::meeting();
    story.pass(42).press("<Space>");
    let register = story.stored();
    let id = register.action_of(action(11)).unwrap();
    assert_eq!(register.item(MEETING, id).seconds, 42);
}

#[test]
fn what_an_officer_records_is_theirs_and_not_the_chairs() {
    let mut story = Story::recorded_by("Mia Minutes", Seat::Officer);
    story
        .press("g<Enter>hHu")
        .sees("Mia Minutes (officer)")
        .sees_not("(chair) · JAG 15 Oct 2026");
    story.press("<Esc>iThe price came back<Enter>");
    story.sees("Mia Minutes: The price came back");
    let register = story.stored();
    let note = register
        .notes()
        .find(|(_, n)| n.text == "The price came back");
    let (_, note) = note.expect("the note is stored");
    assert_eq!(
        (note.author.as_str(), note.seat),
        ("Mia Minutes", Seat::Officer)
    );
}

#[test]
fn what_is_recorded_in_the_chairs_seat_is_the_chairs_whom_the_meeting_names() {
    let mut story = Story::recorded_by("Laptop User", Seat::Chair);
    story
        .press("g<Enter>hH")
        .sees("Ann Chair (chair) · JAG 15 Oct 2026")
        .sees_not("Laptop User");
}

#[test]
fn the_agenda_tells_what_is_staged_on_a_milestone_from_what_is_on_its_action() {
    let mut story = Story::meeting();
    story.press("lr").sees("1.2 ▲ R? Train");
    story.press("<Esc>jr").sees("1.2 m▲R? Train");
    story.press("a").sees("1.2 m◆A? Train");
    // Recorded, it is worse than its action.
    story.press("<Enter>").sees("✓ 1.2 m◆A! Train");
    // An amber milestone under an amber action says nothing new.
    story.press("hhja<Enter>").sees_not("1.1 ◆ A! m");
}
