//! Office files of our own: tables of Word, workbooks, OpenDocument sheets.

use milepost::import::Disposition;

use super::files::{ODS, Sheet, docx_with, number, ods, ods_with, p, text, tr, xlsx};
use super::reading::{action, dues, extra, read, texts, titles};

const HEADER: [&str; 5] = ["No", "Action", "Milestones", "By when", "RAG"];

fn header() -> String {
    let cells: Vec<String> = HEADER.iter().map(|h| p(h)).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|c| ("", c.as_str())).collect();
    tr(&cells)
}

/// Merged cells, automatic numbers, tracked changes, placeholders and colours of a Word table.
#[test]
fn a_word_table() {
    let numbered =
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:p>";
    let changed = "<w:p><w:r><w:t>Shelter built</w:t></w:r><w:del><w:r><w:delText> in brick</w:delText></w:r></w:del><w:ins><w:r><w:t> in oak</w:t></w:r></w:ins></w:p>";
    let placeholder = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Choose an item.</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let deleted = "<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr>";
    let rows = [
        header(),
        tr(&[
            ("<w:vMerge w:val=\"restart\"/>", numbered),
            ("<w:vMerge w:val=\"restart\"/>", &p("Mend the pier")),
            ("", changed),
            ("", &p("May\u{a0}2031")),
            ("<w:shd w:fill=\"FFC000\"/>", "<w:p/>"),
        ]),
        tr(&[
            ("<w:vMerge/>", "<w:p/>"),
            ("<w:vMerge/>", "<w:p/>"),
            ("", &p("Rails painted &amp; checked")),
            ("", "<w:p/>"),
            ("", "<w:p/>"),
        ]),
        deleted.to_owned(),
        tr(&[
            ("", numbered),
            ("", &p("Dredge the pool")),
            ("", &p("Survey")),
            ("", &p("Q2 2031/32")),
            ("", placeholder),
        ]),
    ]
    .concat();
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>";
    let body = format!("{}<w:tbl>{rows}</w:tbl>", p("Theme 2: Coast"));
    let draft = read(
        "coast.docx",
        &docx_with(&body, &[("word/numbering.xml", numbering)]),
    );
    assert_eq!(draft.priorities[0].title, "Coast");
    let pier = action(&draft, "2.4");
    assert_eq!(
        texts(pier),
        ["Shelter built in oak", "Rails painted & checked"]
    );
    assert_eq!(dues(pier), ["May 2031", "no date"]);
    assert_eq!(pier.action.status.map(|l| l.0), Some('A'), "by its colour");
    assert_eq!(pier.source.place, "table 1, row 2");
    let pool = action(&draft, "2.5");
    assert_eq!(pool.action.status, None, "a placeholder is no status");
    assert_eq!(dues(pool), ["Q2 2031/32"]);
    assert_eq!(draft.actions.len(), 2);
}

