//! Documents: minutes, and the formats they are written in.

mod markdown;
mod minutes;
pub mod small;
