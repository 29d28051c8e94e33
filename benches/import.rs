//! What bringing in a large plan costs: 500 actions with 3,000 milestones out of a CSV file, in two layouts.
//!
//! `cargo bench --bench import`. The aim is well under a second.

#![allow(clippy::expect_used)] // A benchmark that cannot read its own file has nothing to say.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use milepost::domain::Ids;
use milepost::import;

const MONTHS: [&str; 6] = ["May", "June", "Sept.", "Oct.", "January", "March"];
const LEADS: [&str; 4] = [
    "A. Able",
    "B. Baker and C. Carter",
    "D. Dean, E. Elms",
    "All delivery leads",
];

fn pick<'a>(from: &[&'a str], n: usize) -> &'a str {
    from.get(n % from.len()).copied().unwrap_or("")
}

/// Milestones as sentences in one cell: every date and lead is taken out of its words.
fn sentences() -> String {
    let mut csv = String::from(
        "Section,Section title,Action,\"Milestones, timescales and lead\",RAG,Resources\n",
    );
    for action in 0..500 {
        let section = action / 25 + 1;
        let mut cell = String::new();
        for milestone in 0..6 {
            let n = action + milestone;
            let _ = writeln!(
                cell,
                "▪ Step {milestone} of the work agreed with the partners by {} {} ({})",
                pick(&MONTHS, n),
                2030 + n % 4,
                pick(&LEADS, n)
            );
        }
        let _ = writeln!(
            csv,
            "{section},Priority number {section},\"Improve matter {action}:\n▪ Support: Work through it\",\"{}\",G,1. Mainstream",
            cell.trim_end()
        );
    }
    csv
}

/// Milestones and dates in two columns, line beside line.
fn columns() -> String {
    let mut csv =
        String::from("Section,Section title,No,Action,Milestones,Timescale,Lead,Outcomes,Status\n");
    for action in 0..500 {
        let section = action / 25 + 1;
        let milestones: Vec<String> = (0..6)
            .map(|m| format!("Deliver part {m} of action {action}"))
            .collect();
        let dates: Vec<String> = (0..6)
            .map(|m| format!("{} {}", pick(&MONTHS, action + m), 2030 + m % 3))
            .collect();
        let _ = writeln!(
            csv,
            "{section},Priority number {section},{},Improve matter {action},\"{}\",\"{}\",{},Better,A",
            action % 25 + 1,
            milestones.join("\n"),
            dates.join("\n"),
            pick(&LEADS, action).replace(',', " and")
        );
    }
    csv
}

fn import_plans(c: &mut Criterion) {
    let mut group = c.benchmark_group("import 500 actions, 3,000 milestones");
    group.sample_size(10);
    for (name, csv) in [("sentences", sentences()), ("two columns", columns())] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let draft =
                    import::read("large.csv", black_box(csv.as_bytes())).expect("the plan is read");
                assert_eq!((draft.actions.len(), draft.milestones()), (500, 3000));
                draft.changes(&mut Ids::starting_at(1))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, import_plans);
criterion_main!(benches);
