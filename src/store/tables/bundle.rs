//! Neighbours kept together.
//!
//! A page of sled holds at most 16 items, however small they are, and each page takes memory and time at every opening. So
//! values whose names are next to each other are kept in one item, a *bundle*:
//!
//! | tree | a value's name | a bundle |
//! |---|---|---|
//! | `heads` | entry | 16 entries |
//! | `changes` | entry, place | 16 places of an entry |
//! | `records` | plan, kind, id, sub | 8 ids; 8 actions of a meeting for agenda items; 16 ids for sources, which hardly change |
//! | `index` | tag, id, entry, place | 16 targets and 1,024 entries; 64 entries of a meeting or plan |
//!
//! A page above 128 KiB becomes a file of its own, which sled reads slowly and never removes. So a value above [`LARGE`] stays an
//! item of its own, and its bundle only says so. Keys of bundles begin with 0, those of such values with 1 and their name.
//!
//! A bundle is a schema byte, its values in order of their names, and a checksum. Each value: how many bytes of its name are
//! those of the name before, how many more there are, the length of the value (4 bytes, little-endian; the highest bit is set
//! where it is elsewhere), those bytes of the name, the value.

mod write;

use super::In;
use super::parts::{PART, Values, Whole, part_key, split_key};
use super::read::{Read, damaged};
use crate::domain::Kind;
use crate::store::codec;

pub(super) use write::bundled;

/// Bytes before the name and value of each value.
const LEAD: usize = 6;

/// Bytes of a value that is not kept in its bundle.
const LARGE: usize = 1 << 10;

/// How often more a bundle is asked for, see [`Bundles::mind`].
const MINDS: usize = 6;

/// What is added to the length of a value that is elsewhere.
const ELSEWHERE: u32 = 1 << 31;

/// What keys of bundles, and of values that are elsewhere, begin with.
const BUNDLE: u8 = 0;
const ALONE: u8 = 1;

/// How a field of a name goes into the key of its bundle.
enum Field {
    /// So many bytes, as they are.
    Kept(usize),
    /// A number of so many bytes, without its last bits.
    Grouped(usize, u32),
}

/// The fields of names in a tree. What follows them in a name is not in the key of its bundle.
fn fields(tree: In, name: &[u8]) -> &'static [Field] {
    use Field::{Grouped, Kept};
    match tree {
        In::Heads => &[Grouped(8, 4)],
        In::Changes => &[Kept(8), Grouped(4, 4)],
        In::Records => {
            let kind = name.get(8).copied().unwrap_or_default();
            if kind == codec::kind_number(Kind::Item) {
                &[Kept(17), Grouped(8, 3)]
            } else if kind >= codec::NOT_LOADED {
                &[Kept(9), Grouped(8, 4)]
            } else {
                &[Kept(9), Grouped(8, 3)]
            }
        }
        In::Index => match name.first() {
            Some(b'a' | b's') => &[Kept(1), Grouped(8, 4), Grouped(8, 10)],
            _ => &[Kept(9), Grouped(8, 6)],
        },
        In::Meta | In::Tallies => &[],
    }
}

/// The key of the bundle a name belongs to, as far as the name goes.
struct Floor {
    key: Vec<u8>,
    /// Whether bundles whose keys start with this one may hold names before the one asked for.
    reaches: bool,
}

fn floor(tree: In, name: &[u8]) -> Floor {
    let mut key = Vec::with_capacity(name.len() + 3);
    key.push(BUNDLE);
    let (mut rest, mut grouped) = (name, false);
    for field in fields(tree, name) {
        let (Field::Kept(len) | Field::Grouped(len, _)) = *field;
        let Some((bytes, after)) = rest.split_at_checked(len) else {
            if matches!(field, Field::Kept(_)) {
                key.extend_from_slice(std::mem::take(&mut rest));
            }
            break;
        };
        rest = after;
        let Field::Grouped(len, shift) = *field else {
            key.extend_from_slice(bytes);
            continue;
        };
        let number = bytes.iter().fold(0u64, |n, b| (n << 8) | u64::from(*b));
        let number = (number >> shift).to_be_bytes();
        key.extend(number.iter().skip(8 - len));
        grouped = true;
    }
    Floor {
        key,
        reaches: grouped || !rest.is_empty(),
    }
}

