//! The command catalogue: every verb a user has, once. The keymap, the key hints in the footer, the help, the palette
//! and the key table of the README are generated from it.

mod everywhere;
mod meeting;
mod preview;

/// A place where keys mean something of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Home,
    Meeting,
    /// A lead's own items.
    Mine,
    /// Which spellings are one lead.
    Leads,
    /// A plan before it is stored.
    Preview,
    /// A long file while it is read.
    Reading,
    /// The cuts of a cell while they are moved, before a plan is stored.
    Cut,
    /// A form with text fields: a note, a date.
    Form,
    /// A list of choices.
    Menu,
    /// Text to read: help, history, minutes.
    Pager,
    /// The words that narrow a text, while they are typed.
    Narrow,
    /// A question to answer before something happens.
    Confirm,
    /// Search and palette: a line to type in, with results below.
    Finder,
}

impl Place {
    /// The heading over its keys in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Meeting => "In the meeting",
            Self::Mine => "A lead's own items",
            Self::Leads => "Settling leads",
            Self::Preview => "Before a plan is stored",
            Self::Cut => "While a cut is moved",
            Self::Reading => "While a file is read",
            Self::Form => "While typing",
            Self::Menu => "In a menu",
            Self::Pager => "While reading",
            Self::Narrow => "While narrowing a text",
            Self::Confirm => "When asked",
            Self::Finder => "In search and palette",
        }
    }
}

/// A user verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    // Moving
    NextItem,
    PreviousItem,
    Down,
    Up,
    NextPriority,
    PreviousPriority,
    FirstItem,
    LastItem,
    PageDown,
    PageUp,
    // Recording
    Record,
    Reviewed,
    Drop,
    Note,
    Date,
    Park,
    Finish,
    Arise,
    Matters,
    EnBloc,
    AcceptUpdate,
    RefuseUpdate,
    Undo,
    Redo,
    Send,
    Join,
    KeepApart,
    // Before a plan is stored
    JoinRow,
    SplitRow,
    SkipRow,
    MakeSection,
    ColumnRole,
    MoveCut,
    CutEarlier,
    CutLater,
    NextCut,
    AddCut,
    DropCut,
    KeepWhole,
    Switch,
    AllRows,
    NewPlan,
    MonthFirst,
    SideBySide,
    AcceptAll,
    TakeBack,
    Store,
    Report,
    Cancel,
    // Finding
    LeadItems,
    Search,
    SearchNext,
    Narrow,
    SearchPrevious,
    Filter,
    Order,
    History,
    Agenda,
    Help,
    Palette,
    // The meeting as a whole
    Attendance,
    Minutes,
    Rescue,
    Close,
    Theme,
    Leave,
    Suspend,
    // Home
    Open,
    NewMeeting,
    Reload,
    // In overlays
    Accept,
    NewLine,
    NextField,
    PreviousField,
    Back,
}

/// What the catalogue knows of a command.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub command: Command,
    /// What the palette finds it by.
    pub name: &'static str,
    /// One word or two for the footer; empty where the footer does not show it.
    pub hint: &'static str,
    /// One line for help and README.
    pub help: &'static str,
    /// Where it works, and with which keys there.
    pub keys: &'static [(Place, &'static [&'static str])],
}

/// Every command there is, in the order of the help and the README.
pub fn catalogue() -> impl Iterator<Item = &'static Spec> + Clone {
    let parts = [
        meeting::RECORDING,
        everywhere::MOVING,
        meeting::REVIEWING,
        everywhere::STARTING,
        preview::PREVIEW,
        everywhere::TYPING,
    ];
    parts.into_iter().flatten()
}

impl Command {
    /// What the catalogue says of it.
    #[must_use]
    pub fn spec(self) -> Option<&'static Spec> {
        catalogue().find(|spec| spec.command == self)
    }
}

impl Spec {
    /// The keys it has in a place; `None` where it does not work there.
    #[must_use]
    pub fn keys_in(&self, place: Place) -> Option<&'static [&'static str]> {
        self.keys
            .iter()
            .find(|(p, _)| *p == place)
            .map(|(_, keys)| *keys)
    }
}
