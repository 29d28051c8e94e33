//! The text editor: key scripts (text before, keys, text after; `|` is the cursor) and laws that hold for any keys.

use milepost::app::buffer::{Buffer, Draft, Edited};
use milepost::app::key::Key;
use milepost::view::canvas::Canvas;
use milepost::view::look::Look;
use milepost::view::widget::input;
use proptest::prelude::*;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

fn with_cursor(text: &str, buffer: Buffer) -> Buffer {
    let cursor = text.find('|').expect("a cursor in the text");
    buffer.with_draft(&Draft {
        text: text.replacen('|', "", 1),
        cursor,
        suggested: false,
    })
}

fn shown(buffer: &Buffer) -> String {
    let (before, behind) = buffer.text().split_at(buffer.cursor());
    format!("{before}|{behind}")
}

fn press(buffer: &mut Buffer, keys: &str) -> Option<Edited> {
    keys.split_whitespace()
        .map(|name| buffer.key(Key::parse(name).unwrap_or_else(|| panic!("no key {name}"))))
        .last()
}

#[track_caller]
fn script_in(mut buffer: Buffer, keys: &str, after: &str) {
    press(&mut buffer, keys);
    assert_eq!(shown(&buffer), after, "after {keys}");
}

#[track_caller]
fn script(before: &str, keys: &str, after: &str) {
    script_in(with_cursor(before, Buffer::note()), keys, after);
}

#[test]
fn letters_go_in_and_out() {
    script("|", "h i Space y o u", "hi you|");
    script("ab|c", "Backspace", "a|c");
    script("ab|c", "Delete Delete", "ab|");
    script("|ab", "Backspace Ctrl-h", "|ab");
    script("a|", "Enter b Ctrl-j c Alt-Enter d", "a\nb\nc\nd|");
    script("cafe|", "\u{301} Backspace", "caf|");
    script("👩‍👩‍👧|x", "Backspace", "|x");
    script("a🇬🇧|", "Left Left", "|a🇬🇧");
    script("日本|語", "Ctrl-d Ctrl-b", "日|本");
}

#[test]
fn the_cursor_moves_by_words_rows_and_ends() {
    script("The ferry-crew's rota|", "Alt-b", "The ferry-crew's |rota");
    script(
        "The ferry-crew's rota|",
        "Alt-b Alt-b Ctrl-Left",
        "The |ferry-crew's rota",
    );
    script("|The ferry, then", "Ctrl-Right Alt-f", "The ferry|, then");
    script("one\ntw|o\nthree", "Home", "one\n|two\nthree");
    script("one\ntw|o\nthree", "Ctrl-e", "one\ntwo|\nthree");
    script("one\ntw|o\nthree", "Ctrl-Home", "|one\ntwo\nthree");
    script("one\ntw|o\nthree", "Alt->", "one\ntwo\nthree|");
    script("one\n|\nthree", "End", "one\n|\nthree");
}

#[test]
fn a_line_that_is_longer_than_its_field_has_two_ends_all_the_same() {
    for (keys, at) in [
        ("Home", 0),
        ("Ctrl-a", 0),
        ("Home End", 24),
        ("Home Ctrl-e", 24),
    ] {
        let mut buffer = Buffer::line().with_text("Ann Example, Bo Chairman");
        buffer.set_width(9);
        press(&mut buffer, keys);
        assert_eq!(buffer.cursor(), at, "{keys}");
    }
}

#[test]
fn up_and_down_go_by_rows_as_they_are_seen() {
    let narrow = |text: &str| {
        let mut buffer = with_cursor(text, Buffer::note());
        buffer.set_width(9);
        buffer
    };
    // Eight columns for text: "one two " / "three " / "four".
    script_in(narrow("one two three\nfo|ur"), "Up", "one two th|ree\nfour");
    script_in(
        narrow("one two three\nfo|ur"),
        "Up Up",
        "on|e two three\nfour",
    );
    script_in(
        narrow("one t|wo three\nfour"),
        "Down Down",
        "one two three\nfour|",
    );
    // The column is kept over a short row, and forgotten by any other key.
    script_in(
        narrow("seven..|\nab\nseven.."),
        "Down Down",
        "seven..\nab\nseven..|",
    );
    script_in(
        narrow("seven..|\nab\nseven.."),
        "Down Left Down",
        "seven..\nab\ns|even..",
    );
    script_in(narrow("one two |three"), "End", "one two three|");
    script_in(narrow("on|e two three"), "End", "one two| three");
    script_in(narrow("one two thr|ee"), "Home", "one two |three");
    script_in(narrow("on|e"), "Up Down", "on|e");
    script_in(narrow("|unforgettable"), "Down", "unforget|table");
}

