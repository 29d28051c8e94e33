//! What a board reads first: the items that do not go as planned, worst first, a line each, and under it which dates were put
//! off, why, and who approved that.

use super::Minutes;
use crate::domain::outcome::Move;
use crate::domain::{ActionId, Exception, Exceptions, Target, Tone, describe};
use crate::export::card::title;
use crate::export::document::{Document, Item, Text};

impl Minutes<'_> {
    /// The exceptions of the meeting as it left the plan, and what was put off since the last one of the forum. An item that
    /// merely lacks an update is named in the list of those, further down.
    pub(super) fn add_exceptions(&self, document: &mut Document) {
        let exceptions = self.register.exceptions(self.id);
        let is_exception = |id: ActionId| {
            let worst = exceptions.worst(id);
            worst.is_some_and(|kind| kind != Exception::NoUpdate)
        };
        let mut found: Vec<ActionId> = self.agenda().collect();
        found.retain(|id| is_exception(*id) || self.put_off(*id).next().is_some());
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
            let put_off = self.put_off(id);
            Some(Item {
                text: Text::from(format!("{} – {words}", title(action))),
                below: put_off.map(|(t, moved)| self.move_line(t, moved)).collect(),
            })
        });
        document.list(items);
    }

    /// "Red → Amber, overdue, re-scheduled, moved 3 times". The status changed from what it was when the forum last met.
    fn exception_words(&self, exceptions: &Exceptions<'_>, id: ActionId) -> String {
        let target = Target::Action(id);
        let now = self.register.status(target);
        let legend = self.register.legend();
        let tone = now.and_then(|letter| legend.get(letter)).map(|s| s.tone);
        let changed = [&self.since, &self.outcome].map(|outcome| outcome.status(target));
        let before = changed.into_iter().flatten().map(|(from, _)| from).next();
        let status = match before.filter(|from| *from != now) {
            Some(from) => format!("{} → {}", self.status_name(from), self.status_name(now)),
            None => self.status_name(now),
        };
        let mut parts = vec![status];
        for kind in Exception::ALL {
            if !exceptions.is(id, kind) {
                continue;
            }
            // The status has said it, unless a milestone or a lead does.
            let below = match kind {
                Exception::Red if tone == Some(Tone::Red) => continue,
                Exception::Amber if tone == Some(Tone::Amber) => continue,
                // Told below, with how often.
                Exception::Moved => continue,
                // None is counted of what was not reached.
                Exception::NoUpdate if !self.lacks_update(id) => continue,
                Exception::Red => self.where_below(exceptions, id, Tone::Red),
                Exception::Amber => self.where_below(exceptions, id, Tone::Amber),
                _ => String::new(),
            };
            parts.push(format!("{}{below}", kind.words()));
        }
        let mut put_off = self.put_off(id).map(|(_, moved)| moved.meeting).peekable();
        if put_off.peek().is_some() {
            parts.push(match put_off.any(|meeting| meeting.is_some()) {
                true => "re-scheduled with approval".to_owned(),
                false => "re-scheduled outside a meeting".to_owned(),
            });
        }
        if let Some((times, target)) = self.register.most_moved(id).filter(|(n, _)| *n > 1) {
            let about = self.about(target);
            let about = about.map_or_else(String::new, |m| format!("{m} "));
            parts.push(format!("{about}moved {}", describe::times(times)));
        }
        parts.join(", ")
    }

    /// " in m1 and m3", " in m1 and in an update": what under an action has a tone that its status does not have.
    fn where_below(&self, exceptions: &Exceptions<'_>, id: ActionId, tone: Tone) -> String {
        let milestones = exceptions.milestones_in(id, tone);
        let numbers: Vec<String> = milestones.filter_map(|t| self.about(t)).collect();
        let mut places: Vec<String> = match numbers.split_last() {
            None => Vec::new(),
            Some((last, [])) => vec![format!("in {last}")],
            Some((last, others)) => vec![format!("in {} and {last}", others.join(", "))],
        };
        if exceptions.is_said(id, tone) {
            places.push("in an update".to_owned());
        }
        format!(" {}", places.join(" and "))
    }

    /// The dates of an action that were put off since the last meeting of the forum, first elsewhere, then in this one.
    fn put_off(&self, id: ActionId) -> impl Iterator<Item = (Target, &Move)> {
        self.targets(id).flat_map(|target| {
            let moves = [&self.since, &self.outcome].map(|outcome| outcome.date(target));
            let later = moves.into_iter().flatten().filter(|m| m.is_later());
            later.map(move |moved| (target, moved))
        })
    }
}
