//! Tests of the store, from its outside.

mod ahead;
mod archive;
mod archive_cuts;
mod archive_walk;
mod behind;
mod bundles;
mod contract;
mod counts;
mod crash;
mod cuts;
mod damage;
mod desk;
mod drafts;
mod faulty;
mod fuzz;
mod golden;
mod inbox;
mod marker;
mod probe;
mod regions;
mod restore_cuts;
mod restoring;
mod sample;
mod tools;
mod watched;
mod witness;
