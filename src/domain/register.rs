//! One plan with its meetings, in memory: what a session works on, and the reference every store is held against.

mod about;
mod matters;
mod piece;
mod records;
mod rows;
mod shared;
mod shelf;
mod standing;
mod told;
mod under;
mod words;

use std::collections::BTreeMap;

use super::{
    ActionId, ActionRef, ApplyError, Arising, ArisingId, Change, DatedRef, Due, Entry, Indicator,
    IndicatorId, Item, Lead, Legend, Letter, Meeting, MeetingId, MilestoneId, MilestoneRef, Note,
    NoteId, Person, PersonId, Plan, PlanId, Priority, PriorityId, Source, Standing, Target, Update,
    UpdateId, apply,
};
use about::About;
pub use matters::{Became, Matter};
use shelf::Shelf;
pub use standing::{Next, Progress, Stands};
pub use told::Told;
pub(super) use words::Texts;

/// One plan and everything recorded about it. People, who belong to no plan, are a register of their own
/// ([`super::Key::NO_PLAN`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    id: PlanId,
    plan: Option<Plan>,
    priorities: BTreeMap<PriorityId, Priority>,
    shelf: Shelf,
    indicators: BTreeMap<IndicatorId, Indicator>,
    meetings: BTreeMap<MeetingId, Meeting>,
    items: BTreeMap<(MeetingId, ActionId), Item>,
    notes: BTreeMap<NoteId, Note>,
    arising: BTreeMap<ArisingId, Arising>,
    updates: BTreeMap<UpdateId, Update>,
    people: BTreeMap<PersonId, Person>,
    sources: BTreeMap<Target, Source>,
    noted: About<NoteId>,
    sent: About<UpdateId>,
}

impl Register {
    /// A register with nothing in it.
    #[must_use]
    pub fn new(id: PlanId) -> Self {
        Self {
            id,
            plan: None,
            priorities: BTreeMap::new(),
            shelf: Shelf::default(),
            indicators: BTreeMap::new(),
            meetings: BTreeMap::new(),
            items: BTreeMap::new(),
            notes: BTreeMap::new(),
            arising: BTreeMap::new(),
            updates: BTreeMap::new(),
            people: BTreeMap::new(),
            sources: BTreeMap::new(),
            noted: About::default(),
            sent: About::default(),
        }
    }

    #[must_use]
    pub fn id(&self) -> PlanId {
        self.id
    }

    /// The plan, unless nothing was imported or it was taken back.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The plan's title, or an empty string.
    #[must_use]
    pub fn title(&self) -> &str {
        self.plan.as_ref().map_or("", |p| p.title.as_str())
    }

