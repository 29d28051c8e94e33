//! Search, filter, order, palette.

use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town::{self, action};
use super::updates::send;

#[test]
fn search_finds_by_lead_words_and_reference_as_one_types() {
    let mut story = Story::meeting();
    story
        .press("/third")
        .sees("Cy Third")
        .sees("2.1  Visit every cold home once");
    story
        .press("<Enter>")
        .sees("▸ 2.1  Visit every cold home once");
    story
        .press("/locks")
        .sees("2.2  Fit window locks")
        .press("<Esc>")
        .sees("▸ 2.1");
    story.press("/1.3<Enter>").sees("▸ 1.3");
}

#[test]
fn the_next_and_the_previous_item_found_are_a_key_away() {
    let mut story = Story::meeting();
    story.press("n").sees("nothing searched for yet");
    // The title of the priority holds the word too, which does not bring in all that stands under it.
    story.press("/homes<Enter>").sees("List of homes agreed");
    story.press("n").sees("▸ 2.2").sees("2 of 2 for “homes”");
    story.press("n").sees("▸ 2.1").sees("1 of 2 for “homes”");
    story.press("N").sees("▸ 2.2");
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    let mut story = Story::meeting();
    story.press("/xyzzy").sees("nothing found");
    story
        .press("<Enter>")
        .sees("nothing in this list matches “xyzzy”")
        .sees("▸ 1.1");
}

#[test]
fn filters_show_what_the_room_asks_for() {
    let mut story = Story::meeting();
    story
        .press("f")
        .sees("red (1)")
        .sees("amber (1)")
        .sees("overdue (3)")
        .sees("unreviewed (6)");
    story
        .press("r")
        .sees("only red (1)")
        .sees("▸ 2.1")
        .sees_not("Fit window");
    story
        .press("fo")
        .sees("only overdue (3)")
        .sees("1.1 ◆ A!")
        .sees("2.1 ▲ R!");
    story.press("fp").sees("no item is parked");
    story.press("fc").sees("all items").sees("2.3 ○ W");
}

#[test]
fn an_item_stays_in_a_filtered_list_while_one_works_on_it() {
    let mut story = Story::meeting();
    story
        .press("frg<Enter>")
        .sees("✓ 2.1 ● G")
        .sees("no unreviewed item is left in this list");
}

#[test]
fn exceptions_come_first_when_asked_and_leads_together() {
    let mut store = town::store();
    send(&mut store, 700, action(13), None, "Talks go on.", None);
    send(&mut store, 701, action(22), None, "On track.", None);
    let place = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (80, 24), Look::dark());
    story.press("oe").sees("exceptions first");
    let rows = story.rows();
    let headings: Vec<&str> = [
        "RED",
        "AMBER",
        "OVERDUE",
        "NO UPDATE",
        "NO STATUS",
        "ON TRACK",
    ]
    .to_vec();
    let places: Vec<usize> = headings
        .iter()
        .map(|h| {
            rows.iter()
                .position(|r| r.starts_with(h))
                .unwrap_or_else(|| panic!("no {h}"))
        })
        .collect();
    assert!(places.is_sorted());
    story
        .press("ol")
        .sees("Ann Example")
        .sees("Transport Group");
    story.press("op").sees("1 SAFER STREETS");
}

#[test]
fn the_palette_runs_commands_by_fuzzy_names() {
    let mut story = Story::meeting();
    story
        .press(":attnd")
        .sees("attendance")
        .press("<Enter>")
        .sees("Apologies");
    story
        .press("<Esc>")
        .press(":")
        .sees("record what is staged");
}

#[test]
fn what_was_taken_back_is_found_as_it_was() {
    let mut story = Story::meeting();
    story.press("/rag:red").sees(" 1 found").press("<Esc>");
    story.press("r<Enter>").press("/rag:red").sees(" 2 found");
    story.press("<Esc>").press("u").press("/rag:red");
    story.sees(" 1 found");
}

#[test]
fn search_finds_the_other_words_of_a_card_and_says_where_they_stand() {
    let mut story = Story::meeting();
    story
        .press("/moored boats")
        .sees("1.1  Light the canal path")
        .sees("in a step")
        .press("<Esc>");
    story
        .press("/canal fund")
        .sees("in the resources")
        .press("<Esc>");
    story
        .press("/along water")
        .sees("in the outcomes")
        .press("<Esc>");
    story.press("/higher than hoped<Enter>").sees("▸ 1.1  ");
    story
        .press("/warm")
        .sees("2.2  Fit window locks")
        .sees("in the priority");
}

