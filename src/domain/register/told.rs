//! What was said of an action or a milestone: notes, and the words of leads that a meeting took in.

use chrono::NaiveDate;

use super::Register;
use crate::domain::due::show_day;
use crate::domain::{GONE, MeetingId, Seat, Target, UpdateState, gone_from, parted_note};

/// A progress note, or the words of an update that a meeting took in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    pub target: Target,
    /// The day it counts for: the meeting's date, else the day it was written.
    pub date: NaiveDate,
    pub author: &'a str,
    pub seat: Seat,
    /// The meeting it was made or taken in, if any.
    pub meeting: Option<MeetingId>,
    pub text: &'a str,
}

impl Register {
    /// The mark of what a later version of the plan's file no longer has: "Not in the plan any more: plan.docx". What is under an
    /// action that is gone is gone with it.
    #[must_use]
    pub fn gone(&self, target: Target) -> Option<String> {
        let own = match target {
            Target::Action(_) => None,
            Target::Milestone(id) => {
                let note = self.milestone(id)?.note();
                parted_note(note).1.map(str::to_owned)
            }
        };
        own.or_else(|| {
            let extras = self.action(self.action_of(target)?)?.extras;
            gone_from(extras).map(|file| format!("{GONE}: {file}"))
        })
    }

    /// What was said in a meeting as the plan's own file has it, where it is written into that: "18 Oct 2026: no wood", of a
    /// milestone "m2: 18 Oct 2026: no wood". Nothing where it was said in none.
    #[must_use]
    pub fn line_in_file(&self, told: &Told<'_>) -> Option<String> {
        told.meeting?;
        let line = format!("{}: {}", show_day(told.date), told.text);
        match told.target {
            Target::Action(_) => Some(line),
            Target::Milestone(_) => {
                let reference = self.reference(told.target);
                let number = reference.rsplit(' ').next().unwrap_or_default();
                Some(format!("{number}: {line}"))
            }
        }
    }

    /// What was said on a target, oldest first. What a lead sent for a meeting stands before what was noted in it. What nobody
    /// decided on, or a chair recorded otherwise, is not among it.
    #[must_use]
    pub fn told_on(&self, target: Target) -> Vec<Told<'_>> {
        let sent = self.updates_on(target).filter_map(|(_, update)| {
            let taken = matches!(
                update.state,
                UpdateState::Accepted | UpdateState::Refused(_)
            );
            let held = update.meeting.and_then(|id| self.meeting(id));
            (taken && !update.note.is_empty()).then(|| Told {
                target,
                date: held.map_or_else(|| update.at.date_naive(), |m| m.date),
                author: &update.by,
                seat: Seat::Lead,
                meeting: update.meeting,
                text: &update.note,
            })
        });
        let noted = self.notes_on(target).map(|(_, note)| Told {
            target,
            date: note.date,
            author: &note.author,
            seat: note.seat,
            meeting: note.meeting,
            text: &note.text,
        });
        let mut all: Vec<Told<'_>> = sent.chain(noted).collect();
        all.sort_by_key(|told| told.date);
        all
    }
}
