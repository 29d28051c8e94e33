//! Words of many records, close together in memory.
//!
//! They are kept in a few large pieces: a string of its own for each would take as much again, and leave holes all over the
//! memory of whoever reads a plan while it lets go of what it was read from.

/// Bytes in one piece of memory; a record with more words has a piece of its own.
const PIECE: usize = 64 << 10;

/// Where the texts of a record are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<const N: usize> {
    piece: u32,
    /// Where each begins and how long it is, in bytes.
    texts: [(u32, u32); N],
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
    /// The texts of a record, in the order they were given.
    pub fn texts<const N: usize>(&self, place: &Place<N>) -> [&str; N] {
        let piece = self.pieces.get(place.piece as usize);
        let piece = piece.map_or("", String::as_str);
        place.texts.map(|(begin, len)| {
            let begin = begin as usize;
            piece.get(begin..begin + len as usize).unwrap_or_default()
        })
    }

    /// Keeps the texts of a record; `old` is where those before are, which mostly are the same. What stands in a longer text of
    /// the same record is not kept twice.
    pub fn keep<const N: usize>(&mut self, texts: [&str; N], old: Option<Place<N>>) -> Place<N> {
        if let Some(old) = old.filter(|old| self.texts(old) == texts) {
            return old;
        }
        self.make_room(texts.iter().map(|text| text.len()).sum());
        let mut place = Place {
            piece: number(self.pieces.len().saturating_sub(1)),
            texts: [(0, 0); N],
        };
        let mut longest: [usize; N] = std::array::from_fn(|n| n);
        longest.sort_by_key(|n| std::cmp::Reverse(texts.get(*n).map_or(0, |text| text.len())));
        let Some(piece) = self.pieces.last_mut() else {
            return place;
        };
        let first = piece.len();
        for n in longest {
            let (Some(text), Some(place)) = (texts.get(n), place.texts.get_mut(n)) else {
                continue;
            };
            let found = piece.get(first..).and_then(|own| own.find(text));
            let begin = found.map_or(piece.len(), |at| first + at);
            if found.is_none() {
                piece.push_str(text);
            }
            *place = (number(begin), number(text.len()));
        }
        place
    }

    /// Makes the last piece of memory one with room for so many bytes.
    fn make_room(&mut self, len: usize) {
        let has_room = |piece: &String| piece.capacity() - piece.len() >= len;
        if !self.pieces.last().is_some_and(has_room) {
            self.pieces.push(String::with_capacity(len.max(PIECE)));
        }
    }
}
