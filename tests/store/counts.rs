//! What one change costs in calls and bytes, counted: the same whatever else the store holds.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use milepost::domain::{Letter, Target};
use milepost::store::disk::open_with;
use milepost::store::{Reader, Store};
use tempfile::TempDir;

use super::faulty::Faulty;
use super::sample::{clock, entry};
use crate::support::large::fill;

/// Writing calls and journal bytes of a change to the status of one action, and how much the working copy's file grew by it.
fn cost(actions: u64) -> (usize, u64, u64) {
    let dir = TempDir::new().unwrap();
    let files = Faulty::default();
    let (mut store, _) = open_with(dir.path(), clock(), Arc::new(files.clone())).unwrap();
    let (plan, _) = fill(&mut store, actions);
    let register = store.load(plan).unwrap();
    let target = Target::Action(register.plan_order()[0]);
    let change = register.set_status(target, Some(Letter('W'))).unwrap();
    let length = |part: &str| bytes_in(&dir.path().join(part));
    let before = (files.calls(), length("journal"), length("store"));
    store
        .commit(entry("1.1 status White", vec![change]))
        .unwrap();
    let grown = length("store").saturating_sub(before.2);
    (
        files.calls() - before.0,
        length("journal") - before.1,
        grown,
    )
}

fn bytes_in(dir: &Path) -> u64 {
    let files = fs::read_dir(dir).unwrap();
    files.map(|f| f.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn a_change_writes_one_line_and_syncs_once_however_large_the_store() {
    let (small, large) = (cost(20), cost(1200));
    assert_eq!(
        small.0, 3,
        "a line and its sync, and how many lines there are"
    );
    assert_eq!(large.0, small.0);
    assert!(small.1 < 600, "a line of {} bytes", small.1);
    assert!(
        large.1 <= small.1 + 16,
        "{} bytes, {} bytes",
        small.1,
        large.1
    );
    // sled writes whole segments of half a megabyte when one is full.
    assert!(
        large.2 <= 1 << 20,
        "the working copy grew by {} bytes",
        large.2
    );
}
