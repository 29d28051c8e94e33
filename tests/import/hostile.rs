//! Files made to do harm, and files that were damaged on their way: refused or read, never a panic.

use std::time::{Duration, Instant};

use milepost::import::{self, ImportError};

use super::files::{Sheet, archive, docx, docx_with, p, text, xlsx};
use super::real::plans;

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

/// Macros are never run; the text is read, and it is said.
#[test]
fn macros_are_ignored() {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Action</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Lead</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Sow</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ann Lee</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let draft =
        import::read("m.docm", &docx_with(table, &[("word/vbaProject.bin", "x")])).expect("read");
    assert!(draft.remarks.iter().any(|r| r.contains("macros")));
}

/// A small generator, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
}

/// A damaged copy: bytes flipped, a piece cut out, or a piece put in twice.
fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=dice.next(4) {
        let at = dice.next(copy.len());
        let length = dice.next(200).min(copy.len() - at);
        match dice.next(4) {
            0 | 1 => copy[at] = copy[at].wrapping_add(1 + dice.next(255) as u8),
            2 => {
                copy.drain(at..at + length);
            }
            _ => {
                let piece = copy[at..at + length].to_vec();
                copy.splice(at..at, piece);
            }
        }
        if copy.is_empty() {
            return copy;
        }
    }
    copy
}

/// A thousand damaged copies, of the real plans where they are at hand, else of our own: no panic, and the account of
/// what is read adds up.
#[test]
fn a_thousand_damaged_copies() {
    let mut files: Vec<(String, Vec<u8>)> = vec![
        (
            "harbour.csv".to_owned(),
            include_bytes!("plans/harbour.csv").to_vec(),
        ),
        (
            "orchard.txt".to_owned(),
            include_bytes!("plans/orchard.txt").to_vec(),
        ),
    ];
    if let Some(folder) = plans() {
        // Files of an archive are mostly stopped by their checksums; those of text are read, damaged as they are.
        for name in [
            "midyear.docx",
            "midyear.xlsx",
            "sunderland.docx",
            "sunderland.xlsx",
            "darlington.docx",
            "darlington.xlsx",
            "durham.txt",
            "suffolk.txt",
        ] {
            files.push((
                name.to_owned(),
                std::fs::read(folder.join(name)).expect("readable"),
            ));
        }
    }
    let mut dice = Dice(2012);
    for round in 0..1000 {
        let (name, bytes) = &files[round % files.len()];
        let copy = damaged(bytes, &mut dice);
        match import::read(name, &copy) {
            Ok(draft) => assert!(draft.account_holds(), "{name}, round {round}"),
            Err(error) => assert!(
                !error.to_string().contains("reading it failed"),
                "{name}, round {round}: {error}"
            ),
        }
    }
}

/// Damage inside the parts of an archive, where no checksum stops it first.
#[test]
fn damaged_parts() {
    let rows: String = (0..6)
        .map(|i| {
            format!(
                "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
                p(if i == 0 { "Action" } else { "Sow the field" }),
                p(if i == 0 { "By when" } else { "May 2031" })
            )
        })
        .collect();
    let body =
        format!("<w:document xmlns:w=\"w\"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>");
    let mut dice = Dice(7);
    for round in 0..150 {
        let part = damaged(body.as_bytes(), &mut dice);
        match import::read("part.docx", &archive(&[("word/document.xml", &part)])) {
            Ok(draft) => assert!(draft.account_holds(), "round {round}"),
            Err(error) => assert!(
                !error.to_string().contains("reading it failed"),
                "round {round}: {error}"
            ),
        }
    }
}
