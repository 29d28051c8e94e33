//! What a board reads first: the items that do not go as planned, worst first, a line each.

use super::Minutes;
use crate::domain::{ActionId, Exception, Exceptions, Target, Tone};
use crate::export::card::title;
use crate::export::document::{Document, Item};

impl Minutes<'_> {
    /// The exceptions of the meeting as it left the plan, and what it put off. An item that merely lacks an update is named in
    /// the list of those, further down.
    pub(super) fn add_exceptions(&self, document: &mut Document) {
        let exceptions = self.register.exceptions(self.id);
        let put_off = |id: ActionId| self.targets(id).any(|target| self.is_put_off(target));
        let is_exception = |id: ActionId| {
            let worst = exceptions.worst(id);
            worst.is_some_and(|kind| kind != Exception::NoUpdate)
        };
        let mut found: Vec<ActionId> = self.agenda().collect();
        found.retain(|id| is_exception(*id) || put_off(*id));
        // The sort is stable: among equals, plan order stays.
        found.sort_by_key(|id| {
            exceptions
                .worst(*id)
                .map_or((1, None), |kind| (0, Some(kind)))
        });
        document.heading(1, "Exceptions");
        if found.is_empty() {
            document.paragraph("None.");
        }
        let items = found.into_iter().filter_map(|id| {
            let action = self.register.action(id)?;
            let words = self.exception_words(&exceptions, id);
            Some(Item::new(format!("{} – {words}", title(action))))
        });
        document.list(items);
    }

    /// "Red → Amber, overdue, re-scheduled".
    fn exception_words(&self, exceptions: &Exceptions<'_>, id: ActionId) -> String {
        let target = Target::Action(id);
        let now = self.register.status(target);
        let legend = self.register.legend();
        let tone = now.and_then(|letter| legend.get(letter)).map(|s| s.tone);
        let status = self.outcome.status(target).map_or_else(
            || self.status_name(now),
            |(from, to)| format!("{} → {}", self.status_name(from), self.status_name(to)),
        );
        let mut parts = vec![status];
        for kind in Exception::ALL {
            if !exceptions.is(id, kind) {
                continue;
            }
            // The status has said it, unless a milestone or a lead does.
            let below = match kind {
                Exception::Red if tone == Some(Tone::Red) => continue,
                Exception::Amber if tone == Some(Tone::Amber) => continue,
                // None is counted of what was not reached.
                Exception::NoUpdate if !self.lacks_update(id) => continue,
                Exception::Red | Exception::Amber => " in a milestone or an update",
                _ => "",
            };
            parts.push(format!("{}{below}", kind.words()));
        }
        if self.targets(id).any(|target| self.is_put_off(target)) {
            parts.push("re-scheduled with approval".to_owned());
        }
        parts.join(", ")
    }

    fn is_put_off(&self, target: Target) -> bool {
        let moved = self.outcome.date(target);
        moved.is_some_and(crate::domain::outcome::Move::is_later)
    }
}
