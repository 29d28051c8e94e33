//! Giving freed memory back to the system.
//!
//! glibc gives back what is free at the end of a thread's memory, and lets more and more stay there the more the process has
//! had. What is free further in it keeps: reading a large store leaves a few small things behind at many ends. Other C
//! libraries give memory back by themselves.

/// How much may stay free at the end of a thread's memory: what glibc begins with, before it raises that by itself.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT: libc::c_int = 128 << 10;

/// Has the allocator keep little of what is freed at the end of a thread's memory from now on. Only for processes that stay:
/// the others want it again at once.
pub(super) fn keep_little() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    call(Call::KeepLittle);
}

/// Asks the allocator for what it keeps of freed memory. It goes through all of it: only for moments when nobody waits.
pub(super) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    call(Call::GiveBack);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
enum Call {
    KeepLittle,
    GiveBack,
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "the calls into C of the program; they take numbers and ask nothing of their caller"
)]
fn call(what: Call) {
    // SAFETY: both take no pointer, lock what they work on, and touch nothing that is in use. Where they fail, more is kept.
    unsafe {
        match what {
            Call::KeepLittle => libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT),
            Call::GiveBack => libc::malloc_trim(0),
        };
    }
}
