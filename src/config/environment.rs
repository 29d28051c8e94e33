//! The variables that settings come from, and the folders they name.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The environment as a value, so that tests need not touch the process's own.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    /// Whether the system may be asked about the process too.
    pub(super) is_of_process: bool,
}

impl Environment {
    /// The process's own.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            is_of_process: true,
            ..std::env::vars_os().collect()
        }
    }

    /// A variable; one that is empty counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        let value = self.variables.get(OsStr::new(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// The folder `variable` names, if it is absolute (the XDG rule), else `below` in the home folder.
    pub(super) fn folder(&self, variable: &str, below: &str) -> Option<PathBuf> {
        let named = self.get(variable).map(PathBuf::from);
        named
            .filter(|p| p.is_absolute())
            .or_else(|| Some(self.home()?.join(below)))
    }

    /// The home folder.
    pub(super) fn home(&self) -> Option<PathBuf> {
        let home = self.get("HOME").or_else(|| self.get("USERPROFILE"))?;
        Some(PathBuf::from(home))
    }
}

impl<K: Into<OsString>, V: Into<OsString>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self {
            variables: pairs.map(|(k, v)| (k.into(), v.into())).collect(),
            is_of_process: false,
        }
    }
}
