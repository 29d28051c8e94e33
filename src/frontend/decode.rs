//! Bytes from a terminal to input.
//!
//! The library that draws could read keys too, but it reads at most a kilobyte at a time and learns of the rest only with
//! the next key, spins when the terminal is gone, and knows no terminal but its own process's. This decoder is given bytes
//! from wherever they come, keeps what is incomplete, and never blocks. It reads what xterm and all that follow it send: the
//! control characters, CSI and SS3 keys with modifiers, SGR and X10 mouse reports, focus, pasted text, and the `u` form
//! of kitty's keyboard protocol. Unknown sequences are swallowed whole, so that no stray letter reaches a plan.

use crate::app::key::{Input, Key, KeyCode, Pointer};

/// What ends pasted text.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Pasted text is handed on in pieces of this many bytes, so that a terminal that never ends it cannot fill the memory.
const PASTE_PIECE: usize = 1 << 20;

/// The longest sequence that is waited for; anything longer is noise.
const LONGEST: usize = 64;

/// The longest answer in words that is waited for.
const LONGEST_STRING: usize = 4096;

/// Bytes on their way to becoming input.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
    pasted: Option<Vec<u8>>,
}

/// What stands at the beginning of some bytes.
enum Read {
    /// So many bytes are this input, or none.
    Done(usize, Option<Input>),
    /// More bytes are needed to tell.
    Incomplete,
}

impl Decoder {
    /// Takes bytes, gives the input they complete, in order.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut out = Vec::new();
        self.bytes.extend_from_slice(bytes);
        let mut at = 0;
        loop {
            let rest = self.bytes.get(at..).unwrap_or(&[]);
            if rest.is_empty() {
                break;
            }
            if let Some(pasted) = &mut self.pasted {
                let (used, ended) = paste(rest, pasted);
                at += used;
                if ended || pasted.len() >= PASTE_PIECE {
                    let text = String::from_utf8_lossy(&std::mem::take(pasted)).into_owned();
                    out.push(Input::Paste(text));
                }
                if ended {
                    self.pasted = None;
                } else {
                    break;
                }
                continue;
            }
            match read(rest) {
                Read::Done(used, input) => {
                    if rest.starts_with(b"\x1b[200~") {
                        self.pasted = Some(Vec::new());
                    }
                    at += used.max(1);
                    out.extend(input);
                }
                Read::Incomplete => break,
            }
        }
        self.bytes.drain(..at.min(self.bytes.len()));
        out
    }

    /// Whether bytes are kept that may be a key of their own if nothing follows soon: Esc, most of all.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.pasted.is_none() && !self.bytes.is_empty()
    }

    /// Nothing followed: what is kept is taken for what it is. Pasted text goes on waiting for its end.
    pub fn settle(&mut self) -> Vec<Input> {
        if !self.is_waiting() {
            return Vec::new();
        }
        let bytes = std::mem::take(&mut self.bytes);
        let key = match bytes.as_slice() {
            [0x1b] => Some(Key::plain(KeyCode::Esc)),
            // `Alt-[`, `Alt-O` and their like begin as sequences do.
            [0x1b, c @ (b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_')] => {
                Some(alt(Key::char(char::from(*c))))
            }
            _ => None,
        };
        key.map(Input::Key).into_iter().collect()
    }
}

/// Takes pasted bytes up to their end, or up to what may be the beginning of it.
fn paste(bytes: &[u8], pasted: &mut Vec<u8>) -> (usize, bool) {
    let end = bytes
        .windows(PASTE_END.len())
        .position(|window| window == PASTE_END);
    let text = end.unwrap_or_else(|| {
        let may_begin = (1..PASTE_END.len()).rev().find(|&n| {
            PASTE_END
                .get(..n)
                .is_some_and(|start| bytes.ends_with(start))
        });
        bytes.len() - may_begin.unwrap_or(0)
    });
    pasted.extend_from_slice(bytes.get(..text).unwrap_or(&[]));
    match end {
        Some(end) => (end + PASTE_END.len(), true),
        None => (text, false),
    }
}

fn key(used: usize, key: Key) -> Read {
    Read::Done(used, Some(Input::Key(key)))
}

