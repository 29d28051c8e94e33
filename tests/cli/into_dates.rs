//! `export --into`: whose date a cell says, and a file that comes back as it was written.

use std::path::Path;

use milepost::cli::Exit;
use milepost::domain::{Register, Target};
use milepost::import;

use super::into::{action, december, home_with, into, milestone, record, zipped};
use super::into_cells::{STYLES, reads, workbook};
use super::milepost;

fn rows() -> Vec<u8> {
    workbook(
        &[
            "No;Action;Milestones;Timescale;Status",
            "1;Mend the bridge;Wood ordered;May 2026;",
            "2;Open the gate;Key found|Gate painted;July 2026;",
            "3;Paint the wall;;Aug 2026;",
            "4;Sweep the path;Broom bought by Sept. 2026 (B. Sample);;",
            "5;Plant a tree;Hole dug|Tree bought;May 2026|June 2026;",
        ],
        STYLES,
    )
}

fn shown(bytes: &[u8]) -> String {
    reads("new.xlsx", bytes).0
}

/// A date that an action has for itself is not written where its milestones' dates stand: it would be said of them.
#[test]
fn a_date_of_an_action_is_not_said_of_its_milestones() {
    let (home, file) = home_with("plan.xlsx", &rows());
    record(home.path(), |register| {
        let moved = ["1.1", "1.2", "1.3"]
            .map(|at| register.set_due(Target::Action(action(register, at)), december(), "rain"));
        moved.into_iter().flatten().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    for left in ["1.1", "1.2"] {
        let line = format!("left as it was: {left} date: its date shares a cell with others");
        assert!(answer.err.contains(&line), "{answer:?}");
    }
    let whole = shown(&std::fs::read(&out).unwrap());
    for held in [
        "Wood ordered | May 2026\n2",
        "Gate painted | July 2026\n3",
        "Aug 2026 → Dec 2026",
    ] {
        assert!(whole.contains(held), "{held}\n{whole}");
    }
}

/// Two milestones that ran together in one line: what stands behind it would be said of the other as well.
#[test]
fn a_line_of_two_milestones_takes_no_date_of_one() {
    let rows = workbook(
        &[
            "No;Action;Milestones;Timescale;Status",
            "1;Mend the bridge;Wood ordered for the bridge. Planks cut to length.;May 2026 June 2026;",
        ],
        STYLES,
    );
    let (home, file) = home_with("plan.xlsx", &rows);
    record(home.path(), |register| {
        assert_eq!(register.milestones_of(action(register, "1.1")).count(), 2);
        let status = Target::Action(action(register, "1.1"));
        let status = register.set_status(status, Some(milepost::domain::Letter('G')));
        let moved = register.set_due(milestone(register, "1.1", 0), december(), "rain");
        [status, moved].into_iter().flatten().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    assert!(
        answer.err.contains("its words share a line with others"),
        "{answer:?}"
    );
    let whole = shown(&std::fs::read(&out).unwrap());
    assert!(!whole.contains('→'), "{whole}");
}

/// References, dates and how often they moved.
fn dates(register: &Register) -> Vec<String> {
    let mut all = Vec::new();
    for id in register.plan_order() {
        let below = register.milestones_of(id);
        let below = below.map(|(m, _)| Target::Milestone(m));
        for target in std::iter::once(Target::Action(id)).chain(below) {
            let (baseline, dated) = (
                register.baseline(target).unwrap(),
                register.dated(target).unwrap(),
            );
            let reference = register.reference(target);
            let moves = dated.moves;
            all.push(format!("{reference}: {baseline}, {}, {moves}", dated.due));
        }
    }
    all
}

fn held(home: &Path) -> Vec<String> {
    let mut all = Vec::new();
    record(home, |register| {
        all = dates(register);
        Vec::new()
    });
    all
}

fn again(home: &Path, file: &Path) -> String {
    let file = file.to_str().unwrap();
    let answer = milepost(home, &["import", "--plan", "1", "--yes", file]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    answer.out
}

/// Dates in cells of their own, on their lines, behind the words of a milestone and behind a sentence with its lead.
#[test]
fn a_file_comes_back_as_it_was_written() {
    let (home, file) = home_with("plan.xlsx", &rows());
    let home = home.path();
    record(home, |register| {
        let moves = [("1.1", 0), ("1.2", 1), ("1.4", 0), ("1.5", 1)];
        let moved =
            moves.map(|(at, n)| register.set_due(milestone(register, at, n), december(), "rain"));
        let own = Target::Action(action(register, "1.3"));
        let own = register.set_due(own, december(), "rain");
        moved.into_iter().chain([own]).flatten().collect()
    });
    let before = held(home);
    let (answer, out) = into(home, &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let whole = shown(&std::fs::read(&out).unwrap());
    for words in [
        "Wood ordered | May 2026 → Dec 2026",
        "Gate painted → Dec 2026 | July 2026",
        "Aug 2026 → Dec 2026\n4",
        "(B. Sample) | Dec 2026",
        "June 2026 → Dec 2026",
    ] {
        assert!(whole.contains(words), "{words}\n{whole}");
    }
    // Into a plan of its own: the first dates are the old ones.
    let draft = import::read("new.xlsx", &std::fs::read(&out).unwrap()).unwrap();
    let painted = &draft.actions[1].milestones[1].milestone;
    assert_eq!(painted.text, "Gate painted");
    assert_eq!(painted.baseline.to_string(), "Jul 2026");
    assert_eq!(painted.dated.due.to_string(), "Dec 2026");

    let said = again(home, &out);
    assert!(said.contains("0 new, 0 changed, 0 gone"), "{said}");
    assert!(!said.contains("stays:"), "{said}");
    assert_eq!(held(home), before);

    // The plan lives in the new file now, which has the dates already.
    record(home, |register| {
        let march = milepost::domain::due::read::read("Mar 2027");
        let moved = register.set_due(milestone(register, "1.1", 0), march, "snow");
        moved.into_iter().collect()
    });
    let (answer, third) = into(home, &out, "third.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(answer.err.contains("\n1 change written"), "{answer:?}");
    let whole = shown(&std::fs::read(&third).unwrap());
    assert!(
        whole.contains("May 2026 → Dec 2026 → Mar 2027")
            && whole.contains("Aug 2026 → Dec 2026\n4"),
        "{whole}"
    );
    let before = held(home);
    let said = again(home, &third);
    assert!(said.contains("0 new, 0 changed, 0 gone"), "{said}");
    assert_eq!(held(home), before);
}

/// A sentence with its date and its lead takes the new date behind it, and is read as it was.
#[test]
fn a_sentence_comes_back_as_it_was_written() {
    let rows = workbook(
        &[
            "No;Action;Milestones;Status",
            "1;Sweep the path;Broom bought by Sept. 2026 (B. Sample)|Path swept by Oct. 2026 (C. Sample). In dry weather;",
        ],
        STYLES,
    );
    let (home, file) = home_with("plan.xlsx", &rows);
    let home = home.path();
    record(home, |register| {
        let moved =
            [0, 1].map(|n| register.set_due(milestone(register, "1.1", n), december(), "rain"));
        moved.into_iter().flatten().collect()
    });
    let before = held(home);
    let (answer, out) = into(home, &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let whole = shown(&std::fs::read(&out).unwrap());
    assert!(
        whole.contains("(B. Sample) → Dec 2026") && whole.contains("In dry weather → Dec 2026"),
        "{whole}"
    );
    let draft = import::read("new.xlsx", &std::fs::read(&out).unwrap()).unwrap();
    let read: Vec<(String, String, u32)> = draft.actions[0]
        .milestones
        .iter()
        .map(|m| &m.milestone)
        .map(|m| (m.baseline.to_string(), m.note.clone(), m.dated.moves))
        .collect();
    let (sept, oct) = ("Sep 2026".to_owned(), "Oct 2026".to_owned());
    let note = "In dry weather".to_owned();
    assert_eq!(read, [(sept, String::new(), 1), (oct, note, 1)]);
    let said = again(home, &out);
    assert!(said.contains("0 new, 0 changed, 0 gone"), "{said}");
    assert_eq!(held(home), before);
}

/// An arrow in front of words that are no date is a word like others.
#[test]
fn other_arrows_stay_words() {
    let rows = workbook(
        &[
            "No;Action;Milestones;Timescale;Status",
            "1;Mend the bridge;From wood → to stone;May 2026;",
        ],
        STYLES,
    );
    let draft = import::read("plan.xlsx", &rows).unwrap();
    let milestone = &draft.actions[0].milestones[0].milestone;
    assert_eq!(milestone.text, "From wood → to stone");
    assert_eq!(milestone.dated.moves, 0);
}

/// A revised date that the file has already stays the cell it is; only what moved since is written.
#[test]
fn a_revised_date_that_is_there_is_not_written_again() {
    let rows = workbook(
        &[
            "No;Action;Lead;Due;Revised date;Status",
            "1;Mend the bridge;B. Sample;May 2026;31/10/2026;",
            "2;Open the gate;B. Sample;July 2026;30/11/2026;",
            "3;Paint the wall;B. Sample;Aug 2026;;",
        ],
        STYLES,
    );
    let (home, file) = home_with("plan.xlsx", &rows);
    record(home.path(), |register| {
        register
            .set_due(Target::Action(action(register, "1.2")), december(), "rain")
            .into_iter()
            .collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert!(
        answer.err.contains("1 change written") || answer.out.contains("1 change written"),
        "{answer:?}"
    );
    let whole = shown(&std::fs::read(&out).unwrap());
    assert!(whole.contains("May 2026 | 31/10/2026"), "{whole}");
    assert!(whole.contains("July 2026 | Dec 2026"), "{whole}");
}

/// A date that was struck out in a Word file moved before it was brought in: nothing is to be written for it. The next one stands
/// behind both.
#[test]
fn a_date_struck_out_by_hand_takes_the_next_one_behind_it() {
    let p = |run: &str| format!("<w:p>{run}</w:p>");
    let run = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let out = |words: &str| run(words).replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>");
    let row = |due: &str| {
        let cells = ["1", "Mend the bridge", "Rails ordered"].map(|words| p(&run(words)));
        let cells = [cells_of(&cells), format!("<w:tc>{due}</w:tc>")];
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    let head = ["No", "Action", "Milestones", "Timescale"].map(|words| p(&run(words)));
    let one = p(&[out("June 2026 "), run("Sep 2026")].concat());
    let two = [p(&out("June 2026")), p(&run("Sep 2026"))].concat();
    for due in [one, two] {
        let document = format!(
            "<w:document xmlns:w=\"urn:w\"><w:body><w:tbl><w:tr>{}</w:tr>{}</w:tbl></w:body></w:document>",
            cells_of(&head),
            row(&due)
        );
        let parts = [
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", document.as_str()),
        ];
        let (home, file) = home_with("plan.docx", &zipped(&parts));
        let (answer, _) = into(home.path(), &file, "none.docx");
        assert!(answer.err.contains("nothing to write"), "{answer:?}");
        record(home.path(), |register| {
            let target = milestone(register, "1.1", 0);
            let moved = register.set_due(target, december(), "rain");
            moved.into_iter().collect()
        });
        let (answer, new) = into(home.path(), &file, "new.docx");
        assert_eq!(answer.exit, Exit::OK, "{answer:?}");
        let read = import::document_of("new.docx", &std::fs::read(&new).unwrap()).unwrap();
        let shown: Vec<String> = read.items.iter().map(|item| item.shown()).collect();
        assert_eq!(
            shown[1],
            "1 | Mend the bridge | Rails ordered | June 2026 → Sep 2026 → Dec 2026"
        );
        assert!(again(home.path(), &new).contains("0 changed"));
    }
}

fn cells_of(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>"));
    cells.collect()
}

/// Of milestones in several columns the first has the column of dates that the table has; what is said of the others is named.
#[test]
fn the_dates_of_milestones_in_several_columns_stay_apart() {
    let rows = [
        "No;Action;Milestone 1;Date 1;Milestone 2;Date 2",
        "1;Mend the bridge;Wood ordered;May 2026;Rails fitted;July 2026",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let moved =
            [0, 1].map(|n| register.set_due(milestone(register, "1.1", n), december(), "rain"));
        moved.into_iter().flatten().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    assert!(
        answer.err.contains(
            "left as it was: 1.1 m2 status and date: its words are not in one cell of the file"
        ),
        "{answer:?}"
    );
    let whole = shown(&std::fs::read(&out).unwrap());
    let wanted = "Wood ordered | May 2026 → Dec 2026 | Rails fitted | July 2026";
    assert!(whole.contains(wanted), "{whole}");
}
