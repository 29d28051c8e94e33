//! The mouse works, and is never needed.

use milepost::app::key::Pointer;

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
