//! Statuses and dates of a thing in both versions: what was recorded stays, what nobody touched follows the file.

use std::sync::Arc;

use super::Matcher;
use super::fields::date;
use crate::domain::{
    Action, Dated, Due, Letter, Milestone, Origin, Standing, Target, When, describe,
};

/// When something was due first, and when it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dates<'a> {
    pub baseline: &'a Arc<Due>,
    pub dated: &'a Dated,
}

impl<'a> Dates<'a> {
    pub fn of_action(action: &'a Action) -> Self {
        Self {
            baseline: &action.baseline,
            dated: &action.dated,
        }
    }

    pub fn of_milestone(milestone: &'a Milestone) -> Self {
        Self {
            baseline: &milestone.baseline,
            dated: &milestone.dated,
        }
    }

    fn kept(self) -> (Arc<Due>, Dated) {
        (Arc::clone(self.baseline), self.dated.clone())
    }
}

impl Matcher<'_> {
    /// The status that counts after the update. An empty cell takes none away.
    pub(super) fn status(
        &mut self,
        (name, target): (&str, Target),
        old: Option<Letter>,
        exported: Option<Option<Letter>>,
        new: Option<Letter>,
    ) -> Option<Letter> {
        if new.is_none() || new == old || exported == Some(new) {
            return old;
        }
        let Some(why) = self.why(self.before.recorded.status(target, old)) else {
            return new;
        };
        let legend = self.register.legend();
        let line = format!(
            "{name}: status {}, {why}; the file says {}",
            describe::status(&legend, old),
            describe::status(&legend, new)
        );
        self.update.kept.push(line);
        old
    }

    /// The standing that counts after the update. Where the file says none, or an export said as much already, it stays.
    pub(super) fn standing(
        &mut self,
        (name, target): (&str, Target),
        old: Standing,
        exported: Option<Option<Standing>>,
        said: Option<Standing>,
    ) -> Standing {
        let Some(new) = said.filter(|new| *new != old && exported != Some(said)) else {
            return old;
        };
        let Some(why) = self.why(self.before.recorded.standing(target, old)) else {
            return new;
        };
        let (was, file) = (old.word(), new.word());
        let line = format!("{name}: standing {was}, {why}; the file says {file}");
        self.update.kept.push(line);
        old
    }

    /// The dates that count after the update. An empty cell takes none away, and a first date stays what it was.
    pub(super) fn dates(
        &mut self,
        (name, target): (&str, Target),
        old: Dates<'_>,
        exported: Option<Dates<'_>>,
        new: Dates<'_>,
    ) -> (Arc<Due>, Dated) {
        let said = &new.dated.due;
        if exported == Some(new) || said.written.is_empty() {
            return old.kept();
        }
        let first = new.dated.moves > 0 && new.baseline.when != old.baseline.when;
        if first && exported.is_none_or(|e| e.baseline != new.baseline) {
            let (was, file) = (shown(old.baseline), shown(new.baseline));
            let line = format!("{name}: first date {was}, never replaced; the file says {file}");
            self.update.kept.push(line);
        }
        let same = means(&old.dated.due, said);
        let why = self.why(self.before.recorded.date(target, old.dated));
        if let Some(why) = why {
            if !same {
                let was = shown(&old.dated.due);
                let line = format!("{name}: due {was}, {why}; the file says {}", shown(said));
                self.update.kept.push(line);
            }
            return old.kept();
        }
        let never_dated = old.baseline.last_day().is_none() && old.dated.moves == 0;
        match (same, old.dated.moves) {
            (true, 0) if new.dated.moves == 0 => (Arc::clone(said), new.dated.clone()),
            (true, moves) => {
                let due = Arc::clone(said);
                (Arc::clone(old.baseline), Dated { due, moves })
            }
            _ if never_dated => (Arc::clone(new.baseline), new.dated.clone()),
            _ => {
                let dated = old.dated.as_ref().moved_to(Arc::clone(said));
                (Arc::clone(old.baseline), dated)
            }
        }
    }

    /// Why something that the file says otherwise stays; none where it is for the file to say.
    fn why(&self, origin: Origin<'_>) -> Option<String> {
        match origin {
            Origin::File => None,
            Origin::Recorded(mark) => Some(mark.words(self.register)),
            Origin::Unknown => Some(
                "perhaps recorded: the history that would tell is set apart elsewhere".to_owned(),
            ),
        }
    }
}

/// Whether two dates say the same, if in other words.
fn means(a: &Due, b: &Due) -> bool {
    a == b || (a.when == b.when && a.when != When::None)
}

fn shown(due: &Due) -> String {
    match date(due) {
        words if words.is_empty() => "none".to_owned(),
        words => words,
    }
}
