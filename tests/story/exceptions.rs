//! Exceptions are taken one by one, whatever is on track is noted together: the order, the filter, noting en bloc and the
//! minutes go by one rule.

use milepost::domain::{Exception, ItemState, Letter, Target};
use milepost::store::MemoryStore;
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town::{self, MEETING, action, milestone};
use super::updates::send;

fn story(sent: impl FnOnce(&mut MemoryStore)) -> Story {
    let mut store = town::store();
    sent(&mut store);
    Story::on(
        Shared::new(store),
        Some((town::PLAN, MEETING)),
        (120, 60),
        Look::dark(),
    )
}

/// 2.2, the only green item whose dates are in time, with what its lead sent.
fn locks(target: Target, status: Option<char>, note: &str, due: Option<&'static str>) -> Story {
    let note = note.to_owned();
    story(|store| send(store, 700, target, status, &note, due))
}

fn state(story: &Story, number: u64) -> ItemState {
    let register = story.stored();
    let id = register.action_of(action(number)).unwrap();
    register.item(MEETING, id).state.clone()
}

#[test]
fn quiet_items_are_noted_en_bloc_in_one_step() {
    let mut story = locks(action(22), Some('G'), "On track.", None);
    story
        .press("E")
        .sees("1 item, on track or complete and no exception:")
        .sees("2.2 Fit window locks")
        .sees("A. Example: Green – On track.")
        .sees("Left to be taken one by one:")
        .sees("overdue: 1.2");
    story
        .press("<Enter>")
        .sees("Saved: 1 item noted en bloc")
        .sees("≡ 2.2")
        .sees("1/6 reviewed");
    assert_eq!(state(&story, 22), ItemState::EnBloc);
    story.press("u").sees("0/6 reviewed");
    assert_eq!(state(&story, 22), ItemState::NotReached);
}

/// Whoever staged a status or began a note on an item is not done with it: it is not noted with those nothing is said of.
#[test]
fn what_something_is_staged_or_begun_on_is_not_noted_en_bloc() {
    for begin in [":2.2 m1<Enter>r", ":2.2<Enter>ia word<Esc>"] {
        let mut story = locks(action(22), Some('G'), "On track.", None);
        story.press(begin).press("E");
        story.sees("all the same: 1 staged or begun, not recorded, 1 overdue");
        assert_eq!(state(&story, 22), ItemState::NotReached);
    }
}

#[test]
fn what_is_green_without_an_update_is_not_guessed_to_be_green() {
    let mut story = story(|_| {});
    story
        .press("E")
        .sees("but exceptions all the same: 1 overdue, 1 no update")
        .sees_not("Note en bloc?");
    story.press("oe").sees("NO UPDATE").sees_not("ON TRACK");
}

#[test]
fn a_lead_who_says_red_is_heard_before_the_greens() {
    let mut story = locks(action(22), Some('R'), "Funding lost.", None);
    story.press("E").sees("all the same: 1 red, 1 overdue");
    story.press("fr").sees("only red (2)").sees("2.2");
    story.press("fc").press("oe").sees_not("ON TRACK");
}

#[test]
fn a_later_date_asked_for_is_an_exception() {
    let mut story = locks(milestone(22, 1), None, "", Some("June 2027"));
    story.press("E").sees("1 overdue, 1 extension asked");
    story.press("oe").sees("EXTENSION ASKED");
    story.press("fx").sees("only extension asked (1)");
}

/// What keeps being put off is late under a status that does not say so: the room takes it by itself, as the minutes name it.
#[test]
fn a_date_that_was_moved_three_times_is_an_exception() {
    let mut story = locks(action(22), None, "On track.", None);
    story.press(":2.2 m1<Enter>");
    for _ in 0..2 {
        story.press("d+1m<Tab>no lamps<Enter>").sees("Saved:");
    }
    story.press("E").sees("Note en bloc?").press("<Esc>");
    story.press("d+1m<Tab>no lamps<Enter>").sees("Saved:");
    story
        .press("E")
        .sees("all the same: 1 overdue, 1 moved often");
    story.press("oe").sees("MOVED OFTEN").sees_not("ON TRACK");
    story.press("fm").sees("only moved often (1)").sees("2.2");
    story.press("M/2.2<Enter>").sees("m1 moved 3 times");
}

#[test]
fn another_status_than_the_one_recorded_waits_for_a_decision() {
    let mut story = locks(action(22), Some('B'), "All fitted.", None);
    story.press("E").sees("1 overdue, 1 update undecided");
    story.press("oe").sees("UPDATE UNDECIDED");
    story.press("fe").sees("only exceptions (");
}

#[test]
fn a_red_milestone_makes_a_green_action_an_exception() {
    let mut story = locks(action(22), None, "On track.", None);
    story.press("E").sees("Note en bloc?").press("<Esc>");
    let mut register = story.stored();
    let id = register.action_of(action(22)).unwrap();
    assert!(register.exceptions(MEETING).is_quiet(id));
    let red = register.set_status(milestone(22, 1), Some(Letter('R')));
    register.apply_all(&[red.unwrap()]).unwrap();
    assert_eq!(register.exceptions(MEETING).worst(id), Some(Exception::Red));
}

#[test]
fn an_undecided_update_is_in_the_minutes() {
    let mut story = story(|store| {
        send(store, 700, action(12), Some('R'), "Funding lost.", None);
        send(store, 701, action(22), Some('G'), "On track.", None);
        send(store, 703, action(23), None, "Lease unsigned.", None);
    });
    story.press("l<Space>E<Enter>").press("M");
    story
        .sees("Update from A. Example: Red; “Funding lost.” – received, not decided")
        .press("<End>")
        .sees("Noted en bloc")
        .sees("Update from A. Example: Green; “On track.” – accepted")
        .sees("Not reached")
        .sees("Update from A. Example: “Lease unsigned.” – received, not decided");
}

/// What was decided on as it was sent may still be noted with the others, and stays in the list of those that were.
#[test]
fn an_accepted_update_takes_no_item_out_of_what_is_noted_together() {
    let mut story = locks(action(22), Some('G'), "On track.", None);
    story.press(":2.2<Enter>y").sees("(accepted)");
    story
        .press("E")
        .sees("2.2 Fit window locks")
        .press("<Enter>");
    assert_eq!(state(&story, 22), ItemState::EnBloc);
    story
        .press(":2.2<Enter>iSeen.<Enter>M")
        .sees("noted en bloc");
}

#[test]
fn parked_items_without_an_update_are_named() {
    let mut story = story(|_| {});
    story.press(":2.2<Enter>pno time<Enter>M<End>");
    story
        .sees("No update received")
        .sees("2.2 Fit window locks – Green");
}
