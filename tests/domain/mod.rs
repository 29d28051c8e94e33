//! Tests of: domain.

mod dates;
mod plans;
