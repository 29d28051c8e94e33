//! A plan in other formats: CSV that comes back in, HTML, a calendar.

use chrono::NaiveDate;
use milepost::domain::{Register, Standing, Target};
use milepost::export::calendar::calendar;
use milepost::export::document::{Column, Document, Item, Table, Text};
use milepost::export::html::html;
use milepost::export::table::{COLUMNS, csv, guarded, rows};
use milepost::export::{json, plan};
use milepost::import;
use milepost::store::{MemoryStore, Reader, Store};
use proptest::prelude::*;
use serde_json::Value;

use super::minutes::full_meeting;
use super::small::{Small, action, day, milestone, month};

pub const TODAY: fn() -> NaiveDate = || day(2026, 10, 18);

/// What a file becomes in a store.
pub fn brought_in(name: &str, bytes: &[u8]) -> Register {
    let draft = import::read(name, bytes).unwrap();
    let mut store = MemoryStore::default();
    let small = Small::new();
    let first = &small.entries()[0];
    let (id, changes) = draft.accepted().changes(&mut store.ids());
    let entry = milepost::domain::NewEntry {
        at: first.at,
        by: first.by.clone(),
        seat: first.seat,
        meeting: None,
        deed: first.deed,
        what: first.what.clone(),
        changes,
    };
    store.commit(entry).unwrap();
    store.load(id).unwrap()
}

/// The actions of a plan without what a table of our columns does not hold.
pub fn comparable(register: &Register) -> Vec<Value> {
    let whole = serde_json::to_value(json::plan(register, TODAY())).unwrap();
    let mut actions: Vec<Value> = whole["priorities"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["actions"].as_array().unwrap().clone())
        .collect();
    for action in &mut actions {
        let action = action.as_object_mut().unwrap();
        for lost in ["number", "text", "due"] {
            action.remove(lost);
        }
        for milestone in action["milestones"].as_array_mut().unwrap() {
            milestone.as_object_mut().unwrap().remove("text");
        }
    }
    actions
}

#[test]
fn csv_of_our_columns_comes_back_as_the_same_plan() {
    let example = milepost::data::EXAMPLE_PLAN.as_bytes();
    let before = brought_in("example.csv", example);
    let file = csv(&COLUMNS, &rows(&before)).unwrap();
    let after = brought_in("again.csv", &file);
    assert_eq!(comparable(&before).len(), 30);
    for (before, after) in comparable(&before).iter().zip(comparable(&after)) {
        let text = |v: &Value| v.to_string().replace("\"by\"", "null");
        assert_eq!(text(&after), text(before));
    }
    assert_eq!(
        csv(&COLUMNS, &rows(&before)).unwrap(),
        file,
        "the same data, the same bytes"
    );
}

#[test]
fn csv_holds_the_first_date_and_the_one_that_counts_now() {
    let small = full_meeting();
    let all = rows(&small.register());
    let at = |name: &str| COLUMNS.iter().position(|c| *c == name).unwrap();
    let lit = all
        .iter()
        .find(|r| r[at("Milestone")] == "Lamps lit")
        .unwrap();
    assert_eq!(lit[at("Due")], "Sep 2026");
    assert_eq!(lit[at("Revised date")], "Nov 2026");
    assert_eq!(lit[at("Milestone status")], "R");
    let first = &all[0];
    assert_eq!(first[at("Status")], "A");
    assert_eq!(
        first[at("Progress")],
        "17 Sep 2026 Bo Sample: Poles are in.\nCables <next>."
    );
}

#[test]
fn no_cell_is_a_formula() {
    for formula in [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=HYPERLINK(\"x\")",
        "＝1",
        "\u{200b}=1",
    ] {
        assert!(guarded(formula).starts_with('\''), "{formula}");
    }
    for plain in ["-5", "+4.2", "6.3", "a=b", ""] {
        assert_eq!(guarded(plain), plain);
    }
}

proptest! {
    #[test]
    fn whatever_a_cell_holds_a_spreadsheet_reads_text(cell in "[=+@\t\r\\-]?\\PC{0,12}") {
        let shown = guarded(&cell);
        let danger = shown.starts_with(['=', '+', '-', '@', '\t', '\r']);
        prop_assert!(!danger || shown.trim().parse::<f64>().is_ok(), "{shown:?}");
    }

    #[test]
    fn html_has_no_markup_but_its_own(words in "[<>&\"'a-z/!\\-]{0,40}") {
        let mut document = Document::new(words.as_str());
        document.heading(1, words.as_str());
        document.list([Item::new(Text::labelled(&words, words.as_str()))]);
        document.table(Table {
            columns: vec![Column::words(&words)],
            rows: vec![vec![Text::from(words.as_str())]],
        });
        let page = html(&document);
        let own = html(&Document::new("x"));
        let tags = |page: &str| page.matches('<').count();
        // Heading, list, point, label, table, its head and body: a fixed number of tags whatever the words are.
        let label = usize::from(!words.trim().is_empty()) * 2;
        prop_assert_eq!(tags(&page), tags(&own) + 2 + 4 + label + 14);
    }
}

#[test]
fn html_is_one_page_that_fetches_nothing() {
    let small = full_meeting();
    let page = html(&plan::plan(&small.register(), TODAY()));
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    assert!(page.contains("<td class=\"amber\">A ◆ Amber</td>"));
    assert!(page.contains("Survey *every* cold home | lane"));
    assert!(page.contains("Homes &amp; hearths"));
    // Printed on A4, each page with its number.
    assert!(page.contains("@page{size:A4;") && page.contains("content:\"Page \" counter(page)"));
    for outside in ["http:", "https:", "<script", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn the_calendar_has_every_open_date_and_names_the_rest() {
    let mut small = full_meeting();
    small.standing(milestone(5, 1), Standing::Complete);
    small.date(action(2), month(2027, 2), "");
    let found = calendar(&small.register(), TODAY());
    assert_eq!(found.events, 3, "{}", found.text);
    assert_eq!(found.undated, ["2.1 m1"]);
    let events: Vec<&str> = found.text.split("BEGIN:VEVENT").skip(1).collect();
    let lit = events.iter().find(|e| e.contains("Lamps lit")).unwrap();
    assert!(
        lit.contains("DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\nSEQUENCE:1\r\n"),
        "{lit}"
    );
    assert!(lit.contains("SUMMARY:Due: 1.1 m2 Lamps lit\r\n"), "{lit}");
    assert!(
        !found.text.contains("Lease signed"),
        "what is complete is left out"
    );
    assert_eq!(calendar(&small.register(), TODAY()), found);
    let Target::Milestone(id) = milestone(1, 2) else {
        unreachable!()
    };
    assert!(
        lit.contains(&format!("UID:milestone-{}-plan-1-", id.0)),
        "{lit}"
    );
}

#[test]
fn calendar_lines_are_folded_and_escaped() {
    let mut small = Small::new();
    let change = small.register().set_due(action(3), month(2027, 1), "");
    small.record(change);
    let example = brought_in("example.csv", milepost::data::EXAMPLE_PLAN.as_bytes());
    for register in [&small.register(), &example] {
        let text = calendar(register, TODAY()).text;
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(['\n', '\r']));
        }
        let unfolded = text.replace("\r\n ", "");
        for line in unfolded.lines().filter(|l| l.starts_with("DESCRIPTION")) {
            let commas = line.matches(',').count();
            assert_eq!(commas, line.matches("\\,").count(), "{line}");
        }
    }
}
