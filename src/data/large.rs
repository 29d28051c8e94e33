//! Registers of any size for measuring: the same number and seed give the same register, down to the last word.
//!
//! Every action has three milestones, a status as often as real plans give one, and a date; a lead is named by twenty
//! actions on average. [`Large`] yields the changes of one entry at a time, so that a large register needs little memory
//! while it is written. `milepost generate` and the benches use it; all words and names are invented.

use crate::domain::{
    Action, ActionId, ActionKind, Change, Dated, Due, Ids, Key, Lead, Legend, Letter, Milestone,
    MilestoneId, Plan, PlanId, Priority, PriorityId, Record, Source, Standing, Target, When,
};

/// How many actions one entry brings in at most, so that a line of the journal stays small.
pub const IN_AN_ENTRY: u64 = 1000;

/// How many actions stand under a priority.
const IN_A_PRIORITY: u64 = 40;

/// Milestones of each action.
const MILESTONES: u64 = 3;

const GIVEN: [&str; 16] = [
    "Imogen", "Hanna", "Tobias", "Maren", "Odell", "Priya", "Lucan", "Wren", "Farid", "Bettina",
    "Caspar", "Noor", "Alwyn", "Delphine", "Ewan", "Sunniva",
];
const HEAD: [&str; 12] = [
    "Vale", "Hart", "Okon", "Brand", "Lind", "Mars", "Pell", "Quill", "Rook", "Thorn", "Wick",
    "Yarr",
];
const TAIL: [&str; 10] = [
    "ley", "ton", "ford", "by", "worth", "mere", "field", "ham", "well", "ow",
];
const VERBS: [&str; 12] = [
    "Mend", "Open", "Train", "Publish", "Survey", "Plant", "Agree", "Move", "Light", "Repair",
    "Launch", "Review",
];
const THINGS: [&str; 16] = [
    "the lamps on the steps",
    "a drop-in at the old mill",
    "wardens for the night bus",
    "the rota of the harbour watch",
    "benches by the allotments",
    "a protocol for lost keys",
    "the youth room in the library",
    "cycle stands at the ferry",
    "trees along the ring road",
    "a report on cold homes",
    "the fence behind the depot",
    "signs in five streets",
    "first aid courses for stewards",
    "the register of empty shops",
    "a contract for locksmiths",
    "the pathway out of custody",
];
const WHERE: [&str; 10] = [
    "in the north ward",
    "with the ferry company",
    "before the winter",
    "for new tenants",
    "near the schools",
    "on the quay",
    "with two partners",
    "at weekends",
    "in every hostel",
    "beyond the river",
];

/// A large register on its way into a store: yields the changes of one entry after another.
#[derive(Debug)]
pub struct Large {
    /// The plan all of it belongs to.
    pub plan: PlanId,
    ids: Ids,
    actions: u64,
    seed: u64,
    next: u64,
    priority: PriorityId,
}

/// A number that looks random and depends on nothing but what is given (the finaliser of SplitMix64).
fn mix(seed: u64, n: u64) -> u64 {
    let mut z = seed ^ n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn pick<'a>(from: &[&'a str], n: u64) -> &'a str {
    let at = usize::try_from(n).unwrap_or(0) % from.len().max(1);
    from.get(at).copied().unwrap_or_default()
}

/// A name for every number; the middle initials keep them different.
fn name(n: u64) -> String {
    let letter = |n: u64| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    format!(
        "{} {}{}. {}{}",
        pick(&GIVEN, n),
        letter(n / 1920),
        letter(n / 49_920),
        pick(&HEAD, n / 16),
        pick(&TAIL, n / 192)
    )
}

impl Large {
    /// A plan of so many actions, with numbers of its own out of `ids`.
    #[must_use]
    pub fn new(actions: u64, seed: u64, mut ids: Ids) -> Self {
        Self {
            plan: PlanId(ids.take()),
            ids,
            actions,
            seed,
            next: 0,
            priority: PriorityId(0),
        }
    }

    fn title(&self, n: u64, salt: u64) -> String {
        let r = mix(self.seed.wrapping_add(salt), n);
        format!(
            "{} {} {}",
            pick(&VERBS, r & 0xFFFF),
            pick(&THINGS, r >> 16 & 0xFFFF),
            pick(&WHERE, r >> 32 & 0xFFFF)
        )
    }

    fn leads(&self, n: u64) -> (Vec<Lead>, String) {
        let people = (self.actions / 20).max(1);
        let name = name(mix(self.seed, n) % people);
        (vec![Lead::person(&name)], name)
    }

    fn due(&self, n: u64) -> Due {
        let r = mix(self.seed ^ 0xD0E, n);
        let month = u32::try_from(r % 12).unwrap_or(0) + 1;
        let year = 2026 + i32::from(r >> 16 & 3 == 0) + i32::from(r >> 20 & 7 == 0);
        let when = When::Month { year, month };
        let words = when
            .first_day()
            .map(|day| day.format("%B %Y").to_string())
            .unwrap_or_default();
        Due::plain(&words, when)
    }

