//! Rows with statuses of their own, titles between rows, and references that the file gives.

use milepost::import::{self, Draft, EntryKind, Topic};

use super::files::{docx, p, tr};
use super::reading::titles;

fn read(text: &str) -> Draft {
    let draft = import::read("boats.csv", text.as_bytes()).unwrap();
    assert!(draft.account_holds());
    draft
}

fn extras(draft: &Draft, action: usize) -> &[(String, String)] {
    &draft.actions[action].action.extras
}

fn letters(draft: &Draft, action: usize) -> String {
    let milestones = draft.actions[action].milestones.iter();
    let letters = milestones.map(|m| m.milestone.status.map_or('-', |l| l.0));
    letters.collect()
}

/// A status that was understood to the last word is not said again; words that say more are kept.
#[test]
fn a_status_is_kept_in_words_only_where_they_say_more() {
    let draft = read(
        "Ref,Action,Milestone,Due,Status\n\
         1.1,Paint,Paint bought,June 2026,Amber\n\
         1.2,Mend,Timber agreed,July 2026,on track\n\
         1.3,Teach,First lesson,May 2027,Amber - the teacher is ill\n\
         1.4,Row,Boat bought,May 2027,wobbly\n\
         1.5,Swim,Pool found,May 2027,n/a\n",
    );
    let status = |at: usize| draft.actions[at].action.status.map(|l| l.0);
    assert_eq!((status(0), status(1)), (Some('A'), Some('G')));
    assert!(extras(&draft, 0).is_empty() && extras(&draft, 1).is_empty());
    assert_eq!(status(2), Some('A'));
    assert_eq!(extras(&draft, 2)[0].1, "Amber - the teacher is ill");
    assert_eq!(status(3), None);
    assert_eq!(extras(&draft, 3)[0].1, "wobbly");
    assert_eq!((status(4), extras(&draft, 4).len()), (None, 0));
    let asked: Vec<Topic> = draft.questions.iter().map(|q| q.topic).collect();
    assert_eq!(asked, [Topic::Status]);
}

/// Where each row has a status of its own they are the milestones'; the action has one where they agree.
#[test]
fn statuses_row_by_row_are_those_of_the_milestones() {
    let draft = read(
        "Ref,Action,Milestone,Due,Status\n\
         1.1,Paint,Paint bought,June 2026,Amber\n\
         1.1,Paint,Walls painted,July 2026,Green\n\
         1.1,Paint,Door hung,July 2026,Green - but it squeaks\n\
         1.2,Mend,Timber agreed,July 2026,Red\n\
         1.2,Mend,Planks laid,July 2026,Red\n\
         1.3,Teach,First lesson,May 2027,Green\n",
    );
    assert_eq!(letters(&draft, 0), "AGG");
    let paint = &draft.actions[0];
    assert_eq!(paint.action.status, None);
    assert!(paint.source.remarks[0].contains("statuses of their own"));
    assert!(paint.action.extras.is_empty());
    assert_eq!(paint.milestones[2].milestone.note, "Green - but it squeaks");
    assert_eq!(letters(&draft, 1), "RR");
    assert_eq!(draft.actions[1].action.status.map(|l| l.0), Some('R'));
    assert_eq!(letters(&draft, 2), "G");
}

/// One status for the action, said again in each of its rows, stays the action's.
#[test]
fn a_status_said_again_in_each_row_is_the_actions() {
    let draft = read(
        "Ref,Action,Milestone,Due,Status\n\
         1.1,Paint,Paint bought,June 2026,Amber\n\
         1.1,Paint,Walls painted,July 2026,Amber\n",
    );
    assert_eq!(letters(&draft, 0), "--");
    assert_eq!(draft.actions[0].action.status.map(|l| l.0), Some('A'));
}

/// What the file numbers keeps its number, whatever stands before it without one.
#[test]
fn a_reference_in_the_file_is_never_given_to_another_row() {
    let draft = read(
        "Ref,Action,Due\n1.1,Paint,June 2026\n,Mend,July 2026\n1.2,Teach,May 2027\n1.2,Row,May 2027\n",
    );
    let references: Vec<&str> = draft
        .actions
        .iter()
        .map(|a| a.action.reference.as_str())
        .collect();
    assert_eq!(references, ["1.1", "1.2/2", "1.2", "1.2/3"]);
}

/// Words behind a bullet name the action where the cell has no others.
#[test]
fn an_action_behind_a_bullet() {
    let draft = read(
        "Ref,Action,Lead,Due\n\
         1,- Alpha thing,A. Bee,June 2026\n\
         2,\"* Beta thing\n* the first half\",A. Bee,June 2026\n\
         3,\"Gamma thing\n- a step\",A. Bee,June 2026\n\
         4,▪ Delta thing,A. Bee,June 2026\n",
    );
    assert_eq!(
        titles(&draft),
        ["Alpha thing", "Beta thing", "Gamma thing", "Delta thing"]
    );
    let steps = |at: usize| {
        draft.actions[at]
            .action
            .steps
            .iter()
            .map(|s| s.text.as_str())
    };
    assert_eq!(steps(0).count(), 0);
    assert_eq!(steps(1).collect::<Vec<_>>(), ["the first half"]);
    assert_eq!(steps(2).collect::<Vec<_>>(), ["a step"]);
}

