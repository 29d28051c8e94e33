//! Parking, finishing, actions arising, noting en bloc, attendance.

use milepost::app::key::Input;
use milepost::domain::{Attendance, ItemState, Letter, Standing};
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town::{self, MEETING, PLAN, action, milestone};
use super::updates::send;

fn state(story: &Story, number: u64) -> ItemState {
    let register = story.stored();
    let id = register.action_of(action(number)).unwrap();
    register.item(MEETING, id).state.clone()
}

#[test]
fn an_item_is_parked_with_a_word_why_and_taken_up_again() {
    let mut story = Story::meeting();
    story.press("p<Enter>").sees("a word why is owed");
    story
        .press("no figures yet<Enter>")
        .sees("▸ 1.2")
        .sees("P 1.1")
        .sees("0/6 reviewed · 1 parked");
    assert_eq!(
        state(&story, 11),
        ItemState::Parked("no figures yet".to_owned())
    );
    story.press("h").sees("PARKED    no figures yet");
    story.press("p").sees("Saved: 1.1 taken up again");
    assert_eq!(state(&story, 11), ItemState::NotReached);
}

/// What the screen marks as recorded on is what the minutes do not call "not reached".
#[test]
fn what_was_parked_and_taken_up_again_is_as_it_was_on_the_screen_and_in_the_minutes() {
    let mut story = Story::meeting();
    story
        .press("pno figures yet<Enter>hp")
        .sees("▸· 1.1")
        .press("q")
        .sees("6 unreviewed: 1.1,")
        .sees_not("something was recorded")
        .press("<Esc>M<End>")
        .sees("Not reached")
        .sees("▪ 1.1 Light the canal path from the lock to the market – Amber  ");
    story.press("<Esc>iWalked it<Enter>").sees("▸* 1.1");
    story
        .press("q")
        .sees("of these, something was recorded on 1.1")
        .press("<Esc>M<End>")
        .sees("Not reached")
        .sees_not("▪ 1.1 Light the canal path from the lock to the market – Amber  ");
}

/// Titles that begin alike are told apart where the agenda has room for no more than their beginnings.
#[test]
fn titles_that_begin_alike_are_told_apart_in_the_agenda() {
    let mut store = town::store();
    let titles = [
        (11, "Better results around the pathway for lodgings"),
        (12, "Better results around the pathway for health"),
        (13, "Better lights"),
    ];
    for (number, title) in titles {
        town::change_action(&mut store, number, |action| {
            title.clone_into(&mut action.title)
        });
    }
    let place = Some((PLAN, MEETING));
    let mut story = Story::on(Shared::new(store), place, (80, 24), Look::dark());
    story
        .sees("1.1 ◆ A! …lodgings  ")
        .sees("1.2 ● G! …health  ")
        .sees("1.3   -  Better ligh…");
    // What they share stays where it leaves room for the words that differ.
    story
        .resize(160, 24)
        .sees("1.2 ● G! …health  ")
        .sees("Better lights");
}

/// One number under one word: in the header, in the list of what is still open, at its end, on the home screen and in the minutes.
#[test]
fn what_is_noted_en_bloc_counts_as_reviewed_everywhere() {
    let mut store = town::store();
    send(&mut store, 700, action(22), Some('G'), "On track.", None);
    let place = Some((town::PLAN, MEETING));
    let mut story = Story::on(Shared::new(store), place, (120, 40), Look::dark());
    story
        .press("<Space>pwhy<Enter>E<Enter>")
        .sees("2/6 reviewed · 1 parked")
        .press("f")
        .sees("unreviewed (3)")
        .sees("parked (1)")
        .press("<Esc>q")
        .sees("2 of 6 items reviewed (1 of them noted en bloc)")
        .sees("3 unreviewed: 1.3, 2.1, 2.3")
        .sees("1.2 parked: why")
        .press("<Esc>M")
        .sees(
            "6 items on the agenda: 2 reviewed (1 of them noted en bloc), 1 parked, 3 not reached.",
        );
    Story::on(story.store.clone(), None, (120, 40), Look::dark()).sees("2 reviewed");
}

/// What a later version of the plan's file no longer has says so, wherever the cursor is, and in the minutes.
#[test]
fn a_milestone_that_is_gone_from_the_plan_says_so() {
    let mut store = town::store();
    town::lose_first_milestone(&mut store);
    let place = Some((PLAN, MEETING));
    let mut story = Story::on(Shared::new(store), place, (120, 40), Look::dark());
    let mark = "Not in the plan any more: marsh-2.csv";
    story.sees(mark).sees_not("at night");
    story.press("j").sees("at night").sees(mark);
    story.press("rM").sees_not(mark);
    story.press("qr<Enter>M").sees(mark);
}

