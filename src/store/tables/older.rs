//! The layout of earlier builds, in which every value was an item of its own: taken over at the first opening, in place.
//!
//! What cannot be read is left out: the comparison with the journal, which follows, finds it missing and mends it as ever.

use super::parts::Values;
use super::read::Read;
use super::{In, TREES, Tables, Write};

/// The layout of earlier builds.
const OLDER: u8 = 1;

/// Its trees that are laid out anew, and whether their keys end with the number of a part.
const TREES_THEN: [(&str, In, bool); 4] = [
    ("heads", In::Heads, false),
    ("changes", In::Changes, true),
    ("records", In::Records, true),
    ("index", In::Index, false),
];

/// Values taken over in one go.
const CHUNK: usize = 20_000;

impl Tables {
    /// Lays a working copy of an earlier build out anew, if this is one. A process that ends meanwhile does no harm: it is
    /// begun again.
    pub(super) fn take_over(&self) -> Read<()> {
        let there = self.db.tree_names();
        let older = TREES_THEN
            .iter()
            .filter(|(name, ..)| there.contains(&(*name).into()));
        let older: Vec<_> = older.collect();
        let schema = self.meta_value::<u8>("schema");
        if older.is_empty() || matches!(schema, Ok(Some(other)) if other != OLDER && other != TREES)
        {
            return Ok(());
        }
        if !matches!(schema, Ok(Some(TREES))) {
            for (name, which, split) in &older {
                self.take_over_tree(&self.db.open_tree(name)?, *which, *split)?;
            }
            self.flush()?;
            self.meta
                .insert("schema", crate::store::codec::encode(&TREES)?)?;
            self.flush()?;
        }
        for (name, ..) in older {
            self.db.drop_tree(name)?;
        }
        Ok(())
    }

    fn take_over_tree(&self, old: &sled::Tree, which: In, split: bool) -> Read<()> {
        if let Some(tree) = self.bundles(which) {
            tree.clear()?;
        }
        let put = |key: &[u8], value: &[u8]| Write {
            tree: which,
            key: key.to_vec(),
            value: Some(value.to_vec()),
        };
        let mut values: Box<dyn Iterator<Item = Write>> = if split {
            let whole = Values::over(old.iter()).map_while(Result::ok);
            Box::new(whole.map(|v| put(v.name(), v.bytes())))
        } else {
            let items = old.iter().map_while(Result::ok);
            Box::new(items.map(|(key, value)| put(&key, &value)))
        };
        loop {
            let chunk: Vec<Write> = values.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(());
            }
            for writes in self.bundled(chunk)?.chunks(super::CHUNK) {
                self.transact(writes)?;
            }
        }
    }
}
