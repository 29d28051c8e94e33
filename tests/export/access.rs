//! HTML and Word for people who do not see the page: headings in order, heads of columns that say what is under them, the language,
//! a title, and statuses in words beside their colours.

use std::io::{Cursor, Read};

use milepost::domain::{Change, Indicator, IndicatorId, Key, Record, Register};
use milepost::export::document::Document;
use milepost::export::docx;
use milepost::export::html::html;
use milepost::export::minutes::{minutes, register_after};
use milepost::export::plan;
use zip::ZipArchive;

use super::formats::{TODAY, brought_in};
use super::minutes::full_meeting;
use super::small::{PLAN, SECOND};

/// The plan of the example, one with two meetings behind it, and the minutes of the second of these.
fn documents() -> Vec<Document> {
    let example = brought_in("example.csv", milepost::data::EXAMPLE_PLAN.as_bytes());
    let small = full_meeting();
    let entries = small.entries();
    let after = register_after(PLAN, &entries, SECOND).unwrap();
    vec![
        plan::plan(&example, TODAY()),
        plan::plan(&small.register(), TODAY()),
        minutes(&after, SECOND, &entries).unwrap(),
    ]
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let all = text.split(from).skip(1);
    all.map(|rest| rest.split(to).next().unwrap()).collect()
}

#[test]
fn headings_follow_one_another_without_a_step_left_out() {
    for document in documents() {
        let page = html(&document);
        let levels = between(&page, "<h", ">");
        let levels: Vec<u8> = levels.iter().filter_map(|l| l.parse().ok()).collect();
        assert_eq!(levels.first(), Some(&1), "{}", document.title);
        let first = levels.iter().filter(|level| **level == 1).count();
        assert_eq!(first, 1, "{}", document.title);
        let steps = levels.windows(2).filter(|pair| pair[1] > pair[0] + 1);
        assert_eq!(steps.count(), 0, "{}: {levels:?}", document.title);
    }
}

#[test]
fn every_column_has_a_head_that_says_what_is_under_it() {
    for document in documents() {
        let page = html(&document);
        let tables = between(&page, "<table>", "</table>");
        assert!(!tables.is_empty());
        for table in tables {
            for head in between(table, "<th", "</th>") {
                let (attributes, name) = head.split_once('>').unwrap();
                if attributes.starts_with("ead") {
                    continue;
                }
                assert!(attributes.contains("scope=\"col\""), "{head}");
                assert!(!name.trim().is_empty(), "{table}");
            }
        }
    }
}

/// A status is a word wherever it has a colour.
#[test]
fn no_status_is_told_by_its_colour_alone() {
    for document in documents() {
        let page = html(&document);
        for (class, name) in [("red", "Red"), ("amber", "Amber"), ("green", "Green")] {
            for cell in between(&page, &format!("<td class=\"{class}\">"), "</td>") {
                assert!(cell.ends_with(name), "{cell}");
            }
        }
    }
}

#[test]
fn a_page_says_its_language_and_title_and_grows_with_the_letters() {
    for document in documents() {
        let page = html(&document);
        assert!(page.contains("<html lang=\"en-GB\">"), "{}", document.title);
        let title = between(&page, "<title>", "</title>");
        assert_eq!(title, between(&page, "<h1>", "</h1>"));
        assert!(!title[0].is_empty());
        assert!(page.contains("content=\"width=device-width, initial-scale=1\""));
        assert_eq!(between(&page, "<main>", "</main>").len(), 1);
    }
}

/// What is said once above a table or a section is not said again under each of its actions; a column that nothing stands in is left
/// out.
#[test]
fn nothing_is_read_out_that_says_nothing() {
    let rows = "\
Section number,Section,Section outcomes,Reference,Action,Status
1,Streets,Safer streets at night,1.1,Light the path,A
1,Streets,Safer streets at night,1.2,Mend the lamps,G
";
    let register = brought_in("streets.csv", rows.as_bytes());
    let page = html(&plan::plan(&register, TODAY()));
    assert!(!page.contains("Priority:"), "{page}");
    assert!(
        page.contains("<p><strong>Outcomes:</strong> </p>"),
        "{page}"
    );
    let mut small = full_meeting();
    let indicator = Indicator {
        priority: None,
        position: 0,
        reference: String::new(),
        name: "Accidents in the dark".to_owned(),
        baseline: String::new(),
        targets: vec![("2031".to_owned(), "12".to_owned())],
        current: String::new(),
        extras: Vec::new(),
    };
    let key = Key::indicator(PLAN, IndicatorId(800));
    small.record([Change::add(key, Record::Indicator(indicator))]);
    let page = html(&plan::plan(&small.register(), TODAY()));
    let heads = "<tr><th scope=\"col\">Indicator</th><th scope=\"col\">Targets</th></tr>";
    assert!(page.contains(heads), "{page}");
}

fn parts(bytes: &[u8]) -> impl Fn(&str) -> String {
    move |name| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = archive.by_name(name).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        text
    }
}

/// In Word: headings are headings, the first row of a table is its head on every page, the file says its language and is not taken for
/// one of an old Word; minutes have letters of ten points throughout.
#[test]
fn a_word_file_can_be_read_out() {
    let small = full_meeting();
    let register: Register = small.register();
    let made = |document: &Document| docx::document(document).unwrap();
    let mut files: Vec<Vec<u8>> = documents().iter().map(made).collect();
    files.push(docx::plan(&register, TODAY()).unwrap());
    for file in &files {
        let part = parts(file);
        let document = part("word/document.xml");
        assert!(document.contains("<w:pStyle w:val=\"Heading1\"/>"));
        let tables = between(&document, "<w:tbl>", "</w:tbl>");
        for table in tables {
            let rows = between(table, "<w:tr>", "</w:tr>");
            assert!(rows[0].contains("<w:tblHeader/>") && table.contains("w:firstRow=\"1\""));
            for head in between(rows[0], "<w:t>", "</w:t>") {
                assert!(!head.trim().is_empty(), "{}", rows[0]);
            }
        }
        assert!(part("word/styles.xml").contains("<w:lang w:val=\"en-GB\"/>"));
        let modern = "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"";
        assert!(part("word/settings.xml").contains(modern));
    }
    let styles = parts(&files[2])("word/styles.xml");
    let cell = between(&styles, "w:styleId=\"Cell\">", "</w:style>")[0];
    assert!(cell.contains("<w:sz w:val=\"20\"/>"), "{cell}");
}
