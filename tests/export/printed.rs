//! Workbooks and Word files on paper: letters that can be read, words that are not cut, how the plan stands above its tables.

use std::io::{Cursor, Read};

use milepost::domain::Register;
use milepost::export::docx;
use milepost::export::xlsx::xlsx;
use milepost::import;
use zip::ZipArchive;

use super::formats::{TODAY, brought_in};

/// A part of a file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

/// What a plan may have besides, each with a sentence.
const MORE: [&str; 16] = [
    "Progress",
    "Resources",
    "Outcomes",
    "Objective",
    "Tags",
    "Section lead",
    "Section outcomes",
    "Risk",
    "Costs to come",
    "Evidence",
    "Scrutiny",
    "Next steps",
    "Partners",
    "Origin",
    "Remarks",
    "Second risk",
];

/// A plan with the first of them.
fn with_columns(more: usize) -> Register {
    let names: String = MORE
        .iter()
        .take(more)
        .map(|name| format!(",{name}"))
        .collect();
    let words = ",Ask the county for the figures of the last three winters".repeat(more);
    let rows = format!(
        "Section number,Section,Reference,Action,Lead,Milestone,Due,Status{names}\n\
         1,Streets & squares,1.1,Light the canal path from the lock to the old bridge,Bo Sample,,June 2031,A{words}\n\
         1,Streets & squares,1.1,,,Lamps ordered,30 September 2031,\n"
    );
    brought_in("streets.csv", rows.as_bytes())
}

struct Printed {
    sheet: String,
    book: String,
}

fn printed(register: &Register) -> Printed {
    let bytes = xlsx(register, TODAY()).unwrap();
    Printed {
        sheet: part(&bytes, "xl/worksheets/sheet1.xml"),
        book: part(&bytes, "xl/workbook.xml"),
    }
}

impl Printed {
    fn setup(&self) -> &str {
        let at = self.sheet.find("<pageSetup ").unwrap();
        self.sheet[at..].split("/>").next().unwrap()
    }

    /// The widths of the columns, in characters.
    fn widths(&self) -> Vec<u32> {
        let columns = self.sheet.split(" width=\"").skip(1);
        columns
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    }
}

/// A plan of few columns is printed on A4, one of many on A3, and one of very many on several pages side by side, each with the
/// reference at its left: the letters are never too small to read.
#[test]
fn a_workbook_is_printed_in_letters_that_can_be_read() {
    for (more, paper, across) in [(0, 9, 1), (4, 8, 1), (16, 8, 2)] {
        let printed = printed(&with_columns(more));
        assert_eq!(
            printed.setup(),
            format!(
                "<pageSetup paperSize=\"{paper}\" orientation=\"landscape\" fitToWidth=\"{across}\" fitToHeight=\"0\""
            ),
            "{more}"
        );
        // An A3 page is 1190 points wide, an A4 page 842; a character of ten points takes about five.
        let page: u32 = if paper == 8 { 1_190 } else { 842 };
        let all = printed.widths().iter().sum::<u32>() * 5;
        assert!(page * across * 100 / all >= 70, "{more}: {all}");
        let titles = if across > 1 { "Plan!$E:$E," } else { "" };
        let titles = format!("localSheetId=\"0\">{titles}Plan!$3:$3<");
        assert!(printed.book.contains(&titles), "{more}: {}", printed.book);
    }
}

/// A column is as wide as what stands in it, so that most plans need no large paper; a date is on one line, or a spreadsheet shows
/// hashes for it.
#[test]
fn a_column_of_a_workbook_is_no_wider_than_its_words() {
    let printed = printed(&with_columns(0));
    let [.., due, status, progress] = printed.widths()[..] else {
        panic!("{:?}", printed.widths());
    };
    assert_eq!(due, 18, "30 September 2031");
    assert!(status < 12 && progress < 14, "{status} {progress}");
}

/// The row of heads is as high as the names are where the buttons of the filter leave them less room: three lines here, not two.
#[test]
fn the_name_of_a_column_is_not_hidden_under_its_button() {
    let rows = "Section number,Section,Reference,Action,Due,Status,Orchard we may yet buy\n1,Streets,1.1,Light the path,June 2031,A,no\n";
    let sheet = printed(&brought_in("streets.csv", rows.as_bytes())).sheet;
    let heads = sheet.split("<row r=\"3\"").nth(1).unwrap();
    assert!(heads.starts_with(" ht=\"41\">"), "{heads}");
}

