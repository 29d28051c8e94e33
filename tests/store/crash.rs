//! The real program killed at random moments: nothing it confirmed is lost, and nothing has to be mended.

use std::path::PathBuf;

use milepost::store::soak::Soak;
use tempfile::TempDir;

use super::sample::clock;

#[test]
fn forty_kills_lose_nothing() {
    let dir = TempDir::new().unwrap();
    let soak = Soak {
        program: PathBuf::from(env!("CARGO_BIN_EXE_milepost")),
        dir: dir.path().join("soak"),
        cycles: 40,
        seed: 20_121_018,
    };
    let counts = soak.run(clock()).unwrap();
    assert!(counts.is_clean(), "{counts}");
    assert_eq!(counts.cycles, 40);
    assert!(counts.confirmed > 40, "{counts}");
}
