//! What leads sent before the meeting: accepted, overridden, granted, refused.

use milepost::domain::due::read::read;
use milepost::domain::update::Sent;
use milepost::domain::{
    Deed, Letter, NewEntry, Register, Seat, Standing, Target, UpdateId, UpdateState,
};
use milepost::export::table;
use milepost::store::{MemoryStore, Reader, Store};
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town::{self, action, milestone};

pub fn send(
    store: &mut MemoryStore,
    id: u64,
    target: Target,
    status: Option<char>,
    note: &str,
    due: Option<&str>,
) {
    send_by("A. Example", store, (id, target), status, note, due);
}

fn send_by(
    by: &str,
    store: &mut MemoryStore,
    (id, target): (u64, Target),
    status: Option<char>,
    note: &str,
    due: Option<&str>,
) {
    let at = town::at("2026-10-12T16:00:00+01:00");
    let sent = Sent {
        plan: town::PLAN,
        target,
        by: by.to_owned(),
        at,
        status: status.map(Letter),
        note: note.to_owned(),
        due: due.map(read),
        why: due.map_or("", |_| "frost").to_owned(),
    };
    let register = store.load(town::PLAN).unwrap();
    let changes = vec![register.send(UpdateId(id), &sent)];
    store
        .commit(NewEntry {
            at,
            by: by.to_owned(),
            seat: Seat::Lead,
            meeting: None,
            deed: Deed::Record,
            what: "update".to_owned(),
            changes,
        })
        .unwrap();
}

fn story() -> Story {
    let mut store = town::store();
    send(
        &mut store,
        700,
        action(11),
        Some('G'),
        "All lamps are here.",
        None,
    );
    send(
        &mut store,
        701,
        milestone(11, 3),
        None,
        "",
        Some("February 2027"),
    );
    Story::on(
        Shared::new(store),
        Some((town::PLAN, town::MEETING)),
        (120, 40),
        Look::dark(),
    )
}

fn state(register: &Register, id: u64) -> UpdateState {
    register.update(UpdateId(id)).unwrap().state.clone()
}

#[test]
fn the_card_shows_what_the_lead_sent_and_one_key_accepts_it() {
    let mut story = story();
    story
        .sees("12 Oct 2026 A. Example: Green – All lamps are here. (y accepts)")
        .sees("12 Oct 2026 A. Example on 1.1 m3: asks for Feb 2027 because frost (y");
    story
        .press("y")
        .sees("Saved: 1.1 update from A. Example accepted")
        .sees("(accepted)")
        .sees("Last note 15 Oct 2026 A. Example: All lamps are here.");
    let register = story.stored();
    assert_eq!(register.status(action(11)), Some(Letter('G')));
    let cells = table::rows(&register);
    let told = "15 Oct 2026 A. Example: All lamps are here.";
    let holds = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with(told));
    assert!(cells.iter().any(holds));
    assert_eq!(state(&register, 700), UpdateState::Accepted);
    story.press("u");
    assert_eq!(state(&story.stored(), 700), UpdateState::Waiting);
    assert_eq!(story.stored().status(action(11)), Some(Letter('A')));
}

#[test]
fn the_chair_records_something_else_and_both_stay_in_the_history() {
    let mut story = story();
    story.press("r<Enter>");
    let register = story.stored();
    assert_eq!(register.status(action(11)), Some(Letter('R')));
    assert_eq!(state(&register, 700), UpdateState::Overridden);
    story
        .press("hH")
        .sees("update from A. Example overridden")
        .sees("status Amber → Red");
    story
        .press("<End>")
        .sees("update from A. Example received: Green – All lamps are here.");
}

#[test]
fn a_later_date_is_granted_with_the_leads_reason() {
    let mut story = story();
    story.press("jjjy");
    let register = story.stored();
    assert_eq!(
        register.dated(milestone(11, 3)).unwrap().due.to_string(),
        "Feb 2027"
    );
    assert_eq!(register.dated(milestone(11, 3)).unwrap().moves, 1);
    assert_eq!(state(&register, 701), UpdateState::Accepted);
    story.press("H").sees("frost");
}

