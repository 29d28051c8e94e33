//! Progress notes.

use super::teller::Story;
use super::town::{action, milestone};

fn notes(story: &Story, target: milepost::domain::Target) -> Vec<String> {
    let register = story.stored();
    register
        .notes_on(target)
        .map(|(_, n)| n.text.clone())
        .collect()
}

#[test]
fn a_note_is_typed_recorded_and_shown_with_date_and_author() {
    let mut story = Story::meeting();
    story
        .press("l")
        .press("iTen wardens are in post.")
        .sees("Note on 1.2")
        .sees("Ten wardens are in post.");
    assert!(story.journal().is_empty());
    story
        .press("<Enter>")
        .sees("Saved: note on 1.2")
        .sees("Last note 15 Oct 2026 Ann Chair: Ten wardens are in")
        .sees("* 1.2");
    assert_eq!(notes(&story, action(12)), ["Ten wardens are in post."]);
}

#[test]
fn a_note_goes_on_the_milestone_under_the_cursor() {
    let mut story = Story::meeting();
    story.press("jiChosen on Monday<Enter>");
    assert_eq!(story.journal(), ["note on 1.1 m1"]);
    assert_eq!(notes(&story, milestone(11, 1)), ["Chosen on Monday"]);
    story.sees("15 Oct 2026 Ann Chair on 1.1 m1: Chosen on Monday");
}

#[test]
fn leaving_a_note_never_loses_it() {
    let mut story = Story::meeting();
    story
        .press("iHalf a sent<Esc>")
        .sees("the note is kept, not recorded: i goes on with it")
        .sees("a note is begun, not recorded: i goes on");
    story.press("llhh").press("i").sees("Half a sent");
    story.press("ence<Enter>");
    assert_eq!(notes(&story, action(11)).last().unwrap(), "Half a sentence");
    story.sees_not("a note is begun");
}

#[test]
fn lines_pasted_text_and_odd_letters_arrive_as_they_were() {
    let mut story = Story::meeting();
    story.press("iOne<A-Enter>two<C-j>");
    story.paste("dré\u{202e}i\r\nvier\u{1b}[31m 👩‍👩‍👧");
    story.press("<Enter>");
    assert_eq!(
        notes(&story, action(11)).last().unwrap(),
        "One\ntwo\ndréi\nvier[31m 👩‍👩‍👧"
    );
}

#[test]
fn words_are_edited_and_taken_back_in_the_note() {
    let mut story = Story::meeting();
    story
        .press("ione two three<C-w><C-z>")
        .sees("one two three");
    story.press("<C-w><C-a>zero <C-e>four<Enter>");
    assert_eq!(
        notes(&story, action(11)).last().unwrap(),
        "zero one two four"
    );
}

#[test]
fn an_empty_note_is_not_recorded() {
    let mut story = Story::meeting();
    story
        .press("i  <Enter>")
        .sees("nothing is typed yet; Esc goes back");
    story.press("<Esc>");
    assert!(story.journal().is_empty());
}

#[test]
fn a_note_that_does_not_fit_is_said_so_and_stays() {
    let mut story = Story::meeting();
    story.press("ibegun ").paste(&"x".repeat(20_000));
    story
        .sees("nothing was pasted: it has 20000 bytes, 16378 more fit into this field")
        .sees("begun");
    story.paste(&"x".repeat(16_378)).press("y");
    story.sees("no more text fits into this field");
}
