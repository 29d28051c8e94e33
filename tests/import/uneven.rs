//! Columns without a header, rows of uneven length, and a header without rows.

use milepost::import::{self, Disposition, Draft, ImportError, Topic};

use super::files::{docx, p, tr};
use super::reading::{action, extra, read};

fn csv(text: &str) -> Draft {
    read("boats.csv", text.as_bytes())
}

fn error(text: &str) -> ImportError {
    import::read("boats.csv", text.as_bytes()).unwrap_err()
}

/// A cell beyond the last header is a column without a name: kept under its letter, and asked about.
#[test]
fn a_cell_beyond_the_last_header_is_kept() {
    let draft = csv("Ref,Action,Lead,Due\n\
         1,Alpha,A. Bee,June 2026\n\
         2,Beta,A. Bee,June 2026,a note\n\
         3,Gamma,A. Bee,June 2026\n");
    assert_eq!(extra(action(&draft, "1.2"), "Column E"), Some("a note"));
    let topics: Vec<Topic> = draft.questions.iter().map(|q| q.topic).collect();
    assert_eq!(topics, [Topic::UnknownColumn]);
    let question = &draft.questions[0];
    assert_eq!(question.text, "Column E has no header. What does it hold?");
    assert_eq!(question.source, "a note");
    let role = question
        .answers
        .iter()
        .find(|a| a.shown().ends_with("holds progress"));
    let draft = draft.answered(question, role.unwrap().clone()).unwrap();
    assert_eq!(action(&draft, "1.2").progress.as_deref(), Some("a note"));
    // A short row can be corrected as any other of the table.
    let skip = draft
        .outline()
        .into_iter()
        .find(|e| e.words.contains("Gamma"))
        .unwrap();
    let fewer = draft.corrected(draft.leave_out(&skip).unwrap()).unwrap();
    assert_eq!(fewer.actions.len(), 2);
}

/// A column in the middle may lack its header too.
#[test]
fn a_column_without_a_header_is_kept() {
    let draft = csv("Ref,Action,,Due\n1,Alpha,north side,June 2026\n2,Beta,,June 2026\n");
    assert_eq!(extra(action(&draft, "1.1"), "Column C"), Some("north side"));
    assert_eq!(draft.questions.len(), 1);
}

/// A header without rows says so, and where it stands.
#[test]
fn a_header_alone_is_told_from_no_header() {
    for text in ["Ref,Action,Lead,Due\n", "Ref;Action;Lead, all;Due\n"] {
        let error = error(text);
        assert!(matches!(error, ImportError::NoRows { .. }), "{error}");
    }
    let words = error("Ref,Action,Lead,Due\n").to_string();
    assert!(
        words.starts_with("boats.csv: line 1 heads a table of actions"),
        "{words}"
    );
    assert!(matches!(
        error("Boats,Oars\n1,2\n"),
        ImportError::NoActions { .. }
    ));
}

/// Every row is in the account once, whatever its length.
#[test]
fn uneven_rows_are_accounted_for() {
    let draft = csv(
        "Ref,Action,Lead,Due\n1,Alpha\n2,Beta,A. Bee,June 2026,x,y,z\n3,Gamma,A. Bee,June 2026\n",
    );
    assert!(draft.account_holds());
    let used = |d: &&import::AccountRow| d.disposition == Disposition::Imported;
    assert_eq!(draft.account.iter().filter(used).count(), 3);
    assert_eq!(extra(action(&draft, "1.2"), "Column G"), Some("z"));
}

/// In a Word table too a row may have more cells than the header, and so may one of indicators.
#[test]
fn cells_beyond_the_header_of_a_word_table() {
    let row = |cells: &[&str]| {
        let inner: Vec<String> = cells.iter().map(|words| p(words)).collect();
        let cells: Vec<(&str, &str)> = inner.iter().map(|c| ("", c.as_str())).collect();
        tr(&cells)
    };
    let actions = [
        row(&["Ref", "Action", "Lead"]),
        row(&["1", "Row", "A. Bee", "at dawn"]),
        row(&["2", "Sail", "A. Bee"]),
    ];
    let more = [
        row(&["Ref", "Action", "Lead"]),
        row(&["3", "Swim", "A. Bee"]),
    ];
    let measures = [
        row(&["Indicator", "Baseline", "Target"]),
        row(&["Boats", "3", "4", "at least"]),
    ];
    let tables = [actions.concat(), more.concat(), measures.concat()];
    let body: String = tables.map(|rows| format!("<w:tbl>{rows}</w:tbl>")).concat();
    let draft = read("boats.docx", &docx(&body));
    assert_eq!(draft.actions.len(), 3);
    assert_eq!(extra(action(&draft, "1.1"), "Column D"), Some("at dawn"));
    let kept = ("Column D".to_owned(), "at least".to_owned());
    assert_eq!(draft.indicators[0].extras, [kept]);
}

/// The number of an indicator beside an action has no field there, and is kept under its header.
#[test]
fn the_reference_of_an_indicator_beside_an_action_is_kept() {
    let draft = csv("NI Ref,Action,Due\nNI17,Alpha,June 2026\nNI18,Beta,June 2026\n");
    assert_eq!(extra(action(&draft, "1.1"), "NI Ref"), Some("NI17"));
}
