//! How far the reading of a file has come, told from the thread that reads to the one that shows it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What a file goes through, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is unpacked, and its rows and lines are found.
    Opening,
    /// The headers of its tables are looked for.
    Tables,
    /// Sections, actions and rows that go on are told apart.
    Rows,
    /// Milestones, dates and leads are found in each action.
    Actions,
    /// What is in doubt is gathered.
    Questions,
}

impl Stage {
    const ALL: [Self; 5] = [
        Self::Opening,
        Self::Tables,
        Self::Rows,
        Self::Actions,
        Self::Questions,
    ];

    /// What is being done, as a person would say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Opening => "opening the file",
            Self::Tables => "looking for tables",
            Self::Rows => "telling rows apart",
            Self::Actions => "reading actions",
            Self::Questions => "gathering questions",
        }
    }
}

/// How far a reading has come. Written by one thread and read by others; a moment's disorder between the figures does no
/// harm.
#[derive(Debug, Default)]
pub struct Watch {
    stage: AtomicUsize,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Watch {
    /// A stage begins, with so many things to do; 0 where nobody knows.
    pub fn begin(&self, stage: Stage, total: usize) {
        let at = Stage::ALL.iter().position(|s| *s == stage).unwrap_or(0);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.stage.store(at, Ordering::Relaxed);
    }

    /// One more thing is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The stage, and how many of how many things are done in it; of 0 where nobody knows.
    #[must_use]
    pub fn state(&self) -> (Stage, usize, usize) {
        let at = self.stage.load(Ordering::Relaxed);
        let stage = Stage::ALL.get(at).copied().unwrap_or(Stage::Opening);
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        (
            stage,
            if total == 0 { done } else { done.min(total) },
            total,
        )
    }

    /// In words: "reading actions: 1,200 of 3,998".
    #[must_use]
    pub fn words(&self) -> String {
        let (stage, done, total) = self.state();
        let what = stage.words();
        match (done, total) {
            (_, 1..) => format!("{what}: {} of {}", thousands(done), thousands(total)),
            (0, 0) => what.to_owned(),
            (_, 0) => format!("{what}: {}", thousands(done)),
        }
    }
}

/// A number with commas: "19,990".
#[must_use]
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
