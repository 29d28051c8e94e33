//! Tests of: frontend.

mod decode;
mod local;
mod page;
mod probe;
mod stage;
mod typed;
