//! Stories: what a person presses, what the room sees, what the store holds afterwards.

mod closing;
mod correcting;
mod dates;
mod exceptions;
mod finding;
mod home;
mod items;
mod leads;
mod matters;
mod mine;
mod moving;
mod notes;
mod pointer;
pub mod preview;
mod reading;
mod recording;
mod resume;
pub mod teller;
pub mod town;
mod trouble;
mod undo;
mod updates;
