//! The UI state machine: model, messages, update, effects. No terminal, no I/O, no clock.

pub mod buffer;
pub mod key;