/// Dates as exact as their format, merged dates, percentages, hidden sheets, totals and colours of a workbook.
#[test]
fn a_workbook() {
    let mut rows = String::new();
    rows += &format!("<row r=\"1\">{}</row>", text("A1", "4. OPEN WATER"));
    rows += &format!(
        "<row r=\"3\">{}{}{}{}{}</row>",
        text("A3", "Ref"),
        text("B3", "Activity"),
        text("C3", "Milestone"),
        text("D3", "Due"),
        text("E3", "RAG")
    );
    rows += &format!(
        "<row r=\"4\">{}{}{}{}{}</row>",
        number("A4", 0, "4.1"),
        text("B4", "Buoys"),
        text("C4", "Buoys out"),
        number("D4", 1, "48000"),
        "<c r=\"E4\" s=\"4\"/>"
    );
    rows += &format!("<row r=\"5\">{}</row>", text("C5", "Buoys in"));
    rows += &format!(
        "<row r=\"6\">{}{}{}{}</row>",
        number("A6", 0, "4.2"),
        text("B6", "Boats"),
        text("C6", "Boats out"),
        number("D6", 2, "48000")
    );
    rows += &format!("<row r=\"7\">{}</row>", text("C7", "Boats in"));
    rows += &format!(
        "<row r=\"9\">{}{}</row>",
        text("C9", "Number of milestones"),
        "<c r=\"D9\"><f>COUNTA(C4:C7)</f><v>4</v></c>"
    );
    let hidden = format!("<row r=\"1\">{}</row>", text("A1", "Red"));
    let bytes = xlsx(&[
        Sheet {
            name: "Water",
            hidden: false,
            rows: &rows,
            merged: &["A4:A5", "B4:B5", "D4:D5"],
            ..Sheet::default()
        },
        Sheet {
            name: "Lists",
            hidden: true,
            rows: &hidden,
            ..Sheet::default()
        },
    ]);
    let draft = read("water.xlsx", &bytes);
    let buoys = action(&draft, "4.1");
    assert_eq!(
        dues(buoys),
        ["Jun 2031", "Jun 2031"],
        "a merged date is shared, and a month"
    );
    assert_eq!(buoys.action.baseline.to_string(), "Jun 2031");
    assert_eq!(buoys.action.status.map(|l| l.0), Some('R'));
    let boats = action(&draft, "4.2");
    assert_eq!(
        dues(boats),
        ["1 Jun 2031", "no date"],
        "an empty cell below an unmerged date has none"
    );
    assert_eq!(boats.milestones[0].source.file, "water.xlsx");
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

/// An OpenDocument sheet: merged cells, a month by its format, a colour, a million repeated blanks.
#[test]
fn an_opendocument_sheet() {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let date = |style: &str| {
        format!(
            "<table:table-cell table:style-name=\"{style}\" office:value-type=\"date\" office:date-value=\"2031-06-01\"><text:p>Jun 2031</text:p></table:table-cell>"
        )
    };
    let rows = [
        format!("<table:table-row>{}{}{}{}</table:table-row>", cell("Action"), cell("Milestone"), cell("Due"), cell("RAG")),
        format!(
            "<table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>Dig<text:s/>ponds</text:p></table:table-cell>{}{}<table:table-cell table:style-name=\"red\"/></table:table-row>",
            cell("First pond"),
            date("month")
        ),
        format!("<table:table-row><table:covered-table-cell/>{}{}</table:table-row>", cell("Second pond"), date("day")),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ]
    .concat();
    let styles = "<style:style style:name=\"month\" style:data-style-name=\"M\"/><style:style style:name=\"red\"><style:table-cell-properties fo:background-color=\"#ff0000\"/></style:style><number:date-style style:name=\"M\"><number:month number:textual=\"true\"/><number:year number:style=\"long\"/></number:date-style>";
    let table = format!("<table:table table:name=\"2 Ponds\">{rows}</table:table>");
    let bytes = ods(styles, &table);
    let draft = read("ponds.ods", &bytes);
    assert_eq!(
        (
            draft.priorities[0].number.as_str(),
            draft.priorities[0].title.as_str()
        ),
        ("2", "Ponds")
    );
    let dig = action(&draft, "2.1");
    assert_eq!(dig.action.title, "Dig ponds");
    assert_eq!(texts(dig), ["First pond", "Second pond"]);
    assert_eq!(dues(dig), ["Jun 2031", "1 Jun 2031"]);
    assert_eq!(dig.action.status.map(|l| l.0), Some('R'));
}

/// The formats of dates and the styles that others are based on stand in a part of their own; a column has a style for
/// the cells that name none.
#[test]
fn styles_of_an_opendocument_sheet() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let date = "<table:table-cell table:style-name=\"own\" office:value-type=\"date\" office:date-value=\"2031-06-01\"><text:p>Jun-31</text:p></table:table-cell>";
    let columns = "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:default-cell-style-name=\"amber\"/>";
    let header = row(&[cell("Action"), cell("Due"), cell("RAG")].concat());
    let sow = row(&[&cell("Sow"), date, "<table:table-cell/>"].concat());
    let reap = row(&[
        &cell("Reap"),
        date,
        "<table:table-cell table:style-name=\"plain\"/>",
    ]
    .concat());
    let table =
        format!("<table:table table:name=\"Field\">{columns}{header}{sow}{reap}</table:table>");
    let own = "<style:style style:name=\"own\" style:parent-style-name=\"Month\"/><style:style style:name=\"plain\" style:parent-style-name=\"Default\"/>";
    let styles = format!(
        "<office:document-styles {ODS}><office:styles><style:style style:name=\"Default\"/><style:style style:name=\"Month\" style:data-style-name=\"N9\" style:parent-style-name=\"Default\"/><style:style style:name=\"amber\" style:parent-style-name=\"Warm\"/><style:style style:name=\"Warm\"><style:table-cell-properties fo:background-color=\"#ffc000\"/></style:style><number:date-style style:name=\"N9\"><number:month number:textual=\"true\"/><number:text>-</number:text><number:year/></number:date-style></office:styles></office:document-styles>"
    );
    let draft = read(
        "field.ods",
        &ods_with(own, &table, &[("styles.xml", &styles)]),
    );
    let due = |at: usize| draft.actions[at].action.baseline.to_string();
    assert_eq!(due(0), "Jun 2031", "a month by a format two styles away");
    let status = |at: usize| draft.actions[at].action.status.map(|l| l.0);
    assert_eq!((status(0), status(1)), (Some('A'), None));
}

