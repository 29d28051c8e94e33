//! Tests of: app, below whole screens.

mod buffer;
