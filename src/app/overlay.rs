//! What can lie over a screen: forms, menus, text to read, questions, and the finder. A plain stack of values in the
//! model; what is typed into a form is kept in the draft of the meeting.

mod row;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use row::{FinderRow, Found, Part, Weight};
use serde::{Deserialize, Serialize};

use super::agenda::{Filter, Order};
use super::buffer::Buffer;
use super::command::Place;
use crate::domain::text::fold;
use crate::domain::{ActionId, ArisingId, Due, Entry, PlanId, Source, Standing, Target, UpdateId};
use crate::import::Answer;
use crate::search::{Hit, Query};

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    /// A progress note.
    Note(Target),
    /// A new date and its reason.
    Date(Target),
    /// Why an item is parked.
    Park(ActionId),
    /// Why the date a lead asks for is refused.
    Refuse(UpdateId),
    /// An action arising: what, who, by when.
    Arise(Option<ActionId>),
    /// What came of a matter arising that is done.
    Done(ArisingId),
    /// Another date for a matter arising that is not done, and why.
    CarryOver(ArisingId),
    /// Who is here and who sent apologies.
    Attendance,
    /// A new meeting on a plan.
    Meeting(PlanId),
    /// Where a rescue copy is written.
    Rescue,
}

impl FormKind {
    /// Whether a date is typed into it.
    #[must_use]
    pub fn has_date(self) -> bool {
        matches!(
            self,
            Self::Date(_) | Self::Arise(_) | Self::CarryOver(_) | Self::Meeting(_)
        )
    }

    /// Whether it is a note.
    #[must_use]
    pub fn is_note(self) -> bool {
        matches!(self, Self::Note(_))
    }
}

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    pub label: String,
    /// What to type, shown while the field is empty.
    pub placeholder: String,
    pub buffer: Buffer,
}

/// A form with text fields.
#[derive(Debug, Clone)]
pub struct Form {
    pub kind: FormKind,
    pub title: String,
    pub fields: Vec<Field>,
    pub focus: usize,
    /// Names that may be typed into it.
    pub names: Vec<String>,
    /// Those of them that what is being typed may become, the likeliest first.
    pub offered: Vec<String>,
    /// What was understood of what is typed, shown as one types.
    pub understood: String,
    /// Why it cannot be accepted as it is.
    pub problem: String,
}

impl Form {
    /// The text of a field, trimmed.
    #[must_use]
    pub fn text(&self, field: usize) -> &str {
        self.fields
            .get(field)
            .map_or("", |f| f.buffer.text().trim())
    }

    /// The field being typed in.
    pub fn focused(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.focus)
    }

    /// Moves the focus, going round.
    pub fn move_focus(&mut self, by: isize) {
        let len = isize::try_from(self.fields.len()).unwrap_or(1).max(1);
        let now = isize::try_from(self.focus).unwrap_or(0);
        self.focus = usize::try_from((now + by).rem_euclid(len)).unwrap_or(0);
    }
}

/// What can be done with a matter arising.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deal {
    Done,
    DoneWithWords,
    CarryOver,
    Reopen,
    /// Go to the item it arose under.
    GoTo,
}

/// What a menu row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Finish(Target, Standing),
    Matter(ArisingId, Deal),
    Filter(Filter),
    Order(Order),
    /// An answer in the preview of an import.
    Answer(Answer),
    /// A column of a table, by the row of its header and its place, to be given a role.
    Column(usize, usize),
}

/// One row of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuRow {
    /// The key that picks it at once.
    pub key: char,
    pub words: String,
    pub choice: Choice,
}

/// A list of choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    pub title: String,
    pub rows: Vec<MenuRow>,
    pub selected: usize,
}

/// How a line of a pager is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Heading,
    Plain,
    Dim,
    Warning,
    /// A key and what it does, kept in two columns.
    Key,
    /// A row of a table: as it is, cut where it does not fit.
    Row,
}

/// What an item of a list begins with, in text to read: where it goes on in the next row, that stands under its words.
pub const BULLET: &str = "▪ ";

/// One line of text to read; wrapped when drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub setting: Setting,
    /// For [`Setting::Key`] the keys, else empty.
    pub lead: String,
    pub text: String,
}

impl Line {
    /// A line set in one way.
    #[must_use]
    pub fn new(setting: Setting, text: impl Into<String>) -> Self {
        Self {
            setting,
            lead: String::new(),
            text: text.into(),
        }
    }
}

/// What a pager shows, where more of it may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagerKind {
    Text,
    History(ActionId),
}

/// Words that narrow a text to the lines that have them.
#[derive(Debug, Clone)]
pub struct Narrowing {
    pub buffer: Buffer,
    /// Whether keys are typed into it.
    pub typing: bool,
}

