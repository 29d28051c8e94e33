//! The records of a BIFF8 stream, and the texts in them, which run over from one record into the next.
//!
//! Source: [MS-XLS].

use super::container::{u16_at, u32_at};

/// What follows the record before it, where that was too long for one.
const CONTINUE: u16 = 0x003C;

/// One record, with those that go on with it.
#[derive(Debug)]
pub struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
    pub more: Vec<&'a [u8]>,
}

impl Record<'_> {
    /// Two bytes as a number.
    #[must_use]
    pub fn u16(&self, at: usize) -> Option<u16> {
        u16_at(self.data, at)
    }

    /// Four bytes as a number.
    #[must_use]
    pub fn u32(&self, at: usize) -> Option<u32> {
        u32_at(self.data, at)
    }

    /// Eight bytes as a number with a point.
    #[must_use]
    pub fn f64(&self, at: usize) -> Option<f64> {
        let bytes = self.data.get(at..at.checked_add(8)?)?;
        bytes.try_into().ok().map(f64::from_le_bytes)
    }

    /// The text that begins at `at`, its length before it in two bytes.
    #[must_use]
    pub fn text(&self, at: usize) -> Option<String> {
        let mut pieces = vec![self.data];
        pieces.extend(&self.more);
        let mut cursor = Cursor {
            pieces: &pieces,
            piece: 0,
            at,
        };
        let mut wide = Vec::new();
        cursor.text(Some(&mut wide))?;
        Some(String::from_utf16_lossy(&wide))
    }
}

/// Walks over the records of a stream from a place on.
#[derive(Debug)]
pub struct Records<'a> {
    stream: &'a [u8],
    pub at: usize,
}

impl<'a> Records<'a> {
    #[must_use]
    pub fn of(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.stream, self.at) == Some(CONTINUE) {
            let Some((_, data)) = self.one() else { break };
            more.push(data);
        }
        Some(Record { kind, data, more })
    }
}

/// A place in a text that lies in several records.
#[derive(Debug)]
struct Cursor<'c, 'a> {
    pieces: &'c [&'a [u8]],
    piece: usize,
    at: usize,
}

impl Cursor<'_, '_> {
    fn left(&self) -> usize {
        let piece = self.pieces.get(self.piece).map_or(0, |p| p.len());
        piece.saturating_sub(self.at)
    }

    /// Goes on to the next record where this one is at its end.
    fn turn(&mut self) -> Option<()> {
        while self.left() == 0 {
            self.piece += 1;
            self.at = 0;
            self.pieces.get(self.piece)?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.turn()?;
        let byte = *self.pieces.get(self.piece)?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            self.turn()?;
            let step = bytes.min(self.left());
            self.at += step;
            bytes -= step;
        }
        Some(())
    }

    /// Reads a text with its length before it, or skips it. Where it goes on in the next record, a byte there says anew
    /// whether its characters take one byte or two.
    fn text(&mut self, mut into: Option<&mut Vec<u16>>) -> Option<()> {
        let mut left = usize::from(self.short()?);
        let mut flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.short()? };
        let tail = if flags & 4 == 0 {
            0
        } else {
            u32::from(self.short()?) | u32::from(self.short()?) << 16
        };
        while left > 0 {
            if self.left() == 0 {
                flags = self.byte()?;
            }
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let count = left.min(self.left() / width);
            if count == 0 {
                // Half a character, or a record with nothing but the byte that says how wide they are.
                self.at += self.left();
                continue;
            }
            let bytes = self.pieces.get(self.piece)?;
            let bytes = bytes.get(self.at..self.at + count * width)?;
            if let Some(into) = &mut into {
                let wide = bytes.chunks_exact(width);
                into.extend(wide.filter_map(|c| match c {
                    [low] => Some(u16::from(*low)),
                    _ => u16_at(c, 0),
                }));
            }
            self.at += count * width;
            left -= count;
        }
        self.skip(usize::from(runs) * 4)?;
        self.skip(usize::try_from(tail).ok()?)
    }
}

/// The texts all sheets share: where each begins, for one may stand in many cells and few of many are used.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    pieces: Vec<&'a [u8]>,
    places: Vec<(u32, u32)>,
}

impl<'a> Texts<'a> {
    /// Finds the texts of the record that holds them; `None` where there are more than `most`.
    #[must_use]
    pub fn of(record: &Record<'a>, most: usize) -> Option<Self> {
        let mut pieces = vec![record.data];
        pieces.extend(&record.more);
        let mut places = Vec::new();
        let mut cursor = Cursor {
            pieces: &pieces,
            piece: 0,
            at: 8,
        };
        let stated = usize::try_from(record.u32(4).unwrap_or(0)).unwrap_or(usize::MAX);
        while places.len() < stated && cursor.turn().is_some() {
            let place = (u32::try_from(cursor.piece), u32::try_from(cursor.at));
            let (Ok(piece), Ok(at)) = place else { break };
            if cursor.text(None).is_none() {
                break;
            }
            if places.len() == most {
                return None;
            }
            places.push((piece, at));
        }
        Some(Self { pieces, places })
    }

    /// One of them; empty where there is no such text.
    #[must_use]
    pub fn get(&self, number: u32) -> String {
        let place = usize::try_from(number).ok();
        let Some((piece, at)) = place.and_then(|n| self.places.get(n)) else {
            return String::new();
        };
        let mut cursor = Cursor {
            pieces: &self.pieces,
            piece: usize::try_from(*piece).unwrap_or(usize::MAX),
            at: usize::try_from(*at).unwrap_or(usize::MAX),
        };
        let mut wide = Vec::new();
        match cursor.text(Some(&mut wide)) {
            Some(()) => String::from_utf16_lossy(&wide),
            None => String::new(),
        }
    }
}
