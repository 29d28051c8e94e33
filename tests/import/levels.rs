//! Tasks under tasks: levels in a column, in the indentation of cells and in groups of rows.

use milepost::import::{Answer, Draft, Topic};

use super::biff::{self, Held};
use super::files::{Sheet, ods, text, xlsx};
use super::reading::{asked, read, sections, table, titles};

/// The milestones of an action, each with its date; what is part of another is set in.
fn steps(draft: &Draft, action: usize) -> Vec<String> {
    let all = draft.actions[action].milestones.iter();
    let of = |m: &milepost::import::DraftMilestone| {
        let m = &m.milestone;
        let set_in = if m.parent.is_some() { "  " } else { "" };
        format!("{set_in}{} {}", m.title, m.baseline.when)
    };
    all.map(of).collect()
}

/// What stands under a milestone is a part of it, and dates it.
#[test]
fn a_fourth_level_is_a_part_of_the_third() {
    let draft = table(
        "project.csv",
        "Outline Level,Task Name,Finish,Assigned To\n\
         1,Mobilise,30/11/26,\n\
         2,Recruit coordinator,28/10/26,HR\n\
         3,Advert out,20/10/26,HR\n\
         4,Words agreed,01/10/26,HR\n\
         5,Words drafted,20/09/26,HR\n\
         4,Printed,15/10/26,HR\n\
         3,Interviews held,28/10/26,HR\n",
    );
    assert_eq!(sections(&draft), ["Mobilise"]);
    assert_eq!(titles(&draft), ["Recruit coordinator"]);
    let wanted = [
        "Advert out 20 Oct 2026",
        "  Words agreed 1 Oct 2026",
        "  Words drafted 20 Sep 2026",
        "  Printed 15 Oct 2026",
        "Interviews held 28 Oct 2026",
    ];
    assert_eq!(steps(&draft, 0), wanted);
    let ids: Vec<&str> = { draft.actions[0].milestones.iter() }
        .map(|m| m.id.as_str())
        .collect();
    assert_eq!(ids[1], "S1.A1.M1.1");
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// One cell that somebody forgot is asked about; the other rows stand where they do.
#[test]
fn a_row_without_a_level_stands_with_those_around_it() {
    let rows = |without: usize| {
        let rows = [
            "1,Mobilise",
            "2,Recruit coordinator",
            "3,Advert out",
            "3,Interviews held",
            "2,Procure cameras",
            "1,Deliver",
            "2,Open hub",
        ];
        let mut text = "Level,Task Name,Finish,Assigned To\n".to_owned();
        for (n, row) in rows.iter().enumerate() {
            let row = if n == without {
                row.trim_start_matches(char::is_numeric)
            } else {
                row
            };
            text += &format!("{row},30/11/26,HR\n");
        }
        text
    };
    let all = ["Recruit coordinator", "Procure cameras", "Open hub"];
    // Between the first level and the third there is one place; behind the third it reads as one more of those.
    for (without, words, taken, actions) in [
        (1, "Recruit coordinator", "an action", &all[..]),
        (2, "Advert out", "a milestone", &all[..]),
        (4, "Procure cameras", "a milestone", &[all[0], all[2]][..]),
    ] {
        let draft = table("project.csv", &rows(without));
        assert_eq!(sections(&draft)[0], "Mobilise");
        assert_eq!(titles(&draft), actions);
        let mut asked = draft.questions.iter().filter(|q| q.topic == Topic::Levels);
        let question = asked.next().unwrap().clone();
        assert_eq!(asked.next(), None);
        assert!(question.text.contains(words), "{question:?}");
        assert_eq!(question.proposal, taken);
        let splits = |a: &&Answer| matches!(a, Answer::Split { .. });
        let answer = question.answers.iter().find(splits).unwrap().clone();
        let draft = draft.answered(&question, answer).unwrap();
        assert!(titles(&draft).contains(&words), "{:?}", titles(&draft));
        assert!(draft.questions.iter().all(|q| q.topic != Topic::Levels));
    }
}

/// Blank rows between the phases, a total below, and the header once more on the next page: the levels hold on.
#[test]
fn levels_hold_after_blank_rows_and_headers_that_come_again() {
    let head = "Level,Task Name,Finish,Assigned To\n";
    let draft = table(
        "project.csv",
        &format!(
            "{head}1,Mobilise,30/11/26,\n2,Recruit coordinator,28/10/26,HR\n3,Advert out,20/10/26,HR\n\n\
             1,Deliver,30/11/26,\n2,Open hub,28/10/26,HR\n{head}3,Keys cut,20/10/26,HR\n2,Close hub,28/12/26,HR\n\
             Total tasks,8,,\n"
        ),
    );
    assert_eq!(sections(&draft), ["Mobilise", "Deliver"]);
    let wanted = ["Recruit coordinator", "Open hub", "Close hub"];
    assert_eq!(titles(&draft), wanted);
    assert_eq!(steps(&draft, 1), ["Keys cut 20 Oct 2026"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// A task of a sheet: how far it is indented, in how many groups it stands, its words and when it ends.
type Task = (u8, u8, &'static str, &'static str);

const PROJECT: [Task; 8] = [
    (0, 0, "Mobilise", "30/11/2026"),
    (1, 1, "Recruit coordinator", "28/10/2026"),
    (2, 2, "Advert out", "20/10/2026"),
    (3, 3, "Words agreed", "01/10/2026"),
    (2, 2, "Interviews held", "28/10/2026"),
    (1, 1, "Procure cameras", "20/01/2027"),
    (0, 0, "Deliver", ""),
    (1, 1, "Open hub", "20/01/2027"),
];

fn workbook(tasks: &[Task], indented: bool, grouped: bool) -> Draft {
    let cell = |at: &str, indent: u8, words: &str| {
        let style = if indent > 0 {
            format!(" s=\"{}\"", indent + 5)
        } else {
            String::new()
        };
        text(at, words).replacen(" t=", &format!("{style} t="), 1)
    };
    let mut rows = format!(
        "<row r=\"1\">{}{}{}</row>",
        text("A1", "Task"),
        text("B1", "Finish"),
        text("C1", "Owner")
    );
    for (n, (indent, groups, words, finish)) in tasks.iter().enumerate() {
        let n = n + 2;
        let group = if grouped && *groups > 0 {
            format!(" outlineLevel=\"{groups}\"")
        } else {
            String::new()
        };
        let indent = if indented { *indent } else { 0 };
        rows += &format!(
            "<row r=\"{n}\"{group}>{}",
            cell(&format!("A{n}"), indent, words)
        );
        if !finish.is_empty() {
            rows += &text(&format!("B{n}"), finish);
            rows += &text(&format!("C{n}"), "Bo Sample");
        }
        rows += "</row>";
    }
    let sheet = Sheet {
        name: "Plan",
        rows: &rows,
        ..Sheet::default()
    };
    let draft = read("project.xlsx", &xlsx(&[sheet]));
    assert!(draft.account_holds());
    draft
}

fn stands_under_each_other(draft: &Draft) {
    assert_eq!(sections(draft), ["Mobilise", "Deliver"]);
    let wanted = ["Recruit coordinator", "Procure cameras", "Open hub"];
    assert_eq!(titles(draft), wanted);
    let wanted = [
        "Advert out 20 Oct 2026",
        "  Words agreed 1 Oct 2026",
        "Interviews held 28 Oct 2026",
    ];
    assert_eq!(steps(draft, 0), wanted);
}

/// What is indented in a workbook of the old kind or an OpenDocument sheet stands under each other as in a new one.
#[test]
fn indented_rows_of_other_sheets_stand_under_each_other() {
    let tasks: Vec<Task> = { PROJECT.iter().filter(|t| t.0 < 3) }.copied().collect();
    let rows: Vec<Task> = std::iter::once((0, 0, "Task", "Finish"))
        .chain(tasks)
        .collect();
    let cells = rows
        .iter()
        .zip(0..)
        .flat_map(|((indent, _, words, finish), row)| {
            let style = if *indent > 0 {
                biff::INDENTED - 1 + u16::from(*indent)
            } else {
                0
            };
            let dates = (!finish.is_empty()).then_some((row, 1, 0, Held::Text(finish)));
            std::iter::once((row, 0, style, Held::Text(words))).chain(dates)
        });
    let sheet = biff::Sheet {
        name: "Plan",
        cells: cells.collect(),
        ..biff::Sheet::default()
    };
    let old = read("project.xls", &biff::xls(&[sheet], &[]));

    let style = |n: u8| {
        let margin = f64::from(n) * 0.353;
        format!(
            "<style:style style:name=\"s{n}\"><style:paragraph-properties fo:margin-left=\"{margin}cm\"/></style:style>"
        )
    };
    let cell = |words: &str, n: u8| {
        format!(
            "<table:table-cell table:style-name=\"s{n}\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let row = |(n, _, words, finish): &Task| {
        format!(
            "<table:table-row>{}{}</table:table-row>",
            cell(words, *n),
            cell(finish, 0)
        )
    };
    let rows: String = rows.iter().map(row).collect();
    let table = format!("<table:table table:name=\"Plan\">{rows}</table:table>");
    let open = read("project.ods", &ods(&[0, 1, 2].map(style).concat(), &table));

    for draft in [old, open] {
        assert_eq!(asked(&draft), [Topic::Levels]);
        assert_eq!(sections(&draft), ["Mobilise", "Deliver"]);
        let wanted = ["Recruit coordinator", "Procure cameras", "Open hub"];
        assert_eq!(titles(&draft), wanted);
        let wanted = ["Advert out 20 Oct 2026", "Interviews held 28 Oct 2026"];
        assert_eq!(steps(&draft, 0), wanted);
    }
}

/// Indented and grouped in the same way, as planners write it, is told; one of them alone is asked about, once.
#[test]
fn indented_or_grouped_rows_stand_under_each_other() {
    let draft = workbook(&PROJECT, true, true);
    stands_under_each_other(&draft);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    let told = "how far “Task” is indented: 2 of them name priorities, 3 actions, 3 milestones";
    assert!(draft.remarks[0].contains(told), "{:?}", draft.remarks);

    for (indented, by) in [
        (true, "By how far “Task” is indented"),
        (false, "By how they are grouped"),
    ] {
        let draft = workbook(&PROJECT, indented, !indented);
        stands_under_each_other(&draft);
        assert_eq!(asked(&draft), [Topic::Levels]);
        let question = draft.questions[0].clone();
        assert!(question.text.starts_with(by), "{question:?}");
        assert!(
            question
                .source
                .contains("    • Advert out\n      ◦ Words agreed"),
            "{question:?}"
        );
        let flat = draft
            .answered(&question, question.answers[1].clone())
            .unwrap();
        assert_eq!(flat.actions.len(), 8, "{:?}", titles(&flat));
        assert!(!asked(&flat).contains(&Topic::Levels));
        let whole = draft.answered(&question, Answer::Accept).unwrap();
        stands_under_each_other(&whole);
    }
}

/// Cells that stand in here and there, or come back to a place that none above has, tell nothing.
#[test]
fn stray_indents_tell_no_levels() {
    let depths = |depths: [u8; 8]| {
        let mut tasks = PROJECT;
        for (task, depth) in tasks.iter_mut().zip(depths) {
            (task.0, task.1, task.3) = (depth, 0, "30/11/2026");
        }
        workbook(&tasks, true, true)
    };
    for stray in [
        [0, 0, 1, 0, 0, 0, 1, 0],
        [1, 1, 1, 1, 1, 1, 1, 1],
        [2, 2, 3, 1, 2, 3, 1, 2],
        [0, 2, 1, 0, 2, 1, 0, 2],
    ] {
        let draft = depths(stray);
        assert_eq!(draft.actions.len(), 8, "{stray:?}");
        assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    }
}

/// In text, the blanks before a task do the same.
#[test]
fn blanks_before_the_words_indent_them() {
    let draft = table(
        "project.csv",
        "Task,Finish,Owner\nMobilise,30/11/26,\n  Recruit coordinator,28/10/26,HR\n    Advert out,20/10/26,HR\n  Procure cameras,20/01/27,HR\n",
    );
    assert_eq!(sections(&draft), ["Mobilise"]);
    assert_eq!(titles(&draft), ["Recruit coordinator", "Procure cameras"]);
    assert_eq!(steps(&draft, 0), ["Advert out 20 Oct 2026"]);
    assert_eq!(asked(&draft), [Topic::Levels]);
}

/// Numbers that no program writes are no groups, and rows that are named twice or far away make none.
#[test]
fn groups_of_a_hostile_sheet_are_left() {
    let mut rows = format!(
        "<row r=\"1\">{}{}</row>",
        text("A1", "Task"),
        text("B1", "Finish")
    );
    for (n, level) in ["9999999999", "-1", "8", "x", "255", ""].iter().enumerate() {
        let n = n + 2;
        let (task, end) = (
            text(&format!("A{n}"), "Mend it"),
            text(&format!("B{n}"), "June 2026"),
        );
        rows += &format!("<row r=\"{n}\" outlineLevel=\"{level}\">{task}{end}</row>");
    }
    rows += "<row r=\"4294967295\" outlineLevel=\"7\"/>";
    let sheet = Sheet {
        name: "Plan",
        rows: &rows,
        ..Sheet::default()
    };
    let draft = read("plan.xlsx", &xlsx(&[sheet]));
    assert_eq!(draft.actions.len(), 6);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// A header of two rows that stands on every page is one table.
#[test]
fn a_header_of_two_rows_comes_again_as_a_whole() {
    let head = "No,Action,Led by,Timescale,,Status\n,,,Start,End,\n";
    let text = format!(
        "{head}1,Write weekly,Mrs Bell,September 2026,October 2026,Green\n\
         {head}2,Compare the books,Mr Iqbal,October 2026,March 2027,Amber\n\
         {head}3,Read aloud,Mr Iqbal,October 2026,May 2027,Amber\n"
    );
    let draft = table("school.csv", &text);
    let wanted = ["Write weekly", "Compare the books", "Read aloud"];
    assert_eq!(titles(&draft), wanted);
    let due = { draft.actions.iter() }.map(|a| a.action.baseline.when.to_string());
    assert_eq!(
        due.collect::<Vec<_>>(),
        ["Oct 2026", "Mar 2027", "May 2027"]
    );
    assert_eq!(draft.tables.len(), 1);
    let reasons = draft.account.iter().map(|row| row.reason.as_str());
    let again = reasons.filter(|r| *r == "repeated table header").count();
    assert_eq!(again, 4);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}
