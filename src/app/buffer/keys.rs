//! What keys do in a buffer: the letters themselves, and the motions that shells and editors have in common.
//!
//! | keys | do |
//! |---|---|
//! | ← →, Ctrl-b, Ctrl-f | one letter |
//! | Ctrl-← Ctrl-→, Alt-b, Alt-f | one word |
//! | ↑ ↓, Ctrl-p, Ctrl-n | one row as it is seen |
//! | Home End, Ctrl-a, Ctrl-e | ends of the row |
//! | Ctrl-Home, Ctrl-End, Alt-<, Alt-> | ends of the text |
//! | Backspace, Ctrl-h, Delete, Ctrl-d | one letter away |
//! | Ctrl-w, Alt-Backspace, Alt-d | a word away |
//! | Ctrl-u, Ctrl-k | away to the beginning or the end of the line |
//! | Ctrl-y | back in what was last cut away |
//! | Ctrl-z, Ctrl-_, Alt-u | undo |
//! | Ctrl-r, Alt-r | redo |
//! | Enter, Alt-Enter, Ctrl-j | a new line, where there may be many |

use super::history::Kind;
use super::{Buffer, Edited};
use crate::app::key::{Key, KeyCode};

/// Rows that Page Up and Page Down move by.
const PAGE: isize = 8;

impl Buffer {
    /// Does what a key means. Esc, Tab and function keys, and Enter on a text of one line, are left to the caller.
    pub fn key(&mut self, key: Key) -> Edited {
        let edited = self.take_key(key);
        // Whoever moves in it goes on from it.
        self.suggested &= edited == Edited::Ignored;
        edited
    }

    fn take_key(&mut self, key: Key) -> Edited {
        match (key.ctrl, key.alt, key.code) {
            (false, false, KeyCode::Char(c)) => self.type_char(c),
            (true, false, KeyCode::Char(c)) => self.ctrl(c.to_ascii_lowercase()),
            (false, true, KeyCode::Char(c)) => self.alt(c),
            (false, _, KeyCode::Enter) => self.new_line(),
            (false, true, KeyCode::Backspace) | (true, false, KeyCode::Backspace) => {
                self.cut(self.word_start(), self.cursor, Kind::Other)
            }
            (true, false, KeyCode::Delete) => self.cut(self.cursor, self.word_end(), Kind::Other),
            (true, false, code) | (false, true, code) => self.by_words(code),
            (false, false, code) => self.plain(code),
            (true, true, _) => Edited::Ignored,
        }
    }

    fn plain(&mut self, code: KeyCode) -> Edited {
        match code {
            KeyCode::Left => self.place(self.before(self.cursor)),
            KeyCode::Right => self.place(self.after(self.cursor)),
            KeyCode::Home => self.place(self.row_ends().0),
            KeyCode::End => self.place(self.row_ends().1),
            KeyCode::Backspace | KeyCode::Delete if self.suggested => {
                self.cut(0, self.text.len(), Kind::Other)
            }
            KeyCode::Backspace => self.cut(self.before(self.cursor), self.cursor, Kind::Backspace),
            KeyCode::Delete => self.cut(self.cursor, self.after(self.cursor), Kind::Delete),
            KeyCode::Up if self.many_lines => self.by_rows(-1),
            KeyCode::Down if self.many_lines => self.by_rows(1),
            KeyCode::PageUp if self.many_lines => self.by_rows(-PAGE),
            KeyCode::PageDown if self.many_lines => self.by_rows(PAGE),
            _ => Edited::Ignored,
        }
    }

    /// Named keys with Ctrl or Alt held.
    fn by_words(&mut self, code: KeyCode) -> Edited {
        match code {
            KeyCode::Left => self.place(self.word_start()),
            KeyCode::Right => self.place(self.word_end()),
            KeyCode::Home => self.place(0),
            KeyCode::End => self.place(self.text.len()),
            _ => Edited::Ignored,
        }
    }

    fn ctrl(&mut self, c: char) -> Edited {
        match c {
            'a' => self.plain(KeyCode::Home),
            'e' => self.plain(KeyCode::End),
            'b' => self.plain(KeyCode::Left),
            'f' => self.plain(KeyCode::Right),
            'p' => self.plain(KeyCode::Up),
            'n' => self.plain(KeyCode::Down),
            'h' => self.plain(KeyCode::Backspace),
            'd' => self.plain(KeyCode::Delete),
            'j' => self.new_line(),
            'w' => self.cut(self.blank_start(), self.cursor, Kind::Other),
            'u' => match (self.line_start(), self.cursor) {
                // At the beginning of a line, the line feed before it goes.
                (start, cursor) if start == cursor => {
                    self.cut(self.before(cursor), cursor, Kind::Other)
                }
                (start, cursor) => self.cut(start, cursor, Kind::Other),
            },
            'k' => match (self.cursor, self.line_end()) {
                (cursor, end) if cursor == end => self.cut(cursor, self.after(end), Kind::Other),
                (cursor, end) => self.cut(cursor, end, Kind::Other),
            },
            'y' => {
                let killed = self.killed.clone();
                self.put(&killed, Kind::Other)
            }
            // Ctrl-/ and Ctrl-_ are one key to most terminals, and some report it as Ctrl-7.
            'z' | '_' | '/' | '7' => self.undo(),
            'r' => self.redo(),
            _ => Edited::Ignored,
        }
    }

    fn alt(&mut self, c: char) -> Edited {
        match c {
            'b' => self.place(self.word_start()),
            'f' => self.place(self.word_end()),
            'd' => self.cut(self.cursor, self.word_end(), Kind::Other),
            '<' => self.place(0),
            '>' => self.place(self.text.len()),
            'u' => self.undo(),
            'r' => self.redo(),
            _ => Edited::Ignored,
        }
    }

    fn new_line(&mut self) -> Edited {
        if self.many_lines {
            self.put("\n", Kind::Typed)
        } else {
            Edited::Ignored
        }
    }

    fn type_char(&mut self, c: char) -> Edited {
        let mut bytes = [0; 4];
        let text = self.cleaned(c.encode_utf8(&mut bytes));
        self.put(&text, Kind::Typed)
    }
}
