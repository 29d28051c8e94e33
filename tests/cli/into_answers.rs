//! `export --into` a file whose columns somebody had to explain: what was said of them at the import holds when it is written into.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::cli::Exit;
use milepost::clock::FixedClock;
use milepost::domain::{Deed, Letter, NewEntry, Seat, Target};
use milepost::import::header::Field;
use milepost::import::{self, Answer, Draft};
use milepost::store::{self, Store};
use tempfile::{TempDir, tempdir};

use super::into::{action, december, home_with, into, note, record};
use super::into_cells::{STYLES, reads, workbook};
use super::{milepost, now};

/// A home folder with a file brought in as it is answered, and the path of the file.
fn home_answered(rows: &[&str], answer: impl FnOnce(Draft) -> Draft) -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    let file = home.path().join("plan.xlsx");
    // Its third style stands in.
    let (plain, indented) = (
        "\"1\"/></xf></cellXfs>",
        "\"1\" indent=\"1\"/></xf></cellXfs>",
    );
    let bytes = workbook(rows, &STYLES.replace(plain, indented));
    std::fs::write(&file, &bytes).unwrap();
    let draft = answer(import::read("plan.xlsx", &bytes).unwrap());
    let clock = Arc::new(FixedClock::at(now()));
    let folder = home.path().join(".local/share/milepost");
    let (mut store, _) = store::open(&folder, clock).unwrap();
    let (_, changes) = draft.accepted().changes(&mut store.ids());
    let entry = NewEntry {
        at: now(),
        by: "Ann Example".to_owned(),
        seat: Seat::Officer,
        meeting: None,
        deed: Deed::Import,
        what: "import plan.xlsx".to_owned(),
        changes,
    };
    store.commit(entry).unwrap();
    drop(store);
    (home, file)
}

fn role(draft: Draft, column: usize, field: Field) -> Draft {
    let table = draft.tables[0].unit;
    let answer = Answer::Role {
        table,
        column,
        field,
    };
    draft.corrected(answer).unwrap()
}

