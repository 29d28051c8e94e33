//! Before a plan is stored: every key that answers or corrects, what the draft is after it, and that it can be taken back.

use milepost::app::preview::Preview;
use milepost::domain::Register;
use milepost::import::{self, Draft};
use milepost::store::{MemoryStore, Reader};
use milepost::view::look::Look;

use super::teller::{Shared, Story};

/// A title between rows, a row that goes on, an action in two rows, and a row of words below.
const PLAN: &str = "\
Ref,Action,Milestone,Due,Lead
1.1,Paint the boat house,Paint bought,June 2026,Ann Example
,,Walls painted,July 2026,Ann Example
Winter works,,,,
1.2,Mend the jetty,Timber agreed. Planks laid,March 2027,Bo Other
,and hang the new gate,Gate hung,April 2027,Bo Other
1.3,Teach ten children to row,First lesson held,May 2027,Ann Example
,,,,
Any other business is for the spring.,,,,
";

fn read(text: &str) -> Draft {
    import::read("boats.csv", text.as_bytes()).unwrap()
}

fn begin() -> Story {
    let store = Shared::new(MemoryStore::default());
    Story::preview(store, Preview::new(read(PLAN), None), Look::dark())
}

fn plan() -> Story {
    let mut story = begin();
    story.press("<Tab>").sees("── 1 of");
    story
}

/// Stores what is shown and hands back the plan.
fn stored(story: &mut Story) -> Register {
    story.press("Aw");
    assert!(story.session.is_ending(), "{}", story.text());
    let plans = story.store.plans().unwrap();
    story.store.load(plans[0].id).unwrap()
}

fn titles(register: &Register) -> Vec<String> {
    let actions = register.plan_order().into_iter();
    let title = |id| Some(register.action(id)?.title().to_owned());
    actions.filter_map(title).collect()
}

fn milestones(register: &Register) -> Vec<String> {
    let all = register.plan_order().into_iter();
    let all = all.flat_map(|id| register.milestones_of(id).collect::<Vec<_>>());
    all.map(|(_, m)| m.text().to_owned()).collect()
}

fn sections(register: &Register) -> Vec<String> {
    let all = register.priorities();
    all.iter().map(|(_, p)| p.title.clone()).collect()
}

#[test]
fn a_title_between_rows_is_asked_about_and_made_a_section_an_action_or_left_out() {
    let mut story = begin();
    story
        .sees("▸ stands alone")
        .sees("“Winter works” stands alone between the rows of a table. What is it?")
        .sees("boats.csv, line 4")
        .sees("kept as a note")
        .sees("t section")
        .sees("s action")
        .sees("b join")
        .sees("x skip");
    story
        .press("t")
        .sees("made a section (u takes it back)")
        .sees("2 sections, 4 actions");
    story.press("u").sees("1 section, 4 actions");
    story.press("s").sees("1 section, 5 actions").press("u");
    story.press("x").sees("1 section, 4 actions");
    story
        .press("r<End>")
        .sees("left out, as you said")
        .press("<Esc>u");
    story.press("b").sees("1 section, 4 actions");
    story.press("r").sees("What was said");
    story.press("<Esc>u");
    story.press("t");
    let register = stored(&mut story);
    assert_eq!(sections(&register)[1], "Winter works");
    assert_eq!(titles(&register)[0], "Paint the boat house");
    let winter: Vec<String> = register
        .actions()
        .filter(|(_, a)| register.priority(a.priority).unwrap().title == "Winter works")
        .map(|(_, a)| a.title().to_owned())
        .collect();
    assert_eq!(winter.len(), 3, "{winter:?}");
}

#[test]
fn a_row_that_begins_in_the_middle_of_a_sentence_is_joined_with_one_key() {
    let mut story = begin();
    story
        .press("j")
        .sees("▸ may go on")
        .sees("1.3/2 begins unlike the rows before it")
        .sees("b join")
        .press("b")
        .sees("joined to the row above (u takes it back)")
        .sees("3 actions")
        .press("u")
        .sees("4 actions")
        .press("b");
    let register = stored(&mut story);
    assert_eq!(titles(&register)[1], "Mend the jetty and hang the new gate");
    let source = register.actions().count();
    assert_eq!(source, 3);
}