#[test]
fn a_later_date_is_refused_with_a_reason() {
    let mut story = story();
    story
        .press("jjjn")
        .sees("Refuse: A. Example asks for Feb 2027")
        .press("<Enter>")
        .sees("a reason is owed");
    story
        .press("promised to the Board<Enter>")
        .sees("(refused: promised to the Board)");
    let register = story.stored();
    assert_eq!(
        register.dated(milestone(11, 3)).unwrap().due.to_string(),
        "Dec 2026"
    );
    assert_eq!(
        state(&register, 701),
        UpdateState::Refused("promised to the Board".to_owned())
    );
}

#[test]
fn another_date_overrides_the_one_asked_for() {
    let mut story = story();
    story.press("jjjdjan 2027<Enter>a compromise<Enter>");
    let register = story.stored();
    assert_eq!(
        register.dated(milestone(11, 3)).unwrap().due.to_string(),
        "Jan 2027"
    );
    assert_eq!(state(&register, 701), UpdateState::Overridden);
}

#[test]
fn a_word_the_same_lead_sent_anew_is_replaced_and_nobody_overrode_it() {
    let mut store = town::store();
    send(&mut store, 700, action(11), Some('A'), "Slow.", None);
    send(&mut store, 701, action(11), Some('R'), "Worse.", None);
    let place = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (120, 60), Look::dark());
    story.press("y").press("M");
    story
        .sees("Amber; “Slow.” – replaced by a later update")
        .sees("Red; “Worse.” – accepted")
        .sees_not("the chair recorded otherwise");
    story
        .press("<Esc>H")
        .sees("update from A. Example replaced by a later one")
        .sees_not("overridden");
}

#[test]
fn of_several_that_wait_the_card_says_which_one_y_takes() {
    let mut store = town::store();
    send(&mut store, 700, action(11), Some('A'), "Slow.", None);
    send(&mut store, 701, action(11), None, "Lamps came.", None);
    send(&mut store, 702, action(11), Some('R'), "Worse.", None);
    send(
        &mut store,
        703,
        milestone(11, 3),
        None,
        "",
        Some("Feb 2027"),
    );
    send(
        &mut store,
        704,
        milestone(11, 3),
        None,
        "",
        Some("Mar 2027"),
    );
    let place = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (160, 60), Look::dark());
    story
        .sees("Amber – Slow. (y takes a later word)")
        .sees("Lamps came. (y accepts)")
        .sees("Red – Worse. (y accepts)")
        .sees("asks for Feb 2027 because frost (y takes a later word)")
        .sees("asks for Mar 2027 because frost (y grants, n refuses)");
    story.press("yy");
    let register = story.stored();
    assert_eq!(state(&register, 700), UpdateState::Replaced);
    assert_eq!(state(&register, 701), UpdateState::Accepted);
    assert_eq!(state(&register, 703), UpdateState::Replaced);
    assert_eq!(state(&register, 704), UpdateState::Accepted);
}

/// A date that one lead asks for is granted with the later word of another: both are named.
#[test]
fn whoever_a_word_is_taken_from_is_named() {
    let mut store = town::store();
    send(&mut store, 700, action(11), None, "", Some("Feb 2027"));
    let last = (701, action(11));
    send_by("Bo Other", &mut store, last, Some('G'), "", None);
    let place = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(store), place, (120, 40), Look::dark());
    story.press("y");
    story.sees("Saved: 1.1 updates from A. Example, Bo Other accepted");
    assert_eq!(state(&story.stored(), 700), UpdateState::Accepted);
}

#[test]
fn items_without_an_update_say_so_and_can_be_listed() {
    let mut story = story();
    story.press("l").sees("no update received");
    story
        .press("fn")
        .sees("only no update (5)")
        .sees_not("1.1 ◆");
    story
        .press("fcq")
        .sees("1.1: an update from A. Example waits");
}

#[test]
fn nothing_waits_nothing_happens() {
    let mut story = story();
    story.press("ly").sees("no update from a lead waits here");
    assert_eq!(story.journal().len(), 2);
}

