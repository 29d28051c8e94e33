//! Killed at any moment, the meeting resumes as it was.

use super::teller::Story;

#[test]
fn item_cursor_staged_statuses_and_time_come_back() {
    let mut story = Story::meeting();
    story.pass(33).press("<Space>jr").press("lw");
    let before = story.text();
    let mut story = story.kill_and_resume();
    story
        .sees("0:33 used")
        .sees("staged, not recorded: 1.3 White")
        .sees("1.2 m▲R? Train");
    assert_eq!(before.lines().nth(2), story.text().lines().nth(2));
    story
        .press("h")
        .press("j")
        .sees("▸  1   -? Twelve wardens found");
}

#[test]
fn a_half_typed_note_comes_back_open_with_its_cursor() {
    let mut story = Story::meeting();
    story.press("ihalf a word<Left><Left>");
    let mut story = story.kill_and_resume();
    story.sees("Note on 1.1").sees("half a word");
    story.press("XX<Enter>");
    let register = story.stored();
    let last = register
        .notes_on(super::town::action(11))
        .last()
        .unwrap()
        .1
        .text
        .clone();
    assert_eq!(last, "half a woXXrd");
}

#[test]
fn notes_and_forms_that_were_left_come_back() {
    let mut story = Story::meeting();
    story
        .press("ifirst<Esc>")
        .press("lisecond<Esc>")
        .press("d31 dec<Enter>because<Esc>");
    let mut story = story.kill_and_resume();
    story
        .press("d")
        .sees("31 dec")
        .sees("because")
        .press("<Esc>");
    story
        .press("i")
        .sees("second")
        .press("<Esc>h")
        .press("i")
        .sees("first");
}

#[test]
fn order_filter_and_folding_come_back() {
    let mut story = Story::meeting();
    story.press("oefo<Tab>");
    let mut story = story.kill_and_resume();
    story
        .sees("only overdue (3), exceptions first")
        .sees_not("AMBER");
}

#[test]
fn nothing_is_left_over_of_a_closed_meeting() {
    let mut story = Story::meeting();
    story
        .press("rl")
        .press("inote<Esc>")
        .press(":close<Enter><Enter>")
        .sees("CLOSED");
    let mut story = story.kill_and_resume();
    story
        .sees("this meeting is closed: it can only be read")
        .sees_not("?Light");
}
