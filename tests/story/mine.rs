//! A lead's own items: three updates in one sitting.

use chrono::NaiveDate;
use milepost::app::mine::Mine;
use milepost::domain::{Letter, Register, UpdateId};
use milepost::store::{MemoryStore, Reader, inbox};
use tempfile::TempDir;

use super::teller::Story;
use super::town::{self, action, milestone};
use super::updates::send;

pub fn begin() -> (Story, TempDir) {
    begin_on(town::store())
}

fn begin_on(store: MemoryStore) -> (Story, TempDir) {
    let plan = store.load(town::PLAN).unwrap();
    let hers = [milestone(11, 1), milestone(11, 2), action(23)];
    let hers: Vec<_> = hers.into_iter().map(|t| (town::PLAN, t)).collect();
    let today = NaiveDate::from_ymd_opt(2026, 10, 12).unwrap();
    let mine = Mine::new("Ann Example".to_owned(), today, vec![plan], &hers);
    let folder = tempfile::tempdir().unwrap();
    let story = Story::mine(mine, folder.path().to_owned());
    (story, folder)
}

/// What a later version of the plan's file no longer has says so, also while something is chosen for it.
#[test]
fn what_is_gone_from_the_plan_says_so() {
    let mut store = town::store();
    town::lose_first_milestone(&mut store);
    let (mut story, _folder) = begin_on(store);
    let mark = "Not in the plan any more · ";
    story.sees(&format!("{mark}Light the canal path"));
    let marked = |story: &mut Story| story.text().matches(mark).count();
    assert_eq!(marked(&mut story), 1);
    story.press("g").sees(&format!("{mark}→ Green (not sent"));
    assert_eq!(marked(&mut story), 1);
}

#[test]
fn only_her_items_are_there_with_what_is_late() {
    let (mut story, _folder) = begin();
    story
        .sees("Ann Example · 3 open, 2 overdue")
        .sees("▸ 1.1 m1")
        .sees("Jun 2026 OVERDUE 3 months")
        .sees("Open a drop-in room")
        .sees("r ▲ R Red")
        .sees_not("Train street wardens");
}

#[test]
fn how_much_of_hers_is_out_of_sight_is_said() {
    let (mut story, _folder) = begin();
    story.sees_not(" more");
    story.resize(40, 10).sees("1 more ↓").press("<End>");
    story.sees("↑ 1 more").sees("Contract le… Aug 2026 !");
}

#[test]
fn a_letter_a_line_and_enter_send_and_go_on() {
    let (mut story, folder) = begin();
    story.press("jg").sees("→ Green (not sent: Enter sends)");
    story
        .press("iSigned on Monday<Enter>")
        .sees("→ Green · “Signed on Monday” (not sent: Enter sends)");
    assert!(!inbox::is_waiting(folder.path()));
    story
        .press("<Enter>")
        .sees("Sent: 1.1 m2 Green")
        .sees("▸ 2.3");
    let collected = inbox::collect(folder.path()).unwrap();
    let sent: Vec<_> = collected
        .parcels
        .iter()
        .flat_map(|(_, p)| &p.updates)
        .collect();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].target, milestone(11, 2));
    assert_eq!(sent[0].status, Some(Letter('G')));
    assert_eq!(sent[0].note, "Signed on Monday");
    assert_eq!(sent[0].by, "Ann Example");
}

#[test]
fn a_date_without_a_reason_owes_no_words_for_it() {
    let (mut story, _folder) = begin();
    story
        .press("jjddec 2026<Enter><Enter>")
        .sees("asks for Dec 2026 (not sent");
}

#[test]
fn a_later_date_needs_a_reason_and_is_asked_for() {
    let (mut story, folder) = begin();
    story.press("jd31 jan 2027").sees("5 months later");
    story
        .press("<Enter><Enter>")
        .sees("a later date needs a reason");
    story
        .press("frost<Enter>")
        .sees("asks for 31 Jan 2027 because frost (not sent");
    story.press("<Enter>").sees("Sent: 1.1 m2");
    story.sees("sent 15 Oct 2026: asks for 31 Jan 2027 because frost");
    let collected = inbox::collect(folder.path()).unwrap();
    let sent = &collected.parcels[0].1.updates[0];
    assert_eq!(sent.due.as_ref().unwrap().to_string(), "31 Jan 2027");
    assert_eq!(sent.why, "frost");
}

#[test]
fn nothing_chosen_nothing_sent_and_escape_drops() {
    let (mut story, folder) = begin();
    story.press("<Enter>").sees("not sent: it says nothing");
    story.sees_not("Esc drop").press("g").sees("Esc drop");
    story
        .press("<Esc>")
        .sees("dropped: nothing was sent")
        .sees_not("Esc drop");
    assert!(!inbox::is_waiting(folder.path()));
}

#[test]
fn leaving_says_what_is_begun() {
    let (mut story, _folder) = begin();
    story
        .press("gq")
        .sees("Leave without sending?")
        .sees("1.1 m1: begun, not sent");
    story.press("<Esc><Enter>q");
    assert!(story.session.is_ending());
}

#[test]
fn what_was_sent_stands_there_in_full_with_what_became_of_it() {
    let mut store = town::store();
    send(
        &mut store,
        700,
        action(23),
        Some('R'),
        "Lease unsigned.",
        Some("June 2027"),
    );
    let mut plan = store.load(town::PLAN).unwrap();
    let sees = |plan: &Register, words: &str| {
        let today = NaiveDate::from_ymd_opt(2026, 10, 12).unwrap();
        let hers = [(town::PLAN, action(23))];
        let mine = Mine::new("Ann Example".to_owned(), today, vec![plan.clone()], &hers);
        let folder = tempfile::tempdir().unwrap();
        let mut story = Story::mine(mine, folder.path().to_owned());
        story.resize(120, 40).sees(words);
    };
    let sent = "Red, asks for Jun 2027 because frost – Lease unsigned.";
    sees(&plan, &format!("sent 12 Oct 2026: {sent}"));
    let changes = plan.refuse(UpdateId(700), town::MEETING, "it was promised");
    plan.apply_all(&changes).unwrap();
    sees(
        &plan,
        &format!("sent 12 Oct 2026 (date refused: it was promised): {sent}"),
    );
}
