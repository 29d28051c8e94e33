//! What is an action's and what its milestones', where both have a column for it: leads and statuses, row by row or merged.

use milepost::import::{Draft, DraftAction};

use super::files::{self, Sheet, docx, p, tr, xlsx};
use super::reading::{action, dues, read};

/// Leads and status of an action, then those of its milestones.
fn said(action: &DraftAction) -> Vec<(Vec<&str>, Option<char>)> {
    let own = (&action.action.leads, action.action.status);
    let milestones = action.milestones.iter().map(|m| &m.milestone);
    let all = std::iter::once(own).chain(milestones.map(|m| (&m.leads, m.status)));
    all.map(|(leads, status)| {
        let names = leads.iter().map(|l| l.name.as_str()).collect();
        (names, status.map(|l| l.0))
    })
    .collect()
}

/// Row by row: the row of an action without a milestone has its own status, as it has its own lead and date.
#[test]
fn the_row_of_an_action_without_a_milestone_has_its_own_status() {
    let draft = read(
        "lamps.csv",
        b"No,Action,Milestones,By when,Lead,RAG\n\
        1,Fit lamps,,June 2026,E. Fox,Red\n,,Order lamps,May 2026,F. Gray,Green\n\
        2,Cut hedges,,July 2026,E. Fox,Amber\n,,Find shears,May 2026,F. Gray,\n\
        3,Open hall,Find keys,May 2026,E. Fox,Red\n,,Hire staff,June 2026,F. Gray,Green\n",
    );
    let lamps = action(&draft, "1.1");
    let (fox, gray) = (vec!["E. Fox"], vec!["F. Gray"]);
    let pair = |own, first| vec![(fox.clone(), own), (gray.clone(), first)];
    assert_eq!(said(lamps), pair(Some('R'), Some('G')));
    assert_eq!(lamps.action.baseline.to_string(), "Jun 2026");
    assert_eq!(
        lamps.source.remarks,
        ["its rows have statuses of their own: those beside milestones went to them"]
    );
    assert_eq!(said(action(&draft, "1.2")), pair(Some('A'), None));
    // No row is the action's alone: then none of these is its status.
    let hall = said(action(&draft, "1.3"));
    assert_eq!(hall[0], (vec![], None));
    assert_eq!(hall[1..], pair(Some('R'), Some('G')));
}

/// What a status that is the action's own is not understood in is asked about as any other.
#[test]
fn an_own_status_that_is_not_understood_is_asked_about() {
    let draft = read(
        "lamps.csv",
        b"No,Action,Milestones,By when,RAG\n\
        1,Fit lamps,,June 2026,Purple\n,,Order lamps,May 2026,Green\n",
    );
    let asked: Vec<&str> = draft.questions.iter().map(|q| q.source.as_str()).collect();
    assert_eq!(asked, ["Purple"]);
}

const ROWS: [[&str; 6]; 5] = [
    ["No", "Action", "Milestones", "By when", "Lead", "RAG"],
    ["1", "Fit lamps", "Order lamps", "June 2026", "E. Fox", "G"],
    ["", "", "Test lamps", "July 2026", "", ""],
    ["2", "Open club", "Find hall", "July 2026", "G. Hill", "R"],
    ["", "", "Hire staff", "Oct 2026", "H. Ives", "A"],
];

