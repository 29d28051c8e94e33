//! Matters arising: what earlier meetings gave out, gone through in the next one.

use chrono::NaiveDate;
use milepost::domain::due::read::read as read_due;
use milepost::domain::{
    ActionId, Arising, ArisingId, Change, Deed, Due, Exception, ItemState, Key, Meeting, MeetingId,
    MeetingState, NewEntry, NoteId, Record, Register, Seat,
};
use milepost::store::{MemoryStore, Reader as _, Store};
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use super::town::{self, LAST, MEETING, PLAN, action};

/// An action arising of September.
fn given(n: u64, item: Option<u64>, who: &str, what: &str, due: &str) -> Change {
    let arising = Arising {
        meeting: LAST,
        action: item.map(ActionId),
        what: what.to_owned(),
        who: who.to_owned(),
        due: if due.is_empty() {
            Due::none()
        } else {
            read_due(due)
        },
        done: None,
    };
    Change::add(Key::arising(PLAN, ArisingId(n)), Record::Arising(arising))
}

/// Records what September gave out.
fn put(store: &mut MemoryStore, changes: Vec<Change>) {
    store
        .commit(NewEntry {
            at: town::at("2026-09-17T11:00:00+01:00"),
            by: "Ann Chair".to_owned(),
            seat: Seat::Chair,
            meeting: Some(LAST),
            deed: Deed::Record,
            what: "what September gave out".to_owned(),
            changes,
        })
        .unwrap();
}

/// The meeting of October, after one of September that gave out three actions.
fn october(size: (u16, u16)) -> Story {
    let mut store = town::store();
    put(
        &mut store,
        vec![
            given(
                801,
                Some(11),
                "Ann Example",
                "Ask the firm for a date",
                "30 Sept 2026",
            ),
            given(
                802,
                Some(21),
                "Cy Third",
                "Send the list of homes",
                "Nov 2026",
            ),
            given(803, None, "Bo Other", "Book the hall", ""),
        ],
    );
    Story::on(
        Shared::new(store),
        Some((PLAN, MEETING)),
        size,
        Look::dark(),
    )
}

fn done(story: &Story, n: u64) -> Option<MeetingId> {
    story.stored().given_out(ArisingId(n)).unwrap().done
}

fn due(story: &Story, n: u64) -> String {
    story
        .stored()
        .given_out(ArisingId(n))
        .unwrap()
        .due
        .to_string()
}

fn last_note(register: &Register, item: u64) -> String {
    let (_, note) = register.notes_on(action(item)).last().unwrap();
    note.text.clone()
}

#[test]
fn a_meeting_says_at_its_beginning_what_earlier_ones_gave_out() {
    let mut story = october((80, 24));
    story.sees("3 matters arising from earlier meetings: T goes through them");
    Story::meeting().sees_not("arising from earlier meetings");
}

/// The meeting of October, after one of September that parked some actions and gave out `arising`.
fn after_parking(parked: &[(u64, &str)], arising: Vec<Change>) -> Story {
    let mut store = town::store();
    let register = store.load(PLAN).unwrap();
    let park = parked.iter().map(|(n, why)| {
        let state = ItemState::Parked((*why).to_owned());
        register.set_item(LAST, ActionId(*n), state, 0).unwrap()
    });
    let changes = park.chain(arising).collect();
    put(&mut store, changes);
    let place = Some((PLAN, MEETING));
    Story::on(Shared::new(store), place, (80, 24), Look::dark())
}

#[test]
fn what_the_last_meeting_parked_is_left_to_this_one() {
    let mut story = after_parking(&[(12, "no figures"), (22, "nobody here")], Vec::new());
    story
        .sees("parked by an earlier meeting: 2 items, f p shows them")
        .sees_not("Parked    JAG");
    story
        .press("l")
        .sees("Parked    JAG 17 Sep 2026: no figures");
    story
        .press("f")
        .sees("p  parked (2)")
        .press("p")
        .sees("1.2 ")
        .sees("2.2 ")
        .sees_not("1.3 ");
    // What this meeting came to is left to nobody any more.
    story
        .press("<Space>")
        .press("h")
        .sees_not("Parked    JAG")
        .press("f")
        .sees("p  parked (1)");
    story.press("<Esc>pstill none<Enter>").press("f");
    story.sees("p  parked (2)");
}