/// The key of a value that is not in its bundle.
fn alone(name: &[u8]) -> Vec<u8> {
    [&[ALONE], name].concat()
}

/// The first key behind all that start with `key`; none where there is no such key.
fn behind(mut key: Vec<u8>) -> Option<Vec<u8>> {
    while let Some(last) = key.pop() {
        if let Some(next) = last.checked_add(1) {
            key.push(next);
            return Some(key);
        }
    }
    None
}

/// A value and its name.
#[derive(Debug)]
pub(super) struct Item {
    name: Vec<u8>,
    value: sled::IVec,
}

impl Item {
    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.value
    }
}

/// Where a value of a bundle is.
#[derive(Debug)]
enum Held {
    Here(sled::IVec),
    /// In an item of its own.
    Elsewhere,
}

/// A bundle that is read from its start.
struct Open {
    bundle: sled::IVec,
    /// Where the next value begins.
    at: usize,
    /// The name of the value read last.
    name: Vec<u8>,
}

impl Open {
    fn new(bundle: sled::IVec) -> Read<Self> {
        codec::unframe(&bundle)?;
        Ok(Self {
            bundle,
            at: 1,
            name: Vec::new(),
        })
    }

    /// Goes to the next value: its place, its length, and whether it is there. Its name is in `name`.
    fn step(&mut self) -> Read<Option<(usize, usize, bool)>> {
        let end = self.bundle.len().saturating_sub(4);
        let rest = self.bundle.get(self.at..end).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let ill = || damaged("a bundle of values does not add up");
        let (lead, rest) = rest.split_first_chunk::<LEAD>().ok_or_else(ill)?;
        let [shared, more, len @ ..] = *lead;
        let (more, len) = (usize::from(more), u32::from_le_bytes(len));
        let (is_here, len) = (len & ELSEWHERE == 0, (len & !ELSEWHERE) as usize);
        let taken = if is_here { len } else { 0 };
        let added = rest.get(..more).ok_or_else(ill)?;
        if usize::from(shared) > self.name.len() || rest.len() - more < taken {
            return Err(ill());
        }
        self.name.truncate(usize::from(shared));
        self.name.extend_from_slice(added);
        let value = self.at + LEAD + more;
        self.at = value + taken;
        Ok(Some((value, len, is_here)))
    }

    fn held(&self, (at, len, is_here): (usize, usize, bool)) -> Held {
        if is_here {
            Held::Here(self.bundle.subslice(at, len))
        } else {
            Held::Elsewhere
        }
    }

    /// The value under a name.
    fn find(mut self, name: &[u8]) -> Read<Option<Held>> {
        while let Some(found) = self.step()? {
            if self.name == name {
                return Ok(Some(self.held(found)));
            }
        }
        Ok(None)
    }
}

/// A tree whose values are kept in bundles.
#[derive(Debug, Clone)]
pub(super) struct Bundles {
    tree: sled::Tree,
    which: In,
}

impl Bundles {
    pub(super) fn new(tree: sled::Tree, which: In) -> Self {
        Self { tree, which }
    }

    /// The value under a name.
    pub(super) fn get(&self, name: &[u8]) -> Read<Option<sled::IVec>> {
        let Some(bundle) = self.whole(&floor(self.which, name).key)? else {
            return Ok(None);
        };
        let held = Open::new(bundle)?.find(name)?;
        held.map(|held| self.take(name, held)).transpose()
    }

    /// A value, wherever it is.
    fn take(&self, name: &[u8], held: Held) -> Read<sled::IVec> {
        match held {
            Held::Here(value) => Ok(value),
            Held::Elsewhere => self
                .whole(&alone(name))?
                .ok_or_else(|| damaged("a large value is missing")),
        }
    }

