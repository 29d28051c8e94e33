//! `milepost completions`: what a shell needs to complete commands and options.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Context, Exit};

/// What the program is called in a shell.
const NAME: &str = "milepost";

/// Print what a shell needs to complete commands and options with Tab
///
/// Examples:
///   source <(milepost completions bash)            in ~/.bashrc
///   milepost completions fish > ~/.config/fish/completions/milepost.fish
///   milepost completions zsh > ~/.zfunc/_milepost
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The shell it is for
    shell: Shell,
}

/// Prints the script of a shell.
///
/// # Errors
/// Where nothing can be printed.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let whole = Cli::command();
    // Commands that help does not show are not offered either.
    let shown = whole.get_subcommands().filter(|c| !c.is_hide_set());
    let mut offered = clap::Command::new(NAME)
        .args(whole.get_arguments().cloned())
        .subcommands(shown.cloned());
    // It writes without asking whether it can: what it writes goes out from here, where that is asked.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut offered, NAME, &mut script);
    context.out.write_all(&script)?;
    Ok(Exit::OK)
}
