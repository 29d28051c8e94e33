//! The look of one terminal: which theme it gets, and the styles its screens draw with.
//!
//! [`Look::detect`] decides from the environment, `--color` and the configuration alone, as plain values, so that every case
//! can be tested. Screens ask for a style by its meaning: `look.style(Role::Overdue)`. Where to read next: [`super::theme`].

use ratatui::style::Style;
use ratatui::text::Span;

pub use super::theme::{Depth, Ground, Role, Theme};
use crate::domain::{Letter, Tone};

/// What the environment says about the terminal. An empty variable counts as one that is not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    pub no_color: Option<String>,
    pub colorterm: Option<String>,
    pub term: Option<String>,
    /// `15;0`: foreground and background as numbers of the sixteen, set by rxvt, Konsole and others.
    pub colorfgbg: Option<String>,
}

impl Environment {
    /// Reads the variables through `lookup`: the only way in, so that nothing here touches the process.
    #[must_use]
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| lookup(name).filter(|value| !value.is_empty());
        Self {
            no_color: get("NO_COLOR"),
            colorterm: get("COLORTERM"),
            term: get("TERM"),
            colorfgbg: get("COLORFGBG"),
        }
    }

    /// Whether the terminal cannot place a cursor, so that no screen can be drawn on it.
    #[must_use]
    pub fn is_dumb(&self) -> bool {
        matches!(self.term.as_deref(), None | Some("dumb" | "unknown"))
    }

    fn depth(&self) -> Depth {
        let term = self.term.as_deref().unwrap_or_default();
        let colorterm = self.colorterm.as_deref().unwrap_or_default();
        let named = |names: &[&str]| names.iter().any(|name| term.contains(name));
        if self.is_dumb() || term.ends_with("-m") || term.ends_with("-mono") || is_vt(term) {
            Depth::Mono
        } else if matches!(colorterm, "truecolor" | "24bit")
            || named(&["direct", "kitty", "ghostty", "alacritty", "wezterm", "foot"])
        {
            Depth::True
        } else if named(&["256"]) {
            Depth::Ansi256
        } else {
            Depth::Ansi16
        }
    }

    fn ground(&self) -> Ground {
        let background = self
            .colorfgbg
            .as_deref()
            .and_then(|value| value.rsplit(';').next())
            .and_then(|value| value.parse::<u8>().ok());
        match background {
            Some(7 | 9..=15) => Ground::Light,
            _ => Ground::Dark,
        }
    }
}

/// `vt100` … `vt525`: terminals without colours.
fn is_vt(term: &str) -> bool {
    term.strip_prefix("vt")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// What `--color` and the configuration may say about colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colours {
    /// As many as the terminal shows, none where `NO_COLOR` is set.
    #[default]
    Auto,
    /// As many as the terminal shows, at least sixteen, whatever `NO_COLOR` says.
    Always,
    Never,
    /// Exactly so many.
    Exactly(Depth),
}

impl Colours {
    /// The words [`Colours::parse`] takes.
    pub const WORDS: [&'static str; 6] = ["auto", "always", "never", "16", "256", "true"];

    /// Reads one of [`Colours::WORDS`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "auto" => Self::Auto,
            "always" => Self::Always,
            "never" => Self::Never,
            "16" => Self::Exactly(Depth::Ansi16),
            "256" => Self::Exactly(Depth::Ansi256),
            "true" => Self::Exactly(Depth::True),
            _ => return None,
        })
    }
}

/// What the configuration may say about the theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Light where the terminal says that its ground is light, else dark.
    #[default]
    Auto,
    Dark,
    Light,
    Mono,
}

impl ThemeName {
    /// The words [`ThemeName::parse`] takes.
    pub const WORDS: [&'static str; 4] = ["auto", "dark", "light", "mono"];

    /// Reads one of [`ThemeName::WORDS`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "auto" => Self::Auto,
            "dark" => Self::Dark,
            "light" => Self::Light,
            "mono" => Self::Mono,
            _ => return None,
        })
    }
}

/// How one terminal's screens look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub theme: Theme,
}

impl Look {
    /// The look for a terminal. `NO_COLOR` counts only where nobody asked for colours; see <https://no-color.org>.
    #[must_use]
    pub fn detect(environment: &Environment, colours: Colours, theme: ThemeName) -> Self {
        let depth = match colours {
            _ if theme == ThemeName::Mono => Depth::Mono,
            Colours::Never => Depth::Mono,
            Colours::Auto if environment.no_color.is_some() => Depth::Mono,
            Colours::Auto => environment.depth(),
            Colours::Always => environment.depth().max(Depth::Ansi16),
            Colours::Exactly(depth) => depth,
        };
        let ground = match theme {
            ThemeName::Auto | ThemeName::Mono => environment.ground(),
            ThemeName::Dark => Ground::Dark,
            ThemeName::Light => Ground::Light,
        };
        Self {
            theme: Theme { ground, depth },
        }
    }

    /// The dark look with all colours, for tests and pictures.
    #[must_use]
    pub const fn dark() -> Self {
        Self {
            theme: Theme {
                ground: Ground::Dark,
                depth: Depth::True,
            },
        }
    }

    /// The light look with all colours.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            theme: Theme {
                ground: Ground::Light,
                depth: Depth::True,
            },
        }
    }

    /// The look without colours.
    #[must_use]
    pub const fn mono() -> Self {
        Self { theme: Theme::MONO }
    }

    /// Takes the theme for the other ground, and says how to keep it.
    pub fn switch(&mut self) -> String {
        let (ground, word) = match self.theme.ground {
            _ if self.theme.depth == Depth::Mono => {
                return "there are no colours here: one theme serves every ground".to_owned();
            }
            Ground::Dark => (Ground::Light, "light"),
            Ground::Light => (Ground::Dark, "dark"),
        };
        self.theme.ground = ground;
        format!("the {word} theme, until you leave: theme = \"{word}\" in the settings keeps it")
    }

    /// How a role is drawn.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// How a status is written as text.
    #[must_use]
    pub fn tone(&self, tone: Tone) -> Style {
        self.style(Role::Tone(tone))
    }

    /// A status as it stands in a list: its shape and its letter, three columns wide. Never colour alone.
    #[must_use]
    pub fn mark(&self, tone: Tone, letter: Letter) -> Span<'static> {
        Span::styled(format!("{} {}", tone.shape(), letter.0), self.tone(tone))
    }

    /// A status as a block on its own ground, with its name: ` ◆ A Amber `.
    #[must_use]
    pub fn chip(&self, tone: Tone, letter: Letter, name: &str) -> Span<'static> {
        Span::styled(
            format!(" {} {} {name} ", tone.shape(), letter.0),
            self.style(Role::Chip(tone)),
        )
    }
}
