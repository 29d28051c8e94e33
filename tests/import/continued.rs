//! Rows under an action without an action of their own: what they say is added to it, and what cannot be is asked about.

use milepost::domain::{Lead, Letter};
use milepost::import::{Answer, Disposition, Draft, DraftAction, Topic};

use super::files::{self, Sheet, docx, p, tr, xlsx};
use super::reading::{action, asked, dues, extra, read, texts, titles};

fn csv(text: &str) -> Draft {
    read("boats.csv", text.as_bytes())
}

fn names(leads: &[Lead]) -> Vec<&str> {
    leads.iter().map(|l| l.name.as_str()).collect()
}

fn led(action: &DraftAction) -> Vec<&str> {
    names(&action.action.leads)
}

fn due(action: &DraftAction) -> String {
    action.action.baseline.to_string()
}

/// The plan with a second lead in a row of its own: nothing else of it changes.
fn two_leads(draft: &Draft) {
    assert_eq!(titles(draft), ["Alpha thing", "Beta thing", "Gamma thing"]);
    assert_eq!(led(action(draft, "1.1")), ["A. Bee", "C. Dee"]);
    assert_eq!(led(action(draft, "1.2")), ["P. Smith"]);
    assert_eq!(led(action(draft, "1.3")), ["Q. Jones"]);
    let all: Vec<String> = draft.actions.iter().map(due).collect();
    assert_eq!(all, ["Jun 2026", "Jul 2026", "Aug 2026"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

#[test]
fn a_second_lead_in_a_row_of_its_own() {
    let draft = csv("Ref,Action,Lead,Due,Status\n\
         1,Alpha thing,A. Bee,June 2026,G\n\
         ,,C. Dee,,\n\
         2,Beta thing,P. Smith,July 2026,A\n\
         3,Gamma thing,Q. Jones,Aug 2026,R\n");
    two_leads(&draft);
    assert_eq!(draft.actions[0].action.lead_written, "A. Bee; C. Dee");
}

const ROWS: [[&str; 4]; 5] = [
    ["Ref", "Action", "Lead", "Due"],
    ["1", "Alpha thing", "A. Bee", "June 2026"],
    ["", "", "C. Dee", ""],
    ["2", "Beta thing", "P. Smith", "July 2026"],
    ["3", "Gamma thing", "Q. Jones", "Aug 2026"],
];

/// The same where the other cells are merged over both rows, in a workbook and in a document.
#[test]
fn a_second_lead_beside_merged_cells() {
    let rows = ROWS.iter().enumerate();
    let rows: String = rows.map(|(n, cells)| files::row(n, cells)).collect();
    let sheet = Sheet {
        name: "Plan",
        rows: &rows,
        merged: &["A2:A3", "B2:B3", "D2:D3"],
        ..Sheet::default()
    };
    two_leads(&read("boats.xlsx", &xlsx(&[sheet])));

    let row = |cells: &[&str; 4]| {
        let inner = cells.map(p);
        let of = |at: usize| match (cells[1].is_empty(), cells[at]) {
            (true, "") => "<w:vMerge/>",
            (false, "1" | "Alpha thing" | "June 2026") => "<w:vMerge w:val=\"restart\"/>",
            _ => "",
        };
        tr(&[0, 1, 2, 3].map(|at| (of(at), inner[at].as_str())))
    };
    let rows: String = ROWS.iter().map(row).collect();
    let bytes = docx(&format!("<w:tbl>{rows}</w:tbl>"));
    two_leads(&read("boats.docx", &bytes));
}

/// A body or a post in a row of its own is a lead of its own; a name cut in two goes on.
#[test]
fn leads_row_by_row_are_parted() {
    let draft = csv("Ref,Action,Lead,Due\n\
         1,Alpha,A. Bee,June 2026\n\
         ,,Fire Service,\n\
         2,Beta,\"Head of Parks,\",June 2026\n\
         ,,C. Dee,\n");
    assert_eq!(led(action(&draft, "1.1")), ["A. Bee", "Fire Service"]);
    assert_eq!(led(action(&draft, "1.2")), ["Head of Parks", "C. Dee"]);
    assert!(draft.questions.is_empty());
}

/// Where milestones name leads of their own, a further lead stands beside that of the milestone above it; an action without
/// milestones keeps its own.
#[test]
fn a_second_lead_among_milestones() {
    let draft = csv("Ref,Action,Milestone,Lead,Due\n\
         1,Alpha,M one,A. Bee,June 2026\n\
         ,,,C. Dee,\n\
         ,,M two,E. Foo,July 2026\n\
         2,Beta,,R. Roe,Sept 2026\n\
         3,Gamma,,P. Smith,Oct 2026\n\
         ,,M three,Q. Jones,May 2026\n");
    let alpha = action(&draft, "1.1");
    assert_eq!(texts(alpha), ["M one", "M two"]);
    assert_eq!(dues(alpha), ["Jun 2026", "Jul 2026"]);
    let of = |at: usize| names(&alpha.milestones[at].milestone.leads);
    assert_eq!((of(0), of(1)), (vec!["A. Bee", "C. Dee"], vec!["E. Foo"]));
    assert_eq!(led(action(&draft, "1.2")), ["R. Roe"]);
    let gamma = action(&draft, "1.3");
    assert_eq!(
        (led(gamma), due(gamma)),
        (vec!["P. Smith"], "Oct 2026".to_owned())
    );
    assert_eq!(dues(gamma), ["May 2026"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// One lead for the action, said once, is not parted over its milestones by a second one in a row of its own.
#[test]
fn a_second_lead_after_milestones_without_leads() {
    let draft = csv("Ref,Action,Milestone,Lead,Due\n\
         1,Alpha,M one,A. Bee,June 2026\n\
         ,,M two,,July 2026\n\
         ,,,C. Dee,\n");
    assert_eq!(led(&draft.actions[0]), ["A. Bee", "C. Dee"]);
    assert_eq!(dues(&draft.actions[0]), ["Jun 2026", "Jul 2026"]);
}

/// A further row may bring what the first one lacks; what says otherwise is kept in words and asked about.
#[test]
fn a_row_that_disagrees_with_its_action_is_asked_about() {
    let draft = csv("Ref,Action,Lead,Due,Status,Notes\n\
         1,Alpha,A. Bee,June 2026,G,begun\n\
         ,,,July 2026,R,half done\n\
         2,Beta,P. Smith,,,\n\
         ,,,Aug 2026,A,\n");
    let alpha = action(&draft, "1.1");
    assert_eq!(due(alpha), "Jun 2026");
    assert_eq!(alpha.action.status, Some(Letter('G')));
    assert_eq!(extra(alpha, "Due (of a further row)"), Some("July 2026"));
    assert_eq!(extra(alpha, "Status (of a further row)"), Some("R"));
    assert_eq!(extra(alpha, "Notes"), Some("begun\nhalf done"));
    let beta = action(&draft, "1.2");
    assert_eq!(due(beta), "Aug 2026");
    assert_eq!(beta.action.status, Some(Letter('A')));
    assert_eq!(asked(&draft), [Topic::RowsDisagree]);
    let question = &draft.questions[0];
    assert_eq!(question.place, "line 3");
    assert_eq!(
        question.text,
        "A row under 1.1 without an action of its own says “July 2026” under “Due”, not “June 2026”, and “R” under “Status”, not “G”. What is it?"
    );
    let own = draft
        .answered(question, question.answers[1].clone())
        .unwrap();
    assert_eq!(own.actions.len(), 3);
    assert_eq!(due(&own.actions[1]), "Jul 2026");
    assert_eq!(own.actions[1].action.status, Some(Letter('R')));
    let skip = question.answers[2].clone();
    assert!(matches!(skip, Answer::Skip { .. }));
    let without = draft.answered(question, skip).unwrap();
    assert!(without.questions.is_empty());
    assert_eq!(extra(action(&without, "1.1"), "Notes"), Some("begun"));
}

/// A section named in a further row is not lost either: the row can be its title.
#[test]
fn a_section_in_a_row_without_an_action() {
    let draft = csv("Section,Ref,Action,Lead,Due\n\
         Warm,1,Alpha,A. Bee,June 2026\n\
         Cold,,,C. Dee,\n\
         ,2,Beta,P. Smith,July 2026\n");
    assert_eq!(asked(&draft), [Topic::RowsDisagree]);
    let question = &draft.questions[0];
    let section = question
        .answers
        .iter()
        .find(|a| matches!(a, Answer::Section { .. }));
    let draft = draft.answered(question, section.unwrap().clone()).unwrap();
    let titles: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Warm", "Cold"]);
    assert!(draft.questions.is_empty());
}

/// A row with a reference of its own and no words for the action is an action, and asked about.
#[test]
fn a_reference_without_an_action_does_not_vanish() {
    let draft = csv("Ref,Action,Lead,Due,Status\n\
         1,Alpha thing,A. Bee,June 2026,G\n\
         2,Beta thing,P. Smith,,A\n\
         3,,Q. Jones,Aug 2026,R\n");
    assert_eq!(due(action(&draft, "1.2")), "no date");
    let third = action(&draft, "1.3");
    assert_eq!(
        (led(third), due(third)),
        (vec!["Q. Jones"], "Aug 2026".to_owned())
    );
    assert_eq!(third.action.status, Some(Letter('R')));
    assert_eq!(asked(&draft), [Topic::MayGoOn]);
    let question = &draft.questions[0];
    assert!(
        question.text.starts_with("1.3 has no words"),
        "{}",
        question.text
    );
    let join = question
        .answers
        .iter()
        .find(|a| matches!(a, Answer::Join { .. }));
    let joined = draft.answered(question, join.unwrap().clone()).unwrap();
    assert_eq!(joined.actions.len(), 2);
    assert!(joined.questions.is_empty());
    let second = action(&joined, "1.2");
    assert_eq!(led(second), ["P. Smith", "Q. Jones"]);
    assert_eq!(due(second), "Aug 2026");
    assert_eq!(extra(second, "Status (of a further row)"), Some("R"));
}

/// A row that only counts changes nothing, also where the count stands under the dates; a line of the form that nobody
/// filled in is no action.
#[test]
fn totals_and_blank_lines_of_a_form_change_nothing() {
    let draft = csv("Action,Ref,Lead,Due\n\
         Alpha,1,A. Bee,June 2026\n\
         Beta,2,A. Bee,July 2026\n\
         ,3,,\n\
         ,,,Total: 2\n");
    let all: Vec<String> = draft.actions.iter().map(due).collect();
    assert_eq!(all, ["Jun 2026", "Jul 2026"]);
    assert!(draft.questions.is_empty());
    let left: Vec<&str> = draft
        .account
        .iter()
        .filter(|r| r.disposition == Disposition::Skipped)
        .map(|r| r.reason.as_str())
        .collect();
    assert_eq!(
        left,
        [
            "table header",
            "a number and nothing else",
            "counts or sums the rows above"
        ]
    );
}
