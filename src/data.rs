//! What the program carries with it: the example plan, the legends that bodies commonly use, and registers of any size
//! for measuring ([`large`]).
//!
//! The files lie in `data/`, are built in, and are all read by a test. This room may use the domain.

pub mod large;

use serde::Deserialize;

use crate::domain::{Legend, Status};

/// The example plan as a CSV file: what `milepost demo` brings in. The town and everybody in it are invented.
pub const EXAMPLE_PLAN: &str = include_str!("../data/example.csv");

/// The file name the example plan goes by.
pub const EXAMPLE_FILE: &str = "example.csv";

const LEGENDS: &str = include_str!("../data/legends.json");

#[derive(Deserialize)]
struct Named {
    name: String,
    statuses: Vec<Status>,
}

/// The common legends by name: RAG, BRAG (blue for complete, nothing for not started) and 1-4.
#[must_use]
pub fn legends() -> Vec<(String, Legend)> {
    // The file is built in, and a test reads it: it cannot be wrong here.
    let all: Vec<Named> = serde_json::from_str(LEGENDS).unwrap_or_default();
    all.into_iter()
        .map(|named| {
            let statuses = named.statuses;
            (named.name, Legend { statuses })
        })
        .collect()
}
