//! The command line: what `milepost WORDS` means.
//!
//! Here are the clap types, what every subcommand is given ([`Context`]) and what it answers ([`Exit`]). Each subcommand
//! is a file of its own with its `Args` and `run(args, &mut Context) -> anyhow::Result<Exit>`; a new one needs a `mod`
//! line and a line in `subcommands!` below, and its help comes from the documentation of its `Args`.
//!
//! Nothing here prints but through [`Context::out`] and [`Context::err`]. An error is one line `milepost: what, and what
//! to do` on standard error; a reader that closes its pipe ends the program quietly.

mod archive;
mod backup;
mod chase;
pub mod choose;
mod compared;
mod completions;
mod config;
mod demo;
mod doctor;
mod export;
mod generate;
mod import;
mod into;
mod lead;
mod leads;
mod list;
mod meetings;
mod mine;
mod minutes;
pub mod output;
mod owed;
mod plans;
mod probe;
mod recover;
mod restore;
mod review;
mod screen;
mod show;
mod soak;
mod take;
mod update;
mod verify;
mod version;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::clock::{Clock, SystemClock};
use crate::config::{ColorChoice, Environment, Flags, Settings};
use crate::domain::Entry;
use crate::domain::text::clean;
use crate::export::plain::Page;
use crate::store::{JournalReader, read_history, read_only};

/// What the program answers to the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit(pub u8);

impl Exit {
    /// Done.
    pub const OK: Self = Self(0);
    /// Not done; standard error says why.
    pub const ERROR: Self = Self(1);
    /// Done, with open questions or findings. Also what a mistake in the arguments gives.
    pub const FINDINGS: Self = Self(2);
}

/// What every subcommand is given.
pub struct Context<'a> {
    /// Standard output. A screen flushes it before it takes the terminal.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    pub clock: Arc<dyn Clock>,
    pub settings: Settings,
    /// Columns of the terminal that `out` is; none where it is a file or a pipe.
    pub width: Option<usize>,
    /// `err` is a terminal, so that a line on it can be written over.
    pub err_is_terminal: bool,
    /// What has been done for good, once nothing is left but to say so: where that fails, it is said that only that did.
    pub done: Option<&'static str>,
}

impl Context<'_> {
    /// The folder of the store.
    ///
    /// # Errors
    /// Where no setting and no home folder says where it is.
    pub fn store_dir(&self) -> anyhow::Result<&Path> {
        let found = self.settings.store.as_deref();
        found.ok_or_else(|| {
            anyhow::anyhow!(
                "there is no home folder to keep the data in: give --store DIR or set MILEPOST_STORE"
            )
        })
    }

    /// The name that entries are recorded under.
    ///
    /// # Errors
    /// Where neither a setting nor the system says who it is: the history names somebody, or has no entry.
    pub fn author(&self) -> anyhow::Result<&str> {
        let author = self.settings.author.as_str();
        anyhow::ensure!(
            !author.is_empty(),
            "neither the settings nor the system say who you are: give your name with --as NAME, or set MILEPOST_AUTHOR"
        );
        Ok(author)
    }

    /// What the store holds, read beside whoever has it open. What is damaged, and yet all there, is said on standard error.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read whole: with a plan missing, the numbers of all behind it would be others.
    pub fn reader(&mut self) -> anyhow::Result<JournalReader> {
        let reader = read_only(self.store_dir()?)?;
        self.tell_of(&reader)?;
        Ok(reader)
    }

    /// The same with every entry there is, in order.
    ///
    /// # Errors
    /// As [`Context::reader`].
    pub fn history(&mut self) -> anyhow::Result<(JournalReader, Vec<Entry>)> {
        let (reader, entries) = read_history(self.store_dir()?)?;
        self.tell_of(&reader)?;
        Ok((reader, entries))
    }

    fn tell_of(&mut self, reader: &JournalReader) -> anyhow::Result<()> {
        if let Some(damage) = reader.damage() {
            anyhow::bail!(
                "the store is damaged: {}; nothing is read from it before it is mended: run milepost recover (milepost doctor says more)",
                clean(damage)
            );
        }
        for note in reader.notes() {
            writeln!(self.err, "milepost: {}", clean(note))?;
        }
        Ok(())
    }

    /// What plain text is laid out for.
    #[must_use]
    pub fn page(&self) -> Page {
        Page {
            width: self.width,
            paints: self.paints(),
        }
    }

    /// Whether `out` may carry colour.
    #[must_use]
    pub fn paints(&self) -> bool {
        self.settings.paints(self.width.is_some())
    }
}

const EXAMPLES: &str = "\
Examples:
  milepost demo                       an example plan; nothing is kept
  milepost import plan.csv            bring your plan in
  milepost review --forum JAG         chair a meeting on it, or go on with one
  milepost                            plans and meetings to choose from
  milepost import plan.csv --dry-run  what a plan in a file would become
  milepost list --rag red,amber       what is not on track
  milepost show 6.3                   one action, with its milestones and notes
  milepost mine okafor                what one lead has to do
  milepost update 6.2 --rag amber     a word on one item, before the meeting
  milepost minutes -o minutes.md      the minutes of the latest meeting
  milepost export --format html -o plan.html
  milepost export --into plan.docx -o plan-october.docx
  milepost config                     every setting, and where it comes from";

const AFTER: &str = "\
Exit codes: 0 done, 1 error, 2 questions or findings open, or something lost (also: wrong arguments).
Settings: $XDG_CONFIG_HOME/milepost/config.toml, lines such as: author = \"Ann Example\"";

