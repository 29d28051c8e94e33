//! The command catalogue: every verb a user has, once. The keymap, the key hints in the footer, the help, the palette
//! and the key table of the README are generated from it.

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

use Command as C;
use Place as P;

/// Every command there is.
pub const CATALOGUE: &[Spec] = &[
    Spec {
        command: C::Record,
        name: "record",
        hint: "record, next",
        help: "record what is staged, mark the item reviewed and go to the next unreviewed one",
        keys: &[(P::Meeting, &["Enter"])],
    },
    Spec {
        command: C::Reviewed,
        name: "reviewed",
        hint: "no change",
        help: "mark the item reviewed without a change and go to the next unreviewed one",
        keys: &[(P::Meeting, &["Space"])],
    },
    Spec {
        command: C::Drop,
        name: "drop",
        hint: "drop",
        help: "drop the statuses staged on this item",
        keys: &[(P::Meeting, &["Esc"]), (P::Mine, &["Esc"])],
    },
    Spec {
        command: C::Send,
        name: "send",
        hint: "send",
        help: "send what is chosen and typed for the item to the next meeting",
        keys: &[(P::Mine, &["Enter"])],
    },
    Spec {
        command: C::Note,
        name: "note",
        hint: "note",
        help: "write a progress note on the action or the milestone under the cursor",
        keys: &[(P::Meeting, &["i"]), (P::Mine, &["i"])],
    },
    Spec {
        command: C::Date,
        name: "date",
        hint: "date",
        help: "give a new date and its reason: +2m is from the old date, in 2 months from today",
        keys: &[(P::Meeting, &["d"]), (P::Mine, &["d"])],
    },
    Spec {
        command: C::Park,
        name: "park",
        hint: "park",
        help: "park the item with a word why, or take it up again",
        keys: &[(P::Meeting, &["p"])],
    },
    Spec {
        command: C::Finish,
        name: "finish",
        hint: "finish",
        help: "complete, close, withdraw or open again",
        keys: &[(P::Meeting, &["x"])],
    },
    Spec {
        command: C::AcceptUpdate,
        name: "accept update",
        hint: "accept update",
        help: "accept what the lead sent: its status is set, its date granted",
        keys: &[(P::Meeting, &["y"])],
    },
    Spec {
        command: C::RefuseUpdate,
        name: "refuse date",
        hint: "refuse date",
        help: "refuse the date a lead asks for (also n, where one waits); the rest is accepted",
        keys: &[(P::Meeting, &["Y"])],
    },
    Spec {
        command: C::Arise,
        name: "arising",
        hint: "arising",
        help: "give out an action arising: what, who, by when",
        keys: &[(P::Meeting, &["t"])],
    },
    Spec {
        command: C::Matters,
        name: "matters arising",
        hint: "matters",
        help: "go through what earlier meetings gave out: done, or carried over",
        keys: &[(P::Meeting, &["T"])],
    },
    Spec {
        command: C::NextItem,
        name: "next",
        hint: "items",
        help: "go to the next item",
        keys: &[(P::Meeting, &["→", "l"])],
    },
    Spec {
        command: C::PreviousItem,
        name: "previous",
        hint: "",
        help: "go to the previous item",
        keys: &[(P::Meeting, &["←", "h"])],
    },
    Spec {
        command: C::Down,
        name: "down",
        hint: "",
        help: "move down: to the next milestone, row or line",
        keys: &[
            (P::Meeting, &["j", "↓"]),
            (P::Home, &["j", "↓"]),
            (P::Mine, &["j", "↓"]),
            (P::Leads, &["j", "↓"]),
            (P::Preview, &["j", "↓"]),
            (P::Menu, &["j", "↓"]),
            (P::Pager, &["j", "↓", "Enter"]),
            (P::Narrow, &["↓"]),
            (P::Finder, &["↓", "Ctrl-n"]),
        ],
    },
    Spec {
        command: C::Up,
        name: "up",
        hint: "",
        help: "move up",
        keys: &[
            (P::Meeting, &["k", "↑"]),
            (P::Home, &["k", "↑"]),
            (P::Mine, &["k", "↑"]),
            (P::Leads, &["k", "↑"]),
            (P::Preview, &["k", "↑"]),
            (P::Menu, &["k", "↑"]),
            (P::Pager, &["k", "↑"]),
            (P::Narrow, &["↑"]),
            (P::Finder, &["↑", "Ctrl-p"]),
        ],
    },
    Spec {
        command: C::NextPriority,
        name: "next priority",
        hint: "",
        help: "go to the first item of the next priority",
        keys: &[(P::Meeting, &["]"]), (P::Preview, &["]"])],
    },
    Spec {
        command: C::PreviousPriority,
        name: "previous priority",
        hint: "",
        help: "go to the first item of the previous priority",
        keys: &[(P::Meeting, &["["]), (P::Preview, &["["])],
    },
    Spec {
        command: C::FirstItem,
        name: "first",
        hint: "",
        help: "go to the first item, row or line",
        keys: &[
            (P::Meeting, &["Home"]),
            (P::Home, &["Home"]),
            (P::Mine, &["Home"]),
            (P::Leads, &["Home"]),
            (P::Preview, &["Home"]),
            (P::Pager, &["Home"]),
        ],
    },
    Spec {
        command: C::LastItem,
        name: "last",
        hint: "",
        help: "go to the last item, row or line",
        keys: &[
            (P::Meeting, &["End"]),
            (P::Home, &["End"]),
            (P::Mine, &["End"]),
            (P::Leads, &["End"]),
            (P::Preview, &["End"]),
            (P::Pager, &["End"]),
        ],
    },
    Spec {
        command: C::PageDown,
        name: "page down",
        hint: "",
        help: "scroll the card or the text down",
        keys: &[
            (P::Meeting, &["PageDown", "Ctrl-f"]),
            (P::Preview, &["PageDown", "Space", "Ctrl-f"]),
            (P::Cut, &["PageDown", "Space", "Ctrl-f"]),
            (P::Pager, &["PageDown", "Space", "Ctrl-f"]),
            (P::Narrow, &["PageDown"]),
            (P::Finder, &["PageDown"]),
        ],
    },
    Spec {
        command: C::PageUp,
        name: "page up",
        hint: "",
        help: "scroll the card or the text up",
        keys: &[
            (P::Meeting, &["PageUp", "Ctrl-b"]),
            (P::Preview, &["PageUp", "Ctrl-b"]),
            (P::Cut, &["PageUp", "Ctrl-b"]),
            (P::Pager, &["PageUp", "Ctrl-b"]),
            (P::Narrow, &["PageUp"]),
            (P::Finder, &["PageUp"]),
        ],
    },
    Spec {
        command: C::Undo,
        name: "undo",
        hint: "undo",
        help: "take the last recorded change back, without limit",
        keys: &[(P::Meeting, &["u"]), (P::Leads, &["u"])],
    },
    Spec {
        command: C::Redo,
        name: "redo",
        hint: "",
        help: "make again what was taken back",
        keys: &[(P::Meeting, &["Ctrl-r"])],
    },
    Spec {
        command: C::Search,
        name: "search",
        hint: "search",
        help: "find items by lead, reference, tag or any words of their cards",
        keys: &[(P::Meeting, &["/"])],
    },
    Spec {
        command: C::LeadItems,
        name: "items of this lead",
        hint: "",
        help: "list what else the lead under the cursor has, in this plan and in all others",
        keys: &[(P::Meeting, &["L"])],
    },
    Spec {
        command: C::Join,
        name: "join",
        hint: "one lead",
        help: "say that the spellings are one lead; what the plans say stays as written",
        keys: &[(P::Leads, &["y", "Enter"]), (P::Preview, &["o"])],
    },
    Spec {
        command: C::KeepApart,
        name: "keep apart",
        hint: "different leads",
        help: "say that they are different leads, so that they are not proposed again",
        keys: &[(P::Leads, &["n"]), (P::Preview, &["n"])],
    },
    Spec {
        command: C::SearchNext,
        name: "search next",
        hint: "",
        help: "go to the next item found",
        keys: &[(P::Meeting, &["n"])],
    },
    Spec {
        command: C::SearchPrevious,
        name: "search previous",
        hint: "",
        help: "go to the previous item found",
        keys: &[(P::Meeting, &["N"])],
    },
    Spec {
        command: C::Filter,
        name: "filter",
        hint: "filter",
        help: "show only exceptions, or those of one kind, parked or unreviewed items",
        keys: &[(P::Meeting, &["f"])],
    },
    Spec {
        command: C::Order,
        name: "order",
        hint: "",
        help: "order the agenda: plan order, exceptions first, by lead",
        keys: &[(P::Meeting, &["o"])],
    },
    Spec {
        command: C::EnBloc,
        name: "note en bloc",
        hint: "",
        help: "note together, in one step, what is on track or complete and no exception",
        keys: &[(P::Meeting, &["E"])],
    },
    Spec {
        command: C::History,
        name: "history",
        hint: "history",
        help: "show everything that ever happened to the item, and where it came from",
        keys: &[(P::Meeting, &["H"])],
    },
    Spec {
        command: C::Agenda,
        name: "agenda",
        hint: "",
        help: "show or fold the agenda at the side",
        keys: &[(P::Meeting, &["Tab"])],
    },
    Spec {
        command: C::Attendance,
        name: "attendance",
        hint: "",
        help: "write down who is here and who sent apologies",
        keys: &[(P::Meeting, &["@"])],
    },
    Spec {
        command: C::Minutes,
        name: "minutes",
        hint: "minutes",
        help: "read the minutes as they stand now",
        keys: &[(P::Meeting, &["M"]), (P::Home, &["m"])],
    },
    Spec {
        command: C::Rescue,
        name: "rescue copy",
        hint: "",
        help: "write what could not be saved to a file elsewhere",
        keys: &[(P::Meeting, &["!"])],
    },
    Spec {
        command: C::Close,
        name: "close",
        hint: "",
        help: "close the meeting: it becomes read-only",
        keys: &[(P::Meeting, &[])],
    },
    Spec {
        command: C::Open,
        name: "open",
        hint: "open",
        help: "resume the meeting, or open one on the plan",
        keys: &[(P::Home, &["Enter"])],
    },
    Spec {
        command: C::NewMeeting,
        name: "new meeting",
        hint: "new meeting",
        help: "open a new meeting on the plan",
        keys: &[(P::Home, &["n"])],
    },
    Spec {
        command: C::Reload,
        name: "reload",
        hint: "",
        help: "read plans and meetings again",
        keys: &[(P::Home, &["Ctrl-l"])],
    },
    Spec {
        command: C::Palette,
        name: "palette",
        hint: "go to, commands",
        help: "go to an item (:12, :6.3, :6.3 m2) or run any command by its name",
        keys: &[(P::Meeting, &[":"]), (P::Home, &[":"])],
    },
    Spec {
        command: C::Help,
        name: "help",
        hint: "help",
        help: "show the keys that work here",
        keys: &[
            (P::Meeting, &["?", "F1"]),
            (P::Home, &["?", "F1"]),
            (P::Mine, &["?", "F1"]),
            (P::Leads, &["?", "F1"]),
            (P::Preview, &["?", "F1"]),
            (P::Cut, &["?", "F1"]),
        ],
    },
    Spec {
        command: C::Leave,
        name: "leave",
        hint: "leave",
        help: "leave; everything is kept and resumes as it was",
        keys: &[
            (P::Meeting, &["q", "Ctrl-c"]),
            (P::Home, &["q", "Ctrl-c"]),
            (P::Mine, &["q", "Ctrl-c"]),
            (P::Leads, &["q", "Ctrl-c"]),
        ],
    },
    Spec {
        command: C::Suspend,
        name: "suspend",
        hint: "",
        help: "go to the background; fg in the shell comes back",
        keys: &[
            (P::Meeting, &["Ctrl-z"]),
            (P::Home, &["Ctrl-z"]),
            (P::Mine, &["Ctrl-z"]),
            (P::Leads, &["Ctrl-z"]),
            (P::Preview, &["Ctrl-z"]),
            (P::Cut, &["Ctrl-z"]),
            (P::Reading, &["Ctrl-z"]),
        ],
    },
    Spec {
        command: C::Accept,
        name: "accept",
        hint: "accept",
        help: "accept what is typed or selected",
        keys: &[
            (P::Form, &["Enter"]),
            (P::Menu, &["Enter"]),
            (P::Confirm, &["Enter", "y"]),
            (P::Finder, &["Enter"]),
            (P::Narrow, &["Enter"]),
            (P::Preview, &["Enter", "y"]),
            (P::Cut, &["Enter", "y"]),
        ],
    },
    Spec {
        command: C::Store,
        name: "store",
        hint: "store it",
        help: "store the plan as it is shown (also Enter, once no question is open)",
        keys: &[(P::Preview, &["w"])],
    },
    Spec {
        command: C::JoinRow,
        name: "join row",
        hint: "join",
        help: "join to what stands above: the row goes on in the one before it, the milestone in the one before it",
        keys: &[(P::Preview, &["b"])],
    },
    Spec {
        command: C::SplitRow,
        name: "split row",
        hint: "action",
        help: "make the row an action of its own",
        keys: &[(P::Preview, &["s"])],
    },
    Spec {
        command: C::SkipRow,
        name: "skip row",
        hint: "skip",
        help: "leave the row out; an action goes with all its rows",
        keys: &[(P::Preview, &["x"])],
    },
    Spec {
        command: C::MakeSection,
        name: "make a section",
        hint: "section",
        help: "make the row the title of a section",
        keys: &[(P::Preview, &["t"])],
    },
    Spec {
        command: C::ColumnRole,
        name: "column",
        hint: "column",
        help: "say what a column holds",
        keys: &[(P::Preview, &["c"])],
    },
    Spec {
        command: C::CutEarlier,
        name: "cut earlier",
        hint: "earlier",
        help: "move the cut a word towards the beginning",
        keys: &[(P::Cut, &["←", "h"])],
    },
    Spec {
        command: C::CutLater,
        name: "cut later",
        hint: "later",
        help: "move the cut a word towards the end",
        keys: &[(P::Cut, &["→", "l"])],
    },
    Spec {
        command: C::NextCut,
        name: "next cut",
        hint: "next",
        help: "take the next cut to move",
        keys: &[(P::Cut, &["Tab"])],
    },
    Spec {
        command: C::AddCut,
        name: "add a cut",
        hint: "add",
        help: "cut once more, in the middle of the piece after the cut",
        keys: &[(P::Cut, &["a"])],
    },
    Spec {
        command: C::DropCut,
        name: "drop the cut",
        hint: "drop",
        help: "take the cut away, so that what it parts is one milestone",
        keys: &[(P::Cut, &["d", "x"])],
    },
    Spec {
        command: C::MoveCut,
        name: "move the cut",
        hint: "cuts",
        help: "move, add or drop the cuts of a milestone cell",
        keys: &[(P::Preview, &["m"])],
    },
    Spec {
        command: C::KeepWhole,
        name: "keep whole",
        hint: "whole",
        help: "keep the cell whole: one milestone, not cut",
        keys: &[(P::Preview, &["e"])],
    },
    Spec {
        command: C::AcceptAll,
        name: "accept all",
        hint: "accept all",
        help: "accept the proposals of all open questions; each is noted on what it is about",
        keys: &[(P::Preview, &["A"])],
    },
    Spec {
        command: C::NewPlan,
        name: "new plan",
        hint: "a new plan",
        help: "answer that the file is a plan of its own, not a new version of the stored one",
        keys: &[(P::Preview, &["N"])],
    },
    Spec {
        command: C::MonthFirst,
        name: "month first",
        hint: "month first",
        help: "answer that the month comes first in the dates of the column, where both can",
        keys: &[(P::Preview, &["M"])],
    },
    Spec {
        command: C::SideBySide,
        name: "side by side",
        hint: "side by side",
        help: "answer that the rows stand beside each other, however they are indented or grouped",
        keys: &[(P::Preview, &["S"])],
    },
    Spec {
        command: C::Switch,
        name: "switch",
        hint: "the plan",
        help: "go between the questions and the plan as it would be stored, where anything can be put right",
        keys: &[(P::Preview, &["Tab"])],
    },
    Spec {
        command: C::AllRows,
        name: "all rows",
        hint: "all rows",
        help: "show or hide rows that became notes or were left out",
        keys: &[(P::Preview, &["f"])],
    },
    Spec {
        command: C::Report,
        name: "report",
        hint: "report",
        help: "read the whole report: every question, and what became of every row",
        keys: &[(P::Preview, &["r"])],
    },
    Spec {
        command: C::TakeBack,
        name: "take back",
        hint: "take back",
        help: "take the last answer or correction back, without limit",
        keys: &[(P::Preview, &["u"])],
    },
    Spec {
        command: C::Cancel,
        name: "cancel",
        hint: "cancel",
        help: "cancel the import: nothing is stored, the answers go too",
        keys: &[
            (P::Preview, &["q", "Ctrl-c"]),
            (P::Reading, &["q", "Esc", "Ctrl-c"]),
        ],
    },
    Spec {
        command: C::Narrow,
        name: "narrow",
        hint: "find words",
        help: "show only the lines that have some words, under their headings; Esc shows all again",
        keys: &[(P::Pager, &["/"])],
    },
    Spec {
        command: C::NewLine,
        name: "new line",
        hint: "new line",
        help: "begin a new line in a note",
        keys: &[(P::Form, &["Alt-Enter", "Ctrl-j"])],
    },
    Spec {
        command: C::NextField,
        name: "next field",
        hint: "fields",
        help: "go to the next field; among names, put in the one that is offered",
        keys: &[(P::Form, &["Tab"])],
    },
    Spec {
        command: C::PreviousField,
        name: "previous field",
        hint: "",
        help: "go to the previous field",
        keys: &[(P::Form, &["Shift-Tab"])],
    },
    Spec {
        command: C::Back,
        name: "back",
        hint: "back",
        help: "go back; what was typed is kept",
        keys: &[
            (P::Cut, &["Esc", "m", "q", "Ctrl-c"]),
            (P::Form, &["Esc", "Ctrl-c"]),
            (P::Menu, &["Esc", "q", "Ctrl-c"]),
            (P::Pager, &["Esc", "q", "Ctrl-c"]),
            (P::Narrow, &["Esc", "Ctrl-c"]),
            (P::Confirm, &["Esc", "n", "q", "Ctrl-c"]),
            (P::Finder, &["Esc", "Ctrl-c"]),
        ],
    },
];

impl Command {
    /// What the catalogue says of it.
    #[must_use]
    pub fn spec(self) -> Option<&'static Spec> {
        CATALOGUE.iter().find(|spec| spec.command == self)
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
