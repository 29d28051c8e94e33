//! The import room from outside: the plans people really have, where they are at hand, and plans of our own.

mod real;
mod score;
