//! Small plans for searching: built action by action.

use milepost::domain::due::read::read as read_due;
use milepost::domain::lead::read::read as read_leads;
use milepost::domain::{
    Action, ActionId, ActionKind, Change, Dated, Key, Legend, Letter, Milestone, MilestoneId, Plan,
    PlanId, Priority, PriorityId, Record, Register, Standing, Step,
};

/// A plan under construction.
pub struct Sketch {
    register: Register,
    next: u64,
    action: ActionId,
    positions: u32,
}

impl Sketch {
    pub fn new(id: u64) -> Self {
        let plan = PlanId(id);
        let mut sketch = Self {
            register: Register::new(plan),
            next: id * 100_000,
            action: ActionId(0),
            positions: 0,
        };
        sketch.put(
            Key::plan(plan),
            Record::Plan(Plan {
                title: format!("Plan {id}"),
                organisation: None,
                period: None,
                legend: Legend::rag(),
                file: String::new(),
                file_hash: String::new(),
                notes: vec![],
                extras: vec![],
            }),
        );
        sketch.put(
            Key::priority(plan, PriorityId(1)),
            Record::Priority(Priority {
                position: 0,
                number: "1".into(),
                label: String::new(),
                title: "Streets".into(),
                leads: vec![].into(),
                lead_written: String::new(),
                outcomes: vec![],
                notes: vec![],
                extras: vec![],
            }),
        );
        sketch
    }

    fn put(&mut self, key: Key, record: Record) {
        self.register
            .apply_all(&[Change::add(key, record)])
            .unwrap();
    }

    fn position(&mut self) -> u32 {
        self.positions += 1;
        self.positions
    }

    /// An action: reference, title, leads, due, status; tags are words of the title in brackets.
    pub fn action(
        mut self,
        reference: &str,
        title: &str,
        leads: &str,
        due: &str,
        status: &str,
    ) -> Self {
        self.next += 1;
        self.action = ActionId(self.next);
        let (title, tags) = match title.split_once(" [") {
            Some((title, tags)) => (title, vec![tags.trim_end_matches(']').to_owned()]),
            None => (title, vec![]),
        };
        let due = read_due(due);
        let record = Record::Action(Action {
            priority: PriorityId(1),
            position: self.position(),
            reference: reference.into(),
            number: reference.into(),
            kind: ActionKind::Action,
            title: title.into(),
            text: title.into(),
            tags,
            steps: vec![],
            leads: read_leads(leads).into(),
            lead_written: leads.into(),
            resources: vec![],
            outcomes: vec![],
            objective: String::new(),
            baseline: due.clone().into(),
            dated: Dated::new(due),
            status: status.chars().next().map(Letter),
            standing: Standing::Open,
            extras: vec![],
        });
        self.put(Key::action(self.register.id(), self.action), record);
        self
    }

    /// A milestone of the action before.
    pub fn milestone(mut self, title: &str, leads: &str, due: &str) -> Self {
        self.next += 1;
        let due = read_due(due);
        let record = Record::Milestone(Milestone {
            action: self.action,
            parent: None,
            position: self.position(),
            text: title.into(),
            title: title.into(),
            leads: read_leads(leads).into(),
            lead_written: leads.into(),
            note: String::new(),
            baseline: due.clone().into(),
            dated: Dated::new(due),
            status: None,
            standing: Standing::Open,
        });
        let key = Key::milestone(self.register.id(), MilestoneId(self.next));
        self.put(key, record);
        self
    }

    /// Words elsewhere on the card of the action before: a step, a resource, an outcome, the objective, another column.
    pub fn card(mut self, [step, resource, outcome, objective, extra]: [&str; 5]) -> Self {
        let key = Key::action(self.register.id(), self.action);
        let from = self.register.action(self.action).unwrap().to_action();
        let mut to = from.clone();
        to.steps = vec![Step {
            tags: vec![],
            text: step.into(),
        }];
        to.resources = vec![resource.into()];
        to.outcomes = vec![outcome.into()];
        to.objective = objective.into();
        to.extras = vec![("Partners".into(), extra.into())];
        let change = Change::replace(key, Record::Action(from), Record::Action(to));
        self.register.apply_all(&[change]).unwrap();
        self
    }

    pub fn done(self) -> Register {
        self.register
    }
}

/// Two plans of an invented town.
pub fn town() -> Vec<Register> {
    vec![
        Sketch::new(1)
            .action(
                "6.1",
                "Mend the street lights [Lighting]",
                "Susan Kellow",
                "June 2012",
                "R",
            )
            .milestone("Lights bought", "S. Kellow and B. Sample", "May 2012")
            .milestone("Lights put up", "B. Sample", "Dec 2012")
            .action(
                "6.2",
                "Train the wardens",
                "Ben Sample; Zoë Ødegaard",
                "Nov 2012",
                "A",
            )
            .milestone(
                "Accommodation found for the course",
                "K. Kellow",
                "Oct 2012",
            )
            .action(
                "6.10",
                "Paint the benches",
                "Steve Hall, Wardens Unit",
                "2013/14",
                "G",
            )
            .done(),
        Sketch::new(2)
            .action("1.1", "Light the underpass", "Stephen Hall", "Feb 2013", "")
            .milestone("Bulbs chosen", "Isabella Fallon", "tbc")
            .done(),
    ]
}
