//! What is asked about a row, once all are read.

/// A row that may be something else than it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    pub unit: usize,
    /// The action it made or went to; none where it was kept as a note.
    pub action: Option<usize>,
    pub why: Why,
}

/// Why a row may be something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only one of its cells holds anything, and the rows around it hold more.
    Alone,
    /// It begins an action in the middle of a sentence, or without the label that all others begin with.
    MayGoOn,
    /// It has a number of its own, or begins a table, and no words for the action.
    NoWords,
    /// All its words are struck out.
    Struck,
    /// The rows around it tell their levels and it does not; what it was taken for.
    NoLevel(&'static str),
}
