//! The terminal goes away: nothing half done is lost, and the process ends.

use super::Desk;

#[test]
fn a_hang_up_keeps_what_is_half_done_and_ends() {
    let desk = Desk::new();
    let mut pty = desk.half_done();
    pty.hang_up();
    assert_eq!(pty.wait_exit(), Some(129));
    desk.assert_resumed();
}