/// What stands over the options that every command takes, below its own.
const GENERAL: &str = "General options";

/// Milestone review meetings in the terminal
#[derive(Debug, Parser)]
#[command(
    name = "milepost",
    version,
    before_help = EXAMPLES,
    after_help = AFTER,
    disable_help_subcommand = true,
    color = clap::ColorChoice::Never,
    max_term_width = 100
)]
struct Cli {
    /// Folder that holds the data (else MILEPOST_STORE, the settings file, ~/.local/share/milepost)
    #[arg(long, global = true, value_name = "DIR", help_heading = GENERAL)]
    store: Option<PathBuf>,
    /// Name your entries are recorded under
    #[arg(
        long = "as",
        global = true,
        value_name = "NAME",
        help_heading = GENERAL
    )]
    author: Option<String>,
    /// Whether there is colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        hide_possible_values = true,
        help_heading = GENERAL,
        help = "Whether there is colour: auto, always or never"
    )]
    color: Option<ColorChoice>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// One line for each subcommand: its name, and the file that holds its `Args` and `run`.
macro_rules! subcommands {
    ($($name:ident => $file:ident),+ $(,)?) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($name($file::Args)),+
        }

        impl Command {
            fn run(self, context: &mut Context<'_>) -> anyhow::Result<Exit> {
                match self {
                    $(Self::$name(args) => $file::run(args, context)),+
                }
            }
        }
    };
}

subcommands! {
    Review => review,
    Demo => demo,
    Import => import,
    List => list,
    Show => show,
    Mine => mine,
    Update => update,
    Chase => chase,
    Take => take,
    Leads => leads,
    Plans => plans,
    Meetings => meetings,
    Minutes => minutes,
    Export => export,
    Backup => backup,
    Restore => restore,
    Archive => archive,
    Verify => verify,
    Doctor => doctor,
    Recover => recover,
    Probe => probe,
    Soak => soak,
    Generate => generate,
    Config => config,
    Completions => completions,
}

/// Runs the program with the process's own environment, clock and streams.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = Environment::of_process();
    let width = io::stdout().is_terminal().then(|| columns(&environment));
    let mut out = io::BufWriter::new(io::stdout());
    let mut err = io::stderr();
    let exit = run_with(
        args,
        &environment,
        Arc::new(SystemClock),
        width,
        io::stderr().is_terminal(),
        &mut out,
        &mut err,
    );
    ExitCode::from(exit.0)
}

/// Runs the program with everything it needs from outside given to it. `width` is the terminal's that `out` is;
/// `err_is_terminal` says whether `err` is one.
pub fn run_with(
    args: impl IntoIterator<Item = OsString>,
    environment: &Environment,
    clock: Arc<dyn Clock>,
    width: Option<usize>,
    err_is_terminal: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let terminals = (width, err_is_terminal);
    let result = answer(args, environment, clock, terminals, out, err);
    let result = result.and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::OK,
        Err(error) => {
            // Nobody is left to tell where standard error is closed too.
            let _ = out.flush();
            let _ = writeln!(err, "milepost: {}", clean(&format!("{error:#}")));
            Exit::ERROR
        }
    }
}

fn answer(
    args: impl IntoIterator<Item = OsString>,
    environment: &Environment,
    clock: Arc<dyn Clock>,
    (width, err_is_terminal): (Option<usize>, bool),
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out, err),
    };
    let flags = Flags {
        store: cli.store,
        author: cli.author,
        color: cli.color,
    };
    let mut context = Context {
        out,
        err,
        clock,
        settings: Settings::gather(environment, &flags)?,
        width,
        err_is_terminal,
        done: None,
    };
    let result = match cli.command {
        Some(command) => command.run(&mut context),
        None => review::home(&mut context),
    };
    let result = result.and_then(|exit| {
        context.out.flush()?;
        Ok(exit)
    });
    match context.done {
        Some(done) => result.map_err(|error| match printing(&error) {
            Some(_) => error.context(format!(
                "{done}; only the report of it could not be written"
            )),
            None => error,
        }),
        None => result,
    }
}

/// Prints a value as indented JSON.
fn write_json(context: &mut Context<'_>, value: &impl serde::Serialize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut context.out, value)?;
    writeln!(context.out)?;
    Ok(())
}

/// Help and version go to standard output; a mistake in the arguments goes to standard error.
fn usage(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let text = clean(&error.render().to_string());
    if error.use_stderr() {
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        write!(err, "milepost: {text}")?;
        Ok(Exit::FINDINGS)
    } else {
        write!(out, "{text}")?;
        Ok(Exit::OK)
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    printing(error) == Some(io::ErrorKind::BrokenPipe)
}

/// What the system said against writing or printing, where that is what went wrong.
fn printing(error: &anyhow::Error) -> Option<io::ErrorKind> {
    error.chain().find_map(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        io.or_else(|| json.and_then(serde_json::Error::io_error_kind))
    })
}

/// Columns of the terminal: what it says, else `COLUMNS`, else 80.
fn columns(environment: &Environment) -> usize {
    let said = terminal_columns().filter(|columns| *columns > 0);
    let variable = || environment.get("COLUMNS")?.to_str()?.parse().ok();
    said.or_else(variable).unwrap_or(80)
}

#[cfg(unix)]
fn terminal_columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn terminal_columns() -> Option<usize> {
    None
}
