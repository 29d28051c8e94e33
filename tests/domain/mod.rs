//! Tests of: domain.

mod dates;
mod laws;
mod leads;
pub mod plans;
mod updates;
