//! Tests of the store, from its outside.

mod contract;
mod crash;
mod cuts;
mod damage;
mod desk;
mod faulty;
mod inbox;
mod sample;
mod tools;
