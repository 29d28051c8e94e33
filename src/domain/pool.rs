//! Equal values kept once: the rows of a plan name the same leads and the same dates over and over.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use super::{Due, Lead, Record};

/// Values seen so far. Of use while many records are read; the records keep what they share when it is gone.
#[derive(Debug, Default)]
pub struct Pool {
    dues: HashSet<Arc<Due>>,
    leads: HashSet<Arc<[Lead]>>,
}

impl Pool {
    /// Lets a record share leads and dates with those seen before it.
    pub fn share(&mut self, record: &mut Record) {
        let (leads, dues) = match record {
            Record::Priority(p) => (&mut p.leads, None),
            Record::Action(a) => (&mut a.leads, Some((&mut a.baseline, &mut a.dated.due))),
            Record::Milestone(m) => (&mut m.leads, Some((&mut m.baseline, &mut m.dated.due))),
            _ => return,
        };
        seen(&mut self.leads, leads);
        if let Some((baseline, due)) = dues {
            seen(&mut self.dues, baseline);
            seen(&mut self.dues, due);
        }
    }
}

fn seen<T: ?Sized + Eq + Hash>(all: &mut HashSet<Arc<T>>, value: &mut Arc<T>) {
    match all.get(value) {
        Some(known) => *value = Arc::clone(known),
        None => {
            all.insert(Arc::clone(value));
        }
    }
}
