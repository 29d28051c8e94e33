//! Imports of real plans against their truth files. They lie outside the project; without them these tests say so and
//! pass.

use std::path::{Path, PathBuf};

use milepost::import::{self, Draft};
use serde_json::Value;

use super::score::{Score, score};

/// The folder of the real plans, where it is there.
pub fn plans() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans");
    if folder.is_dir() {
        return Some(folder);
    }
    // Seen with --nocapture, and in the log of a run that fails.
    tell(&format!("skipped: {} is not there", folder.display()));
    None
}

#[allow(clippy::print_stdout)]
fn tell(text: &str) {
    println!("{text}");
}

/// A real plan imported, with its truth.
pub fn scored(file: &str, truth: &str) -> Option<(Draft, Score)> {
    let folder = plans()?;
    let bytes = std::fs::read(folder.join(file)).expect("the plan is readable");
    let draft = match import::read(file, &bytes) {
        Ok(draft) => draft,
        Err(error) => panic!("{file}: {error}"),
    };
    assert_eq!(
        draft.account.len(),
        draft.rows,
        "the account of {file} adds up"
    );
    let truth = std::fs::read(folder.join("truth").join(truth)).expect("the truth is readable");
    let truth: Value = serde_json::from_slice(&truth).expect("the truth is JSON");
    let score = score(&draft, &truth, file.ends_with(".txt"));
    tell(&score.table(file));
    Some((draft, score))
}

/// The outcomes, indicators and lead of a section stand in front tables, which a CSV has not.
#[test]
fn sunderland_csv() {
    if let Some((_, score)) = scored("sunderland.csv", "sunderland.json") {
        score.demand(
            "sunderland.csv",
            &[("indicators", 2), ("section outcomes", 2)],
        );
    }
}

#[test]
fn darlington_csv() {
    if let Some((_, score)) = scored("darlington.csv", "darlington.json") {
        // The CSV leaves out the ten indicators of the plan as a whole.
        score.demand("darlington.csv", &[("indicators", 1)]);
    }
}

#[test]
fn sunderland_docx() {
    if let Some((_, score)) = scored("sunderland.docx", "sunderland.json") {
        score.demand("sunderland.docx", &[]);
    }
}

#[test]
fn darlington_docx() {
    if let Some((_, score)) = scored("darlington.docx", "darlington.json") {
        score.demand("darlington.docx", &[]);
    }
}

#[test]
fn sunderland_xlsx() {
    if let Some((_, score)) = scored("sunderland.xlsx", "sunderland.json") {
        score.demand("sunderland.xlsx", &[]);
    }
}

#[test]
fn darlington_xlsx() {
    if let Some((_, score)) = scored("darlington.xlsx", "darlington.json") {
        // One cell of the workbook holds the title and the words that lead in to its milestones; they stay together.
        score.demand("darlington.xlsx", &[("actions", 1)]);
    }
}
