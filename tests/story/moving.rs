//! Moving through the agenda and the card.

use super::teller::Story;

/// The item on the card, by the words of its title.
const FIRST: &str = "▸ 1.1  Light the canal path";

#[test]
fn a_meeting_opens_on_its_first_unreviewed_item_with_all_that_matters_on_the_card() {
    let mut story = Story::meeting();
    story
        .sees("JAG 15 Oct 2026 · Marsh & Market Partnership Plan")
        .sees("0/6 reviewed")
        .sees(FIRST)
        .sees("◆ A Amber")
        .sees("Lead      Ann Example")
        .sees("Tags      Support · Enforcement")
        .sees("17 Sep 2026 Ann Chair: The price came back")
        .sees("0 of 3 finished, next due Jun 2026")
        .sees("OVERDUE 4 months · A. Example")
        .sees("Support: Walk the path with residents after dark")
        .sees("r ▲ R Red   a ◆ A Amber   g ● G Green   b ■ B Blue   w ○ W White");
    story
        .resize(120, 40)
        .sees("£12,000 from the canal fund")
        .sees("People walk home along the water");
}

#[test]
fn items_are_walked_with_arrows_and_letters_and_the_ends_hold() {
    let mut story = Story::meeting();
    story.press("<Left>h").sees(FIRST);
    story.press("<Right>").sees("▸ 1.2  Train street wardens");
    story.press("l").sees("▸ 1.3  Keep the night bus running");
    story.press("h").sees("▸ 1.2  Train street wardens");
    story.press("<End>").sees("▸ 2.3  Open a drop-in room");
    story.press("l<Right>").sees("▸ 2.3  Open a drop-in room");
    story.press("<Home>").sees(FIRST);
}

#[test]
fn the_cursor_walks_from_the_action_through_its_milestones() {
    let mut story = Story::meeting();
    story
        .press("j")
        .sees("▸  1   -  Lamps chosen with residents");
    story
        .press("<Down>")
        .sees("▸  2   -  Contract let to a local firm");
    story
        .press("jjj")
        .sees("▸  3   -  Lamps lit along the whole path");
    story.press("kk<Up>").sees(FIRST);
    story
        .press("jl")
        .sees("▸ 1.2  Train street wardens")
        .press("h")
        .sees(FIRST);
}

#[test]
fn brackets_go_by_priorities() {
    let mut story = Story::meeting();
    story.press("]").sees("▸ 2.1  Visit every cold home once");
    story.press("]").sees("▸ 2.1  Visit every cold home once");
    story.press("l[").sees("▸ 2.1  Visit every cold home once");
    story.press("[").sees(FIRST);
}

#[test]
fn a_number_or_a_reference_goes_to_an_item() {
    let mut story = Story::meeting();
    story.press(":5<Enter>").sees("▸ 2.2  Fit window locks");
    story
        .press(":1.3<Enter>")
        .sees("▸ 1.3  Keep the night bus running");
    story
        .press(":9.9<Enter>")
        .sees("no item and no command is called “9.9”")
        .sees("▸ 1.3  Keep the night bus running");
}

#[test]
fn the_agenda_folds_away_by_hand_and_by_itself_where_it_is_narrow() {
    let mut story = Story::meeting();
    story.sees("1 SAFER STREETS");
    story.press("<Tab>").sees_not("1 SAFER STREETS");
    story.press("<Tab>").sees("1 SAFER STREETS");
    story
        .resize(60, 20)
        .sees_not("1 SAFER STREETS")
        .sees("1.1  Light the canal path");
    story.press("<Tab>").sees("1 SAFER STREETS");
}

#[test]
fn the_card_scrolls_and_comes_back_with_the_cursor() {
    let mut story = Story::meeting();
    story
        .sees_not("People walk home along the water")
        .sees("more ↓ PageDown");
    story
        .press("<PageDown>")
        .sees("People walk home along the water");
    story.press("<PageUp>").sees(FIRST);
    story.press("<PageDown>j").sees("▸  1   -  Lamps chosen");
}

#[test]
fn time_used_pace_and_projected_end_are_in_the_header() {
    let mut story = Story::meeting();
    story.sees("0:00 used").pass(90).sees("1:30 used");
    story
        .press("<Space>")
        .pass(30)
        .sees("2:00 used · 120 s/item · ends 10:12");
}

#[test]
fn a_key_that_means_nothing_says_so_and_changes_nothing() {
    let mut story = Story::meeting();
    story
        .press("z")
        .sees("z does nothing here: ? shows the keys");
    assert!(story.journal().is_empty());
}

#[test]
fn a_capital_status_letter_says_that_caps_lock_may_be_on() {
    let mut story = Story::meeting();
    story
        .press("R")
        .sees("R does nothing here: status letters are small ones (is caps lock on?)");
    story
        .press("Z")
        .sees("Z does nothing here: ? shows the keys");
    // A capital that is a command is one.
    story.press("H").sees("History of 1.1");
    assert!(story.journal().is_empty());
}
