//! The indicators of a new version: found again by section and name.

use std::collections::HashSet;

use super::fields::{Differences, pick, pick_named};
use super::{Matcher, words};
use crate::domain::{Change, Ids, Indicator, IndicatorId, Key, PriorityId, Record};

impl Matcher<'_> {
    pub(super) fn indicators(&mut self, priorities: &[PriorityId], ids: &mut Ids) {
        let plan = self.register.id();
        let old = self.register.indicators();
        let mut used: HashSet<IndicatorId> = HashSet::new();
        for new in &self.draft.indicators {
            let priority = new
                .priority
                .and_then(|p| priorities.get(usize::try_from(p.0).ok()?).copied());
            let record = Indicator {
                priority,
                ..new.clone()
            };
            let same = |i: &Indicator| i.priority == priority && words(&i.name) == words(&new.name);
            let found = old.iter().find(|(id, i)| !used.contains(id) && same(i));
            match found {
                Some((id, stored)) => {
                    used.insert(*id);
                    self.change_indicator(*id, stored, record);
                }
                None if self.is_exported(new) => {}
                None => {
                    let id = IndicatorId(ids.take());
                    self.update.new.push(format!("indicator {}", new.name));
                    self.update.changes.push(Change::add(
                        Key::indicator(plan, id),
                        Record::Indicator(record),
                    ));
                }
            }
        }
    }

    /// Whether an export has this very indicator, which is none of the stored ones as it reads: it is nothing new.
    fn is_exported(&self, new: &Indicator) -> bool {
        let same = |i: &Indicator| i.name == new.name && i.reference == new.reference;
        let exported = self.before.exported;
        exported.is_some_and(|e| e.indicators.iter().any(same))
    }

    fn change_indicator(&mut self, id: IndicatorId, old: &Indicator, new: Indicator) {
        let exported = self.before.exported.and_then(|e| {
            let mut all = e.indicators.iter();
            all.find(|i| i.name == new.name && i.reference == new.reference)
        });
        let said = |held: &String, of: fn(&Indicator) -> &String| {
            let value = of(&new);
            pick(held, exported.map(of), value, !value.is_empty())
        };
        let indicator = Indicator {
            priority: new.priority,
            position: pick(
                &old.position,
                exported.map(|e| &e.position),
                &new.position,
                true,
            ),
            reference: said(&old.reference, |i| &i.reference),
            name: said(&old.name, |i| &i.name),
            baseline: said(&old.baseline, |i| &i.baseline),
            targets: pick(
                &old.targets,
                exported.map(|e| &e.targets),
                &new.targets,
                !new.targets.is_empty(),
            ),
            current: said(&old.current, |i| &i.current),
            extras: pick_named(
                &old.extras,
                exported.map(|e| e.extras.as_slice()),
                &new.extras,
                |_| false,
            ),
        };
        let mut differences = Differences::default();
        differences.field("reference", &old.reference, &indicator.reference);
        differences.field("name", &old.name, &indicator.name);
        differences.field("baseline", &old.baseline, &indicator.baseline);
        let targets = |i: &Indicator| -> Vec<String> {
            i.targets.iter().map(|(p, v)| format!("{p} {v}")).collect()
        };
        differences.list("targets", &targets(old), &targets(&indicator));
        differences.field("current", &old.current, &indicator.current);
        differences.named(&old.extras, &indicator.extras);
        let name = format!("indicator {}", old.name);
        let key = Key::indicator(self.register.id(), id);
        let (from, to) = (Record::Indicator(old.clone()), Record::Indicator(indicator));
        self.replace(key, from, to, differences, &name);
    }
}