#[test]
fn search_finds_a_note_recorded_just_now_until_it_is_taken_back() {
    let mut story = Story::meeting();
    story
        .press("/ferryman")
        .sees("nothing found")
        .press("<Esc>");
    story.press("jiThe ferryman was ill<Enter>");
    story
        .press("/ferryman")
        .sees("1.1 m1  Lamps chosen")
        .sees("in a note")
        .press("<Esc>");
    story.press("u").press("/ferryman").sees("nothing found");
}

#[test]
fn search_finds_what_leads_sent_what_arose_and_why_an_item_is_parked() {
    let mut store = super::town::store();
    let locks = super::town::action(22);
    super::updates::send(
        &mut store,
        700,
        locks,
        None,
        "The ironmonger is late.",
        None,
    );
    let look = milepost::view::look::Look::dark();
    let place = Some((super::town::PLAN, super::town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (120, 40), look);
    story
        .press("/ironmonger")
        .sees("2.2  Fit window locks")
        .sees("in an update")
        .press("<Esc>");
    // What is recorded with the index there already.
    story.press("tAsk the ferryman<Enter><Enter><Enter>");
    story
        .press("/ferryman")
        .sees("1.1  Light the canal path")
        .sees("in an action arising")
        .press("<Esc>u/ferryman")
        .sees("nothing found")
        .press("<Esc>");
    story.press("pthe bargeman is away<Enter>");
    story
        .press("/bargeman")
        .sees("1.1  Light the canal path")
        .sees("in the reason it is parked")
        .press("<Esc>u/bargeman")
        .sees("nothing found");
}

#[test]
fn the_palette_goes_to_a_milestone_as_the_screen_writes_it() {
    let mut story = Story::meeting();
    story
        .press(":2.1 m2")
        .sees("2.1 m2  All homes visited")
        .sees("go to")
        .press("<Enter>")
        .sees(" 2.1  Visit every cold home once");
    story.press("a").sees("staged, not recorded: 2.1 m2 Amber");
    story
        .press("<Esc>:1.1m3<Enter>a")
        .sees("staged, not recorded: 1.1 m3 Amber");
    story
        .press("<Esc>:1.1 m9<Enter>")
        .sees("no item and no command is called “1.1 m9”");
}

/// Of what stands at the right as much is shown as there is room for, the least of it left off first: never half a word.
#[test]
fn what_stands_beside_a_row_is_left_off_whole() {
    let mut story = Story::meeting();
    story
        .press("/overdue")
        .sees("2.1  Visit every cold home once           Red · Mar 2026 (m1) OVERDUE │")
        .sees("  Jun 2026 OVERDUE · filter │")
        .sees_not("no status")
        .press("<Esc>");
    // Where it was found comes before how it stands where what was typed is not in sight.
    story
        .press("/along water")
        .sees("in the outcomes · OVERDUE │");
    story
        .resize(120, 40)
        .sees("in the outcomes · Jun 2026 (m1) OVERDUE │")
        .press("<Esc>")
        .resize(40, 12)
        .press("/overdue")
        .sees("1.1  Light the cana…  OVERDUE │");
}

#[test]
fn commands_are_read_in_columns() {
    let mut story = Story::meeting();
    story.press(":");
    let rows = story.rows();
    let column = |words: &str| {
        let row = rows.iter().find(|row| row.contains(words)).unwrap();
        row.chars().count() - row[row.find(words).unwrap()..].chars().count()
    };
    assert_eq!(column("drop the statuses"), column("record what is"));
    let cut: Vec<&String> = rows.iter().filter(|row| row.contains('…')).collect();
    assert!(!cut.is_empty());
    story
        .sees("mark the item reviewed without a change…")
        .sees("mark the item… ");
    // A narrow screen shows at least how a command is called.
    story
        .resize(40, 12)
        .press("rev")
        .sees("reviewed")
        .press("<C-u>previous pri");
    story.sees("previous priority  [");
}

/// A menu that has more rows than there is room for says so, above and below.
#[test]
fn a_menu_says_how_much_of_it_is_out_of_sight() {
    let mut story = Story::meeting();
    story.press("f").sees_not("more ↓ ┘").press("<Esc>");
    story
        .resize(40, 12)
        .press("f")
        .sees(" 2 more ↓ ┘")
        .sees_not("parked (");
    story.press("jjjjjjjjj").sees(" ↑ 2 more ").sees("parked (");
    story.press("kkk").sees(" 2 more ↓ ┘");
}
