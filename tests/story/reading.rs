//! Help, history, minutes.

use milepost::app::command::{Place, catalogue};
use milepost::app::key::Key;
use milepost::app::keymap::Keymap;
use milepost::domain::Legend;

use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town;

#[test]
fn help_shows_legend_and_every_key_of_the_place() {
    let mut story = Story::meeting();
    story
        .resize(120, 120)
        .press("?")
        .sees("Help: in the meeting")
        .sees("▲ R Red: off track");
    for spec in catalogue().filter(|s| s.keys_in(Place::Meeting).is_some()) {
        story.sees(spec.help);
    }
    story.press("q").sees_not("Help: in the meeting");
}

#[test]
fn no_key_means_two_things_in_one_place_and_none_hides_a_status() {
    let statuses: Vec<char> = Legend::KEYS.chars().collect();
    for place in [
        Place::Home,
        Place::Meeting,
        Place::Form,
        Place::Menu,
        Place::Pager,
        Place::Narrow,
        Place::Confirm,
        Place::Finder,
    ] {
        let mut seen = Vec::new();
        for spec in catalogue() {
            for name in spec.keys_in(place).unwrap_or_default() {
                let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is no key"));
                assert!(!seen.contains(&key), "{name} is bound twice in {place:?}");
                assert_eq!(Keymap::standard().resolve(place, key), Some(spec.command));
                if place == Place::Meeting {
                    let status = statuses.iter().any(|c| key == Key::char(*c));
                    assert!(!status, "{name} is a status key");
                }
                seen.push(key);
            }
        }
    }
}

#[test]
fn history_tells_who_when_where_and_before_and_after() {
    let mut story = Story::meeting();
    story
        .resize(120, 40)
        .press("g<Enter>h")
        .press("jd30 nov<Enter>late parts<Enter>");
    story
        .press("H")
        .sees("History of 1.1")
        .sees("15 Oct 2026 10:00 · Ann Chair (chair) · JAG 15 Oct 2026")
        .sees("status Amber → Green")
        .sees("1.1 m1: date Jun 2026 → 30 Nov 2026 (5 months later), because late parts")
        .sees("1.1 m2: milestone added")
        .sees("1.1 m3: milestone added")
        .sees("note: The price came back higher than hoped.");
    story.press("<End>").sees("1.1 came from marsh.csv, row 2");
}

#[test]
fn minutes_can_be_read_in_the_meeting() {
    let mut story = Story::meeting();
    story
        .resize(100, 60)
        .press("g<Enter>iDone soon<Enter>M")
        .sees("JAG minutes, 15 Oct 2026")
        .sees("Amber")
        .sees("Done soon");
}

#[test]
fn minutes_on_the_screen_are_set_for_people_to_read() {
    let mut story = Story::meeting();
    story
        .press("g<Enter>i5 * 4 # lamps_left<Enter>M")
        .sees("▪ Plan: ")
        .sees("Status     Before  After  Share  Change")
        .sees_not("**")
        .sees_not("| ");
    story
        .press("<PageDown><PageDown>")
        .sees("5 * 4 # lamps_left")
        .sees_not("\\");
}

#[test]
fn a_legend_whose_letters_are_commands_gets_other_keys() {
    let mut legend = Legend::rag();
    for (status, letter) in legend.statuses.iter_mut().zip(['D', 'N', 'G', 'G', 'X']) {
        status.letter = milepost::domain::Letter(letter);
    }
    let keys: Vec<char> = legend.with_keys().statuses.iter().map(|s| s.key).collect();
    assert_eq!(keys, ['r', 'a', 'g', 'b', 'w']);
}

#[test]
fn help_is_searched_by_words() {
    let mut story = Story::meeting();
    story
        .press("?/DATE new")
        .sees("give a new date and its reason");
    story
        .sees("In the meeting")
        .sees_not("While typing")
        .sees_not("update from a lead")
        .sees("Esc show all")
        .sees_not("park the item");
    // What was typed stays while it is read; Esc shows all again, then goes back.
    story.press("<Enter>").sees("DATE new").press("<Esc>");
    story.sees("Statuses").sees_not("DATE new");
    story.press("/zzz").sees("nothing here has these words");
    story
        .press("<C-u>ctrl-r")
        .sees("make again what was taken back");
    story.press("<Esc><Esc>").sees_not("Help: in the meeting");
}

#[test]
fn help_names_the_keys_of_a_text_that_is_typed_which_are_others_there() {
    let mut story = Story::meeting();
    story.resize(100, 30).press("?/what was typed");
    story
        .sees("Ctrl-z  Ctrl-r")
        .sees("take back what was typed");
    story.press("<Esc>/cut");
    story.sees("Ctrl-w  Ctrl-u").sees("Ctrl-k  Ctrl-y");
    story
        .press("<Esc><Esc>ione two<C-w>")
        .sees("one")
        .sees_not("two");
    story.press("<C-z>").sees("one two");
    assert!(!story.session.wants_suspend());
}

#[test]
fn help_names_the_marks_of_the_agenda() {
    let mut story = Story::meeting();
    story
        .press("?/mark")
        .sees("m▲R?")
        .sees("“◆A")
        .sees("staged on a milestone");
}

/// What goes on in the next row stands under its words, not under its bullet.
#[test]
fn a_long_item_of_the_minutes_hangs_under_its_words() {
    let mut story = Story::meeting();
    story.press(
        "iThe price came back higher than anybody had hoped, so the firm is asked again<Enter>",
    );
    story.press("M/price<Enter>");
    let rows = story.rows();
    let at = rows.iter().position(|row| row.contains("▪ Note")).unwrap();
    let column = |row: &str, words: &str| row.find(words).map(|at| row[..at].chars().count());
    let (row, next) = (&rows[at], &rows[at + 1]);
    assert_eq!(
        column(row, "Note"),
        column(next, "the firm"),
        "{row}\n{next}"
    );
}

/// On a ground that does not suit the theme, the other one is a key away, also from the help.
#[test]
fn the_theme_is_switched_while_the_meeting_runs() {
    let mut story = Story::meeting();
    story
        .press("<C-t>")
        .sees("the light theme, until you leave");
    assert_eq!(*story.session.look(), Look::light());
    story
        .press("?<C-t>")
        .sees("the dark theme, until you leave");
    assert_eq!(*story.session.look(), Look::dark());
    let store = Shared::new(town::store());
    let mut story = Story::on(store, None, (80, 24), Look::mono());
    story.press("<C-t>").sees("there are no colours here");
    assert_eq!(*story.session.look(), Look::mono());
}
