//! Settings: defaults, then the file, then the environment, then flags; the later one wins.
//!
//! The file is `$XDG_CONFIG_HOME/milepost/config.toml` (else `~/.config/milepost/config.toml`) and holds lines
//! `key = value` in the simplest part of TOML. The environment gives the same keys as `MILEPOST_STORE`,
//! `MILEPOST_AUTHOR` and so on. Errors name the file, the line and the key. Every setting remembers where it came from,
//! so that `milepost config` can say so.
//!
//! This room reads one file and nothing else; it knows the domain alone. Where to read next: [`Settings`], then
//! [`Key`] for what can be set.

mod environment;
mod file;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

pub use self::environment::Environment;
use crate::domain::Seat;
use crate::domain::text::one_line;
use crate::login;

/// Which colours suit the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the terminal says, else dark.
    Auto,
    Dark,
    Light,
    /// No colours at all.
    Mono,
}

/// How many colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// As many as the terminal says it has.
    Auto,
    Sixteen,
    TwoHundredFiftySix,
    None,
}

/// Whether there is any colour: the flag `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// Where the output is a terminal and `NO_COLOR` is not set
    Auto,
    /// Also in a file or a pipe
    Always,
    /// Letters and shapes only
    Never,
}

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Store,
    Author,
    Seat,
    Forum,
    Minutes,
    Theme,
    Colors,
}

impl Key {
    /// All of them, in the order they are listed.
    pub const ALL: [Self; 7] = [
        Self::Store,
        Self::Author,
        Self::Seat,
        Self::Forum,
        Self::Minutes,
        Self::Theme,
        Self::Colors,
    ];

    /// What it is called in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Author => "author",
            Self::Seat => "seat",
            Self::Forum => "forum",
            Self::Minutes => "minutes",
            Self::Theme => "theme",
            Self::Colors => "colors",
        }
    }

    /// What it is called in the environment.
    #[must_use]
    pub fn variable(self) -> String {
        format!("MILEPOST_{}", self.name().to_uppercase())
    }

    /// What it takes, in words.
    #[must_use]
    pub fn takes(self) -> &'static str {
        match self {
            Self::Store => "the folder that holds the data",
            Self::Author => "the name your entries are recorded under",
            Self::Seat => "chair, lead or officer",
            Self::Forum => "the body that meets, such as JAG or Board",
            Self::Minutes => "the length of a meeting: a whole number of minutes from 0 to 1440",
            Self::Theme => "auto, dark, light or mono",
            Self::Colors => "auto, 16, 256 or none",
        }
    }
}

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Default,
    /// A file, and the line in it, counted from 1.
    File(PathBuf, usize),
    /// A variable of the environment.
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}, line {line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// What is wrong with a setting, in a sentence that names the place and the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there and cannot be read.
    #[error("{path}: cannot be read ({why}): mend it, or move it away to go on with the defaults")]
    Unreadable { path: String, why: String },
    /// A line that is not `key = value`.
    #[error("{path}, line {line}: {why}")]
    Line {
        path: String,
        line: usize,
        why: String,
    },
    /// A value that the key does not take.
    #[error("{place}, {key}: found “{found}”, expected {expected}")]
    Value {
        place: String,
        key: &'static str,
        found: String,
        expected: &'static str,
    },
}

/// What the flags of the command line said.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub store: Option<PathBuf>,
    pub author: Option<String>,
    pub color: Option<ColorChoice>,
}

/// Everything that can be set, with what holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the store; none where neither a setting nor a home folder names one.
    pub store: Option<PathBuf>,
    /// Recorded with every entry; empty where nothing says who it is, and then nothing may be recorded.
    pub author: String,
    pub seat: Seat,
    pub forum: String,
    /// Minutes set aside for a meeting; 0 for none.
    pub minutes: u32,
    pub theme: Theme,
    pub colors: Colors,
    /// From `--color`; [`ColorChoice::Never`] also where `NO_COLOR` is set and the flag says nothing else.
    pub color: ColorChoice,
    /// The file that was looked for, whether it is there or not.
    pub file: Option<PathBuf>,
    origins: BTreeMap<Key, Origin>,
}

impl Settings {
    /// Gathers the settings.
    ///
    /// # Errors
    /// [`ConfigError`] where the file cannot be read or a value is not one that its key takes.
    pub fn gather(environment: &Environment, flags: &Flags) -> Result<Self, ConfigError> {
        let mut settings = Self::defaults(environment);
        if let Some(path) = settings.file.clone() {
            for line in file::read(&path)? {
                let origin = Origin::File(path.clone(), line.number);
                settings.set(line.key, OsStr::new(&line.value), origin, environment)?;
            }
        }
        for key in Key::ALL {
            let name = key.variable();
            if let Some(value) = environment.get(&name) {
                settings.set(key, value, Origin::Variable(name), environment)?;
            }
        }
        settings.take_flags(environment, flags)?;
        Ok(settings)
    }

    fn defaults(environment: &Environment) -> Self {
        Self {
            store: environment
                .folder("XDG_DATA_HOME", ".local/share")
                .map(|d| d.join("milepost")),
            author: login_name(environment).unwrap_or_default(),
            seat: Seat::Chair,
            forum: "JAG".to_owned(),
            minutes: 120,
            theme: Theme::Auto,
            colors: Colors::Auto,
            color: ColorChoice::Auto,
            file: environment
                .folder("XDG_CONFIG_HOME", ".config")
                .map(|d| d.join("milepost").join("config.toml")),
            origins: BTreeMap::new(),
        }
    }

