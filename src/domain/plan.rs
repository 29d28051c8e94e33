//! What is under review: a plan, its priorities, their actions and milestones, and the indicators beside them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ActionId, Dated, Due, Lead, Legend, Letter, MilestoneId, PriorityId};

/// A delivery plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub title: String,
    pub organisation: Option<String>,
    /// The years it covers, as written: "2012/13".
    pub period: Option<String>,
    pub legend: Legend,
    /// Name of the file it was imported from, and a hash of its bytes (SHA-256, lower-case hex); empty for none.
    pub file: String,
    pub file_hash: String,
    /// Paragraphs and list items of the source that belong to the plan as a whole.
    pub notes: Vec<SectionNote>,
    /// Named values of the source that have no field of their own, and what was said of its columns at the import.
    pub extras: Vec<(String, String)>,
}

/// A paragraph kept with a plan or a priority: aims, issues, what is to be maintained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionNote {
    /// The heading or label it stood under; empty for plain prose.
    pub kind: String,
    pub text: String,
}

/// A priority (section, theme, work strand).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// Where it stands in the plan, from 0.
    pub position: u32,
    /// The number as written, without a final dot: "6".
    pub number: String,
    /// What the plan calls it: "Strategic priority", "Theme"; empty where it gives no word.
    pub label: String,
    pub title: String,
    pub leads: Arc<[Lead]>,
    pub lead_written: String,
    pub outcomes: Vec<String>,
    pub notes: Vec<SectionNote>,
    pub extras: Vec<(String, String)>,
}

/// What an action is in its plan's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ActionKind {
    Action,
    Recommendation,
    Aim,
    Project,
}

impl ActionKind {
    /// The word shown and written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Recommendation => "recommendation",
            Self::Aim => "aim",
            Self::Project => "project",
        }
    }
}

/// Whether work goes on. Separate from the status, which says how it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Standing {
    Open,
    /// Done.
    Complete,
    /// Ended without being completed, by decision.
    Closed,
    /// Taken out of the plan.
    Withdrawn,
}

impl Standing {
    /// The word shown and read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The standing that a word is the name of, whatever its case.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::Open, Self::Complete, Self::Closed, Self::Withdrawn];
        let word = word.trim();
        let mut named = all.into_iter();
        named.find(|standing| standing.word().eq_ignore_ascii_case(word))
    }
}

/// A sub-activity of an action: one bullet in the cell that names the action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The words before the colon, where they are labels: "Intelligence", "Support".
    pub tags: Vec<String>,
    /// As written, without the bullet.
    pub text: String,
}

/// The thing under review: an improvement activity, an action, a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub priority: PriorityId,
    /// Where it stands in its priority, from 0.
    pub position: u32,
    /// What people call it, unique in its plan: "6.3".
    pub reference: String,
    /// The number as written; empty where there was none.
    pub number: String,
    pub kind: ActionKind,
    /// Without tag, final colon or number.
    pub title: String,
    /// The whole text of its cell, white space made single.
    pub text: String,
    pub tags: Vec<String>,
    pub steps: Vec<Step>,
    pub leads: Arc<[Lead]>,
    pub lead_written: String,
    /// Resources or costs, one entry a line.
    pub resources: Vec<String>,
    pub outcomes: Vec<String>,
    /// The objective it serves, where the plan writes one beside it.
    pub objective: String,
    /// The first due date. Never overwritten.
    pub baseline: Arc<Due>,
    pub dated: Dated,
    pub status: Option<Letter>,
    pub standing: Standing,
    /// Named values of the source that have no field of their own.
    pub extras: Vec<(String, String)>,
}

/// What marks a thing that a later version of the plan's file no longer has; behind it stands the name of that file. Of an action
/// it is a named value, of a milestone the end of its note.
pub const GONE: &str = "Not in the plan any more";

/// The file that no longer has an action with these named values; none where the plan has it.
#[must_use]
pub fn gone_from(extras: &[(String, String)]) -> Option<&str> {
    let mark = extras.iter().find(|(name, _)| name == GONE);
    mark.map(|(_, file)| file.as_str())
}

/// The own words of a milestone's note, and the mark at its end where it is gone from the plan.
#[must_use]
pub fn parted_note(note: &str) -> (&str, Option<&str>) {
    let at = note.rfind(&format!("{GONE}: "));
    let parts = at.and_then(|at| note.split_at_checked(at));
    parts.map_or((note, None), |(words, mark)| {
        (words.strip_suffix("; ").unwrap_or(words), Some(mark))
    })
}

/// A note with the mark of what is gone behind its own words.
#[must_use]
pub fn marked_note(words: &str, mark: &str) -> String {
    match words {
        "" => mark.to_owned(),
        words => format!("{words}; {mark}"),
    }
}

/// A dated step of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub action: ActionId,
    /// The milestone it is a sub-point of.
    pub parent: Option<MilestoneId>,
    /// Where it stands in its action, from 0; sub-points follow their parent.
    pub position: u32,
    /// As written, white space made single.
    pub text: String,
    /// Without "by <date>", lead brackets and final stop.
    pub title: String,
    pub leads: Arc<[Lead]>,
    pub lead_written: String,
    /// Text after the lead, kept.
    pub note: String,
    /// The first due date. Never overwritten.
    pub baseline: Arc<Due>,
    pub dated: Dated,
    pub status: Option<Letter>,
    pub standing: Standing,
}

/// A performance indicator: shown beside the actions, not reviewed as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// `None` where it belongs to the plan as a whole.
    pub priority: Option<PriorityId>,
    pub position: u32,
    pub reference: String,
    pub name: String,
    pub baseline: String,
    /// Period and target, as written: ("2009/10", "14.1%").
    pub targets: Vec<(String, String)>,
    pub current: String,
    pub extras: Vec<(String, String)>,
}

/// Where a thing came from: shown by `H` and `show --source`. Kept apart so that a card need not load it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name without its folder.
    pub file: String,
    /// "line 218", "sheet 4 Reducing Offending, row 17", "table 3, row 5".
    pub place: String,
    /// The source's own text, cleaned of control characters.
    pub raw: String,
    /// What the import did that a reader should know: joined rows, cut cells, shared dates.
    pub remarks: Vec<String>,
}
