//! Minutes: what they say of a meeting, and that they say it again.

use milepost::domain::{Change, ItemState, Key, MeetingId, Record, Register, Standing};
use milepost::export::markdown::markdown;
use milepost::export::minutes::{minutes, register_after};
use proptest::prelude::*;

use super::small::{FIRST, PLAN, SECOND, Small, action, day, milestone, month};

fn of(register: &Register, small: &Small, meeting: MeetingId) -> String {
    markdown(&minutes(register, meeting, &small.entries()).unwrap())
}

/// The minutes of a meeting of the small plan as they would be asked for now.
pub fn minutes_of(small: &Small, meeting: MeetingId) -> String {
    let register = register_after(PLAN, &small.entries(), meeting).unwrap();
    of(&register, small, meeting)
}

/// A meeting in which everything happens that minutes tell of.
pub fn full_meeting() -> Small {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 9, 17));
    small.give_out(2, "Bo Sample", "Book the hall", month(2026, 9));
    small.item(2, ItemState::Reviewed);
    small.close();

    small.open(SECOND, "JAG", day(2026, 10, 18));
    small.status(action(1), 'A');
    small.status(milestone(1, 2), 'R');
    small.date(milestone(1, 2), month(2026, 11), "late delivery");
    let slip = small.date(milestone(1, 2), month(2027, 1), "later still");
    small.undo(&slip);
    small.note(action(1), "Poles are in.\nCables <next>.");
    small.item(1, ItemState::Reviewed);
    small.item(2, ItemState::EnBloc);
    let wrong = small.note(action(3), "wrong item");
    small.undo(&wrong);
    small.item(3, ItemState::Reviewed);
    small.standing(action(4), Standing::Complete);
    small.give_out(4, "Cy Specimen", "Thank the fitters", month(2026, 12));
    small.item(4, ItemState::Parked("no lead in the room".to_owned()));
    small
}

#[test]
fn minutes_say_what_the_meeting_did() {
    let mut small = full_meeting();
    small.close();
    let found = minutes_of(&small, SECOND);
    assert_eq!(found, include_str!("golden/minutes.md"), "\n{found}");
}

#[test]
fn an_open_meeting_gives_a_draft() {
    let small = full_meeting();
    let draft = minutes_of(&small, SECOND);
    assert!(draft.contains("**Draft:** the meeting is not closed (in progress)"));
}

#[test]
fn minutes_stay_the_same_after_the_next_meeting() {
    let mut small = full_meeting();
    let before = minutes_of(&small, FIRST);
    small.close();
    small.open(MeetingId(72), "Board", day(2026, 11, 20));
    small.status(action(2), 'R');
    small.status(action(1), 'G');
    small.close();
    assert_eq!(minutes_of(&small, FIRST), before);
    assert_eq!(
        minutes_of(&small, SECOND),
        include_str!("golden/minutes.md")
    );
}

#[test]
fn a_meeting_that_is_not_there_has_no_minutes() {
    let small = Small::new();
    assert!(minutes(&small.register(), FIRST, &small.entries()).is_none());
}

#[test]
fn what_is_made_again_is_told_once() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    let set = small.status(action(2), 'A');
    small.undo(&set);
    let nothing = minutes_of(&small, FIRST);
    assert!(
        !nothing.contains("Train street wardens\n\n- **Status:**"),
        "{nothing}"
    );
    small.redo(&set);
    let found = minutes_of(&small, FIRST);
    assert_eq!(
        found.matches("Green → Amber (↓ worse)").count(),
        1,
        "{found}"
    );
}

#[test]
fn shares_add_up_to_100() {
    let mut small = full_meeting();
    small.status(action(5), 'W');
    let found = minutes_of(&small, SECOND);
    let shares = found.lines().filter_map(|l| l.strip_suffix(" |"));
    let shares = shares.filter_map(|l| {
        l.rsplit(" | ")
            .nth(1)?
            .strip_suffix(" %")?
            .parse::<u32>()
            .ok()
    });
    assert_eq!(shares.sum::<u32>(), 100, "{found}");
}

#[test]
fn what_was_recorded_on_without_enter_was_reached() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    small.item(1, ItemState::Reviewed);
    small.date(milestone(3, 1), month(2027, 3), "no date before");
    small.give_out(4, "Cy Specimen", "Thank the fitters", month(2026, 12));
    let found = minutes_of(&small, FIRST);
    let line = "5 items on the agenda: 1 reviewed, 0 parked, 2 recorded on but not marked reviewed, 2 not reached.";
    assert!(found.contains(line), "{found}");
    let (_, last) = found.split_once("## Not reached").unwrap();
    assert!(last.contains("- 1.2 ") && last.contains("- 2.3 "), "{last}");
    assert!(
        !last.contains("- 2.1 ") && !last.contains("- 2.2 "),
        "{last}"
    );
}

