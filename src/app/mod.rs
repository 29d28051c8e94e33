//! The UI state machine: model, messages, update, effects. No terminal, no I/O, no clock.
//!
//! One key press: [`key::Input`] → [`keymap`] → a [`command::Command`] of the catalogue → [`update`](update::update)
//! changes the [`model`] and answers with effects. What is stored goes through `record`. Drawing is in `view`, which reads
//! the model and changes nothing. What is half done is kept as text by [`draft`].

pub mod agenda;
pub mod buffer;
pub mod command;
pub mod draft;
pub mod key;
pub mod keymap;
pub mod lookup;
pub mod mine;
pub mod model;
pub mod msg;
pub mod overlay;
pub mod preview;
mod record;
pub mod review;
pub mod screen;
pub mod settle;
pub mod update;
