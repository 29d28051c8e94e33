//! One row of the finder: what it leads to, its words, and what is said beside them.

use crate::app::command::Command;
use crate::domain::measure::{printable, width};
use crate::domain::{ActionId, ArisingId, Target};

/// What a row of the finder leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Item(ActionId),
    /// An action or a milestone of the plan.
    Target(Target),
    /// A lead, by position in the directory.
    Lead(usize),
    /// An item of another plan, with its title.
    Elsewhere(String),
    /// A matter arising.
    Matter(ArisingId),
    Run(Command),
}

/// How much a part of what a row says at the right matters: where there is no room for all, the lightest parts are left off,
/// whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// That there is nothing to say.
    Nothing,
    /// Why the row was found, where that is in sight anyway.
    InSight,
    Status,
    Date,
    /// Never left off.
    Most,
}

/// A part of what a row says at the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub weight: Weight,
    pub words: String,
    /// Goes on in what stands before it: "Jun 2026 OVERDUE".
    pub goes_on: bool,
}

impl Part {
    /// A part of its own.
    #[must_use]
    pub fn new(weight: Weight, words: impl Into<String>) -> Self {
        Self {
            weight,
            words: words.into(),
            goes_on: false,
        }
    }

    /// By when something is due, and that it is overdue, which is said also where there is no room for the date.
    #[must_use]
    pub fn due(words: impl Into<String>, is_overdue: bool) -> Vec<Self> {
        let overdue = Self {
            goes_on: true,
            ..Self::new(Weight::Most, "OVERDUE")
        };
        let due = Self::new(Weight::Date, words);
        std::iter::once(due)
            .chain(is_overdue.then_some(overdue))
            .collect()
    }
}

/// One row of the finder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinderRow {
    pub found: Found,
    /// The words shown.
    pub words: String,
    /// Which characters of `words` matched, by their place, ascending.
    pub marks: Vec<usize>,
    /// Why it was found and how it stands, or its keys, in the order they are read.
    pub reason: Vec<Part>,
}

impl FinderRow {
    /// What it says at the right in so many columns: the parts that fit, the lightest left off first. Wider where those that are
    /// never left off are.
    #[must_use]
    pub fn reason_in(&self, columns: usize) -> String {
        let heavier = |least: Weight| {
            let mut words = String::new();
            // Whether the part before is there to go on from.
            let mut follows = false;
            for part in &self.reason {
                let is_kept = part.weight >= least;
                if is_kept {
                    words.push_str(match (words.is_empty(), part.goes_on && follows) {
                        (true, _) => "",
                        (false, true) => " ",
                        (false, false) => " · ",
                    });
                    words.push_str(&part.words);
                }
                follows = is_kept;
            }
            printable(&words).into_owned()
        };
        let mut weights: Vec<Weight> = self.reason.iter().map(|part| part.weight).collect();
        weights.sort_unstable();
        let mut choices = weights.into_iter().map(heavier);
        let fits = |words: &String| width(words) <= columns;
        choices.find(fits).unwrap_or_else(|| heavier(Weight::Most))
    }
}
