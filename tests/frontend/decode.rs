//! Bytes to input: what terminals send, whole or in pieces.

use milepost::app::key::{Input, Key, KeyCode, Pointer};
use milepost::frontend::decode::Decoder;
use proptest::prelude::*;

fn all(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut out = decoder.feed(bytes);
    out.extend(decoder.settle());
    out
}

/// The keys as they are shown, everything else in full.
fn shown(bytes: &[u8]) -> String {
    let words: Vec<_> = all(bytes)
        .iter()
        .map(|input| match input {
            Input::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    words.join(" ")
}

#[test]
fn keys_are_read_as_terminals_send_them() {
    for (bytes, keys) in [
        ("aé日👍", "a é 日 👍"),
        ("\r\t\x7f \x1b", "Enter Tab Backspace Space Esc"),
        (
            "\x01\x12\n\x08\0\x1f\x1c",
            "Ctrl-a Ctrl-r Ctrl-j Ctrl-h Ctrl-Space Ctrl-_ Ctrl-\\",
        ),
        (
            "\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[Z",
            "↑ ↓ → ← Home End BackTab",
        ),
        ("\x1bOA\x1bOH\x1bOP\x1bOS\x1bOM", "↑ Home F1 F4 Enter"),
        (
            "\x1b[1~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~",
            "Home Delete End PageUp PageDown Home End",
        ),
        (
            "\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1b[[A\x1b[[E",
            "F1 F5 F6 F10 F12 F1 F5",
        ),
        (
            "\x1b[1;5C\x1b[1;3D\x1b[1;2A\x1b[3;5~\x1b[1;8H",
            "Ctrl-→ Alt-← Shift-↑ Ctrl-Delete Ctrl-Alt-Shift-Home",
        ),
        (
            "\x1bb\x1b\r\x1b\x7f\x1bé\x1b\x06",
            "Alt-b Alt-Enter Alt-Backspace Alt-é Ctrl-Alt-f",
        ),
        ("\x1b\x1b[A", "Esc ↑"),
        ("\x1b[", "Alt-["),
        ("\x1bO", "Alt-O"),
        ("\x1bOx", "Alt-O x"),
        // kitty's keyboard protocol and modifyOtherKeys
        (
            "\x1b[27u\x1b[13u\x1b[9;2u\x1b[127;5u",
            "Esc Enter BackTab Ctrl-Backspace",
        ),
        (
            "\x1b[97;5u\x1b[97;3u\x1b[97;2u\x1b[105;6u\x1b[97:65;1u",
            "Ctrl-a Alt-a A Ctrl-i a",
        ),
        (
            "\x1b[97;1:3u\x1b[97;1:2u\x1b[57441u\x1b[57414u\x1b[57400u",
            "a Enter 1",
        ),
        ("\x1b[27;5;105~\x1b[27;2;13~", "Ctrl-i Shift-Enter"),
        // What nobody asked for is swallowed whole.
        ("x\x1b[?62;22c\x1b[2~\x1b[12;40R\x1b[>4;1my", "x y"),
        ("\x1b[12\x1b[A", "↑"),
        // So are answers in words: of colours, of the terminal's name and kind, of pictures.
        ("x\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\y", "x y"),
        ("x\x1b]11;rgb:ffff/ffff/ffff\x07y", "x y"),
        ("x\x1bP>|xterm(390)\x1b\\\x1b_Gi=31;OK\x1b\\y", "x y"),
        ("\x1b]", "Alt-]"),
        ("\x1bP", "Alt-P"),
        ("\x1b]a\r", "Alt-] a Enter"),
        ("\x1b]a\x1b[A", "Alt-] a ↑"),
    ] {
        assert_eq!(shown(bytes.as_bytes()), keys, "{}", bytes.escape_debug());
    }
    assert_eq!(shown(b"a\xff\xc3(\xe2\x82b"), "a ( b");
}

#[test]
fn pointers_focus_and_pastes_are_read() {
    assert_eq!(
        all(b"\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<64;1;1M\x1b[<65;300;2M\x1b[<2;1;1M\x1b[<35;1;1M\x1b[<4;1;1M"),
        [
            Input::Pointer(Pointer::Click, 4, 2),
            Input::Pointer(Pointer::WheelUp, 0, 0),
            Input::Pointer(Pointer::WheelDown, 299, 1),
            Input::Pointer(Pointer::Click, 0, 0),
        ]
    );
    assert_eq!(all(b"\x1b[M %#"), [Input::Pointer(Pointer::Click, 4, 2)]);
    assert_eq!(
        all(b"\x1b[I\x1b[O"),
        [Input::Focus(true), Input::Focus(false)]
    );
    assert_eq!(
        all("\x1b[200~two\rlines \x1b[A é\x1b[201~q".as_bytes()),
        [
            Input::Paste("two\rlines \x1b[A é".to_owned()),
            Input::Key(Key::char('q'))
        ]
    );
}

#[test]
fn esc_waits_for_what_may_follow() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert!(decoder.is_waiting());
    assert_eq!(decoder.feed(b"[A"), [Input::Key(Key::plain(KeyCode::Up))]);
    assert!(!decoder.is_waiting());
    decoder.feed(b"\x1b");
    assert_eq!(decoder.settle(), [Input::Key(Key::plain(KeyCode::Esc))]);
    // A paste is waited for as long as it takes.
    assert_eq!(decoder.feed(b"\x1b[200~half\x1b[20"), []);
    assert!(!decoder.is_waiting());
    assert_eq!(decoder.settle(), []);
    assert_eq!(decoder.feed(b"1~"), [Input::Paste("half".to_owned())]);
}

#[test]
fn a_paste_without_an_end_is_handed_on_in_pieces() {
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~");
    let mut length = 0;
    for _ in 0..300 {
        for input in decoder.feed(&[b'x'; 10_000]) {
            let Input::Paste(text) = input else {
                panic!("{input:?}")
            };
            length += text.len();
        }
    }
    assert!(length >= 2_000_000);
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\x1b",
            "\x1b[",
            "\x1bO",
            "[A",
            "\x1b[1;5C",
            "\x1b[200~",
            "\x1b[201~",
            "\x1b[<0;5;3M",
            "\x1b[M",
            "a",
            "é",
            "日",
            "\r",
            "\x1b[97;5u",
            ";;;",
            "99999999999",
            "\x1b[[",
            "~",
            "u",
        ])
        .prop_map(|s| s.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// However a line cuts bytes apart, the same input comes out.
    #[test]
    fn pieces_are_read_as_the_whole(bytes in any_bytes(), cuts in prop::collection::vec(0usize..40, 0..6)) {
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        let mut rest = bytes.as_slice();
        for cut in cuts {
            let (piece, tail) = rest.split_at(cut.min(rest.len()));
            out.extend(decoder.feed(piece));
            rest = tail;
        }
        out.extend(decoder.feed(rest));
        out.extend(decoder.settle());
        prop_assert_eq!(out, all(&bytes));
    }

    /// Every character that can be typed arrives, in order.
    #[test]
    fn text_arrives_whole(text in "[^\\p{Cc}]{0,40}") {
        let typed: String = all(text.as_bytes())
            .iter()
            .map(|input| match input {
                Input::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, shift: false }) => *c,
                other => panic!("{other:?}"),
            })
            .collect();
        prop_assert_eq!(typed, text);
    }
}