fn read(bytes: &[u8]) -> Read {
    match bytes {
        [] | [0x1b] => Read::Incomplete,
        [0x1b, b'[', rest @ ..] => csi(rest),
        [0x1b, b'O', rest @ ..] => ss3(rest),
        [0x1b, kind @ (b']' | b'P' | b'X' | b'^' | b'_'), rest @ ..] => string(*kind, rest),
        // Esc twice: the first stands alone, whatever the second begins.
        [0x1b, 0x1b, ..] => key(1, Key::plain(KeyCode::Esc)),
        [0x1b, rest @ ..] => match read(rest) {
            Read::Done(used, Some(Input::Key(k))) => key(used + 1, alt(k)),
            Read::Done(used, _) => Read::Done(used + 1, None),
            Read::Incomplete => Read::Incomplete,
        },
        [byte, ..] if byte.is_ascii() => key(1, ascii(*byte)),
        _ => character(bytes),
    }
}

const fn alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

fn ascii(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x7f => Key::plain(KeyCode::Backspace),
        0x00 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        0x1b => Key::plain(KeyCode::Esc),
        0x1c..=0x1f => Key::ctrl(char::from(byte - 0x1c + b'\\')),
        _ => Key::char(char::from(byte)),
    }
}

/// A character of several bytes. One that cannot be read is dropped, byte by byte.
fn character(bytes: &[u8]) -> Read {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Read::Done(1, None),
    };
    match bytes.get(..length) {
        Some(whole) => match std::str::from_utf8(whole)
            .ok()
            .and_then(|s| s.chars().next())
        {
            Some(c) => key(length, Key::char(c)),
            None => Read::Done(1, None),
        },
        None if bytes.iter().skip(1).all(|b| (0x80..0xc0).contains(b)) => Read::Incomplete,
        None => Read::Done(1, None),
    }
}

/// What follows `ESC ]` and its like: words that a terminal answers with, up to BEL or `ESC \\`. Nothing here asks for any, but
/// what ran before may have, and its answer is no key of ours.
fn string(kind: u8, rest: &[u8]) -> Read {
    let end = rest.iter().position(|byte| *byte < 0x20);
    match end.map(|end| rest.get(end..).unwrap_or(&[])) {
        None if rest.len() > LONGEST_STRING => Read::Done(rest.len() + 2, None),
        None | Some([0x1b]) => Read::Incomplete,
        Some([0x07, ..]) => Read::Done(end.unwrap_or(0) + 3, None),
        Some([0x1b, b'\\', ..]) => Read::Done(end.unwrap_or(0) + 4, None),
        // No answer: Alt and a character, and then whatever it is.
        Some(_) => key(2, alt(Key::char(char::from(kind)))),
    }
}

/// `ESC O` and a letter.
fn ss3(rest: &[u8]) -> Read {
    match rest.first() {
        None => Read::Incomplete,
        Some(&letter) => match lettered(letter) {
            Some(code) => key(3, Key::plain(code)),
            None if letter == b'M' => key(3, Key::plain(KeyCode::Enter)),
            // No sequence: Alt and an O, and then whatever it is.
            None => key(2, alt(Key::char('O'))),
        },
    }
}

/// The keys that end in a letter, after CSI and SS3 alike.
fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

/// What follows `ESC [`: parameters, then one byte that says what it is.
fn csi(rest: &[u8]) -> Read {
    match rest {
        // The Linux console's F1 to F5.
        [b'[', letter, ..] => {
            let code = (b'A'..=b'E')
                .contains(letter)
                .then(|| KeyCode::F(letter - b'A' + 1));
            return Read::Done(4, code.map(|code| Input::Key(Key::plain(code))));
        }
        [b'['] => return Read::Incomplete,
        // Mouse reports of terminals that know no others: three bytes follow.
        [b'M', button, x, y, ..] => {
            let place = |byte: u8| u16::from(byte.saturating_sub(33));
            return Read::Done(
                6,
                pointer(
                    u16::from(button.saturating_sub(32)),
                    place(*x),
                    place(*y),
                    true,
                ),
            );
        }
        [b'M', ..] => return Read::Incomplete,
        _ => {}
    }
    let Some(end) = rest.iter().position(|b| !(0x20..0x40).contains(b)) else {
        return if rest.len() > LONGEST {
            Read::Done(rest.len() + 2, None)
        } else {
            Read::Incomplete
        };
    };
    let (parameters, last) = (
        rest.get(..end).unwrap_or(&[]),
        rest.get(end).copied().unwrap_or(0),
    );
    if !(0x40..0x7f).contains(&last) {
        // Broken off: what breaks it is read on its own.
        return Read::Done(end + 2, None);
    }
    let text = std::str::from_utf8(parameters).unwrap_or("");
    Read::Done(end + 3, sequence(text, last))
}

