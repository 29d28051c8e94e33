//! Imports of real plans against their truth files. They lie outside the project; without them these tests say so and
//! pass.

use std::path::{Path, PathBuf};

use milepost::domain::{ActionKind, LeadKind};
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
        score.demand("darlington.xlsx", &[]);
    }
}

#[test]
fn sunderland_text() {
    if let Some((_, score)) = scored("sunderland.txt", "sunderland.json") {
        score.demand("sunderland.txt", &[]);
    }
}

#[test]
fn darlington_text() {
    if let Some((_, score)) = scored("darlington.txt", "darlington.json") {
        // Cells run together. In two actions the dates are fewer than the milestones, so that there is no count to cut by
        // (four milestones, two pairings). Three running titles stand once or twice only and are kept as notes.
        score.demand(
            "darlington.txt",
            &[("milestones", 4), ("pairing", 2), ("rows", 3)],
        );
    }
}

/// Statuses as letters, words and colours: against the truth of their own.
fn midyear(file: &str) {
    let Some(folder) = plans() else { return };
    let bytes = std::fs::read(folder.join(file)).expect("the plan is readable");
    let draft = import::read(file, &bytes).expect("the plan is read");
    let truth = std::fs::read(folder.join("truth/midyear.json")).expect("the truth is readable");
    let truth: Value = serde_json::from_slice(&truth).expect("the truth is JSON");
    let got = draft.to_json();
    let actions = got["sections"][0]["actions"].as_array().expect("actions");
    let wanted = truth["actions"].as_array().expect("actions");
    assert_eq!(actions.len(), wanted.len(), "{file}");
    for (truth, mine) in wanted.iter().zip(actions) {
        let letter = match truth["rag"]["value"].as_str() {
            Some("green") => Some("G"),
            Some("amber") => Some("A"),
            Some("red") => Some("R"),
            Some("complete") => Some("B"),
            _ => None,
        };
        let id = &truth["id"];
        assert_eq!(mine["rag"]["letter"].as_str(), letter, "{file} {id}");
        assert_eq!(
            mine["status_as_written"].as_str().unwrap_or(""),
            truth["status_as_written"].as_str().unwrap_or(""),
            "{file} {id}"
        );
        assert_eq!(mine["progress"], truth["progress"], "{file} {id}");
        if letter.is_some() {
            assert_eq!(mine["rag"]["from"], truth["rag"]["from"], "{file} {id}");
            assert_eq!(mine["rag"]["fill"], truth["rag"]["fill"], "{file} {id}");
        }
    }
    let base = std::fs::read(folder.join("truth/darlington.json")).expect("the truth is readable");
    let base: Value = serde_json::from_slice(&base).expect("the truth is JSON");
    let section = base["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .find(|s| s["id"] == "S5");
    let only = serde_json::json!({"sections": [section.expect("section 5")]});
    let score = score(&draft, &only, false);
    tell(&score.table(file));
    // No costs, outcomes, tags or indicators stand in it.
    for kind in [
        "sections",
        "actions",
        "milestones",
        "dues",
        "leads",
        "pairing",
    ] {
        let tally = &score.kinds[kind];
        assert_eq!(tally.right, tally.expected, "{kind}\n{}", score.table(file));
    }
}

#[test]
fn midyear_docx() {
    midyear("midyear.docx");
}

#[test]
fn midyear_xlsx() {
    midyear("midyear.xlsx");
}

/// A plan without a truth file: imported whole, with the account added up.
fn sensible(file: &str) -> Option<Draft> {
    let folder = plans()?;
    let bytes = std::fs::read(folder.join(file)).expect("the plan is readable");
    let draft = import::read(file, &bytes).expect("the plan is read");
    assert!(draft.account_holds(), "{file}");
    tell(&draft.summary());
    Some(draft)
}

/// Themes in merged cells, recommendations with their actions under labels, posts as leads.
#[test]
fn durham() {
    let Some(draft) = sensible("durham.txt") else {
        return;
    };
    assert_eq!(draft.priorities.len(), 8);
    assert_eq!(draft.actions.len(), 17);
    assert_eq!(draft.milestones(), 28);
    let recommendations = draft
        .actions
        .iter()
        .filter(|a| a.action.kind == ActionKind::Recommendation);
    assert_eq!(recommendations.count(), 16, "one row has no recommendation");
    assert!(draft.actions.iter().all(|a| !a.action.objective.is_empty()));
    assert!(draft.leads().any(|l| l.kind == LeadKind::Role));
}

/// Commissioned projects, with the money given to them.
#[test]
fn suffolk() {
    let Some(draft) = sensible("suffolk.txt") else {
        return;
    };
    assert_eq!(draft.actions.len(), 5);
    for action in &draft.actions {
        assert_eq!(action.action.kind, ActionKind::Project);
        let allocated = action
            .action
            .extras
            .iter()
            .find(|(name, _)| name == "Money allocated");
        assert!(
            allocated.is_some_and(|(_, v)| v.contains('£')),
            "{}",
            action.action.title
        );
    }
}

/// Aims, measures and forward plans in prose.
#[test]
fn eastsussex() {
    let Some(draft) = sensible("eastsussex.txt") else {
        return;
    };
    assert!(
        draft
            .actions
            .iter()
            .filter(|a| a.action.kind == ActionKind::Aim)
            .count()
            > 80
    );
    assert!(
        draft
            .actions
            .iter()
            .any(|a| a.action.baseline.last_day().is_some())
    );
    assert!(
        draft.indicators.iter().any(|i| !i.targets.is_empty()),
        "the table of measures"
    );
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == import::Topic::Offered)
    );
}
