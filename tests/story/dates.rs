//! New dates.

use milepost::domain::When;

use super::teller::Story;
use super::town::milestone;

#[test]
fn a_date_is_understood_as_one_types_and_a_later_one_asks_why() {
    let mut story = Story::meeting();
    story
        .press("jjd")
        .sees("New date for 1.1 m2")
        .sees("now Aug 2026");
    story
        .press("31 jan 2027")
        .sees("= 31 Jan 2027 · 5 months later · a reason is owed");
    story
        .press("<Enter><Enter>")
        .sees("a later date needs a reason");
    assert!(story.journal().is_empty());
    story
        .press("the firm is late<Enter>")
        .sees("Saved: 1.1 m2 due 31 Jan 2027")
        .sees("baseline Aug 2026, 5 months later, moved once");
    let register = story.stored();
    let moved = register.milestone(match milestone(11, 2) {
        milepost::domain::Target::Milestone(id) => id,
        milepost::domain::Target::Action(_) => unreachable!(),
    });
    let moved = moved.unwrap();
    assert_eq!(
        moved.baseline.when,
        When::Month {
            year: 2026,
            month: 8
        }
    );
    assert_eq!(moved.dated.moves, 1);
}

#[test]
fn an_earlier_date_needs_no_reason() {
    let mut story = Story::meeting();
    story
        .press("jjjd")
        .press("nov<Enter><Enter>")
        .sees("Saved: 1.1 m3 due Nov 2026");
}

#[test]
fn the_words_of_the_design_are_all_read() {
    for (words, echo) in [
        ("oct", "= Oct 2026"),
        ("31 dec", "= 31 Dec 2026"),
        ("+2m", "= Oct 2026"),
        ("end q3", "Q3 2026/27"),
        ("q1 2027/28", "= Q1 2027/28"),
        ("tbc", "= TBC"),
        ("ongoing", "= ongoing"),
    ] {
        let mut story = Story::meeting();
        story.press("jjd").press(words).sees(echo);
    }
}

#[test]
fn giving_a_date_up_owes_a_reason_too() {
    let mut story = Story::meeting();
    story
        .press("jjdtbc<Enter><Enter>")
        .sees("a later date needs a reason");
}

#[test]
fn words_that_are_no_date_are_refused_and_kept() {
    let mut story = Story::meeting();
    story.press("jjd31 feb<Enter>").sees("31 feb");
    assert!(story.journal().is_empty());
    story
        .press("<Esc>")
        .sees("what was typed is kept until this is opened again");
    story.press("d").sees("31 feb");
}

#[test]
fn the_same_date_again_is_no_change() {
    let mut story = Story::meeting();
    story
        .press("jjdaug 2026<Enter>")
        .sees("it is Aug 2026 already");
}

#[test]
fn words_count_from_the_meeting_and_a_sign_from_the_old_date() {
    let mut story = Story::meeting();
    story.press("jd").press("in 3 weeks").sees("= 5 Nov 2026");
    story
        .press("<C-u>+3w")
        .sees("= 21 Jul 2026")
        .sees("already past");
}

#[test]
fn back_on_the_baseline_is_said_in_english() {
    let mut story = Story::meeting();
    story
        .resize(120, 40)
        .press("jjdnov<Enter>once<Enter>")
        .press("daug 2026")
        .sees("the same day as the baseline");
    story
        .press("<C-u>sep 2026")
        .sees("4 weeks later than the baseline");
}

#[test]
fn a_second_move_counts() {
    let mut story = Story::meeting();
    story
        .press("jjdnov<Enter>once<Enter>")
        .press("ddec<Enter>twice<Enter>");
    story
        .resize(120, 40)
        .sees("baseline Aug 2026, 4 months later, moved twice");
}

#[test]
fn who_leads_a_milestone_stands_before_its_baseline() {
    let mut story = Story::meeting();
    story
        .press("jjdnov<Enter>once<Enter>")
        .sees("A. Example, B. Other")
        .press("k")
        .sees("A. Example, B. Other · baseline Aug");
}

#[test]
fn the_first_date_of_what_had_none_is_no_move() {
    let mut story = Story::meeting();
    story
        .resize(120, 40)
        .press("d31 jan 2027<Enter><Enter>")
        .sees("Due       31 Jan 2027")
        .sees_not("moved once")
        .sees_not("baseline no date");
    story
        .press("M<PageDown>")
        .sees("Date: no date → 31 Jan 2027")
        .sees_not("moved once");
    story
        .press("<Esc>d28 feb 2027<Enter>the firm is late<Enter>")
        .sees("28 Feb 2027 (no date at first, moved once)");
}

/// However much was typed, what is expected is read behind it.
#[test]
fn what_a_date_should_be_is_read_to_its_end() {
    let mut story = Story::meeting();
    story.press("dwhen the contractor has come back from his holiday in Spain");
    story
        .sees("“when the contracto…” is not a date")
        .sees("+2m, tbc or ongoing");
    story.press("<Enter>").sees("+2m, tbc or ongoing");
    story
        .resize(40, 12)
        .sees("“when the contracto…” is not a date")
        .resize(80, 24)
        .press("<C-u>oct")
        .sees_not("is not a date")
        .sees("= Oct 2026");
}
