//! The mouse works, and is never needed.

use milepost::app::key::Pointer;

use super::mine;
use super::teller::Story;

/// Column and row where these words begin.
fn place(story: &mut Story, words: &str) -> (u16, u16) {
    let rows = story.rows();
    let found = rows.iter().enumerate().find_map(|(y, row)| {
        let byte = row.find(words)?;
        Some((row[..byte].chars().count() as u16, y as u16))
    });
    found.unwrap_or_else(|| panic!("no {words}"))
}

#[test]
fn a_click_opens_an_item_moves_the_cursor_and_stages_a_status() {
    let mut story = Story::meeting();
    let (x, y) = place(&mut story, "2.2 ●");
    story.click(x, y).sees("▸ 2.2  Fit window locks");
    let (x, y) = place(&mut story, "Locks fitted");
    story.click(x, y).sees("▸  1   -  Locks fitted");
    let (x, y) = place(&mut story, "▲ R Red");
    story.click(x, y).sees("staged, not recorded: 2.2 m1 Red");
    assert!(story.journal().is_empty());
}

#[test]
fn a_lead_chooses_a_status_with_a_click_on_the_legend() {
    let (mut story, _folder) = mine::begin();
    let (x, y) = place(&mut story, "Contract let");
    story.click(x, y).sees("▸ 1.1 m2");
    let (x, y) = place(&mut story, "▲ R Red");
    story.click(x + 4, y).sees("→ Red (not sent: Enter sends)");
    // Between two statuses is none.
    story.press("<Esc>").click(x + 8, y).sees_not("not sent");
}

#[test]
fn the_wheel_scrolls_what_it_is_over() {
    let mut story = Story::meeting();
    story
        .wheel(Pointer::WheelDown, 60, 10)
        .sees_not("▸ 1.1  Light");
    story.wheel(Pointer::WheelUp, 60, 10).sees("▸ 1.1  Light");
    story.wheel(Pointer::WheelDown, 3, 5).sees("▸ 1.2  Train");
}

#[test]
fn a_click_picks_in_a_menu_and_beside_it_closes() {
    let mut story = Story::meeting();
    story.press("f");
    let (x, y) = place(&mut story, "red (1)");
    story.click(x, y).sees("only red (1)");
    story.press("f").click(0, 0).sees_not("unreviewed (");
}

#[test]
fn clicks_beside_everything_do_nothing() {
    let mut story = Story::meeting();
    for (x, y) in [(0, 0), (79, 23), (200, 200), (24, 10), (79, 21)] {
        story.click(x, y);
    }
    story.sees("▸ 1.1");
    assert!(story.journal().is_empty());
}

#[test]
fn a_click_on_a_key_of_the_footer_does_what_the_key_does() {
    let mut story = Story::meeting();
    let (x, y) = place(&mut story, "i note");
    story.click(x, y).sees("Note on 1.1");
    story.press("All lamps are lit");
    // Beside the form a click goes back; the footer below it is no such place.
    let (x, y) = place(&mut story, "Ctrl-u clear");
    story
        .click(x + 7, y)
        .sees_not("All lamps are lit")
        .sees("Note on 1.1");
    story.press("Half of them");
    let (x, y) = place(&mut story, "Enter record");
    story.click(x + 8, y).sees("Saved: note on 1.1");
    let (x, y) = place(&mut story, "Space no change");
    story.click(x, y).sees("▸ 1.2  Train");
    assert_eq!(story.journal().len(), 2, "{:?}", story.journal());
    let (x, y) = place(&mut story, "? help");
    story.click(x, y).sees("Help: in the meeting");
    let (x, y) = place(&mut story, "Esc back");
    story.click(x, y).sees_not("Help: in the meeting");
}

#[test]
fn between_two_keys_of_the_footer_is_nothing() {
    let mut story = Story::meeting();
    let (x, y) = place(&mut story, "i note");
    story.click(x - 1, y).click(x - 2, y).click(0, y);
    story.sees("▸ 1.1  Light").sees_not("Note on");
    assert!(story.journal().is_empty());
}

#[test]
fn a_question_is_answered_with_a_click() {
    let mut story = Story::meeting();
    story.press("q").sees("Leave the meeting?");
    let (x, y) = place(&mut story, "Enter leave   Esc");
    story.click(x + 12, y).sees("Leave the meeting?");
    let (x, y) = place(&mut story, "Esc go back");
    story.click(x, y).sees_not("Leave the meeting?");
    story.press("q");
    let (x, y) = place(&mut story, "Enter leave   Esc");
    story.click(x + 7, y);
    assert!(story.session.is_ending());
}

#[test]
fn a_rescue_copy_is_written_and_not_recorded() {
    let mut story = Story::meeting();
    story
        .press("!")
        .sees("Enter write the file")
        .sees_not("Enter record");
}

#[test]
fn a_click_goes_to_a_field_of_a_form() {
    let mut story = Story::meeting();
    story.press("t").sees("▸   What");
    let (x, y) = place(&mut story, "By when");
    // On its label as well as where it is typed.
    story.click(x, y).sees("▸By when");
    story.press("next meeting");
    let (_, y) = place(&mut story, "What");
    story.click(60, y).sees("▸   What").press("Ring them up");
    story.sees("Ring them up").sees("next meeting");
    // Below the fields is none.
    let (x, y) = place(&mut story, "By when");
    story.click(x, y + 1).sees("▸   What");
}
