//! Direction of travel: how a status compares with the one before it.

use super::{Legend, Letter};

/// How a status compares with the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Travel {
    /// There was none before, or there is none now.
    New,
    Better,
    Same,
    Worse,
}

impl Travel {
    /// The word shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Better => "better",
            Self::Same => "no change",
            Self::Worse => "worse",
        }
    }

    /// The arrow shown, one column wide; up is better.
    #[must_use]
    pub fn arrow(self) -> char {
        match self {
            Self::New => '·',
            Self::Better => '↑',
            Self::Same => '→',
            Self::Worse => '↓',
        }
    }
}

impl Legend {
    /// The direction from one status to another, by how bad each is ([`super::Tone::severity`]). A letter that the
    /// legend does not know counts as none.
    #[must_use]
    pub fn travel(&self, from: Option<Letter>, to: Option<Letter>) -> Travel {
        let severity = |letter: Option<Letter>| Some(self.get(letter?)?.tone.severity());
        match (severity(from), severity(to)) {
            (Some(before), Some(after)) => match after.cmp(&before) {
                std::cmp::Ordering::Less => Travel::Better,
                std::cmp::Ordering::Equal => Travel::Same,
                std::cmp::Ordering::Greater => Travel::Worse,
            },
            _ => Travel::New,
        }
    }
}
