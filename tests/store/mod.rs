//! Tests of the store, from its outside.

mod behind;
mod contract;
mod crash;
mod cuts;
mod damage;
mod desk;
mod faulty;
mod fuzz;
mod golden;
mod inbox;
mod marker;
mod probe;
mod regions;
mod sample;
mod tools;
mod witness;
