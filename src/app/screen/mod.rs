//! What commands do, screen by screen and overlay by overlay. Drawing has files of the same names in `view`.

pub mod closed;
pub mod finder;
pub mod forms;
pub mod help;
pub mod home;
pub mod matters;
pub mod meeting;
pub mod menus;
pub mod mine;
pub mod pagers;
pub mod preview;
pub mod questions;
pub mod settle;
