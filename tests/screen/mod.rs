//! Tests of: screen.