/// The short date of a workbook is shown with the day first, as it is in this country.
#[test]
fn the_short_date_of_a_workbook() {
    let header = [text("A1", "Action"), text("B1", "Due")].concat();
    let row = [text("A2", "Sow"), number("B2", 5, "48001")].concat();
    let bytes = xlsx(&[Sheet {
        name: "Field",
        rows: &format!("<row>{header}</row><row>{row}</row>"),
        ..Sheet::default()
    }]);
    let draft = read("field.xlsx", &bytes);
    let due = &draft.actions[0].action.baseline;
    assert_eq!(
        (due.written.as_str(), due.to_string().as_str()),
        ("02/06/2031", "2 Jun 2031")
    );
}

/// What is asked of a workbook with a hidden row, a hidden column and merged cells whose first row is hidden.
fn hidden_is_left_out(draft: &milepost::import::Draft) {
    assert_eq!(titles(draft), ["North wall", "West wall"]);
    assert_eq!(
        texts(&draft.actions[1]),
        ["Lime bought", "Wall pointed"],
        "the title of the merged cell stands in its first row that is seen"
    );
    assert_eq!(extra(&draft.actions[0], "Cost code"), None);
    let hidden = draft
        .account
        .iter()
        .filter(|r| r.disposition == Disposition::Skipped && r.reason == "hidden row");
    assert_eq!(hidden.count(), 2);
    let said = draft.remarks.join("\n");
    assert!(said.contains("2 hidden rows were left out"), "{said}");
    assert!(said.contains("hidden column C left out"), "{said}");
}

const WALLS: [[&str; 4]; 6] = [
    ["No", "Action", "Cost code", "Milestone"],
    ["1", "North wall", "X1", "Stone bought"],
    ["2", "East wall", "X2", "Stone bought"],
    ["3", "West wall", "X3", "Stone bought"],
    ["", "", "", "Lime bought"],
    ["", "", "", "Wall pointed"],
];

/// The third and fourth row and the third column are hidden; numbers and titles of the last wall are merged.
#[test]
fn hidden_rows_and_columns_of_a_workbook() {
    let mut rows = String::new();
    for (n, row) in WALLS.iter().enumerate() {
        let hidden = if n == 2 || n == 3 {
            " hidden=\"1\""
        } else {
            ""
        };
        let cells: String = row
            .iter()
            .zip('A'..)
            .filter(|(held, _)| !held.is_empty())
            .map(|(held, column)| text(&format!("{column}{}", n + 1), held))
            .collect();
        // Rows need not say their numbers.
        rows += &format!("<row{hidden}>{cells}</row>");
    }
    let bytes = xlsx(&[Sheet {
        name: "Walls",
        columns: "<cols><col min=\"1\" max=\"2\" width=\"9\"/><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>",
        rows: &rows,
        merged: &["A4:A6", "B4:B6"],
        ..Sheet::default()
    }]);
    hidden_is_left_out(&read("walls.xlsx", &bytes));
}

/// The same in an OpenDocument sheet: one row by hand, one in a folded group.
#[test]
fn hidden_rows_and_columns_of_an_opendocument_sheet() {
    let mut rows = String::new();
    for (n, row) in WALLS.iter().enumerate() {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(column, held)| match (n, column) {
                (3, 0 | 1) => format!("<table:table-cell table:number-rows-spanned=\"3\"><text:p>{held}</text:p></table:table-cell>"),
                (4 | 5, 0 | 1) => "<table:covered-table-cell/>".to_owned(),
                _ => format!("<table:table-cell><text:p>{held}</text:p></table:table-cell>"),
            })
            .collect();
        rows += &match n {
            2 => {
                format!("<table:table-row table:visibility=\"collapse\">{cells}</table:table-row>")
            }
            3 => format!(
                "<table:table-row-group table:display=\"false\"><table:table-row>{cells}</table:table-row></table:table-row-group>"
            ),
            _ => format!("<table:table-row>{cells}</table:table-row>"),
        };
    }
    let columns = "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>";
    let table = format!("<table:table table:name=\"Walls\">{columns}{rows}</table:table>");
    hidden_is_left_out(&read("walls.ods", &ods("", &table)));
}
