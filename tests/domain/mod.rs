//! Tests of: domain.

mod dates;
mod leads;
mod plans;
