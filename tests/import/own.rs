//! Plans of our own that carry every awkward shape, so that the suite stands without the real ones.

use milepost::domain::{ActionKind, LeadKind, Qualifier, When};
use milepost::import::{self, Disposition, Draft, DraftAction, ImportError, Topic};

use super::files::{Sheet, docx, docx_with, number, p, text, tr, xlsx};

fn read(name: &str, bytes: &[u8]) -> Draft {
    let draft = import::read(name, bytes).expect("the plan is read");
    assert!(draft.account_holds(), "{name}");
    draft
}

fn action<'d>(draft: &'d Draft, reference: &str) -> &'d DraftAction {
    let found = draft
        .actions
        .iter()
        .find(|a| a.action.reference == reference);
    found.unwrap_or_else(|| {
        panic!(
            "no action {reference}: {:?}",
            draft
                .actions
                .iter()
                .map(|a| &a.action.reference)
                .collect::<Vec<_>>()
        )
    })
}

fn texts(action: &DraftAction) -> Vec<&str> {
    action
        .milestones
        .iter()
        .map(|m| m.milestone.text.as_str())
        .collect()
}

fn dues(action: &DraftAction) -> Vec<String> {
    action
        .milestones
        .iter()
        .map(|m| m.milestone.baseline.to_string())
        .collect()
}

fn extra<'a>(action: &'a DraftAction, name: &str) -> Option<&'a str> {
    let found = action.action.extras.iter().find(|(n, _)| n == name);
    found.map(|(_, v)| v.as_str())
}

const HARBOUR: &[u8] = include_bytes!("plans/harbour.csv");
const ORCHARD: &[u8] = include_bytes!("plans/orchard.txt");

/// The documented columns of our own CSV: sections, one row per milestone, leads of milestones beside those of actions.
#[test]
fn our_own_columns() {
    let draft = read("harbour.csv", HARBOUR);
    let titles: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Safer quays", "Warmer welcome"]);
    assert_eq!(
        draft.priorities[0].lead_written,
        "Ida Marsh (Port Authority)"
    );
    let light = action(&draft, "1.1");
    assert_eq!(light.action.title, "Light the slipway");
    assert_eq!(
        light.action.tags,
        ["Winter plan", "Prevention", "Reassurance"]
    );
    assert_eq!(texts(light), ["Price agreed", "Lamps up"]);
    assert_eq!(dues(light), ["Jun 2031", "14 Nov 2031"]);
    assert_eq!(light.milestones[1].milestone.leads.len(), 2);
    assert_eq!(light.action.leads[0].name, "Ida Marsh");
    assert_eq!(light.action.resources, ["Mainstream", "Grant of £4k-£6k"]);
    assert_eq!(
        (light.amounts[0].least, light.amounts[0].most),
        (Some(4000.0), Some(6000.0))
    );
    assert_eq!(light.action.status.map(|l| l.0), Some('A'));
    assert_eq!(
        extra(light, "Ward"),
        Some("North"),
        "a column nobody knows is kept"
    );
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::UnknownColumn)
    );
    let late = action(&draft, "2.1");
    assert_eq!(late.milestones[0].milestone.baseline.when, When::Tbc);
    assert_eq!(late.action.leads.len(), 2);
    assert_eq!(late.action.status.map(|l| l.0), Some('G'));
}

/// Rows cut by page breaks, front tables, run-together cells, sub-points, notes after leads, tags at the end of titles.
#[test]
fn text_with_every_awkward_shape() {
    let draft = read("orchard.txt", ORCHARD);
    assert_eq!(
        draft.plan.title,
        "ORCHARD VALLEY PARTNERSHIP DELIVERY PLAN 2030/31"
    );
    let lanes = &draft.priorities[0];
    assert_eq!(
        (
            lanes.number.as_str(),
            lanes.label.as_str(),
            lanes.title.as_str()
        ),
        ("3", "THEME", "QUIETER LANES")
    );
    assert_eq!(
        lanes.outcomes,
        ["Fewer complaints at night", "Lanes people walk again"]
    );
    assert_eq!(lanes.leads[0].name, "PIP WARDLE");
    assert_eq!(draft.indicators.len(), 2);
    let slow = action(&draft, "3.1");
    assert_eq!(slow.action.title, "Slow the through traffic");
    assert_eq!(slow.action.tags, ["Evidence", "Engineering"]);
    assert_eq!(slow.action.steps.len(), 2);
    assert_eq!(
        texts(slow),
        [
            "Counters out by May 2030 (P. Wardle)",
            "Layouts tried (see the map) by Sept. 2030 (P. Wardle, N. Quill and delivery leads)",
            "Report agreed by the parish by January 2031 (N. Quill). Baseline: 40 cars an hour",
        ],
        "the row after the page break was joined, inside a name"
    );
    assert_eq!(
        slow.milestones[1].milestone.title,
        "Layouts tried (see the map)"
    );
    let leads: Vec<LeadKind> = slow.milestones[1]
        .milestone
        .leads
        .iter()
        .map(|l| l.kind)
        .collect();
    assert_eq!(leads, [LeadKind::Person, LeadKind::Person, LeadKind::Group]);
    assert_eq!(
        slow.milestones[2].milestone.note,
        "Baseline: 40 cars an hour"
    );
    let signs = action(&draft, "3.2");
    let parents: Vec<bool> = signs
        .milestones
        .iter()
        .map(|m| m.milestone.parent.is_some())
        .collect();
    assert_eq!(parents, [false, false, true, true, false]);
    assert_eq!(
        dues(signs),
        ["TBC", "no date", "Jun 2030", "Oct 2030", "no date"]
    );
    assert!(signs.milestones[4].cross_reference);
    assert_eq!(signs.milestones[2].id, "S3.A2.M2.1");
    let joined = draft
        .account
        .iter()
        .filter(|r| r.disposition == Disposition::Joined)
        .count();
    assert_eq!(joined, 1);
    assert!(draft.questions.iter().any(|q| q.topic == Topic::JoinedRows));
}

