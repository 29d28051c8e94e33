//! Values on their way into bundles.

use std::collections::BTreeMap;

use super::{Bundles, ELSEWHERE, LARGE, Open, alone, floor};
use crate::store::codec;
use crate::store::tables::parts::{PART, part_key, parts};
use crate::store::tables::read::{Read, damaged};
use crate::store::tables::{In, Write};

/// Values to put in, by name, or to take out.
type Changed = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// What writes of values come to in sled: each bundle they touch, once. Writes to other trees stay as they are.
pub(in crate::store::tables) fn bundled<'a>(
    writes: Vec<Write>,
    tree: impl Fn(In) -> Option<&'a Bundles>,
) -> Read<Vec<Write>> {
    let mut all = Vec::new();
    let mut touched: BTreeMap<(In, Vec<u8>), Changed> = BTreeMap::new();
    for write in writes {
        if tree(write.tree).is_some() {
            let key = floor(write.tree, &write.key).key;
            let inside = touched.entry((write.tree, key)).or_default();
            inside.insert(write.key, write.value);
        } else {
            all.push(write);
        }
    }
    for ((which, key), values) in touched {
        let old = tree(which).map(|tree| tree.whole(&key)).transpose()?;
        rewrite(which, &key, old.flatten(), values, &mut all)?;
    }
    Ok(all)
}

/// One bundle written anew: what was in it with these values put in or taken out.
fn rewrite(
    tree: In,
    key: &[u8],
    old: Option<sled::IVec>,
    values: Changed,
    writes: &mut Vec<Write>,
) -> Read<()> {
    let had = old.as_ref().map_or(0, |old| count(old.len()));
    let mut bundle = Bundle::new(old.as_ref().map_or(0, |old| old.len()));
    let mut values = values.into_iter().peekable();
    let mut admit = |bundle: &mut Bundle, name: &[u8], value: Option<Vec<u8>>, was: usize| {
        let len = value.as_ref().map(Vec::len);
        let (here, apart) = match value {
            Some(value) if value.len() > LARGE => (None, Some(value)),
            value => (value, None),
        };
        put(tree, &alone(name), apart, was, writes);
        len.map_or(Ok(()), |len| bundle.add(name, len, here.as_deref()))
    };
    if let Some(old) = old {
        let mut open = Open::new(old)?;
        while let Some((at, len, is_here)) = open.step()? {
            while let Some((name, value)) = values.next_if(|(name, _)| *name < open.name) {
                admit(&mut bundle, &name, value, 0)?;
            }
            if let Some((name, value)) = values.next_if(|(name, _)| *name == open.name) {
                admit(
                    &mut bundle,
                    &name,
                    value,
                    if is_here { 0 } else { count(len) },
                )?;
                continue;
            }
            let bytes = open.bundle.get(at..at + len).filter(|_| is_here);
            bundle.add(&open.name, len, bytes)?;
        }
    }
    for (name, value) in values {
        admit(&mut bundle, &name, value, 0)?;
    }
    put(tree, key, bundle.shut(), had, writes);
    Ok(())
}

/// Into how many parts an item of so many bytes is split.
fn count(len: usize) -> usize {
    len / PART + 1
}

/// Puts an item in the place of one that had so many parts.
fn put(tree: In, key: &[u8], value: Option<Vec<u8>>, had: usize, writes: &mut Vec<Write>) {
    let has = value.as_ref().map_or(0, |value| count(value.len()));
    let mut write = |part, value| {
        let key = part_key(key, part);
        writes.push(Write { tree, key, value });
    };
    match value {
        Some(value) if has == 1 => write(0, Some(value)),
        value => {
            let split = value.as_deref().map(parts).into_iter().flatten();
            for (part, bytes) in (0u16..).zip(split) {
                write(part, Some(bytes.to_vec()));
            }
        }
    }
    for (part, _) in (0u16..).zip(0..had).skip(has) {
        write(part, None);
    }
}

/// A bundle that is written value by value, in order of their names.
struct Bundle {
    bytes: Vec<u8>,
    /// The name of the value written last.
    before: Vec<u8>,
}

impl Bundle {
    /// An empty one, which may become as long as that it stands in for, and somewhat longer.
    fn new(len: usize) -> Self {
        let mut bytes = Vec::with_capacity(len + LARGE);
        bytes.push(codec::SCHEMA);
        Self {
            bytes,
            before: Vec::new(),
        }
    }

    /// Adds a value of so many bytes, or says that it is elsewhere.
    fn add(&mut self, name: &[u8], len: usize, value: Option<&[u8]>) -> Read<()> {
        let long = |_| damaged("a value or its name is too long");
        let alike = name.iter().zip(&self.before);
        let shared = alike.take_while(|(a, b)| a == b).count();
        let added = name.get(shared..).unwrap_or_default();
        let elsewhere = if value.is_none() { ELSEWHERE } else { 0 };
        let len = u32::try_from(len).map_err(long)? | elsewhere;
        self.bytes.push(u8::try_from(shared).map_err(long)?);
        self.bytes.push(u8::try_from(added.len()).map_err(long)?);
        self.bytes.extend(len.to_le_bytes());
        self.bytes.extend_from_slice(added);
        self.bytes.extend_from_slice(value.unwrap_or_default());
        self.before.truncate(shared);
        self.before.extend_from_slice(added);
        Ok(())
    }

    /// The bytes of the whole; none where nothing was added.
    fn shut(mut self) -> Option<Vec<u8>> {
        if self.before.is_empty() {
            return None;
        }
        codec::seal(&mut self.bytes);
        Some(self.bytes)
    }
}
