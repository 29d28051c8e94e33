//! The cells of a screen, small enough that two frames are compared in microseconds.
//!
//! A cell is a symbol and an [`Ink`]. A symbol that takes several columns covers the cells behind it; drawing over a part
//! of one leaves blanks of the rest, so that no half of a letter is ever left.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::domain::measure::{grapheme_width, graphemes};

/// Bits a colour takes.
const COLOUR: u64 = 26;

const COLOUR_MASK: u64 = (1 << COLOUR) - 1;

/// The bit that tells colours of 24 bits, and the one that tells those of the palette of 256.
const RGB: u64 = 1 << 24;
const INDEXED: u64 = 1 << 8;

/// The sixteen colours of the terminal's own palette, in its order.
const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Foreground, ground and attributes in one number: from the lowest bit up, 26 bits, 26 bits and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ink(u64);

impl Ink {
    /// The terminal's own colours, no attributes.
    pub const PLAIN: Self = Self(0);

    /// An ink of these colours and attributes.
    #[must_use]
    pub fn new(fg: Color, bg: Color, modifier: Modifier) -> Self {
        Self(pack(fg) | pack(bg) << COLOUR | u64::from(modifier.bits()) << (2 * COLOUR))
    }

    #[must_use]
    pub fn fg(self) -> Color {
        unpack(self.0 & COLOUR_MASK)
    }

    #[must_use]
    pub fn bg(self) -> Color {
        unpack(self.0 >> COLOUR & COLOUR_MASK)
    }

    #[must_use]
    pub fn modifier(self) -> Modifier {
        let bits = u16::try_from(self.0 >> (2 * COLOUR)).unwrap_or(0);
        Modifier::from_bits_truncate(bits)
    }
}

fn pack(colour: Color) -> u64 {
    match colour {
        Color::Reset => 0,
        Color::Rgb(r, g, b) => RGB | u64::from(u32::from_be_bytes([0, r, g, b])),
        Color::Indexed(n) => INDEXED | u64::from(n),
        named => {
            let place = NAMED.iter().position(|c| *c == named);
            place.map_or(0, |n| n as u64 + 1)
        }
    }
}

fn unpack(bits: u64) -> Color {
    let [.., r, g, b] = bits.to_be_bytes();
    if bits & RGB != 0 {
        Color::Rgb(r, g, b)
    } else if bits & INDEXED != 0 {
        Color::Indexed(b)
    } else {
        let named = usize::from(b).checked_sub(1).and_then(|n| NAMED.get(n));
        named.copied().unwrap_or(Color::Reset)
    }
}

/// What a style changes about an ink: nothing where it does not say.
#[derive(Debug, Clone, Copy)]
struct Change {
    away: u64,
    to: u64,
}

impl Change {
    fn of(style: Style) -> Self {
        let colour = |c: Option<Color>| c.map_or((0, 0), |c| (COLOUR_MASK, pack(c)));
        let (fg, bg) = (colour(style.fg), colour(style.bg));
        let modifier = |m: Modifier| u64::from(m.bits()) << (2 * COLOUR);
        Self {
            away: fg.0 | bg.0 << COLOUR | modifier(style.sub_modifier),
            to: fg.1 | bg.1 << COLOUR | modifier(style.add_modifier - style.sub_modifier),
        }
    }

    const fn make(self, ink: Ink) -> Ink {
        Ink(ink.0 & !self.away | self.to)
    }
}

/// One cell of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub ink: Ink,
    /// A character; from [`Cell::JOINED`] on, several of them, by their place in the table; or [`Cell::COVERED`].
    symbol: u32,
}

impl Cell {
    /// A space in the terminal's own colours.
    pub const BLANK: Self = Self {
        ink: Ink::PLAIN,
        symbol: ' ' as u32,
    };
    /// Looks like no other.
    pub const UNKNOWN: Self = Self {
        ink: Ink(u64::MAX),
        symbol: Self::COVERED,
    };
    const JOINED: u32 = char::MAX as u32 + 1;
    const COVERED: u32 = u32::MAX;

    #[must_use]
    pub const fn is_blank(self) -> bool {
        self.symbol == ' ' as u32
    }

    /// Whether the symbol before it takes this column too.
    #[must_use]
    pub const fn is_covered(self) -> bool {
        self.symbol == Self::COVERED
    }

    /// Its symbol where that is one character.
    #[must_use]
    pub const fn char(self) -> Option<char> {
        char::from_u32(self.symbol)
    }
}

/// All cells of a screen.
#[derive(Debug)]
pub struct Cells {
    width: u16,
    height: u16,
    /// Row by row.
    cells: Vec<Cell>,
    /// Symbols of several characters: letters with marks, emoji.
    joined: Vec<Box<str>>,
    /// Where each of them is in the table.
    places: HashMap<Box<str>, usize>,
}

impl Cells {
    /// Blank cells.
    #[must_use]
    pub fn new(width: u16, height: u16) -> Self {
        let count = usize::from(width) * usize::from(height);
        Self {
            width,
            height,
            cells: vec![Cell::BLANK; count],
            joined: Vec::new(),
            places: HashMap::new(),
        }
    }

    #[must_use]
    pub const fn area(&self) -> Rect {
        Rect::new(0, 0, self.width, self.height)
    }

    /// A row, from 0; empty where there is none.
    #[must_use]
    pub fn row(&self, y: u16) -> &[Cell] {
        let (from, width) = (self.place(0, y), usize::from(self.width));
        self.cells.get(from..from + width).unwrap_or_default()
    }

