//! What the system tells a process, on a thread of its own.
//!
//! A handler may do next to nothing, so signals are taken by `signal-hook` through a pipe and sent on as plain values.

use std::io;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// End: SIGTERM or SIGINT, by number.
    End(i32),
    /// The terminal went away.
    HangUp,
    /// Go to the background.
    Stop,
    /// Back in the foreground.
    Continue,
    /// The window has another size.
    Resize,
}

/// Listens from now on, until `tell` answers `false`. Signals that came before are lost: call it before modes are set.
///
/// # Errors
/// Where the system takes no handlers.
pub fn listen(tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for number in &mut signals {
                let signal = match number {
                    SIGHUP => Signal::HangUp,
                    SIGTSTP => Signal::Stop,
                    SIGCONT => Signal::Continue,
                    SIGWINCH => Signal::Resize,
                    other => Signal::End(other),
                };
                if !tell(signal) {
                    return;
                }
            }
        })?;
    Ok(())
}
