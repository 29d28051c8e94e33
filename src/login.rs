//! Who is at the keyboard, where no setting says so: the name the system knows them by.

use std::ffi::OsString;

use crate::domain::text::one_line;

/// Variables that hold the login name; a session of a terminal has one of them, cron jobs and containers often none.
const VARIABLES: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];

/// The login name that an environment says, by its variables.
#[must_use]
pub fn said_in(variable: impl Fn(&str) -> Option<OsString>) -> Option<String> {
    let said = VARIABLES.into_iter().filter_map(variable);
    let mut said = said.map(|name| one_line(&name.to_string_lossy()));
    said.find(|name| !name.is_empty())
}

/// What the system calls the user of this process.
#[cfg(unix)]
#[must_use]
pub fn of_system() -> Option<String> {
    let users = std::fs::read("/etc/passwd").ok()?;
    named(
        &String::from_utf8_lossy(&users),
        rustix::process::getuid().as_raw(),
    )
}

/// What the system calls the user of this process: nobody is asked here.
#[cfg(not(unix))]
#[must_use]
pub fn of_system() -> Option<String> {
    None
}

/// The name of a user in the system's list of them: `name:password:number:group:…`, a line each.
#[cfg(unix)]
fn named(users: &str, user: u32) -> Option<String> {
    let name = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let number: u32 = fields.nth(1)?.parse().ok()?;
        (number == user).then_some(name)
    })?;
    Some(one_line(name)).filter(|name| !name.is_empty())
}
