//! Files of our own: an export that comes back, and the kind of file it is.

use super::document::{Cell, Item, Row};
use super::draft::{Draft, DraftTable};
use crate::domain::Plan;

/// The columns that every export of ours has, whatever the plan; a document calls one of them otherwise.
const OWN: [&[&str]; 6] = [
    &["Reference", "Ref"],
    &["Action"],
    &["Milestone"],
    &["Due"],
    &["Status"],
    &["Progress"],
];

/// What those of separated values have besides. No line above them tells them from a plan that somebody keeps in columns much
/// like ours, whose next version is no export.
const OF_VALUES: [&[&str]; 2] = [&["Section"], &["Reference"]];

/// The kinds of file a plan comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Text with tables in it.
    Document,
    Workbook,
    /// Separated values.
    Values,
}

/// It stands within so many items of the beginning.
const ABOVE: usize = 8;

/// What a document or a workbook of ours says above its tables.
const DAY: &str = "As of ";

/// Whether a text is what an export says of itself above its tables: the day, and how many actions held each status. The next one
/// says otherwise, and the plan is no other for it.
pub(super) fn is_about_itself(text: &str) -> bool {
    text.starts_with(DAY)
}

/// Whether a row has the headers of every export of ours, whatever columns the plan has besides.
pub(super) fn heads(row: &Row) -> bool {
    let is_one = |cell: &Cell, names: &[&str]| match cell.lines.as_slice() {
        [only] => names.contains(&only.text.as_str()),
        _ => false,
    };
    OWN.iter()
        .all(|names| row.cells.iter().any(|cell| is_one(cell, names)))
}

impl Draft {
    /// Whether it is an export of ours, perhaps changed by hand since: by its columns, and the line above them where it has one.
    #[must_use]
    pub fn is_our_own(&self) -> bool {
        // CSV has nothing above its columns.
        let dated = || {
            let mut first = self.origin.document.items.iter().take(ABOVE);
            first.any(|item| is_about_itself(&item.shown()))
        };
        self.has_our_columns() && (self.layout() == Layout::Values || dated())
    }

    /// Whether a plan that is stored lives in this very file, although it is one of ours: it was brought in from it.
    #[must_use]
    pub fn is_home_of(&self, plan: &Plan) -> bool {
        let ours = plan.notes.iter().any(|n| is_about_itself(&n.text));
        ours && plan.file == self.plan.file
    }

    fn has_our_columns(&self) -> bool {
        let values: &[&[&str]] = match self.layout() {
            Layout::Values => &OF_VALUES,
            Layout::Document | Layout::Workbook => &[],
        };
        let own = |table: &DraftTable| {
            OWN.iter().chain(values).all(|names| {
                let headers = table.columns.iter().map(|c| c.header.as_str());
                headers.into_iter().any(|h| names.contains(&h))
            })
        };
        !self.tables.is_empty() && self.tables.iter().all(own)
    }

    /// What kind of file it was read from.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let document = &self.origin.document;
        let sheets = document.items.iter().any(|i| matches!(i, Item::Sheet(_)));
        match (document.grid, sheets) {
            (false, _) => Layout::Document,
            (true, true) => Layout::Workbook,
            (true, false) => Layout::Values,
        }
    }
}