/// The other half of it: cells whose items ran together, fewer dates than milestones, a lead in the milestone cell.
#[test]
fn lists_side_by_side_are_paired_by_the_rules() {
    let draft = read("orchard.txt", ORCHARD);
    let larder = action(&draft, "4.1");
    assert_eq!(
        texts(larder),
        [
            "Agree the rooms with the school",
            "Paint and shelve the store",
            "Open the doors"
        ]
    );
    assert_eq!(dues(larder), ["Mar 2030", "Apr/May 2030", "ongoing"]);
    assert_eq!(larder.action.tags, ["Food plan"]);
    assert_eq!(larder.action.outcomes, ["Fewer empty plates", "Less waste"]);
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::CutCell && q.about == "S4.A1")
    );
    let preserve = action(&draft, "4.2");
    assert_eq!(
        dues(preserve),
        ["May 2030", "Jun 2030", "no date"],
        "fewer dates pair from the top"
    );
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::Unpaired && q.about == "S4.A2")
    );
    assert_eq!(
        preserve.action.status.map(|l| l.0),
        Some('A'),
        "of two letters the worse one"
    );
    let names: Vec<&str> = preserve
        .action
        .leads
        .iter()
        .map(|l| l.name.as_str())
        .collect();
    assert_eq!(names, ["Kit Olsen", "Nell Quill"]);
    let share = action(&draft, "4.3");
    assert!(
        share.milestones.is_empty(),
        "the lead said again is no milestone"
    );
    assert_eq!(share.note.as_deref(), Some("Nell Quill."));
    assert_eq!(share.action.status, None, "not applicable is no status");
}

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

/// Any delimiter, any of the usual encodings, rows with too many and too few cells.
#[test]
fn separated_values_of_any_kind() {
    let plain = "Section;Action;By when;Lead\r\nHills;Plant the caf\u{e9} hedge;May 2031;Ann Lee\r\nHills;Fence it;June 2031;Bo Tann;too many\r\nHills;Few\r\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(plain);
    let draft = read("hedge.csv", &latin);
    assert_eq!(draft.actions.len(), 3);
    assert_eq!(draft.actions[0].action.title, "Plant the café hedge");
    assert!(
        draft.remarks.iter().any(|r| r.contains("Windows-1252")),
        "{:?}",
        draft.remarks
    );
    for delimiter in [',', '\t', '|'] {
        let text = plain.replace(';', &delimiter.to_string());
        let bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        let draft = read("hedge.csv", &bom);
        assert_eq!(draft.actions.len(), 3, "{delimiter:?}");
        assert_eq!(draft.priorities[0].title, "Hills");
        assert_eq!(draft.actions[0].action.baseline.to_string(), "May 2031");
    }
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(plain.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read("hedge.csv", &wide).actions.len(), 3, "UTF-16");
}

/// A field that an export guarded against being run as a formula is read back as it was.
#[test]
fn guarded_fields_come_back() {
    let draft = read(
        "g.csv",
        b"No,Action,By when\n1,'=sum of parts,May 2031\n2,'quoted',June 2031\n",
    );
    assert_eq!(draft.actions[0].action.title, "=sum of parts");
    assert_eq!(draft.actions[1].action.title, "'quoted'");
}

/// Control characters and marks that turn text round never get past the door.
#[test]
fn unwanted_characters_are_taken_out() {
    let draft = read(
        "c.csv",
        "No,Action,By when\n1,Evil\u{1b}[31m red\u{202e}txt\u{7},May 2031\n".as_bytes(),
    );
    assert_eq!(draft.actions[0].action.title, "Evil[31m redtxt");
}

