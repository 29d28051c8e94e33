//! Plans of any size, for measuring.

use std::path::Path;

use milepost::cli::Exit;
use milepost::domain::{Register, Target};
use milepost::store::{Reader as _, read_only};
use tempfile::tempdir;

use super::milepost;

fn generated(dir: &Path, actions: &str, seed: &str) -> Register {
    let store = dir.to_str().unwrap();
    let args = [
        "generate",
        "--actions",
        actions,
        "--seed",
        seed,
        "--store",
        store,
    ];
    let answer = milepost(dir, &args);
    assert_eq!(answer.exit, Exit::OK, "{}", answer.err);
    let reader = read_only(dir).unwrap();
    assert_eq!(reader.notes(), [""; 0]);
    let plans = reader.plans().unwrap();
    assert_eq!(plans.len(), 1);
    reader.load(plans[0].id).unwrap()
}

#[test]
fn a_generated_plan_has_what_was_asked_for_and_is_the_same_every_time() {
    let (one, two, other) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
    let plan = generated(one.path(), "1200", "7");
    assert_eq!(plan.plan_order().len(), 1200);
    assert_eq!(plan.milestone_count(), 3600);
    for id in plan.plan_order() {
        assert_eq!(plan.milestones_of(id).count(), 3);
        let due = plan.dated(Target::Action(id)).unwrap();
        assert!(due.due.last_day().is_some());
        assert_eq!(plan.action(id).unwrap().leads.len(), 1);
    }
    let reader = read_only(one.path()).unwrap();
    let heads = reader.heads(milepost::store::Which::After(0)).unwrap();
    assert_eq!(heads.len(), 2, "an entry holds a thousand actions at most");
    assert_eq!(reader.last().unwrap(), 2);

    assert_eq!(generated(two.path(), "1200", "7"), plan);
    assert_ne!(generated(other.path(), "1200", "8"), plan);
}

#[test]
fn it_is_kept_out_of_the_help() {
    let home = tempdir().unwrap();
    assert!(!milepost(home.path(), &["--help"]).out.contains("generate"));
    let none = milepost(home.path(), &["generate", "--actions", "0"]);
    assert_eq!(none.exit, Exit::FINDINGS);
}
