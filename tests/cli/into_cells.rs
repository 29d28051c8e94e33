//! `export --into`, cell by cell: the colour of a status, dates on the line they stand on, several changes in one cell.

use std::path::Path;

use milepost::cli::Exit;
use milepost::domain::{Letter, Target};
use milepost::import::{self, document::Item};

use crate::import::biff::{Held, Sheet, xls};
use crate::import::files::ods;

use super::into::{action, december, home_with, into, milestone, note, parts, record, zipped};

pub const STYLES: &str = "<styleSheet xmlns=\"urn:s\"><fonts count=\"2\"><font/><font><color rgb=\"FFFFFFFF\"/></font></fonts>\
    <fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
    <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF00B050\"/></patternFill></fill>\
    <fill><patternFill patternType=\"solid\"><fgColor theme=\"5\"/></patternFill></fill></fills>\
    <borders count=\"2\"><border/><border><left/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"2\" borderId=\"1\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" applyFill=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs></styleSheet>";

/// A workbook of one sheet, cells parted by ";" and lines by "|"; "#2" before a cell is its style.
pub fn workbook(rows: &[&str], styles: &str) -> Vec<u8> {
    let mut sheet = String::new();
    for (n, row) in rows.iter().enumerate() {
        let cells = row.split(';').zip('A'..).map(|(cell, column)| {
            let at = format!("{column}{}", n + 1);
            let (style, text) = match cell.strip_prefix('#').and_then(|c| c.split_at_checked(1)) {
                Some((style, text)) => (format!(" s=\"{style}\""), text),
                None => (String::new(), cell),
            };
            let text = text.replace('|', "\n");
            match (text.is_empty(), style.is_empty()) {
                (true, true) => String::new(),
                (true, false) => format!("<c r=\"{at}\"{style}/>"),
                _ => format!("<c r=\"{at}\"{style} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            }
        });
        let cells: String = cells.collect();
        sheet += &format!("<row r=\"{}\">{cells}</row>", n + 1);
    }
    let sheet = format!("<worksheet xmlns=\"urn:s\"><sheetData>{sheet}</sheetData></worksheet>");
    let link = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let root = format!(
        "<Relationships>{}</Relationships>",
        link("rId1", "officeDocument", "xl/workbook.xml")
    );
    let links = format!(
        "<Relationships>{}{}</Relationships>",
        link("rId1", "worksheet", "worksheets/sheet1.xml"),
        link("rId2", "styles", "styles.xml")
    );
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"urn:s\" xmlns:r=\"urn:r\"><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub fn sheet_of(bytes: &[u8]) -> String {
    String::from_utf8(parts(bytes)["xl/worksheets/sheet1.xml"].clone()).unwrap()
}

/// The rows of a file as they read, and its statuses.
pub fn reads(name: &str, bytes: &[u8]) -> (String, String) {
    let items = import::document_of(name, bytes).unwrap().items;
    let shown: Vec<String> = items.iter().map(Item::shown).collect();
    let draft = import::read(name, bytes).unwrap();
    let letters = draft.actions.iter().map(|a| a.action.status);
    let letters = letters.map(|l| l.map_or('-', |l| l.0)).collect();
    (shown.join("\n"), letters)
}

/// Red over green: the colour goes with the word, the rest of the style stays; a style the workbook has is used, one it
/// has not is added; the words are those the plan uses.
#[test]
fn a_status_takes_its_colour_with_it() {
    let rows = [
        "No;Action;Due;Status",
        "1;Mend the bridge;May 2026;#1Green",
        "2;Open the gate;May 2026;#3Amber",
        "3;Paint the gate;May 2026;#3",
        "4;Oil the gate;May 2026;#2Green",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let set = |at: &str, letter| {
            let target = Target::Action(action(register, at));
            register.set_status(target, Some(Letter(letter))).unwrap()
        };
        vec![
            set("1.1", 'R'),
            set("1.2", 'R'),
            set("1.3", 'G'),
            set("1.4", 'W'),
        ]
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let written = std::fs::read(&out).unwrap();
    let sheet = sheet_of(&written);
    // A red like the green one but for its fill; the amber cell shows no colour of its own but is written in a plan that
    // does; green is the style that is there already; white takes the colour off, and with it the white letters.
    for cell in [
        "<c r=\"D2\" s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Red</t>",
        "<c r=\"D3\" s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Red</t>",
        "<c r=\"D4\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Green</t>",
        "<c r=\"D5\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">White</t>",
    ] {
        assert!(sheet.contains(cell), "{cell}\n{sheet}");
    }
    let styles = String::from_utf8(parts(&written)["xl/styles.xml"].clone()).unwrap();
    let red = "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFF5050\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>";
    let added = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"4\" borderId=\"1\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf>\
        </cellXfs>";
    let expected = STYLES
        .replace("<fills count=\"4\">", "<fills count=\"5\">")
        .replace("</fills>", red)
        .replace("<cellXfs count=\"4\">", "<cellXfs count=\"5\">")
        .replace("</cellXfs>", added);
    assert_eq!(styles, expected, "nothing besides");
    let draft = import::read("new.xlsx", &written).unwrap();
    let red = draft.actions[0].reading.as_ref().unwrap();
    assert_eq!((red.from, red.doubt.as_ref()), (Some("both"), None));
    assert_eq!(reads("new.xlsx", &written).1, "RRGW");
}

/// A workbook whose statuses have no colours gets none: it may have rules of its own for that.
#[test]
fn a_workbook_without_colours_keeps_its_styles() {
    let rows = [
        "No;Action;Due;Status",
        "1;Mend the bridge;May 2026;#3G",
        "2;Open the gate;May 2026;#3",
    ];
    let original = workbook(&rows, STYLES);
    let (home, file) = home_with("plan.xlsx", &original);
    record(home.path(), |register| {
        let all = register.plan_order().into_iter();
        all.filter_map(|id| register.set_status(Target::Action(id), Some(Letter('A'))))
            .collect()
    });
    let (_, out) = into(home.path(), &file, "new.xlsx");
    let written = std::fs::read(&out).unwrap();
    assert_eq!(
        parts(&written)["xl/styles.xml"],
        parts(&original)["xl/styles.xml"]
    );
    assert!(sheet_of(&written).contains("<c r=\"D3\" s=\"3\" t=\"inlineStr\">"));
}

/// Dates of milestones that share a cell: on the line of the old date, in the text of the milestone where there is no
/// column of dates, and behind the milestone where one date is shared by all.
#[test]
fn dates_on_their_lines_in_a_workbook() {
    let rows = [
        "No;Action;Milestones;Timescale;Status",
        "1;Mend the bridge;Wood ordered|Wood cut|Wood laid;May 2026|May 2026|June 2026;",
        "2;Open the gate;Key found|Gate painted;July 2026;",
        "3;Paint the wall;Paint bought;Aug 2026;",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let moves = [("1.1", 1), ("1.1", 2), ("1.2", 1), ("1.3", 0)];
        let moved =
            moves.map(|(at, n)| register.set_due(milestone(register, at, n), december(), "rain"));
        moved.into_iter().flatten().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let (whole, _) = reads("new.xlsx", &std::fs::read(&out).unwrap());
    for held in [
        "May 2026\nMay 2026 → Dec 2026\nJune 2026 → Dec 2026",
        "Key found\nGate painted → Dec 2026 | July 2026",
        "Paint bought | Aug 2026 → Dec 2026",
    ] {
        assert!(whole.contains(held), "{held}\n{whole}");
    }
}

/// The same in Word, where lines of a cell are paragraphs or parted by breaks.
#[test]
fn dates_on_their_lines_in_a_word_file() {
    let paragraph = |lines: &str| {
        let lines: Vec<String> = lines
            .split('|')
            .map(|line| format!("<w:t>{line}</w:t>"))
            .collect();
        format!(
            "<w:p><w:r><w:rPr><w:b/></w:rPr>{}</w:r></w:p>",
            lines.join("<w:br/>")
        )
    };
    let row = |cells: [&str; 4]| {
        let cells: String = cells
            .iter()
            .map(|cell| {
                format!(
                    "<w:tc><w:tcPr/>{}</w:tc>",
                    cell.split('#').map(paragraph).collect::<String>()
                )
            })
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table = [
        row(["Action", "Milestones", "Timescale", "Status"]),
        row([
            "Mend the bridge",
            "Wood ordered|Wood cut|Wood laid",
            "May 2026|May 2026|June 2026",
            "",
        ]),
        row([
            "Open the gate",
            "Key found#Gate painted",
            "May 2026#May 2026",
            "",
        ]),
    ]
    .concat();
    let document = format!(
        "<w:document xmlns:w=\"urn:w\"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>"
    );
    let original = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
    ]);
    let (home, file) = home_with("plan.docx", &original);
    record(home.path(), |register| {
        let moves = [("1.1", 1), ("1.1", 2), ("1.2", 1)];
        let moved =
            moves.map(|(at, n)| register.set_due(milestone(register, at, n), december(), "rain"));
        moved.into_iter().flatten().collect()
    });
    let (answer, out) = into(home.path(), &file, "new.docx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let written = std::fs::read(&out).unwrap();
    let (whole, _) = reads("new.docx", &written);
    assert!(
        whole.contains("May 2026\nMay 2026 → Dec 2026\nJune 2026 → Dec 2026"),
        "{whole}"
    );
    assert!(
        whole.contains("Gate painted | May 2026\nMay 2026 → Dec 2026"),
        "{whole}"
    );
    let new = String::from_utf8(parts(&written)["word/document.xml"].clone()).unwrap();
    let without = new
        .replace("<w:t xml:space=\"preserve\"> → Dec 2026</w:t>", "")
        .replace("<w:r><w:rPr><w:b/></w:rPr></w:r>", "");
    assert_eq!(without, document, "nothing besides");
}

/// Notes on an action and on its milestones go into one cell, in order; new cells of a row stand in the order of columns.
#[test]
fn several_changes_in_one_cell_of_a_workbook() {
    let rows = [
        "No;Action;Milestones;Progress;Status;Timescale",
        "1;Mend the bridge;Wood ordered|Wood cut;;;May 2026|June 2026",
        "2;Open the gate;Key found;Begun.;G;May 2026",
    ];
    let (home, file) = home_with("plan.xlsx", &workbook(&rows, STYLES));
    record(home.path(), |register| {
        let first = Target::Action(action(register, "1.1"));
        let second = Target::Action(action(register, "1.2"));
        vec![
            register.set_status(first, Some(Letter('R'))).unwrap(),
            note(register, 9_000, first, "no wood"),
            note(register, 9_001, milestone(register, "1.1", 1), "no <saw>"),
            note(register, 9_002, second, "lost"),
            note(register, 9_003, milestone(register, "1.2", 0), "found"),
        ]
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let written = std::fs::read(&out).unwrap();
    let sheet = sheet_of(&written);
    let at = |reference: &str| sheet.find(&format!("\"{reference}\"")).expect(reference);
    assert!(
        at("C2") < at("D2") && at("D2") < at("E2") && at("E2") < at("F2"),
        "{sheet}"
    );
    for reference in ["D2", "E2", "D3"] {
        assert_eq!(
            sheet.matches(&format!("r=\"{reference}\"")).count(),
            1,
            "{sheet}"
        );
    }
    let (whole, _) = reads("new.xlsx", &written);
    assert!(
        whole.contains("18 Oct 2026: no wood\nm2: 18 Oct 2026: no <saw> | R"),
        "{whole}"
    );
    assert!(
        whole.contains("Begun.\n18 Oct 2026: lost\nm1: 18 Oct 2026: found | G"),
        "{whole}"
    );
}

/// The real workbook with colours: every status and colour agree, nothing but the sheet and the styles has changed.
#[test]
fn real_colours_agree() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans");
    for name in ["midyear.xlsx", "midyear.docx"] {
        let Ok(bytes) = std::fs::read(plans.join(name)) else {
            continue;
        };
        let (home, file) = home_with(name, &bytes);
        record(home.path(), |register| {
            let letters = ['R', 'A', 'G', 'B'].into_iter().cycle();
            let all = register.plan_order().into_iter().zip(letters);
            all.filter_map(|(id, l)| register.set_status(Target::Action(id), Some(Letter(l))))
                .collect()
        });
        let (answer, out) = into(home.path(), &file, "new");
        assert_eq!(answer.exit, Exit::OK, "{name}: {answer:?}");
        let written = std::fs::read(&out).unwrap();
        let draft = import::read(name, &written).unwrap();
        let letters = ['R', 'A', 'G', 'B'].into_iter().cycle();
        let first = import::read(name, &bytes).unwrap();
        for ((action, old), letter) in draft.actions.iter().zip(&first.actions).zip(letters) {
            assert_eq!(
                action.action.status,
                Some(Letter(letter)),
                "{name} {}",
                action.id
            );
            if old.action.status == Some(Letter(letter)) {
                continue;
            }
            let reading = action.reading.as_ref().unwrap();
            assert_eq!(
                reading.from,
                Some("both"),
                "{name} {} {reading:?}",
                action.id
            );
        }
    }
}

/// Workbooks that can be read and not written into are refused with the way out, and nothing is written.
#[test]
fn other_workbooks_are_not_written_into() {
    let words = ["Action", "Status", "Mend the bridge", "G"];
    let cells = words
        .iter()
        .zip(0..)
        .map(|(text, n)| (n / 2, n % 2, 0, Held::Text(text)));
    let old = Sheet {
        name: "Plan",
        cells: cells.collect(),
        ..Sheet::default()
    };
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let rows: String = words
        .chunks(2)
        .map(|row| {
            format!(
                "<table:table-row>{}{}</table:table-row>",
                cell(row[0]),
                cell(row[1])
            )
        })
        .collect();
    let open = ods(
        "",
        &format!("<table:table table:name=\"Plan\">{rows}</table:table>"),
    );
    for (name, bytes) in [("plan.xls", xls(&[old], &[])), ("plan.ods", open)] {
        let (home, file) = home_with(name, &bytes);
        record(home.path(), |register| {
            let all = register.plan_order().into_iter();
            all.filter_map(|id| register.set_status(Target::Action(id), Some(Letter('R'))))
                .collect()
        });
        let (answer, out) = into(home.path(), &file, "new");
        assert_eq!(answer.exit, Exit::ERROR, "{name}: {answer:?}");
        assert!(
            answer.err.contains("save it as .xlsx"),
            "{name}: {answer:?}"
        );
        assert!(!out.exists(), "{name}");
    }
}