#[test]
fn the_beginning_of_a_meeting_tells_both_in_one_line() {
    let arising = vec![given(801, None, "Bo Other", "Book the hall", "")];
    after_parking(&[(12, "no figures")], arising)
        .sees("1 matter arising from earlier meetings: T goes through them · 1 parked: f p");
}

#[test]
fn matters_arising_are_gone_through_with_a_key_or_two_each() {
    let mut story = october((130, 40));
    story
        .press("T")
        .sees("Matters arising: what earlier meetings gave out")
        .sees("▸ Ann Example: Ask the firm for a date")
        .sees("30 Sep 2026 OVERDUE · JAG 17 Sep 2026")
        .sees("Cy Third: Send the list of homes")
        .sees("Bo Other: Book the hall")
        .sees("3 found");
    story
        .press("<Enter>")
        .sees("carried over: another date")
        .press("d");
    story
        .sees("done · JAG 17 Sep 2026")
        .sees("▸ Cy Third")
        .sees("Saved: action arising of Ann Example done");
    assert_eq!(done(&story, 801), Some(MEETING));
    story.press("<Enter>d").sees("▸ Bo Other").press("<Enter>d");
    assert_eq!(
        (done(&story, 802), done(&story, 803)),
        (Some(MEETING), Some(MEETING))
    );
    let names: Vec<String> = story.journal().into_iter().skip(1).collect();
    assert_eq!(
        names,
        [
            "action arising of Ann Example done",
            "action arising of Cy Third done",
            "action arising of Bo Other done",
        ]
    );
}

#[test]
fn a_matter_says_whole_by_when_it_is_due_where_there_is_little_room() {
    october((80, 24))
        .press("T")
        .sees("30 Sep 2026 OVERDUE │")
        .sees("Nov 2026 · JAG 17 Sep 2026 │");
}

#[test]
fn the_palette_and_a_name_find_them() {
    let mut story = october((130, 40));
    story
        .press(":matters<Enter>")
        .sees("▸ Ann Example")
        .press("cy")
        .sees("▸ Cy Third")
        .sees_not("Bo Other")
        .press("<Enter>d");
    assert_eq!(
        (done(&story, 801), done(&story, 802)),
        (None, Some(MEETING))
    );
}

#[test]
fn a_few_words_on_what_came_of_it_are_a_note_on_the_item() {
    let mut story = october((130, 40));
    story
        .press("T<Enter>w<Enter>")
        .sees("a word is owed")
        .press("they come in May<Enter>")
        .sees("Saved: action arising of Ann Example done");
    assert_eq!(done(&story, 801), Some(MEETING));
    let words = "Ask the firm for a date – done: they come in May";
    assert_eq!(last_note(&story.stored(), 11), words);
    story.press("<Esc>").sees(words);
    story
        .press("H")
        .sees("action arising done: Ask the firm for a date – Ann Example")
        .sees(&format!("note: {words}"));
}

#[test]
fn what_is_not_done_is_carried_over_to_another_date_with_a_word_why() {
    let mut story = october((130, 40));
    story
        .press("T<Enter>c")
        .sees("now 30 Sep 2026")
        .press("<Enter><Enter>")
        .sees("another date or a word why is owed")
        .press("<Tab>rubbish<Enter>");
    assert_eq!(due(&story, 801), "30 Sep 2026");
    story
        .press("<C-u>30 nov")
        .sees("= 30 Nov 2026")
        .press("<Enter>the firm moved<Enter>")
        .sees("Saved: action arising of Ann Example carried over")
        .sees("▸ Cy Third");
    assert_eq!(
        (due(&story, 801), done(&story, 801)),
        ("30 Nov 2026".to_owned(), None)
    );
    assert_eq!(
        last_note(&story.stored(), 11),
        "Ask the firm for a date – carried over: the firm moved"
    );
    story.press("<Esc>H").sees(
        "action arising carried over: Ask the firm for a date – Ann Example – 30 Sep 2026 → 30 Nov 2026",
    );
    // One that arose under no item has a date and no note.
    story
        .press("<Esc>Tbo<Enter>")
        .sees_not("a few words")
        .sees_not("go to");
    story.press("c+2w<Enter>");
    assert_eq!(due(&story, 803), "29 Oct 2026");
}

