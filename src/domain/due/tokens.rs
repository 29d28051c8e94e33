//! Date words cut into tokens: words, numbers and marks, each with its place in the text.
//!
//! Only [`super::grammar`] and the readers above it use these. Letters and digits never share a token, so `31st`, `Q2`
//! and `Dec2012` come apart; [`Token::glued`] says that nothing stood between.

use std::ops::Range;

use crate::domain::text::fold;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, folded to lower case without accents.
    Word(String),
    /// Digits: their value and how many there were.
    Number { value: u32, digits: usize },
    /// Anything else that is not white space; every dash is `-`, every apostrophe `'`.
    Mark(char),
}

/// A token and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// Bytes of the text it was cut from.
    pub range: Range<usize>,
    /// Whether it follows the token before it without white space.
    pub glued: bool,
}

fn mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        c => c,
    }
}

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Letter,
    Digit,
    Space,
    Mark,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else if c.is_whitespace() {
        Class::Space
    } else {
        Class::Mark
    }
}

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut glued = false;
    while let Some((start, c)) = chars.next() {
        let kind = class(c);
        if kind == Class::Space {
            glued = false;
            continue;
        }
        let mut end = start + c.len_utf8();
        if kind != Class::Mark {
            while let Some(&(at, next)) = chars.peek()
                && class(next) == kind
            {
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let written = text.get(start..end).unwrap_or_default();
        let kind = match kind {
            Class::Digit => Kind::Number {
                value: written.parse().unwrap_or(u32::MAX),
                digits: written.len(),
            },
            Class::Letter => Kind::Word(fold(written)),
            Class::Space | Class::Mark => Kind::Mark(mark(c)),
        };
        out.push(Token {
            kind,
            range: start..end,
            glued,
        });
        glued = true;
    }
    out
}

/// Tokens with questions a grammar asks about them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tokens<'a>(pub &'a [Token]);

impl<'a> Tokens<'a> {
    pub(super) fn get(self, at: usize) -> Option<&'a Token> {
        self.0.get(at)
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// The word at `at`.
    pub(super) fn word(self, at: usize) -> Option<&'a str> {
        match &self.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The number at `at`, and how many digits it has.
    pub(super) fn number(self, at: usize) -> Option<(u32, usize)> {
        match self.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// The mark at `at`.
    pub(super) fn mark(self, at: usize) -> Option<char> {
        match self.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_mark(self, at: usize, wanted: char) -> bool {
        self.mark(at) == Some(wanted)
    }

    pub(super) fn is_word(self, at: usize, wanted: &str) -> bool {
        self.word(at) == Some(wanted)
    }

    pub(super) fn is_glued(self, at: usize) -> bool {
        self.get(at).is_some_and(|t| t.glued)
    }

    /// `at`, or the place after the mark `c` where it stands there.
    pub(super) fn skip_mark(self, at: usize, c: char) -> usize {
        if self.is_mark(at, c) { at + 1 } else { at }
    }

    /// The place after all of `words` where they stand at `at` one after another; `.`, `-` and `/` between them do
    /// not count.
    pub(super) fn phrase(self, at: usize, words: &str) -> Option<usize> {
        let mut at = at;
        for (n, wanted) in words.split(' ').enumerate() {
            if n > 0 {
                while matches!(self.mark(at), Some('.' | '-' | '/')) {
                    at += 1;
                }
            }
            if !self.is_word(at, wanted) {
                return None;
            }
            at += 1;
        }
        Some(self.skip_mark(at, '.'))
    }

    /// The place after the longest of `phrases` that stands at `at`.
    pub(super) fn any_phrase(self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|p| self.phrase(at, p)).max()
    }

    /// Bytes from the token at `from` to the one before `to`.
    pub(super) fn bytes(self, from: usize, to: usize) -> Option<Range<usize>> {
        let first = self.get(from)?;
        let last = self.get(to.checked_sub(1)?)?;
        Some(first.range.start..last.range.end)
    }
}
