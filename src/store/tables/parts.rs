//! Values of any size in sled, which never frees a value above 64 KiB: larger ones are kept in parts.

use super::read::{Read, damaged};

/// Bytes of a value from which on it is split.
pub(super) const PART: usize = 64 << 10;

/// Splits a key into what it names and which part of the value it holds.
pub(super) fn split_key(key: &[u8]) -> Read<(&[u8], u16)> {
    let (name, part) = key
        .split_last_chunk::<2>()
        .ok_or_else(|| damaged("a key is too short"))?;
    Ok((name, u16::from_be_bytes(*part)))
}

/// The key of one part of a value.
pub(super) fn part_key(name: &[u8], part: u16) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 2);
    key.extend_from_slice(name);
    key.extend_from_slice(&part.to_be_bytes());
    key
}

/// The parts of a value: all but the last are full.
pub(super) fn parts(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let rest = value.len().is_multiple_of(PART);
    let empty: &[u8] = &[];
    value.chunks(PART).chain(rest.then_some(empty))
}

/// A value that may have been split, whole, with its name: the key without the part. Small values are not copied.
#[derive(Debug)]
pub(super) struct Whole {
    key: sled::IVec,
    value: sled::IVec,
}

impl Whole {
    pub(super) fn name(&self) -> &[u8] {
        self.key
            .split_last_chunk::<2>()
            .map_or(&[], |(name, _)| name)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.value
    }

    pub(super) fn into_value(self) -> sled::IVec {
        self.value
    }
}

/// Yields the whole values of a tree whose values may be split, in order of their names.
pub(super) struct Values {
    iter: sled::Iter,
}

impl Values {
    pub(super) fn over(iter: sled::Iter) -> Self {
        Self { iter }
    }

    fn read(&mut self, key: sled::IVec, value: sled::IVec) -> Read<Whole> {
        let (name, first) = split_key(&key)?;
        if first != 0 {
            return Err(damaged("the first part of a value is missing"));
        }
        let mut len = value.len();
        if len < PART {
            return Ok(Whole { key, value });
        }
        let (mut whole, mut part) = (value.to_vec(), 0u16);
        while len == PART {
            part += 1;
            let (key, value) = self
                .iter
                .next()
                .ok_or_else(|| damaged("the last part of a value is missing"))??;
            if split_key(&key)? != (name, part) {
                return Err(damaged("a part of a value is missing"));
            }
            whole.extend_from_slice(&value);
            len = value.len();
        }
        let value = sled::IVec::from(whole);
        Ok(Whole { key, value })
    }
}

impl Iterator for Values {
    type Item = Read<Whole>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.iter.next()? {
            Ok((key, value)) => Some(self.read(key, value)),
            Err(error) => Some(Err(error.into())),
        }
    }
}