#[test]
fn what_became_of_a_matter_is_taken_back() {
    let mut story = october((130, 40));
    let before = story.stored();
    story.press("T<Enter>wthey come<Enter><Esc>");
    story
        .press("u")
        .sees("Taken back: action arising of Ann Example done");
    assert_eq!(story.stored(), before);
    story.press("<C-r>");
    assert_eq!(done(&story, 801), Some(MEETING));
    // A wrong one is also opened again from the list.
    story.press("T<Home>").press("<Up><Up><Up>");
    story.press("<Enter>").sees("open again").press("o");
    assert_eq!(done(&story, 801), None);
}

#[test]
fn the_card_shows_what_is_still_to_be_done_under_its_item() {
    let mut story = october((130, 40));
    story
        .sees("Arising   Ask the firm for a date – Ann Example – 30 Sep 2026 OVERDUE 2 weeks")
        .sees("(JAG 17");
    story.press("l").sees_not("Arising  ");
    story
        .press("T<Enter>g")
        .sees("▸ 1.1  ")
        .press("T<Enter>d<Esc>");
    story.sees_not("Arising  ");
}

#[test]
fn minutes_tell_what_became_of_them() {
    let mut story = october((130, 60));
    story.press("T<Enter>d<Enter>c30 nov<Enter><Enter><Esc>M");
    story.press("<PageDown>");
    let text = story.text();
    let row = |who: &str| {
        let row = text
            .lines()
            .find(|l| l.contains("JAG 17 Sep 2026 ") && l.contains(who));
        row.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    assert!(row("Ann Example").contains("done 15 Oct 2026"), "{text}");
    assert!(row("Cy Third").contains("30 Nov 2026"), "{text}");
    assert!(
        row("Cy Third").contains("carried over from Nov 2026"),
        "{text}"
    );
    assert!(row("Bo Other").contains("outstanding"), "{text}");
}

#[test]
fn a_closed_meeting_changes_none_of_them() {
    let mut story = october((130, 40));
    story.press(":close<Enter><Enter><Esc>");
    story
        .press("T<Enter>")
        .sees_not("done, with")
        .sees("go to 1.1")
        .press("<Esc>");
    story.press("bo<Enter>").sees("this meeting is closed");
    assert_eq!(done(&story, 803), None);
}

#[test]
fn a_meeting_without_any_says_so() {
    let mut story = Story::meeting();
    story
        .press("T")
        .sees("no matters arising: no earlier meeting gave anything out");
}

#[test]
fn a_meeting_before_which_all_was_done_says_so() {
    let mut settled = given(801, None, "Bo Other", "Book the hall", "");
    if let Change::Put { to: Some(to), .. } = &mut settled
        && let Record::Arising(arising) = to.as_mut()
    {
        arising.done = Some(LAST);
    }
    after_parking(&[], vec![settled])
        .press("T")
        .sees("no matters arising: all that earlier meetings gave out is done");
}

#[test]
fn a_note_number_is_not_given_twice() {
    let mut story = october((130, 40));
    story.press("T<Enter>wone<Enter><Enter>wtwo<Enter>");
    let register = story.stored();
    let ids: Vec<NoteId> = [11, 21]
        .into_iter()
        .filter_map(|n| register.notes_on(action(n)).last())
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

/// A later meeting of the same forum, known from then on.
fn meets(store: &mut MemoryStore, id: u64, forum: &str, date: (i32, u32, u32)) {
    let meeting = Meeting {
        forum: forum.to_owned(),
        date: NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap(),
        chair: String::new(),
        state: MeetingState::Draft,
        attendees: Vec::new(),
        minutes: 0,
    };
    let key = Key::meeting(PLAN, MeetingId(id));
    put(store, vec![Change::add(key, Record::Meeting(meeting))]);
}

#[test]
fn next_meeting_is_read_alike_for_what_is_given_out_and_carried_over() {
    let mut story = october((130, 40));
    story
        .press("T<Enter>cnext meeting")
        .sees("= next meeting after 15 Oct 2026")
        .press("<Enter>the firm moved<Enter>")
        .sees("Saved: action arising of Ann Example carried over");
    assert_eq!(due(&story, 801), "next meeting after 15 Oct 2026");
    story.resize(160, 60).press("<Esc>M<PageDown>");
    story
        .sees("next meeting after 15 Oct  carried over from 30 Sep")
        .sees("2026                       2026");
}

#[test]
fn what_is_due_at_the_next_meeting_is_due_there_and_overdue_afterwards() {
    let (oct, nov, dec) = ((2026, 10, 15), (2026, 11, 15), (2026, 12, 17));
    let mut store = town::store();
    let changes = vec![
        given(801, Some(11), "Ann Example", "Ask the firm", "next meeting"),
        given(
            802,
            None,
            "Cy Third",
            "Send the list",
            "next meeting after 15 Oct 2026",
        ),
    ];
    put(&mut store, changes);
    let register = |store: &MemoryStore| store.load(PLAN).unwrap();
    let late = |store: &MemoryStore, n: u64, on: (i32, u32, u32)| {
        let register = register(store);
        let today = NaiveDate::from_ymd_opt(on.0, on.1, on.2).unwrap();
        let arising = register.given_out(ArisingId(n)).unwrap().clone();
        register.late_arising(&arising, today).is_some()
    };
    // September gave it out, and October is known.
    assert!(!late(&store, 801, oct) && late(&store, 801, nov));
    // A meeting of another forum is not the next one.
    meets(&mut store, 40, "Board", (2026, 10, 20));
    assert!(!late(&store, 802, nov));
    meets(&mut store, 41, "JAG", nov);
    meets(&mut store, 42, "JAG", dec);
    assert!(!late(&store, 802, nov) && late(&store, 802, dec));
    let mut story = Story::on(
        Shared::new(store),
        Some((PLAN, MeetingId(42))),
        (130, 60),
        Look::dark(),
    );
    story
        .sees("next meeting (15 Oct 2026) OVERDUE")
        .press("T")
        .sees("next meeting (15 Nov 2026) OVERDUE")
        .press("<Esc>M<PageDown>")
        .sees("next meeting (15 Nov 2026)")
        .sees("outstanding, overdue 5 weeks");
}

#[test]
fn what_is_carried_over_and_keeps_its_date_stands_so_in_the_minutes() {
    let mut story = october((130, 60));
    story
        .press("T<Enter>c<Tab>the firm moved<Enter>")
        .sees("Saved: action arising of Ann Example carried over")
        .press("<Esc>M<PageDown>");
    let text = story.text();
    let rows = text.lines().filter(|l| l.contains("JAG 17 Sep 2026 "));
    let outcomes: Vec<bool> = rows.map(|l| l.contains("  carried over ")).collect();
    assert_eq!(outcomes, [true, false, false], "{text}");
    // Taken back, nobody touched it.
    story.press("<Esc>u").press("M<PageDown>");
    story
        .sees_not("  carried over ")
        .sees("outstanding, overdue");
}

#[test]
fn words_on_a_matter_are_no_update_on_its_item() {
    let mut story = october((130, 60));
    let lacking = |story: &Story| {
        let register = story.stored();
        let all = register.exceptions(MEETING);
        let ids = [11, 21].map(ActionId);
        ids.map(|id| {
            (
                register.lacks_update(MEETING, id),
                all.is(id, Exception::NoUpdate),
            )
        })
    };
    let before = lacking(&story);
    assert_eq!(before[1], (true, true));
    story.press("T<Down><Enter>c<Tab>she is ill<Enter>");
    assert_eq!(
        last_note(&story.stored(), 21),
        "Send the list of homes – carried over: she is ill"
    );
    assert_eq!(lacking(&story), before);
    story.press("<Up><Enter>wthe list is there<Enter><Esc>");
    assert_eq!(lacking(&story), before);
    // What the room says of the item itself still is a word on it.
    story.press("/visit every<Enter>iHalf of them visited<Enter>");
    assert_eq!(lacking(&story)[1], (false, false));
}
