//! Help, mistakes in the arguments, and how the program ends.

use std::process::Stdio;

use milepost::cli::Exit;
use tempfile::tempdir;

use super::{milepost, program, run_program};

#[test]
fn help_begins_with_examples() {
    let home = tempdir().unwrap();
    let answer = milepost(home.path(), &["--help"]);
    assert_eq!(answer.exit, Exit::OK);
    assert!(
        answer.out.starts_with("Examples:\n  milepost "),
        "{answer:?}"
    );
    assert!(answer.out.contains("Exit codes: 0 done, 1 error, 2 "));
}

#[test]
fn without_a_terminal_the_screens_are_refused_in_words_and_nothing_is_made() {
    let home = tempdir().unwrap();
    for args in [&[][..], &["demo"], &["review"]] {
        let answer = milepost(home.path(), args);
        assert_eq!(answer.exit, Exit::ERROR, "{args:?}");
        assert!(
            answer.err.contains("the screen needs a terminal"),
            "{answer:?}"
        );
        assert!(answer.err.contains("milepost list"), "{answer:?}");
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_meeting_is_told_no_more_than_the_settings_take() {
    let home = tempdir().unwrap();
    for (option, words, told) in [
        (
            "--forum",
            "",
            "--forum, forum: found “”, expected the body that meets",
        ),
        ("--forum", " \u{1b} ", "--forum, forum: found “”"),
        (
            "--minutes",
            "1441",
            "--minutes, minutes: found “1441”, expected the length of a meeting",
        ),
    ] {
        let answer = milepost(home.path(), &["review", option, words]);
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        assert!(answer.err.contains(told), "{answer:?}");
    }
    let answer = milepost(
        home.path(),
        &["review", "--forum", "Board", "--minutes", "1440"],
    );
    assert!(
        answer.err.contains("the screen needs a terminal"),
        "{answer:?}"
    );
}

#[test]
fn every_example_of_the_help_names_a_command_there_is() {
    let home = tempdir().unwrap();
    let help = milepost(home.path(), &["--help"]).out;
    let examples = help.lines().filter_map(|l| l.strip_prefix("  milepost "));
    let mut seen = 0;
    for example in examples.take_while(|l| !l.is_empty()) {
        let verb = example.split_whitespace().next().unwrap();
        if verb.starts_with(|c: char| c.is_ascii_lowercase()) {
            let answer = milepost(home.path(), &[verb, "--help"]);
            assert_eq!(answer.exit, Exit::OK, "{verb}: {}", answer.err);
            seen += 1;
        }
    }
    assert!(seen > 0, "{help}");
}

/// What `--help` prints of every command that help shows, and of the program itself, on a terminal of 80 columns.
fn every_help() -> Vec<(String, String)> {
    let home = tempdir().unwrap();
    let help = |args: &[&str]| {
        let mut program = program(home.path(), args);
        let output = program.env("COLUMNS", "80").stdin(Stdio::null()).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let first = help(&["--help"]);
    let listed = first.lines().skip_while(|l| *l != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let names = listed.filter(|line| !line.starts_with("   "));
    let names: Vec<&str> = names.filter_map(|l| l.split_whitespace().next()).collect();
    assert!(names.len() > 20, "{first}");
    let all = names
        .iter()
        .map(|n| ((*n).to_owned(), help(&[n, "--help"])));
    let mut all: Vec<(String, String)> = all.collect();
    all.push(("milepost".to_owned(), first));
    all
}

#[test]
fn examples_take_a_line_each_and_words_fill_their_lines() {
    for (name, help) in every_help() {
        let examples = help.lines().skip_while(|l| *l != "Examples:").skip(1);
        for line in examples.take_while(|l| !l.is_empty()) {
            assert!(line.contains("milepost"), "{name}: {line}");
        }
        // A line of a paragraph ends where the first word of the next one has no room.
        let before = help.lines().take_while(|l| !l.starts_with("Usage:"));
        let lines: Vec<&str> = before.collect();
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            let word = next.split(' ').next().unwrap_or_default();
            let is_text = |l: &str| !l.is_empty() && !l.starts_with(' ') && l != "Examples:";
            if is_text(line) && is_text(next) {
                let both = line.chars().count() + 1 + word.chars().count();
                assert!(both > 80, "{name}: “{line}” ends early, before “{next}”");
            }
        }
    }
}

#[test]
fn what_a_command_takes_stands_before_what_every_command_takes() {
    for (name, help) in every_help() {
        let (own, general) = help.split_once("\nGeneral options:\n").expect(&name);
        for option in ["--store", "--as", "--color"] {
            assert!(general.contains(&format!("{option} <")), "{name}: {option}");
            let listed = own.lines().any(|l| l.trim_start().starts_with(option));
            assert!(!listed, "{name}: {option} among its own");
        }
        let says_what_first = !help.starts_with("Examples:");
        assert!(name == "milepost" || says_what_first, "{name}: {help}");
    }
}

#[test]
fn a_mistake_in_the_arguments_is_exit_2_and_one_name_for_the_program() {
    let home = tempdir().unwrap();
    let answer = milepost(home.path(), &["confgi"]);
    assert_eq!(answer.exit, Exit::FINDINGS);
    assert!(
        answer.err.starts_with("milepost: unrecognized subcommand"),
        "{answer:?}"
    );
    assert!(
        answer.err.contains("config"),
        "a near word is offered: {answer:?}"
    );
    assert_eq!(answer.out, "");
}

#[test]
fn escape_sequences_in_arguments_never_come_back() {
    let home = tempdir().unwrap();
    let answer = milepost(home.path(), &["\u{1b}[31mred\u{202e}"]);
    assert!(!answer.err.contains(['\u{1b}', '\u{202e}']), "{answer:?}");
}

#[test]
fn the_program_itself_answers_with_the_same_codes() {
    let home = tempdir().unwrap();
    let code = |args: &[&str]| run_program(home.path(), args).status.code();
    assert_eq!(code(&["--version"]), Some(0));
    assert_eq!(code(&["config"]), Some(0));
    assert_eq!(code(&["--nonsense"]), Some(2));
    std::fs::create_dir_all(home.path().join(".config/milepost")).unwrap();
    std::fs::write(
        home.path().join(".config/milepost/config.toml"),
        "seat = king",
    )
    .unwrap();
    assert_eq!(code(&["config"]), Some(1));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let home = tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let child = program(home.path(), &["config"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