/// A row of a Word table that is one title over its whole width is no milestone, and its words are not lost.
#[test]
fn a_title_over_the_whole_width_of_a_word_table() {
    let row = |cells: [&str; 4]| {
        let cells = cells.map(p);
        tr(&[
            ("", &cells[0]),
            ("", &cells[1]),
            ("", &cells[2]),
            ("", &cells[3]),
        ])
    };
    let wide = |words: &str| tr(&[("<w:gridSpan w:val=\"4\"/>", &p(words))]);
    let body = [
        row(["No", "Action", "Milestones", "By when"]),
        row(["1", "Light the pier", "Lamps up", "May 2031"]),
        wide("Theme 2: Summer works"),
        row(["1", "Dig the pool", "Pool dug", "May 2031"]),
        wide("Quiet corner"),
        row(["2", "Plant the bank", "Bulbs in", "May 2031"]),
    ];
    let bytes = docx(&format!(
        "{}<w:tbl>{}</w:tbl>",
        p("Theme 1: Winter"),
        body.concat()
    ));
    let draft = import::read("coast.docx", &bytes).unwrap();
    let titles: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Winter", "Summer works"]);
    let question = &draft.questions[0];
    assert_eq!(question.topic, Topic::Alone);
    assert_eq!(question.place, "table 1, row 5");
    assert_eq!(draft.questions.len(), 1);
    let answers = question.answers.clone();
    let words: Vec<&str> = answers.iter().map(import::Answer::word).collect();
    assert_eq!(words, ["accept", "make a section", "split", "join", "skip"]);
    let section = draft.answered(question, answers[1].clone()).unwrap();
    assert_eq!(section.priorities[2].title, "Quiet corner");
    assert!(section.questions.is_empty() && section.account_holds());
    let own = draft.answered(question, answers[2].clone()).unwrap();
    assert_eq!(own.actions.len(), 4);
    assert_eq!(own.actions[2].action.title, "Quiet corner");
    let joined = draft.answered(question, answers[3].clone()).unwrap();
    assert_eq!(joined.actions[1].action.title, "Dig the pool Quiet corner");
    let skipped = draft.answered(question, answers[4].clone()).unwrap();
    let left = skipped.outline().into_iter();
    let left: Vec<String> = left
        .filter(|e| e.kind == EntryKind::LeftOut && e.said)
        .map(|e| e.words)
        .collect();
    assert_eq!(left, ["Quiet corner"]);
}

const MOOR: &str = "Title of report: Moor plan, part two of\nfour\n\nPaths\n\nAims\n\n- Mend the causeway\n- Sign the bogs\n\nBirds\n\nAims\n\n1. Ring the curlews\n\nCount the snipe as well\n";

fn moor() -> Draft {
    let draft = import::read("moor.txt", MOOR.as_bytes()).unwrap();
    assert!(draft.account_holds());
    draft
}

fn sections(draft: &Draft) -> Vec<(String, usize)> {
    let of = |at: usize| {
        draft
            .actions
            .iter()
            .filter(move |a| a.action.priority.0 == at as u64)
    };
    let all = draft.priorities.iter().enumerate();
    all.map(|(at, p)| (p.title.clone(), of(at).count()))
        .collect()
}

fn said(
    draft: &Draft,
    words: &str,
    say: impl Fn(&Draft, &import::Entry) -> Option<import::Answer>,
) -> Draft {
    let outline = draft.outline();
    let entry = outline.iter().find(|e| e.words.contains(words)).unwrap();
    let draft = draft.corrected(say(draft, entry).unwrap()).unwrap();
    assert!(draft.account_holds());
    draft
}

/// A report is called what it says it is about.
#[test]
fn a_report_gives_its_title_under_a_label() {
    assert_eq!(moor().plan.title, "Moor plan, part two of four");
}

/// In prose too a line can be left out as a heading, made an action, or joined to the point above it.
#[test]
fn lines_of_prose_are_corrected_one_by_one() {
    let two = |paths: usize, birds: usize| {
        [("Paths".to_owned(), paths), ("Birds".to_owned(), birds)].to_vec()
    };
    let draft = moor();
    assert_eq!(sections(&draft), two(2, 1));
    let heading = draft
        .outline()
        .into_iter()
        .find(|e| e.words == "2 Birds")
        .unwrap();
    assert_eq!(
        (heading.kind, heading.place.as_str()),
        (EntryKind::Section, "line 11")
    );
    let one = said(&draft, "Birds", Draft::leave_out);
    assert_eq!(sections(&one), [("Paths".to_owned(), 3)]);
    let more = said(&draft, "Count the snipe", Draft::split);
    assert_eq!(sections(&more), two(2, 2));
    assert_eq!(more.actions[3].action.title, "Count the snipe as well");
    let joined = said(&draft, "Count the snipe", Draft::join);
    assert_eq!(sections(&joined), two(2, 1));
    assert_eq!(
        joined.actions[2].action.title,
        "Ring the curlews Count the snipe as well"
    );
    let fewer = said(&draft, "Sign the bogs", Draft::leave_out);
    assert_eq!(sections(&fewer), two(1, 1));
    let parted = said(&draft, "Sign the bogs", Draft::make_section);
    assert_eq!(sections(&parted), two(1, 1));
}
