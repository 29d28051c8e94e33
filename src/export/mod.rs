//! Getting things out: minutes and other documents, made from registers and histories.
//!
//! Everything here is a pure function from what the domain holds to text or bytes: the same data gives the same bytes.
//! What is written for people is first laid out as a [`document::Document`] (headings, paragraphs, lists, tables), which
//! knows no format; [`markdown`], [`html`] and [`plain`] write one down. [`json`] is for programs, [`table`] for spreadsheets. Files are the command line's business.
//!
//! This room may use the domain. Where to read next: [`minutes`].

pub mod calendar;
pub mod card;
pub mod document;
pub mod docx;
pub mod html;
pub mod json;
pub mod markdown;
pub mod minutes;
pub mod office;
pub mod patch;
pub mod plain;
pub mod plan;
pub mod sheet;
pub mod table;
mod widths;
pub mod xlsx;