#[test]
fn an_action_that_is_gone_from_the_plan_says_so_where_it_begins() {
    let mut store = town::store();
    town::lose_action(&mut store);
    let place = Some((PLAN, MEETING));
    let mut story = Story::on(Shared::new(store), place, (80, 24), Look::dark());
    let mark = "Not in the plan any more: marsh-2.csv";
    let rows = story.rows();
    let at = rows.iter().position(|row| row.contains(mark)).unwrap();
    assert!(at < 8, "in row {at}:\n{}", rows.join("\n"));
    assert_eq!(story.text().matches(mark).count(), 1, "{}", story.text());
    story.press("<PageDown><PageDown>").sees_not(mark);
}

#[test]
fn parked_items_come_last() {
    let mut story = Story::meeting();
    story
        .press("pwhy<Enter>")
        .press("<Space><Space><Space><Space>")
        .sees("▸ 2.3");
    story
        .press("<Space>")
        .sees("▸ 1.1")
        .sees("5/6 reviewed · 1 parked");
}

#[test]
fn completing_gives_the_status_for_it_in_one_step() {
    let mut story = Story::meeting();
    story
        .press("x")
        .sees("1.1 is open")
        .press("c")
        .sees("COMPLETE");
    let register = story.stored();
    assert_eq!(register.standing(action(11)), Some(Standing::Complete));
    assert_eq!(register.status(action(11)), Some(Letter('B')));
    assert_eq!(
        story.journal(),
        ["1.1 complete (3 milestones still open, 2 past due)"]
    );
    story.press("u");
    let register = story.stored();
    assert_eq!(register.standing(action(11)), Some(Standing::Open));
    assert_eq!(register.status(action(11)), Some(Letter('A')));
}

#[test]
fn a_milestone_is_withdrawn_and_opened_again() {
    let mut story = Story::meeting();
    story
        .press("jxw")
        .sees("WITHDRAWN")
        .press("x")
        .sees("1.1 m1 is withdrawn");
    story.press("o").sees_not("WITHDRAWN");
    assert_eq!(story.journal(), ["1.1 m1 withdrawn", "1.1 m1 open"]);
}

#[test]
fn completing_with_open_milestones_is_never_silent() {
    let mut story = Story::meeting();
    story
        .resize(120, 40)
        .press("x")
        .sees("complete: it is done (3 milestones still open, 2 past due)")
        .press("c")
        .sees("Saved: 1.1 complete (3 milestones still open, 2 past due)")
        .sees("COMPLETE")
        .sees("MILESTONES  0 of 3 finished, 2 past due");
    story.press("M").sees("3 milestones still open, 2 past due");
    story
        .press("<Esc>u")
        .press("b")
        .sees("1.1: 3 milestones still open, 2 past due");
    story
        .press("<Enter>")
        .sees("Saved: 1.1 Blue (3 milestones still open, 2 past due)");
    // Those completed by the same key are not open.
    story
        .press("ubjbjb<Enter>")
        .sees("1.1 m2 Blue (1 milestone still open)");
}

#[test]
fn opening_again_gives_the_status_back_from_before() {
    let mut story = Story::meeting();
    story.resize(120, 40).sees("2 milestones overdue");
    story
        .press("xc")
        .sees_not("2 milestones overdue")
        .press("xo")
        .sees("Saved: 1.1 open, Amber")
        .sees("2 milestones overdue")
        .sees("1.1 ◆ A!");
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
    // Also where it was blue before it was completed.
    story
        .press("b<Enter>hxc")
        .press("xo")
        .sees("1.1 open, Amber");
    // A milestone that had no status has none again.
    story
        .press("jxc")
        .sees("Saved: 1.1 m1 complete")
        .press("xo")
        .sees("Saved: 1.1 m1 open, no status")
        .sees("OVERDUE");
    assert_eq!(story.stored().status(milestone(11, 1)), None);
}

#[test]
fn milestones_ended_by_decision_are_not_counted_as_finished() {
    let mut story = Story::meeting();
    story.sees("MILESTONES  0 of 3 finished");
    story
        .press("jxw")
        .sees("MILESTONES  0 of 2 finished, 1 withdrawn");
    story
        .press("jxs")
        .sees("0 of 1 finished, 1 closed, 1 withdrawn");
    story
        .press("jxc")
        .sees("1 of 1 finished, 1 closed, 1 withdrawn");
}

