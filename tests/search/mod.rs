//! Tests of: search.

mod index;
mod people;
pub mod small;
