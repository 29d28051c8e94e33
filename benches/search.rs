//! Typing a lead's name, letter by letter, over registers of 10,000, 100,000 and 1,000,000 rows; and in a meeting, with the frame.
//!
//! `cargo bench --bench search` takes the first two sizes; `MILEPOST_BENCH_ROWS=1000000` adds the third. A row is an action or a
//! milestone; every twentieth names a lead of its own, as the comparison in the design notes has it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a bench that cannot go on should stop

use std::hint::black_box;
use std::time::Duration;

use chrono::NaiveDate;
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use milepost::app::key::{Input, Key as Press, KeyCode};
use milepost::domain::{
    Action, ActionId, ActionKind, Dated, Due, Key, Lead, Milestone, MilestoneId, PlanId,
    PriorityId, Record, Records, Register, Standing, When,
};
use milepost::search::{Cache, Index};

#[path = "../tests/support/large.rs"]
#[allow(dead_code)] // only a part of it is needed here
mod large;

use large::{frame, meeting};

const GIVEN: [&str; 16] = [
    "Susan", "Stephen", "Ann", "Ben", "Kate", "David", "Zoë", "Graham", "Joy", "Paul", "Rita",
    "Trevor", "Nicky", "Omar", "Priya", "Lucy",
];
const HEAD: [&str; 12] = [
    "Kel", "Hall", "Samp", "Ever", "Ash", "Brough", "Wood", "Mort", "Den", "Lang", "Ox", "Fair",
];
const TAIL: [&str; 10] = [
    "ley", "ton", "ford", "by", "worth", "man", "field", "ham", "well", "ow",
];
const WORDS: [&str; 24] = [
    "mend", "street", "lights", "train", "wardens", "paint", "benches", "open", "youth", "centre",
    "survey", "cold", "homes", "plant", "trees", "repair", "fence", "publish", "report", "agree",
    "protocol", "review", "pathway", "launch",
];

/// A name for every number; the middle initial keeps them different.
fn name(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    format!(
        "{} {}{}. {}{}",
        GIVEN[n % 16],
        letter(n / 1920),
        letter(n / 49_920),
        HEAD[n / 16 % 12],
        TAIL[n / 192 % 10]
    )
}

fn title(n: usize) -> String {
    let word = |k: usize| WORDS[(n * 7 + k * k * 13 + n / 24 * k) % 24];
    format!(
        "{} {} {} {} {}",
        word(1),
        word(2),
        word(3),
        word(4),
        n % 4999
    )
}

fn register(rows: usize) -> Register {
    let mut register = Register::new(PlanId(1));
    let people = (rows / 20).max(1);
    for n in 0..rows {
        let leads = vec![Lead::person(&name(n % people))];
        let month = u32::try_from(n % 12).unwrap() + 1;
        let when = When::Month { year: 2012, month };
        let due = Due::plain("", when);
        let id = n as u64 + 1;
        let action = id - id % 5;
        let (key, record) = if n % 5 == 4 || n < 4 {
            let record = Action {
                priority: PriorityId(1),
                position: u32::try_from(n).unwrap(),
                reference: format!("{}.{}", n / 1000, n % 1000),
                number: String::new(),
                kind: ActionKind::Action,
                title: title(n),
                text: String::new(),
                tags: vec![],
                steps: vec![],
                leads: leads.into(),
                lead_written: String::new(),
                resources: vec![],
                outcomes: vec![],
                objective: String::new(),
                baseline: due.clone().into(),
                dated: Dated::new(due),
                status: None,
                standing: Standing::Open,
                extras: vec![],
            };
            (Key::action(PlanId(1), ActionId(id)), Record::Action(record))
        } else {
            let record = Milestone {
                action: ActionId(action),
                parent: None,
                position: u32::try_from(n % 5).unwrap(),
                text: String::new(),
                title: title(n),
                leads: leads.into(),
                lead_written: String::new(),
                note: String::new(),
                baseline: due.clone().into(),
                dated: Dated::new(due),
                status: None,
                standing: Standing::Open,
            };
            (
                Key::milestone(PlanId(1), MilestoneId(id)),
                Record::Milestone(record),
            )
        };
        register.put(key, Some(record)).unwrap();
    }
    register
}

fn sizes() -> Vec<usize> {
    let more = std::env::var("MILEPOST_BENCH_ROWS")
        .ok()
        .and_then(|n| n.parse().ok());
    [10_000, 100_000].into_iter().chain(more).collect()
}

fn typing(c: &mut Criterion) {
    let today = NaiveDate::from_ymd_opt(2012, 10, 18).unwrap();
    for rows in sizes() {
        let register = register(rows);
        let nobody = Register::new(Key::NO_PLAN);
        let index = Index::of(&[&register], &nobody);
        let mut group = c.benchmark_group(format!("{rows} rows"));
        group
            .sample_size(20)
            .measurement_time(Duration::from_secs(2))
            .warm_up_time(Duration::from_millis(300));
        for typed in [
            "s",
            "kel",
            "kelley",
            "susan kelley",
            "s kel",
            "lights",
            "kelely",
            "soosan kelly",
            "xylophone",
            "lead:kelley rag:none due<2012-06",
            "overdue",
        ] {
            // The last letter, with everything before it typed already.
            group.bench_function(BenchmarkId::new("last letter, first frame", typed), |b| {
                let before = |cache: &mut Cache| {
                    for (at, _) in typed.char_indices().skip(1) {
                        let _ = index.begin(&typed[..at], today, cache, 40);
                    }
                };
                b.iter_batched(
                    || {
                        let mut cache = Cache::default();
                        before(&mut cache);
                        cache
                    },
                    |mut cache| black_box(index.begin(typed, today, &mut cache, 40)),
                    BatchSize::LargeInput,
                );
            });
            group.bench_function(BenchmarkId::new("everything", typed), |b| {
                let mut cache = Cache::default();
                b.iter(|| black_box(index.search(typed, today, &mut cache, 40)));
            });
        }
        group.sample_size(10);
        group.bench_function("build the index", |b| {
            b.iter(|| black_box(Index::of(&[&register], &nobody)))
        });
        group.finish();
    }
}

/// The last letter of a lead's name in a meeting, from the key to the bytes for the terminal. Each action has three milestones.
fn letters(c: &mut Criterion) {
    let mut group = c.benchmark_group("a letter with its frame");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(300));
    for actions in [1000, 10_000, 100_000] {
        let (mut session, mut terminal) = meeting(actions);
        session.input(Input::Key(Press::char('/')));
        session.settle();
        for letter in "imogen ".chars() {
            session.input(Input::Key(Press::char(letter)));
        }
        frame(&mut session, &mut terminal);
        let mut is_typed = false;
        group.bench_function(BenchmarkId::new("typed and taken back", actions), |b| {
            b.iter(|| {
                is_typed = !is_typed;
                let key = match is_typed {
                    true => Press::char('v'),
                    false => Press::plain(KeyCode::Backspace),
                };
                session.input(Input::Key(key));
                black_box(frame(&mut session, &mut terminal))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, typing, letters);
criterion_main!(benches);
