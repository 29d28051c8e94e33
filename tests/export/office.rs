//! A plan as a new Excel or Word file: what stands in it, and that it comes back in as the same plan.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use milepost::domain::{Legend, Register};
use milepost::export::table::{COLUMNS, csv, rows};
use milepost::export::xlsx::xlsx;
use milepost::export::{docx, plan};
use milepost::import;
use proptest::prelude::*;
use serde_json::Value;
use zip::ZipArchive;

use super::formats::{TODAY, brought_in, comparable};
use super::minutes::full_meeting;

fn parts_of(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeMap::new();
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        all.insert(part.name().unwrap().into_owned(), text);
    }
    all
}

fn both(register: &Register) -> [(&'static str, Vec<u8>); 2] {
    [
        ("plan.xlsx", xlsx(register, TODAY()).unwrap()),
        ("plan.docx", docx::plan(register, TODAY()).unwrap()),
    ]
}

/// What comes back, beside what went out; CSV of the same columns is the measure.
fn comes_back(before: &Register) {
    let words = |v: &Value| v.to_string();
    let measure = brought_in("plan.csv", &csv(&COLUMNS, &rows(before)).unwrap());
    for (name, bytes) in both(before) {
        let after = brought_in(name, &bytes);
        let (wanted, found) = (comparable(&measure), comparable(&after));
        assert_eq!(wanted.len(), found.len(), "{name}");
        for (wanted, found) in wanted.iter().zip(&found) {
            assert_eq!(words(found), words(wanted), "{name}");
        }
        let sections = |register: &Register| -> Vec<(String, String)> {
            let all = register.priorities().into_iter();
            all.map(|(_, p)| (p.number.clone(), p.title.clone()))
                .collect()
        };
        assert_eq!(sections(&after), sections(&measure), "{name}");
    }
}

#[test]
fn the_example_plan_comes_back() {
    let example = milepost::data::EXAMPLE_PLAN.as_bytes();
    let register = brought_in("example.csv", example);
    comes_back(&register);
    for (name, bytes) in both(&register) {
        let draft = import::read(name, &bytes).unwrap();
        assert_eq!(draft.actions.len(), 30, "{name}");
        assert_eq!(
            both(&register)
                .into_iter()
                .find(|(n, _)| *n == name)
                .unwrap()
                .1,
            bytes,
            "the same plan, the same bytes"
        );
    }
}

/// A plan with two meetings behind it: first dates, dates that moved, the last notes, statuses of milestones.
#[test]
fn a_reviewed_plan_comes_back() {
    let small = full_meeting();
    let register = small.register();
    for (name, bytes) in both(&register) {
        let document = import::document_of(name, &bytes).unwrap();
        let shown: Vec<String> = document
            .items
            .iter()
            .map(import::document::Item::shown)
            .collect();
        let whole = shown.join("\n");
        for held in [
            "Lamps lit",
            "Sep 2026 | Nov 2026 | Red",
            "17 Sep 2026 Bo Sample: Poles are in.\nCables <next>.",
            "As of 18 Oct 2026",
            "Homes & hearths",
        ] {
            assert!(whole.contains(held), "{name}: {held}\n{whole}");
        }
        let draft = import::read(name, &bytes).unwrap();
        let letters: String = draft
            .actions
            .iter()
            .map(|a| a.action.status.map_or('-', |l| l.0))
            .collect();
        let before: String = register
            .plan_order()
            .into_iter()
            .map(|id| register.action(id).unwrap().status.map_or('-', |l| l.0))
            .collect();
        assert_eq!(letters, before, "{name}");
    }
}

/// Dates are dates for a spreadsheet, statuses stand on their colour, the header stays in sight and is printed on each page.
#[test]
fn a_workbook_is_one_to_work_with() {
    let register = full_meeting().register();
    let parts = parts_of(&xlsx(&register, TODAY()).unwrap());
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    // September 2026 as the spreadsheet counts days: its first.
    assert!(sheet.contains("<v>46266</v>"), "{sheet}");
    assert!(
        sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A3:"),
        "{sheet}"
    );
    assert!(
        parts["xl/workbook.xml"].contains("_xlnm.Print_Titles\" localSheetId=\"0\">Plan!$3:$3<")
    );
    let styles = &parts["xl/styles.xml"];
    assert!(
        styles.contains("fgColor rgb=\"FFFFC000\"") && styles.contains("formatCode=\"mmm\\ yyyy\""),
        "{styles}"
    );
    assert!(!sheet.contains("<f>"), "nothing is worked out");
    let word = parts_of(&docx::plan(&register, TODAY()).unwrap());
    let document = &word["word/document.xml"];
    assert!(document.contains("<w:tblHeader/>") && document.contains("w:orient=\"landscape\""));
    assert!(
        document.contains("w:fill=\"FFC000\"/></w:tcPr>"),
        "{document}"
    );
}

/// The legends people use: names of statuses come back as the same letters.
#[test]
fn other_legends_come_back() {
    let csv = "Reference,Action,Due,Status\n1.1,Sow,May 2031,R\n1.2,Reap,June 2031,G\n1.3,Thresh,June 2031,B\n1.4,Mill,June 2031,\n";
    let register = brought_in("farm.csv", csv.as_bytes());
    assert_eq!(*register.legend(), Legend::rag());
    comes_back(&register);
    let key = "Farm plan 2031,,,\n,,,\nKey,,,\n1 Fully achieved,,,\n2 On track,,,\n3 At risk,,,\n4 Not achieved,,,\n,,,\nReference,Action,Due,Assessment of progress 1-4\n1.1,Sow,May 2031,1\n1.2,Reap,June 2031,3\n";
    let register = brought_in("key.csv", key.as_bytes());
    for (name, bytes) in both(&register) {
        let draft = import::read(name, &bytes).unwrap();
        let letters: Vec<Option<char>> = draft
            .actions
            .iter()
            .map(|a| a.action.status.map(|l| l.0))
            .collect();
        assert_eq!(letters, [Some('1'), Some('3')], "{name}");
    }
}

/// Minutes as a Word file say what the Markdown says.
#[test]
fn minutes_in_word() {
    let small = full_meeting();
    let document = plan::plan(&small.register(), TODAY());
    let bytes = docx::document(&document).unwrap();
    let read = import::document_of("minutes.docx", &bytes).unwrap();
    let shown: Vec<String> = read
        .items
        .iter()
        .map(import::document::Item::shown)
        .collect();
    let whole = shown.join("\n");
    for held in ["Safer streets", "Cables <next>.", "Homes & hearths"] {
        assert!(whole.contains(held), "{held}\n{whole}");
    }
}

/// What leaves the room is printed and passed on: every page has its number, the file its title, a table its numbers at the right,
/// and Excel and Word open what a check of their parts finds whole.
#[test]
fn files_have_a_title_and_their_pages_numbers() {
    let register = full_meeting().register();
    let minutes = docx::document(&plan::plan(&register, TODAY())).unwrap();
    let word = parts_of(&minutes);
    let document = &word["word/document.xml"];
    assert!(
        document.contains("<w:footerReference w:type=\"default\" r:id=\"rId3\"/>"),
        "{document}"
    );
    assert!(word["word/_rels/document.xml.rels"].contains("Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\""));
    let footer = &word["word/footer.xml"];
    for held in [
        "<w:t xml:space=\"preserve\">Small plan<",
        " PAGE ",
        " NUMPAGES ",
    ] {
        assert!(footer.contains(held), "{held}\n{footer}");
    }
    assert!(
        document.contains("<w:pStyle w:val=\"Number\"/>"),
        "{document}"
    );
    let mut files = vec![word];
    files.extend(both(&register).map(|(_, bytes)| parts_of(&bytes)));
    for parts in files {
        assert!(parts["docProps/core.xml"].contains("<dc:title>Small plan</dc:title>"));
        assert!(parts["_rels/.rels"].contains("Target=\"docProps/core.xml\""));
        let kinds = &parts["[Content_Types].xml"];
        for name in parts
            .keys()
            .filter(|n| !n.ends_with(".rels") && !n.starts_with('['))
        {
            assert!(kinds.contains(&format!("\"/{name}\"")), "{name}\n{kinds}");
        }
        for sheet in parts.iter().filter(|(name, _)| name.contains("sheets/")) {
            assert!(sheet.1.contains("Page &amp;P of &amp;N"), "{}", sheet.0);
        }
    }
}

/// The widths of the columns of all tables, in twentieths of a point.
fn widths_of(document: &str) -> Vec<u32> {
    let grid = document.split("<w:gridCol w:w=\"").skip(1);
    grid.map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// "September" in the letters of a cell, 8 points, and the margins of the cell: 48 points in the widest of the usual fonts.
#[test]
fn the_name_of_a_month_stands_on_one_line() {
    let register = brought_in("example.csv", milepost::data::EXAMPLE_PLAN.as_bytes());
    let parts = parts_of(&docx::plan(&register, TODAY()).unwrap());
    let document = &parts["word/document.xml"];
    let table = document.split("<w:tbl>").find(|t| t.contains(">Due<"));
    let table = table.unwrap();
    let names: Vec<&str> = table
        .split("<w:t>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    let due = names.iter().position(|name| *name == "Due").unwrap();
    assert!(widths_of(table)[due] >= 48 * 20, "{:?}", widths_of(table));
}

/// Short columns are as wide as their words; the long one wraps.
#[test]
fn a_column_is_as_wide_as_its_words_want() {
    use milepost::export::document::{Column, Document, Table, Text};
    let mut document = Document::new("Widths");
    let long = "Ask the county for the figures of the last three winters";
    document.table(Table {
        columns: ["Who", "What"].map(Column::words).into(),
        rows: vec![[Text::from("Bo"), Text::from(long)].into()],
    });
    let parts = parts_of(&docx::document(&document).unwrap());
    let grid = parts["word/document.xml"]
        .split("<w:gridCol w:w=\"")
        .skip(1);
    let widths: Vec<u32> = grid
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert!(
        matches!(widths[..], [who, what] if what / who == 5),
        "{widths:?}"
    );
}

/// Words of people with everything that a format could take for its own.
fn words() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{2,8}( [a-z&<>\"'=@+|/%£éŁ–]{1,9}){0,4}"
}

fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("TBC".to_owned()),
        Just("Ongoing".to_owned()),
        (1..13_u32, 2027..2040_i32).prop_map(|(m, y)| format!("{:02}/{m:02}/{y}", 1 + m)),
        (0..4_usize, 2027..2040_i32)
            .prop_map(|(m, y)| format!("{} {y}", ["June", "Sept", "Dec", "by March"][m])),
        (1..5_u32, 2027..2040_i32).prop_map(|(q, y)| format!("Q{q} {y}/{:02}", (y + 1) % 100)),
        (2027..2040_i32).prop_map(|y| y.to_string()),
        (1..28_u32, 2027..2040_i32).prop_map(|(d, y)| format!("{d} August {y}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a plan says comes back from Excel and Word as it comes back from CSV.
    #[test]
    fn any_plan_comes_back(
        actions in prop::collection::vec((words(), date(), prop::option::of(0..5_usize), prop::collection::vec((words(), date()), 0..4)), 1..6)
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["Section number", "Section", "Reference", "Action", "Milestone", "Due", "Status"]).unwrap();
        for (n, (title, due, status, milestones)) in actions.iter().enumerate() {
            let section = if n < 3 { ["1", "Safer streets"] } else { ["2", "Homes & hearths"] };
            let reference = format!("{}.{}", section[0], n + 1);
            let status = status.map_or("", |s| ["R", "A", "G", "B", "W"][s]);
            writer.write_record([section[0], section[1], &reference, title, "", due, status]).unwrap();
            for (milestone, due) in milestones {
                writer.write_record([section[0], section[1], &reference, "", milestone, due, ""]).unwrap();
            }
        }
        comes_back(&brought_in("any.csv", &writer.into_inner().unwrap()));
    }
}

#[test]
fn a_tag_inside_a_cell_does_not_make_a_page_of_a_table() {
    let rows = "Section,Reference,Action,Milestone\nStreets,1.1,Lights,\nStreets,1.1,,Lamps <p> and posts\n";
    let register = brought_in("tags.csv", rows.as_bytes());
    assert_eq!(register.actions().count(), 1);
    assert_eq!(register.milestone_count(), 1);
}
