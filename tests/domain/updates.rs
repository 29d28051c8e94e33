//! What leads send, and what a meeting makes of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use milepost::domain::due::read::read;
use milepost::domain::update::{Sent, take_in};
use milepost::domain::{
    Change, Ids, Letter, MeetingId, PlanId, Register, Standing, Target, UpdateId, UpdateState,
};

use crate::search::small::Sketch;

const MEETING: MeetingId = MeetingId(7);

fn plan() -> (Register, Target, Target) {
    let register = Sketch::new(1)
        .action("6.1", "Mend the lights", "A. Example", "Nov 2012", "G")
        .milestone("Lights bought", "", "Oct 2012")
        .done();
    let action = register.action_by_reference("6.1").unwrap();
    let milestone = register.milestones_of(action).next().unwrap().0;
    (
        register,
        Target::Action(action),
        Target::Milestone(milestone),
    )
}

fn at(minute: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2012-10-15T09:{minute:02}:00+01:00")).unwrap()
}

fn today() -> NaiveDate {
    at(0).date_naive()
}

fn sent(target: Target, minute: u32) -> Sent {
    Sent {
        plan: PlanId(1),
        target,
        by: "A. Example".into(),
        at: at(minute),
        status: Some(Letter('A')),
        note: "the ladder broke".into(),
        due: None,
        why: String::new(),
    }
}

fn asking(target: Target, minute: u32, due: &str, why: &str) -> Sent {
    Sent {
        due: Some(read(due)),
        why: why.into(),
        ..sent(target, minute)
    }
}

fn taken(register: &mut Register, all: &[Sent]) -> Vec<UpdateId> {
    let (changes, lost) = take_in(register, all, &mut Ids::starting_at(100));
    assert_eq!(lost, [0usize; 0]);
    register.apply_all(&changes).unwrap();
    register.updates().map(|(id, _)| id).collect()
}

#[test]
fn accepting_takes_status_and_date_and_keeps_the_word() {
    let (mut register, action, _) = plan();
    let before = register.clone();
    let ids = taken(
        &mut register,
        &[asking(action, 1, "Jan 2013", "the ladder broke")],
    );
    assert!(register.asks_extension(ids[0]));
    let changes = register.accept(ids[0], MEETING);
    register.apply_all(&changes).unwrap();
    assert_eq!(register.status(action), Some(Letter('A')));
    assert_eq!(register.dated(action).unwrap().due.to_string(), "Jan 2013");
    assert_eq!(register.baseline(action).unwrap().to_string(), "Nov 2012");
    let update = register.update(ids[0]).unwrap();
    assert_eq!(update.state, UpdateState::Accepted);
    assert_eq!(update.meeting, Some(MEETING));
    assert_eq!(register.accept(ids[0], MEETING), [], "decided once");
    let back: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
    register.apply_all(&back).unwrap();
    assert_eq!(register.status(action), before.status(action));
    assert_eq!(register.waiting_on(action).unwrap().0, ids[0]);
}

#[test]
fn refusing_keeps_the_date_and_says_why() {
    let (mut register, _, milestone) = plan();
    let ids = taken(&mut register, &[asking(milestone, 1, "Jan 2013", "rain")]);
    let changes = register.refuse(ids[0], MEETING, "the money ends in December");
    register.apply_all(&changes).unwrap();
    assert_eq!(
        register.dated(milestone).unwrap().due.to_string(),
        "Oct 2012"
    );
    assert_eq!(register.status(milestone), Some(Letter('A')));
    let state = &register.update(ids[0]).unwrap().state;
    assert_eq!(
        *state,
        UpdateState::Refused("the money ends in December".into())
    );
}

#[test]
fn refusing_the_date_of_an_action_that_is_done_decides_what_waits_under_it() {
    let (mut register, action, milestone) = plan();
    let done = |mut sent: Sent| {
        sent.status = Some(Letter('B'));
        sent
    };
    let all = [
        done(sent(milestone, 1)),
        done(asking(action, 2, "Jan 2013", "rain")),
    ];
    let ids = taken(&mut register, &all);
    let changes = register.refuse(ids[1], MEETING, "it is done");
    assert_eq!(register.left_open(&changes, today()), None);
    register.apply_all(&changes).unwrap();
    assert_eq!(register.status(milestone), Some(Letter('B')));
    let state = &register.update(ids[0]).unwrap().state;
    assert_eq!(*state, UpdateState::Accepted);
}

#[test]
fn overriding_changes_nothing_but_the_update() {
    let (mut register, action, _) = plan();
    let ids = taken(&mut register, &[sent(action, 1)]);
    let changes = register.override_update(ids[0], MEETING);
    register.apply_all(&changes).unwrap();
    assert_eq!(register.status(action), Some(Letter('G')));
    assert_eq!(
        register.update(ids[0]).unwrap().state,
        UpdateState::Overridden
    );
    assert!(register.waiting_on(action).is_none());
}

