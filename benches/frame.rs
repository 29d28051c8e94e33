//! One key in a meeting, from the key to the bytes for the terminal, on plans of 100, 1,000 and 10,000 actions.
//!
//! `cargo bench --bench frame`. A terminal of 120 columns and 40 rows, the store in memory.

#![allow(clippy::unwrap_used)] // a bench that cannot go on should stop

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use milepost::app::key::{Input, Key, KeyCode};

#[path = "../tests/support/large.rs"]
mod large;

use large::{frame, meeting};

fn moves(c: &mut Criterion) {
    let mut group = c.benchmark_group("frame");
    for actions in [100, 1000, 10_000] {
        let (mut session, mut terminal) = meeting(actions);
        let mut down = false;
        group.bench_function(BenchmarkId::new("move", actions), |b| {
            b.iter(|| {
                down = !down;
                let key = if down { 'l' } else { 'h' };
                session.input(Input::Key(Key::char(key)));
                black_box(frame(&session, &mut terminal))
            });
        });
        session.input(Input::Key(Key::plain(KeyCode::End)));
        group.bench_function(BenchmarkId::new("move at the end", actions), |b| {
            b.iter(|| {
                down = !down;
                let key = if down { 'h' } else { 'l' };
                session.input(Input::Key(Key::char(key)));
                black_box(frame(&session, &mut terminal))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, moves);
criterion_main!(benches);
