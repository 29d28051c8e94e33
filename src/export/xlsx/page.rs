//! How a sheet is printed: on pages across, no smaller than can be read.

use crate::domain::text::one_line;
use crate::export::office::escaped;
use crate::export::widths::{Need, shared};

/// A character of a cell, and what a column has besides, in points.
const CHARACTER: u32 = 5;
const BESIDE: u32 = 4;
/// What the margins leave of a page across, in points.
const A4: u32 = 784;
const A3: u32 = 1_132;
/// The letters of a cell have 10 points, printed no less than seven and a half of them: in per cent.
const READABLE: u32 = 75;
/// More of the title would not fit into the foot of a page.
const FOOT: usize = 120;

/// What a sheet is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setup {
    /// The number of the paper in a workbook: 8 is A3, 9 is A4.
    paper: u8,
    /// How many pages stand beside one another.
    pub across: u32,
}

/// The room on a paper for so many columns, in characters that can still be read.
fn room(paper: u32, columns: usize) -> u32 {
    let columns = u32::try_from(columns).unwrap_or(u32::MAX);
    let all = paper * 100 / READABLE;
    all.saturating_sub(columns.saturating_mul(BESIDE)) / CHARACTER
}

/// The smallest paper on which columns of these widths can still be read, and of the larger one as many pages as it takes.
pub(super) fn setup(widths: &[u32]) -> Setup {
    let all: u32 = widths.iter().sum();
    if all <= room(A4, widths.len()) {
        return Setup {
            paper: 9,
            across: 1,
        };
    }
    Setup {
        paper: 8,
        across: all.div_ceil(room(A3, widths.len()).max(1)).max(1),
    }
}

/// The widths of columns: what they want; or narrower, where that spares a larger paper, by up to a fifth, or a second page beside the
/// first, by up to a third.
pub(super) fn widths(needs: &[Need]) -> Vec<u32> {
    let all = |of: fn(&Need) -> u32| needs.iter().map(of).sum::<u32>();
    let (least, most) = (all(|need| need.least), all(|need| need.most));
    let found = [(A4, 80), (A3, 67)].into_iter().find_map(|(paper, left)| {
        let room = room(paper, needs.len());
        (least <= room && most * left / 100 <= room).then_some(room)
    });
    match found {
        Some(room) if most > room => shared(needs, room),
        _ => needs.iter().map(|need| need.most).collect(),
    }
}

/// The lines that a line of text takes in a column of so many characters, which are digits: small letters are narrower, capitals are
/// wider.
pub(super) fn lines(text: &str, width: u32) -> usize {
    let room = width.max(1) * 100;
    // No character is wider than a capital.
    if text.len().saturating_mul(120) <= usize::try_from(room).unwrap_or(usize::MAX) {
        return 1;
    }
    let of = |c: char| match c {
        ' ' => 55,
        c if c.is_uppercase() => 120,
        c if c.is_lowercase() => 90,
        _ => 100,
    };
    let (mut lines, mut used) = (1, 0);
    for word in text.split_inclusive([' ', '-']) {
        let needed: u32 = word.chars().map(of).sum();
        let shown: u32 = word.trim_end().chars().map(of).sum();
        if used > 0 && used + shown > room {
            lines += 1;
            used = 0;
        }
        // A word longer than a line is cut.
        let whole = shown.saturating_sub(1) / room;
        lines += usize::try_from(whole).unwrap_or(0);
        used = (used + needed).saturating_sub(whole * room);
    }
    lines
}

impl Setup {
    /// The parts of a sheet that say how it is printed, with these words and the number of the page at its foot.
    pub(super) fn part(self, foot: &str) -> String {
        let Self { paper, across } = self;
        // An ampersand begins a code there.
        let foot: String = one_line(foot).chars().take(FOOT).collect();
        let foot = foot.replace('&', "&&");
        let foot = escaped(&foot);
        format!(
            "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"{paper}\" orientation=\"landscape\" fitToWidth=\"{across}\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;L{foot}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>"
        )
    }
}
