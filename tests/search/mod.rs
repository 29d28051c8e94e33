//! Tests of: search.

mod index;
mod people;
mod small;
