//! The import room from outside: the plans people really have, where they are at hand, and plans of our own.

mod again;
pub mod biff;
mod command;
mod continued;
mod damage;
mod exported;
mod exports;
pub mod files;
mod hostile;
mod laws;
mod listed;
mod merged;
mod office;
mod old_sheets;
mod own;
mod own_dates;
mod reading;
pub mod real;
mod references;
mod retitled;
mod returning;
mod rows;
mod score;
mod separated;
mod standing;
mod trackers;
mod uneven;