/// What is at the foot of a page: which plan, of which day. An ampersand would be a code there.
#[test]
fn every_page_of_a_workbook_says_which_plan_it_is_of() {
    let mut plan = with_columns(0).plan().unwrap().clone();
    plan.title = "Streets & squares".to_owned();
    let mut register = with_columns(0);
    let change = milepost::domain::Change::replace(
        milepost::domain::Key::plan(register.id()),
        milepost::domain::Record::Plan(register.plan().unwrap().clone()),
        milepost::domain::Record::Plan(plan),
    );
    register.apply_all(&[change]).unwrap();
    let foot = "<oddFooter>&amp;LStreets &amp;&amp; squares, 18 Oct 2026&amp;RPage";
    let sheet = printed(&register).sheet;
    assert!(sheet.contains(foot), "{sheet}");
}

/// How many actions hold each status stands at the head of what is handed out, as it does in the other formats, and is no plan of its
/// own when the file comes back.
#[test]
fn word_and_excel_say_at_their_head_how_the_plan_stands() {
    let register = brought_in("example.csv", milepost::data::EXAMPLE_PLAN.as_bytes());
    let line = "30 actions: Red 4 (14 %), Amber 10 (33 %), Green 10 (33 %), Blue 2 (7 %), White 1 (3 %), no status 3 (10 %)";
    for (name, bytes) in [
        ("plan.docx", docx::plan(&register, TODAY()).unwrap()),
        ("plan.xlsx", xlsx(&register, TODAY()).unwrap()),
    ] {
        let document = import::document_of(name, &bytes).unwrap();
        let mut head = document.items.iter().take(4);
        let shown = |item: &import::document::Item| item.shown();
        let found = head.find(|item| shown(item).starts_with("As of 18 Oct 2026"));
        let found = found.map(shown).unwrap_or_default();
        assert!(found.ends_with(line), "{name}: {found}");
        let draft = import::read(name, &bytes).unwrap();
        assert!(draft.is_our_own() && draft.actions.len() == 30, "{name}");
    }
}

/// The words of the heads of columns and of what stands under them are not cut in the middle, however many columns there are.
#[test]
fn no_word_of_a_word_table_is_cut() {
    let rows = "\
Section number,Section,Reference,Action,Tags,Lead,Milestone,Milestone lead,Milestone note,Due,Revised date,Status,Milestone status,Progress,Resources
1,Streets,1.1,Demonstrate increased successful outcomes around the accommodation pathway,\"Intelligence, Support, Enforcement\",Bo Sample,,,,June 2031,,A,,The task group met twice; the review of the hostels is delayed by the tender.,Additional funding may be required to increase the support
1,Streets,1.1,,,,Hostel provision reviewed and accommodation identified for vulnerable offenders,\"S. Kell; A. Cadd\",see above,30 September 2031,December 2031,,R,,
";
    let register = brought_in("streets.csv", rows.as_bytes());
    let bytes = docx::plan(&register, TODAY()).unwrap();
    let document = part(&bytes, "word/document.xml");
    let table = document
        .split("<w:tbl>")
        .find(|t| t.contains(">Milestone<"));
    let table = table.unwrap();
    let after = |mark: &str, text: &str| -> Vec<String> {
        let all = text.split(mark).skip(1);
        all.map(|rest| rest.split(['"', '<']).next().unwrap().to_owned())
            .collect()
    };
    let widths = after("<w:gridCol w:w=\"", table);
    let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
    for row in rows {
        for (cell, width) in row.split("<w:tc>").skip(1).zip(&widths) {
            let mut words = after("<w:t>", cell);
            words.extend(after("<w:t xml:space=\"preserve\">", cell));
            let words = words.iter().flat_map(|words| words.split([' ', '-']));
            let longest = words.map(|word| word.chars().count()).max().unwrap_or(0);
            // 4.6 points a letter of 8 points, and the margins of the cell.
            let needed = longest * 92 + 140;
            assert!(width.parse::<usize>().unwrap() >= needed, "{width} {cell}");
        }
    }
}

/// A month and its year stand on one line, also where a long text beside them wants the room.
#[test]
fn a_short_date_is_not_broken_for_the_sake_of_long_words() {
    let long = "Establish a robust system of data for the recording of alcohol with all that is known of it";
    let rows = format!(
        "Section number,Section,Reference,Action,Lead,Milestone,Due,Status,Progress,Resources,Outcomes\n\
         1,Streets,1.1,{long},{long},,Sept 2031,A,{long},{long},{long}\n\
         1,Streets,1.1,,,{long},April 2031,,,,\n"
    );
    let register = brought_in("streets.csv", rows.as_bytes());
    let bytes = docx::plan(&register, TODAY()).unwrap();
    let document = part(&bytes, "word/document.xml");
    let names: Vec<&str> = document
        .split("<w:t>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    let due = names.iter().position(|name| *name == "Due").unwrap();
    let widths = document.split("<w:gridCol w:w=\"").skip(1);
    let widths: Vec<usize> = widths
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert!(widths[due] >= "April 2031".len() * 92 + 140, "{widths:?}");
}
