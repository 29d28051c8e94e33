//! What the import is not sure of, and the answers that settle it.
//!
//! An answer is a [`Correction`]; a draft with one more correction is read again from its document, so that every answer
//! can be taken back and none depends on the order they were given in.

use super::header::Field;

/// What a question is about, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Whether the file is a new version of a plan that is stored.
    Version,
    /// A column whose header is not known.
    UnknownColumn,
    /// Whether rows stand under each other, and a row without a level among rows that have one.
    Levels,
    /// Milestones and dates that do not pair.
    Unpaired,
    /// Rows cut by a page break and joined.
    JoinedRows,
    /// A row under an action that says something else than the action does.
    RowsDisagree,
    /// A row whose words are struck out.
    Struck,
    /// A row that stands alone among those of a table: a heading, or something else.
    Alone,
    /// A row that begins in the middle of a sentence, or without what all others begin with, or without any words.
    MayGoOn,
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
            Self::Version => "version",
            Self::UnknownColumn => "unknown column",
            Self::Levels => "levels",
            Self::Unpaired => "unpaired dates",
            Self::JoinedRows => "joined rows",
            Self::RowsDisagree => "rows disagree",
            Self::Struck => "struck out",
            Self::Alone => "stands alone",
            Self::MayGoOn => "may go on",
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
    /// Further ids it is about in the same words.
    pub others: Vec<String>,
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
    /// Leave rows out; those of an action go together.
    Skip { units: Vec<usize> },
    /// The row is the title of a section.
    Section { unit: usize },
    /// Give a column another field. `table` is the row of its header.
    Role {
        table: usize,
        column: usize,
        field: Field,
    },
    /// The month comes first in the dates of a column, where both can. `table` is the row of its header.
    MonthFirst { table: usize, column: usize },
    /// The rows of a table stand beside each other, however they are indented or grouped. `table` is the row of its header.
    Flat { table: usize },
    /// Cut the milestone cell of a row before these words (counted from 0); none keeps it whole.
    Cut { unit: usize, words: Vec<usize> },
    /// Join two spellings as one person.
    JoinNames { names: Vec<String> },
    /// Keep them apart.
    KeepApart { names: Vec<String> },
    /// A plan of its own, whatever is stored.
    NewPlan,
    /// Keep the proposals of all these questions, by key, without having looked at each.
    AcceptAll { keys: Vec<String> },
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
            Self::MonthFirst { .. } => "the month first",
            Self::Flat { .. } => "side by side",
            Self::Cut { words, .. } if words.is_empty() => "keep whole",
            Self::Cut { .. } => "move the cut",
            Self::JoinNames { .. } => "join the names",
            Self::KeepApart { .. } => "keep apart",
            Self::NewPlan => "a new plan",
            Self::AcceptAll { .. } => "accept all",
        }
    }
}

impl Answer {
    /// What was done with it, as it is said once it is given: "kept apart", where the key says "keep apart".
    #[must_use]
    pub fn done(&self) -> String {
        let words = match self {
            Self::Accept => "accepted",
            Self::Join { .. } => "joined to the row above",
            Self::Split { .. } => "made an action of its own",
            Self::Skip { .. } => "left out",
            Self::Section { .. } => "made a section",
            Self::Role { field, .. } => return format!("the column holds {}", field.word()),
            Self::MonthFirst { .. } => "read with the month first",
            Self::Flat { .. } => "read side by side",
            Self::Cut { words, .. } if words.is_empty() => "kept whole",
            Self::Cut { words, .. } => {
                let words: Vec<String> = words.iter().map(|w| (w + 1).to_string()).collect();
                return format!("cut before word {}", words.join(", "));
            }
            Self::JoinNames { .. } => "joined as one lead",
            Self::KeepApart { .. } => "kept apart",
            Self::NewPlan => "a plan of its own",
            Self::AcceptAll { .. } => "all accepted",
        };
        words.to_owned()
    }

    /// The word by which other programs know what was answered, with what was chosen where that says more than the key.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Role { .. } => self.done(),
            Self::Cut { words, .. } if !words.is_empty() => self.done(),
            other => other.word().to_owned(),
        }
    }
}

/// An answer given, under the key of its question; without a key where nothing was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub key: String,
    pub answer: Answer,
    /// What it was about, in words: the question, or the row and its place.
    pub about: String,
}

/// What the user said a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It goes on in the row before.
    Joins,
    /// It begins an action of its own.
    Begins,
    /// It is the title of a section.
    Section,
    /// It is left out.
    LeftOut,
}

/// What the corrections say about rows and columns, looked up while reading.
#[derive(Debug, Clone, Copy)]
pub struct Corrections<'a>(pub &'a [Correction]);

impl Corrections<'_> {
    fn last<T>(&self, find: impl Fn(&Answer) -> Option<T>) -> Option<T> {
        self.0.iter().rev().find_map(|c| find(&c.answer))
    }

    /// What the user said last that a row is.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Said> {
        self.last(|a| match a {
            Answer::Join { unit } if *unit == row => Some(Said::Joins),
            Answer::Split { unit } if *unit == row => Some(Said::Begins),
            Answer::Section { unit } if *unit == row => Some(Said::Section),
            Answer::Skip { units } if units.contains(&row) => Some(Said::LeftOut),
            _ => None,
        })
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

    /// Whether the user said that the month comes first in the dates of a column.
    #[must_use]
    pub fn month_first(&self, of_table: usize, of_column: usize) -> bool {
        self.last(|a| match a {
            Answer::MonthFirst { table, column } => {
                (*table == of_table && *column == of_column).then_some(())
            }
            _ => None,
        })
        .is_some()
    }

    /// Whether the user said that the rows of a table stand beside each other.
    #[must_use]
    pub fn is_flat(&self, of_table: usize) -> bool {
        self.last(|a| match a {
            Answer::Flat { table } => (*table == of_table).then_some(()),
            _ => None,
        })
        .is_some()
    }

    #[must_use]
    pub fn cuts(&self, row: usize) -> Option<Vec<usize>> {
        self.last(|a| match a {
            Answer::Cut { unit, words } if *unit == row => Some(words.clone()),
            _ => None,
        })
    }

    /// Whether a question was answered, and if so whether somebody looked at it.
    #[must_use]
    pub fn settled(&self, key: &str) -> Option<Settled> {
        let all = |answer: &Answer| matches!(answer, Answer::AcceptAll { keys } if keys.iter().any(|k| k == key));
        let mut known = self.0.iter();
        if self.0.iter().any(|c| c.key == key) {
            return Some(Settled::Answered);
        }
        known
            .any(|c| all(&c.answer))
            .then_some(Settled::TakenUnasked)
    }

    /// Whether the user said that this is a plan of its own.
    #[must_use]
    pub fn is_new_plan(&self) -> bool {
        self.last(|a| matches!(a, Answer::NewPlan).then_some(()))
            .is_some()
    }
}

/// How a question was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Answered,
    /// Its proposal was taken together with those of all others.
    TakenUnasked,
}
