//! Widths, cuts and wraps: laws that hold for any text.

use milepost::view::text::{
    fit, graphemes, is_simple, line, marked, pad, pad_left, printable, rows, shorten, spans,
    truncate, width, wrap,
};
use proptest::prelude::*;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Text as people and files bring it: words, accents, wide characters, emoji, combining marks, and what must not be shown.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,9}",
        3 => Just(" ".to_owned()),
        1 => Just("   ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => prop::sample::select(vec!["é", "e\u{301}", "日本", "👩‍👩‍👧", "🇬🇧", "\u{202E}", "\u{1b}[1m", "\t", "\u{200D}", "ﷺ"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn solid(text: &str) -> String {
    text.chars().filter(|&c| c != ' ' && c != '\n').collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn graphemes_are_those_of_the_standard(text in any_text()) {
        let ours: Vec<_> = graphemes(&text).collect();
        prop_assert_eq!(ours, text.grapheme_indices(true).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_cut_is_wider_than_asked(text in any_text(), columns in 0usize..30) {
        prop_assert!(width(fit(&text, columns)) <= columns);
        prop_assert!(width(&truncate(&text, columns)) <= columns);
        prop_assert_eq!(width(&pad(&text, columns)), columns);
        prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        prop_assert!(line(&text, columns, Style::new()).width() <= columns);
    }

    #[test]
    fn rows_join_without_a_gap(text in any_text(), columns in 0usize..30) {
        let rows = rows(&text, columns);
        prop_assert_eq!(rows.first().unwrap().start, 0);
        prop_assert_eq!(rows.last().unwrap().next, text.len());
        for pair in rows.windows(2) {
            prop_assert_eq!(pair[0].next, pair[1].start);
        }
        for row in rows {
            prop_assert!(row.start <= row.end && row.end <= row.next);
            prop_assert!(text.is_char_boundary(row.end));
            let hidden = &text[row.end..row.next];
            prop_assert_eq!(solid(hidden), "");
        }
    }

    #[test]
    fn wrapping_loses_nothing_but_spaces(text in any_text(), columns in 0usize..30) {
        let rows = wrap(&text, columns);
        prop_assert_eq!(solid(&rows.concat()), solid(&text));
        for row in rows {
            let alone = graphemes(row).count() == 1;
            prop_assert!(width(row) <= columns.max(1) || alone, "{row:?} is wider than {columns}");
        }
    }

    #[test]
    fn what_is_printable_holds_no_controls(text in any_text()) {
        let shown = printable(&text);
        prop_assert!(!shown.chars().any(char::is_control));
        prop_assert!(!shown.contains('\u{202E}'), "turned round");
        let again = printable(&shown).into_owned();
        prop_assert_eq!(again, shown.into_owned());
    }

    #[test]
    fn spans_fit_together(words in prop::collection::vec(any_text(), 0..5), columns in 0usize..30) {
        let parts: Vec<_> = words.iter().map(|w| (w.as_str(), Style::new())).collect();
        prop_assert!(spans(&parts, columns).width() <= columns);
    }
}

#[test]
fn simple_characters_stand_alone_and_take_one_column() {
    let simple: Vec<char> = (' '..='\u{FFFF}').filter(|c| is_simple(*c)).collect();
    assert!(simple.len() > 500);
    for c in &simple {
        assert_eq!(c.to_string().width(), 1, "{c:?}");
        assert_eq!(printable(&c.to_string()), c.to_string());
    }
    for beside in &simple {
        let text: String = simple.iter().flat_map(|c| [*beside, *c]).collect();
        let alone = text.graphemes(true).count();
        assert_eq!(alone, 2 * simple.len(), "beside {beside:?}");
    }
}

#[test]
fn a_cut_text_says_so() {
    assert_eq!(truncate("reassurance", 11), "reassurance");
    assert_eq!(truncate("reassurance", 6), "reass…");
    assert_eq!(truncate("a word", 3), "a…");
    assert_eq!(truncate("日本語", 4), "日…");
    assert_eq!(truncate("word", 1), "…");
    assert_eq!(truncate("word", 0), "");
    assert_eq!(pad("日", 3), "日 ");
    assert_eq!(pad_left("7", 3), "  7");
}

#[test]
fn rows_break_behind_spaces_and_inside_long_words() {
    assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    assert_eq!(wrap("one  two", 4), ["one", "two"]);
    assert_eq!(wrap("unforgettable", 5), ["unfor", "getta", "ble"]);
    assert_eq!(wrap("an unforgettable", 5), ["an", "unfor", "getta", "ble"]);
    assert_eq!(wrap("a\n\nb\n", 9), ["a", "", "b", ""]);
    assert_eq!(wrap("", 9), [""]);
    assert_eq!(wrap("  two in", 6), ["  two", "in"]);
    assert_eq!(wrap("日本 語", 4), ["日本", "語"]);
    assert_eq!(wrap("日本", 1), ["日", "本"]);
}

#[test]
fn the_parts_of_a_long_path_stay_whole() {
    let path = "in /home/ann/plans/backup.jsonl";
    let rows = ["in", "/home/ann/", "plans/", "backup.jsonl"];
    assert_eq!(wrap(path, 12), rows);
    // A row with next to nothing in it helps nobody.
    assert_eq!(wrap("/backup.jsonl", 8), ["/backup.", "jsonl"]);
    assert_eq!(wrap("and/or or and/or", 9), ["and/or or", "and/or"]);
}

#[test]
fn marked_letters_keep_the_text() {
    let mark = Style::new().add_modifier(Modifier::UNDERLINED);
    let found = marked(
        "Harbour",
        &[0..1, 3..5, 4..6, 90..91],
        20,
        Style::new(),
        mark,
    );
    let pieces: Vec<_> = found
        .spans
        .iter()
        .map(|s| (s.content.as_ref(), s.style == mark))
        .collect();
    assert_eq!(
        pieces,
        [("H", true), ("ar", false), ("bo", true), ("ur", false)]
    );
    let cut = marked("Harbour", &[0..1, 9..9], 4, Style::new(), mark);
    assert_eq!(cut.to_string(), "Har…");
}

#[test]
fn a_sentence_is_cut_behind_a_word() {
    assert_eq!(
        shorten("mark the item reviewed", 22),
        "mark the item reviewed"
    );
    assert_eq!(shorten("mark the item reviewed", 21), "mark the item…");
    assert_eq!(shorten("mark the item reviewed", 14), "mark the item…");
    assert_eq!(shorten("mark the item reviewed", 13), "mark the…");
    assert_eq!(shorten("open, 1 past due)", 15), "open, 1 past…");
    // Where little would be left of it, a part of a word is better than none.
    assert_eq!(shorten("a reconsideration", 10), "a reconsi…");
    assert_eq!(shorten("日本 日本", 7), "日本…");
    assert_eq!(shorten("mark", 0), "");
}
