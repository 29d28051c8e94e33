//! `export --into` the trackers of task planners, auditors and boards: what import took a column for is what is written into it,
//! and the file comes back with what was set and nothing else.

use std::path::Path;

use milepost::cli::Exit;
use milepost::domain::{Letter, Register, Target};

use super::into::{december, home_with, into, note, record};
use super::into_cells::{STYLES, reads, workbook};
use super::milepost;

/// What a file says after it was brought in, one status, note or date recorded, and written back: its rows and its statuses.
struct Back {
    rows: String,
    statuses: String,
}

/// Sets the first action red and the last green, says something of the first and moves its date.
fn set(register: &Register) -> Vec<milepost::domain::Change> {
    let all = register.plan_order();
    let (first, last) = (all[0], all[all.len() - 1]);
    let first = Target::Action(first);
    let red = register.set_status(first, Some(Letter('R')));
    let green = register.set_status(Target::Action(last), Some(Letter('G')));
    let moved = register.set_due(first, december(), "rain");
    let said = note(register, 9_000, first, "no wood");
    [red, green, moved, Some(said)]
        .into_iter()
        .flatten()
        .collect()
}

/// Brings the rows in, sets and writes; `left` is what has no cell of its own.
fn back(rows: &[&str], left: &[&str]) -> Back {
    let (home, file) = home_with("plan.xlsx", &workbook(rows, STYLES));
    record(home.path(), set);
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    let named = answer
        .err
        .lines()
        .filter_map(|l| l.strip_prefix("left as it was: "));
    let named: Vec<&str> = named.collect();
    assert_eq!(named, left);
    comes_back(home.path(), &out);
    let (rows, statuses) = reads("new.xlsx", &std::fs::read(&out).unwrap());
    Back { rows, statuses }
}

impl Back {
    fn has(&self, words: &str) {
        assert!(self.rows.contains(words), "{words}\n{}", self.rows);
    }
}

