//! What happened to the plan between the last meeting of the forum and this one: in a meeting of another forum, by a new version of
//! the plan's file, outside any meeting.

use super::Minutes;
use super::item::labelled;
use crate::domain::due::show_day;
use crate::domain::text::one_line;
use crate::domain::{
    ActionId, Entry, Indicator, Lead, Meeting, MeetingId, MeetingState, Outcome, Presence,
    Register, Target, UpdateState,
};
use crate::export::card::{lead_words, title};
use crate::export::document::{Document, Item, Text};

/// The net effect of all that was recorded elsewhere since the last meeting of the same forum. There is none where that was the first
/// one, or where how the last one went is in archived files that are elsewhere: what came after it could not be told in full.
pub(super) fn since_last(register: &Register, meeting: MeetingId, entries: &[Entry]) -> Outcome {
    let Some((last, _)) = register.last_of_forum(meeting) else {
        return Outcome::default();
    };
    let end_of = |id| entries.iter().rposition(|e: &Entry| e.meeting == Some(id));
    let is_closed = register
        .meeting(meeting)
        .is_some_and(|m| m.state == MeetingState::Closed);
    let end = end_of(meeting).filter(|_| is_closed);
    let end = end.unwrap_or(entries.len());
    let between = end_of(last).and_then(|from| entries.get(from + 1..end));
    if entries.iter().any(|entry| entry.stands_for(last)) {
        return Outcome::default();
    }
    let between = between.unwrap_or_default().iter();
    let elsewhere = between.filter(|e| e.meeting != Some(meeting));
    Outcome::of(&elsewhere.cloned().collect::<Vec<_>>())
}

impl Minutes<'_> {
    /// An action for each that something was recorded on; nothing where there is none.
    pub(super) fn add_since(&self, document: &mut Document) {
        let Some((_, last)) = self.register.last_of_forum(self.id) else {
            return;
        };
        let items: Vec<Item> = self
            .register
            .plan_order()
            .into_iter()
            .filter_map(|id| {
                let below = self.since_points(id);
                let action = self.register.action(id).filter(|_| !below.is_empty())?;
                Some(Item {
                    text: Text::from(title(action)),
                    below,
                })
            })
            .chain(self.measured())
            .collect();
        if !items.is_empty() {
            document.heading(1, since_words(last));
            document.list(items);
        }
    }

    /// The indicators that a new version of the plan's file brought in or has other values of.
    fn measured(&self) -> impl Iterator<Item = Item> + '_ {
        let all = self.register.indicators().into_iter();
        all.filter_map(|(id, _)| {
            let (from, to) = self.since.measure(id)?;
            let below = match from {
                None => vec![Item::new("new in the plan")],
                Some(from) => changed_values(from, to),
            };
            let name = one_line(&format!("{} {}", to.reference, to.name));
            (!below.is_empty()).then(|| Item {
                text: Text::labelled("Indicator", name),
                below,
            })
        })
    }

    fn since_points(&self, id: ActionId) -> Vec<Item> {
        let mut points = Vec::new();
        for target in self.targets(id) {
            let about = self.about(target);
            points.extend(self.listing_points(target, about.as_deref()));
            points.extend(self.status_point(&self.since, target, about.as_deref()));
            points.extend(self.decision_point(&self.since, target, about.as_deref()));
            let moved = self.since.date(target);
            points.extend(moved.map(|moved| self.move_line(target, moved)));
            points.extend(self.note_points(&self.since, target, about.as_deref()));
            let decided = self.register.updates_on(target).filter(|(id, update)| {
                self.since.has_decided(*id) && update.state != UpdateState::Replaced
            });
            let about = about.map_or_else(String::new, |m| format!(" on {m}"));
            points.extend(decided.map(|(_, update)| self.update_point(update, &about)));
        }
        points
    }

    /// What a new version of the plan's file made of an action or a milestone: it is new, gone or back, it reads otherwise, somebody
    /// else leads it. What is under an action comes and goes with it.
    fn listing_points(&self, target: Target, about: Option<&str>) -> Vec<Item> {
        let Some((from, to)) = self.since.listing(target) else {
            return Vec::new();
        };
        let point =
            |what: &str, words: String| Item::new(Text::labelled(&labelled(what, about), words));
        let mut points = Vec::new();
        let came_or_went = match (from.presence, to.presence) {
            (before, now) if before == now => None,
            (_, Presence::Gone) => self.register.gone(target),
            (Presence::Absent, _) => Some("new in the plan".to_owned()),
            _ => Some("in the plan again".to_owned()),
        };
        points.extend(came_or_went.and_then(|words| match about {
            None => Some(Item::new(words)),
            Some(_) if self.comes_with_its_action(target) => None,
            Some(number) => Some(Item::new(Text::labelled(
                &format!("Milestone {number}:"),
                format!("{} – {words}", one_line(&to.title)),
            ))),
        }));
        if from.presence == Presence::Absent {
            return points;
        }
        if from.title != to.title {
            let words = format!("“{}” → “{}”", one_line(&from.title), one_line(&to.title));
            points.push(point("Title", words));
        }
        let names = |leads: &[Lead]| match lead_words(leads) {
            names if names.is_empty() => "nobody".to_owned(),
            names => names,
        };
        let (before, now) = (names(&from.leads), names(&to.leads));
        if before != now {
            points.push(point("Leads", format!("{before} → {now}")));
        }
        points
    }

    /// Whether the action of a milestone came into the plan or left it as well.
    fn comes_with_its_action(&self, milestone: Target) -> bool {
        let action = self.register.action_of(milestone).map(Target::Action);
        let listing = action.and_then(|action| self.since.listing(action));
        listing.is_some_and(|(from, to)| from.presence != to.presence)
    }

    /// "m2", for what is said of a milestone away from its place under the action.
    pub(super) fn about(&self, target: Target) -> Option<String> {
        let Target::Milestone(_) = target else {
            return None;
        };
        let reference = self.register.reference(target);
        reference.rsplit(' ').next().map(str::to_owned)
    }
}

/// The values of an indicator that are others than before, each with what it was.
fn changed_values(from: &Indicator, to: &Indicator) -> Vec<Item> {
    let targets = |i: &Indicator| -> String {
        let all: Vec<String> = i.targets.iter().map(|(p, v)| format!("{p} {v}")).collect();
        all.join("; ")
    };
    let values = [
        ("Name:", from.name.clone(), to.name.clone()),
        ("Baseline:", from.baseline.clone(), to.baseline.clone()),
        ("Targets:", targets(from), targets(to)),
        ("Current:", from.current.clone(), to.current.clone()),
    ];
    let shown = |value: &str| match one_line(value) {
        words if words.is_empty() => "nothing".to_owned(),
        words => words,
    };
    let changed = values.into_iter().filter(|(_, before, now)| before != now);
    let words = |(label, before, now): (&str, String, String)| {
        Item::new(Text::labelled(
            label,
            format!("{} → {}", shown(&before), shown(&now)),
        ))
    };
    changed.map(words).collect()
}

fn since_words(last: &Meeting) -> String {
    format!("Since the {} of {}", last.forum, show_day(last.date))
}