    /// The characters of a symbol of several.
    #[must_use]
    pub fn joined(&self, cell: Cell) -> &str {
        let place = cell.symbol.checked_sub(Cell::JOINED);
        let found = place.and_then(|n| self.joined.get(n as usize));
        found.map_or("", |s| s)
    }

    /// Makes rows blank.
    pub fn clear_rows(&mut self, rows: Range<u16>) {
        let (from, to) = (self.place(0, rows.start), self.place(0, rows.end));
        if let Some(cells) = self.cells.get_mut(from..to) {
            cells.fill(Cell::BLANK);
        }
    }

    /// Exchanges rows with those of another screen of the same size.
    pub fn swap_rows(&mut self, rows: Range<u16>, other: &mut Vec<Cell>) {
        let whole = self.place(0, rows.start)..self.place(0, rows.end);
        if whole == (0..self.cells.len()) {
            std::mem::swap(&mut self.cells, other);
        } else if let (Some(own), Some(others)) =
            (self.cells.get_mut(whole.clone()), other.get_mut(whole))
        {
            own.swap_with_slice(others);
        }
    }

    fn place(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.width) + usize::from(x)
    }

    /// Lays a style over an area.
    pub fn style(&mut self, area: Rect, style: Style) {
        let change = Change::of(style);
        for row in area.intersection(self.area()).rows() {
            for cell in self.part(row) {
                cell.ink = change.make(cell.ink);
            }
        }
    }

    /// Makes an area blank.
    pub fn clear(&mut self, area: Rect) {
        for row in area.intersection(self.area()).rows() {
            self.cut_before(row.x, row.y);
            self.part(row).fill(Cell::BLANK);
            self.cut_behind(row);
        }
    }

    /// Writes text into the first row of an area, as much as fits, and answers how many columns it took.
    pub fn write(&mut self, area: Rect, words: &str, style: Style) -> u16 {
        let area = area.intersection(self.area());
        let row = Rect {
            height: area.height.min(1),
            ..area
        };
        if row.is_empty() || words.is_empty() {
            return 0;
        }
        let change = Change::of(style);
        self.cut_before(row.x, row.y);
        let used = if words.bytes().all(|b| matches!(b, b' '..=b'~')) {
            let cells = self.part(row).iter_mut();
            cells.zip(words.bytes()).fold(0, |used, (cell, byte)| {
                cell.symbol = byte.into();
                cell.ink = change.make(cell.ink);
                used + 1
            })
        } else {
            self.write_graphemes(row, words, change)
        };
        self.cut_behind(Rect { width: used, ..row });
        used
    }

    fn write_graphemes(&mut self, row: Rect, words: &str, change: Change) -> u16 {
        let mut used = 0;
        for (_, grapheme) in graphemes(words) {
            let wide = u16::try_from(grapheme_width(grapheme)).unwrap_or(u16::MAX);
            if wide > row.width - used {
                break;
            }
            if wide == 0 {
                continue;
            }
            let mut chars = grapheme.chars();
            let symbol = match (chars.next(), chars.next()) {
                (Some(only), None) => only.into(),
                _ => self.join(grapheme),
            };
            let place = Rect {
                x: row.x + used,
                width: wide,
                ..row
            };
            if let [first, behind @ ..] = self.part(place) {
                first.symbol = symbol;
                first.ink = change.make(first.ink);
                behind.fill(Cell {
                    symbol: Cell::COVERED,
                    ..Cell::BLANK
                });
            }
            used += wide;
        }
        used
    }

    /// The symbol that stands for several characters.
    fn join(&mut self, grapheme: &str) -> u32 {
        let known = self.places.get(grapheme).copied();
        let place = known.unwrap_or_else(|| {
            self.places.insert(grapheme.into(), self.joined.len());
            self.joined.push(grapheme.into());
            self.joined.len() - 1
        });
        // There never are so many on one screen.
        u32::try_from(place).map_or(Cell::BLANK.symbol, |n| Cell::JOINED.saturating_add(n))
    }

    /// How many symbols of several characters were met with.
    #[must_use]
    pub fn joined_count(&self) -> usize {
        self.joined.len()
    }

    /// Blanks the wide symbol that covers a cell, if one does: something else is about to begin there.
    fn cut_before(&mut self, x: u16, y: u16) {
        let place = self.place(x, y);
        let Some((before, [first, ..])) = self.cells.split_at_mut_checked(place) else {
            return;
        };
        if first.is_covered() {
            first.symbol = Cell::BLANK.symbol;
            for cell in before.iter_mut().rev() {
                let begins = !cell.is_covered();
                cell.symbol = Cell::BLANK.symbol;
                if begins {
                    break;
                }
            }
        }
    }

    /// Blanks what is left of a wide symbol behind something that was drawn over its beginning.
    fn cut_behind(&mut self, row: Rect) {
        let end = self.width.saturating_sub(row.right());
        let rest = Rect {
            x: row.right(),
            width: end,
            ..row
        };
        for cell in self.part(rest) {
            if !cell.is_covered() {
                break;
            }
            cell.symbol = Cell::BLANK.symbol;
        }
    }

    /// The cells of the part of a row that lies on the screen.
    fn part(&mut self, row: Rect) -> &mut [Cell] {
        let row = row.intersection(self.area());
        let from = self.place(row.x, row.y);
        let cells = self.cells.get_mut(from..from + usize::from(row.width));
        cells.unwrap_or_default()
    }
}
