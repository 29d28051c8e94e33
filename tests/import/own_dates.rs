//! Dates of actions without milestones: understood, or kept in words and asked about.

use milepost::domain::When;
use milepost::import::{Draft, Topic};

use super::files::{Sheet, number, text, xlsx};
use super::reading::read;

fn csv(text: &str) -> Draft {
    read("boats.csv", text.as_bytes())
}

fn questions(draft: &Draft) -> Vec<(&str, &str)> {
    let of = |q: &'_ milepost::import::Question| q.topic == Topic::Date;
    assert!(draft.questions.iter().all(of), "{:?}", draft.questions);
    let all = draft.questions.iter();
    all.map(|q| (q.place.as_str(), q.text.as_str())).collect()
}

#[test]
fn words_that_are_no_date_are_asked_about() {
    let draft = csv("Ref,Action,Lead,Due\n\
         1,Alpha,A. Bee,31/02/2026\n\
         2,Beta,A. Bee,2026-13-45\n\
         3,Gamma,A. Bee,when ready\n\
         4,Delta,A. Bee,25/13/2026\n\
         5,Mu,A. Bee,30 June\n\
         6,Nu,A. Bee,June 2026; July 2026\n\
         7,Xi,A. Bee,\"June 2026\nJuly 2026\"\n");
    let kept = "The words are kept.";
    assert_eq!(
        questions(&draft),
        [
            (
                "line 2",
                &*format!(
                    "“31/02/2026” is not understood as a date: there is no 31 Feb 2026. {kept}"
                )
            ),
            (
                "line 3",
                &*format!(
                    "“2026-13-45” is not understood as a date: there is no month 13: the year comes first, then the month, as in 2026-12-31. {kept}"
                )
            ),
            (
                "line 4",
                &*format!("“when ready” is not understood as a date. {kept}")
            ),
            (
                "line 5",
                &*format!(
                    "“25/13/2026” is not understood as a date: there is no month 13: the day comes first, as in 31/12/2026. {kept}"
                )
            ),
            (
                "line 6",
                &*format!("“30 June” is not understood as a date: the year is missing. {kept}")
            ),
            (
                "line 7",
                &*format!(
                    "“June 2026; July 2026” is more than a date: it names Jun 2026 among other words. {kept}"
                )
            ),
            (
                "line 8",
                &*format!(
                    "“June 2026; July 2026” is more than one date, and no milestone is there to take the others. {kept}"
                )
            ),
        ]
    );
    let due = &draft.actions[2].action.baseline;
    assert_eq!(
        (due.written.as_str(), &due.when),
        ("when ready", &When::None)
    );
    assert_eq!(draft.questions[2].source, "when ready");
    assert!(draft.accepted().questions.is_empty());
}

/// Words that stand for a date are understood; an empty cell says nothing.
#[test]
fn words_in_place_of_a_date_are_not_asked_about() {
    let draft = csv("Ref,Action,Lead,Due\n\
         1,Alpha,A. Bee,ongoing\n\
         2,Beta,A. Bee,tbc\n\
         3,Gamma,A. Bee,n/a\n\
         4,Delta,A. Bee,\n\
         5,Eps,A. Bee,by end of June 2026\n\
         6,Zeta,A. Bee,six monthly\n");
    assert_eq!(questions(&draft), []);
    assert_eq!(draft.actions[1].action.baseline.when, When::Tbc);
    let draft = csv("Ref,Action,Milestone,Due\n\
         1,Alpha,Paint bought,June 2026\n\
         ,,Paint kept dry,N/A\n");
    assert_eq!(questions(&draft), []);
    let due = &draft.actions[0].milestones[1].milestone.baseline;
    assert_eq!((due.written.as_str(), &due.when), ("N/A", &When::None));
}

/// A number that the workbook does not show as a date is none.
#[test]
fn a_bare_number_of_a_workbook_is_asked_about() {
    let row = |n: u8, due: String| {
        let cells = [
            text(&format!("A{n}"), "1"),
            text(&format!("B{n}"), "Row"),
            due,
        ];
        format!("<row r=\"{n}\">{}</row>", cells.concat())
    };
    let head = [text("A1", "Ref"), text("B1", "Action"), text("C1", "Due")].concat();
    let rows = [
        format!("<row r=\"1\">{head}</row>"),
        row(2, number("C2", 0, "46023")),
        row(3, number("C3", 2, "46023")),
    ];
    let sheet = Sheet {
        name: "Plan",
        rows: &rows.concat(),
        ..Sheet::default()
    };
    let draft = read("boats.xlsx", &xlsx(&[sheet]));
    let text = "“46023” is not understood as a date. The words are kept.";
    assert_eq!(questions(&draft), [("sheet Plan, row 2", text)]);
    assert_eq!(draft.actions[1].action.baseline.to_string(), "1 Jan 2026");
}

/// The question about a milestone's date shows the cell that it stands in, and the row.
#[test]
fn a_question_about_a_milestones_date_shows_its_cell() {
    let draft = csv("Ref,Action,Milestone,Due\n\
         1,Alpha,M one,June 2026\n\
         ,,M two,when ready\n");
    assert_eq!(
        questions(&draft),
        [(
            "line 3",
            "“when ready” is not understood as a date. The words are kept."
        )]
    );
    assert_eq!(draft.questions[0].source, "M two | when ready");
}