/// What becomes of updates on the action when the newest of them is accepted.
fn states_after_accepting(all: &[Sent]) -> (Register, Vec<UpdateState>) {
    let (mut register, action, _) = plan();
    let ids = taken(&mut register, all);
    let newest = register.waiting_on(action).unwrap().0;
    let changes = register.accept(newest, MEETING);
    register.apply_all(&changes).unwrap();
    let state = |id: &UpdateId| register.update(*id).unwrap().state.clone();
    let states = ids.iter().map(state).collect();
    (register, states)
}

#[test]
fn a_later_word_of_the_same_lead_replaces_the_older_one() {
    let (_, action, milestone) = plan();
    let mut red = sent(action, 5);
    red.status = Some(Letter('R'));
    let (register, states) =
        states_after_accepting(&[sent(action, 1), sent(action, 2), red, sent(milestone, 3)]);
    use UpdateState::{Accepted, Replaced, Waiting};
    assert_eq!(states, [Replaced, Replaced, Accepted, Waiting]);
    assert_eq!(register.status(action), Some(Letter('R')));
}

#[test]
fn another_leads_word_is_not_replaced_but_overridden() {
    let (_, action, _) = plan();
    let mut other = sent(action, 1);
    other.by = "B. Other".into();
    let (_, states) = states_after_accepting(&[other, sent(action, 5)]);
    assert_eq!(states, [UpdateState::Overridden, UpdateState::Accepted]);
}

#[test]
fn an_older_word_whose_date_is_granted_is_accepted() {
    let (_, action, _) = plan();
    let (register, states) =
        states_after_accepting(&[asking(action, 1, "Jan 2013", "rain"), sent(action, 5)]);
    assert_eq!(register.dated(action).unwrap().due.to_string(), "Jan 2013");
    assert_eq!(states, [UpdateState::Accepted, UpdateState::Accepted]);
}

#[test]
fn an_older_word_is_replaced_also_where_the_chair_overrides_the_newest() {
    let (mut register, action, _) = plan();
    let ids = taken(&mut register, &[sent(action, 1), sent(action, 5)]);
    let changes = register.override_update(ids[1], MEETING);
    register.apply_all(&changes).unwrap();
    let state = |id: UpdateId| register.update(id).unwrap().state.clone();
    assert_eq!(state(ids[0]), UpdateState::Replaced);
    assert_eq!(state(ids[1]), UpdateState::Overridden);
}

#[test]
fn what_was_taken_in_once_is_not_taken_in_again() {
    let (mut register, action, _) = plan();
    let all = [sent(action, 1), sent(action, 2)];
    assert_eq!(taken(&mut register, &all).len(), 2);
    assert_eq!(
        take_in(&register, &all, &mut Ids::starting_at(200)),
        (vec![], vec![])
    );
    let mut elsewhere = sent(action, 3);
    elsewhere.plan = PlanId(2);
    assert_eq!(
        take_in(&register, &[elsewhere], &mut Ids::starting_at(200)),
        (vec![], vec![0])
    );
}

#[test]
fn what_cannot_be_sent_is_said_in_words() {
    let (mut register, action, milestone) = plan();
    let said = |register: &Register, sent: Sent| match sent.check(register, today()) {
        Ok(()) => "fine".to_owned(),
        Err(why) => why.to_string(),
    };
    assert_eq!(said(&register, sent(action, 1)), "fine");
    assert_eq!(
        said(&register, asking(action, 1, "Jan 2013", "rain")),
        "fine"
    );
    assert_eq!(said(&register, asking(action, 1, "1 Nov 2012", "")), "fine");
    assert_eq!(
        said(&register, asking(action, 1, "Jan 2013", " ")),
        "Jan 2013 is later than Nov 2012: say why"
    );
    assert_eq!(
        said(&register, asking(action, 1, "1 Oct 2012", "")),
        "1 Oct 2012 is past: give a later date, or say why"
    );
    let mut empty = sent(action, 1);
    (empty.status, empty.note) = (None, " ".into());
    assert_eq!(
        said(&register, empty),
        "it says nothing: give a status, a note or a date"
    );
    let mut odd = sent(action, 1);
    odd.status = Some(Letter('X'));
    assert_eq!(said(&register, odd), "the plan has no status X");
    let close = register.set_standing(action, Standing::Withdrawn).unwrap();
    register.apply_all(&[close]).unwrap();
    assert_eq!(
        said(&register, sent(milestone, 1)),
        "6.1 is withdrawn: updates are for open items"
    );
}
