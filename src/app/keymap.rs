//! Which command a key means, place by place: built from the catalogue.

use std::collections::HashMap;

use super::command::{Command, Place, catalogue};
use super::key::Key;

/// Keys of every place.
#[derive(Debug, Clone)]
pub struct Keymap {
    bound: HashMap<(Place, Key), Command>,
}

impl Keymap {
    /// The keys the catalogue gives.
    #[must_use]
    pub fn standard() -> Self {
        let mut bound = HashMap::new();
        for spec in catalogue() {
            for (place, keys) in spec.keys {
                for key in keys.iter().filter_map(|k| Key::parse(k)) {
                    bound.insert((*place, key), spec.command);
                }
            }
        }
        Self { bound }
    }

    /// The command a key means in a place.
    #[must_use]
    pub fn resolve(&self, place: Place, key: Key) -> Option<Command> {
        self.bound.get(&(place, key)).copied()
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::standard()
    }
}
