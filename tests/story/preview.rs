//! Before a plan is stored: its questions, an answer each, and then it is stored as it was shown, or not at all.

use std::collections::BTreeMap;

use milepost::app::preview::{Preview, Stored};
use milepost::domain::{Deed, Key, PlanId, Record, Register, Target};
use milepost::import::{self, Draft};
use milepost::store::{MemoryStore, Reader, Which};
use milepost::view::look::Look;

use super::teller::{Shared, Story};
use crate::import::real::plans;

/// A column nobody knows, and a cell whose three milestones ran together.
pub const PLAN: &str = "\
Ref,Action,Milestone,Due,Lead,Berth
1.1,Paint the boat house,Paint bought,June 2026,Ann Example,North
1.2,Mend the jetty,Agree the timber with the yard Paint and lay the planks Open the jetty,March 2027 April 2027 May 2027,Bo Other,East
1.3,Teach ten children to row,First lesson held,to be confirmed,Ann Example,South
";

fn read(text: &str) -> Draft {
    import::read("boats.csv", text.as_bytes()).unwrap()
}

fn begin() -> Story {
    let store = Shared::new(MemoryStore::default());
    Story::preview(store, Preview::new(read(PLAN), None), Look::dark())
}

fn stored(story: &Story) -> Register {
    let plans = story.store.plans().unwrap();
    assert_eq!(plans.len(), 1);
    story.store.load(plans[0].id).unwrap()
}

fn milestones(register: &Register) -> Vec<String> {
    let all = register
        .actions()
        .flat_map(|(id, _)| register.milestones_of(id));
    all.map(|(_, m)| m.text().to_owned()).collect()
}

#[test]
fn the_questions_are_listed_worst_first_with_the_cell_beside_what_it_became() {
    let mut story = begin();
    story
        .sees("Import of boats.csv")
        .sees("2 questions open")
        .sees("3 actions, 5 milestones")
        .sees("▸ unknown column")
        .sees("cut cell")
        .sees("The column “Berth” is not known. What does it hold?")
        .sees(" North                                 │ kept under its own name");
    story
        .press("j")
        .sees("▸ cut cell")
        .sees("Are the cuts right?")
        .sees(" Agree the timber with the yard Paint  │ Agree the timber with the yard |")
        .sees("│ M1 Agree the timber with the yard ·")
        .sees("│ M3 Open the jetty · May 2027");
}

#[test]
fn accepted_questions_go_and_enter_stores_what_is_shown() {
    let mut story = begin();
    story
        .press("<Enter>")
        .sees("accepted")
        .sees("1 question open");
    story.press("w").sees("1 to answer first");
    assert!(story.store.plans().unwrap().is_empty());
    story
        .press("y")
        .sees("Nothing is stored yet. Enter stores this plan")
        .sees("Enter store it")
        .sees("q cancel")
        .sees("5 milestones");
    assert!(story.store.plans().unwrap().is_empty());
    story.press("<Enter>");
    assert!(story.session.is_ending());
    let register = stored(&story);
    assert_eq!(register.actions().count(), 3);
    let texts = milestones(&register);
    assert_eq!(texts.len(), 5);
    assert_eq!(texts[2], "Paint and lay the planks");
    let entries = story.store.entries(Which::After(0)).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].deed, Deed::Import);
    assert_eq!(entries[0].what, "import boats.csv");
    assert_eq!(entries[0].by, "Ann Chair");
}

#[test]
fn a_cut_is_moved_by_words_and_stored_where_it_was_left() {
    let mut story = begin();
    story
        .press("jm")
        .sees("with the cut moved")
        .sees("│ 1 Agree the timber with the yard")
        .sees("│ 2 Paint and lay the planks")
        .sees("│ 3 Open the jetty");
    story
        .press("h")
        .sees("│ 1 Agree the timber with the\n")
        .press("<Tab>l")
        .sees("│ 3 the jetty\n");
    story
        .press("<Enter>")
        .sees("cut before word 6, 13 (u takes it back)")
        .sees("5 milestones");
    story.press("A<Enter>");
    let texts = milestones(&stored(&story));
    assert_eq!(
        texts[1..4],
        [
            "Agree the timber with the",
            "yard Paint and lay the planks Open",
            "the jetty"
        ]
    );
}

/// What leads in to the list is no milestone, and the cuts after it fall where they are shown.
#[test]
fn a_cut_after_words_that_lead_in_falls_where_it_is_shown() {
    let text = PLAN.replace(
        "Agree the timber",
        "All by spring including: Agree the timber",
    );
    let store = Shared::new(MemoryStore::default());
    let mut story = Story::preview(store, Preview::new(read(&text), None), Look::dark());
    story
        .press("jm<Tab>h")
        .sees("│ 1 All by spring including:\n")
        .sees("│ 2 Agree the timber with the\n");
    story.press("<Enter>A<Enter>");
    let texts = milestones(&stored(&story));
    assert_eq!(
        texts[1..4],
        [
            "Agree the timber with the",
            "yard Paint and lay the planks",
            "Open the jetty"
        ]
    );
}

