//! Markdown: read back with a parser, every document is what it was; no text becomes markup.

use milepost::domain::text::clean;
use milepost::export::document::{Block, Column, Document, Item, Table, Text};
use milepost::export::markdown::markdown;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What a reader of the Markdown gets: one line for each block, list point and cell, with its kind; `/` between lines
/// of one text, words without the white space around them.
fn read_back(text: &str) -> Vec<String> {
    let all = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut lines: Vec<String> = Vec::new();
    let add = |lines: &mut Vec<String>, words: &str| {
        if let Some(last) = lines.last_mut() {
            last.push_str(words);
        }
    };
    for event in Parser::new_ext(text, all) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => lines.push(format!("h{}:", level as u8)),
            Event::Start(Tag::Item) => lines.push("item:".to_owned()),
            Event::Start(Tag::TableCell) => lines.push("cell:".to_owned()),
            Event::Start(Tag::Paragraph) => {
                if lines.last().is_none_or(|l| l != "item:") {
                    lines.push("p:".to_owned());
                }
            }
            Event::Start(
                Tag::List(None) | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::Strong,
            )
            | Event::End(_) => {}
            Event::Text(words) => add(&mut lines, &words),
            Event::HardBreak => add(&mut lines, "/"),
            Event::InlineHtml(tag) if &*tag == "<br>" => add(&mut lines, "/"),
            other => lines.push(format!("unexpected {other:?}")),
        }
    }
    lines.iter().map(|l| single(l)).collect()
}

fn single(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as [`read_back`] shows it.
fn shown(text: &Text, between: &str) -> String {
    let label = clean(&text.label).replace('\n', " ");
    let words = format!("{label} {}", clean(&text.words).trim_start());
    let lines = words.split('\n').map(single).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join(between)
}

fn expected(document: &Document) -> Vec<String> {
    let mut lines = vec![format!(
        "h1:{}",
        shown(&Text::from(document.title.as_str()), " ")
    )];
    fn items(lines: &mut Vec<String>, all: &[Item]) {
        for item in all {
            lines.push(format!("item:{}", shown(&item.text, "/")));
            items(lines, &item.below);
        }
    }
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                lines.push(format!("h{}:{}", level + 1, shown(text, " ")))
            }
            Block::Paragraph(text) => lines.push(format!("p:{}", shown(text, "/"))),
            Block::List(all) => items(&mut lines, all),
            Block::Table(table) => {
                let names = table.columns.iter().map(|c| Text::from(c.name.as_str()));
                let cells = table.rows.iter().flatten().cloned();
                lines.extend(
                    names
                        .chain(cells)
                        .map(|c| format!("cell:{}", shown(&c, "/"))),
                );
            }
        }
    }
    lines.iter().map(|l| single(l)).collect()
}

/// Text that tries to be something else, and always begins and ends with a word, so that no block is empty.
fn nasty() -> impl Strategy<Value = Text> {
    let part = prop_oneof![
        Just("a"),
        Just(" b "),
        Just("#"),
        Just("# "),
        Just("- "),
        Just("+ "),
        Just("1. "),
        Just("12) "),
        Just("|"),
        Just("`"),
        Just("```"),
        Just("\n"),
        Just("\n---\n"),
        Just("==="),
        Just("*"),
        Just("**"),
        Just("_"),
        Just("~~"),
        Just("<b>"),
        Just("<!--"),
        Just("&amp;"),
        Just("&#60;"),
        Just("[x](y)"),
        Just("![i](j)"),
        Just("[^1]"),
        Just("\\"),
        Just("\u{1b}[31m"),
        Just("\u{202e}"),
        Just("    "),
        Just("\t"),
        Just("$x$"),
        Just("> "),
        Just("[ ] "),
        Just(": "),
        Just("é"),
        Just("{#id}"),
        Just("<http://x.y>"),
        Just("'"),
        Just("\r\n"),
    ];
    let words = prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat());
    let label = prop_oneof![Just(String::new()), words.clone()];
    (label, words).prop_map(|(label, words)| Text {
        label,
        words: format!("{words} end"),
        tone: None,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let item = (nasty(), prop::collection::vec(nasty(), 0..3)).prop_map(|(text, below)| Item {
        text,
        below: below
            .into_iter()
            .map(|text| Item {
                text,
                below: Vec::new(),
            })
            .collect(),
    });
    prop_oneof![
        (1u8..5, nasty()).prop_map(|(level, text)| Block::Heading { level, text }),
        nasty().prop_map(Block::Paragraph),
        prop::collection::vec(item, 1..4).prop_map(Block::List),
        prop::collection::vec([nasty(), nasty()], 0..4).prop_map(|rows| Block::Table(Table {
            columns: vec![Column::words("one"), Column::numbers("two | three")],
            rows: rows.into_iter().map(Vec::from).collect(),
        })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_reader_gets_the_document_and_nothing_else(
        title in nasty(),
        mut blocks in prop::collection::vec(block(), 0..5)
    ) {
        // Two lists one after the other are one list to a reader.
        blocks.dedup_by(|a, b| matches!((a, b), (Block::List(_), Block::List(_))));
        let document = Document { title: shown(&title, " "), blocks };
        let text = markdown(&document);
        prop_assert_eq!(read_back(&text), expected(&document), "{}", text);
        let unwanted = text.chars().any(|c| c != '\n' && milepost::domain::text::is_unwanted(c));
        prop_assert!(!unwanted);
        prop_assert_eq!(markdown(&document), text);
    }
}

#[test]
fn ordinary_words_stay_readable() {
    let mut document = Document::new("JAG minutes, 18 Oct 2026");
    document.paragraph("Cost: £5-£10k (est.), R/A/G; 50% of 2026/27 & more – see item #3.");
    assert_eq!(
        markdown(&document),
        "# JAG minutes, 18 Oct 2026\n\nCost: £5-£10k (est.), R/A/G; 50% of 2026/27 & more – see item #3.\n"
    );
}
