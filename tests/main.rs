//! One test binary: every room through its outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // clippy.toml reaches only `#[test]` functions

mod app;
mod cli;
mod domain;
mod export;
mod frontend;
mod import;
mod layering;
mod pty;
mod screen;
mod search;
mod store;
mod story;
mod support;
mod view;
