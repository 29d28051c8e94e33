//! Opening a store and reading its one plan, of 1,000 and 10,000 actions.
//!
//! `cargo bench --bench open`. The store is that of `milepost generate`, closed as the program closes it.

#![allow(clippy::unwrap_used)] // a bench that cannot go on should stop

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use milepost::clock::{Clock, SystemClock};
use milepost::data::large::Large;
use milepost::domain::{Deed, NewEntry, PlanId, Seat};
use milepost::store::{self, Reader, Store};

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn fill(dir: &Path, actions: u64) -> PlanId {
    let (mut store, _) = store::open(dir, clock()).unwrap();
    let large = Large::new(actions, 1, store.ids());
    let plan = large.plan;
    for changes in large {
        let entry = NewEntry {
            at: clock().now(),
            by: "bench".to_owned(),
            seat: Seat::Chair,
            meeting: None,
            deed: Deed::Import,
            what: String::new(),
            changes,
        };
        store.commit(entry).unwrap();
    }
    plan
}

fn open(c: &mut Criterion) {
    let mut group = c.benchmark_group("open");
    group.sample_size(10);
    group.measurement_time(Duration::from_secs(3));
    for actions in [1000, 10_000] {
        let dir = tempfile::tempdir().unwrap();
        let plan = fill(dir.path(), actions);
        group.bench_function(BenchmarkId::new("store", actions), |b| {
            b.iter(|| black_box(store::open(dir.path(), clock()).unwrap()));
        });
        group.bench_function(BenchmarkId::new("store and plan", actions), |b| {
            b.iter(|| {
                let (store, _) = store::open(dir.path(), clock()).unwrap();
                black_box(store.load(plan).unwrap())
            });
        });
        group.bench_function(BenchmarkId::new("beside a meeting", actions), |b| {
            b.iter(|| black_box(store::read_only(dir.path()).unwrap()));
        });
    }
    group.finish();
}

criterion_group!(benches, open);
criterion_main!(benches);