fn merged_over_both(draft: &Draft) {
    let lamps = action(draft, "1.1");
    assert_eq!(said(lamps), vec![(vec!["E. Fox"], Some('G')); 3]);
    assert_eq!(lamps.action.lead_written, "E. Fox");
    assert_eq!(dues(lamps), ["Jun 2026", "Jul 2026"]);
    let club = [
        (vec![], None),
        (vec!["G. Hill"], Some('R')),
        (vec!["H. Ives"], Some('A')),
    ];
    assert_eq!(said(action(draft, "1.2")), club);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// A cell merged over the rows of milestones speaks for each of them, and over all rows of an action for it too, in a table
/// whose other rows each have a lead and a status.
#[test]
fn a_merged_cell_speaks_for_all_of_its_rows() {
    let rows = ROWS.iter().enumerate();
    let rows: String = rows.map(|(n, cells)| files::row(n, cells)).collect();
    let sheet = Sheet {
        name: "Plan",
        rows: &rows,
        merged: &["A2:A3", "B2:B3", "E2:E3", "F2:F3", "A4:A5", "B4:B5"],
        ..Sheet::default()
    };
    merged_over_both(&read("lamps.xlsx", &xlsx(&[sheet])));

    let row = |cells: &[&str; 6]| {
        let inner = cells.map(p);
        let of = |words: &str| match words {
            "" => "<w:vMerge/>",
            "1" | "Fit lamps" | "E. Fox" | "G" | "2" | "Open club" => {
                "<w:vMerge w:val=\"restart\"/>"
            }
            _ => "",
        };
        tr(&[0, 1, 2, 3, 4, 5].map(|at| (of(cells[at]), inner[at].as_str())))
    };
    let rows: String = ROWS.iter().map(row).collect();
    let bytes = docx(&format!("<w:tbl>{rows}</w:tbl>"));
    merged_over_both(&read("lamps.docx", &bytes));
}

/// A lead that is merged over some of the rows alone is that of their milestones, not the action's.
#[test]
fn a_lead_merged_over_some_rows_is_not_the_actions() {
    let cells = [
        ["No", "Action", "Milestones", "Lead"],
        ["1", "Fit lamps", "Order lamps", "E. Fox"],
        ["", "", "Test lamps", ""],
        ["", "", "Light lamps", "H. Ives"],
    ];
    let row = |cells: &[&str; 4]| {
        let inner = cells.map(p);
        let of = |words: &str| match words {
            "" => "<w:vMerge/>",
            "1" | "Fit lamps" | "E. Fox" => "<w:vMerge w:val=\"restart\"/>",
            _ => "",
        };
        tr(&[0, 1, 2, 3].map(|at| (of(cells[at]), inner[at].as_str())))
    };
    let rows: String = cells.iter().map(row).collect();
    let draft = read("lamps.docx", &docx(&format!("<w:tbl>{rows}</w:tbl>")));
    let names: Vec<Vec<&str>> = said(action(&draft, "1.1"))
        .into_iter()
        .map(|(names, _)| names)
        .collect();
    let fox = vec!["E. Fox"];
    assert_eq!(names, [vec![], fox.clone(), fox, vec!["H. Ives"]]);
}

/// A cell merged over several actions speaks for each of them, and it is kept where each has it from.
#[test]
fn a_cell_merged_over_actions_speaks_for_each() {
    let rows = [
        ["No", "Action", "Lead", "By when", "RAG"],
        ["1", "Fit lamps", "E. Fox", "June 2026", "G"],
        ["2", "Cut hedges", "", "July 2026", ""],
        ["3", "Open hall", "", "", ""],
        ["4", "Sweep quay", "G. Hill", "", "R"],
        ["5", "Mend roof", "", "Aug 2026", ""],
    ];
    let merged_over_actions = |draft: &Draft| {
        let found: Vec<String> = ["1.1", "1.2", "1.3", "1.4", "1.5"]
            .iter()
            .map(|reference| {
                let action = action(draft, reference);
                let own = &said(action)[0];
                let due = &action.action.dated.due;
                format!("{:?} {:?} {due}", own.0, own.1)
            })
            .collect();
        let wanted = [
            "[\"E. Fox\"] Some('G') Jun 2026",
            "[\"E. Fox\"] Some('G') Jul 2026",
            "[\"E. Fox\"] None Jul 2026",
            "[\"G. Hill\"] Some('R') Jul 2026",
            // Nothing is merged here: an empty cell stays empty.
            "[] None Aug 2026",
        ];
        assert_eq!(found, wanted);
        let hall = &action(draft, "1.3").source;
        assert_eq!(hall.raw, "3 | Open hall");
        assert_eq!(
            hall.remarks,
            ["Lead", "By when"]
                .map(|c| format!("{c}: its cell is merged with that of the action above"))
        );
        assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    };
    let cells = rows.iter().enumerate();
    let cells: String = cells.map(|(n, cells)| files::row(n, cells)).collect();
    let sheet = Sheet {
        name: "Plan",
        rows: &cells,
        merged: &["C2:C4", "D3:D5", "E2:E3"],
        ..Sheet::default()
    };
    merged_over_actions(&read("lamps.xlsx", &xlsx(&[sheet])));

    let row = |(n, cells): (usize, &[&str; 5])| {
        let inner = cells.map(p);
        let of = |at: usize| match (at, n) {
            (2, 1) | (3, 2) | (4, 1) => "<w:vMerge w:val=\"restart\"/>",
            (2, 2 | 3) | (3, 3 | 4) | (4, 2) => "<w:vMerge/>",
            _ => "",
        };
        tr(&[0, 1, 2, 3, 4].map(|at| (of(at), inner[at].as_str())))
    };
    let body: String = rows.iter().enumerate().map(row).collect();
    let bytes = docx(&format!("<w:tbl>{body}</w:tbl>"));
    merged_over_actions(&read("lamps.docx", &bytes));
}
