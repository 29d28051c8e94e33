//! Workbooks of the old kind: read as the new ones are, within bounds, or refused with the way out.

use milepost::import::{self, Disposition, ImportError};

use super::biff::{DAY, Held, MONTH, PERCENT, RED, Sheet, container, record, stream, xls};
use super::reading::{action, dues, extra, read, texts};

fn header<'a>(row: u16) -> Vec<(u16, u16, u16, Held<'a>)> {
    ["Ref", "Activity", "Milestone", "Due", "RAG", "Share"]
        .into_iter()
        .zip(0..)
        .map(|(text, column)| (row, column, 0, Held::Text(text)))
        .collect()
}

/// Dates as exact as their format, merged dates, colours, percentages, totals, hidden sheets, texts over two records.
#[test]
fn an_old_workbook() {
    let mut cells = vec![(0, 0, 0, Held::Text("4. OPEN WATER"))];
    cells.extend(header(2));
    cells.extend([
        (3, 0, 0, Held::Number(4.1)),
        (3, 1, 0, Held::Shared(0)),
        (3, 2, 0, Held::Shared(1)),
        (3, 3, MONTH, Held::Short(48000)),
        (3, 4, RED, Held::Blank),
        (3, 5, PERCENT, Held::Number(0.25)),
        (4, 2, 0, Held::Said("Buoys in")),
        (5, 0, 0, Held::Number(4.2)),
        (5, 1, 0, Held::Text("Łódź boats – out")),
        (5, 2, 0, Held::Text("Boats out")),
        (5, 3, DAY, Held::Number(48000.5)),
        (5, 4, 0, Held::Text("Green")),
        (6, 2, 0, Held::Text("Boats in")),
        (8, 2, 0, Held::Text("Number of milestones")),
        // COUNTA over an area: a function of any number of arguments.
        (
            8,
            3,
            0,
            Held::Formula(&[0x25, 3, 0, 6, 0, 2, 0, 2, 0, 0x42, 1, 169, 0], 4.0),
        ),
    ]);
    let water = Sheet {
        name: "Water",
        cells,
        merged: &[(3, 4, 0, 0), (3, 4, 1, 1), (3, 4, 3, 3)],
        ..Sheet::default()
    };
    let lists = Sheet {
        name: "Lists",
        hidden: true,
        cells: vec![(0, 0, 0, Held::Text("Red"))],
        ..Sheet::default()
    };
    let long = "Buoys that a boat can see from far off, ".repeat(20);
    // Records of 300 bytes, so that texts run over; the whole in large sectors, and in small ones.
    for most in [300, 8224] {
        let shared = [long.trim(), "Buoys – out"];
        let bytes = container(
            "Workbook",
            &stream(std::slice::from_ref(&water), &shared, most, &[]),
        );
        let draft = read("water.xls", &bytes);
        assert_eq!(
            action(&draft, "4.1").action.title,
            long.trim_end_matches(", ").to_owned() + ","
        );
    }
    let bytes = xls(&[water, lists], &["Buoys", "Buoys – out"]);
    let draft = read("water.xls", &bytes);
    assert_eq!(draft.priorities[0].title, "OPEN WATER");
    let buoys = action(&draft, "4.1");
    assert_eq!(texts(buoys), ["Buoys – out", "Buoys in"]);
    assert_eq!(dues(buoys), ["Jun 2031", "Jun 2031"], "a merged month");
    assert_eq!(buoys.action.status.map(|l| l.0), Some('R'), "by its colour");
    assert_eq!(extra(buoys, "Share"), Some("25%"));
    assert_eq!(buoys.source.place, "sheet Water, row 4");
    let boats = action(&draft, "4.2");
    assert_eq!(boats.action.title, "Łódź boats – out");
    assert_eq!(dues(boats), ["1 Jun 2031", "no date"]);
    assert_eq!(boats.action.status.map(|l| l.0), Some('G'));
    let skipped: Vec<&str> = draft
        .account
        .iter()
        .filter(|r| r.disposition == Disposition::Skipped)
        .map(|r| r.reason.as_str())
        .collect();
    assert!(
        skipped.contains(&"hidden sheet") && skipped.contains(&"counts or sums the rows above"),
        "{skipped:?}"
    );
}

/// Dates counted from 1904 are four years later than the same numbers counted from 1900.
#[test]
fn an_old_workbook_that_counts_from_1904() {
    let mut cells = header(0);
    cells.extend([
        (1, 0, 0, Held::Text("1")),
        (1, 1, 0, Held::Text("Sow")),
        (1, 2, 0, Held::Text("Seed bought")),
        (1, 3, DAY, Held::Number(46538.0)),
    ]);
    let sheet = Sheet {
        name: "Field",
        cells,
        ..Sheet::default()
    };
    let from_1904 = record(0x0022, &[1, 0]);
    let bytes = container("Workbook", &stream(&[sheet], &[], 8224, &from_1904));
    let draft = read("field.xls", &bytes);
    assert_eq!(dues(&draft.actions[0]), ["1 Jun 2031"]);
}

