//! The steps of one buffer, to undo and redo without limit.
//!
//! Letters typed one after the other are one step for each word, letters rubbed out one after the other are one step;
//! everything else is a step of its own.

/// What kind of edit a step is, as far as it matters for joining it to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A letter typed.
    Typed,
    /// A letter rubbed out to the left.
    Backspace,
    /// A letter rubbed out to the right.
    Delete,
    /// A paste, a cut, a replacement.
    Other,
}

/// One edit: at a byte, text out, text in, and where the cursor was and went.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub at: usize,
    pub removed: String,
    pub inserted: String,
    pub before: usize,
    pub after: usize,
}

/// Steps done and steps taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The kind of the last step while the next may join it.
    open: Option<Kind>,
}

impl History {
    pub(super) fn push(&mut self, step: Step, kind: Kind) {
        self.undone.clear();
        let joined = self.open == Some(kind)
            && self
                .done
                .last_mut()
                .is_some_and(|last| join(last, &step, kind));
        if !joined {
            self.done.push(step);
        }
        self.open = (kind != Kind::Other).then_some(kind);
    }

    /// The next step stands alone: the cursor was moved.
    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// The step to take back.
    pub(super) fn back(&mut self) -> Option<Step> {
        self.open = None;
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The step to do again.
    pub(super) fn forward(&mut self) -> Option<Step> {
        self.open = None;
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}

/// Joins a step to the one before where they are one for the person typing.
fn join(last: &mut Step, step: &Step, kind: Kind) -> bool {
    let joins = match kind {
        Kind::Typed => {
            let word_ends = last.inserted.ends_with(char::is_whitespace)
                && !step.inserted.starts_with(char::is_whitespace);
            step.at == last.at + last.inserted.len() && !word_ends
        }
        Kind::Backspace => step.at + step.removed.len() == last.at,
        Kind::Delete => step.at == last.at,
        Kind::Other => false,
    };
    if joins {
        match kind {
            Kind::Backspace => {
                last.at = step.at;
                last.removed.insert_str(0, &step.removed);
            }
            _ => {
                last.inserted.push_str(&step.inserted);
                last.removed.push_str(&step.removed);
            }
        }
        last.after = step.after;
    }
    joins
}
