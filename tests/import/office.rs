//! Office files of our own: tables of Word, workbooks, OpenDocument sheets.

use milepost::import::Disposition;

use super::files::{Sheet, archive, docx_with, number, p, text, tr, xlsx};
use super::reading::{action, dues, read, texts};

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
        },
        Sheet {
            name: "Lists",
            hidden: true,
            rows: &hidden,
            merged: &[],
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
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:number=\"n\" xmlns:fo=\"f\"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"2 Ponds\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let bytes = archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ]);
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
