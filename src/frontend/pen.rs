//! Cells to bytes: the shortest way to the next cell, and only what is different about its style.
//!
//! A [`Pen`] remembers where the terminal's cursor stands and which colours and attributes it writes with. Its sequences
//! are those every terminal of the last thirty years has: moves, `SGR`, and clearing to the end of the row.

use crossterm::cursor::{MoveLeft, MoveRight, MoveTo};
use crossterm::terminal::{Clear, ClearType};
use crossterm::{Command, queue};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::domain::measure::is_simple;

/// What is seen even of a blank.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Each attribute, with what switches it on and off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Ink {
    /// The terminal's own colours, no attributes.
    const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    const fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a blank in this ink shows nothing but its ground.
    const fn is_bare(self) -> bool {
        !self.modifier.intersects(ON_BLANKS)
    }
}

/// Whether a cell looks the same in this ink as in its own.
fn suits(ink: Ink, cell: &Cell) -> bool {
    let own = Ink::of(cell);
    ink == own || (is_blank(cell) && ink.bg == own.bg && ink.is_bare() && own.is_bare())
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Whether a cell is as a cleared row leaves it.
pub fn is_clear(cell: &Cell) -> bool {
    is_blank(cell) && suits(Ink::PLAIN, cell)
}

/// Whether two cells look the same.
pub fn is_same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && suits(Ink::of(one), other)
}

