//! Completion in shells.

use std::io::Write;
use std::process::{Command, Stdio};

use milepost::cli::Exit;
use tempfile::tempdir;

use super::milepost;

fn script(shell: &str) -> String {
    let answer = milepost(tempdir().unwrap().path(), &["completions", shell]);
    assert_eq!((answer.exit, answer.err.as_str()), (Exit::OK, ""));
    answer.out
}

#[test]
fn every_shell_is_offered_what_help_shows_and_no_more() {
    let help = milepost(tempdir().unwrap().path(), &["--help"]).out;
    let shown = help.lines().skip_while(|l| *l != "Commands:").skip(1);
    let shown: Vec<&str> = shown
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(shown.len() > 20, "{help}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = script(shell);
        for command in &shown {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(!script.contains("soak"), "{shell}");
    }
}

#[test]
fn bash_completes_commands_and_options() {
    let mut bash = Command::new("bash")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = "\nCOMP_WORDS=(milepost upd); COMP_CWORD=1; _milepost milepost upd milepost; echo \"${COMPREPLY[@]}\"\
        \nCOMP_WORDS=(milepost list --le); COMP_CWORD=2; _milepost milepost --le list; echo \"${COMPREPLY[@]}\"\n";
    let mut stdin = bash.stdin.take().unwrap();
    write!(stdin, "{}{asked}", script("bash")).unwrap();
    drop(stdin);
    let said = bash.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stdout), "update\n--lead\n");
}

#[test]
fn an_unknown_shell_is_refused_with_those_there_are() {
    let answer = milepost(tempdir().unwrap().path(), &["completions", "tcsh"]);
    assert_eq!(answer.exit, Exit::FINDINGS);
    assert!(answer.err.contains("bash, elvish, fish"), "{}", answer.err);
}
