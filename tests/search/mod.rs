//! Tests of: search.

mod index;
mod large;
mod people;
pub mod small;
