//! Giving freed memory back to the system.
//!
//! glibc gives back only what is free at the end of a thread's memory. Reading a large store leaves a few small things behind
//! at many ends, so that all that was freed before them would stay with the process for as long as it runs. Other C libraries
//! give memory back by themselves.

/// Asks the allocator for what it keeps of freed memory. It goes through all of it: only for moments when nobody waits.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "the one call into C of the program; it takes a number and asks nothing of its caller"
)]
pub(super) fn give_back() {
    // SAFETY: `malloc_trim` takes no pointer, locks what it works on, and touches nothing that is in use.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn give_back() {}
