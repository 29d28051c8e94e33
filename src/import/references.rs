//! What people call the actions of a plan: each by a reference that no other has.

use std::collections::HashSet;

/// References being given. What the file numbers keeps its number, whatever comes before it without one.
pub struct References {
    /// Numbers of the file that are references themselves: "6.3", "A2".
    whole: HashSet<String>,
    /// Those that section and number make together.
    joined: HashSet<String>,
    taken: HashSet<String>,
}

impl References {
    /// `numbers`: of every action of the file the name of its section and its number, empty where it has none.
    pub fn of<'a>(numbers: impl Iterator<Item = (&'a str, String)>) -> Self {
        let mut references = Self {
            whole: HashSet::new(),
            joined: HashSet::new(),
            taken: HashSet::new(),
        };
        for (section, number) in numbers.filter(|(_, number)| !number.is_empty()) {
            if is_whole(&number) {
                references.whole.insert(number);
            } else {
                references.joined.insert(format!("{section}.{number}"));
            }
        }
        references
    }

    /// The reference of the next action: its number as written where that names the section too, else section and number,
    /// else section and `position`.
    pub fn give(&mut self, section: &str, number: &str, position: u32) -> String {
        let whole = !number.is_empty() && is_whole(number);
        let stem = if number.is_empty() {
            format!("{section}.{position}")
        } else if whole {
            number.to_owned()
        } else {
            format!("{section}.{number}")
        };
        let mut reference = stem.clone();
        let mut again = 1;
        while (!whole && self.whole.contains(&reference))
            || (number.is_empty() && self.joined.contains(&reference))
            || !self.taken.insert(reference.clone())
        {
            again += 1;
            reference = format!("{stem}/{again}");
        }
        reference
    }
}

/// Whether a number names the section too: "6.3", "A2".
fn is_whole(number: &str) -> bool {
    number.contains(['.', '/', '-']) || number.chars().any(char::is_alphabetic)
}
