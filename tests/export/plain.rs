//! Plain text: it keeps to its page, and nothing in it moves a cursor.

use milepost::domain::measure::width;
use milepost::domain::text::is_unwanted;
use milepost::export::document::{Column, Document, Item, Table, Text};
use milepost::export::plain::{Page, plain};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = Text> {
    let part = prop_oneof![
        Just("word "),
        Just("schön "),
        Just("\u{1b}[2J"),
        Just("\u{202e}"),
        Just("漢字"),
        Just("\n"),
        Just("a-very-long-word-indeed "),
        Just("\t"),
        Just("👩‍👩‍👧 "),
    ];
    prop::collection::vec(part, 1..12).prop_map(|parts| Text::labelled("Label:", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn lines_keep_to_the_page(
        title in "[a-z ]{1,60}",
        paragraph in text(),
        items in prop::collection::vec((text(), text()), 0..3),
        rows in prop::collection::vec([text(), text(), text()], 0..4),
        columns in 40usize..120,
    ) {
        let mut document = Document::new(title);
        document.heading(1, paragraph.words.as_str());
        document.paragraph(paragraph);
        document.list(items.into_iter().map(|(text, below)| Item { text, below: vec![Item::new(below)] }));
        document.table(Table {
            columns: ["one", "two", "three"].map(Column::words).into(),
            rows: rows.into_iter().map(Vec::from).collect(),
        });
        let page = Page { width: Some(columns), paints: false };
        for line in plain(&document, page).lines() {
            prop_assert!(width(line) <= columns, "{} columns: {line}", width(line));
            let unwanted = line.chars().any(is_unwanted);
            prop_assert!(!unwanted, "{line:?}");
        }
    }
}