    fn status(&self, n: u64) -> Option<Letter> {
        match mix(self.seed ^ 0x5A, n) % 10 {
            0 => Some(Letter('R')),
            1..=3 => Some(Letter('A')),
            4..=6 => Some(Letter('G')),
            7 => Some(Letter('B')),
            _ => None,
        }
    }

    fn add_plan(&self, changes: &mut Vec<Change>) {
        let plan = Plan {
            title: format!("Plan of {} actions", self.actions),
            organisation: None,
            period: None,
            legend: Legend::rag(),
            file: String::new(),
            file_hash: String::new(),
            notes: Vec::new(),
            extras: Vec::new(),
        };
        changes.push(Change::add(Key::plan(self.plan), Record::Plan(plan)));
    }

    fn add_priority(&mut self, n: u64, changes: &mut Vec<Change>) {
        self.priority = PriorityId(self.ids.take());
        let priority = Priority {
            position: u32::try_from(n).unwrap_or(u32::MAX),
            number: (n + 1).to_string(),
            label: String::new(),
            title: self.title(n, 1),
            leads: Vec::new().into(),
            lead_written: String::new(),
            outcomes: Vec::new(),
            notes: Vec::new(),
            extras: Vec::new(),
        };
        let key = Key::priority(self.plan, self.priority);
        changes.push(Change::add(key, Record::Priority(priority)));
    }

    fn add_source(&self, target: Target, n: u64, raw: &str, changes: &mut Vec<Change>) {
        let source = Source {
            file: String::new(),
            place: format!("row {}", n + 2),
            raw: raw.to_owned(),
            remarks: Vec::new(),
        };
        let key = Key::source(self.plan, target);
        changes.push(Change::add(key, Record::Source(source)));
    }

    fn add_action(&mut self, n: u64, changes: &mut Vec<Change>) {
        if n.is_multiple_of(IN_A_PRIORITY) {
            self.add_priority(n / IN_A_PRIORITY, changes);
        }
        let id = ActionId(self.ids.take());
        let place = n % IN_A_PRIORITY;
        let reference = format!("{}.{}", n / IN_A_PRIORITY + 1, place + 1);
        let title = self.title(n, 2);
        let (leads, lead_written) = self.leads(n);
        let due = self.due(n);
        let action = Action {
            priority: self.priority,
            position: u32::try_from(place).unwrap_or(u32::MAX),
            number: reference.clone(),
            reference,
            kind: ActionKind::Action,
            text: title.clone(),
            title: title.clone(),
            tags: Vec::new(),
            steps: Vec::new(),
            leads: leads.into(),
            lead_written,
            resources: Vec::new(),
            outcomes: Vec::new(),
            objective: String::new(),
            baseline: due.clone().into(),
            dated: Dated::new(due),
            status: self.status(n),
            standing: Standing::Open,
            extras: Vec::new(),
        };
        let key = Key::action(self.plan, id);
        changes.push(Change::add(key, Record::Action(action)));
        self.add_source(Target::Action(id), n, &title, changes);
        for k in 0..MILESTONES {
            self.add_milestone(id, n, k, changes);
        }
    }

    fn add_milestone(&mut self, action: ActionId, n: u64, k: u64, changes: &mut Vec<Change>) {
        let id = MilestoneId(self.ids.take());
        let row = n * MILESTONES + k;
        let title = self.title(row, 3);
        let (leads, lead_written) = self.leads(n + k);
        let due = self.due(row);
        let text = format!("{title} by {} ({lead_written})", due.written);
        let milestone = Milestone {
            action,
            parent: None,
            position: u32::try_from(k).unwrap_or(u32::MAX),
            text: text.clone(),
            title,
            leads: leads.into(),
            lead_written,
            note: String::new(),
            baseline: due.clone().into(),
            dated: Dated::new(due),
            status: None,
            standing: Standing::Open,
        };
        let key = Key::milestone(self.plan, id);
        changes.push(Change::add(key, Record::Milestone(milestone)));
        self.add_source(Target::Milestone(id), row, &text, changes);
    }
}

impl Iterator for Large {
    type Item = Vec<Change>;

    fn next(&mut self) -> Option<Vec<Change>> {
        if self.next > 0 && self.next >= self.actions {
            return None;
        }
        let mut changes = Vec::new();
        if self.next == 0 {
            self.add_plan(&mut changes);
        }
        let end = self.actions.min(self.next + IN_AN_ENTRY);
        for n in self.next..end {
            self.add_action(n, &mut changes);
        }
        self.next = end.max(1);
        Some(changes)
    }
}
