//! Drawing, screen by screen; commands have files of the same names in `app`.

pub mod agenda;
pub mod card;
pub mod finder;
pub mod footer;
pub mod home;
pub mod meeting;
pub mod mine;
pub mod overlays;
pub mod preview;
pub mod reading;
pub mod settle;