#[test]
fn a_cell_is_kept_whole_with_one_key() {
    let mut story = begin();
    story.press("je").sees("3 actions, 3 milestones");
    story.press("A<Enter>");
    let texts = milestones(&stored(&story));
    assert_eq!(texts.len(), 3);
    assert!(texts[1].ends_with("the planks Open the jetty"), "{texts:?}");
}

#[test]
fn a_column_is_given_what_it_holds_from_a_menu() {
    let mut story = begin();
    story.press("c").sees("The column holds").sees("tags");
    let keys = story.rows();
    let row = keys.iter().find(|r| r.contains("  tags")).unwrap();
    let before = row.split("  tags").next().unwrap();
    let key = before.chars().last().unwrap().to_string();
    story
        .press(&key)
        .sees("the column holds tags (u takes it back)")
        .sees("1 question open");
    story.press("A<Enter>");
    let register = stored(&story);
    let tags: Vec<_> = register.actions().flat_map(|(_, a)| a.tags).collect();
    assert_eq!(tags, ["North", "East", "South"]);
}

#[test]
fn spellings_are_kept_apart_unless_they_are_joined() {
    let text = PLAN.replace("confirmed,Ann", "confirmed,A.");
    let begin = || {
        let store = Shared::new(MemoryStore::default());
        let mut story = Story::preview(store, Preview::new(read(&text), None), Look::dark());
        story
            .press("yy")
            .sees("one person?")
            .sees("A. Example")
            .sees("o one lead");
        story
    };
    begin()
        .press("y")
        .sees("kept apart (u takes it back)")
        .sees("no question open");
    begin()
        .press("n")
        .sees("kept apart (u takes it back)")
        .sees("no question open");
    let mut story = begin();
    story.sees("w store it").press("w");
    assert!(story.session.is_ending(), "they may be settled later");
    let mut story = begin();
    story
        .press("o")
        .sees("joined as one lead (u takes it back)")
        .sees("no question open");
    story.press("<Enter>");
    let people = story.store.load(Key::NO_PLAN).unwrap();
    assert_eq!(people.people().count(), 1);
}

#[test]
fn an_answer_that_does_not_fit_changes_nothing() {
    let mut story = begin();
    story
        .press("s")
        .sees("that is no answer to this question")
        .sees("2 questions open");
}

#[test]
fn answers_are_taken_back_one_by_one_and_all_at_once() {
    let mut story = begin();
    story.press("u").sees("nothing was answered yet");
    story.press("y").sees("1 question open");
    story.press("u").sees("taken back").sees("2 questions open");
    story
        .press("yA")
        .sees("1 accepted")
        .sees("no question open");
    story.press("u").sees("1 question open");
    story.press("u").sees("2 questions open");
}

#[test]
fn cancelling_leaves_the_store_as_it_was() {
    let mut story = begin();
    story.press("q");
    assert!(story.session.is_ending());
    let mut story = begin();
    story
        .press("yyq")
        .sees("Cancel the import?")
        .sees("nothing is stored");
    story.press("<Esc>");
    assert!(!story.session.is_ending());
    story.press("q<Enter>");
    assert!(story.session.is_ending());
    assert!(story.store.entries(Which::After(0)).unwrap().is_empty());
    assert!(story.store.plans().unwrap().is_empty());
}

#[test]
fn the_report_and_the_keys_are_there_to_read() {
    let mut story = begin();
    story
        .press("r")
        .sees("Report of boats.csv")
        .sees("Questions, worst first");
    story
        .press("<Esc>?")
        .sees("Help: before a plan is stored")
        .sees("store the plan as it is shown");
}

#[test]
fn a_plan_that_cannot_be_saved_stays_on_the_screen() {
    let mut story = begin();
    *story.refuse.lock().unwrap() = Some("no space left");
    story
        .press("A<Enter>")
        .sees("NOT SAVED (1)")
        .sees("the disk is full");
    assert!(!story.session.is_ending());
    story.press("<Enter>u");
    *story.refuse.lock().unwrap() = None;
    story.session.settle();
    assert!(story.session.is_ending());
    assert_eq!(story.store.entries(Which::After(0)).unwrap().len(), 1);
}

#[test]
fn keys_typed_ahead_store_it_once() {
    let mut story = begin();
    story.press("A<Enter><Enter>w<Enter>");
    assert_eq!(story.store.entries(Which::After(0)).unwrap().len(), 1);
}

/// The plans people really have, where they are at hand.
#[test]
fn real_plans_are_answered_and_stored_as_shown() {
    let Some(folder) = plans() else { return };
    for file in [
        "sunderland.txt",
        "darlington.docx",
        "midyear.xlsx",
        "suffolk.txt",
    ] {
        let draft = import::read(file, &std::fs::read(folder.join(file)).unwrap()).unwrap();
        let store = Shared::new(MemoryStore::default());
        let mut story = Story::preview(store, Preview::new(draft, None), Look::dark());
        for _ in 0..3 {
            story.press("<Enter>j").sees(file);
        }
        story.press("A").sees("no question open");
        let shown = story.text();
        story.press("w");
        assert!(story.session.is_ending(), "{file}: {}", story.text());
        let register = stored(&story);
        let actions = register.actions().count();
        assert!(actions > 3, "{file}: {actions}");
        let counts = format!(
            "{actions} actions, {} milestones",
            milestones(&register).len()
        );
        assert!(shown.contains(&counts), "{file}: {counts}\n{shown}");
    }
}