#[test]
fn only_a_date_that_is_asked_for_is_refused() {
    let mut story = story();
    // The action's own update asks for none; the one on its milestone does.
    story
        .press("Y")
        .sees("Refuse")
        .press("not before the frost<Enter>");
    let register = story.stored();
    assert_eq!(state(&register, 700), UpdateState::Waiting);
    let refused = UpdateState::Refused("not before the frost".to_owned());
    assert_eq!(state(&register, 701), refused);
    story.press("<End><Home>Y");
    story.sees("no lead asks for a later date here: y accepts what was sent");
}

#[test]
fn what_waits_on_an_item_is_decided_when_that_is_completed() {
    let mut story = story();
    story.press("xc").sees("Saved: 1.1 complete");
    let register = story.stored();
    for id in [700, 701] {
        assert_eq!(state(&register, id), UpdateState::Overridden, "{id}");
    }
    story.press("u");
    assert_eq!(state(&story.stored(), 701), UpdateState::Waiting);
}

/// 1.1 with what its lead sent: that it is done, and words on its milestones.
fn done_story() -> Story {
    let mut store = town::store();
    send(&mut store, 700, action(11), Some('B'), "All lit.", None);
    send(&mut store, 701, milestone(11, 1), Some('B'), "", None);
    send(&mut store, 702, milestone(11, 2), None, "Fitted.", None);
    send(&mut store, 703, milestone(11, 3), Some('A'), "", None);
    let place = Some((town::PLAN, town::MEETING));
    Story::on(Shared::new(store), place, (120, 40), Look::dark())
}

fn states(story: &Story) -> [UpdateState; 4] {
    let register = story.stored();
    [700, 701, 702, 703].map(|id| state(&register, id))
}

#[test]
fn accepting_that_an_action_is_done_decides_what_waits_on_its_milestones() {
    use UpdateState::{Accepted, Overridden, Waiting};
    let mut story = done_story();
    story
        .press("y")
        .sees("1.1 update from A. Example accepted (2 milestones still open, 1 past due)");
    assert_eq!(states(&story), [Accepted, Accepted, Accepted, Overridden]);
    let register = story.stored();
    assert_eq!(register.status(milestone(11, 1)), Some(Letter('B')));
    assert_eq!(register.status(milestone(11, 3)), None);
    story.press("u");
    assert_eq!(states(&story), [Waiting, Waiting, Waiting, Waiting]);
    assert_eq!(story.stored().status(milestone(11, 1)), None);
    // What does not fit into the line that says so is left off behind a word.
    story.resize(80, 24).press("ky").sees("still open, 1 past…");
}

#[test]
fn what_the_chair_records_as_the_lead_sent_it_is_accepted() {
    use UpdateState::{Accepted, Overridden};
    for keys in ["b<Enter>", "xc"] {
        let mut story = done_story();
        story
            .press(keys)
            .sees("2 milestones still open, 1 past due");
        assert_eq!(states(&story), [Accepted, Accepted, Accepted, Overridden]);
    }
}

/// Two leads answered on what the meeting before had completed.
fn late_story() -> Story {
    let mut store = town::store();
    send(&mut store, 700, action(22), Some('R'), "It broke.", None);
    send(&mut store, 701, action(23), Some('B'), "All well.", None);
    let register = store.load(town::PLAN).unwrap();
    let mut changes = Vec::new();
    for number in [12, 22, 23] {
        changes.extend(register.set_standing(action(number), Standing::Complete));
        changes.extend(register.set_status(action(number), Some(Letter('B'))));
    }
    store
        .commit(NewEntry {
            at: town::at("2026-10-13T16:00:00+01:00"),
            by: "Ann Chair".to_owned(),
            seat: Seat::Chair,
            meeting: Some(town::LAST),
            deed: Deed::Record,
            what: "completed".to_owned(),
            changes,
        })
        .unwrap();
    let place = Some((town::PLAN, town::MEETING));
    Story::on(Shared::new(store), place, (120, 60), Look::dark())
}