/// A later date needs an approver: the meeting under its chair. One brought forward, or a first one, needs none.
#[test]
fn a_later_date_says_who_approved_it() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 8, 18));
    small.date(milestone(1, 2), month(2026, 11), "late delivery");
    small.date(milestone(5, 1), month(2026, 10), "the owner signs early");
    small.date(milestone(3, 1), month(2027, 3), "known at last");
    let found = minutes_of(&small, FIRST);
    let line =
        "    - **Reason:** late delivery\n    - **Approved by:** the JAG, chair Ann Example\n";
    assert!(found.contains(line), "{found}");
    assert_eq!(found.matches("Approved by").count(), 1, "{found}");
    for (chair, words) in [
        (
            "Di Other",
            "the JAG, chair Di Other, recorded by Ann Example\n",
        ),
        ("", "the JAG, recorded by Ann Example\n"),
    ] {
        let register = small.register();
        let mut meeting = register.meeting(FIRST).unwrap().clone();
        meeting.chair = chair.to_owned();
        small.record(register.set_meeting(FIRST, meeting));
        let found = minutes_of(&small, FIRST);
        assert!(
            found.contains(&format!("**Approved by:** {words}")),
            "{found}"
        );
    }
}

/// A board reads the exceptions first, worst first; what merely lacks an update is in a list of its own.
#[test]
fn exceptions_are_named_before_the_items() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    small.status(action(4), 'R');
    small.item(2, ItemState::Reviewed);
    let found = minutes_of(&small, FIRST);
    let (_, rest) = found.split_once("## Exceptions\n\n").unwrap();
    let (exceptions, _) = rest.split_once("\n\n## Items").unwrap();
    let lines = "- 1.1 Light the canal path – Red, overdue\n\
                 - 2.2 Fit window locks – Green → Red, no update\n\
                 - 2.3 Open a drop-in room – Amber";
    assert_eq!(exceptions, lines, "{found}");
    assert!(found.contains("No update received: 2."), "{found}");
    for n in [1, 4, 5] {
        small.standing(action(n), Standing::Complete);
    }
    let found = minutes_of(&small, FIRST);
    assert!(found.contains("## Exceptions\n\nNone.\n"), "{found}");
}

/// What boards complain about most: on track by its word, late by its dates.
#[test]
fn green_with_dates_that_have_passed_is_said_to_be_so() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    small.status(action(3), 'R');
    small.date(milestone(3, 1), month(2026, 3), "");
    let found = minutes_of(&small, FIRST);
    assert!(!found.contains("milestone overdue"), "{found}");
    small.status(action(3), 'G');
    let found = minutes_of(&small, FIRST);
    assert!(
        found.contains("Green (new), but 1 milestone overdue\n"),
        "{found}"
    );
}

#[test]
fn a_period_in_the_title_is_not_said_again() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    let mut plan = small.register().plan().unwrap().clone();
    let before = Record::Plan(plan.clone());
    plan.title = "Safer town plan 2012/13 TO 2014/15".to_owned();
    plan.period = Some("2012/13 to 2014/15".to_owned());
    let key = Key::plan(PLAN);
    small.record([Change::replace(key, before, Record::Plan(plan))]);
    let found = minutes_of(&small, FIRST);
    let line = "**Plan:** Safer town plan 2012/13 TO 2014/15, Example Partnership\n";
    assert!(found.contains(line), "{found}");
}

#[test]
fn what_is_noted_en_bloc_without_an_update_is_published_so() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    small.item(2, ItemState::EnBloc);
    let found = minutes_of(&small, FIRST);
    let (_, last) = found.split_once("## No update received").unwrap();
    assert!(
        last.contains("- 1.2 Train street wardens – Green"),
        "{last}"
    );
}

/// What was parked and taken up again, set and set back, was not dealt with: only what held in the end is told.
#[test]
fn what_is_as_it_was_before_was_not_reached() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    small.item(2, ItemState::Parked("no figures".to_owned()));
    small.item(2, ItemState::NotReached);
    small.status(action(5), 'R');
    small.status(action(5), 'A');
    let found = minutes_of(&small, FIRST);
    assert!(found.contains(" 0 parked, 5 not reached."), "{found}");
    let (_, last) = found.split_once("## Not reached").unwrap();
    assert!(last.contains("- 1.2 ") && last.contains("- 2.3 "), "{last}");
}

/// Taken up again, it has no status: there is nothing new about that.
#[test]
fn a_status_taken_away_has_no_direction() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 10, 18));
    let change = small.register().set_status(action(2), None);
    small.record(change);
    let found = minutes_of(&small, FIRST);
    assert!(found.contains("Green → no status\n"), "{found}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is done and taken back again leaves the minutes as they were, but for the items it was done on.
    #[test]
    fn what_is_taken_back_leaves_no_trace(
        steps in prop::collection::vec((0u8..4, 1u64..6, prop::sample::select(vec!['R', 'A', 'G'])), 0..8)
    ) {
        let mut small = Small::new();
        small.open(FIRST, "JAG", day(2026, 10, 18));
        small.status(action(1), 'G');
        small.note(action(2), "kept");
        let before = minutes_of(&small, FIRST);
        let mut done = Vec::new();
        for (kind, n, letter) in steps {
            done.push(match kind {
                0 => small.status(action(n), letter),
                1 => small.note(action(n), "away"),
                2 => small.date(action(n), month(2027, u32::try_from(n).unwrap()), "why"),
                _ => small.item(n, ItemState::Reviewed),
            });
        }
        for entry in done.iter().rev() {
            small.undo(entry);
        }
        prop_assert_eq!(minutes_of(&small, FIRST), before);
    }
}
