//! A lead's own items, by date: what is due and overdue first, over all plans. What a lead sends is a request to the
//! meeting; nothing in the plan changes here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::update::Sent;
use crate::domain::{ActionId, Due, Letter, PlanId, Register, Target, Update};

/// One row: something of hers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MineRow {
    /// Which of the plans it stands in.
    pub plan: usize,
    pub target: Target,
}

/// What is chosen or typed for one row and not sent yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parcel {
    pub status: Option<Letter>,
    pub note: String,
    /// A date asked for, and why.
    pub due: Option<(Due, String)>,
}

impl Parcel {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A lead's own items.
#[derive(Debug)]
pub struct Mine {
    /// Her name as it was found, shown and recorded.
    pub name: String,
    pub today: NaiveDate,
    pub plans: Vec<Register>,
    pub rows: Vec<MineRow>,
    pub selected: usize,
    pub parcels: BTreeMap<(PlanId, Target), Parcel>,
    /// What was sent in this sitting.
    pub sent: Vec<Sent>,
}

impl Mine {
    /// Her items in these plans, in the order given: overdue first, then by date.
    #[must_use]
    pub fn new(
        name: String,
        today: NaiveDate,
        plans: Vec<Register>,
        hers: &[(PlanId, Target)],
    ) -> Self {
        let place = |id: PlanId| plans.iter().position(|r| r.id() == id);
        let row = |(plan, target): &(PlanId, Target)| {
            let (plan, target) = (place(*plan)?, *target);
            Some(MineRow { plan, target })
        };
        let rows = hers.iter().filter_map(row).collect();
        Self {
            name,
            today,
            plans,
            rows,
            selected: 0,
            parcels: BTreeMap::new(),
            sent: Vec::new(),
        }
    }

    /// The plan of a row.
    #[must_use]
    pub fn register(&self, row: MineRow) -> Option<&Register> {
        self.plans.get(row.plan)
    }

    /// The row under the cursor, with its plan.
    #[must_use]
    pub fn current(&self) -> Option<(MineRow, &Register)> {
        let row = *self.rows.get(self.selected)?;
        Some((row, self.plans.get(row.plan)?))
    }

    /// What is chosen for a row.
    #[must_use]
    pub fn parcel(&self, row: MineRow) -> Option<&Parcel> {
        let plan = self.plans.get(row.plan)?.id();
        self.parcels.get(&(plan, row.target))
    }

    /// Whether anything is chosen for the row under the cursor and not sent.
    #[must_use]
    pub fn has_parcel(&self) -> bool {
        let parcel = self.current().and_then(|(row, _)| self.parcel(row));
        parcel.is_some_and(|parcel| !parcel.is_empty())
    }

    /// What is chosen for the row under the cursor, to be changed.
    pub fn parcel_mut(&mut self) -> Option<&mut Parcel> {
        let (row, register) = self.current()?;
        let key = (register.id(), row.target);
        Some(self.parcels.entry(key).or_default())
    }

    /// What was sent last about a row, in this sitting or before.
    #[must_use]
    pub fn last_sent(&self, row: MineRow) -> Option<Cow<'_, Update>> {
        let register = self.plans.get(row.plan)?;
        let here = |s: &&Sent| s.plan == register.id() && s.target == row.target;
        let now = self.sent.iter().rev().find(here);
        let now = now.map(|sent| Cow::Owned(sent.update()));
        now.or_else(|| {
            let before = register.updates_on(row.target).last();
            before.map(|(_, update)| Cow::Borrowed(update))
        })
    }

    /// The action a row belongs to.
    #[must_use]
    pub fn action(&self, row: MineRow) -> Option<ActionId> {
        self.plans.get(row.plan)?.action_of(row.target)
    }
}