#[test]
fn words_and_lines_are_cut_and_come_back() {
    script("send the ro-ta|", "Ctrl-w", "send the |");
    script("send the ro-ta|", "Alt-Backspace", "send the ro-|");
    script("send |the rota", "Alt-d", "send | rota");
    script("one\ntwo th|ree\nfour", "Ctrl-k", "one\ntwo th|\nfour");
    script("one\ntwo th|ree\nfour", "Ctrl-k Ctrl-k", "one\ntwo th|four");
    script("one\ntwo th|ree", "Ctrl-u", "one\n|ree");
    script("one\ntwo th|ree", "Ctrl-u Ctrl-u", "one|ree");
    script("one two|", "Ctrl-w Home Ctrl-y Space", "two |one ");
}

#[test]
fn undo_goes_back_word_by_word_and_redo_forward() {
    script("|", "o n e Space t w o Ctrl-z", "one |");
    script("|", "o n e Space t w o Ctrl-_ Alt-u", "|");
    script(
        "|",
        "o n e Space t w o Ctrl-z Ctrl-z Ctrl-r Alt-r",
        "one two|",
    );
    script("one two|", "Backspace Backspace Ctrl-z", "one two|");
    script("one two|", "Ctrl-w x Ctrl-z Ctrl-z", "one two|");
    script("|", "a b Left c Ctrl-z", "a|b");
    script("|", "a Ctrl-z b Ctrl-r", "b|");
    script("a|", "Ctrl-z Ctrl-r", "a|");
    let mut buffer = Buffer::note().with_text("the old words");
    assert_eq!(buffer.replace("others"), Edited::Changed);
    assert_eq!(buffer.undo(), Edited::Changed);
    assert_eq!(shown(&buffer), "the old words|");
}

#[test]
fn what_is_pasted_is_cleaned() {
    let mut buffer = with_cursor("a|b", Buffer::note());
    assert_eq!(buffer.paste("1\r\n2\u{1b}[31m\u{202E}\t3"), Edited::Changed);
    assert_eq!(shown(&buffer), "a1\n2[31m 3|b");
    let mut line = Buffer::line();
    line.paste("two\r\nlines\n");
    assert_eq!(line.text(), "two lines");
    assert_eq!(line.paste("\u{7}"), Edited::Ignored);
}

#[test]
fn one_line_leaves_the_other_keys_to_its_caller() {
    let mut buffer = Buffer::line().with_text("31 dec");
    for key in [
        "Enter",
        "Esc",
        "Tab",
        "Up",
        "Down",
        "PageUp",
        "F1",
        "Ctrl-j",
        "Ctrl-Enter",
        "Ctrl-x",
        "Alt-x",
    ] {
        assert_eq!(press(&mut buffer, key), Some(Edited::Ignored), "{key}");
    }
    assert_eq!(press(&mut buffer, "Left"), Some(Edited::Moved));
    assert_eq!(shown(&buffer), "31 de|c");
}

#[test]
fn a_full_buffer_says_so_and_keeps_everything() {
    let mut buffer = Buffer::note().with_limit(6).with_text("four");
    assert_eq!(buffer.paste("too long"), Edited::Full);
    assert_eq!(press(&mut buffer, "é"), Some(Edited::Changed));
    assert_eq!(buffer.room(), 0);
    assert_eq!(press(&mut buffer, "x"), Some(Edited::Full));
    assert_eq!(press(&mut buffer, "Enter"), Some(Edited::Full));
    assert_eq!(shown(&buffer), "fouré|");
    assert_eq!(press(&mut buffer, "Backspace"), Some(Edited::Changed));
    assert_eq!(buffer.replace("seven b"), Edited::Full);
    assert_eq!(Buffer::note().limit(), 16 * 1024);
}

#[test]
fn a_draft_comes_back_as_it_was() {
    let buffer = with_cursor("half a no|te\n", Buffer::note());
    let kept = serde_json::to_string(&buffer.draft()).unwrap();
    let draft: Draft = serde_json::from_str(&kept).unwrap();
    assert_eq!(shown(&Buffer::note().with_draft(&draft)), "half a no|te\n");
    let inside = Draft {
        text: "日".to_owned(),
        cursor: 1,
        suggested: false,
    };
    assert_eq!(shown(&Buffer::note().with_draft(&inside)), "日|");
}

/// What is drawn, row by row, and where the cursor stands.
fn drawn(buffer: &Buffer, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut cells = ratatui::buffer::Buffer::empty(area);
    let mut canvas = Canvas::new(&mut cells);
    let at = input::draw(&mut canvas, area, buffer, "type", &Look::mono());
    let rows = (0..height)
        .map(|y| {
            (0..width)
                .map(|x| cells[(x, y)].symbol())
                .collect::<String>()
                .trim_end()
                .to_owned()
        })
        .collect();
    (rows, at)
}

