//! `export --into`: what was completed, closed or withdrawn, in a file with a column for it and in one without.

use milepost::cli::Exit;
use milepost::domain::{Letter, Standing, Target};
use milepost::import::{document::Item, document_of};

use super::into::{action, home_with, into, milestone, record};
use super::into_cells::{STYLES, workbook};

/// In its column where the file has one, an export that the plan was made of for one.
#[test]
fn a_file_with_a_column_for_it_says_what_was_ended() {
    let rows = [
        "No;Action;Milestones;By when;Status;Standing",
        "1;Fit lamps;;June 2027;G;",
        ";;Order lamps;May 2027;;",
        ";;Test lamps;June 2027;;closed",
        "2;Cut hedges;;July 2027;A;withdrawn",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    let home = home.path();
    let (answer, _) = into(home, &file, "same.xlsx");
    assert!(
        answer.err.contains("there is nothing to write"),
        "{answer:?}"
    );
    record(home, |register| {
        let hedges = Target::Action(action(register, "1.2"));
        let order = milestone(register, "1.1", 0);
        vec![
            register.set_standing(order, Standing::Withdrawn).unwrap(),
            register.set_standing(hedges, Standing::Open).unwrap(),
        ]
    });
    let (answer, out) = into(home, &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(answer.err.contains("2 changes written"), "{answer:?}");
    let document = document_of("new.xlsx", &std::fs::read(out).unwrap()).unwrap();
    let lines: Vec<String> = document.items.iter().map(Item::shown).collect();
    let says = |line: &str| assert!(lines.iter().any(|l| l.contains(line)), "{lines:#?}");
    says("Order lamps | May 2027 | withdrawn");
    says("Test lamps | June 2027 | closed");
    says("Cut hedges | July 2027 | A | open");
}

/// Without such a column it is named, but not where the status of what is complete says as much.
#[test]
fn what_was_ended_is_named_where_the_file_has_no_column_for_it() {
    let rows = [
        "No;Action;By when;Status",
        "1;Fit lamps;June 2027;G",
        "2;Cut hedges;July 2027;A",
        "3;Open hall;July 2027;A",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    let home = home.path();
    record(home, |register| {
        let of = |reference| Target::Action(action(register, reference));
        vec![
            register.set_status(of("1.1"), Some(Letter('B'))).unwrap(),
            register
                .set_standing(of("1.1"), Standing::Complete)
                .unwrap(),
            register
                .set_standing(of("1.2"), Standing::Withdrawn)
                .unwrap(),
            register
                .set_standing(of("1.3"), Standing::Complete)
                .unwrap(),
        ]
    });
    let (answer, _) = into(home, &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    assert_eq!(
        answer.err.lines().skip(1).collect::<Vec<_>>(),
        [
            "1 change written",
            "left as it was: 1.2 standing: the table has no column for it",
            "left as it was: 1.3 standing: the table has no column for it",
        ]
    );
}
