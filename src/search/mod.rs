//! Finding leads and their items as somebody types. The only room that names fuzzy-matcher.
//!
//! [`People`] is the directory: everybody named as a lead, with spellings, places, and proposals to join. [`Index`]
//! answers a query letter by letter: leads first, then references, words and tags, then the other words of a card. People are matched, not rows: a
//! register of a million rows has some ten thousand leads and as many different words. [`Query`] holds what was typed,
//! taken apart: `lead:vale rag:red due<2012-11 overdue` beside free words.
//!
//! This room is pure and knows the domain alone. An [`Index`] can be built and asked on any thread; what is remembered from
//! one letter to the next is in a [`Cache`] of the caller's.

mod index;
mod items;
mod letters;
mod matching;
mod packed;
mod people;
mod query;
mod roll;
mod rows;
mod words;

pub use index::{Cache, Found, Hit, Hits, Index, Part, Reason, Scan};
pub use items::{Task, tasks};
pub use letters::marks;
pub use matching::fuzzy;
pub use people::{Entry, Join, Named, People, Place, Spelling, places_of};
pub use query::Query;