/// The symbol of a cell where that is one character.
fn single(cell: &Cell) -> Option<char> {
    let mut chars = cell.symbol().chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Where the terminal's cursor stands, what it writes with, and what was written.
#[derive(Debug)]
pub struct Pen {
    pub bytes: Vec<u8>,
    ink: Ink,
    /// Column and row; none where terminals may not agree.
    at: Option<(u16, u16)>,
    /// Columns of the screen: behind the last one the cursor stands on it still, or not.
    width: u16,
}

impl Pen {
    /// A pen on a terminal of so many columns that writes without colours.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self {
            bytes: Vec::new(),
            ink: Ink::PLAIN,
            at: None,
            width,
        }
    }

    /// Begins anew, anywhere on a terminal that writes without colours.
    pub fn lift(&mut self, width: u16) {
        self.bytes.clear();
        self.ink = Ink::PLAIN;
        self.at = None;
        self.width = width;
    }

    /// Writes a cell at a column and a row, whose cells are as they are to be seen.
    pub fn write(&mut self, (x, y): (u16, u16), cell: &Cell, row: &[Cell]) {
        self.go((x, y), row);
        if !suits(self.ink, cell) {
            self.dip(self.target(cell));
        }
        // Most of what is written.
        if let [letter] = cell.symbol().as_bytes() {
            self.bytes.push(*letter);
            self.at = Some((x + 1, y));
            return;
        }
        let wide = cell.cell_width();
        if single(cell).is_some() {
            self.symbol(cell);
            self.at = Some((x + wide, y));
            return;
        }
        // Terminals do not agree on the columns of what is joined: none of them is left as it was, and the way on is told
        // anew.
        if wide > 1 {
            self.bytes.extend(std::iter::repeat_n(b' ', wide.into()));
            self.place((x, y));
        }
        self.symbol(cell);
        self.at = None;
    }

    fn symbol(&mut self, cell: &Cell) {
        self.bytes.extend_from_slice(cell.symbol().as_bytes());
    }

    /// Writes a sequence of the terminal's.
    pub fn command(&mut self, command: impl Command) {
        // Writing into bytes cannot fail.
        let _ = queue!(self.bytes, command);
    }

    /// Clears the rest of a row.
    pub fn clear_rest(&mut self, (x, y): (u16, u16), row: &[Cell]) {
        self.go((x, y), row);
        if self.ink.bg != Color::Reset || !self.ink.is_bare() {
            self.dip(Ink::PLAIN);
        }
        self.command(Clear(ClearType::UntilNewLine));
    }

    /// Puts colours and attributes away.
    pub fn rest(&mut self) {
        if self.ink != Ink::PLAIN {
            self.dip(Ink::PLAIN);
        }
    }

    /// Moves to a column and a row, wherever the cursor is.
    pub fn place(&mut self, (x, y): (u16, u16)) {
        match x {
            // The first column need not be told.
            0 => self.number("\x1b[", y + 1, "H"),
            _ => self.command(MoveTo(x, y)),
        }
        self.at = Some((x, y));
    }

    /// The shortest way to a cell: over cells that are written again as they are, by steps, or by its place.
    fn go(&mut self, (x, y): (u16, u16), row: &[Cell]) {
        if self.at == Some((x, y)) {
            return;
        }
        let Some((from, down)) = self.at.and_then(|(fx, fy)| Some((fx, y.checked_sub(fy)?))) else {
            return self.place((x, y));
        };
        let direct = 4 + digits(y + 1) + digits(x + 1) - if x == 0 { 1 + digits(1) } else { 0 };
        let across = from.abs_diff(x);
        let sideways = match across {
            0 => 0,
            1 => 3,
            n => 3 + digits(n),
        };
        let from_left = if x == 0 { 1 } else { 4 + digits(x) };
        // Behind the last column it is not known which column the cursor stands in.
        let stepping = if from < self.width {
            sideways
        } else {
            u16::MAX
        };
        if down == 0 && x > from && self.passes(usize::from(from)..usize::from(x), row, sideways) {
            return;
        }
        if direct <= down.saturating_add(stepping.min(from_left)) {
            return self.place((x, y));
        }
        let returns = from_left < stepping;
        if returns {
            self.bytes.push(b'\r');
        }
        self.bytes.extend(std::iter::repeat_n(b'\n', down.into()));
        let steps = if returns { x } else { across };
        match (steps, returns || x >= from) {
            (0, _) => {}
            // One step need not be counted.
            (1, true) => self.bytes.extend_from_slice(b"\x1b[C"),
            (1, false) => self.bytes.extend_from_slice(b"\x1b[D"),
            (n, true) => self.command(MoveRight(n)),
            (n, false) => self.command(MoveLeft(n)),
        }
        self.at = Some((x, y));
    }

    /// Writes the cells between once more, where that takes no more bytes than a step over them.
    fn passes(&mut self, between: std::ops::Range<usize>, row: &[Cell], most: u16) -> bool {
        let end = between.end;
        let Some(cells) = row.get(between) else {
            return false;
        };
        let most = usize::from(most);
        if cells.len() > most {
            return false;
        }
        let bytes: usize = cells.iter().map(|c| c.symbol().len()).sum();
        let plain = |cell: &Cell| single(cell).is_some_and(is_simple) && suits(self.ink, cell);
        if bytes > most || !cells.iter().all(plain) {
            return false;
        }
        for cell in cells {
            self.symbol(cell);
        }
        self.at = self
            .at
            .and_then(|(_, y)| Some((u16::try_from(end).ok()?, y)));
        true
    }

    /// The ink to write a cell with: for a blank, as much as can be of what the pen has.
    fn target(&self, cell: &Cell) -> Ink {
        let own = Ink::of(cell);
        if !is_blank(cell) || !own.is_bare() {
            return own;
        }
        Ink {
            bg: own.bg,
            fg: self.ink.fg,
            modifier: self.ink.modifier - ON_BLANKS,
        }
    }

    /// Changes colours and attributes: what differs, or all of them from plain, whichever is shorter.
    fn dip(&mut self, to: Ink) {
        let begin = self.bytes.len();
        self.change(self.ink, to, false);
        let middle = self.bytes.len();
        let from = std::mem::replace(&mut self.ink, to);
        let ends = |from: Color, to: Color| from != to && to == Color::Reset;
        let removes = !(from.modifier - to.modifier).is_empty();
        if !removes && !ends(from.fg, to.fg) && !ends(from.bg, to.bg) {
            return;
        }
        self.change(Ink::PLAIN, to, true);
        if self.bytes.len() - middle < middle - begin {
            self.bytes.drain(begin..middle);
        } else {
            self.bytes.truncate(middle);
        }
    }

    /// Writes what leads from one ink to another; `reset` where it begins with putting everything away.
    fn change(&mut self, from: Ink, to: Ink, reset: bool) {
        self.bytes.extend_from_slice(b"\x1b[");
        let first = self.bytes.len();
        if reset && to != Ink::PLAIN {
            self.bytes.push(b';');
        }
        let removed = from.modifier - to.modifier;
        let mut ended = [0; 2];
        for (attribute, _, off) in ATTRIBUTES {
            if removed.contains(attribute) && !ended.contains(&off) {
                self.number("", off.into(), ";");
                // Bold and dim end together, and so do both kinds of blinking.
                match off {
                    22 => ended[0] = off,
                    25 => ended[1] = off,
                    _ => {}
                }
            }
        }
        for (attribute, on, off) in ATTRIBUTES {
            let kept = from.modifier.contains(attribute) && !ended.contains(&off);
            if to.modifier.contains(attribute) && !kept {
                self.number("", on.into(), ";");
            }
        }
        if from.fg != to.fg {
            self.colour(to.fg, 38);
        }
        if from.bg != to.bg {
            self.colour(to.bg, 48);
        }
        if self.bytes.len() > first {
            // Of the last parameter, what parts it from the next.
            self.bytes.pop();
        }
        self.bytes.push(b'm');
    }

    fn colour(&mut self, colour: Color, ground: u16) {
        let index = match colour {
            Color::Reset => return self.number("", ground + 1, ";"),
            Color::Rgb(r, g, b) => {
                self.number("", ground, ";2;");
                self.number("", r.into(), ";");
                self.number("", g.into(), ";");
                return self.number("", b.into(), ";");
            }
            Color::Indexed(index) => index,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        self.number("", ground, ";5;");
        self.number("", index.into(), ";");
    }

    fn number(&mut self, before: &str, number: u16, behind: &str) {
        self.bytes.extend_from_slice(before.as_bytes());
        let count = digits(number);
        for power in (0..count).rev() {
            let digit = number / 10_u16.pow(power.into()) % 10;
            self.bytes.push(b'0' + u8::try_from(digit).unwrap_or(0));
        }
        self.bytes.extend_from_slice(behind.as_bytes());
    }
}

/// How many digits a number has.
const fn digits(number: u16) -> u16 {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1000 => 3,
        1000..10_000 => 4,
        _ => 5,
    }
}
