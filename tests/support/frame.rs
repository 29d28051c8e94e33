//! Frames as text that can be read and compared: the words, then the styles.
//!
//! `styled` writes the rows of a frame, then the same rows with one letter for each cell's style, then what the letters
//! mean. `assert_frame` compares with `tests/screen/frames/NAME.txt`; `MILEPOST_BLESS=1 cargo test` writes it anew.

use std::fmt::Write as _;
use std::path::PathBuf;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The rows of a frame without styles, spaces at their ends left off.
pub fn plain(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in cells(buffer) {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1; // the second column of a wide character
                continue;
            }
            covered = milepost::view::text::width(cell.symbol()).max(1) - 1;
            line.push_str(cell.symbol());
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The rows of a frame, then one letter for each cell's style (`.` for plain), then what the letters mean.
pub fn styled(buffer: &Buffer) -> String {
    let mut out = plain(buffer);
    let mut styles: Vec<String> = Vec::new();
    let mut map = String::new();
    for row in cells(buffer) {
        let mut line = String::new();
        for cell in row {
            let style = describe(cell);
            line.push(if style.is_empty() {
                '.'
            } else {
                let index = styles.iter().position(|s| *s == style).unwrap_or_else(|| {
                    styles.push(style);
                    styles.len() - 1
                });
                LETTERS.chars().nth(index).unwrap_or('?')
            });
        }
        map.push_str(line.trim_end_matches('.'));
        map.push('\n');
    }
    let _ = write!(out, "----\n{map}----\n");
    for (letter, style) in LETTERS.chars().zip(&styles) {
        let _ = writeln!(out, "{letter}: {style}");
    }
    out
}

fn cells(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer
        .content()
        .chunks(usize::from(buffer.area.width).max(1))
        .take(usize::from(buffer.area.height))
}

fn describe(cell: &Cell) -> String {
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(cell.fg.to_string());
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg));
    }
    for (name, _) in Modifier::all()
        .iter_names()
        .filter(|(_, m)| cell.modifier.contains(*m))
    {
        parts.push(name.to_lowercase());
    }
    parts.join(" ")
}

/// Whether the expected files are to be written anew.
pub fn blessing() -> bool {
    std::env::var_os("MILEPOST_BLESS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Compares a frame, styles and all, with the one kept under this name.
#[track_caller]
pub fn assert_frame(name: &str, buffer: &Buffer) {
    assert_text(&format!("tests/screen/frames/{name}.txt"), &styled(buffer));
}

/// Compares the words of a frame alone with those kept under this name.
#[track_caller]
pub fn assert_words(name: &str, buffer: &Buffer) {
    assert_text(&format!("tests/screen/frames/{name}.txt"), &plain(buffer));
}

/// Compares a text with a file of the project, named from its root.
#[track_caller]
pub fn assert_text(path: &str, actual: &str) {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if blessing() {
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        if std::fs::read_to_string(&full).ok().as_deref() != Some(actual) {
            std::fs::write(&full, actual).unwrap();
        }
        return;
    }
    let expected = std::fs::read_to_string(&full).unwrap_or_default();
    if expected != actual {
        panic!(
            "{path} is not what is drawn now. Where the new one is right: MILEPOST_BLESS=1 cargo test\n{}",
            difference(&expected, actual)
        );
    }
}

/// Lines that differ: `-` expected, `+` found, each with its number. Lines that agree are left out.
pub fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    // Lines put in or taken out must not make everything below them differ: the common tail is skipped.
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = if old.len() == new.len() {
        0
    } else {
        old_rest
            .iter()
            .rev()
            .zip(new_rest.iter().rev())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let (old_rest, new_rest) = (
        &old_rest[..old_rest.len() - tail],
        &new_rest[..new_rest.len() - tail],
    );
    let mut out = String::new();
    for index in 0..old_rest.len().max(new_rest.len()) {
        let (a, b) = (old_rest.get(index), new_rest.get(index));
        if a == b {
            continue;
        }
        for (sign, line) in [('-', a), ('+', b)] {
            if let Some(line) = line {
                let _ = writeln!(out, "{:>4} {sign}{line}", head + index + 1);
            }
        }
    }
    out
}
