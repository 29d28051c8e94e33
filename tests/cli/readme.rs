//! The README: its key table is that of the catalogue, its commands and settings are those there are.

use milepost::app::command::{Place, catalogue};
use milepost::cli::Exit;
use milepost::config::Key;
use milepost::export::table::COLUMNS;
use tempfile::tempdir;

use super::milepost;
use crate::support::frame::assert_text;

/// Where each table of keys begins and ends, and whose keys it holds.
const TABLES: [(&str, &str, Place); 2] = [
    ("<!-- keys: begin", "<!-- keys: end -->", Place::Meeting),
    (
        "<!-- import keys: begin",
        "<!-- import keys: end -->",
        Place::Preview,
    ),
];

fn readme() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    std::fs::read_to_string(path).unwrap()
}

fn key_table(of: Place) -> String {
    let mut table = "\n| key | does |\n| --- | --- |\n".to_owned();
    for spec in catalogue() {
        let keys = spec.keys.iter().filter(|(place, _)| *place == of);
        let keys: Vec<String> = keys
            .flat_map(|(_, keys)| keys.iter())
            .map(|key| format!("`{}`", key.replace('|', "\\|")))
            .collect();
        if !keys.is_empty() {
            table.push_str(&format!("| {} | {} |\n", keys.join(" "), spec.help));
        }
    }
    table.push('\n');
    table
}

#[test]
fn the_key_table_of_the_readme_is_the_catalogue() {
    let mut text = readme();
    for (begin, end, place) in TABLES {
        let (before, rest) = text.split_once(begin).unwrap();
        let (how, rest) = rest.split_once("-->\n").unwrap();
        let (_, after) = rest.split_once(end).unwrap();
        let table = key_table(place);
        text = format!("{before}{begin}{how}-->\n{table}{end}{after}");
    }
    assert_text("README.md", &text);
}

#[test]
fn every_command_of_the_readme_is_one_that_works() {
    let home = tempdir().unwrap();
    let text = readme();
    let blocks = text.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines).filter_map(|line| {
        line.strip_prefix("milepost ")
            .or_else(|| line.strip_prefix("cargo run --release -- "))
    });
    let mut seen = 0;
    for line in lines {
        // What follows two spaces says what the command is for.
        let command = line.split("  ").next().unwrap();
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let args: Vec<&str> = args.iter().map(|a| a.trim_matches('"')).collect();
        let answer = milepost(home.path(), &args);
        assert_eq!(answer.exit, Exit::OK, "{command}: {}", answer.err);
        seen += 1;
    }
    assert!(seen >= 18, "{seen} commands");
}

#[test]
fn the_settings_and_columns_of_the_readme_are_those_there_are() {
    let text = readme();
    for key in Key::ALL {
        assert!(
            text.contains(&format!("| `{}` |", key.name())),
            "{}",
            key.name()
        );
    }
    let quoted: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("> ")).collect();
    assert_eq!(quoted.join(" "), COLUMNS.join(", "));
}
