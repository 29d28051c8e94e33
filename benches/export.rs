//! What it costs to hand a plan of 10,000 actions out: in every format, and as the minutes of a meeting that went through it.
//!
//! `cargo bench --bench export`. The aim is less than a second each with the store read, which is measured beside them.

#![allow(clippy::unwrap_used)] // a bench that cannot go on should stop

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use milepost::domain::{Entry, MeetingId, Register};
use milepost::export::html::html;
use milepost::export::markdown::markdown;
use milepost::export::minutes::{minutes, register_after};
use milepost::export::table::{columns, csv, rows};
use milepost::export::xlsx::xlsx;
use milepost::export::{calendar, docx, json, plan};
use milepost::store::{self, MemoryStore, Reader, Which, read_history};

#[path = "../tests/support/large.rs"]
#[allow(dead_code)] // only a part of it is needed here
mod large;

const ACTIONS: u64 = 10_000;

/// How large each is comes out with it.
type Export = fn(&Register, NaiveDate) -> usize;

const EXPORTS: [(&str, Export); 7] = [
    ("xlsx", |register, today| {
        xlsx(register, today).unwrap().len()
    }),
    ("docx", |register, today| {
        docx::plan(register, today).unwrap().len()
    }),
    ("csv", |register, _| {
        csv(&columns(register), &rows(register)).unwrap().len()
    }),
    ("json", |register, today| {
        serde_json::to_vec_pretty(&json::plan(register, today))
            .unwrap()
            .len()
    }),
    ("md", |register, today| {
        markdown(&plan::plan(register, today)).len()
    }),
    ("html", |register, today| {
        html(&plan::plan(register, today)).len()
    }),
    ("ics", |register, today| {
        calendar::calendar(register, today).text.len()
    }),
];

fn history() -> (Register, Vec<Entry>, MeetingId) {
    let mut store = MemoryStore::default();
    let (id, meeting) = large::fill(&mut store, ACTIONS);
    let entries = store.entries(Which::Plan(id)).unwrap();
    (store.load(id).unwrap(), entries, meeting)
}

fn exports(c: &mut Criterion) {
    let (register, entries, meeting) = history();
    let today = NaiveDate::from_ymd_opt(2026, 10, 15).unwrap();
    let mut group = c.benchmark_group(format!("{ACTIONS} actions"));
    group.sample_size(10);
    for (name, export) in EXPORTS {
        group.bench_function(name, |b| b.iter(|| black_box(export(&register, today))));
    }
    group.bench_function("minutes", |b| {
        b.iter(|| {
            let after = register_after(register.id(), &entries, meeting).unwrap();
            black_box(markdown(&minutes(&after, meeting, &entries).unwrap()).len())
        });
    });
    group.finish();
}

fn reading(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = store::open(dir.path(), large::clock()).unwrap();
    large::fill(&mut store, ACTIONS);
    drop(store);
    let mut group = c.benchmark_group(format!("{ACTIONS} actions"));
    group.sample_size(10);
    group.bench_function("reading the store", |b| {
        b.iter(|| black_box(read_history(dir.path()).unwrap().1.len()));
    });
    group.finish();
}

criterion_group!(benches, exports, reading);
criterion_main!(benches);