/// Text to read.
#[derive(Debug, Clone)]
pub struct Pager {
    pub kind: PagerKind,
    pub title: String,
    /// All there is to read. Both are shared with what was laid out of them, which is good as long as they are the same.
    pub all: Arc<[Line]>,
    /// Those shown: all of it, or what it is narrowed to.
    pub lines: Arc<[Line]>,
    pub narrowing: Option<Narrowing>,
    /// First drawn row on the screen.
    pub first: usize,
    /// The entries a history is made of, as far as they have arrived, and where its targets came from.
    pub entries: BTreeMap<u64, Entry>,
    pub sources: BTreeMap<Target, Source>,
}

impl Pager {
    /// Gives it something else to read, narrowed as it was.
    pub fn tell(&mut self, lines: Vec<Line>) {
        self.all = lines.into();
        self.narrow();
    }

    /// Works out the lines shown: those that have every word typed, or one that begins so, in whatever case and accents, under their headings; where a
    /// heading has them, all that stands under it.
    pub fn narrow(&mut self) {
        let typed = self.narrowing.as_ref().map_or("", |n| n.buffer.text());
        let wanted = fold(typed);
        if wanted.trim().is_empty() {
            self.lines = Arc::clone(&self.all);
            return;
        }
        let has_words = |line: &Line| {
            let words = fold(&format!("{} {}", line.lead, line.text));
            wanted.split_whitespace().all(|word| is_begun(&words, word))
        };
        let mut shown: Vec<Line> = Vec::new();
        let sections = self
            .all
            .chunk_by(|_, next| next.setting != Setting::Heading);
        for section in sections {
            let heading = section.first().filter(|l| l.setting == Setting::Heading);
            if heading.is_some_and(has_words) {
                shown.extend(section.iter().cloned());
                continue;
            }
            let below = section
                .get(usize::from(heading.is_some())..)
                .unwrap_or_default();
            let mut found = below.iter().filter(|line| has_words(line)).peekable();
            if found.peek().is_some() {
                shown.extend(heading.cloned());
                shown.extend(found.cloned());
            }
        }
        if shown.is_empty() {
            shown.push(Line::new(Setting::Dim, "nothing here has these words"));
        }
        self.lines = shown.into();
    }
}

/// Whether a word stands somewhere in a text, or the beginning of one: "date" is in "date" and "dates", not in "update".
fn is_begun(text: &str, word: &str) -> bool {
    let mut places = text.match_indices(word);
    places.any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

/// What happens when a question is answered with yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Leave the program or the meeting.
    Leave,
    /// Close the meeting.
    Close,
    /// Note the greens en bloc.
    EnBloc,
    /// Read the minutes of the meeting that was closed.
    Minutes,
}

/// A question to answer before something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    pub question: Question,
    pub title: String,
    pub lines: Arc<[Line]>,
    /// What Enter does, in two or three words.
    pub yes: String,
    /// First drawn row on the screen.
    pub first: usize,
}

/// What the finder looks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinderKind {
    /// Leads, and items of the plan.
    Items,
    /// What else the leads of an item have, in all plans.
    Lead(Target),
    /// What earlier meetings gave out.
    Matters,
    /// Commands, and items by number or reference.
    Palette,
}

/// What a finder lists. Of what is found in a plan no more is kept than where it is: words are worked out for the rows in
/// sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listing {
    /// Items of the agenda, while nothing is typed.
    Items(Vec<ActionId>),
    /// What a search found, and what was searched for.
    Hits(Vec<Hit>, Box<Query>),
    Rows(Vec<FinderRow>),
}

impl Listing {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Items(items) => items.len(),
            Self::Hits(hits, _) => hits.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A line to type in with results below it.
#[derive(Debug, Clone)]
pub struct Finder {
    pub kind: FinderKind,
    pub buffer: Buffer,
    pub listing: Listing,
    /// What the list shows what answers the words of: what the leads of an item have, or the matters arising.
    pub among: Vec<FinderRow>,
    pub selected: usize,
    /// How many were found, those not listed included.
    pub total: usize,
    /// The index of a large plan is still being worked out; the rows come when it is.
    pub waits: bool,
    /// The item on the card when the finder was opened: Esc goes back to it.
    pub origin: Option<ActionId>,
}

/// Something that lies over a screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    Form(Form),
    Menu(Menu),
    Pager(Pager),
    Confirm(Confirm),
    Finder(Finder),
}

impl Overlay {
    /// The place whose keys work in it.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Form(_) => Place::Form,
            Self::Menu(_) => Place::Menu,
            Self::Pager(pager) => match &pager.narrowing {
                Some(narrowing) if narrowing.typing => Place::Narrow,
                _ => Place::Pager,
            },
            Self::Confirm(_) => Place::Confirm,
            Self::Finder(_) => Place::Finder,
        }
    }
}

/// A date form's reading of what is typed: the date, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    Empty,
    Understood {
        due: Due,
        later: bool,
        words: String,
    },
    NotUnderstood(String),
}
