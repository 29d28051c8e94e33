//! Tests of: domain.

mod dates;
mod laws;
mod leads;
mod plans;