/// What is hidden in the workbook is no part of the plan, and it is said.
#[test]
fn hidden_rows_and_columns_of_an_old_workbook() {
    let mut cells = header(0);
    for (row, reference) in [(1, "1"), (2, "2"), (3, "3")] {
        cells.push((row, 0, 0, Held::Text(reference)));
        cells.push((row, 1, 0, Held::Text("Mend the wall")));
        cells.push((row, 5, 0, Held::Text("secret")));
    }
    let sheet = Sheet {
        name: "Walls",
        hidden_rows: &[2],
        hidden_columns: &[(5, 255)],
        cells,
        ..Sheet::default()
    };
    let draft = read("walls.xls", &xls(&[sheet], &[]));
    assert_eq!(draft.actions.len(), 2);
    assert_eq!(extra(&draft.actions[0], "Share"), None);
    let hidden = draft.account.iter().find(|r| r.reason == "hidden row");
    assert_eq!(hidden.map(|r| r.place.as_str()), Some("sheet Walls, row 3"));
    let said = draft.remarks.join("\n");
    assert!(said.contains("1 hidden row was left out"), "{said}");
    assert!(said.contains("hidden column F left out"), "{said}");
}

/// Cells at the far corners of the sheet, and beyond any sheet, take no room.
#[test]
fn far_cells_of_an_old_workbook() {
    let mut cells = header(0);
    cells.extend([
        (1, 0, 0, Held::Text("1")),
        (1, 1, 0, Held::Text("Look far")),
        (65_535, 255, 0, Held::Text("far")),
        (65_535, 65_535, 0, Held::Number(1.0)),
    ]);
    let far = |cells, merged| {
        let sheet = Sheet {
            name: "Far",
            cells,
            merged,
            ..Sheet::default()
        };
        import::read("far.xls", &xls(&[sheet], &[]))
    };
    let draft = far(cells, &[]).expect("read");
    assert!(draft.account_holds());
    assert_eq!(draft.actions.len(), 1);
    assert!(
        draft
            .remarks
            .iter()
            .any(|r| r.contains("not read to its end"))
    );
    let error = far(header(0), &[(0, 65_535, 0, 65_535)]).map(|d| d.summary());
    assert!(
        matches!(error, Err(ImportError::NoActions { .. })),
        "{error:?}"
    );
}

/// One text of 32,000 letters in every cell of a sheet would be gigabytes; a list of a thousand sheets that are all the
/// same one would be read for hours.
#[test]
fn old_workbooks_that_grow() {
    let text = "long ".repeat(6_000);
    let cells = (0..60_000)
        .map(|row| (row, 1, 0, Held::Shared(0)))
        .collect();
    let sheet = Sheet {
        name: "Long",
        cells,
        ..Sheet::default()
    };
    let bytes = xls(&[sheet], &[&text]);
    let error = import::read("long.xls", &bytes).map(|d| d.summary());
    assert!(
        matches!(error, Err(ImportError::NoActions { .. })),
        "{error:?}"
    );

    let sheets: Vec<Sheet<'_>> = (0..200)
        .map(|_| Sheet {
            name: "Same",
            ..Sheet::default()
        })
        .collect();
    let mut stream = stream(&sheets, &[], 8224, &[]);
    // Every entry of the list (record 0x85) is made to point to the first sheet, which is made long.
    let at = stream.windows(4).position(|w| w == [0x85, 0, 12, 0]);
    let at = at.expect("the list of sheets");
    let first: [u8; 4] = stream[at + 4..at + 8].try_into().expect("an offset");
    for i in 0..200 {
        stream[at + i * 16 + 4..at + i * 16 + 8].copy_from_slice(&first);
    }
    let begin = u32::from_le_bytes(first) as usize + 20;
    let filler = record(0x0204, &[0; 6]).repeat(5_000);
    stream.splice(begin..begin, filler);
    let error = import::read("same.xls", &container("Workbook", &stream)).map(|d| d.summary());
    assert!(
        matches!(error, Err(ImportError::Hostile { .. })),
        "{error:?}"
    );
}

/// A password, and a workbook of Excel 95, are told apart from damage; both are refused with the way out.
#[test]
fn old_workbooks_that_are_refused() {
    let sheet = || Sheet {
        name: "S",
        cells: header(0),
        ..Sheet::default()
    };
    let password = record(0x002F, &[1, 0, 1, 0, 1, 0]);
    let bytes = container("Workbook", &stream(&[sheet()], &[], 8224, &password));
    let error = import::read("locked.xls", &bytes).map(|d| d.summary());
    let said = error.expect_err("it is locked").to_string();
    assert!(
        said.contains("password") && said.contains("take the password off"),
        "{said}"
    );
    let excel_95 = container("Book", &stream(&[sheet()], &[], 8224, &[]));
    let error = import::read("old.xls", &excel_95).map(|d| d.summary());
    let said = error.expect_err("it is too old").to_string();
    assert!(said.contains("save it as .xlsx"), "{said}");
    let document = container("WordDocument", &[0; 5000]);
    let error = import::read("old.doc", &document).map(|d| d.summary());
    assert!(
        matches!(error, Err(ImportError::OldWord { .. })),
        "{error:?}"
    );
    // A directory that runs in a circle, and a file that ends after its first sector.
    let mut circle = xls(&[sheet()], &[]);
    circle[512..520].copy_from_slice(&[0; 8]);
    for bytes in [&circle[..], &circle[..600]] {
        assert!(import::read("broken.xls", bytes).is_err());
    }
}
