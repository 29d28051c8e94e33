//! What was completed, closed or withdrawn, in exports and back from them.

use std::path::Path;

use milepost::domain::{Deed, Standing, Target};
use milepost::import::document::Item;
use milepost::import::document_of;
use tempfile::TempDir;

use super::exported::{FORMATS, everything, export, kept, plain, plan_of, says_nothing_new};
use super::reading::{action, read};
use super::returning::{file, record, run, target};
use crate::export::small::{self, Small};

/// The standing of everything that is not open, by reference.
fn ended(home: &Path) -> Vec<(String, Standing)> {
    let register = plan_of(home);
    let mut found = Vec::new();
    for id in register.plan_order() {
        let below = register.milestones_of(id);
        let below = below.map(|(id, _)| Target::Milestone(id));
        for target in std::iter::once(Target::Action(id)).chain(below) {
            let standing = register.standing(target).expect("there");
            if standing != Standing::Open {
                found.push((register.reference(target), standing));
            }
        }
    }
    found
}

fn exported_csv(home: &Path) -> String {
    std::fs::read_to_string(export(home, "csv")).expect("an export")
}

/// Whether an export has a column of that name.
fn names_standing(home: &Path, format: &str) -> bool {
    let path = export(home, format);
    let bytes = std::fs::read(&path).expect("an export");
    let document = document_of(&path, &bytes).expect("it reads");
    let mut shown = document.items.iter().map(Item::shown);
    shown.any(|line| line.split(" | ").any(|cell| cell == "Standing"))
}

/// A plan of open items has no column for it, so that nothing about its export is new.
#[test]
fn only_a_plan_that_needs_it_has_a_column_for_standing() {
    let mut small = Small::new();
    let home = kept(&small);
    // CSV has all columns, always.
    for format in ["xlsx", "docx"] {
        assert!(!names_standing(home.path(), format), "{format}");
    }
    small.standing(small::action(2), Standing::Withdrawn);
    small.standing(small::milestone(1, 2), Standing::Closed);
    let home = kept(&small);
    for format in ["xlsx", "docx"] {
        assert!(names_standing(home.path(), format), "{format}");
    }
    let text = exported_csv(home.path());
    assert!(
        text.lines().next().expect("names").contains(",Standing,"),
        "{text}"
    );
    let says = |words: &str, standing: &str| {
        let mut lines = text.lines().filter(|l| l.contains(words));
        lines.any(|l| l.split(',').any(|cell| cell == standing))
    };
    assert!(says("Train street wardens", "withdrawn"), "{text}");
    assert!(says("1.1", "closed"), "{text}");
    assert!(!says("Fit window locks", "open"), "{text}");
    says_nothing_new(home.path(), "two that are ended");
}

/// A plan brought in from an export holds what was ended as ended, whatever the kind of file.
#[test]
fn a_new_plan_from_an_export_has_the_same_standings() {
    let home = kept(&everything(&plain()));
    let wanted = ended(home.path());
    assert!(wanted.len() >= 3, "{wanted:?}");
    for format in FORMATS {
        let path = export(home.path(), format);
        let fresh = TempDir::new().expect("a folder");
        let brought = run(fresh.path(), &["import", &path, "--yes"]);
        assert_eq!(brought.exit.0, 0, "{format}: {brought:?}");
        assert_eq!(ended(fresh.path()), wanted, "{format}");
        let export = exported_csv(fresh.path());
        let names = export.lines().next().expect("names");
        assert_eq!(names.matches("Standing").count(), 1, "{format}: {names}");
    }
}

const PLAN: &str = "Section,Reference,Action,Milestone,Due,Status,Standing,Progress
Town,1.1,Fit lamps,,June 2027,G,,
Town,1.1,,Order lamps,May 2027,,,
Town,1.1,,Test lamps,June 2027,,,
Town,1.2,Cut hedges,,July 2027,A,,
";

/// What is changed in an export counts, where nobody recorded otherwise; what somebody recorded stays, and is named.
#[test]
fn a_standing_that_was_recorded_stays() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let first = file(home, "town.csv", PLAN);
    assert_eq!(run(home, &["import", &first, "--yes"]).exit.0, 0);
    assert_eq!(ended(home), []);
    let lamps = "1.1,,Test lamps,June 2027,,";
    let changed = PLAN.replace(lamps, &format!("{lamps}closed"));
    let changed = changed.replace("July 2027,A,", "July 2027,A,Withdrawn");
    let changed = file(home, "v2/town.csv", &changed);
    let answer = run(home, &["import", &changed, "--plan", "1", "--yes"]).out;
    for line in [
        "0 new, 2 changed, 0 gone",
        "changed: 1.1 “Test lamps”: standing: open → closed",
        "changed: 1.2 Cut hedges: standing: open → withdrawn",
    ] {
        assert!(answer.contains(line), "{line}\n{answer}");
    }
    let wanted = [
        ("1.1 m2".to_owned(), Standing::Closed),
        ("1.2".to_owned(), Standing::Withdrawn),
    ];
    assert_eq!(ended(home), wanted);
    // An empty cell takes none away.
    let answer = run(home, &["import", &first, "--plan", "1", "--yes"]).out;
    assert!(answer.contains("nothing to do"), "{answer}");
    assert_eq!(ended(home), wanted);

    record(home, Deed::Record, |register, _| {
        let lamps = register.set_standing(target(register, "1.1"), Standing::Complete);
        lamps.into_iter().collect()
    });
    let open = PLAN.replace("June 2027,G,", "June 2027,G,open");
    let open = open.replace("July 2027,A,", "July 2027,A,open");
    let open = file(home, "v3/town.csv", &open);
    let answer = run(home, &["import", &open, "--plan", "1", "--yes"]).out;
    for line in [
        "changed: 1.2 Cut hedges: standing: withdrawn → open",
        "stays: 1.1: standing complete, recorded 18 Oct 2026 by ann; the file says open",
    ] {
        assert!(answer.contains(line), "{line}\n{answer}");
    }
    let standings = ended(home);
    assert_eq!(standings[0], ("1.1".to_owned(), Standing::Complete));
    assert!(!standings.iter().any(|(r, _)| r == "1.2"), "{standings:?}");
}

/// Another plan's column of this name keeps its words where they say nothing of this.
#[test]
fn words_that_are_no_standing_are_kept() {
    let draft = read(
        "town.csv",
        b"Ref,Action,Milestones,Due,Standing\n\
        1,Fit lamps,Order lamps,May 2027,closed\n\
        2,Cut hedges,,June 2027,First in the league\n",
    );
    let lamps = &action(&draft, "1.1").action;
    assert_eq!(lamps.standing, Standing::Closed);
    let hedges = &action(&draft, "1.2").action;
    assert_eq!(hedges.standing, Standing::Open);
    let kept = ("Standing".to_owned(), "First in the league".to_owned());
    assert_eq!(hedges.extras, [kept]);
}
