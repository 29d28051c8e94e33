//! Tests of the store, from its outside.

mod contract;
mod damage;
mod desk;
mod inbox;
mod sample;