/// A milestone cell that only says the lead again is no milestone: the date beside it is the action's.
#[test]
fn the_date_beside_a_lead_said_twice_is_kept() {
    let draft = csv("Ref,Action,Milestones,Lead,Due\n\
         1,Alpha,A. Bee,A. Bee,June 2026\n\
         2,Beta,A. Bee,A. Bee,when ready\n\
         3,Gamma,Paint bought,A. Bee,June 2026\n");
    let due = |at: usize| draft.actions[at].action.baseline.to_string();
    assert_eq!(
        (due(0), due(1)),
        ("Jun 2026".to_owned(), "when ready".to_owned())
    );
    assert!(draft.actions[1].milestones.is_empty());
    let text = "“when ready” is not understood as a date. The words are kept.";
    assert_eq!(questions(&draft), [("line 3", text)]);
}

fn plan_of(dates: &[&str]) -> Draft {
    let mut text = "Action,Lead,Due date\n".to_owned();
    for (at, date) in dates.iter().enumerate() {
        text.push_str(&format!("Do the work of step {at},J. Smith,{date}\n"));
    }
    read("plan.csv", text.as_bytes())
}

fn meant(draft: &Draft) -> Vec<String> {
    let actions = draft.actions.iter();
    let dues = actions.map(|a| a.action.baseline.when.to_string());
    dues.collect()
}

/// One date that can only have the month first settles the others of its column.
#[test]
fn a_column_with_the_month_first_is_read_so() {
    let draft = plan_of(&["01/10/2026", "12/31/2026", "2026-03-04", "5 June 2027"]);
    let days = ["10 Jan 2026", "31 Dec 2026", "4 Mar 2026", "5 Jun 2027"];
    assert_eq!(meant(&draft), days);
    assert_eq!(draft.actions[0].action.baseline.written, "01/10/2026");
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    let told = "line 1: the dates of the column “Due date” are read with the month first, as 12/31/2026 shows";
    assert_eq!(draft.remarks, [told]);
    assert!(draft.report().contains(told));
}

/// With nothing to decide the day comes first, and nothing is asked.
#[test]
fn a_column_that_decides_nothing_has_the_day_first() {
    let draft = plan_of(&["01/10/2026", "02/11/2026"]);
    assert_eq!(meant(&draft), ["1 Oct 2026", "2 Nov 2026"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    assert!(draft.remarks.is_empty(), "{:?}", draft.remarks);
}

/// Another column of the same table decides where the due dates do not.
#[test]
fn the_columns_beside_settle_one_that_decides_nothing() {
    let text = "Action,Lead,Start date,Due date\n\
                Fit the lamps,J. Smith,09/28/2026,01/10/2027\n\
                Test the lamps,J. Smith,10/30/2026,02/11/2027\n";
    let draft = read("plan.csv", text.as_bytes());
    assert_eq!(meant(&draft), ["10 Jan 2027", "11 Feb 2027"]);
}

/// Both orders in one column: one question for the column, however many rows it has.
#[test]
fn a_column_with_both_orders_is_asked_about_once() {
    let draft = plan_of(&["12/31/2026", "01/10/2026", "31/12/2026", "11/30/2026"]);
    let days = ["31 Dec 2026", "1 Oct 2026", "31 Dec 2026", "30 Nov 2026"];
    assert_eq!(meant(&draft), days);
    let [asked] = draft.questions.as_slice() else {
        panic!("{:?}", draft.questions);
    };
    assert_eq!(asked.about, "column “Due date”");
    assert!(asked.text.contains("12/31/2026"), "{}", asked.text);
    assert!(asked.text.contains("31/12/2026"), "{}", asked.text);
}

/// The answer to it holds for the dates that can be read both ways.
#[test]
fn a_column_with_both_orders_is_read_as_said() {
    let draft = plan_of(&["12/31/2026", "01/10/2026", "31/12/2026"]);
    let asked = draft.questions[0].clone();
    let answer = asked.answers[1].clone();
    let draft = draft.answered(&asked, answer).expect("read again");
    let days = ["31 Dec 2026", "10 Jan 2026", "31 Dec 2026"];
    assert_eq!(meant(&draft), days);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    assert!(
        draft.remarks[0].contains("month first"),
        "{:?}",
        draft.remarks
    );
}

/// Words that stand in place of a date in many rows are asked about once, and what was taken is noted on each.
#[test]
fn the_same_words_are_asked_about_once() {
    let draft = plan_of(&[
        "ASAP",
        "half term",
        "asap",
        "by Christmas",
        "Easter 2027",
        "ASAP",
        "by Christmas",
    ]);
    let kept = "The words are kept.";
    let text = |text: &str| format!("{text} {kept}");
    let wanted = [
        text(
            "In 3 places: “ASAP” is not understood as a date: it says how soon, and names no day.",
        ),
        text("“half term” is not understood as a date."),
        text("In 2 places: “Christmas” is not understood as a date: the year is missing."),
    ];
    let asked: Vec<&str> = draft.questions.iter().map(|q| q.text.as_str()).collect();
    assert_eq!(asked, wanted);
    assert_eq!(draft.questions[0].others, ["S1.A3", "S1.A6"]);
    assert_eq!(
        draft.questions[0].source,
        "line 2: ASAP\nline 4: asap\nline 7: ASAP"
    );
    assert_eq!(meant(&draft)[4], "28 Mar 2027");
    let question = draft.questions[0].clone();
    let one = draft.answered(&question, question.answers[0].clone());
    assert_eq!(one.expect("read again").questions.len(), 2);
    let taken = draft.accepted();
    for at in [0, 2, 5] {
        let remarks = &taken.actions[at].source.remarks;
        assert_eq!(remarks, &["taken without asking: no date"], "{at}");
    }
}
