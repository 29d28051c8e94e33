//! What the model wishes for, carried out: requests to the store, mostly.

use std::path::Path;

use super::opening::{Opening, Others};
use super::{Session, Wanted, begin_entry};
use crate::app::draft;
use crate::app::lookup::Lookup;
use crate::app::msg::{Effect, MeetingWish, Msg};
use crate::domain::text::count;
use crate::domain::{Key, MeetingId, PlanId};
use crate::store::inbox::{self, Parcel};
use crate::store::{Aside, Request, Which, rescue};

impl Session {
    pub(super) fn run_one(&mut self, effect: Effect) {
        match effect {
            Effect::Commit { ticket, entry } => self.desk.send(Request::Commit { ticket, entry }),
            Effect::LoadPlans => self.desk.send(Request::Plans),
            Effect::OpenMeeting { plan, meeting } => self.open(plan, meeting),
            Effect::BeginMeeting(wish) => self.begin(wish),
            Effect::LoadHistory(targets) => {
                for target in targets {
                    let ticket = self.ticket(Wanted::History);
                    let which = Which::Target(target);
                    self.desk.send(Request::Entries { ticket, which });
                }
            }
            Effect::LoadSource(plan, target) => {
                let ticket = self.ticket(Wanted::Source(target));
                let key = Key::source(plan, target);
                self.desk.send(Request::Record { ticket, key });
            }
            Effect::BuildLookup {
                meeting,
                register,
                people,
            } => {
                let work = move || (meeting, Lookup::new(&register, &people));
                self.desk.send(Request::Aside(Aside::new(work)));
            }
            Effect::LoadOthers(but) => {
                self.others = Some(Others::new(but));
                self.desk.send(Request::Plans);
            }
            Effect::ShowMinutes { plan, meeting } => {
                let ticket = self.ticket(Wanted::Minutes(plan, meeting));
                let which = Which::Plan(plan);
                self.desk.send(Request::Entries { ticket, which });
            }
            Effect::Rescue {
                path,
                entries,
                texts,
            } => {
                let msg = match rescue(Path::new(&path), &entries, &texts) {
                    Ok(()) => Msg::Info(format!(
                        "{} written to {path}",
                        count(entries.len(), "entry")
                    )),
                    Err(error) => Msg::Problem(format!("no rescue copy: {error}")),
                };
                self.take(msg);
            }
            Effect::Deliver(sent) => {
                let msg = match &self.inbox {
                    None => Msg::Problem("nothing can be sent from here".to_owned()),
                    Some(dir) => {
                        let parcel = Parcel::new(&sent.by, sent.at, vec![(*sent).clone()]);
                        match inbox::deliver(dir, &parcel) {
                            Ok(_) => Msg::Delivered(sent),
                            Err(error) => Msg::Problem(format!("not sent: {error}")),
                        }
                    }
                };
                self.take(msg);
            }
            Effect::SwitchTheme => {
                let said = self.look.switch();
                // What was laid out was in the other one.
                self.scene = None;
                self.take(Msg::Info(said));
            }
            Effect::Backup => self.desk.send(Request::Backup),
            Effect::ForgetDraft(meeting) => {
                self.kept = None;
                self.draft_since = None;
                self.desk.send(Request::KeepDraft {
                    name: draft::name(meeting),
                    text: None,
                });
            }
        }
    }

    pub(super) fn open(&mut self, plan: PlanId, meeting: MeetingId) {
        self.keep_draft();
        let glimpses = self.model.review().is_none();
        let opening = Opening::new(plan, meeting, self.next_ticket, glimpses);
        self.next_ticket += 2;
        self.desk.send(opening.first());
        self.opening = Some(opening);
    }

    fn begin(&mut self, wish: MeetingWish) {
        let meeting = MeetingId(self.model.user.ids.take());
        let ticket = self.ticket(Wanted::Begun(wish.plan, meeting));
        let user = &self.model.user;
        let entry = begin_entry(&*self.clock, (&user.name, user.seat), meeting, wish);
        self.desk.send(Request::Commit { ticket, entry });
    }
}
