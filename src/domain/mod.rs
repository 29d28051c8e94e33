//! The words of a review, as plain values: plans, dates, statuses, meetings and the changes made to them.
//!
//! This room is pure. It may use `std`, `chrono`, `serde` and the Unicode tables; it never reads a file, a clock or a terminal,
//! and it knows no other room. Everybody else speaks in its types.
//!
//! Where to read next: [`plan`] for the things under review, [`change`] for what can happen to them,
//! [`record`] for how a change is applied, [`register`] for one plan with all its meetings.

pub mod borrowed;
pub mod change;
pub mod column;
pub mod describe;
pub mod due;
pub mod edit;
pub mod exception;
pub mod id;
pub mod lead;
pub mod legend;
pub mod measure;
pub mod meeting;
pub mod outcome;
pub mod plan;
pub mod record;
pub mod recorded;
pub mod register;
pub mod share;
pub mod summary;
pub mod text;
pub mod travel;
pub mod undo;
pub mod update;

pub use borrowed::{ActionRef, DatedRef, MilestoneRef};
pub use change::{Change, Deed, Entry, NewEntry, Seat};
pub use due::{Dated, Due, Qualifier, When};
pub use exception::{Exception, Exceptions};
pub use id::{
    ActionId, ArisingId, Ids, IndicatorId, MeetingId, MilestoneId, NoteId, PersonId, PlanId,
    PriorityId, Target, UpdateId,
};
pub use lead::{Lead, LeadKind, Person};
pub use legend::{Legend, Letter, Status, Tone};
pub use meeting::{
    Arising, Attendance, Attendee, Item, ItemState, Meeting, MeetingState, Note, Update,
    UpdateState,
};
pub use outcome::{Business, Listing, Outcome, Presence};
pub use plan::{
    Action, ActionKind, GONE, Indicator, Milestone, Plan, Priority, SectionNote, Source, Standing,
    Step, gone_from, marked_note, parted_note,
};
pub use record::{ApplyError, Key, Kind, Record, Records, apply};
pub use recorded::{Origin, Recorded};
pub use register::{Became, Matter, Next, Progress, Register, Stands, Told};
pub use summary::{Listed, PlanSummary};
pub use travel::Travel;
