//! A full disk, a refusal: nothing typed is lost, nothing says it is saved when it is not.

use super::teller::Story;

#[test]
fn not_saved_is_said_at_once_and_saved_once_when_there_is_room_again() {
    let mut story = Story::meeting();
    *story.refuse.lock().unwrap() = Some("no space left");
    story
        .press("g<Enter>")
        .sees("NOT SAVED (1)")
        .sees("the disk is full: free some space, then it is saved")
        .sees("! rescue copy  ? help  q leave")
        .sees("1/6 reviewed");
    story.resize(40, 12).sees("! rescue copy").resize(80, 24);
    assert!(story.journal().is_empty());
    story.press("iStill typing<Enter>").sees("NOT SAVED (2)");
    story
        .press("q")
        .sees("2 changes are NOT SAVED")
        .sees("What is not saved is lost when you leave now");
    story.press("<Esc>");
    *story.refuse.lock().unwrap() = None;
    story.session.settle();
    story.sees_not("NOT SAVED").sees("Saved: note on 1.2");
    story.sees_not("rescue copy");
    assert_eq!(story.journal(), ["1.1 Green", "note on 1.2"]);
}

#[test]
fn undo_works_on_what_is_still_waiting() {
    let mut story = Story::meeting();
    *story.refuse.lock().unwrap() = Some("no space left");
    story
        .press("g<Enter>u")
        .sees("NOT SAVED (2)")
        .sees("0/6 reviewed");
    *story.refuse.lock().unwrap() = None;
    story.session.settle();
    assert_eq!(story.journal(), ["1.1 Green", "undo: 1.1 Green"]);
}

#[test]
fn a_rescue_copy_holds_everything_that_waits() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rescue.jsonl");
    let mut story = Story::meeting();
    *story.refuse.lock().unwrap() = Some("no space left");
    story.press("g<Enter>").press("ihalf typed<Esc>").press("!");
    story.paste(&file.display().to_string());
    story.press("<Enter>");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("1.1 Green") && text.contains("half typed"),
        "{text}"
    );
    story.sees("NOT SAVED (1)");
}
