//! What the JSON is made of: each struct is an object, each of its fields a key of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Serialize, Serializer};

use crate::domain::Source;

/// A list whose members are made when they are written down, one after the other: a plan takes no more memory than one of them.
#[derive(Debug)]
pub struct Made<F>(pub F);

impl<F, I> Serialize for Made<F>
where
    F: Fn() -> I,
    I: IntoIterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A whole plan; `P` is the list of its priorities.
#[derive(Debug, Serialize)]
pub struct PlanJson<P> {
    pub title: String,
    pub organisation: Option<String>,
    pub period: Option<String>,
    pub file: String,
    /// The day that `overdue` is told for.
    pub date: NaiveDate,
    pub legend: Vec<StatusJson>,
    pub priorities: P,
    pub indicators: Vec<IndicatorJson>,
}

/// A status of the legend.
#[derive(Debug, Serialize)]
pub struct StatusJson {
    pub letter: char,
    pub name: String,
    pub meaning: String,
}

/// A priority with its actions, whose list is `A`, and indicators.
#[derive(Debug, Serialize)]
pub struct PriorityJson<A> {
    pub number: String,
    pub title: String,
    pub leads: Vec<LeadJson>,
    pub outcomes: Vec<String>,
    pub indicators: Vec<IndicatorJson>,
    pub actions: A,
}

/// An indicator.
#[derive(Debug, Serialize)]
pub struct IndicatorJson {
    pub reference: String,
    pub name: String,
    pub baseline: String,
    pub targets: Vec<TargetJson>,
    pub current: String,
}

/// The target of an indicator for one period.
#[derive(Debug, Serialize)]
pub struct TargetJson {
    pub period: String,
    pub value: String,
}

/// An action with its milestones and notes.
#[derive(Debug, Serialize)]
pub struct ActionJson {
    pub reference: String,
    /// "1 Safer streets".
    pub priority: String,
    pub number: String,
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub objective: String,
    pub tags: Vec<String>,
    pub steps: Vec<String>,
    pub leads: Vec<LeadJson>,
    pub resources: Vec<String>,
    pub outcomes: Vec<String>,
    pub status: Option<char>,
    pub standing: &'static str,
    pub due: DueJson,
    /// Whether it or one of its milestones is overdue.
    pub overdue: bool,
    /// The mark of what a later version of the plan's file no longer has, with the name of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
    pub notes: Vec<NoteJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<UpdateJson>,
    pub milestones: Vec<MilestoneJson>,
    /// What the plan names besides: its own columns of progress, of risk.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<ExtraJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceJson>,
}

/// A value under the name that the plan gives it.
#[derive(Debug, Serialize)]
pub struct ExtraJson {
    pub name: String,
    pub value: String,
}

/// A milestone.
#[derive(Debug, Serialize)]
pub struct MilestoneJson {
    pub reference: String,
    pub title: String,
    pub text: String,
    pub leads: Vec<LeadJson>,
    pub note: String,
    pub status: Option<char>,
    pub standing: &'static str,
    pub due: DueJson,
    pub overdue: bool,
    /// The mark of what a later version of the plan's file no longer has, with the name of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
    pub notes: Vec<NoteJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<UpdateJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceJson>,
}

/// A due date with its baseline.
#[derive(Debug, Serialize)]
pub struct DueJson {
    #[serde(flatten)]
    pub now: DateJson,
    pub baseline: DateJson,
    pub moves: u32,
    /// Days later than the baseline by last days; negative for earlier.
    pub slippage_days: Option<i64>,
}

/// A date as written, and what it means.
#[derive(Debug, Serialize)]
pub struct DateJson {
    pub written: String,
    pub means: String,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub doubt: Option<String>,
}

/// A lead.
#[derive(Debug, Serialize)]
pub struct LeadJson {
    pub name: String,
    pub kind: &'static str,
    pub written: String,
    pub organisation: Option<String>,
    pub role: Option<String>,
}

/// A progress note.
#[derive(Debug, Serialize)]
pub struct NoteJson {
    pub date: NaiveDate,
    pub author: String,
    pub seat: &'static str,
    pub text: String,
}

/// What a lead sent and no meeting has decided on.
#[derive(Debug, Serialize)]
pub struct UpdateJson {
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub status: Option<char>,
    pub note: String,
    /// The date asked for.
    pub due: Option<DateJson>,
    pub why: String,
}

/// Where something came from.
#[derive(Debug, Serialize)]
pub struct SourceJson {
    pub file: String,
    pub place: String,
    pub raw: String,
    pub remarks: Vec<String>,
}

impl From<Source> for SourceJson {
    fn from(source: Source) -> Self {
        Self {
            file: source.file,
            place: source.place,
            raw: source.raw,
            remarks: source.remarks,
        }
    }
}
