//! The real plans and what a perfect import makes of them, where they lie beside the checkout.

use std::io::Write;
use std::path::Path;

use serde_json::Value;

/// The expected result for a plan; `None`, said on stderr, where the folder is absent.
pub fn truth(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/plans/truth")
        .join(name)
        .with_extension("json");
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("truth is JSON")),
        Err(_) => {
            // Shown by `cargo test -- --nocapture`; the plans are not part of the project.
            let _ = writeln!(std::io::stderr(), "skipped: no {}", path.display());
            None
        }
    }
}

/// Every object inside `value` that has all of `fields`.
pub fn objects<'a>(value: &'a Value, fields: &[&str]) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(next) = waiting.pop() {
        match next {
            Value::Object(map) => {
                if fields.iter().all(|f| map.contains_key(*f)) {
                    found.push(next);
                }
                waiting.extend(map.values());
            }
            Value::Array(all) => waiting.extend(all),
            _ => {}
        }
    }
    found
}
