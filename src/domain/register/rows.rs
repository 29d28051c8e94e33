//! Rows under ascending numbers, close together in memory.
//!
//! A `BTreeMap` that is filled in order leaves nearly half of its room empty, and boxes for its values cost as much again. Rows
//! that come in order fill their pieces here to the last place, and one that is put in or taken out moves those of its piece
//! alone. A row holds half of its number; the piece knows where to count from.

use std::marker::PhantomData;

use crate::domain::{ActionId, MilestoneId};

/// Rows in one piece of memory.
const PIECE: usize = 128;

/// What rows stand under.
pub(super) trait Numbered: Copy {
    fn number(self) -> u64;
    fn numbered(number: u64) -> Self;
}

macro_rules! numbered {
    ($($id:ident),+) => {$(
        impl Numbered for $id {
            fn number(self) -> u64 {
                self.0
            }

            fn numbered(number: u64) -> Self {
                Self(number)
            }
        }
    )+};
}

numbered!(ActionId, MilestoneId);

/// Rows, each under a key, in the order of the keys.
#[derive(Debug, Clone)]
pub(super) struct Rows<K, V> {
    /// None is empty.
    pieces: Vec<Piece<V>>,
    count: usize,
    keys: PhantomData<K>,
}

/// Rows that lie next to each other.
#[derive(Debug, Clone)]
struct Piece<V> {
    /// What their numbers are counted from: no more than the lowest, and more than any of the piece before.
    base: u64,
    rows: Vec<(u32, V)>,
}

/// Looks up one key after the other, quickly where they follow each other.
pub(super) struct Walk<'a, K, V> {
    rows: &'a Rows<K, V>,
    /// Where the last one was: its piece, and its place there.
    at: (usize, usize),
}

impl<'a, K: Numbered, V> Walk<'a, K, V> {
    pub fn get(&mut self, key: K) -> Option<&'a V> {
        let number = key.number();
        let (at, place) = self.at;
        let next = self.rows.pieces.get(at).and_then(|piece| {
            let (offset, value) = piece.rows.get(place + 1)?;
            (piece.number(*offset) == number).then_some(value)
        });
        if next.is_some() {
            self.at = (at, place + 1);
            return next;
        }
        self.at = self.rows.find(number)?;
        let (_, value) = self.rows.pieces.get(self.at.0)?.rows.get(self.at.1)?;
        Some(value)
    }
}

impl<V> Piece<V> {
    /// A piece with its first row.
    fn begun(number: u64, value: V) -> Self {
        let mut rows = Vec::with_capacity(PIECE);
        rows.push((0, value));
        Self { base: number, rows }
    }

    /// Where a number stands here, or where it would; `None` where it is too far away for that.
    fn find(&self, number: u64) -> Option<Result<usize, usize>> {
        let offset = self.offset(number)?;
        Some(self.rows.binary_search_by_key(&offset, |(o, _)| *o))
    }

    fn offset(&self, number: u64) -> Option<u32> {
        u32::try_from(number.checked_sub(self.base)?).ok()
    }

    fn number(&self, offset: u32) -> u64 {
        self.base.wrapping_add(u64::from(offset))
    }

    /// Counts from a lower number, unless the last row is too far from that.
    fn reach_down(&mut self, base: u64) {
        let last = self.rows.last().map_or(0, |(offset, _)| *offset);
        let down = u32::try_from(self.base.saturating_sub(base));
        let Some(down) = down.ok().filter(|down| last.checked_add(*down).is_some()) else {
            return;
        };
        for (offset, _) in &mut self.rows {
            *offset += down;
        }
        self.base = base;
    }

    /// The second half, taken out of it.
    fn split(&mut self) -> Self {
        let mut rows = Vec::with_capacity(PIECE);
        rows.extend(self.rows.drain(PIECE / 2..));
        let begin = rows.first().map_or(0, |(offset, _)| *offset);
        for (offset, _) in &mut rows {
            *offset -= begin;
        }
        let base = self.number(begin);
        Self { base, rows }
    }

    fn insert(&mut self, place: usize, number: u64, value: V) {
        if let Some(offset) = self.offset(number) {
            self.rows.insert(place, (offset, value));
        }
    }
}

impl<K, V> Default for Rows<K, V> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            count: 0,
            keys: PhantomData,
        }
    }
}

impl<K: Numbered, V> Rows<K, V> {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.pieces.iter().flat_map(|piece| {
            let rows = piece.rows.iter();
            rows.map(|(offset, value)| (K::numbered(piece.number(*offset)), value))
        })
    }

    pub fn get(&self, key: K) -> Option<&V> {
        let (at, place) = self.find(key.number())?;
        let (_, value) = self.pieces.get(at)?.rows.get(place)?;
        Some(value)
    }

    pub fn walk(&self) -> Walk<'_, K, V> {
        Walk {
            rows: self,
            at: (0, 0),
        }
    }

    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let (at, place) = self.find(key.number())?;
        let (_, value) = self.pieces.get_mut(at)?.rows.get_mut(place)?;
        Some(value)
    }

    /// How many pieces begin at a number or before.
    fn begun_before(&self, number: u64) -> usize {
        self.pieces.partition_point(|piece| piece.base <= number)
    }

    /// The piece that holds a number, and its place there.
    fn find(&self, number: u64) -> Option<(usize, usize)> {
        let at = self.begun_before(number).checked_sub(1)?;
        let place = self.pieces.get(at)?.find(number)?;
        Some((at, place.ok()?))
    }

    pub fn insert(&mut self, key: K, value: V) {
        let number = key.number();
        let begun = self.begun_before(number);
        let at = begun.saturating_sub(1);
        let found = self.pieces.get_mut(at).and_then(|piece| {
            if begun == 0 {
                piece.reach_down(number);
            }
            let place = piece.find(number)?;
            Some((piece, place))
        });
        let Some((piece, place)) = found else {
            self.pieces.insert(begun, Piece::begun(number, value));
            self.count += 1;
            return;
        };
        let place = match place {
            Ok(place) => {
                if let Some(row) = piece.rows.get_mut(place) {
                    row.1 = value;
                }
                return;
            }
            Err(place) => place,
        };
        self.count += 1;
        if piece.rows.len() < PIECE {
            piece.insert(place, number, value);
        } else if place == PIECE {
            // What comes in order begins a piece of its own, so that the one before stays full.
            self.pieces.insert(at + 1, Piece::begun(number, value));
        } else {
            let mut behind = piece.split();
            match place.checked_sub(piece.rows.len()) {
                // At the seam it is the last of those before: what is behind counts from its own first.
                Some(place) if place > 0 => behind.insert(place, number, value),
                _ => piece.insert(place, number, value),
            }
            self.pieces.insert(at + 1, behind);
        }
    }

    pub fn remove(&mut self, key: K) -> Option<V> {
        let (at, place) = self.find(key.number())?;
        let piece = self.pieces.get_mut(at)?;
        let (_, value) = piece.rows.remove(place);
        if piece.rows.is_empty() {
            self.pieces.remove(at);
        }
        self.count -= 1;
        Some(value)
    }
}
