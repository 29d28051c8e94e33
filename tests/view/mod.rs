//! Tests of: view, below whole screens.

mod look;
mod text;
