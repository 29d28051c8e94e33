//! `export --into`: a cell that is merged over several actions takes nothing that only one of them has.

use milepost::cli::Exit;
use milepost::domain::{Letter, Target};

use super::into::{action, december, home_with, into, record};
use crate::import::files::{self, Sheet, xlsx};

#[test]
fn a_cell_of_several_actions_takes_nothing_of_one() {
    let rows = [
        ["No", "Action", "By when", "RAG"],
        ["1", "Fit lamps", "June 2027", "G"],
        ["2", "Cut hedges", "", ""],
        ["3", "Open hall", "July 2027", "R"],
    ];
    let cells = rows.iter().enumerate();
    let cells: String = cells.map(|(n, cells)| files::row(n, cells)).collect();
    let sheet = Sheet {
        name: "Plan",
        rows: &cells,
        merged: &["C2:C3", "D2:D3"],
        ..Sheet::default()
    };
    let (home, file) = home_with("plan.xlsx", &xlsx(&[sheet]));
    let home = home.path();
    // What the merged cell says of each of them is nothing to write, and nothing to name.
    let (answer, _) = into(home, &file, "same.xlsx");
    assert!(
        answer.err.contains("there is nothing to write"),
        "{answer:?}"
    );

    record(home, |register| {
        let of = |reference: &str| Target::Action(action(register, reference));
        vec![
            register.set_status(of("1.2"), Some(Letter('A'))).unwrap(),
            register.set_status(of("1.3"), Some(Letter('G'))).unwrap(),
            register.set_due(of("1.1"), december(), "steel").unwrap(),
        ]
    });
    let (answer, out) = into(home, &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    assert_eq!(
        answer.err.lines().skip(1).collect::<Vec<_>>(),
        [
            "1 change written",
            "left as it was: 1.1 date: its date shares a cell with others",
            "left as it was: 1.2 status: its status shares a cell with others",
        ],
    );
    let sheet = super::into_cells::sheet_of(&std::fs::read(out).unwrap());
    assert!(!sheet.contains("Dec 2026"), "{sheet}");
}