fn version(store: &Shared, plan: PlanId) -> Stored {
    let register = store.load(plan).unwrap();
    let mut sources = BTreeMap::new();
    let targets: Vec<Target> = register
        .actions()
        .flat_map(|(id, _)| {
            let below = register
                .milestones_of(id)
                .map(|(id, _)| Target::Milestone(id));
            std::iter::once(Target::Action(id)).chain(below)
        })
        .collect();
    for target in targets {
        if let Some(Record::Source(source)) = store.record(Key::source(plan, target)).unwrap() {
            sources.insert(target, source);
        }
    }
    let people = store.load(Key::NO_PLAN).unwrap();
    let history = store.entries(milepost::store::Which::Plan(plan)).unwrap();
    Stored {
        register,
        sources,
        recorded: milepost::domain::Recorded::of(plan, &history),
        exported: None,
        people,
    }
}

#[test]
fn a_new_version_shows_what_is_new_changed_and_gone_and_changes_the_stored_plan() {
    let mut story = begin();
    story.press("A<Enter>");
    let store = story.store.clone();
    let plan = store.plans().unwrap()[0].id;
    let next = PLAN.replace("June 2026", "July 2026").replace(
        "1.3,Teach ten children to row,First lesson held",
        "1.4,Buy a bell,Bell hung",
    );
    let preview = Preview::new(read(&next), Some(version(&store, plan)));
    let mut story = Story::preview(store, preview, Look::dark());
    story
        .press("A")
        .sees("compared with “boats” as stored: 1 new,")
        .sees("1 gone")
        .sees("Buy a bell")
        .sees("Teach ten children to row");
    story.press("<Enter>");
    let register = stored(&story);
    assert_eq!(register.id(), plan);
    assert_eq!(register.actions().count(), 4);
}

/// Where only the title is the same, it is asked which of the two it is.
#[test]
fn a_file_of_the_same_title_is_a_new_version_or_a_plan_of_its_own() {
    let begin = || {
        let mut story = begin();
        story.press("A<Enter>");
        let store = story.store.clone();
        let plan = store.plans().unwrap()[0].id;
        let next = PLAN.replace("June 2026", "July 2026");
        let preview = Preview::new(read(&next), Some(version(&store, plan))).asking();
        let mut story = Story::preview(store, preview, Look::dark());
        story
            .sees("compared with “boats” as stored")
            .sees("▸ version")
            .sees("“boats” is stored already. Is this file a new version of it?")
            .sees("N a new plan");
        story
    };
    let mut story = begin();
    story
        .press("N")
        .sees("a plan of its own (u takes it back)")
        .sees("· a new plan: “boats”")
        .press("u")
        .sees("compared with “boats” as stored")
        .sees("▸ version");
    story.press("NA").sees_not("compared with");
    story.press("<Enter>");
    assert!(story.session.is_ending());
    let plans = story.store.plans().unwrap();
    assert_eq!(plans.len(), 2);
    assert_eq!(plans[0].plan.title, plans[1].plan.title);
    let mut story = begin();
    story
        .press("yA")
        .sees("compared with “boats” as stored: 0 new, 1 changed, 0 gone");
    story.press("<Enter>");
    assert_eq!(story.store.plans().unwrap().len(), 1);
}

#[test]
fn spellings_joined_in_a_new_version_are_joined_once() {
    let mut story = begin();
    story.press("A<Enter>");
    let store = story.store.clone();
    let plan = store.plans().unwrap()[0].id;
    for due in ["June 2028", "July 2028"] {
        let next = PLAN.replace("to be confirmed,Ann", &format!("{due},A."));
        let preview = Preview::new(read(&next), Some(version(&store, plan)));
        let mut story = Story::preview(store.clone(), preview, Look::dark());
        story
            .press("yy")
            .sees("one person?")
            .press("o")
            .sees("no question open");
        story.press("<Enter>");
        assert!(story.session.is_ending());
        let people = store.load(Key::NO_PLAN).unwrap();
        assert_eq!(people.people().count(), 1);
    }
}

/// Every size draws, whatever is open.
#[test]
fn it_is_drawn_at_every_size() {
    for (columns, rows) in [(40, 10), (40, 12), (59, 20), (60, 24), (120, 40)] {
        let mut story = begin();
        story.resize(columns, rows).sees("boats.csv");
        if rows < 15 {
            story.press("j").sees("more ↓ PageDown");
            story
                .press(&"<PageDown>".repeat(20))
                .sees_not("more ↓")
                .press("k");
        }
        story.press("jm").sees("cut");
        story.press("mA").sees("Nothing is stored yet");
    }
}
