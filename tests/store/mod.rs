//! Tests of the store, from its outside.

mod contract;
mod crash;
mod damage;
mod desk;
mod inbox;
mod sample;
mod tools;
