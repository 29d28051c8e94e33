//! Has the linker put together what a meeting runs.
//!
//! A meeting runs a fifth of the program: plans are imported before it, minutes written after it. Spread over all of it, that fifth
//! would bring nearly the whole program into memory. `meeting.ld` names it; `benches/order.rs` tells how it is made.

use std::env;
use std::path::Path;

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let script = Path::new(&here).join(".cargo/meeting.ld");
    println!("cargo::rerun-if-changed=.cargo/build.rs");
    println!("cargo::rerun-if-changed={}", script.display());
    if is_wanted() && script.is_file() {
        println!("cargo::rustc-link-arg-bin=milepost=-T");
        println!("cargo::rustc-link-arg-bin=milepost={}", script.display());
    }
}

/// Whether this is a build for use, by the linker that the compiler brings along or finds by itself: others know no such scripts.
fn is_wanted() -> bool {
    let is = |name: &str, value: &str| env::var(name).as_deref() == Ok(value);
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var_os("RUSTC_LINKER").is_none()
        && !flags.contains("fuse-ld")
        && !flags.contains("linker")
}
