//! Values on their way into bundles.

use std::collections::BTreeMap;

use super::{Bundles, ELSEWHERE, Held, LARGE, Open, alone, floor};
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

/// A value that a bundle will have.
enum Value {
    Old(Held),
    New(Vec<u8>),
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
    let mut inside: BTreeMap<Vec<u8>, Value> = BTreeMap::new();
    if let Some(old) = old {
        let mut open = Open::new(old)?;
        while let Some(found) = open.step()? {
            inside.insert(open.name.clone(), Value::Old(open.held(found)));
        }
    }
    for (name, value) in values {
        let large = value.as_deref().filter(|value| value.len() > LARGE);
        let was = match inside.get(&name) {
            Some(Value::Old(Held::Elsewhere(len))) => count(*len),
            _ => 0,
        };
        put(tree, &alone(&name), large, was, writes);
        match value {
            Some(value) => inside.insert(name, Value::New(value)),
            None => inside.remove(&name),
        };
    }
    let bundle = match inside.is_empty() {
        true => None,
        false => Some(encode(&inside)?),
    };
    put(tree, key, bundle.as_deref(), had, writes);
    Ok(())
}

/// Into how many parts an item of so many bytes is split.
fn count(len: usize) -> usize {
    len / PART + 1
}

/// Puts an item in the place of one that had so many parts.
fn put(tree: In, key: &[u8], value: Option<&[u8]>, had: usize, writes: &mut Vec<Write>) {
    let has = value.map_or(0, |value| count(value.len()));
    let mut bytes = value.map(parts).into_iter().flatten();
    for (part, _) in (0u16..).zip(0..had.max(has)) {
        writes.push(Write {
            tree,
            key: part_key(key, part),
            value: bytes.next().map(<[u8]>::to_vec),
        });
    }
}

fn encode(values: &BTreeMap<Vec<u8>, Value>) -> Read<Vec<u8>> {
    let mut bundle = vec![codec::SCHEMA];
    let mut before: &[u8] = &[];
    for (name, value) in values {
        let (len, bytes): (usize, &[u8]) = match value {
            Value::Old(Held::Here(value)) => (value.len(), value),
            Value::Old(Held::Elsewhere(len)) => (*len, &[]),
            Value::New(value) if value.len() > LARGE => (value.len(), &[]),
            Value::New(value) => (value.len(), value),
        };
        let shared = name.iter().zip(before).take_while(|(a, b)| a == b).count();
        let added = name.get(shared..).unwrap_or_default();
        let long = |_| damaged("a value or its name is too long");
        let elsewhere = if len > bytes.len() { ELSEWHERE } else { 0 };
        let len = u32::try_from(len).map_err(long)? | elsewhere;
        bundle.push(u8::try_from(shared).map_err(long)?);
        bundle.push(u8::try_from(added.len()).map_err(long)?);
        bundle.extend(len.to_le_bytes());
        bundle.extend_from_slice(added);
        bundle.extend_from_slice(bytes);
        before = name;
    }
    codec::seal(&mut bundle);
    Ok(bundle)
}