#[test]
fn an_action_arising_has_what_who_and_by_when() {
    let mut story = Story::meeting();
    story
        .press("t<Enter>")
        .sees("what is to be done?")
        .press("Ask the firm for a date<Enter>")
        .sees("Ann Example")
        .press("<Enter>30 oct")
        .sees("= 30 Oct 2026")
        .press("<Enter>")
        .sees("Saved: action arising for Ann Example");
    let register = story.stored();
    let (_, arising) = register.arising().next().unwrap();
    assert_eq!(arising.what, "Ask the firm for a date");
    assert_eq!(arising.who, "Ann Example");
    assert_eq!(arising.due.to_string(), "30 Oct 2026");
    story
        .resize(100, 60)
        .press("M")
        .sees("Ask the firm for a date");
}

/// Who an action arising is given to, after what is to be done was typed and then these keys.
fn given_to(keys: &str) -> String {
    let mut story = Story::meeting();
    story.press("tAsk the firm<Enter>").press(keys);
    story.press("<Enter><Enter>");
    let register = story.stored();
    let (_, arising) = register.arising().next().unwrap();
    arising.who.clone()
}

#[test]
fn the_lead_is_suggested_and_gives_way_to_whoever_is_typed() {
    assert_eq!(given_to(""), "Ann Example");
    assert_eq!(given_to("Cy Third"), "Cy Third");
    assert_eq!(given_to("<Backspace>Cy Third"), "Cy Third");
    // Whoever moves in it, or goes on behind it, keeps it.
    assert_eq!(given_to("<End>, Cy Third"), "Ann Example, Cy Third");
    assert_eq!(given_to("<Tab><BackTab>Cy Third"), "Cy Third");
    // The beginning of a name is completed, as in the attendance.
    assert_eq!(given_to("thi<Tab>"), "Cy Third");
    assert_eq!(given_to("<End>, fou<Tab>"), "Ann Example, Dee Fourth");
    let mut story = Story::meeting();
    story.press("tAsk<Enter>");
    story.session.input(Input::Paste("Cy Third".to_owned()));
    story.sees("  Who  Cy Third").press("<C-z>");
    story.sees("  Who  Ann Example");
    story.press("<C-u>oth").sees("Tab: Bo Other");
}

#[test]
fn the_next_meeting_is_not_called_as_this_one() {
    let mut story = Story::meeting();
    story.press("tAsk the firm<Enter><Enter>next meeting<Enter>");
    story
        .sees("Ask the firm – Ann Example – next meeting")
        .sees_not("(JAG 15 Oct");
}

#[test]
fn a_form_in_which_nothing_was_typed_is_not_kept() {
    let mut story = Story::meeting();
    story.press("t<Esc>").sees_not("what was typed is kept");
    story.press("tAsk<Esc>").sees("what was typed is kept");
    // A suggestion is one again after a crash.
    story.press("t<Enter>");
    let mut story = story.kill_and_resume();
    story.press("Cy Third").sees_not("Ann ExampleCy");
    story.sees("  Who  Cy Third");
}

/// By when an action given out is due, where "next meeting" was typed.
fn due_next_meeting(story: &mut Story, echo: &str) -> String {
    story
        .resize(120, 60)
        .press("tAsk the firm<Enter><Enter>")
        .sees("next meeting, 31 dec, +2w")
        .press("next meeting")
        .sees(echo)
        .press("<Enter>")
        .sees("Saved: action arising for Ann Example");
    let register = story.stored();
    let (_, arising) = register.arising().next().unwrap();
    arising.due.to_string()
}

#[test]
fn an_action_arising_may_be_due_at_the_next_meeting() {
    let mut story = Story::meeting();
    assert_eq!(
        due_next_meeting(&mut story, "= next meeting"),
        "next meeting"
    );
    story.press("M").sees("Ask the firm – by next meeting");
}

#[test]
fn the_next_meeting_is_a_day_where_it_is_known() {
    let mut home = Story::home();
    home.press("n<Enter><C-u>19 nov 2026<Enter><Enter><Enter>")
        .press("q<Enter>");
    let place = Some((super::town::PLAN, MEETING));
    let look = milepost::view::look::Look::dark();
    let mut story = Story::on(home.store.clone(), place, (120, 60), look);
    assert_eq!(due_next_meeting(&mut story, "= 19 Nov 2026"), "19 Nov 2026");
}

