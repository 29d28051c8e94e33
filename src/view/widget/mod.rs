//! Pieces of screens that several screens draw.

pub mod input;
pub mod more;
