//! The files in `data/`: each is read, and holds what it says.

use std::collections::BTreeSet;

use milepost::data::{EXAMPLE_FILE, EXAMPLE_PLAN, legends};
use milepost::domain::{Legend, Letter};

#[test]
fn the_legends_are_sound() {
    let all = legends();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["RAG", "BRAG", "1-4"]);
    assert_eq!(all[0].1, Legend::rag(), "the one that is built in");
    for (name, legend) in &all {
        let letters: BTreeSet<Letter> = legend.statuses.iter().map(|s| s.letter).collect();
        let keys: BTreeSet<char> = legend.statuses.iter().map(|s| s.key).collect();
        assert_eq!(letters.len(), legend.statuses.len(), "{name}");
        assert_eq!(keys.len(), legend.statuses.len(), "{name}");
        assert_eq!(
            legend.statuses.iter().filter(|s| s.done).count(),
            1,
            "{name}"
        );
        for status in &legend.statuses {
            assert_eq!(legend.by_key(status.key), Some(status));
            assert!(!status.meaning.is_empty());
        }
    }
}

#[test]
fn the_example_plan_is_read_without_a_question() {
    let draft = milepost::import::read(EXAMPLE_FILE, EXAMPLE_PLAN.as_bytes()).unwrap();
    let found = (
        draft.priorities.len(),
        draft.actions.len(),
        draft
            .actions
            .iter()
            .map(|a| a.milestones.len())
            .sum::<usize>(),
    );
    assert_eq!(found, (5, 30, 90));
    let open: Vec<_> = draft
        .questions
        .iter()
        .filter(|q| q.topic.blocks())
        .collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(draft.account_holds());
}

#[test]
fn the_example_plan_is_a_table_with_the_same_width_throughout() {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(EXAMPLE_PLAN.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let headers = rows.iter().filter(|r| &r[0] == "No").count();
    assert_eq!(headers, 5, "an action table for each priority");
    let actions = rows
        .iter()
        .filter(|r| r[0].ends_with('.') && r[0].len() == 2);
    assert_eq!(actions.count(), 30);
}
