//! What the store answers, taken in.

use super::opening::Opening;
use super::{Session, Wanted, reading};
use crate::app::draft;
use crate::app::lookup::Lookup;
use crate::app::model::{Home, Screen};
use crate::app::msg::Msg;
use crate::domain::{Entry, MeetingId, PlanId, PlanSummary, Record};
use crate::export;
use crate::store::{Reply, Request};
use crate::view::regions::reading_columns;

impl Session {
    /// Takes in one answer of the store, handed in by whoever received it.
    pub fn answer(&mut self, reply: Reply) {
        self.reply(reply);
        self.settle();
    }

    pub(super) fn reply(&mut self, reply: Reply) {
        let mut next = Vec::new();
        let reply = match &mut self.opening {
            Some(opening) => opening.take(reply, &mut next),
            None => Some(reply),
        };
        for request in next {
            self.desk.send(request);
        }
        let Some(reply) = reply else {
            if let Some(part) = self.opening.as_mut().and_then(Opening::part) {
                self.take(part);
            }
            if let Some(opened) = self.opening.take_if(|o| o.is_complete()) {
                let unread = opened.unread_draft();
                let opened = opened.finish();
                if let Msg::Problem(_) = &opened
                    && self.is_loading()
                {
                    // A part of a plan that cannot be read is no meeting.
                    self.early.clear();
                    self.model.overlays.clear();
                    self.model.screen = Screen::Home(Home::default());
                    self.desk.send(Request::Plans);
                }
                self.take(opened);
                if let Some((meeting, text)) = unread {
                    self.set_draft_aside(meeting, text);
                }
                self.kept = draft::of(&self.model);
                self.kept_seconds = self.model.review().map_or(0, |r| r.elapsed / 1000);
            }
            return;
        };
        match reply {
            Reply::Committed { ticket, entry } => self.committed(ticket, entry),
            Reply::NotSaved {
                ticket,
                error,
                retrying,
            } => self.take(Msg::NotSaved {
                ticket,
                why: if retrying {
                    error.while_trying_again()
                } else {
                    error.to_string()
                },
                retrying,
            }),
            Reply::DraftNotSaved { error, .. } => {
                self.take(Msg::Problem(format!(
                    "what is half typed is NOT KEPT: {}",
                    error.while_trying_again()
                )));
            }
            Reply::Plans(plans) if self.closing.is_some() => self.closed(plans),
            Reply::Plans(plans) => match self.others.as_mut().and_then(|o| o.expect(&plans)) {
                Some(wanted) => {
                    for plan in wanted {
                        self.desk.send(Request::Load(plan));
                    }
                    self.give_others();
                }
                None => self.take(Msg::Plans(plans)),
            },
            Reply::Loaded(register) => {
                if let Some(others) = &mut self.others {
                    others.take(*register);
                    self.give_others();
                }
            }
            Reply::Entries { ticket, entries } => match self.wanted(ticket) {
                Some(Wanted::History) => self.take(Msg::History(entries)),
                Some(Wanted::Minutes(plan, meeting)) => {
                    let columns = reading_columns(self.size.0);
                    let msg = compose(plan, meeting, &entries, columns);
                    self.take(msg);
                }
                _ => {}
            },
            Reply::Record { ticket, record } => {
                if let Some(Wanted::Source(target)) = self.wanted(ticket) {
                    let source = match record.map(|r| *r) {
                        Some(Record::Source(source)) => Some(source),
                        _ => None,
                    };
                    self.take(Msg::Source(target, source));
                }
            }
            Reply::BackedUp(done) => {
                let path = done.map(|path| path.map(|path| path.display().to_string()));
                self.closing = Some(path.map_err(|error| error.to_string()));
                // Whether another meeting is called as the closed one is, only all plans tell.
                self.desk.send(Request::Plans);
            }
            Reply::Failed { what, error } => {
                self.closed(Vec::new());
                self.take(Msg::Problem(format!("no {what}: {error}")));
            }
            Reply::TakenIn(taken) => {
                self.looked = false;
                self.take(Msg::Received {
                    entries: taken.entries,
                    notes: taken.notes,
                });
            }
            Reply::Notes(notes) => self.notes(&notes),
            Reply::Aside(done) => {
                if let Ok(built) = done.downcast::<(MeetingId, Lookup)>() {
                    let (meeting, lookup) = *built;
                    self.take(Msg::Lookup(meeting, Box::new(lookup)));
                }
            }
            Reply::Draft { .. }
            | Reply::Glimpse(_)
            | Reply::Last { .. }
            | Reply::Flushed { .. }
            | Reply::Closed { .. } => {}
        }
    }

    /// Keeps a draft that cannot be put back under another name, where no newer one takes its place.
    fn set_draft_aside(&mut self, meeting: MeetingId, text: String) {
        let name = draft::unread_name(meeting);
        let told = format!("what was half typed cannot be read; it is kept as the draft {name}");
        let text = Some(text);
        self.desk.send(Request::KeepDraft { name, text });
        self.take(Msg::Problem(told));
    }

    fn give_others(&mut self) {
        if let Some(others) = self.others.take_if(|o| o.is_complete()) {
            self.take(Msg::Others(others.plans));
        }
    }

    fn committed(&mut self, ticket: u64, entry: Entry) {
        match self.wanted(ticket) {
            Some(Wanted::Begun(plan, meeting)) => self.open(plan, meeting),
            _ => self.take(Msg::Stored {
                ticket,
                entry: Box::new(entry),
            }),
        }
    }

    /// The meeting on the screen is closed and backed up, where one just was; `plans` are all there are.
    fn closed(&mut self, plans: Vec<PlanSummary>) {
        if let Some(backup) = self.closing.take() {
            self.take(Msg::Closed { backup, plans });
        }
    }

    /// The store mended itself: what is on the screen is read again.
    fn notes(&mut self, notes: &[String]) {
        let again = match self.model.review() {
            Some(review) => (review.plan(), review.meeting),
            None => {
                self.desk.send(Request::Plans);
                self.take(Msg::Info(notes.join(" ")));
                return;
            }
        };
        self.open(again.0, again.1);
        self.settle();
        self.take(Msg::Info(notes.join(" ")));
    }
}

fn compose(plan: PlanId, meeting: MeetingId, entries: &[Entry], columns: usize) -> Msg {
    if let Some(why) = export::minutes::refusal(entries, meeting) {
        return Msg::Problem(format!("no minutes: {why}"));
    }
    let register = match export::minutes::register_after(plan, entries, meeting) {
        Ok(register) => register,
        Err(error) => return Msg::Problem(format!("no minutes: {error}")),
    };
    match export::minutes::minutes(&register, meeting, entries) {
        None => Msg::Problem("there is no such meeting".to_owned()),
        Some(document) => Msg::Text {
            title: "Minutes as they stand now".to_owned(),
            lines: reading::lines(&document, columns),
        },
    }
}