/// A whole CSI sequence.
fn sequence(parameters: &str, last: u8) -> Option<Input> {
    if let Some(report) = parameters.strip_prefix('<') {
        let mut numbers = report.split(';').map(|n| n.parse::<u16>().ok());
        let (button, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
        return pointer(
            button,
            x.saturating_sub(1),
            y.saturating_sub(1),
            last == b'M',
        );
    }
    let mut fields = parameters.split(';');
    let first = fields.next().unwrap_or("");
    let second = fields.next().unwrap_or("");
    let third = fields.next().unwrap_or("");
    let number = first.split(':').next()?.parse::<u32>().unwrap_or(1);
    let code = match last {
        b'I' => return Some(Input::Focus(true)),
        b'O' => return Some(Input::Focus(false)),
        b'~' if number == 27 => {
            return Some(Input::Key(modified(third.parse().ok()?, second)?));
        }
        b'~' => numbered(number)?,
        b'u' => return Some(Input::Key(modified(number, second)?)),
        // Any other first number makes it an answer to a question nobody asked, such as where the cursor is.
        letter if number == 1 => lettered(letter)?,
        _ => return None,
    };
    with_modifiers(Key::plain(code), second).map(Input::Key)
}

/// The keys that are numbers before a tilde.
fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(number - 10).ok()?),
        17..=21 => KeyCode::F(u8::try_from(number - 11).ok()?),
        23 | 24 => KeyCode::F(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

/// A key by its character, with modifiers beside it: kitty's keyboard protocol and xterm's `modifyOtherKeys`.
fn modified(code: u32, modifiers: &str) -> Option<Key> {
    let code = match code {
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57426 => KeyCode::Delete,
        // The rest of the private area are keys nobody here knows: media, modifiers alone.
        0xE000..=0xF8FF => return None,
        other => KeyCode::Char(char::from_u32(other).filter(|c| !c.is_control())?),
    };
    with_modifiers(Key::plain(code), modifiers)
}

/// Adds modifiers as terminals number them: 1 and the sum of 1 shift, 2 alt, 4 ctrl. `None` for a key let go.
fn with_modifiers(key: Key, field: &str) -> Option<Key> {
    let mut parts = field.split(':');
    let bits = parts
        .next()
        .and_then(|n| n.parse::<u32>().ok())
        .unwrap_or(1)
        .saturating_sub(1);
    if parts.next() == Some("3") {
        return None;
    }
    let mut key = Key {
        shift: bits & 1 != 0,
        alt: bits & 2 != 0,
        ctrl: bits & 4 != 0,
        ..key
    };
    match key.code {
        KeyCode::Char(c) if key.shift => {
            // Shift is in the character; with Ctrl the letter stands for the key.
            key.shift = false;
            if !key.ctrl {
                let mut upper = c.to_uppercase();
                if let (Some(only), None) = (upper.next(), upper.next()) {
                    key.code = KeyCode::Char(only);
                }
            }
        }
        KeyCode::Tab if key.shift => {
            key.shift = false;
            key.code = KeyCode::BackTab;
        }
        KeyCode::BackTab => key.shift = false,
        _ => {}
    }
    Some(key)
}

/// A mouse report: the button, where, and whether it went down.
fn pointer(button: u16, x: u16, y: u16, down: bool) -> Option<Input> {
    const MODIFIERS: u16 = 4 + 8 + 16;
    let what = match button & !MODIFIERS {
        0 if down => Pointer::Click,
        64 => Pointer::WheelUp,
        65 => Pointer::WheelDown,
        _ => return None,
    };
    Some(Input::Pointer(what, x, y))
}
