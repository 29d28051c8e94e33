//! The command line: clap types, and one file for each subcommand that needs no screen.
