//! The home screen.

use milepost::store::MemoryStore;
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town;

#[test]
fn plans_with_their_counts_and_meetings_newest_first() {
    let mut story = Story::home();
    story
        .sees("Marsh & Market")
        .sees("▲ R 1  ◆ A 1  ● G 2  ○ W 1  no status 1");
    let rows = story.rows();
    let october = rows.iter().position(|r| r.contains("15 Oct 2026")).unwrap();
    let september = rows.iter().position(|r| r.contains("17 Sep 2026")).unwrap();
    assert!(october < september);
    story.sees("in progress").sees("closed");
}

#[test]
fn the_palette_offers_what_there_is_here() {
    let mut story = Story::home();
    story
        .press(":")
        .sees("open, new meeting, minutes")
        .sees_not("attendance");
}

#[test]
fn how_far_a_meeting_came_is_said_in_its_own_items() {
    let mut story = Story::home();
    story.press("<Enter>").press("<Space>q<Enter>");
    story.sees("1 reviewed").sees_not("1/6");
}

#[test]
fn the_open_meeting_is_one_key_away_and_leaving_it_comes_back() {
    let mut story = Story::home();
    story.press("<Enter>").sees("0/6 reviewed").sees("▸ 1.1");
    story.press("q<Enter>").sees("plans and their meetings");
    assert!(!story.session.is_ending());
    story.press("q");
    assert!(story.session.is_ending());
}

#[test]
fn a_store_without_plans_offers_no_key_that_needs_one() {
    let store = Shared::new(MemoryStore::default());
    let mut story = Story::on(store, None, (80, 24), Look::dark());
    story
        .sees("There is no plan here yet.")
        .sees_not("n new meeting")
        .sees_not("m minutes")
        .sees("q leave");
    let mut story = Story::home();
    story.sees("m minutes");
    story
        .press("<Home>")
        .sees_not("m minutes")
        .sees("Enter open");
}

#[test]
fn the_name_of_a_chair_that_does_not_fit_is_said_to_be_cut() {
    let mut story = Story::home();
    story.press("n<Tab><Tab><C-u>Councillor Wilhelmina Featherstonehaugh-Brown<Enter><Enter>");
    story.press("q<Enter>").sees("chair Co");
    let rows = story.rows();
    let row = rows.iter().find(|r| r.contains("chair Co")).unwrap();
    assert!(row.ends_with('…'), "{row}");
}

#[test]
fn a_closed_meeting_opens_to_be_read() {
    let mut story = Story::home();
    story
        .press("j<Enter>")
        .sees("CLOSED")
        .press("g")
        .sees("closed and can only be read")
        .press("q")
        .sees("plans and their meetings")
        .sees("Marsh & Market");
    assert!(!story.session.is_ending());
}

#[test]
fn a_meeting_that_is_closed_here_is_left_for_the_plans() {
    let mut story = Story::home();
    story.press("<Enter>:close<Enter><Enter>").sees("CLOSED");
    story
        .press("<Esc>q")
        .sees("plans and their meetings")
        .sees("Marsh & Market")
        .sees_not("in progress");
}

#[test]
fn a_new_meeting_is_begun_with_forum_date_chair_and_length() {
    let mut story = Story::home();
    story.press("n").sees("New meeting").sees("JAG");
    story.press("<Enter><C-u>19 nov 2026").sees("= 19 Nov 2026");
    story.press("<Enter><C-u>Cy Third<Enter>90<Enter>");
    story.sees("JAG 19 Nov 2026").sees("0/6 reviewed");
    story
        .press("q<Enter>")
        .sees("19 Nov 2026")
        .sees("chair Cy Third");
}

#[test]
fn what_a_new_meeting_suggests_gives_way_to_what_is_typed() {
    let mut story = Story::home();
    story.press("nBoard<Enter>19 nov 2026<Enter>Cy Third<Enter>90<Enter>");
    story.sees("Board 19 Nov 2026").press("q<Enter>");
    story.sees("chair Cy Third");
}

#[test]
fn a_meeting_takes_place_on_one_day() {
    let mut story = Story::home();
    story
        .press("n<Enter><C-u>q3<Enter>")
        .sees("a meeting takes place on one day");
}

#[test]
fn a_store_without_plans_says_what_to_do() {
    let mut story = Story::on(
        Shared::new(milepost::store::MemoryStore::default()),
        None,
        (80, 24),
        Look::dark(),
    );
    story
        .sees("There is no plan here yet.")
        .sees("milepost import FILE")
        .sees("milepost demo");
    story.press("<Enter>").sees("there is no plan yet");
}

#[test]
fn minutes_of_a_closed_meeting_can_be_read_from_here() {
    let mut story = Story::home();
    story.press("jm").sees("JAG minutes, 17 Sep 2026");
}

#[test]
fn of_several_open_meetings_the_newest_is_one_key_away() {
    let mut store = town::store();
    town::open_elsewhere(&mut store);
    let mut story = Story::on(Shared::new(store), None, (80, 24), Look::dark());
    story.sees("▸   19 Nov 2026  Board").press("<Enter>");
    story.sees("Board 19 Nov 2026 · Mill Lane Plan");
}

/// A narrow screen shows of each row what it is known by.
#[test]
fn a_narrow_home_screen_names_every_plan_and_the_state_of_every_meeting() {
    let mut story = Story::home();
    story
        .resize(40, 12)
        .sees("Marsh & Market Partn…  ▲ R 1  ◆ A 1  …")
        .sees("15 Oct 2026  JAG     in progress");
}

#[test]
fn how_much_of_the_home_screen_is_out_of_sight_is_said() {
    let mut store = town::store();
    town::open_elsewhere(&mut store);
    let mut story = Story::on(Shared::new(store), None, (40, 10), Look::dark());
    story.sees_not(" more");
    for day in 1..4 {
        story.press("n");
        story.press(&format!(
            "JAG<Enter>{day} dec 2026<Enter>Cy Third<Enter>90<Enter>q<Enter>"
        ));
    }
    story
        .press("<Home>")
        .sees("2 more ↓")
        .press("<End>")
        .sees("↑ 2 more");
}
