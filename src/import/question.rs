//! What the import is not sure of, and the answers that settle it.
//!
//! An answer is a [`Correction`]; a draft with one more correction is read again from its document, so that every answer
//! can be taken back and none depends on the order they were given in.

use super::header::Field;

/// What a question is about, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A column whose header is not known.
    UnknownColumn,
    /// Milestones and dates that do not pair.
    Unpaired,
    /// Rows cut by a page break and joined.
    JoinedRows,
    /// A cell whose lines ran together and were cut by the number of dates.
    CutCell,
    /// A status that was not understood, or words against colour.
    Status,
    /// A new date asked for in the file, or one set in a meeting against the file's.
    NewDate,
    /// Date words that were not understood, or a doubtful meaning.
    Date,
    /// Bullets under a heading offered as actions.
    Offered,
    /// Labels inside a cell offered as parts.
    Labels,
    /// A milestone without a date.
    Undated,
    /// Dates that run backwards.
    OddOrder,
    /// Two spellings that may be one person.
    Names,
}

impl Topic {
    /// Whether it must be answered before a plan is stored. Spellings that may be one person need not: they stay apart until
    /// somebody joins them, in `milepost leads --settle`.
    #[must_use]
    pub fn blocks(self) -> bool {
        self != Self::Names
    }

    /// The word in reports and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::UnknownColumn => "unknown column",
            Self::Unpaired => "unpaired dates",
            Self::JoinedRows => "joined rows",
            Self::CutCell => "cut cell",
            Self::Status => "status",
            Self::NewDate => "new date",
            Self::Date => "date",
            Self::Offered => "offered as actions",
            Self::Labels => "labels in cells",
            Self::Undated => "no date",
            Self::OddOrder => "dates run backwards",
            Self::Names => "names",
        }
    }
}

/// Something to settle before the plan is stored. The proposal is what the draft holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub topic: Topic,
    /// What it is about; the same in every reading of the same document.
    pub key: String,
    /// Id of the action, milestone or section: "S6.A3.M1".
    pub about: String,
    pub place: String,
    /// The question in one sentence.
    pub text: String,
    /// The source's own words.
    pub source: String,
    /// What the draft holds, and what accepting keeps.
    pub proposal: String,
    /// What can be answered, the proposal first.
    pub answers: Vec<Answer>,
}

/// An answer a user can give, one key each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Keep the proposal.
    Accept,
    /// Go on in the row before instead of beginning something.
    Join { unit: usize },
    /// Begin an action of its own instead of going on.
    Split { unit: usize },
    /// Leave the row out.
    Skip { unit: usize },
    /// The row is the title of a section.
    Section { unit: usize },
    /// Give a column another field.
    Role {
        table: usize,
        column: usize,
        field: Field,
    },
    /// Cut the milestone cell of a row before these words (counted from 0); none keeps it whole.
    Cut { unit: usize, words: Vec<usize> },
    /// Join two spellings as one person.
    JoinNames { names: Vec<String> },
    /// Keep them apart.
    KeepApart { names: Vec<String> },
}

impl Answer {
    /// What the key says.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Join { .. } => "join",
            Self::Split { .. } => "split",
            Self::Skip { .. } => "skip",
            Self::Section { .. } => "make a section",
            Self::Role { .. } => "change the column's role",
            Self::Cut { .. } => "move the cut",
            Self::JoinNames { .. } => "join the names",
            Self::KeepApart { .. } => "keep apart",
        }
    }
}

/// An answer given, under the key of its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub key: String,
    pub answer: Answer,
}

/// What the corrections say about rows and columns, looked up while reading.
#[derive(Debug, Clone, Copy)]
pub struct Corrections<'a>(pub &'a [Correction]);

impl Corrections<'_> {
    fn last<T>(&self, find: impl Fn(&Answer) -> Option<T>) -> Option<T> {
        self.0.iter().rev().find_map(|c| find(&c.answer))
    }

    /// Whether the user said that a row goes on (true), begins something (false), or nothing.
    #[must_use]
    pub fn joins(&self, row: usize) -> Option<bool> {
        self.last(|a| match a {
            Answer::Join { unit } if *unit == row => Some(true),
            Answer::Split { unit } if *unit == row => Some(false),
            _ => None,
        })
    }

    #[must_use]
    pub fn skips(&self, row: usize) -> bool {
        self.last(|a| matches!(a, Answer::Skip { unit } if *unit == row).then_some(()))
            .is_some()
    }

    #[must_use]
    pub fn is_section(&self, row: usize) -> bool {
        self.last(|a| matches!(a, Answer::Section { unit } if *unit == row).then_some(()))
            .is_some()
    }

    #[must_use]
    pub fn role(&self, of_table: usize, of_column: usize) -> Option<Field> {
        self.last(|a| match a {
            Answer::Role {
                table,
                column,
                field,
            } if *table == of_table && *column == of_column => Some(*field),
            _ => None,
        })
    }

    #[must_use]
    pub fn cuts(&self, row: usize) -> Option<Vec<usize>> {
        self.last(|a| match a {
            Answer::Cut { unit, words } if *unit == row => Some(words.clone()),
            _ => None,
        })
    }

    /// Whether a question was answered.
    #[must_use]
    pub fn settle(&self, key: &str) -> bool {
        self.0.iter().any(|c| c.key == key)
    }
}
