//! Files made to do harm, and files that were damaged on their way: refused or read, never a panic.

use std::time::{Duration, Instant};

use milepost::import::{self, ImportError};

use super::files::{Sheet, archive, docx, docx_with, ods, p, text, tr, xlsx};

fn refused(name: &str, bytes: &[u8]) -> ImportError {
    let begun = Instant::now();
    let error = match import::read(name, bytes) {
        Err(error) => error,
        Ok(draft) => panic!("{name} was read: {}", draft.summary()),
    };
    assert!(begun.elapsed() < Duration::from_secs(10), "{name}");
    error
}

/// Two gigabytes of blanks in two megabytes; here fewer, with the same ratio.
#[test]
fn an_archive_that_unpacks_to_far_too_much() {
    let blanks = " ".repeat(40 * 1024 * 1024);
    let bytes = docx(&blanks);
    assert!(bytes.len() < 200_000);
    assert!(matches!(
        refused("bomb.docx", &bytes),
        ImportError::Hostile { .. }
    ));
}

#[test]
fn nesting_without_end() {
    let deep = format!("{}{}", "<w:tbl>".repeat(60_000), "</w:tbl>".repeat(60_000));
    assert!(matches!(
        refused("deep.docx", &docx(&deep)),
        ImportError::Hostile { .. }
    ));
}

#[test]
fn entities_of_its_own() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>";
    let bytes = archive(&[("word/document.xml", laughs.as_bytes())]);
    assert!(matches!(
        refused("laughs.docx", &bytes),
        ImportError::Hostile { .. }
    ));
    let unknown = docx(&p("one &two; three"));
    assert!(matches!(
        refused("entity.docx", &unknown),
        ImportError::Hostile { .. }
    ));
}

/// Two cells at the far corners of a sheet ask a careless reader for half a terabyte.
#[test]
fn cells_far_apart() {
    let rows = format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        text("A1", "Action"),
        text("XFD1048576", "By when")
    );
    let bytes = xlsx(&[Sheet {
        name: "S",
        hidden: false,
        rows: &rows,
        merged: &["A1:XFD1048576"],
        ..Sheet::default()
    }]);
    assert!(matches!(
        refused("far.xlsx", &bytes),
        ImportError::NoActions { .. }
    ));
}

/// A cell of a megabyte is cut, with a remark; the rest is read.
#[test]
fn a_cell_too_long() {
    let long = "word ".repeat(200_000);
    let csv = format!("No,Action,By when\n1,{long},May 2031\n2,Short,June 2031\n");
    let draft = import::read("long.csv", csv.as_bytes()).expect("read");
    assert_eq!(draft.actions.len(), 2);
    assert!(draft.actions[0].action.text.len() <= 64 * 1024);
    assert!(draft.remarks.iter().any(|r| r.contains("cut")));
}

#[test]
fn too_many_rows() {
    let csv = format!("No,Action,By when\n{}", "1,Do it,May 2031\n".repeat(25_000));
    assert!(matches!(
        refused("rows.csv", csv.as_bytes()),
        ImportError::Hostile { .. }
    ));
}

/// Few bytes that stand for many cells or much text: a shared text in every cell, cells that span hundreds of columns,
/// rows and cells repeated a million times, short rows that each reach the last column.
#[test]
fn files_that_grow() {
    let long = "long ".repeat(12_000);
    let shared: String = (1..=2_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"SR{row}\" t=\"inlineStr\"><is><t>y</t></is></c></row>"))
        .collect();
    let wide = xlsx(&[Sheet {
        name: "Wide",
        rows: &shared,
        ..Sheet::default()
    }]);
    assert!(matches!(
        refused("wide.xlsx", &wide),
        ImportError::NoActions { .. }
    ));
    let repeated = format!(
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>{long}</text:p></table:table-cell></table:table-row></table:table>"
    );
    assert!(matches!(
        refused("repeated.ods", &ods("", &repeated)),
        ImportError::NoActions { .. }
    ));
    let spans = tr(&[("<w:gridSpan w:val=\"500\"/>", &p("x"))]).repeat(1_500);
    assert!(matches!(
        refused("spans.docx", &docx(&format!("<w:tbl>{spans}</w:tbl>"))),
        ImportError::Hostile { .. }
    ));
    let cells = "<w:tc><w:tcPr><w:gridSpan w:val=\"100\"/></w:tcPr></w:tc>".repeat(5_100);
    assert!(matches!(
        refused(
            "cells.docx",
            &docx(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
        ),
        ImportError::Hostile { .. }
    ));
    let commas = format!("x{}\n", ",".repeat(500)).repeat(2_000);
    assert!(matches!(
        refused("commas.csv", commas.as_bytes()),
        ImportError::Hostile { .. }
    ));
}

/// Styles and lists without end: a reader keeps them all before it sees a row.
#[test]
fn styles_without_end() {
    // Numbered, so that they do not pack so well that the archive is refused for that.
    let many = |name: &str, count: usize| -> String {
        (0..count)
            .map(|n| format!("<{name} style:name=\"{n}\"/>"))
            .collect()
    };
    let word = |part: &str| {
        let text = format!("<w:x>{}</w:x>", many("w:s", 201_000));
        docx_with(&p("x"), &[(part, &text)])
    };
    let book = format!("<styleSheet>{}</styleSheet>", many("xf", 201_000));
    let book = archive(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/styles.xml", book.as_bytes()),
    ]);
    for (name, bytes) in [
        ("styles.docx", word("word/styles.xml")),
        ("lists.docx", word("word/numbering.xml")),
        ("styles.ods", ods(&many("style:style", 66_000), "")),
        ("styles.xlsx", book),
    ] {
        let error = refused(name, &bytes).to_string();
        assert!(error.contains("styles"), "{error}");
    }
}

/// Macros are never run; the text is read, and it is said.
#[test]
fn macros_are_ignored() {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Action</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Lead</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Sow</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ann Lee</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let draft =
        import::read("m.docm", &docx_with(table, &[("word/vbaProject.bin", "x")])).expect("read");
    assert!(draft.remarks.iter().any(|r| r.contains("macros")));
}
