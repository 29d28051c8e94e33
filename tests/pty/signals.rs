//! Ended from outside: nothing half done is lost, the terminal is given back.

use rustix::process::Signal;

use super::Desk;

#[test]
fn a_signal_keeps_what_is_half_done() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let desk = Desk::new();
        let mut pty = desk.half_done();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Some(code));
        assert_eq!(pty.modes_left(), [""; 0]);
        desk.assert_resumed();
    }
}

#[test]
fn a_kill_loses_nothing_that_was_kept() {
    let desk = Desk::new();
    let mut pty = desk.half_done();
    desk.wait_on_disk("The paint ran ou");
    pty.kill9();
    desk.assert_resumed();
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let desk = Desk::new();
    let mut pty =
        crate::support::pty::Start::program("/bin/bash", &["--norc", "--noprofile", "-i"])
            .home(desk.home.path())
            .env("PS1", "shell> ")
            .spawn();
    pty.wait_for("shell>");
    let program = env!("CARGO_BIN_EXE_milepost");
    pty.send(&format!("'{program}' review --date 2026-10-15<Enter>"));
    pty.wait_for("Paint the boat house");
    pty.send("<C-z>");
    pty.wait_for("Stopped");
    pty.send("fg<Enter>");
    pty.wait_for("Paint the boat house");
    pty.send("q");
    pty.wait_for("Leave the meeting?");
    pty.send("<Enter>");
    pty.wait_for("shell> ");
    pty.send("exit 7<Enter>");
    assert_eq!(pty.wait_exit(), Some(7));
}
