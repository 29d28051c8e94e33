//! Values that many rows of a register name.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::words::number;

/// Values that many rows name, each kept once. One that no row names any more stays as long as the register does.
#[derive(Debug)]
pub(super) struct Shared<T: ?Sized> {
    all: Vec<Arc<T>>,
    places: HashMap<Arc<T>, u32>,
    /// What a place that is not there would show.
    none: Arc<T>,
}

// Derived, it would ask that what is shared can be cloned.
impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self {
            all: self.all.clone(),
            places: self.places.clone(),
            none: Arc::clone(&self.none),
        }
    }
}

impl<T: ?Sized + Eq + Hash> Shared<T> {
    pub fn new(none: Arc<T>) -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
            none,
        }
    }

    pub fn place(&mut self, value: Arc<T>) -> u32 {
        if let Some(place) = self.places.get(&value) {
            return *place;
        }
        let place = number(self.all.len());
        self.all.push(Arc::clone(&value));
        self.places.insert(value, place);
        place
    }

    pub fn text(&mut self, value: &str) -> u32
    where
        Arc<T>: std::borrow::Borrow<str> + for<'a> From<&'a str>,
    {
        match self.places.get(value) {
            Some(place) => *place,
            None => self.place(value.into()),
        }
    }

    pub fn get(&self, place: u32) -> &Arc<T> {
        self.all.get(place as usize).unwrap_or(&self.none)
    }
}