    /// The plan's legend; red, amber, green, blue, white where there is no plan.
    #[must_use]
    pub fn legend(&self) -> std::borrow::Cow<'_, Legend> {
        match &self.plan {
            Some(plan) => std::borrow::Cow::Borrowed(&plan.legend),
            None => std::borrow::Cow::Owned(Legend::rag()),
        }
    }

    /// Priorities in plan order.
    #[must_use]
    pub fn priorities(&self) -> Vec<(PriorityId, &Priority)> {
        let mut all: Vec<_> = self.priorities.iter().map(|(id, p)| (*id, p)).collect();
        all.sort_by_key(|(id, p)| (p.position, *id));
        all
    }

    #[must_use]
    pub fn priority(&self, id: PriorityId) -> Option<&Priority> {
        self.priorities.get(&id)
    }

    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<ActionRef<'_>> {
        self.shelf.action(id)
    }

    /// Every action, in no promised order.
    pub fn actions(&self) -> impl Iterator<Item = (ActionId, ActionRef<'_>)> {
        self.shelf.actions()
    }

    /// How many actions there are.
    #[must_use]
    pub fn action_count(&self) -> usize {
        self.shelf.action_count()
    }

    /// Actions in plan order: by priority, then by position.
    #[must_use]
    pub fn plan_order(&self) -> Vec<ActionId> {
        let mut all: Vec<_> = self
            .actions()
            .map(|(id, a)| {
                let priority = self.priorities.get(&a.priority).map(|p| p.position);
                (priority.unwrap_or(u32::MAX), a.priority, a.position, id)
            })
            .collect();
        all.sort_unstable();
        // Collected from what it borrows: a list made of the one before would keep that one's memory.
        all.iter().map(|(.., id)| *id).collect()
    }

    /// The action with this reference; letter case and a final dot do not matter.
    #[must_use]
    pub fn action_by_reference(&self, reference: &str) -> Option<ActionId> {
        let wanted = reference.trim().trim_end_matches('.');
        self.actions()
            .find(|(_, a)| a.reference().eq_ignore_ascii_case(wanted))
            .map(|(id, _)| id)
    }

    /// The action or milestone that people call so: `6.3`, or `6.3 m2` for its second milestone. As
    /// [`Register::action_by_reference`] has it; the space does not matter either.
    #[must_use]
    pub fn target_by_reference(&self, reference: &str) -> Option<Target> {
        if let Some(action) = self.action_by_reference(reference) {
            return Some(Target::Action(action));
        }
        let (action, number) = self.numbered(reference)?;
        let (id, _) = self.milestones_of(action).nth(number.checked_sub(1)?)?;
        Some(Target::Milestone(id))
    }

    /// The action and the number of a milestone that a reference names, whether or not there is such a milestone.
    #[must_use]
    pub fn numbered(&self, reference: &str) -> Option<(ActionId, usize)> {
        let (action, number) = reference.trim().rsplit_once([' ', 'm', 'M'])?;
        let action = action.trim_end_matches(['m', 'M', ' ']);
        // An action without a reference is not meant by a number alone.
        let action = self
            .action_by_reference(action)
            .filter(|_| !action.is_empty())?;
        Some((action, number.parse().ok()?))
    }

    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<MilestoneRef<'_>> {
        self.shelf.milestone(id)
    }

    /// Milestones of an action in order.
    pub fn milestones_of(
        &self,
        action: ActionId,
    ) -> impl DoubleEndedIterator<Item = (MilestoneId, MilestoneRef<'_>)> {
        let under = self.shelf.under(action);
        under.filter_map(|id| Some((id, self.shelf.milestone(id)?)))
    }

    /// The milestones of an action in order, where their words are not asked for.
    pub fn milestones_below(&self, action: ActionId) -> impl Iterator<Item = Target> {
        self.shelf.under(action).map(Target::Milestone)
    }

    /// How many milestones there are in all.
    #[must_use]
    pub fn milestone_count(&self) -> usize {
        self.shelf.milestone_count()
    }

    /// Indicators in plan order.
    #[must_use]
    pub fn indicators(&self) -> Vec<(IndicatorId, &Indicator)> {
        let mut all: Vec<_> = self.indicators.iter().map(|(id, i)| (*id, i)).collect();
        all.sort_by_key(|(id, i)| (i.position, *id));
        all
    }

    /// Meetings by date, oldest first.
    #[must_use]
    pub fn meetings(&self) -> Vec<(MeetingId, &Meeting)> {
        let mut all: Vec<_> = self.meetings.iter().map(|(id, m)| (*id, m)).collect();
        all.sort_by_key(|(id, m)| (m.date, *id));
        all
    }

    #[must_use]
    pub fn meeting(&self, id: MeetingId) -> Option<&Meeting> {
        self.meetings.get(&id)
    }

    /// The agenda item of an action; [`Item::NEW`] where nobody came to it.
    #[must_use]
    pub fn item(&self, meeting: MeetingId, action: ActionId) -> &Item {
        self.items.get(&(meeting, action)).unwrap_or(&Item::NEW)
    }

    /// Notes on a target, oldest first.
    pub fn notes_on(&self, target: Target) -> impl DoubleEndedIterator<Item = (NoteId, &Note)> {
        let ids = self.noted.of(target).iter();
        ids.filter_map(|id| Some((*id, self.notes.get(id)?)))
    }

    /// Every note, in the order they were made.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &Note)> {
        self.notes.iter().map(|(id, n)| (*id, n))
    }

    #[must_use]
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id)
    }

    /// Actions arising, in the order they were recorded.
    pub fn arising(&self) -> impl Iterator<Item = (ArisingId, &Arising)> {
        self.arising.iter().map(|(id, a)| (*id, a))
    }

    /// Updates leads sent, in the order they came in.
    pub fn updates(&self) -> impl Iterator<Item = (UpdateId, &Update)> {
        self.updates.iter().map(|(id, u)| (*id, u))
    }

    /// What leads sent about a target, oldest first.
    pub fn updates_on(&self, target: Target) -> impl Iterator<Item = (UpdateId, &Update)> {
        let ids = self.sent.of(target).iter();
        ids.filter_map(|id| Some((*id, self.updates.get(id)?)))
    }

    #[must_use]
    pub fn update(&self, id: UpdateId) -> Option<&Update> {
        self.updates.get(&id)
    }

    /// People whose spellings were joined.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people.iter().map(|(id, p)| (*id, p))
    }

    /// Where a target came from, if it was loaded with its sources.
    #[must_use]
    pub fn source(&self, target: Target) -> Option<&Source> {
        self.sources.get(&target)
    }

    /// Lets go of what was unpacked to be read, where that is much. For moments when nobody waits.
    pub fn relax(&mut self) {
        self.shelf.relax();
    }

    /// A copy without sources, as a store loads it.
    #[must_use]
    pub fn without_sources(&self) -> Self {
        Self {
            id: self.id,
            plan: self.plan.clone(),
            priorities: self.priorities.clone(),
            shelf: self.shelf.clone(),
            indicators: self.indicators.clone(),
            meetings: self.meetings.clone(),
            items: self.items.clone(),
            notes: self.notes.clone(),
            arising: self.arising.clone(),
            updates: self.updates.clone(),
            people: self.people.clone(),
            sources: BTreeMap::new(),
            noted: self.noted.clone(),
            sent: self.sent.clone(),
        }
    }

    /// The action a target belongs to: itself, or the one its milestone stands under.
    #[must_use]
    pub fn action_of(&self, target: Target) -> Option<ActionId> {
        match target {
            Target::Action(id) => Some(id),
            Target::Milestone(id) => self.shelf.above(id),
        }
    }

    /// Who leads a target: its own leads; for a milestone that names none, those of its action.
    #[must_use]
    pub fn leads_of(&self, target: Target) -> &[Lead] {
        let of_action = |id| self.action(id).map(|a| &**a.leads);
        let own = match target {
            Target::Action(id) => of_action(id),
            Target::Milestone(id) => self.milestone(id).map(|m| &**m.leads),
        };
        let own = own.filter(|leads| !leads.is_empty());
        own.or_else(|| of_action(self.action_of(target)?))
            .unwrap_or_default()
    }

    /// The milestones of an action that name no lead, in order: they are its own leads', see [`Register::leads_of`].
    pub fn left_to_action(&self, action: ActionId) -> impl Iterator<Item = Target> {
        let below = self.milestones_of(action);
        below
            .filter(|(_, m)| m.leads.is_empty())
            .map(|(id, _)| Target::Milestone(id))
    }

    /// What people call a target: `6.3`, or `6.3 m2` for its second milestone.
    #[must_use]
    pub fn reference(&self, target: Target) -> String {
        match target {
            Target::Action(id) => self
                .action(id)
                .map_or_else(String::new, |a| a.reference().to_owned()),
            Target::Milestone(id) => {
                let Some(action) = self.shelf.above(id) else {
                    return String::new();
                };
                let under = self.shelf.under(action);
                let number = under.take_while(|m| *m != id).count() + 1;
                format!("{} m{number}", self.reference(Target::Action(action)))
            }
        }
    }

    /// The title of a target, as the plan has it.
    #[must_use]
    pub fn title_of(&self, target: Target) -> Option<&str> {
        match target {
            Target::Action(id) => self.action(id).map(|a| a.title()),
            Target::Milestone(id) => self.milestone(id).map(|m| m.title()),
        }
    }

    /// The status recorded on a target.
    #[must_use]
    pub fn status(&self, target: Target) -> Option<Letter> {
        self.shelf.status(target)
    }

    /// Whether work on a target goes on.
    #[must_use]
    pub fn standing(&self, target: Target) -> Option<Standing> {
        self.shelf.standing(target)
    }

    /// The date that counts now for a target.
    #[must_use]
    pub fn dated(&self, target: Target) -> Option<DatedRef<'_>> {
        self.shelf.dated(target)
    }

    /// The first due date of a target.
    #[must_use]
    pub fn baseline(&self, target: Target) -> Option<&Due> {
        self.shelf.baseline(target)
    }

    /// Carries out changes: all of them or none.
    ///
    /// # Errors
    /// The first change that does not apply; the register is as it was.
    pub fn apply_all<'c, C>(&mut self, changes: C) -> Result<(), ApplyError>
    where
        C: IntoIterator<Item = &'c Change, IntoIter: Clone>,
    {
        let changes = changes.into_iter();
        for (done, change) in changes.clone().enumerate() {
            if let Err(error) = apply(change, self) {
                let done: Vec<&Change> = changes.take(done).collect();
                for undo in done.into_iter().rev() {
                    // What has just been applied can be taken back: nothing else touched the register.
                    apply(&undo.inverse(), self)?;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Carries out a recorded entry's changes that belong to this plan.
    ///
    /// # Errors
    /// As [`Register::apply_all`].
    pub fn apply_entry(&mut self, entry: &Entry) -> Result<(), ApplyError> {
        self.apply_all(entry.changes_of(self.id))
    }
}
