//! Quotation marks of separated text: where a quoted cell begins, and whether it ends.
//!
//! As RFC 4180 and the programs that write such files have it: a mark at the start of a cell opens it, two in it stand for
//! one, a single one closes it; a mark amid the words of a cell is one of its words.

/// Where in a cell the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a mark in a quoted cell: it closes the cell, or is the first of two.
    Closed,
}

/// A text passed byte by byte.
#[derive(Debug)]
pub struct Quotes<'d> {
    delimiters: &'d [u8],
    at: At,
    line: usize,
    before: u8,
    /// The line where the last quoted cell was opened.
    opened: usize,
    /// The mark that closes it may open another one.
    doubtful: bool,
    /// The first line whose quoted cell went on to the mark of another cell.
    swallowing: Option<usize>,
}

impl<'d> Quotes<'d> {
    /// Cells are parted by any of these.
    pub fn between(delimiters: &'d [u8]) -> Self {
        Self {
            delimiters,
            at: At::Start,
            line: 1,
            before: b'\n',
            opened: 1,
            doubtful: false,
            swallowing: None,
        }
    }

    /// Passes a byte. Says whether it stands outside quoted cells.
    pub fn pass(&mut self, byte: u8) -> bool {
        let outside = self.at != At::Quoted;
        let parts = |b: u8| b == b'\n' || self.delimiters.contains(&b);
        let next = match (self.at, byte) {
            (At::Start, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) | (At::Closed, b'"') => At::Quoted,
            (_, b) if parts(b) => At::Start,
            _ => At::Plain,
        };
        match (self.at, next) {
            (At::Start, At::Quoted) => self.opened = self.line,
            // Behind a delimiter, lines below its beginning: it reads like the beginning of another cell.
            (At::Quoted, At::Closed) => {
                self.doubtful = self.line > self.opened && parts(self.before);
            }
            (At::Closed, At::Plain) if self.doubtful && byte != b' ' => {
                self.swallowing.get_or_insert(self.opened);
            }
            _ => {}
        }
        self.line += usize::from(byte == b'\n');
        (self.at, self.before) = (next, byte);
        outside
    }

    /// The line where a cell was opened that is still open.
    pub fn open(&self) -> Option<usize> {
        (self.at == At::Quoted).then_some(self.opened)
    }
}

/// The line where a quoted cell begins that is never closed, or that only the mark of another cell closes.
pub fn never_closed(text: &str, delimiter: u8) -> Option<usize> {
    let delimiters = [delimiter];
    let mut quotes = Quotes::between(&delimiters);
    for byte in text.bytes() {
        quotes.pass(byte);
    }
    quotes.swallowing.or_else(|| quotes.open())
}
