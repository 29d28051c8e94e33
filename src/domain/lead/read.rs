//! Reading leads: from a cell of their own, and from the bracket at the end of a milestone.

use super::Lead;
use crate::domain::text::one_line;

/// Reads a cell or the inside of a bracket into its leads, in order of writing. Empty text has none.
#[must_use]
pub fn read(words: &str) -> Vec<Lead> {
    let words = one_line(words);
    if words.is_empty() {
        Vec::new()
    } else {
        vec![Lead::person(&words)]
    }
}