    fn take_flags(&mut self, environment: &Environment, flags: &Flags) -> Result<(), ConfigError> {
        if let Some(store) = &flags.store {
            self.set(
                Key::Store,
                store.as_os_str(),
                Origin::Flag("--store"),
                environment,
            )?;
        }
        if let Some(author) = &flags.author {
            self.set(
                Key::Author,
                OsStr::new(author),
                Origin::Flag("--as"),
                environment,
            )?;
        }
        self.color = flags.color.unwrap_or_else(|| {
            if environment.get("NO_COLOR").is_some() {
                ColorChoice::Never
            } else {
                ColorChoice::Auto
            }
        });
        Ok(())
    }

    /// Takes what a command's own flag says of a setting other than the folder, as every other place may.
    ///
    /// # Errors
    /// [`ConfigError`] where it is not what the key takes.
    pub fn take_flag(
        &mut self,
        key: Key,
        flag: &'static str,
        words: &str,
    ) -> Result<(), ConfigError> {
        let nowhere: Environment = std::iter::empty::<(OsString, OsString)>().collect();
        self.set(key, OsStr::new(words), Origin::Flag(flag), &nowhere)
    }

    /// Where a setting came from.
    #[must_use]
    pub fn origin(&self, key: Key) -> &Origin {
        self.origins.get(&key).unwrap_or(&Origin::Default)
    }

    /// A setting as it would be written in the file, without quotes.
    #[must_use]
    pub fn shown(&self, key: Key) -> String {
        match key {
            Key::Store => self
                .store
                .as_ref()
                .map_or_else(String::new, |p| p.display().to_string()),
            Key::Author => self.author.clone(),
            Key::Seat => self.seat.word().to_owned(),
            Key::Forum => self.forum.clone(),
            Key::Minutes => self.minutes.to_string(),
            Key::Theme => word_of(&THEMES, self.theme).to_owned(),
            Key::Colors => word_of(&COLORS, self.colors).to_owned(),
        }
    }

    /// Whether text for scripts and readers carries colour; `is_terminal` says whether it goes to one.
    #[must_use]
    pub fn paints(&self, is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                is_terminal && self.colors != Colors::None && self.theme != Theme::Mono
            }
        }
    }

    fn set(
        &mut self,
        key: Key,
        value: &OsStr,
        origin: Origin,
        environment: &Environment,
    ) -> Result<(), ConfigError> {
        let words = one_line(&value.to_string_lossy());
        let refused = || ConfigError::Value {
            place: origin.to_string(),
            key: key.name(),
            found: words.clone(),
            expected: key.takes(),
        };
        match key {
            Key::Store => self.store = Some(store_folder(value, &origin, environment)?),
            Key::Author if words.is_empty() => return Err(refused()),
            Key::Author => self.author = words,
            Key::Seat => self.seat = find(&SEATS, &words).ok_or_else(refused)?,
            Key::Forum if words.is_empty() => return Err(refused()),
            Key::Forum => self.forum = words,
            Key::Minutes => {
                let length = words.parse().ok().filter(|m| *m <= 1440);
                self.minutes = length.ok_or_else(refused)?;
            }
            Key::Theme => self.theme = find(&THEMES, &words).ok_or_else(refused)?,
            Key::Colors => self.colors = find(&COLORS, &words).ok_or_else(refused)?,
        }
        self.origins.insert(key, origin);
        Ok(())
    }
}

const SEATS: [(&str, Seat); 3] = [
    ("chair", Seat::Chair),
    ("lead", Seat::Lead),
    ("officer", Seat::Officer),
];

const THEMES: [(&str, Theme); 4] = [
    ("auto", Theme::Auto),
    ("dark", Theme::Dark),
    ("light", Theme::Light),
    ("mono", Theme::Mono),
];

const COLORS: [(&str, Colors); 4] = [
    ("auto", Colors::Auto),
    ("16", Colors::Sixteen),
    ("256", Colors::TwoHundredFiftySix),
    ("none", Colors::None),
];

fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let row = table.iter().find(|(w, _)| w.eq_ignore_ascii_case(word))?;
    Some(row.1)
}

fn word_of<T: Copy + PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, v)| *v == value).map_or("", |r| r.0)
}

/// The folder a setting names: `~/` is the home folder. In the file it must be absolute, since nobody can tell what it
/// would be relative to.
fn store_folder(
    value: &OsStr,
    origin: &Origin,
    environment: &Environment,
) -> Result<PathBuf, ConfigError> {
    let path = Path::new(value);
    let path = match (path.strip_prefix("~"), environment.home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    };
    if path.as_os_str().is_empty() || (matches!(origin, Origin::File(..)) && !path.is_absolute()) {
        return Err(ConfigError::Value {
            place: origin.to_string(),
            key: Key::Store.name(),
            found: one_line(&value.to_string_lossy()),
            expected: "a folder with its whole path, such as /srv/milepost or ~/milepost",
        });
    }
    Ok(path)
}

/// The login name; the system is asked about the process's own environment alone.
fn login_name(environment: &Environment) -> Option<String> {
    let said = login::said_in(|name| environment.get(name).map(OsStr::to_owned));
    said.or_else(|| environment.is_of_process.then(login::of_system).flatten())
}
