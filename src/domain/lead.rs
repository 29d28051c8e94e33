//! Who is responsible: a lead as it was written, and the person behind several spellings.

mod address;
pub mod alias;
mod capacity;
mod given;
mod kind;
mod name;
pub mod read;
pub mod sound;

use serde::{Deserialize, Serialize};

pub use kind::{is_generic, names_itself};

/// What kind of lead the words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LeadKind {
    Person,
    /// A post: "Strategic Manager, Youth Offending Service".
    Role,
    /// A team, unit, group or board.
    Group,
    Organisation,
}

/// One lead out of a cell or a bracket, kept as written beside what was understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lead {
    /// This lead's own words: "Chief Insp Ann Example (Town Police)".
    pub written: String,
    pub kind: LeadKind,
    /// The name without rank, role and organisation: "Ann Example". Equal to `written` where nothing was taken off.
    pub name: String,
    /// The organisation written with it, if any.
    pub organisation: Option<String>,
    /// The role, rank or capacity written with it, if any: "Manager", "Dr", "support".
    pub role: Option<String>,
}

impl Lead {
    /// A person whose name is all there is.
    #[must_use]
    pub fn person(name: &str) -> Self {
        Self {
            written: name.to_owned(),
            kind: LeadKind::Person,
            name: name.to_owned(),
            organisation: None,
            role: None,
        }
    }
}

/// Several spellings that a user said are one lead. Joining is proposed, never silent; the spellings in the plan stay.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// The name shown for all of them.
    pub name: String,
    pub kind: LeadKind,
    /// Every spelling of [`Lead::name`] that leads here, `name` included.
    pub aliases: Vec<String>,
    pub organisation: Option<String>,
}
