//! Tests of: domain.
