//! What the real program holds in memory once it rests.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::pty::Start;

/// Memory of a process that is its own, in MiB.
fn own_memory(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.unwrap().parse::<f64>().unwrap() / 1024.0
}

/// What was read of a large store, for the plan and to compare it, is given back: 3,000 actions and 9,000 milestones take some
/// 3 MiB, what is read of them three times as much.
#[test]
fn what_was_read_of_a_large_store_is_given_back() {
    let home = tempfile::TempDir::new().unwrap();
    let store = home.path().join("store");
    let folder = store.to_str().unwrap();
    let mut made = Start::milepost(&["generate", "--actions", "3000", "--store", folder])
        .home(home.path())
        .spawn();
    assert_eq!(made.wait_exit(), Some(0));
    let mut pty = Start::milepost(&["review", "--store", folder])
        .home(home.path())
        .spawn();
    pty.wait_for("MILESTONES");
    let until = Instant::now() + Duration::from_secs(60);
    let mut most = 0.0_f64;
    loop {
        let now = own_memory(pty.process());
        most = most.max(now);
        // A third is what the program is without a store, and the plan; what is kept at the ends of freed memory would make it more
        // than half.
        if !store.join("unchecked").exists() && now < most / 2.0 {
            break;
        }
        assert!(Instant::now() < until, "{now} MiB, {most} at the most");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    // It goes on as before.
    pty.send("a<Enter>");
    pty.wait_for("1/3000 reviewed");
    pty.wait_for("Saved");
}