#[test]
fn the_plan_is_looked_through_with_the_source_beside_it() {
    let mut story = plan();
    story
        .sees("▸ section    1 (without a title)")
        .sees("  action      1.1 Paint the boat house")
        .sees("  milestone     M2 Walls painted · Jul 2026 · Ann Example")
        .sees(" ?action      1.3/2 and hang the new gate")
        .press("j")
        .sees("boats.csv, line 2")
        .sees(" Ref: 1.1                              │ 1.1 Paint the boat house")
        .sees(" Action: Paint the boat house          │ M1 Paint bought · Jun 2026");
    story
        .sees_not("Any other business")
        .press("f")
        .sees("every row of the file is shown")
        .press("<End>")
        .sees("▸ note        Any other business is for the spring.")
        .press("f")
        .sees_not("▸ note")
        .sees("rows hidden: f");
    story
        .press("<Home>")
        .press("]")
        .sees("── 1 of")
        .press("<Tab>");
    story.sees("▸ stands alone");
}

#[test]
fn an_action_that_is_a_heading_is_made_one_in_the_plan() {
    let mut story = plan();
    story
        .press("jt")
        .sees("made a section (u takes it back)")
        .sees("▸ section    1 Paint the boat house")
        .sees("  action      1.1 Walls painted")
        .sees("4 actions, 4 milestones");
    story.press("u").sees("4 actions").sees("▸ action      1.1");
    story.press("t").press("t").sees("it is a section already");
    let register = stored(&mut story);
    assert_eq!(sections(&register), ["Paint the boat house"]);
    assert_eq!(
        titles(&register)[0],
        "Walls painted",
        "its second row begins an action"
    );
}

#[test]
fn an_action_is_left_out_with_all_its_rows_and_taken_in_again() {
    let mut story = plan();
    story
        .press("jx")
        .sees("▸ left out    1.1 | Paint the boat house")
        .sees("3 actions, 3 milestones")
        .sees("│ left out, as you said");
    story.press("x").sees("it is left out already");
    story.press("s").sees("4 actions").sees("▸ action");
    story.press("uu").sees("4 actions, 5 milestones");
    story.press("x");
    let register = stored(&mut story);
    assert!(titles(&register)[0].starts_with("Mend the jetty"));
    let words = &story
        .store
        .entries(milepost::store::Which::After(0))
        .unwrap()[0];
    assert_eq!(words.what, "import boats.csv");
}

#[test]
fn actions_and_milestones_are_joined_to_what_stands_above_them() {
    let mut story = plan();
    story.press("jb").sees("there is no action above");
    // Down to action 1.2, past two milestones.
    story.press("jjj").sees("▸ action      1.2 Mend the jetty");
    story.press("b").sees("3 actions").press("u");
    story.press("kk").sees("▸ milestone     M1").press("b");
    story.sees("it is the first of its action");
    story
        .press("jb")
        .sees("joined to the row above (u takes it back)");
    story
        .sees("4 actions, 4 milestones")
        .sees("M1 Paint bought Walls painted");
    story.press("<Tab>").sees("1 milestones and 2 dates");
    let register = stored(&mut story);
    assert_eq!(milestones(&register)[0], "Paint bought Walls painted");
}

#[test]
fn a_milestone_with_a_row_of_its_own_is_split_off_or_left_out() {
    let mut story = plan();
    story.press("jjj").sees("▸ milestone     M2 Walls painted");
    story.press("x").sees("4 milestones").press("u");
    story.press("s").sees("5 actions").press("u");
    story.press("t").sees("2 sections").press("u");
    story
        .press("k")
        .press("x")
        .sees("it shares a row with others");
    story.press("s").sees("it shares a cell with its action");
}

