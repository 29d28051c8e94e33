//! Leaving and closing.

use milepost::domain::MeetingState;

use super::teller::Story;
use super::town::MEETING;

#[test]
fn leaving_says_what_stands_open_and_keeps_it() {
    let mut story = Story::meeting();
    story
        .press("<Space>")
        .press("pno figures<Enter>")
        .press("r")
        .press("liabc<Esc>");
    story
        .press("q")
        .sees("Leave the meeting?")
        .sees("1 of 6 items reviewed")
        .sees("4 unreviewed: 1.3, 2.1, 2.2, 2.3")
        .sees("1.2 parked: no figures")
        .sees("1.3: Red is staged, not recorded")
        .sees("2.1: a note is begun, not recorded");
    story.press("<Esc>").sees_not("Leave the meeting?");
    assert!(!story.session.is_ending());
    story.press("q<Enter>");
    assert!(story.session.is_ending());
    assert_eq!(
        story.stored().meeting(MEETING).unwrap().state,
        MeetingState::InProgress
    );
}

#[test]
fn closing_names_what_was_not_reviewed_and_ends_recording() {
    let mut story = Story::meeting();
    story
        .press("<Space>")
        .press(":close<Enter>")
        .sees("Close the meeting?")
        .sees("5 unreviewed: 1.2, 1.3, 2.1, 2.2, 2.3");
    story
        .press("<Enter>")
        .sees("CLOSED · 1/6 reviewed")
        .press("<Esc>");
    assert_eq!(
        story.stored().meeting(MEETING).unwrap().state,
        MeetingState::Closed
    );
    let entries = story.journal().len();
    for keys in [
        "g", "<Enter>", "<Space>", "i", "d", "p", "xc", "t", "E", "u", "@",
    ] {
        story.press(keys);
    }
    story.sees("this meeting is closed and can only be read");
    assert_eq!(story.journal().len(), entries);
    story.press("M").sees("JAG minutes");
    story.press("<Esc>q");
    assert!(story.session.is_ending());
}

#[test]
fn a_closed_meeting_says_what_comes_next() {
    let mut story = Story::meeting();
    story
        .press(":close<Enter><Enter>")
        .sees("JAG 15 Oct 2026 is closed")
        .sees("milepost minutes 'JAG 2026-10-15' -o minutes-jag-2026-10-15.docx")
        .sees("CLOSED")
        .sees("Enter read the minutes");
    story.press("<Enter>").sees("JAG minutes").press("<Esc>");
    story.sees_not("is closed").sees("CLOSED");
}

#[test]
fn everything_kept_open_goes_on_after_leaving() {
    let mut story = Story::meeting();
    story.press("<Space>q<Enter>");
    let mut story = story.kill_and_resume();
    story.sees("1/6 reviewed").sees("▸ 1.2");
}

#[test]
fn a_question_over_the_screen_is_not_told_to_record() {
    let mut story = Story::meeting();
    story.press("r").sees("Enter records, Esc drops");
    story
        .press("q")
        .sees("staged, not recorded: 1.1 Red")
        .sees_not("Enter records");
    story.press("<Esc>").sees("Enter records, Esc drops");
    // What u takes back is said where u does it.
    story.press("<Enter>l").sees("u undoes: 1.1 Red");
    story.press("i").sees_not("u undoes");
}
