//! What a column of a plan can hold, and the word for it.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Reference,
    Number,
    Section,
    SectionNumber,
    SectionLabel,
    SectionLead,
    SectionOutcomes,
    Objective,
    Recommendation,
    Action,
    Steps,
    Milestones,
    Due,
    Start,
    RevisedDue,
    Lead,
    MilestoneLead,
    MilestoneNote,
    Partners,
    Status,
    MilestoneStatus,
    Standing,
    Progress,
    Cost,
    Outcome,
    IndicatorRef,
    Indicator,
    Baseline,
    Target,
    Current,
    Tags,
    Allocated,
    Spent,
    Committed,
    /// Kept under its own name.
    Extra,
    /// Left out, as the user said.
    Ignored,
}

impl Field {
    /// Every field a user can give a column, in the order a menu shows them.
    pub const ALL: [Self; 36] = [
        Self::Number,
        Self::Reference,
        Self::Section,
        Self::SectionNumber,
        Self::SectionLabel,
        Self::SectionLead,
        Self::SectionOutcomes,
        Self::Objective,
        Self::Recommendation,
        Self::Action,
        Self::Steps,
        Self::Tags,
        Self::Milestones,
        Self::Due,
        Self::Start,
        Self::RevisedDue,
        Self::Lead,
        Self::MilestoneLead,
        Self::MilestoneNote,
        Self::Partners,
        Self::Status,
        Self::MilestoneStatus,
        Self::Standing,
        Self::Progress,
        Self::Cost,
        Self::Outcome,
        Self::IndicatorRef,
        Self::Indicator,
        Self::Baseline,
        Self::Target,
        Self::Current,
        Self::Allocated,
        Self::Spent,
        Self::Committed,
        Self::Extra,
        Self::Ignored,
    ];

    /// The field that a word is the name of.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Whether its cells are read as dates by which something is due.
    #[must_use]
    pub fn is_due(self) -> bool {
        matches!(self, Self::Due | Self::RevisedDue)
    }

    /// The word for it in reports and menus.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Number => "number",
            Self::Section => "section",
            Self::SectionNumber => "section number",
            Self::SectionLabel => "section label",
            Self::SectionLead => "section lead",
            Self::SectionOutcomes => "section outcomes",
            Self::Objective => "objective",
            Self::Recommendation => "recommendation",
            Self::Action => "action",
            Self::Steps => "steps",
            Self::Milestones => "milestones",
            Self::Due => "due",
            Self::Start => "start",
            Self::RevisedDue => "revised date",
            Self::Lead => "lead",
            Self::MilestoneLead => "milestone lead",
            Self::MilestoneNote => "milestone note",
            Self::Partners => "partners",
            Self::Status => "status",
            Self::MilestoneStatus => "milestone status",
            Self::Standing => "standing",
            Self::Progress => "progress",
            Self::Cost => "resources",
            Self::Outcome => "outcomes",
            Self::IndicatorRef => "indicator reference",
            Self::Indicator => "indicator",
            Self::Baseline => "baseline",
            Self::Target => "target",
            Self::Current => "current performance",
            Self::Tags => "tags",
            Self::Allocated => "money allocated",
            Self::Spent => "money spent",
            Self::Committed => "money committed",
            Self::Extra => "kept under its own name",
            Self::Ignored => "left out",
        }
    }
}