/// Points under Aims of a plan in prose are offered, and can be refused a block at a time.
#[test]
fn prose_is_offered_as_actions() {
    let text = "# Moor plan 2031\n\n## Paths\n\nPaths matter.\n\n### Aims\n\n- Mend the causeway by May 2031\n- Sign the bogs\n\n### Measures\n\n- Boots lost\n\n## Birds\n\n### Aims\n\n1. Ring the curlews\n";
    let draft = read("moor.md", text.as_bytes());
    let kinds: Vec<ActionKind> = draft.actions.iter().map(|a| a.action.kind).collect();
    assert_eq!(kinds, [ActionKind::Aim; 3]);
    let sections: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(sections, ["Paths", "Birds"]);
    assert_eq!(draft.actions[0].action.title, "Mend the causeway");
    assert_eq!(
        draft.actions[0].action.baseline.qualifier,
        Some(Qualifier::By)
    );
    assert_eq!(draft.indicators[0].name, "Boots lost");
    let offered: Vec<_> = draft
        .questions
        .iter()
        .filter(|q| q.topic == Topic::Offered)
        .collect();
    assert_eq!(offered.len(), 2);
    let refused = draft
        .answered(offered[0], offered[0].answers[1].clone())
        .expect("still a plan");
    assert_eq!(refused.actions.len(), 1);
    assert!(refused.account_holds());
}

/// What cannot be read is refused with the way out, in words.
#[test]
fn refusals_say_what_to_do() {
    let refused = |name: &str, bytes: &[u8]| match import::read(name, bytes) {
        Err(error) => error,
        Ok(_) => panic!("{name} was read"),
    };
    let old = |entry: &str| {
        let wide: Vec<u8> = entry.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].as_slice(),
            &[0; 504],
            &wide,
            &[0; 512],
        ]
        .concat()
    };
    assert!(matches!(
        refused("a.txt", b" \n\t "),
        ImportError::Empty { .. }
    ));
    assert!(
        refused("a.pdf", b"%PDF-1.4 ...")
            .to_string()
            .contains("save it as .docx")
    );
    assert!(
        refused("a.doc", &old("WordDocument"))
            .to_string()
            .contains("save it as .docx")
    );
    assert!(
        refused("a.docx", &old("EncryptedPackage"))
            .to_string()
            .contains("take the password off")
    );
    assert!(matches!(
        refused("a.png", b"\x89PNG\0\0\0\0"),
        ImportError::Unknown { .. }
    ));
    assert!(matches!(
        refused("a.zip", &super::files::archive(&[("x.txt", b"hello")])),
        ImportError::Unknown { .. }
    ));
    assert!(matches!(
        refused("a.docx", b"PK\x03\x04 broken"),
        ImportError::Damaged { .. }
    ));
    let prose = refused("a.txt", b"Dear all,\n\nThe meeting is on Monday.\n");
    assert!(prose.to_string().contains("header row"), "{prose}");
    assert!(matches!(
        refused("a.docx", &docx(&p("only words"))),
        ImportError::NoActions { .. }
    ));
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
    let bytes = super::files::archive(&[
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

/// A legend in the file beats the usual words: here 1 is done, and the figures are the plan's letters.
#[test]
fn a_legend_in_the_file() {
    let text = "Fen plan 2031,,\n,,\nKey,,\n1 Fully achieved,,\n2 On track,,\n3 At risk,,\n4 Not achieved,,\n,,\nNo,Action,Assessment of progress 1-4\n1,Dig,1\n2,Drain,3\n";
    let draft = read("fen.csv", text.as_bytes());
    let letters: String = draft
        .plan
        .legend
        .statuses
        .iter()
        .map(|s| s.letter.0)
        .collect();
    assert_eq!(letters, "1234");
    assert_eq!(draft.actions[0].action.status.map(|l| l.0), Some('1'));
    assert!(draft.plan.legend.is_done(draft.actions[0].action.status));
    assert_eq!(draft.actions[1].action.status.map(|l| l.0), Some('3'));
}

/// More actions than any plan has: the first are read, the rest are listed as left out.
#[test]
fn too_many_actions() {
    let rows: String = (0..5_002)
        .map(|n| format!("{n},Do {n},May 2031\n"))
        .collect();
    let draft = read("many.csv", format!("No,Action,By when\n{rows}").as_bytes());
    assert_eq!(draft.actions.len(), 5_000);
    let beyond = draft
        .account
        .iter()
        .filter(|r| r.reason.contains("beyond"))
        .count();
    assert_eq!(beyond, 2);
}