#[test]
fn what_was_completed_stays_on_the_agenda_of_its_meeting() {
    let mut story = Story::meeting();
    story.press("xc").sees("0/6 reviewed");
    story.press("oe").sees("0/6 reviewed");
    story.press("M").sees("6 items on the agenda");
    story.press("<Esc>u").press("op").sees("0/6 reviewed");
}

/// Nobody is both here and away, nor counted twice.
#[test]
fn a_name_in_the_attendance_stands_there_once() {
    let mut story = Story::meeting();
    story.press("@Cy Third, Bo Other<Enter>cy third<Enter>");
    story
        .sees("“cy third” stands here twice")
        .sees("Attendance ─");
    story
        .press("<C-u>Dee Fourth<Enter>")
        .sees("Saved: attendance");
    story.press("@<C-u>Cy Third; CY THIRD<Enter>");
    story.sees("“CY THIRD” stands here twice");
}

#[test]
fn attendance_is_written_down_and_in_the_minutes() {
    let mut story = Story::meeting();
    story
        .press("@Ann Chair, Bo Other")
        .sees("Enter next")
        .press("<Enter>Cy Third")
        .sees("Enter record")
        .press("<Enter>")
        .sees("Saved: attendance");
    let register = story.stored();
    let attendees = &register.meeting(MEETING).unwrap().attendees;
    let of = |wanted| {
        attendees
            .iter()
            .filter(move |a| a.attendance == wanted)
            .count()
    };
    assert_eq!((of(Attendance::Present), of(Attendance::Apologies)), (2, 1));
    story.press("M").sees("Bo Other").sees("Cy Third");
    story.press("<Esc>@").sees("Ann Chair, Bo Other");
}

#[test]
fn whoever_chairs_is_a_name_that_is_completed() {
    let mut story = Story::meeting();
    story.press("@cha").sees("Tab: Ann Chair");
    story.press("<Tab>").sees("Ann Chair,");
}

#[test]
fn names_are_completed_and_all_that_is_typed_is_seen() {
    let mut story = Story::meeting();
    story
        .press("@")
        .sees("Tab Shift-Tab fields")
        .sees("Ctrl-u clear")
        .press("exa")
        .sees("Tab: Ann Example")
        .press("<Tab>oth")
        .sees("Tab: Bo Other")
        .press("<Tab>Cy Third of the Long Name, Dee Fourth, Edward Fifth, Flo Sixth")
        .sees("Ann Example, Bo Other, Cy Third of the Long Name, Dee Fourth")
        .sees("Flo Sixth")
        .sees("6 present, 0 sent apologies")
        // Whoever stands there is not offered again, and Tab goes on to the next field.
        .press(", exa")
        .sees_not("Tab: Ann Example")
        .press("<C-w><Tab>Gus Seventh, Hal Eighth")
        .press("<Enter>")
        .sees("Saved: attendance");
    let register = story.stored();
    let attendees = &register.meeting(MEETING).unwrap().attendees;
    let here = attendees
        .iter()
        .filter(|a| a.attendance == Attendance::Present);
    assert_eq!(here.count(), 6);
    assert_eq!(attendees[0].name, "Ann Example");
    assert_eq!(attendees[1].name, "Bo Other");
}

#[test]
fn a_form_that_was_only_looked_at_keeps_nothing() {
    let mut story = Story::meeting();
    story.press("@Zoe Ashby<Enter><Enter>");
    story.press("@<Esc>").sees_not("what was typed is kept");
    story
        .press("u")
        .press("@")
        .sees_not("Zoe Ashby")
        .press("Bo<Esc>")
        .sees("what was typed is kept until this is opened again");
    story.press("@").sees("Bo");
}

#[test]
fn what_does_not_fit_on_a_card_is_wrapped_or_said_to_be_cut() {
    let mut story = Story::meeting();
    story.resize(40, 24).sees("2 milestones overdue");
    story.sees("OVERDUE 6 weeks · A. Example,…");
    // Where the cursor is, all of it stands there.
    story
        .press("jj")
        .sees("OVERDUE 6 weeks")
        .sees("A. Example, B. Other");
    story.press("kkg<Enter>");
    story.press("<Left>").sees("was Amber");
    story.sees("green, but 2 milestones overdue");
}
