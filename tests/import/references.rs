//! What actions are called: a number that the file gives to one is no other's.

use super::reading::read;

fn references(csv: &str) -> Vec<(String, String)> {
    let draft = read("boats.csv", csv.as_bytes());
    let of = |a: &milepost::import::DraftAction| {
        let action = &a.action;
        (action.reference.clone(), action.title.clone())
    };
    draft.actions.iter().map(of).collect()
}

fn assert_called(csv: &str, expected: &[(&str, &str)]) {
    let found = references(csv);
    let found: Vec<(&str, &str)> = found.iter().map(|(r, t)| (&**r, &**t)).collect();
    assert_eq!(found, expected);
}

/// An action without a number does not take that of another, wherever it stands.
#[test]
fn written_numbers_are_kept() {
    assert_called(
        "Ref,Action,Due\n1,One,June 2026\n2,Two,July 2026\n,Extra,July 2026\n3,Three,Aug 2026\n4,Four,Sept 2026\n",
        &[
            ("1.1", "One"),
            ("1.2", "Two"),
            ("1.3/2", "Extra"),
            ("1.3", "Three"),
            ("1.4", "Four"),
        ],
    );
    assert_called(
        "Ref,Action,Due\n,Extra,July 2026\n,More,July 2026\n2,Two,Aug 2026\n",
        &[("1.1", "Extra"), ("1.2/2", "More"), ("1.2", "Two")],
    );
}

/// A number is kept for its own section alone, and one that the file gives twice keeps its order.
#[test]
fn numbers_are_kept_section_by_section() {
    assert_called(
        "Section number,Section title,No,Action,Due\n\
         1,Boats,1,Row,June 2026\n1,Boats,2,Sail,June 2026\n1,Boats,2,Swim,June 2026\n\
         2,Oars,,Carve,June 2026\n2,Oars,,Sand,June 2026\n2,Oars,1,Paint,June 2026\n",
        &[
            ("1.1", "Row"),
            ("1.2", "Sail"),
            ("1.2/2", "Swim"),
            ("2.1/2", "Carve"),
            ("2.2", "Sand"),
            ("2.1", "Paint"),
        ],
    );
}
