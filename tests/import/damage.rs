//! Files that were damaged on their way, of every kind that is read: refused or read with an account that adds up, never a
//! panic, never a message of a library.

use std::io::Read;

use milepost::import;

use super::biff::{self, Held, MONTH, RED};
use super::files::{Sheet, archive, docx_with, number, ods, p, text, tr, xlsx};
use super::real::plans;

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

/// Reads a damaged copy.
fn survives(name: &str, copy: &[u8], round: usize) {
    match import::read(name, copy) {
        Ok(draft) => assert!(draft.account_holds(), "{name}, round {round}"),
        Err(error) => assert!(
            !error.to_string().contains("reading it failed"),
            "{name}, round {round}: {error}"
        ),
    }
}

const ROWS: [[&str; 5]; 4] = [
    ["No", "Action", "Milestone", "Due", "RAG"],
    ["1", "Mend the wall", "Stone bought", "May 2031", "Green"],
    ["", "", "Wall pointed", "June 2031", ""],
    [
        "2",
        "Sow the field (Ann Lee)",
        "Seed bought",
        "Q2 2031/32",
        "A/G",
    ],
];

/// The same plan in every kind of file, made here.
fn own() -> Vec<(String, Vec<u8>)> {
    let word: String = ROWS
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.iter().map(|c| p(c)).collect();
            let cells: Vec<(&str, &str)> = cells.iter().map(|c| ("", c.as_str())).collect();
            tr(&cells)
        })
        .collect();
    let word = docx_with(
        &format!("{}<w:tbl>{word}</w:tbl>", p("1. Walls")),
        &[("word/styles.xml", "<w:styles/>")],
    );
    let mut cells = String::new();
    let mut old: Vec<(u16, u16, u16, Held<'_>)> = Vec::new();
    let mut open = String::new();
    for (row, held) in ROWS.iter().enumerate() {
        let filled = held.iter().zip('A'..).enumerate();
        let line: String = filled
            .filter(|(_, (held, _))| !held.is_empty())
            .map(|(_, (held, column))| text(&format!("{column}{}", row + 1), held))
            .collect();
        cells += &format!(
            "<row r=\"{}\">{line}{}</row>",
            row + 1,
            number("F9", 1, "48000")
        );
        open += "<table:table-row>";
        for (column, held) in held.iter().enumerate() {
            old.push((row as u16, column as u16, 0, Held::Text(held)));
            open += &format!("<table:table-cell><text:p>{held}</text:p></table:table-cell>");
        }
        open += "</table:table-row>";
        old.push((row as u16, 5, RED, Held::Shared(row as u32)));
        old.push((row as u16, 6, MONTH, Held::Number(48000.0)));
    }
    let new = xlsx(&[Sheet {
        name: "1 Walls",
        rows: &cells,
        merged: &["A2:A3", "B2:B3"],
        ..Sheet::default()
    }]);
    let old = biff::Sheet {
        name: "1 Walls",
        hidden_rows: &[9],
        hidden_columns: &[(9, 9)],
        cells: old,
        merged: &[(1, 2, 0, 0), (1, 2, 1, 1)],
        ..biff::Sheet::default()
    };
    let stream = biff::stream(&[old], &["one", "two – three", "four", "five"], 40, &[]);
    let open = format!("<table:table table:name=\"1 Walls\">{open}</table:table>");
    let csv: String = ROWS.iter().map(|row| row.join(",") + "\r\n").collect();
    let tabs: String = ROWS.iter().map(|row| row.join("\t") + "\n").collect();
    vec![
        ("own.docx".to_owned(), word),
        ("own.xlsx".to_owned(), new),
        ("own.xls".to_owned(), biff::container("Workbook", &stream)),
        ("own.ods".to_owned(), ods("", &open)),
        ("own.csv".to_owned(), csv.into_bytes()),
        (
            "own.txt".to_owned(),
            format!("1. Walls\n\n{tabs}").into_bytes(),
        ),
    ]
}

/// A thousand damaged copies of each kind of file.
#[test]
fn a_thousand_damaged_copies_of_each_kind() {
    let mut dice = Dice(2012);
    for (name, bytes) in own() {
        let draft = import::read(&name, &bytes).expect("the whole file is read");
        assert_eq!(draft.actions.len(), 2, "{name}");
        for round in 0..1000 {
            survives(&name, &damaged(&bytes, &mut dice), round);
        }
    }
}

/// Damage inside the parts of an archive, where no checksum stops it first.
#[test]
fn damaged_parts() {
    let mut dice = Dice(7);
    for (name, bytes) in own() {
        let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else {
            continue;
        };
        let parts: Vec<(String, Vec<u8>)> = (0..zip.len())
            .map(|i| {
                let mut part = zip.by_index(i).expect("a part");
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).expect("its bytes");
                (part.name().expect("its name").to_string(), bytes)
            })
            .collect();
        for round in 0..300 {
            let hit = dice.next(parts.len());
            let parts: Vec<(String, Vec<u8>)> = parts
                .iter()
                .enumerate()
                .map(|(i, (name, bytes))| match i == hit {
                    true => (name.clone(), damaged(bytes, &mut dice)),
                    false => (name.clone(), bytes.clone()),
                })
                .collect();
            let parts: Vec<(&str, &[u8])> = parts
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                .collect();
            survives(&name, &archive(&parts), round);
        }
    }
}

/// The real plans, where they are at hand.
#[test]
fn damaged_copies_of_real_plans() {
    let Some(folder) = plans() else { return };
    let mut dice = Dice(2009);
    // Files of an archive are mostly stopped by their checksums; those of text are read, damaged as they are.
    for name in [
        "midyear.docx",
        "midyear.xlsx",
        "sunderland.docx",
        "sunderland.xlsx",
        "darlington.docx",
        "darlington.xlsx",
        "darlington.csv",
        "durham.txt",
        "suffolk.txt",
        "eastsussex.txt",
    ] {
        let bytes = std::fs::read(folder.join(name)).expect("readable");
        for round in 0..25 {
            survives(name, &damaged(&bytes, &mut dice), round);
        }
    }
}
