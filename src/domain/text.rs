//! Text from people and files: cleaned once on the way in, folded for comparing.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a character must never reach a terminal or a document: C0 and C1 controls but line feed and tab, marks that
/// turn the direction of text round (U+061C, U+200E-200F, U+202A-202E, U+2066-2069), soft hyphens, zero-width spaces,
/// byte order marks, line and paragraph separators, and tag characters.
#[must_use]
pub fn is_unwanted(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{00AD}'
        | '\u{061C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    }
}

/// Text on its way in: unwanted characters out, every kind of line end as line feed, tabs and no-break spaces as spaces.
/// Every text from a file, a key or a paste passes here once.
#[must_use]
pub fn clean(text: &str) -> String {
    // Most text is clean.
    if text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            // Word processors break lines with the vertical tab, printers pages with the form feed.
            '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\u{00A0}' | '\u{2007}' | '\u{202F}' => out.push(' '),
            c if is_unwanted(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Cleaned text on one line: every run of white space is one space, none at the ends.
#[must_use]
pub fn one_line(text: &str) -> String {
    let cleaned = clean(text);
    let mut out = String::with_capacity(cleaned.len());
    for word in cleaned.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A number of things in words: "1 item", "2 items", "2 entries".
#[must_use]
pub fn count<N: fmt::Display + PartialEq + From<u8>>(n: N, thing: &str) -> String {
    if n == N::from(1) {
        return format!("{n} {thing}");
    }
    match thing.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{n} {stem}ies"),
        _ => format!("{n} {thing}s"),
    }
}

/// A text in small letters, digits and dashes, for a name in a file system or a calendar: "Safer Streets – 2031" is
/// "safer-streets-2031". Of a longer one the first `limit` characters; empty where it has none of these.
#[must_use]
pub fn slug(text: &str, limit: usize) -> String {
    let mut name = String::new();
    for c in fold(text).chars().take(limit) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    name
}

/// Text folded for comparing: lower case, without accents; "ø", "ł", "ß" and their like as plain letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_into(c, &mut out);
    }
    out
}

/// Words as one word for a shell, in quotes where it would not take them for one.
#[must_use]
pub fn quoted(words: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~' | ':');
    if !words.is_empty() && words.chars().all(plain) {
        return words.to_owned();
    }
    format!("'{}'", words.replace('\'', r"'\''"))
}

/// Appends what one character folds to: nothing for an accent that stands alone, several letters for some.
pub fn fold_into(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for c in std::iter::once(c)
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
    {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            // A sigma at the end of a word is the same letter.
            'ς' => out.push('σ'),
            c => out.push(c),
        }
    }
}
