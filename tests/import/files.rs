//! Office files made for the tests: the least parts a program writes, with whatever a test wants to go wrong.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A Word document with this body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// The same with further parts.
pub fn docx_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend(more.iter().map(|(n, t)| (*n, t.as_bytes())));
    archive(&parts)
}

/// A paragraph.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A row of cells, each with its properties and content.
pub fn tr(cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(properties, content)| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"))
        .collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A sheet: its name, whether it is hidden, its rows of XML cells and its merged areas.
#[derive(Default)]
pub struct Sheet<'a> {
    pub name: &'a str,
    pub hidden: bool,
    /// What stands before its rows: the widths of columns.
    pub columns: &'a str,
    pub rows: &'a str,
    pub merged: &'a [&'a str],
}

/// An OpenDocument workbook of this content: automatic styles, then tables.
pub fn ods(styles: &str, tables: &str) -> Vec<u8> {
    ods_with(styles, tables, &[])
}

/// The same with further parts.
pub fn ods_with(styles: &str, tables: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content {ODS}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ];
    parts.extend(more.iter().map(|(n, t)| (*n, t.as_bytes())));
    archive(&parts)
}

/// The prefixes of an OpenDocument part.
pub const ODS: &str = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:number=\"n\" xmlns:fo=\"f\"";

/// A workbook. Style 1 shows "mmm yyyy", 2 "dd/mm/yyyy", 3 "0.0%", 4 has a red fill, 5 shows the short date of the
/// reader's country, 6 to 8 are indented by one to three, 9 is struck out.
pub fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let mut list = String::new();
    let mut links = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let n = i + 1;
        let state = if sheet.hidden {
            " state=\"hidden\""
        } else {
            ""
        };
        list += &format!(
            "<sheet name=\"{}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>",
            sheet.name
        );
        links += &format!(
            "<Relationship Id=\"rId{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        let merged: String = sheet
            .merged
            .iter()
            .map(|m| format!("<mergeCell ref=\"{m}\"/>"))
            .collect();
        let merged = if merged.is_empty() {
            merged
        } else {
            format!("<mergeCells>{merged}</mergeCells>")
        };
        parts.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!(
                "<worksheet {main}>{}<sheetData>{}</sheetData>{merged}</worksheet>",
                sheet.columns, sheet.rows
            ),
        ));
    }
    let relations = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook {main}><sheets>{list}</sheets></workbook>"),
    ));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships {relations}>{links}<Relationship Id=\"rIdS\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>")));
    let indented = [1, 2, 3].map(|n| {
        format!("<xf numFmtId=\"0\" fillId=\"0\" applyAlignment=\"1\"><alignment horizontal=\"left\" indent=\"{n}\"/></xf>")
    });
    let indented = indented.concat();
    parts.push(("xl/styles.xml".to_owned(), format!("<styleSheet {main}><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"mmm yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"166\" formatCode=\"0.0%\"/></numFmts><fonts count=\"2\"><font/><font><strike/></font></fonts><fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFC00000\"/></patternFill></fill></fills><borders count=\"1\"><border/></borders><cellXfs count=\"10\"><xf numFmtId=\"0\" fillId=\"0\"/><xf numFmtId=\"164\" fillId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" fillId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"166\" fillId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"0\" fillId=\"2\" applyFill=\"1\"/><xf numFmtId=\"14\" fillId=\"0\" applyNumberFormat=\"1\"/>{indented}<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" applyFont=\"1\"/></cellXfs></styleSheet>")));
    parts.push(("[Content_Types].xml".to_owned(), "<Types/>".to_owned()));
    parts.push(("_rels/.rels".to_owned(), format!("<Relationships {relations}><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_bytes()))
        .collect();
    archive(&parts)
}

/// A cell of text.
pub fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// The `n`th row of a sheet, from 0, with these words in its cells from A on; none in one without words.
pub fn row(n: usize, cells: &[&str]) -> String {
    let filled = ('A'..='Z')
        .zip(cells)
        .filter(|(_, words)| !words.is_empty());
    let cells: String = filled
        .map(|(column, words)| text(&format!("{column}{}", n + 1), words))
        .collect();
    format!("<row r=\"{}\">{cells}</row>", n + 1)
}

/// A cell with a number in a style.
pub fn number(at: &str, style: u8, value: &str) -> String {
    format!("<c r=\"{at}\" s=\"{style}\"><v>{value}</v></c>")
}
