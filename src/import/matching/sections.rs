//! The sections of a new version: found again by number and title, else by title, else by what an export says of them.

use super::fields::{Differences, pick};
use super::{Matcher, alike, texts, words};
use crate::domain::{Change, Ids, Key, Priority, PriorityId, Record};

impl Matcher<'_> {
    /// The real id for each priority of the draft.
    pub(super) fn priorities(&mut self, ids: &mut Ids) -> Vec<PriorityId> {
        let register = self.register;
        let old = register.priorities();
        let mut real = Vec::new();
        for new in &self.draft.priorities {
            let by_number = old
                .iter()
                .find(|(_, p)| p.number == new.number && alike(&p.title, &new.title) > 0.5);
            let found = by_number.or_else(|| {
                old.iter()
                    .find(|(_, p)| words(&p.title) == words(&new.title))
            });
            let found = found.map(|(id, _)| *id);
            let found = found.or_else(|| self.section_exported(new));
            match found.and_then(|id| Some((id, register.priority(id)?))) {
                Some((id, old)) => {
                    real.push(id);
                    self.change_priority(id, old, new);
                }
                None => {
                    let id = PriorityId(ids.take());
                    real.push(id);
                    self.update.new.push(section(new));
                    let record = Record::Priority(Priority::clone(new));
                    self.update
                        .changes
                        .push(Change::add(Key::priority(register.id(), id), record));
                }
            }
        }
        real
    }

    /// The section that an export of it reads back as `new`: its heading may say less or more than it does.
    fn section_exported(&self, new: &Priority) -> Option<PriorityId> {
        let exported = self.before.exported?;
        let mut sections = exported.priorities.iter();
        let at = sections.position(|p| section(p) == section(new))? as u64;
        let held = self.exported.iter().find_map(|(id, n)| {
            let action = &exported.actions.get(*n)?.action;
            (action.priority.0 == at).then_some(*id)
        });
        Some(self.register.action(held?)?.priority)
    }

    fn change_priority(&mut self, id: PriorityId, old: &Priority, new: &Priority) {
        let exported = self.before.exported.and_then(|e| {
            let mut all = e.priorities.iter();
            all.find(|p| p.number == new.number && p.title == new.title)
        });
        let led = !new.lead_written.is_empty();
        let priority = Priority {
            position: pick(
                &old.position,
                exported.map(|e| &e.position),
                &new.position,
                true,
            ),
            number: pick(&old.number, exported.map(|e| &e.number), &new.number, true),
            label: pick(
                &old.label,
                exported.map(|e| &e.label),
                &new.label,
                !new.label.is_empty(),
            ),
            title: pick(&old.title, exported.map(|e| &e.title), &new.title, true),
            leads: pick(&old.leads, exported.map(|e| &e.leads), &new.leads, led),
            lead_written: pick(
                &old.lead_written,
                exported.map(|e| &e.lead_written),
                &new.lead_written,
                led,
            ),
            outcomes: pick(
                &old.outcomes,
                exported.map(|e| &e.outcomes),
                &new.outcomes,
                !new.outcomes.is_empty(),
            ),
            notes: pick(
                &old.notes,
                exported.map(|e| &e.notes),
                &new.notes,
                !new.notes.is_empty(),
            ),
            extras: pick(
                &old.extras,
                exported.map(|e| &e.extras),
                &new.extras,
                !new.extras.is_empty(),
            ),
        };
        let mut differences = Differences::default();
        differences.field("number", &old.number, &priority.number);
        differences.field("label", &old.label, &priority.label);
        differences.field("title", &old.title, &priority.title);
        differences.field("lead", &old.lead_written, &priority.lead_written);
        differences.list("outcomes", &old.outcomes, &priority.outcomes);
        differences.list("notes", &texts(&old.notes), &texts(&priority.notes));
        differences.named(&old.extras, &priority.extras);
        let name = section(new);
        let (from, to) = (Record::Priority(old.clone()), Record::Priority(priority));
        let key = Key::priority(self.register.id(), id);
        self.replace(key, from, to, differences, &name);
    }
}

/// A section as the comparison calls it.
pub(super) fn section(priority: &Priority) -> String {
    format!("section {} {}", priority.number, priority.title)
}
