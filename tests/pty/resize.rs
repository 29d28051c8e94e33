//! Windows of any size, one after the other, under a running program.

use super::Desk;

#[test]
fn any_size_is_drawn_and_nothing_is_lost() {
    let desk = Desk::new();
    let mut pty = desk.half_done();
    for (columns, rows) in [(120, 40), (5, 3), (1, 1), (200, 2), (3, 60), (40, 12)] {
        pty.resize(columns, rows);
        pty.wait_until("the frame", |screen| !screen.contents().trim().is_empty());
    }
    pty.resize(80, 24);
    pty.wait_for("The paint ran ou");
    pty.send("t<Enter>");
    pty.wait_for("Saved: note on 1.1");
    pty.send("<Enter>");
    pty.wait_for("1/3 reviewed");
}

#[test]
fn a_terminal_that_is_too_small_says_so() {
    let pty = desk_at(30, 5);
    pty.wait_for("too small");
}

fn desk_at(columns: u16, rows: u16) -> crate::support::pty::Pty {
    crate::support::pty::Start::milepost(&["demo"])
        .size(columns, rows)
        .spawn()
}
