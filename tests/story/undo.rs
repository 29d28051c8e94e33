//! Undo and redo without limit.

use milepost::domain::Letter;

use super::teller::Story;
use super::town::{action, milestone};

#[test]
fn everything_recorded_is_taken_back_and_made_again_in_order() {
    let mut story = Story::meeting();
    let before = story.stored();
    story
        .press("g<Enter>")
        .press("iA note<Enter>")
        .press("jdnov<Enter>late<Enter>")
        .press("pwhy<Enter>")
        .press("xc")
        .press("E<Enter>");
    let after = story.stored();
    let n = story.journal().len();
    story.press(&"u".repeat(n));
    assert_eq!(story.stored(), before);
    story.press("u").sees("nothing to undo in this meeting");
    story.press(&"<C-r>".repeat(n));
    assert_eq!(story.stored(), after);
    story.press("<C-r>").sees("nothing to redo in this meeting");
}

#[test]
fn the_footer_names_what_undo_and_redo_would_do() {
    let mut story = Story::meeting();
    story.press("g<Enter><Left>").sees("u undoes: 1.1 Green");
    story
        .press("u")
        .sees("Taken back: 1.1 Green")
        .press("<Left>")
        .sees("Ctrl-r redoes: 1.1 Green")
        .press("<C-r>")
        .sees("Made again: 1.1 Green")
        .press("u");
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
}

#[test]
fn undo_goes_to_what_it_takes_back() {
    let mut story = Story::meeting();
    story
        .press("jjr<Enter>")
        .sees("▸ 1.2")
        .press("u")
        .sees("▸  2   -  Contract let");
    assert_eq!(story.stored().status(milestone(11, 2)), None);
}

#[test]
fn undo_and_redo_work_across_a_restart() {
    let mut story = Story::meeting();
    story.press("g<Enter>r<Enter>").press("u");
    let mut story = story.kill_and_resume();
    story.press("<C-r>");
    assert_eq!(story.stored().status(action(12)), Some(Letter('R')));
    story.press("uu");
    assert_eq!(story.stored().status(action(12)), Some(Letter('G')));
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
}

#[test]
fn a_new_change_ends_what_could_be_made_again() {
    let mut story = Story::meeting();
    story
        .press("g<Enter>ur<Enter><C-r>")
        .sees("nothing to redo in this meeting");
    assert_eq!(story.stored().status(action(11)), Some(Letter('R')));
}

#[test]
fn history_is_only_added_to() {
    let mut story = Story::meeting();
    story.press("g<Enter>u<C-r>u");
    assert_eq!(
        story.journal(),
        [
            "1.1 Green",
            "undo: 1.1 Green",
            "redo: 1.1 Green",
            "undo: 1.1 Green"
        ]
    );
}
