//! One test binary: every room through its outside.

mod cli;
mod domain;
mod export;
mod import;
mod layering;
mod pty;
mod screen;
mod search;
mod store;
mod story;
