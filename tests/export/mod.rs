//! Documents: minutes, and the formats they are written in.

mod formats;
mod markdown;
pub mod minutes;
mod office;
mod plain;
pub mod small;