#[test]
fn what_waits_on_a_completed_item_brings_it_to_the_next_meeting() {
    let mut story = late_story();
    // 1.2 is complete as well, and nobody sent anything on it.
    story
        .sees("0/5 reviewed")
        .sees("2.2 ■ B")
        .sees("2.3 ■ B")
        .sees_not("1.2 ■ B");
    story
        .press("E")
        .sees("1 item, on track or complete and no exception:")
        .sees("2.3 Open a drop-in room")
        .sees("update undecided: 2.2")
        .press("<Enter>");
    let register = story.stored();
    assert_eq!(state(&register, 700), UpdateState::Waiting);
    assert_eq!(state(&register, 701), UpdateState::Accepted);
    story
        .press("q")
        .sees("2.2: an update from A. Example waits")
        .press("<Esc>M<End>")
        .sees("Red; “It broke.” – received, not decided");
}

#[test]
fn reviewing_a_completed_item_decides_what_waits_on_it() {
    let mut story = late_story();
    story.press(":2.2<Enter><Space>:2.3<Enter><Space>");
    let register = story.stored();
    assert_eq!(state(&register, 700), UpdateState::Overridden);
    assert_eq!(state(&register, 701), UpdateState::Accepted);
    assert_eq!(register.status(action(22)), Some(Letter('B')));
    story.press("q").sees_not("an update from");
    // An open item is only looked at: what its lead sent goes on waiting.
    let mut story = self::story();
    story.press("<Space>");
    assert_eq!(state(&story.stored(), 700), UpdateState::Waiting);
}

#[test]
fn a_closed_meeting_offers_no_decision() {
    let mut story = story();
    story.sees("y accepts").sees("y accept update");
    story
        .press(":close<Enter><Enter><Esc>")
        .press("<Home>")
        .sees_not("y accepts")
        .sees_not("y accept update");
}

#[test]
fn the_agenda_marks_what_waits_from_a_lead() {
    let mut store = town::store();
    send(&mut store, 700, milestone(12, 1), Some('A'), "", None);
    send(&mut store, 701, action(22), None, "Locks are late.", None);
    let mut story = Story::on(
        Shared::new(store),
        Some((town::PLAN, town::MEETING)),
        (80, 24),
        Look::mono(),
    );
    story.sees("1.2 ● G!“ Train").sees("2.2 ● G “ Fit");
    story.resize(120, 40);
    story.sees("1.2 ● G! “◆A Train").sees("2.2 ● G  “ Fit");
    story.press("ly<Enter>").sees_not("“◆A");
}

/// What can be done with an update is seen however much the lead wrote, and so is what became of it.
#[test]
fn a_long_word_of_a_lead_hides_no_decision() {
    let mut store = town::store();
    let long = "The landlord withdrew, and a new building has to be found, surveyed and paid for before anything \
                else can begin; we looked at four of them, and none has a ramp";
    send(
        &mut store,
        700,
        milestone(12, 1),
        None,
        long,
        Some("June 2027"),
    );
    let mut story = Story::on(
        Shared::new(store),
        Some((town::PLAN, town::MEETING)),
        (80, 24),
        Look::mono(),
    );
    story.press("l").sees("(y grants, n refuses)");
    story.press("nno<Enter>").sees("(refused: no)");
    // A note that has no room among the facts stands below in full.
    let mut story = Story::meeting();
    story.press(":2.2<Enter>i").press(long).press("<Enter>");
    story.sees("paid for before…").sees("none has a ramp");
}

/// The marks of an item leave its title long enough to be known by.
#[test]
fn the_marks_of_the_agenda_leave_room_for_the_title() {
    let mut store = town::store();
    send(&mut store, 700, action(12), Some('A'), "", None);
    let mut story = Story::on(
        Shared::new(store),
        Some((town::PLAN, town::MEETING)),
        (80, 24),
        Look::mono(),
    );
    story.press("ljr<Enter>h").sees("1.2 m▲R!“ Train stre…│");
    story.resize(120, 40).sees("1.2 ● G! m▲R “◆A Train street");
}