#[test]
fn cuts_are_added_moved_and_dropped_where_nothing_was_asked() {
    let mut story = plan();
    story
        .press("jjjjj")
        .sees("▸ milestone     M1 Timber agreed. Planks laid");
    story
        .press("m")
        .sees("│ 1 Timber agreed.")
        .sees("│ 2 Planks laid")
        .sees("a add")
        .sees("d drop")
        .press("l")
        .sees("│ 1 Timber agreed. Planks\n")
        .press("h")
        .press("a")
        .sees("│ 3 laid")
        .press("d")
        .sees_not("│ 3 laid")
        .press("<Esc>")
        .sees("4 actions, 5 milestones")
        .press("m<Enter>")
        .sees("cut before word 3 (u takes it back)")
        .sees("4 actions, 6 milestones");
    story
        .press("e")
        .sees("kept whole (u takes it back)")
        .sees("5 milestones");
    story.press("uu").sees("5 milestones").press("m<Enter>");
    let register = stored(&mut story);
    assert_eq!(
        milestones(&register)[2..4],
        ["Timber agreed.", "Planks laid"]
    );
}

#[test]
fn a_column_that_was_known_is_given_another_role() {
    let mut story = plan();
    story
        .press("jjjjc")
        .sees("Which column")
        .sees("Lead → lead")
        .press("e")
        .sees("“Lead” holds");
    let rows = story.rows();
    let row = rows.iter().find(|r| r.contains("  tags")).unwrap();
    let key = row.split("  tags").next().unwrap().chars().last().unwrap();
    story
        .press(&key.to_string())
        .sees("the column holds tags (u takes it back)")
        .sees("tags: Bo Other")
        .sees("0 leads");
    story.press("u").sees("1.2 Mend the jetty");
}

#[test]
fn from_a_line_of_the_plan_enter_goes_to_what_is_asked_about_it() {
    let mut story = begin();
    story.press("j").sees("▸ may go on").press("<Tab>");
    story
        .sees("▸?action      1.3/2 and hang the new gate")
        .sees("asked: 1.3/2 begins unlike")
        .press("<Enter>")
        .sees("▸ may go on");
    story
        .press("<Tab>k<Enter>")
        .sees("nothing is asked about it");
    story.press("A<Enter>").sees("nothing is asked about it");
    assert!(
        !story.session.is_ending(),
        "a line of the plan stores nothing"
    );
}

#[test]
fn what_was_said_is_in_the_report_and_in_json() {
    let draft = read(PLAN);
    let entry = draft
        .outline()
        .into_iter()
        .find(|e| e.words.contains("1.2"));
    let answer = draft.leave_out(&entry.unwrap()).unwrap();
    let draft = draft.corrected(answer).unwrap();
    let question = draft.questions[0].clone();
    let draft = draft
        .answered(&question, question.answers[0].clone())
        .unwrap();
    let report = draft.report();
    assert!(
        report.contains(
            "line 5 “1.2 | Mend the jetty | Timber agreed. Planks laid | March…”: left out"
        ),
        "{report}"
    );
    assert!(report.contains("What is it?: accepted"), "{report}");
    let json = draft.to_json();
    assert_eq!(json["answers"][0]["answer"], "skip");
    assert_eq!(json["answers"][0]["asked"], false);
    assert_eq!(json["answers"][1]["asked"], true);
    assert_eq!(json["answers"][1]["about"], question.text.as_str());
}

/// The first words of a row say that there are more, and do not stop inside one.
#[test]
fn the_first_words_of_a_long_row_end_with_an_ellipsis() {
    let long = "repeated wherever anybody looks for what a long row of this file says ".repeat(3);
    let text = format!("Ref,Action,Due\n1.1,Paint,June 2026\n,\"{long}\",\n");
    let draft = import::read("long.csv", text.as_bytes()).unwrap();
    let row = draft.account.last().unwrap();
    assert!(row.text.ends_with('…'), "{row:?}");
    let whole = row.text.trim_end_matches('…');
    assert!(long.starts_with(&format!("{whole} ")), "{row:?}");
}
