//! Whole frames: every screen at three sizes, in colour and without; every size; any keys.

mod any_keys;
mod frames;
mod loading;
mod picture;
mod size;
