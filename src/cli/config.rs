//! `milepost config`: every setting, and where it comes from.

use std::io::Write;

use super::{Context, Exit};
use crate::config::Key;

/// Show every setting, and where it comes from
///
/// The lines can stand in the settings file as they are shown.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the settings as lines of a settings file.
///
/// # Errors
/// Where nothing can be printed.
pub fn run(_args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let settings = &context.settings;
    let out = &mut context.out;
    match &settings.file {
        Some(file) if file.exists() => writeln!(out, "# settings file: {}", file.display())?,
        Some(file) => writeln!(out, "# no settings file at {}", file.display())?,
        None => writeln!(out, "# no home folder, so no settings file")?,
    }
    for key in Key::ALL {
        if key == Key::Author && settings.author.is_empty() {
            writeln!(out, "# author is not known: give --as NAME, or set it here")?;
            continue;
        }
        let value = settings.shown(key).replace('\\', "\\\\");
        let value = value.replace('"', "\\\"");
        let line = format!("{} = \"{value}\"", key.name());
        writeln!(out, "{line:<40}  # {}", settings.origin(key))?;
    }
    Ok(Exit::OK)
}
