//! What one durable change costs beside a bare append and sync, and what opening a store costs.
//!
//! `cargo bench --bench durable`. Both halves of the first group run on the same disk in the same run, since a disk's
//! time for one sync varies more than everything else; compare the two, not the milliseconds.

#![allow(clippy::expect_used)] // A benchmark that cannot write its files has nothing to say.

use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use milepost::clock::{Clock, SystemClock};
use milepost::domain::*;
use milepost::store::{self, Reader, Store};
use tempfile::TempDir;

const PLAN: PlanId = PlanId(1);

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn entry(changes: Vec<Change>) -> NewEntry {
    NewEntry {
        at: SystemClock.now(),
        by: "chair".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed: Deed::Record,
        what: "6.3 status Amber".to_owned(),
        changes,
    }
}

fn due() -> Due {
    Due::plain(
        "by Oct 2012",
        When::Month {
            year: 2012,
            month: 10,
        },
    )
}

fn action(n: u64) -> Action {
    Action {
        priority: PriorityId(1),
        position: u32::try_from(n).unwrap_or(0),
        reference: format!("1.{n}"),
        number: format!("1.{n}"),
        kind: ActionKind::Action,
        title: format!("Fence stretch {n} of the bank"),
        text: format!("Fence stretch {n} of the bank and plant willow along it"),
        tags: Vec::new(),
        steps: Vec::new(),
        leads: vec![Lead::person("Ann Example")].into(),
        lead_written: "A. Example".to_owned(),
        resources: Vec::new(),
        outcomes: Vec::new(),
        objective: String::new(),
        baseline: due().into(),
        dated: Dated::new(due()),
        status: None,
        standing: Standing::Open,
        extras: Vec::new(),
    }
}

fn milestone(action: u64, n: u32) -> Milestone {
    Milestone {
        action: ActionId(action),
        parent: None,
        position: n,
        text: format!("Step {n} done by Oct 2012"),
        title: format!("Step {n} done"),
        leads: vec![Lead::person("Bo Sample")].into(),
        lead_written: "B. Sample".to_owned(),
        note: String::new(),
        baseline: due().into(),
        dated: Dated::new(due()),
        status: None,
        standing: Standing::Open,
    }
}

/// A plan of `actions` actions with three milestones each, as an import brings it in.
fn import(actions: u64) -> NewEntry {
    let plan = Plan {
        title: "Cleaner rivers".to_owned(),
        organisation: None,
        period: None,
        legend: Legend::rag(),
        file: "rivers.csv".to_owned(),
        file_hash: String::new(),
        notes: Vec::new(),
        extras: Vec::new(),
    };
    let mut changes = vec![Change::add(Key::plan(PLAN), Record::Plan(plan))];
    for n in 1..=actions {
        let add = |key, record| Change::add(key, record);
        changes.push(add(
            Key::action(PLAN, ActionId(n)),
            Record::Action(action(n)),
        ));
        for m in 0..3 {
            let id = MilestoneId(1_000_000 + n * 3 + u64::from(m));
            let key = Key::milestone(PLAN, id);
            changes.push(add(key, Record::Milestone(milestone(n, m))));
            let source = Source {
                file: "rivers.csv".to_owned(),
                place: format!("line {n}"),
                raw: format!("Step {m} done by Oct 2012 (B. Sample)"),
                remarks: Vec::new(),
            };
            let key = Key::source(PLAN, Target::Milestone(id));
            changes.push(add(key, Record::Source(source)));
        }
    }
    NewEntry {
        deed: Deed::Import,
        ..entry(changes)
    }
}

fn filled(dir: &Path, actions: u64) -> store::DiskStore {
    let (mut store, _) = store::open(dir, clock()).expect("a new store");
    store.commit(import(actions)).expect("the plan");
    store
}

fn status(from: &mut Option<Letter>, n: u64) -> NewEntry {
    let to = Some(Letter(if n.is_multiple_of(2) { 'A' } else { 'G' }));
    let change = Change::Status {
        plan: PLAN,
        target: Target::Action(ActionId(1)),
        from: *from,
        to,
    };
    *from = to;
    entry(vec![change])
}

fn durable(c: &mut Criterion) {
    let dir = TempDir::new().expect("a folder");
    let mut group = c.benchmark_group("one durable change");
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(dir.path().join("bare"))
        .expect("a file");
    let line = [b'x'; 420];
    group.bench_function("bare append + fdatasync", |b| {
        b.iter(|| {
            file.write_all(&line).expect("written");
            file.sync_data().expect("synced");
        });
    });
    for actions in [100, 10_000] {
        let place = dir.path().join(actions.to_string());
        let mut store = filled(&place, actions);
        let (mut from, mut n) = (None, 0);
        group.bench_function(format!("status saved, {actions} actions"), |b| {
            b.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        n += 1;
                        let change = status(&mut from, n);
                        let begun = Instant::now();
                        store.save(change).expect("saved");
                        let took = begun.elapsed();
                        store.catch_up();
                        took
                    })
                    .sum()
            });
        });
        group.bench_function(
            format!("status saved and readable, {actions} actions"),
            |b| {
                b.iter(|| {
                    n += 1;
                    store.commit(status(&mut from, n)).expect("saved")
                });
            },
        );
    }
    group.finish();
}

fn open(c: &mut Criterion) {
    let mut group = c.benchmark_group("open");
    group.sample_size(10);
    for actions in [1_000, 10_000] {
        let dir = TempDir::new().expect("a folder");
        drop(filled(dir.path(), actions));
        group.bench_function(format!("a store with a plan of {actions} actions"), |b| {
            b.iter_batched(
                || (),
                |()| store::open(dir.path(), clock()).expect("opened"),
                BatchSize::PerIteration,
            );
        });
        let (store, _) = store::open(dir.path(), clock()).expect("opened");
        group.bench_function(format!("loading the plan of {actions} actions"), |b| {
            b.iter(|| black_box(store.load(PLAN).expect("loaded")));
        });
        group.bench_function(format!("plans, with one of {actions} actions"), |b| {
            b.iter(|| black_box(store.plans().expect("listed")));
        });
        drop(store);
        group.bench_function(format!("reading only, {actions} actions"), |b| {
            b.iter(|| black_box(store::read_only(dir.path()).expect("read")));
        });
    }
    group.finish();
}

criterion_group!(benches, durable, open);
criterion_main!(benches);
