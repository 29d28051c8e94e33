//! Tests of: view, below whole screens.

mod canvas;
mod look;
mod text;
