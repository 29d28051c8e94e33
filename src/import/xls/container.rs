//! The compound file that old office programs keep their documents in: a small file system of sectors, its chains in a
//! table. Nothing in it is believed: chains may run in circles, sizes lie.
//!
//! Source: [MS-CFB].

use super::super::error::ImportError;

/// What old office files begin with.
pub const MARK: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const HEADER: usize = 512;
/// Sector numbers from here on are marks: the end of a chain, a free sector.
const LAST: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;
/// A name in the directory, in bytes.
const NAME: usize = 64;
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// The little-endian numbers at a place; `None` beyond the end.
#[must_use]
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    found.try_into().ok().map(u16::from_le_bytes)
}

/// The same for four bytes.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    found.try_into().ok().map(u32::from_le_bytes)
}

/// A stream in the directory.
#[derive(Debug)]
struct Entry {
    name: String,
    kind: u8,
    first: u32,
    size: usize,
}

/// A compound file.
#[derive(Debug)]
pub struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    chains: Vec<u32>,
    small_sector: usize,
    small_chains: Vec<u32>,
    /// Streams shorter than this lie in the small sectors.
    small: usize,
    entries: Vec<Entry>,
}

impl<'a> Container<'a> {
    /// Opens a compound file.
    ///
    /// # Errors
    /// Where its tables are damaged.
    pub fn open(name: &str, bytes: &'a [u8]) -> Result<Self, ImportError> {
        Self::read(bytes).ok_or_else(|| ImportError::Damaged {
            name: name.to_owned(),
            what: "its directory cannot be read".to_owned(),
        })
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        bytes.starts_with(MARK).then_some(())?;
        let shift = |at: usize, most: u16| {
            let shift = u16_at(bytes, at).filter(|s| (6..=most).contains(s))?;
            Some(1_usize << shift)
        };
        let mut container = Self {
            bytes,
            sector: shift(30, 12)?,
            chains: Vec::new(),
            small_sector: shift(32, 12)?,
            small_chains: Vec::new(),
            small: usize::try_from(u32_at(bytes, 56)?).ok()?,
            entries: Vec::new(),
        };
        for sector in container.table_sectors()? {
            let numbers = container.sector(sector)?.chunks_exact(4);
            let numbers = numbers.filter_map(|n| u32_at(n, 0));
            container.chains.extend(numbers);
        }
        let directory = container.chain(u32_at(bytes, 48)?, bytes.len());
        container.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        let small = container.chain(u32_at(bytes, 60)?, bytes.len());
        let numbers = small.chunks_exact(4).filter_map(|n| u32_at(n, 0));
        container.small_chains = numbers.collect();
        Some(container)
    }

    /// The sectors that hold the table of chains: the first in the header, the others in a list of their own.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector;
        let used = |n: &u32| *n < LAST;
        let first = (0..109).filter_map(|i| u32_at(self.bytes, 76 + i * 4));
        let mut sectors: Vec<u32> = first.filter(used).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while next < LAST && seen <= most {
            seen += 1;
            let numbers: Vec<u32> = self
                .sector(next)?
                .chunks_exact(4)
                .filter_map(|n| u32_at(n, 0))
                .collect();
            let (last, those) = numbers.split_last()?;
            sectors.extend(those.iter().copied().filter(|n| *n < LAST));
            next = *last;
        }
        sectors.truncate(most + 1);
        Some(sectors)
    }

    /// A sector; the last one of a file may be cut short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let at = usize::try_from(number).ok()?.checked_mul(self.sector)?;
        let at = at.checked_add(HEADER.max(self.sector))?;
        let end = at.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(at..end).filter(|s| !s.is_empty())
    }

    /// The bytes of a chain of sectors, at most `size`, as far as it goes.
    fn chain(&self, first: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = first;
        // A chain longer than the file runs in a circle.
        while out.len() < size.min(self.bytes.len()) {
            let Some(sector) = self.sector(next) else {
                break;
            };
            out.extend_from_slice(sector);
            match usize::try_from(next).ok().and_then(|n| self.chains.get(n)) {
                Some(after) => next = *after,
                None => break,
            }
        }
        out.truncate(size);
        out
    }

    /// The same in the small sectors, which lie in the chain of the root.
    fn small_chain(&self, first: u32, size: usize) -> Vec<u8> {
        let root = self.entries.iter().find(|e| e.kind == ROOT);
        let Some(root) = root else { return Vec::new() };
        let all = self.chain(root.first, self.bytes.len());
        let mut out = Vec::new();
        let mut next = first;
        while out.len() < size.min(all.len()) {
            let Ok(number) = usize::try_from(next) else {
                break;
            };
            let from = number.saturating_mul(self.small_sector);
            let to = from.saturating_add(self.small_sector).min(all.len());
            let Some(sector) = all.get(from..to).filter(|s| !s.is_empty()) else {
                break;
            };
            out.extend_from_slice(sector);
            match self.small_chains.get(number) {
                Some(after) => next = *after,
                None => break,
            }
        }
        out.truncate(size);
        out
    }

    /// Whether it has a stream or folder of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name == name)
    }

    /// A stream; `None` where there is none of this name.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let mut streams = self.entries.iter().filter(|e| e.kind == STREAM);
        let entry = streams.find(|e| e.name == name)?;
        Some(if entry.size < self.small {
            self.small_chain(entry.first, entry.size)
        } else {
            self.chain(entry.first, entry.size)
        })
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, NAME)?).clamp(2, NAME) - 2;
    let wide = bytes.get(..length)?.chunks_exact(2);
    let wide: Vec<u16> = wide.filter_map(|c| u16_at(c, 0)).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&wide),
        kind: *bytes.get(NAME + 2)?,
        first: u32_at(bytes, 116)?,
        size: usize::try_from(u32_at(bytes, 120)?).ok()?,
    })
}
