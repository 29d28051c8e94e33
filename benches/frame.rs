//! One key in a meeting, from the key to the bytes for the terminal, a key that is held, and a second that passes, on plans of 100, 1,000 and 10,000 actions.
//!
//! `cargo bench --bench frame`. A terminal of 120 columns and 40 rows, the store in memory.

#![allow(clippy::unwrap_used)] // a bench that cannot go on should stop

use std::hint::black_box;

use chrono::TimeDelta;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use milepost::app::key::{Input, Key, KeyCode};
use milepost::clock::Clock as _;

#[path = "../tests/support/large.rs"]
mod large;

use large::{frame, meeting, meeting_by_the_clock, second};

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
                black_box(frame(&mut session, &mut terminal))
            });
        });
        group.bench_function(BenchmarkId::new("move, not drawn", actions), |b| {
            b.iter(|| {
                down = !down;
                let key = if down { 'l' } else { 'h' };
                session.input(Input::Key(Key::char(key)));
                black_box(session.is_dirty())
            });
        });
        group.bench_function(BenchmarkId::new("held for 1,000 moves", actions), |b| {
            b.iter(|| {
                down = !down;
                let key = if down { 'l' } else { 'h' };
                for _ in 0..1000 {
                    session.input(Input::Key(Key::char(key)));
                }
                black_box(frame(&mut session, &mut terminal))
            });
        });
        session.input(Input::Key(Key::plain(KeyCode::End)));
        group.bench_function(BenchmarkId::new("move at the end", actions), |b| {
            b.iter(|| {
                down = !down;
                let key = if down { 'h' } else { 'l' };
                session.input(Input::Key(Key::char(key)));
                black_box(frame(&mut session, &mut terminal))
            });
        });
    }
    group.finish();
}

fn seconds(c: &mut Criterion) {
    let mut group = c.benchmark_group("frame");
    for actions in [100, 10_000] {
        let (mut session, clock, mut terminal) = meeting_by_the_clock(actions);
        frame(&mut session, &mut terminal);
        session.drawn();
        group.bench_function(BenchmarkId::new("second", actions), |b| {
            b.iter(|| {
                clock.set(clock.now() + TimeDelta::seconds(1));
                black_box(second(&mut session, &mut terminal))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, moves, seconds);
criterion_main!(benches);
