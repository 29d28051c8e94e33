//! Tests of: domain.

mod dates;
mod laws;
mod leads;
mod packed;
pub mod plans;
mod sounds;
mod updates;