fn written(home: &Path, file: &Path) -> (String, String) {
    let (answer, out) = into(home, file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    reads("new.xlsx", &std::fs::read(out).unwrap())
}

/// No header tells these columns; the one that reads as a column of statuses holds something else.
#[test]
fn a_column_is_written_into_as_it_was_explained() {
    let rows = [
        "No;Action;Lead;Due;Status;Ampel;Stand",
        "1;Mend the bridge;Bo Sample;May 2026;permanent post;G;",
        "2;Open the gate;Bo Sample;June 2026;temporary post;;",
    ];
    let (home, file) = home_answered(&rows, |draft| {
        let draft = role(draft, 4, Field::Extra);
        let draft = role(draft, 5, Field::Extra);
        // Said again: the last counts.
        let draft = role(draft, 5, Field::Status);
        role(draft, 6, Field::Progress)
    });
    record(home.path(), |register| {
        let [first, second] = ["1.1", "1.2"].map(|at| Target::Action(action(register, at)));
        assert_eq!(register.status(first), Some(Letter('G')));
        let red = register.set_status(second, Some(Letter('R')));
        let said = note(register, 9_000, first, "no wood");
        red.into_iter().chain([said]).collect()
    });
    let (rows, _) = written(home.path(), &file);
    for words in [
        "May 2026 | permanent post | G | 18 Oct 2026: no wood",
        "June 2026 | temporary post | R",
    ] {
        assert!(rows.contains(words), "{words}\n{rows}");
    }
}

/// Both orders of day and month are in the column, and the month was said to come first: the tenth of January is not the first of
/// October, and is written over.
#[test]
fn the_month_first_as_it_was_said() {
    let rows = [
        "No;Action;Lead;Original due date;Revised due date;Status",
        "1;Find a pilot;Ann Berg;May 2025;01/10/2026;G",
        "2;Buy lamps;Tom Fox;May 2025;12/31/2026;G",
        "3;Buy ropes;Tom Fox;May 2025;31/12/2026;G",
    ];
    let (home, file) = home_answered(&rows, |draft| {
        let asked = |a: &Answer| matches!(a, Answer::MonthFirst { .. });
        let question = draft.questions.iter().find(|q| q.answers.iter().any(asked));
        let question = question.unwrap().clone();
        let answer = question.answers.iter().find(|a| asked(a)).unwrap().clone();
        draft.answered(&question, answer).unwrap()
    });
    record(home.path(), |register| {
        let first = Target::Action(action(register, "1.1"));
        let held = register.dated(first).unwrap().due.to_string();
        assert_eq!(held, "10 Jan 2026");
        let october = milepost::domain::due::read::read("1 Oct 2026");
        register
            .set_due(first, october, "no boat")
            .into_iter()
            .collect()
    });
    let (rows, _) = written(home.path(), &file);
    assert!(rows.contains("May 2025 | 1 Oct 2026"), "{rows}");
}

/// A new version of the file has its own columns: what was said of the old one is not said of them, nor told as a change.
#[test]
fn what_was_said_of_one_file_holds_for_no_other() {
    let rows = [
        "No;Action;Lead;Due;Ampel",
        "1;Mend the bridge;Bo Sample;May 2026;G",
    ];
    let (home, _) = home_answered(&rows, |draft| role(draft, 4, Field::Status));
    let next = [
        "No;Action;Lead;Due;Remarks;Status",
        "1;Mend the bridge;Bo Sample;May 2026;new rails;G",
    ];
    let second = home.path().join("second.xlsx");
    std::fs::write(&second, workbook(&next, STYLES)).unwrap();
    let args = ["import", "--plan", "1", "--yes", second.to_str().unwrap()];
    let answer = milepost(home.path(), &args);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(!answer.out.contains("column 5"), "{answer:?}");
    record(home.path(), |register| {
        assert!(register.plan().unwrap().extras.is_empty());
        let first = Target::Action(action(register, "1.1"));
        register
            .set_status(first, Some(Letter('R')))
            .into_iter()
            .collect()
    });
    let (rows, statuses) = written(home.path(), &second);
    assert!(rows.contains("new rails | R"), "{rows}");
    assert_eq!(statuses, "R");
}

/// An action that the file no longer has keeps the place it had in the old one, where another stands now: nothing of it is
/// written there.
#[test]
fn what_is_gone_is_written_into_no_row() {
    let header = "No;Action;Lead;Due;Status";
    let old = [
        header,
        "1;Mend the bridge;Bo Sample;May 2026;G",
        "2;Open the gate;Cy Specimen;June 2026;G",
        "3;Paint the wall;Di Model;July 2026;G",
        "4;Sweep the path;Di Model;July 2026;G",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&old, STYLES));
    let new = [header, old[1], old[3], old[4]];
    std::fs::write(&file, workbook(&new, STYLES)).unwrap();
    let args = ["import", "--plan", "1", "--yes", file.to_str().unwrap()];
    let answer = milepost(home.path(), &args);
    assert!(answer.out.contains("1 gone"), "{answer:?}");
    record(home.path(), |register| {
        let gone = Target::Action(action(register, "1.2"));
        let red = register.set_status(gone, Some(Letter('R')));
        let moved = register.set_due(gone, december(), "rain");
        red.into_iter().chain(moved).collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    assert!(answer.err.contains("left as it was: 1.2"), "{answer:?}");
    assert!(!out.exists(), "{answer:?}");
}

/// What stands under an action by its level has its words, its date and its status in the row of a task.
#[test]
fn a_milestone_by_its_level_is_written_into_its_row() {
    let rows = [
        "Level;Task;Finish;Owner;Status",
        "1;Mobilise;30/11/2026;;",
        "2;Recruit coordinator;28/10/2026;Bo Sample;Green",
        "3;Advert out;20/10/2026;Bo Sample;Green",
        "4;Words agreed;1/10/2026;Bo Sample;",
        "3;Interviews held;28/10/2026;Bo Sample;",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let first = action(register, "1.1");
        let all: Vec<_> = register.milestones_of(first).map(|(id, _)| id).collect();
        let [advert, words, interviews] = all[..] else {
            panic!("{all:?}")
        };
        let red = register.set_status(Target::Milestone(words), Some(Letter('R')));
        let own = register.set_status(Target::Action(first), Some(Letter('A')));
        let moved = [advert, interviews]
            .map(|m| register.set_due(Target::Milestone(m), december(), "rain"));
        red.into_iter()
            .chain(own)
            .chain(moved.into_iter().flatten())
            .collect()
    });
    let (rows, _) = written(home.path(), &file);
    for words in [
        "Recruit coordinator | 28/10/2026 | Bo Sample | Amber",
        "Advert out | 20/10/2026 → Dec 2026 | Bo Sample | Green",
        "Words agreed | 1/10/2026 | Bo Sample | Red",
        "Interviews held | 28/10/2026 → Dec 2026 | Bo Sample",
    ] {
        assert!(rows.contains(words), "{words}\n{rows}");
    }
}

/// Rows that were said to stand side by side do so when their file is written into.
#[test]
fn rows_said_to_stand_side_by_side_are_written_into_as_such() {
    let rows = [
        "Task;Finish;Owner;Status",
        "Mobilise;30/11/2026;Bo Sample;",
        "#3Recruit coordinator;28/10/2026;Bo Sample;",
        "#3Advert out;20/10/2026;Bo Sample;",
    ];
    let (home, file) = home_answered(&rows, |draft| {
        let question = draft.questions[0].clone();
        let answer = question.answers[1].clone();
        draft.answered(&question, answer).unwrap()
    });
    record(home.path(), |register| {
        let [first, .., last] = register.plan_order()[..] else {
            panic!("fewer than two")
        };
        let red = register.set_status(Target::Action(first), Some(Letter('R')));
        let moved = register.set_due(Target::Action(last), december(), "rain");
        red.into_iter().chain(moved).collect()
    });
    let (rows, _) = written(home.path(), &file);
    for words in [
        "Mobilise | 30/11/2026 | Bo Sample | R",
        "Advert out | 20/10/2026 → Dec 2026",
    ] {
        assert!(rows.contains(words), "{words}\n{rows}");
    }
}
