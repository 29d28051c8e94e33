//! What the commands of a lead share: who is meant, which item, and sending an update whether or not the store is open.

use anyhow::{Context as _, anyhow, bail};

use super::{Context, choose};
use crate::domain::update::Sent;
use crate::domain::{Key, PlanId, Register, Target};
use crate::search::{Named, People};
use crate::store::inbox::{self, Parcel};
use crate::store::{Reader, StoreError, open};

/// Every plan of a store, and the people in them.
pub struct Everything {
    pub plans: Vec<Register>,
    pub people: People,
    /// All plans of the store in the order of `milepost plans`, loaded or not.
    ids: Vec<PlanId>,
}

impl Everything {
    /// Loads all plans, or the one that `plan` names.
    ///
    /// # Errors
    /// Where the store cannot be read or there is no such plan.
    pub fn load(store: &dyn Reader, plan: Option<&str>) -> anyhow::Result<Self> {
        let (plans, ids) = choose::plans(store, plan)?;
        let people = People::of(&plans, &store.load(Key::NO_PLAN)?);
        Ok(Self { plans, people, ids })
    }

    /// The number of a plan in `milepost plans`.
    #[must_use]
    pub fn number(&self, plan: PlanId) -> usize {
        choose::number(&self.ids, plan)
    }

    /// The lead a typed name stands for, by position.
    ///
    /// # Errors
    /// Where it stands for several or for nobody, with who there is.
    pub fn lead(&self, name: &str) -> anyhow::Result<usize> {
        self.one_of(name, &self.people.named(name))
    }

    /// The only one of those that a typed name may stand for.
    ///
    /// # Errors
    /// Where there are several or none, with who there is.
    pub fn one_of(&self, name: &str, named: &Named) -> anyhow::Result<usize> {
        let several = |all: &[usize], why: &str| {
            let all = called(&self.people, all).join("\n  ");
            anyhow!("“{name}” {why}: give more of the name\n  {all}")
        };
        if let Named::Initials(all) | Named::Alike(all) = named
            && let [one] = all.as_slice()
        {
            return Ok(*one);
        }
        match named {
            Named::One(entry) => Ok(*entry),
            Named::Several(all) => Err(several(all, "could be several leads")),
            Named::Initials(all) => Err(several(all, "could be the initials of several leads")),
            Named::Generic(all) if all.is_empty() => {
                bail!("“{name}” says what somebody is, not who: milepost leads lists all leads")
            }
            Named::Generic(all) => Err(several(all, "says what somebody is, not who")),
            Named::Alike(near) | Named::Nobody(near) => Err(nobody(&self.people, name, near)),
        }
    }

    /// The name an update is recorded under: the lead's own where `name` stands for one, else as given.
    ///
    /// # Errors
    /// Where it stands for several, or is no name, with who there is.
    pub fn signature(&self, name: &str) -> anyhow::Result<String> {
        match self.people.named(name) {
            Named::One(entry) => {
                let own = called(&self.people, &[entry]).pop();
                Ok(own.unwrap_or_else(|| name.to_owned()))
            }
            named @ (Named::Several(_) | Named::Generic(_)) => {
                self.one_of(name, &named).map(|_| name.to_owned())
            }
            Named::Initials(_) | Named::Alike(_) | Named::Nobody(_) => Ok(name.to_owned()),
        }
    }

    /// The plan and item a reference names; with several plans it must be in one of them alone.
    ///
    /// # Errors
    /// Where there is none, with the nearest, or more than one.
    pub fn item(&self, reference: &str) -> anyhow::Result<(&Register, Target)> {
        choose::item(&self.plans, &self.ids, reference)
    }
}

/// Everybody a typed name may stand for, where that need not be one, and what is said where they are not called so.
#[must_use]
pub fn everybody(people: &People, name: &str) -> (Vec<usize>, Option<String>) {
    let named = people.named(name);
    let note = taken_as(people, name, &named);
    match named {
        Named::One(entry) => (vec![entry], None),
        Named::Several(all) | Named::Generic(all) => (all, None),
        Named::Initials(all) | Named::Alike(all) => (all, note),
        Named::Nobody(near) => (Vec::new(), Some(nobody(people, name, &near).to_string())),
    }
}

