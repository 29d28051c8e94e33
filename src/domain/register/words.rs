//! Words of many records, close together in memory.
//!
//! They are kept in large pieces: a string of its own for each would take as much again, and leave holes all over the
//! memory of whoever reads a plan while it lets go of what it was read from. A record's texts follow a head that says where
//! each of them is, so that a row holds nothing but the place of the head. What stands on no screen is packed, to a half for
//! prose.

use super::piece::Piece;

/// Bytes after which words are packed, and with the next begins a new piece of memory. So much is unpacked to read one word: some
/// ten microseconds. Half of it packs a tenth worse.
const PIECE: usize = 16 << 10;

/// Pieces that may stay unpacked while nothing else is to be done: more than a screen shows.
const READ: usize = 16;

/// Most characters of a number in a head.
const DIGITS: usize = usize::BITS.div_ceil(DIGIT_BITS) as usize;
/// Bits of a number in one character: those of ASCII but for one, which says whether more follow.
const DIGIT_BITS: u32 = 6;
const MORE: u8 = 1 << DIGIT_BITS;

/// Where the words of a record are. In bytes, which find room where a row has some left.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) struct Place {
    piece: [u8; 4],
    begin: [u8; 2],
}

/// The words of many records. Those of a record that is gone stay as long as all of them do.
#[derive(Debug, Clone, Default)]
pub(in crate::domain) struct Words {
    full: Vec<Piece>,
    /// The piece that has room.
    last: String,
}

/// The texts of a record, looked up when they are asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) enum Texts<'a, const N: usize> {
    Kept(&'a Words, Place),
    Given([&'a str; N]),
}

impl<'a, const N: usize> Texts<'a, N> {
    pub fn get(self) -> [&'a str; N] {
        match self {
            Self::Kept(words, place) => words.read(place),
            Self::Given(texts) => texts,
        }
    }
}

impl<const N: usize> PartialEq for Texts<'_, N> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<const N: usize> Eq for Texts<'_, N> {}

/// As small a number as places need. The store takes no record near 4 GiB, and so many pieces fit into no memory.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Words {
    /// The texts of a record, as many as it was kept with, in the order they were given.
    pub fn texts<const N: usize>(&self, place: Place) -> Texts<'_, N> {
        Texts::Kept(self, place)
    }

    fn read<const N: usize>(&self, place: Place) -> [&str; N] {
        let piece = self.full.get(u32::from_le_bytes(place.piece) as usize);
        let piece = piece.map_or(self.last.as_str(), Piece::text);
        let begin = usize::from(u16::from_le_bytes(place.begin));
        let own = piece.get(begin..).unwrap_or_default();
        let mut head = own.bytes();
        let spans = [(); N].map(|()| (taken(&mut head), taken(&mut head)));
        let texts = own.get(own.len() - head.len()..).unwrap_or_default();
        spans.map(|(begin, len)| texts.get(begin..begin + len).unwrap_or_default())
    }

    /// Keeps the texts of a record; `old` is where those before are, which mostly are the same. What stands in a longer text of
    /// the same record is not kept twice.
    pub fn keep<const N: usize>(&mut self, texts: [&str; N], old: Option<Place>) -> Place {
        if let Some(old) = old.filter(|old| self.read(*old) == texts) {
            return old;
        }
        let (spans, kept) = laid_out(texts);
        self.make_room(2 * N * DIGITS + kept.iter().map(|text| text.len()).sum::<usize>());
        let begin = u16::try_from(self.last.len()).unwrap_or_default();
        for (begin, len) in spans {
            put(&mut self.last, begin);
            put(&mut self.last, len);
        }
        self.last.extend(kept);
        Place {
            piece: number(self.full.len()).to_le_bytes(),
            begin: begin.to_le_bytes(),
        }
    }

    /// Makes the last piece of memory one with room for so many bytes.
    fn make_room(&mut self, len: usize) {
        let room = self.last.capacity() - self.last.len();
        // Behind a very long record nothing would be found.
        if room >= len && self.last.len() < PIECE {
            return;
        }
        if !self.last.is_empty() {
            self.full.push(Piece::pack(&self.last));
        }
        self.last.clear();
        self.last.shrink_to(PIECE);
        self.last.reserve_exact(len.max(PIECE));
    }

    /// Lets go of what was unpacked, where that is more than a screen shows.
    pub fn relax(&mut self) {
        if self.full.iter().filter(|piece| piece.is_read()).count() > READ {
            self.full.iter_mut().for_each(Piece::let_go);
        }
    }
}

/// Where each text begins and how long it is once those are written behind one another that stand in no longer one; and those,
/// with empty ones between.
fn laid_out<const N: usize>(texts: [&str; N]) -> ([(usize, usize); N], [&str; N]) {
    let mut longest: [usize; N] = std::array::from_fn(|n| n);
    longest.sort_by_key(|n| std::cmp::Reverse(texts.get(*n).map_or(0, |text| text.len())));
    let mut spans = [(0, 0); N];
    let mut kept = [""; N];
    let mut end = 0;
    for (nth, n) in longest.into_iter().enumerate() {
        let text = texts.get(n).copied().unwrap_or_default();
        let mut longer = longest.iter().take(nth);
        let found = longer.find_map(|n| Some(spans.get(*n)?.0 + texts.get(*n)?.find(text)?));
        if let (None, Some(kept)) = (found, kept.get_mut(nth)) {
            *kept = text;
        }
        if let Some(span) = spans.get_mut(n) {
            *span = (found.unwrap_or(end), text.len());
        }
        end += kept.get(nth).map_or(0, |text| text.len());
    }
    (spans, kept)
}

/// Writes a number into a head, its lowest digits first.
fn put(head: &mut String, mut n: usize) {
    loop {
        let [lowest, ..] = n.to_le_bytes();
        let digit = lowest & (MORE - 1);
        n >>= DIGIT_BITS;
        if n == 0 {
            head.push(char::from(digit));
            return;
        }
        head.push(char::from(digit | MORE));
    }
}

/// Takes the next number off a head.
fn taken(head: &mut std::str::Bytes<'_>) -> usize {
    let mut n = 0;
    for (digit, place) in head.by_ref().zip(0..) {
        n |= usize::from(digit & (MORE - 1)) << (DIGIT_BITS * place);
        if digit & MORE == 0 {
            break;
        }
    }
    n
}
