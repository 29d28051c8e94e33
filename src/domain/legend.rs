//! RAG: the legend of a plan and the statuses in it. Legends differ between bodies, so the legend belongs to the plan.

use serde::{Deserialize, Serialize};

/// The letter a status is written with: `R`, `A`, `G` … or `1` to `4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Letter(pub char);

/// What a status looks like. Never colour alone: each tone has a shape too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tone {
    Red,
    Amber,
    Green,
    Blue,
    White,
}

impl Tone {
    /// The shape that stands beside the letter, one column wide.
    #[must_use]
    pub fn shape(self) -> char {
        match self {
            Self::Red => '▲',
            Self::Amber => '◆',
            Self::Green => '●',
            Self::Blue => '■',
            Self::White => '○',
        }
    }

    /// How bad it is: a higher number is worse. Blue (complete) is best.
    #[must_use]
    pub fn severity(self) -> u8 {
        match self {
            Self::Blue => 0,
            Self::Green => 1,
            Self::White => 2,
            Self::Amber => 3,
            Self::Red => 4,
        }
    }
}

/// One status of a legend.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Status {
    /// The letter it is written with.
    pub letter: Letter,
    /// The key that stages it in a meeting; lower case.
    pub key: char,
    /// "Amber".
    pub name: String,
    /// "At risk: will slip unless something is done".
    pub meaning: String,
    pub tone: Tone,
    /// Nothing remains to be done; its dates are never overdue.
    pub done: bool,
}

/// The statuses a plan uses, in the order its legend lists them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Legend {
    pub statuses: Vec<Status>,
}

impl Legend {
    /// Red, amber, green, blue (complete) and white (not started).
    #[must_use]
    pub fn rag() -> Self {
        let status = |letter: char, name: &str, meaning: &str, tone| Status {
            letter: Letter(letter),
            key: letter.to_ascii_lowercase(),
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            tone,
            done: tone == Tone::Blue,
        };
        Self {
            statuses: vec![
                status(
                    'R',
                    "Red",
                    "off track: its date or its outcome will be missed",
                    Tone::Red,
                ),
                status(
                    'A',
                    "Amber",
                    "at risk: will slip unless something is done",
                    Tone::Amber,
                ),
                status('G', "Green", "on track", Tone::Green),
                status('B', "Blue", "complete", Tone::Blue),
                status('W', "White", "not started", Tone::White),
            ],
        }
    }

    /// The keys a status can be staged with: no command of a meeting is bound to one of them.
    pub const KEYS: &str = "abcegmrsvwz0123456789";

    /// Gives each status a key of its own: its letter where that is free for statuses, else the letter of its tone, else
    /// the first that is left.
    #[must_use]
    pub fn with_keys(mut self) -> Self {
        let mut taken: Vec<char> = Vec::new();
        for status in &mut self.statuses {
            let tone = match status.tone {
                Tone::Red => 'r',
                Tone::Amber => 'a',
                Tone::Green => 'g',
                Tone::Blue => 'b',
                Tone::White => 'w',
            };
            let own = status.letter.0.to_ascii_lowercase();
            let mut wanted = [own, tone].into_iter().chain(Self::KEYS.chars());
            let key = wanted.find(|k| Self::KEYS.contains(*k) && !taken.contains(k));
            status.key = key.unwrap_or(own);
            taken.push(status.key);
        }
        self
    }

    /// The status with this letter.
    #[must_use]
    pub fn get(&self, letter: Letter) -> Option<&Status> {
        self.statuses.iter().find(|s| s.letter == letter)
    }

    /// The status staged by this key, upper or lower case.
    #[must_use]
    pub fn by_key(&self, key: char) -> Option<&Status> {
        let key = key.to_ascii_lowercase();
        self.statuses.iter().find(|s| s.key == key)
    }

    /// The status a word or letter names, or both as sheets and lists print them: `amber`, `a`, `A`, `A Amber`.
    #[must_use]
    pub fn by_word(&self, word: &str) -> Option<&Status> {
        let word = word.trim();
        let mut chars = word.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return self
                .statuses
                .iter()
                .find(|s| s.letter.0.eq_ignore_ascii_case(&only))
                .or_else(|| self.by_key(only));
        }
        let named = |s: &&Status| s.name.eq_ignore_ascii_case(word);
        let printed = |s: &&Status| {
            let name = word.strip_prefix(|c: char| s.letter.0.eq_ignore_ascii_case(&c));
            name.filter(|rest| rest.starts_with(char::is_whitespace))
                .is_some_and(|rest| rest.trim_start().eq_ignore_ascii_case(&s.name))
        };
        let all = || self.statuses.iter();
        all().find(named).or_else(|| all().find(printed))
    }

    /// Whether this letter means that nothing remains to be done.
    #[must_use]
    pub fn is_done(&self, letter: Option<Letter>) -> bool {
        letter.and_then(|l| self.get(l)).is_some_and(|s| s.done)
    }
}
