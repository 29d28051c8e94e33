//! Milepost: milestone review meetings in the terminal.
//!
//! A partnership has a delivery plan: priorities, actions under them, milestones with dates and leads. In a review
//! meeting the chair steps through every action, sets its RAG status, records a progress note and a new date, and
//! leaves the room with the minutes written and nothing lost.
//!
//! # The rooms, and who may know whom
//!
//! | room | may use | never |
//! |---|---|---|
//! | [`domain`] | std, chrono, serde, Unicode tables, LZ4 in memory | I/O, clock, terminal, any other room |
//! | [`clock`] | std, chrono | any other room |
//! | [`login`] | domain | any other room |
//! | [`data`] | domain | I/O |
//! | [`search`] | domain | store, app |
//! | [`import`], [`export`] | domain | store, app, terminal |
//! | [`store`] | domain, clock, login | app, view, session |
//! | [`config`] | domain, login | store, app |
//! | [`app`] | domain, search, import | ratatui, crossterm, I/O, clock |
//! | [`view`] | app (read only), domain, ratatui | store; anything that changes the model |
//! | [`session`] | all of the above | a terminal, signals |
//! | [`frontend`] | session and all of the above | — |
//! | [`cli`] | frontend and all of the above | — |
//!
//! `tests/layering` reads this table and the tree, and fails where a room knows one that is not in its row.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod data;
pub mod domain;
pub mod export;
pub mod frontend;
pub mod import;
pub mod login;
pub mod search;
pub mod session;
pub mod store;
pub mod view;
