//! Rows under ascending keys, close together in memory.
//!
//! A `BTreeMap` that is filled in order leaves nearly half of its room empty, and boxes for its values cost as much again. Rows
//! that come in order fill their pieces here to the last place, and one that is put in or taken out moves those of its piece
//! alone.

/// Rows in one piece of memory.
const PIECE: usize = 128;

/// Rows, each under a key, in the order of the keys.
#[derive(Debug, Clone)]
pub(super) struct Rows<K, V> {
    /// None is empty.
    pieces: Vec<Vec<(K, V)>>,
    count: usize,
}

impl<K, V> Default for Rows<K, V> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            count: 0,
        }
    }
}

impl<K: Ord + Copy, V> Rows<K, V> {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.pieces
            .iter()
            .flatten()
            .map(|(key, value)| (*key, value))
    }

    pub fn get(&self, key: K) -> Option<&V> {
        let (at, place) = self.find(key);
        let (_, value) = self.pieces.get(at)?.get(place.ok()?)?;
        Some(value)
    }

    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let (at, place) = self.find(key);
        let (_, value) = self.pieces.get_mut(at)?.get_mut(place.ok()?)?;
        Some(value)
    }

    /// The piece that holds a key, and the key's place there; or those where it would be.
    fn find(&self, key: K) -> (usize, Result<usize, usize>) {
        let behind = self
            .pieces
            .partition_point(|piece| piece.first().is_some_and(|(first, _)| *first <= key));
        let at = behind.saturating_sub(1);
        let piece = self.pieces.get(at).map_or(&[][..], Vec::as_slice);
        (at, piece.binary_search_by_key(&key, |(k, _)| *k))
    }

    pub fn insert(&mut self, key: K, value: V) {
        let (at, place) = self.find(key);
        let Some(piece) = self.pieces.get_mut(at) else {
            self.pieces.push(begun(key, value));
            self.count = 1;
            return;
        };
        let place = match place {
            Ok(place) => {
                if let Some(row) = piece.get_mut(place) {
                    row.1 = value;
                }
                return;
            }
            Err(place) => place,
        };
        self.count += 1;
        if piece.len() < PIECE {
            piece.insert(place, (key, value));
        } else if place == PIECE {
            // What comes in order begins a piece of its own, so that the one before stays full.
            self.pieces.insert(at + 1, begun(key, value));
        } else {
            let mut behind = Vec::with_capacity(PIECE);
            behind.extend(piece.drain(PIECE / 2..));
            match place.checked_sub(piece.len()) {
                Some(place) => behind.insert(place, (key, value)),
                None => piece.insert(place, (key, value)),
            }
            self.pieces.insert(at + 1, behind);
        }
    }

    pub fn remove(&mut self, key: K) -> Option<V> {
        let (at, place) = self.find(key);
        let place = place.ok()?;
        let piece = self.pieces.get_mut(at)?;
        let (_, value) = piece.remove(place);
        if piece.is_empty() {
            self.pieces.remove(at);
        }
        self.count -= 1;
        Some(value)
    }
}

/// A piece with its first row.
fn begun<K, V>(key: K, value: V) -> Vec<(K, V)> {
    let mut piece = Vec::with_capacity(PIECE);
    piece.push((key, value));
    piece
}