#[test]
fn the_input_keeps_the_cursor_in_sight() {
    let note = with_cursor("one two three\nfo|ur five", Buffer::note());
    let (rows, at) = drawn(&note, 9, 2);
    assert_eq!(rows, ["three", "four"]);
    assert_eq!(at, Some(Position::new(2, 1)));
    let (rows, at) = drawn(&Buffer::note(), 9, 2);
    assert_eq!((rows[0].as_str(), at), ("type", Some(Position::new(0, 0))));
    let line = with_cursor("a long line of| words", Buffer::line());
    let (rows, at) = drawn(&line, 6, 1);
    assert_eq!((rows[0].as_str(), at), ("…e of", Some(Position::new(5, 0))));
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => prop::sample::select(vec!['a', 'b', ' ', 'é', '日', '\u{301}', '🇬', '-', '\u{200D}', '👧'])
            .prop_map(Key::char),
        4 => prop::sample::select(vec![
            "Left", "Right", "Up", "Down", "Home", "End", "Backspace", "Delete", "Enter", "Ctrl-w", "Ctrl-u", "Ctrl-k",
            "Ctrl-y", "Alt-d", "Alt-b", "Alt-f", "Ctrl-Home", "Ctrl-End", "PageUp", "PageDown", "Alt-Backspace",
        ]).prop_map(|name| Key::parse(name).unwrap()),
        1 => prop::sample::select(vec!["Ctrl-z", "Ctrl-r"]).prop_map(|name| Key::parse(name).unwrap()),
    ]
}

fn on_a_border(buffer: &Buffer) -> bool {
    buffer.cursor() == buffer.text().len()
        || buffer
            .text()
            .grapheme_indices(true)
            .any(|(at, _)| at == buffer.cursor())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_keys_keep_the_cursor_on_a_border_and_the_text_in_its_limit(
        keys in prop::collection::vec(any_key(), 0..60),
        width in 0u16..12,
        height in 0u16..4,
    ) {
        let mut buffer = Buffer::note().with_limit(60);
        buffer.set_width(width);
        for key in keys {
            let before = buffer.draft();
            let edited = buffer.key(key);
            prop_assert!(on_a_border(&buffer), "{key}: {:?}", buffer.draft());
            prop_assert!(buffer.text().len() <= 60);
            prop_assert_eq!(edited == Edited::Changed, before.text != buffer.text(), "{} says {:?}", key, edited);
            if matches!(edited, Edited::Ignored | Edited::Full) {
                prop_assert_eq!(before, buffer.draft());
            }
            let (_, at) = drawn(&buffer, width, height);
            prop_assert_eq!(at.is_some(), width > 0 && height > 0);
        }
    }

    #[test]
    fn undo_goes_back_to_the_beginning_and_redo_to_the_end(keys in prop::collection::vec(any_key(), 0..60)) {
        let mut buffer = Buffer::note().with_text("once");
        for key in keys {
            buffer.key(key);
        }
        let end = buffer.text().to_owned();
        while buffer.redo() == Edited::Changed {}
        let newest = buffer.text().to_owned();
        let mut seen = vec![newest.clone()];
        while buffer.undo() == Edited::Changed {
            seen.push(buffer.text().to_owned());
        }
        prop_assert_eq!(buffer.text(), "once");
        prop_assert!(seen.contains(&end));
        for text in seen.iter().rev().skip(1) {
            buffer.redo();
            prop_assert_eq!(buffer.text(), text);
        }
        prop_assert_eq!(buffer.text(), newest);
    }

    /// Against the simplest editor there is: a list of letters and a place in it.
    #[test]
    fn plain_editing_is_that_of_a_list(keys in prop::collection::vec(
        prop::sample::select(vec!["a", "é", "日", "Space", "Enter", "Left", "Right", "Backspace", "Delete", "Ctrl-Home", "Ctrl-End"]),
        0..60,
    )) {
        let mut buffer = Buffer::note();
        let mut list: Vec<char> = Vec::new();
        let mut at = 0;
        for name in keys {
            let key = Key::parse(name).unwrap();
            buffer.key(key);
            match name {
                "Left" => at = at.max(1) - 1,
                "Right" => at = (at + 1).min(list.len()),
                "Ctrl-Home" => at = 0,
                "Ctrl-End" => at = list.len(),
                "Backspace" if at > 0 => { at -= 1; list.remove(at); }
                "Delete" if at < list.len() => { list.remove(at); }
                "Backspace" | "Delete" => {}
                _ => {
                    list.insert(at, match name { "Space" => ' ', "Enter" => '\n', other => other.chars().next().unwrap() });
                    at += 1;
                }
            }
            prop_assert_eq!(buffer.text(), list.iter().collect::<String>());
            prop_assert_eq!(buffer.cursor(), list[..at].iter().map(|c| c.len_utf8()).sum::<usize>());
        }
    }

    /// Up and down by rows never leave the text, and a row up then a row down on rows of the same length is no move.
    #[test]
    fn rows_up_and_down_come_back(text in "[a-z]{1,40}", width in 2u16..12) {
        let mut buffer = Buffer::note().with_text(&text);
        buffer.set_width(width);
        buffer.place(text.len() / 2);
        let columns = usize::from(width);
        let start = buffer.caret(columns);
        press(&mut buffer, "Up");
        prop_assert_eq!(buffer.caret(columns).row, start.row.saturating_sub(1));
        if start.row > 0 {
            press(&mut buffer, "Down");
            prop_assert_eq!(buffer.caret(columns).row, start.row);
        }
    }
}