    /// An item of sled with all its parts.
    fn whole(&self, key: &[u8]) -> Read<Option<sled::IVec>> {
        let first = part_key(key, 0);
        match self.tree.get(&first)? {
            Some(only) if only.len() < PART => Ok(Some(only)),
            None => Ok(None),
            Some(_) => {
                let all = self.tree.range(first..=part_key(key, u16::MAX));
                let found = Values::over(all).next().transpose()?;
                Ok(found.map(Whole::into_value))
            }
        }
    }

    /// All values, bundle by bundle: in order of their names, but for the index of targets.
    pub(super) fn all(&self) -> Items {
        self.between(&[], None)
    }

    /// The values whose names start with `prefix`, in order.
    pub(super) fn starting(&self, prefix: &[u8]) -> Items {
        self.between(prefix, behind(prefix.to_vec()).as_deref())
    }

    /// The values from one name up to another, which is left out.
    pub(super) fn between(&self, from: &[u8], to: Option<&[u8]>) -> Items {
        Items {
            tree: self.clone(),
            values: Values::over(self.raw(from, to)),
            from: from.to_vec(),
            to: to.map(<[u8]>::to_vec),
            open: None,
        }
    }

    /// The items of sled that hold what is between two names.
    fn raw(&self, from: &[u8], to: Option<&[u8]>) -> sled::Iter {
        let first = floor(self.which, from).key;
        let last = to.map(|to| floor(self.which, to));
        let last = last.and_then(|floor| match floor.reaches {
            true => behind(floor.key),
            false => Some(floor.key),
        });
        self.tree.range(first..last.unwrap_or_else(|| vec![ALONE]))
    }

    /// The last names between two, so many at most, in order.
    pub(super) fn last_names(&self, from: &[u8], to: &[u8], most: usize) -> Read<Vec<Vec<u8>>> {
        let mut names = Vec::new();
        for key in self.raw(from, Some(to)).keys().rev() {
            let key = key?;
            let (bundle, part) = split_key(&key)?;
            let Some(bundle) = (part == 0)
                .then(|| self.whole(bundle))
                .transpose()?
                .flatten()
            else {
                continue;
            };
            let mut open = Open::new(bundle)?;
            let mut found = Vec::new();
            while open.step()?.is_some() {
                if from <= open.name.as_slice() && open.name.as_slice() < to {
                    found.push(open.name.clone());
                }
            }
            names.extend(found.into_iter().rev());
            if names.len() >= most {
                break;
            }
        }
        names.truncate(most);
        names.reverse();
        Ok(names)
    }

    /// Asks for a bundle some times more. sled lets go of pages only when each of its shards has been asked 64 times, and going
    /// through a tree asks once for a page: a large store would stay in memory after it was read once. A page has some ten
    /// bundles, so that so many questions make about 64 for each page.
    fn mind(&self, bundle: &Whole) -> Read<()> {
        let key = part_key(bundle.name(), 0);
        for _ in 0..MINDS {
            self.tree.contains_key(&key)?;
        }
        Ok(())
    }

    /// Takes everything out.
    pub(super) fn clear(&self) -> Read<()> {
        Ok(self.tree.clear()?)
    }
}

/// Yields values of a tree, see [`Bundles`].
pub(super) struct Items {
    tree: Bundles,
    values: Values,
    from: Vec<u8>,
    to: Option<Vec<u8>>,
    open: Option<Open>,
}

impl Items {
    fn read(&mut self) -> Read<Option<Item>> {
        loop {
            let Some(open) = &mut self.open else {
                let Some(bundle) = self.values.next().transpose()? else {
                    return Ok(None);
                };
                self.tree.mind(&bundle)?;
                self.open = Some(Open::new(bundle.into_value())?);
                continue;
            };
            let Some(found) = open.step()? else {
                self.open = None;
                continue;
            };
            let name = &open.name;
            if *name < self.from || self.to.as_ref().is_some_and(|to| name >= to) {
                continue;
            }
            let name = name.clone();
            let value = self.tree.take(&name, open.held(found))?;
            return Ok(Some(Item { name, value }));
        }
    }
}

impl Iterator for Items {
    type Item = Read<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read().transpose();
        if matches!(read, Some(Err(_))) {
            // What does not add up has no next value.
            self.open = None;
        }
        read
    }
}
