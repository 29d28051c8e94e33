//! Documents: minutes, and the formats they are written in.

mod access;
mod between;
mod formats;
mod markdown;
pub mod minutes;
mod office;
mod plain;
mod printed;
pub mod small;
