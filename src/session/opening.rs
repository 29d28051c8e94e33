//! Opening a meeting takes several answers of the store: what was half done, the meeting's entries, the number of the newest
//! entry, the plan. They are gathered here until all are in. A large plan is shown in part before it is whole.

use crate::app::draft;
use crate::app::msg::{Msg, Opened};
use crate::domain::{Entry, Key, MeetingId, PlanId, PlanSummary, Register};
use crate::store::{Glimpse, Reply, Request, Which};

/// A meeting on its way to the screen.
pub struct Opening {
    plan: PlanId,
    meeting: MeetingId,
    log_ticket: u64,
    last_ticket: u64,
    /// Whether a part of the plan is to be shown before the whole is there.
    glimpses: bool,
    glimpse: Option<Glimpse>,
    register: Option<Register>,
    people: Option<Register>,
    log: Option<Vec<Entry>>,
    last_seq: Option<u64>,
    draft: Option<Option<String>>,
    failed: Option<String>,
}

impl Opening {
    /// Nothing has been answered yet. Two tickets are used: `ticket` and the one after it. `glimpses` where nothing of the
    /// meeting is on the screen yet.
    pub fn new(plan: PlanId, meeting: MeetingId, ticket: u64, glimpses: bool) -> Self {
        Self {
            plan,
            meeting,
            log_ticket: ticket,
            last_ticket: ticket + 1,
            glimpses,
            glimpse: None,
            register: None,
            people: None,
            log: None,
            last_seq: None,
            draft: None,
            failed: None,
        }
    }

    /// What to ask the store for first: where the chair was, which says what is in sight.
    pub fn first(&self) -> Request {
        Request::Draft {
            name: draft::name(self.meeting),
        }
    }

    /// What to ask the store for once that is known.
    fn rest(&self) -> Vec<Request> {
        let mut requests = vec![
            Request::Load(Key::NO_PLAN),
            Request::Entries {
                ticket: self.log_ticket,
                which: Which::Meeting(self.meeting),
            },
            Request::Last {
                ticket: self.last_ticket,
            },
        ];
        let text = self.draft.as_ref().and_then(|d| d.as_deref());
        if let Some(around) = draft::in_sight(text).filter(|_| self.glimpses) {
            requests.push(Request::Glimpse {
                plan: self.plan,
                meeting: self.meeting,
                around,
            });
        }
        requests.push(Request::Load(self.plan));
        requests
    }

    /// Takes in an answer, and adds what is to be asked next; hands back one that does not belong here.
    pub fn take(&mut self, reply: Reply, next: &mut Vec<Request>) -> Option<Reply> {
        match reply {
            Reply::Loaded(register) if register.id() == self.plan => {
                self.register = Some(*register);
            }
            Reply::Loaded(register) if register.id() == Key::NO_PLAN => {
                self.people = Some(*register);
            }
            Reply::Entries { ticket, entries } if ticket == self.log_ticket => {
                self.log = Some(entries);
            }
            Reply::Last { ticket, seq } if ticket == self.last_ticket => {
                self.last_seq = Some(seq);
            }
            Reply::Draft { name, text } if name == draft::name(self.meeting) => {
                self.draft = Some(text);
                next.extend(self.rest());
            }
            Reply::Glimpse(glimpse) => self.glimpse = glimpse.map(|g| *g),
            Reply::Failed { error, .. } => self.failed = Some(error.to_string()),
            other => return Some(other),
        }
        None
    }

    /// Whether everything is in, or something failed.
    pub fn is_complete(&self) -> bool {
        self.failed.is_some()
            || (self.register.is_some()
                && self.people.is_some()
                && self.log.is_some()
                && self.last_seq.is_some()
                && self.draft.is_some())
    }

    /// The meeting and the draft of it that cannot be put back, if it is so.
    pub fn unread_draft(&self) -> Option<(MeetingId, String)> {
        let text = self.draft.clone().flatten()?;
        (!draft::is_readable(&text)).then_some((self.meeting, text))
    }

    /// The meeting with a part of its plan, once, as soon as that can be shown.
    pub fn part(&mut self) -> Option<Msg> {
        if self.is_complete() {
            return None;
        }
        let Glimpse { register, actions } = self.glimpse.take()?;
        register.meeting(self.meeting)?;
        Some(Msg::Opened(Box::new(Opened {
            register,
            people: self.people.clone()?,
            meeting: self.meeting,
            log: self.log.clone()?,
            last_seq: self.last_seq?,
            draft: self.draft.clone()?,
            loading: Some(actions),
        })))
    }

    /// The meeting, or why there is none.
    pub fn finish(self) -> Msg {
        if let Some(why) = self.failed {
            return Msg::Problem(format!("the meeting cannot be opened: {why}"));
        }
        let register = self.register.unwrap_or_else(|| Register::new(self.plan));
        if register.meeting(self.meeting).is_none() {
            return Msg::Problem("the meeting is no longer there".to_owned());
        }
        Msg::Opened(Box::new(Opened {
            register,
            people: self.people.unwrap_or_else(|| Register::new(Key::NO_PLAN)),
            meeting: self.meeting,
            log: self.log.unwrap_or_default(),
            last_seq: self.last_seq.unwrap_or(0),
            draft: self.draft.flatten(),
            loading: None,
        }))
    }
}

/// Every plan of the store but one, on their way.
#[derive(Debug)]
pub struct Others {
    but: PlanId,
    /// How many are still to come; `None` until it is known which there are.
    left: Option<usize>,
    pub plans: Vec<Register>,
}

impl Others {
    /// Nothing is known yet.
    pub fn new(but: PlanId) -> Self {
        Self {
            but,
            left: None,
            plans: Vec::new(),
        }
    }

    /// Takes in which plans there are; gives those to ask for, the first time.
    pub fn expect(&mut self, plans: &[PlanSummary]) -> Option<Vec<PlanId>> {
        if self.left.is_some() {
            return None;
        }
        let wanted: Vec<PlanId> = plans
            .iter()
            .map(|p| p.id)
            .filter(|id| *id != self.but)
            .collect();
        self.left = Some(wanted.len());
        Some(wanted)
    }

    /// Takes in a plan.
    pub fn take(&mut self, register: Register) {
        self.left = self.left.map(|n| n.saturating_sub(1));
        self.plans.push(register);
    }

    /// Whether all are in.
    pub fn is_complete(&self) -> bool {
        self.left == Some(0)
    }
}