/// What is said where a name was taken as that of leads who are called otherwise.
#[must_use]
pub fn taken_as(people: &People, name: &str, named: &Named) -> Option<String> {
    let who = match named {
        Named::Alike(all) => called(people, all).join(", "),
        Named::Initials(all) => format!("the initials of {}", called(people, all).join(", ")),
        Named::One(_) | Named::Several(_) | Named::Generic(_) | Named::Nobody(_) => return None,
    };
    Some(format!("no lead is called “{name}”: taken as {who}"))
}

/// What is asked where a lead sends a word on what is somebody else's: a reference is soon mistyped.
#[must_use]
pub fn not_theirs(all: &Everything, sent: &Sent) -> Option<String> {
    let Named::One(entry) = all.people.named(&sent.by) else {
        return None;
    };
    let register = all.plans.iter().find(|r| r.id() == sent.plan)?;
    let action = register.action_of(sent.target)?;
    let entry = all.people.entries().get(entry)?;
    let is_theirs = entry.actions(sent.plan).contains(&action);
    let title = register.action(action)?.title();
    let reference = register.reference(Target::Action(action));
    (!is_theirs).then(|| {
        format!(
            "{} leads nothing of {reference} “{title}”: is that the one that was meant?",
            entry.name
        )
    })
}

/// What is said where something is recorded under a name much like that of a lead who is called otherwise.
#[must_use]
pub fn not_taken_as(people: &People, name: &str) -> Option<String> {
    let (Named::Alike(all) | Named::Initials(all)) = people.named(name) else {
        return None;
    };
    let alike = called(people, &all).join(", ");
    Some(format!(
        "no lead is called “{name}”, so that is the name it stands under: did you mean {alike}?"
    ))
}

fn nobody(people: &People, name: &str, near: &[usize]) -> anyhow::Error {
    match called(people, near).as_slice() {
        [] => anyhow!("no lead is called “{name}”: milepost leads lists them all"),
        near => anyhow!(
            "no lead is called “{name}”: did you mean\n  {}",
            near.join("\n  ")
        ),
    }
}

fn called(people: &People, entries: &[usize]) -> Vec<String> {
    let found = entries.iter().filter_map(|n| people.entries().get(*n));
    found.map(|e| e.name.clone()).collect()
}

const SENT: &str = "it is sent";
const NOT_SENT: &str = "nothing was sent";

/// How an update went out.
pub enum Sending {
    /// It is recorded.
    Recorded,
    /// Somebody has the store open: it lies in the inbox, for them to take in.
    HandedOver { holder: String },
}

/// Records updates, all or none; where somebody has the store open, hands them over.
///
/// # Errors
/// Where they can neither be recorded nor handed over.
pub fn send(by: &str, sent: Vec<Sent>, context: &mut Context<'_>) -> anyhow::Result<Sending> {
    let dir = context.store_dir()?.to_owned();
    let now = context.clock.now();
    let parcel = Parcel::new(by, now, sent);
    // First into the inbox: from here on nothing is lost, whoever opens the store.
    let file = inbox::deliver(&dir, &parcel).context(NOT_SENT)?;
    let recorded = open(&dir, context.clock.clone()).and_then(|(mut store, report)| {
        let taken = inbox::take_in(&dir, &mut store, now)?;
        Ok((report, taken))
    });
    let (report, taken) = match recorded {
        Ok(done) => done,
        Err(StoreError::Locked { holder }) => {
            context.done = Some(SENT);
            return Ok(Sending::HandedOver { holder });
        }
        Err(error) => {
            // What is reported as an error must not be recorded later.
            inbox::done(&file)?;
            return Err(anyhow::Error::from(error).context(NOT_SENT));
        }
    };
    context.done = Some(SENT);
    for note in report.notes.iter().chain(&taken.notes) {
        if !note.starts_with(&format!("{by} sent")) {
            writeln!(context.err, "milepost: {note}")?;
        }
    }
    Ok(Sending::Recorded)
}
