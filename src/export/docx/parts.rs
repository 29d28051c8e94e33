//! The parts of a Word file that hold no words of the document itself: styles, bullets, the foot of the page.

use super::MAIN;
use crate::domain::text::one_line;
use crate::export::office::{HEAD, escaped};

/// The styles of paragraphs, with letters of so many half points in tables; headings have a level, so that they stand in the
/// navigation pane.
pub(super) fn styles(letters: u32) -> String {
    let style = |id: &str, name: &str, size: u32, bold: bool, before: u32, level: Option<u32>| {
        let bold = if bold { "<w:b/>" } else { "" };
        let keep = if level.is_some() { "<w:keepNext/>" } else { "" };
        let level = level.map_or_else(String::new, |l| format!("<w:outlineLvl w:val=\"{l}\"/>"));
        let based = if id == "Normal" {
            " w:default=\"1\""
        } else {
            ""
        };
        let on = if id == "Normal" {
            ""
        } else {
            "<w:basedOn w:val=\"Normal\"/>"
        };
        format!(
            "<w:style w:type=\"paragraph\"{based} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{on}<w:pPr>{keep}<w:spacing w:before=\"{before}\" w:after=\"60\"/>{level}</w:pPr><w:rPr>{bold}<w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        )
    };
    let all = [
        style("Normal", "Normal", 20, false, 0, None),
        style("Title", "Title", 36, true, 0, None),
        style("Heading1", "heading 1", 28, true, 240, Some(0)),
        style("Heading2", "heading 2", 24, true, 200, Some(1)),
        style("Heading3", "heading 3", 22, true, 160, Some(2)),
        style("Heading4", "heading 4", 20, true, 120, Some(3)),
        style("ListBullet", "List Bullet", 20, false, 0, None),
        style("Cell", "Cell", letters, false, 0, None),
        style("Footer", "footer", 16, false, 0, None),
        "<w:style w:type=\"paragraph\" w:styleId=\"Number\"><w:name w:val=\"Number\"/><w:basedOn w:val=\"Cell\"/><w:pPr><w:jc w:val=\"right\"/></w:pPr></w:style>".to_owned(),
    ];
    format!(
        "{HEAD}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault></w:docDefaults>{}</w:styles>",
        all.concat()
    )
}

/// That the file is one of today's Word, which would take it for one of 2007 and lay it out as that did; and the language it is in.
pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{MAIN}\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"en-GB\"/></w:settings>"
    )
}

/// One list: bullets on three levels.
pub(super) fn numbering() -> String {
    let level = |n: u32, mark: &str| {
        let left = 360 * (n + 1);
        format!(
            "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "•"),
        level(1, "–"),
        level(2, "•")
    )
}

/// The foot of every page: what the document is at the left, the number of the page at the right, so many from the margin.
pub(super) fn footer(title: &str, right: u32) -> String {
    let field = |code: &str| {
        format!("<w:fldSimple w:instr=\" {code} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{right}\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/><w:t xml:space=\"preserve\">Page </w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>{}</w:p></w:ftr>",
        escaped(&one_line(title)),
        field("PAGE"),
        field("NUMPAGES")
    )
}
