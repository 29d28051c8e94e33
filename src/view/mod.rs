//! Drawing: the screen as a function of the model.

pub mod look;
pub mod text;
pub mod theme;
pub mod widget;