/// Brought in again, the file changes nothing: what was set is what it says.
fn comes_back(home: &Path, file: &Path) {
    let before = milepost(home, &["list", "--json"]).out;
    let file = file.to_str().unwrap();
    let answer = milepost(home, &["import", "--plan", "1", "--yes", file]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(answer.out.contains("0 changed"), "{answer:?}");
    assert_eq!(before, milepost(home, &["list", "--json"]).out);
}

#[test]
fn a_planners_progress_is_its_status() {
    let back = back(
        &[
            "Task ID;Task Name;Bucket Name;Progress;Priority;Assigned To;Created Date;Due date;Late",
            "x1;Write the strategy;Strategy;In progress;Important;Ann Berg, Tom Fox;01/09/2026;15/10/2026;false",
            "x2;Hire an analyst;Staff;Completed;Medium;Tom Fox;01/09/2026;01/10/2026;false",
            "x3;Buy cameras;Staff;Not started;Urgent;;01/09/2026;30/11/2026;true",
        ],
        &["x1 note: the table has no column for it"],
    );
    assert_eq!(back.statuses, "RBG");
    back.has("Strategy | Red | Important");
    back.has("Staff | In progress | Urgent");
    back.has("15/10/2026 → Dec 2026");
}

#[test]
fn the_issues_of_a_tracker_come_back() {
    let back = back(
        &[
            "Summary;Issue key;Issue Type;Status;Priority;Assignee;Created;Updated;Due date;Labels;Comment",
            "Publish it;HB-1;Task;In Progress;High;Mia Wong;2026-09-01;2026-10-02;2026-10-15;policy;",
            "Train forty;HB-2;Task;To Do;Medium;Olu Ade;2026-09-01;2026-10-02;2027-02-28;training;",
        ],
        &[],
    );
    assert_eq!(back.statuses, "RG");
    back.has("Task | Red | High");
    back.has("Task | In Progress | Medium");
    back.has("policy | 18 Oct 2026: no wood");
}

#[test]
fn tasks_without_a_column_of_statuses_take_notes_and_dates() {
    let none = "status: the table has no column for it";
    let back = back(
        &[
            "Task ID;Created At;Completed At;Last Modified;Name;Section/Column;Assignee;Due Date;Tags;Notes;Projects",
            "11;2026-09-01;;2026-10-01;Launch it;Words;Sam Lee;2026-10-12;;Posters are drawn;Harbour",
            "12;2026-09-01;2026-10-10;2026-10-10;Tell the papers;Words;Sam Lee;2026-10-10;;;Harbour",
        ],
        &[&format!("1.11 {none}"), &format!("1.12 {none}")],
    );
    back.has("2026-10-12 → Dec 2026");
    back.has("Posters are drawn\n18 Oct 2026: no wood | Harbour");
}

/// All tasks of a project stand under its name: what names each of them is the task, and how much is done is no status.
#[test]
fn a_project_comes_back() {
    let none = "status: the table has no column for it";
    let back = back(
        &[
            "ID;Task Mode;Task;Name;Start;Finish;Resource Names;% Complete;Notes",
            "1;Auto Scheduled;Harbour works;Find a pilot;01/10/26;28/10/26;Office;100%;",
            "2;Auto Scheduled;Harbour works;Buy lamps;29/10/26;20/01/27;Stores;10%;",
        ],
        &[&format!("1.1 {none}"), &format!("1.2 {none}")],
    );
    back.has("28/10/26 → Dec 2026 | Office | 100% | 18 Oct 2026: no wood");
}

#[test]
fn a_log_of_risks_and_actions_comes_back() {
    let back = back(
        &[
            "ID;Type;Description;Raised By;Date Raised;Likelihood;Impact;Mitigating Action;Owner;Target Date;RAG;Status;Update",
            "R1;Risk;Ice in the basin;Board;01/09/2026;3;4;Buy an ice breaker;Harbour Master;31/10/2026;Amber;Open;Asked for a price",
            "R2;Risk;Lamps fail;Board;01/09/2026;2;5;Keep spare lamps;Stores;30/11/2026;Red;Open;",
        ],
        &[],
    );
    assert_eq!(back.statuses, "RG");
    back.has("31/10/2026 → Dec 2026 | Red | Open | Asked for a price\n18 Oct 2026: no wood");
    back.has("30/11/2026 | Green | Open");
}

/// A column of its own for the date that counts now, and two columns of which the first numbers the sections.
#[test]
fn an_auditors_tracker_comes_back() {
    let back = back(
        &[
            "Ref;Audit;Finding;Recommendation;Priority;Agreed Management Action;Responsible Officer;Original Target Date;Revised Target Date;Status;Comments",
            "A1;Stores;Ropes are missing;Count the ropes;High;Weekly count;Quartermaster;30/06/2026;31/10/2026;In progress;",
            "B1;Boats;Shared keys;A key for each;High;Keys cut;Boatman;30/09/2026;;Not started;",
        ],
        &[],
    );
    assert_eq!(back.statuses, "RG");
    back.has("30/06/2026 | Dec 2026 | Red | 18 Oct 2026: no wood");
    back.has("30/09/2026 | In progress");
}

/// Of statuses and of words quarter by quarter those of the last quarter that has any are written, and the ones before stay.
#[test]
fn the_latest_quarter_is_written() {
    let back = back(
        &[
            "Ref;Action;Lead;Timescale;Q1 status;Q1 progress;Q2 status;Q2 progress;Q3 status;Q3 progress",
            "1a;Ring the bell;Ann Berg;Oct 2026;Green;Begun;Amber;;;",
            "1b;Mend the bell;Tom Fox;Mar 2027;Green;;;Split;;",
        ],
        &[],
    );
    assert_eq!(back.statuses, "RG");
    back.has("Green | Begun | Red | 18 Oct 2026: no wood");
    // The first status is that of the first quarter, the second stands before the words of the second.
    back.has("Mar 2027 | Green | Green | Split");
}

/// The columns under a header of two rows, and those below where it comes again: as the first rows show them to be.
#[test]
fn a_header_of_two_rows_and_one_that_comes_again() {
    let back = back(
        &[
            "Objective;Actions;Led by;Start / End;;Cost;Autumn RAG;Spring RAG",
            ";;;Start;End;;;",
            "Better writing;Write weekly;Mrs Bell;September 2026;October 2026;400;Green;Amber",
            "Better reading;Compare the books;Mr Iqbal;October 2026;March 2027;;Amber;",
        ],
        &["1.1 note: the table has no column for it"],
    );
    assert_eq!(back.statuses, "RG");
    back.has("September 2026 | October 2026 → Dec 2026 | 400 | Green | Red");
    back.has("March 2027 | Amber | Green");

    let header = "No;Action;Due;Q1 status;Q2 status";
    // The latest is that of all its rows, on whatever page.
    let rows = [
        header,
        "1;Mend it;Oct 2026;Green;",
        header,
        "2;Oil it;Nov 2026;Red;Amber",
    ];
    let back = self::back(&rows, &["1.1 note: the table has no column for it"]);
    assert_eq!(back.statuses, "RG");
    back.has("Oct 2026 → Dec 2026 | Green | Red");
    back.has("Nov 2026 | Red | Green");
}

/// A column that says of each card whether it is done takes no other status.
#[test]
fn a_card_is_done_or_not() {
    let only = "status: its column only says what is done";
    let back = back(
        &[
            "Card Name;Card Description;Members;Due Date;Due Complete;List Name",
            "Order signs;Big ones;Ann Berg;2026-10-12;false;Doing",
            "Ask the town;;Tom Fox;2026-10-01;true;Done",
        ],
        &[
            &format!("1.1 {only}"),
            "1.1 note: the table has no column for it",
            &format!("2.1 {only}"),
        ],
    );
    assert_eq!(back.statuses, "-B");
    back.has("2026-10-12 → Dec 2026 | false");
}

/// In a column with the month first, the tenth of January is not the first of October.
#[test]
fn a_date_is_written_over_one_with_the_month_first() {
    let rows = [
        "No;Action;Lead;Original due date;Revised due date;Status",
        "1;Find a pilot;Ann Berg;12/30/2025;01/10/2026;G",
        "2;Buy lamps;Tom Fox;11/15/2025;12/31/2026;G",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let first = Target::Action(register.plan_order()[0]);
        let october = milepost::domain::due::read::read("1 Oct 2026");
        let moved = register.set_due(first, october, "no boat");
        moved.into_iter().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    let (rows, _) = reads("new.xlsx", &std::fs::read(&out).unwrap());
    assert!(
        rows.contains("12/30/2025 | 1 Oct 2026"),
        "{answer:?}\n{rows}"
    );
    comes_back(home.path(), &out);
}

/// Of two tables beside each other each takes what was set in it, in its own columns.
#[test]
fn two_tables_beside_each_other_come_back() {
    let back = back(
        &[
            "Priority 1: Port;;;;;;Priority 2: Hill",
            "No;Action;By when;RAG;Notes;;No;Action;By when;RAG;Notes",
            "1;Fit lamps;June 2026;A;Begun;;1;Cut hedges;May 2026;A;",
            "2;Paint masts;July 2026;;;;2;Mend the wall;May 2027;A;",
        ],
        &[],
    );
    assert_eq!(back.statuses, "R-AG");
    back.has("Fit lamps | June 2026 → Dec 2026 | R | Begun\n18 Oct 2026: no wood");
    back.has("Cut hedges | May 2026 | A");
    back.has("Mend the wall | May 2027 | G");
}
