//! Tests of: frontend.

mod decode;
mod local;
mod probe;
mod stage;
