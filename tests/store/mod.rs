//! Tests of the store, from its outside.

mod contract;
mod desk;
mod sample;
