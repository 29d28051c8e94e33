//! Words of many records, close together in memory.
//!
//! They are kept in a few large pieces: a string of its own for each would take as much again, and leave holes all over the
//! memory of whoever reads a plan while it lets go of what it was read from. A record's texts follow a head that says where
//! each of them is, so that a row holds nothing but the place of the head.

/// Bytes in one piece of memory; a record with more words has a piece of its own.
const PIECE: usize = 64 << 10;

/// Most characters of a number in a head.
const DIGITS: usize = usize::BITS.div_ceil(DIGIT_BITS) as usize;
/// Bits of a number in one character: those of ASCII but for one, which says whether more follow.
const DIGIT_BITS: u32 = 6;
const MORE: u8 = 1 << DIGIT_BITS;

/// Where the words of a record are. In bytes, which find room where a row has some left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    piece: [u8; 4],
    begin: [u8; 2],
}

/// The words of many records. Those of a record that is gone stay as long as all of them do.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pieces: Vec<String>,
}

/// As small a number as places need. The store takes no record near 4 GiB, and so many pieces fit into no memory.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Words {
    /// The texts of a record, as many as it was kept with, in the order they were given.
    pub fn texts<const N: usize>(&self, place: Place) -> [&str; N] {
        let piece = self.pieces.get(u32::from_le_bytes(place.piece) as usize);
        let begin = usize::from(u16::from_le_bytes(place.begin));
        let own = piece.and_then(|piece| piece.get(begin..));
        let own = own.unwrap_or_default();
        let mut head = own.bytes();
        let spans = [(); N].map(|()| (taken(&mut head), taken(&mut head)));
        let texts = own.get(own.len() - head.len()..).unwrap_or_default();
        spans.map(|(begin, len)| texts.get(begin..begin + len).unwrap_or_default())
    }

    /// Keeps the texts of a record; `old` is where those before are, which mostly are the same. What stands in a longer text of
    /// the same record is not kept twice.
    pub fn keep<const N: usize>(&mut self, texts: [&str; N], old: Option<Place>) -> Place {
        if let Some(old) = old.filter(|old| self.texts(*old) == texts) {
            return old;
        }
        let (spans, kept) = laid_out(texts);
        self.make_room(2 * N * DIGITS + kept.iter().map(|text| text.len()).sum::<usize>());
        let at = number(self.pieces.len().saturating_sub(1));
        let mut begin = 0;
        if let Some(piece) = self.pieces.last_mut() {
            begin = u16::try_from(piece.len()).unwrap_or_default();
            for (begin, len) in spans {
                put(piece, begin);
                put(piece, len);
            }
            piece.extend(kept);
        }
        Place {
            piece: at.to_le_bytes(),
            begin: begin.to_le_bytes(),
        }
    }

    /// Makes the last piece of memory one with room for so many bytes, the first of them where a [`Place`] can name it.
    fn make_room(&mut self, len: usize) {
        let has_room =
            |piece: &String| piece.len() < PIECE && piece.capacity() - piece.len() >= len;
        if !self.pieces.last().is_some_and(has_room) {
            self.pieces.push(String::with_capacity(len.max(PIECE)));
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
