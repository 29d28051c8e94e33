//! What several rooms of the tests share: frames written out with their styles, pictures, and a terminal of one's own.
#![allow(dead_code)] // each room uses its part

pub mod folder;
pub mod frame;
pub mod large;
pub mod pty;
pub mod svg;
mod trial;
