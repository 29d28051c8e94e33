//! Tests of: layering.
