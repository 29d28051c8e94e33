//! A plan as a Word file that `milepost import` reads back: a heading and a table for each section.

use chrono::NaiveDate;
use zip::result::ZipError;

use super::{ACROSS, Body, Cell, Head, MARGINS, Manner, label};
use crate::domain::due::show_day;
use crate::domain::text::one_line;
use crate::domain::{Indicator, Legend, Priority, PriorityId, Register};
use crate::export::document::{Item, Text};
use crate::export::plan::count_words;
use crate::export::table::{OF_SECTION, Row, heads, measures, table, used};
use crate::export::widths::Need;

/// A plan on pages across, as it stood on `date`: a heading and a table for each section.
///
/// # Errors
/// As [`super::document`].
pub fn plan(register: &Register, date: NaiveDate) -> Result<Vec<u8>, ZipError> {
    let mut body = Body::default();
    body.styled("Title", &Text::from(one_line(register.title())));
    let mut facts = vec![format!("As of {}", show_day(date))];
    if let Some(plan) = register.plan() {
        facts.extend(plan.organisation.clone());
        facts.extend(plan.period.clone());
    }
    // In one paragraph: what begins with the day is known for the export's own when it comes back.
    let standing = format!("{}\n{}", facts.join(" · "), count_words(register));
    body.styled("Normal", &Text::from(standing));
    let legend = register.legend();
    if *legend != Legend::rag() {
        // What the plan's own statuses mean; the usual ones need no key.
        let key = legend.statuses.iter();
        let key = key.map(|s| Item::new(format!("{} = {}", s.letter.0, s.name)));
        body.list(&key.collect::<Vec<_>>(), 0);
    }
    body.measures(register, None);
    let rows = table(register);
    // What is said of the section stands above its table here.
    let heads = heads(register);
    let used = used(&rows, heads.len()).into_iter();
    let used: Vec<usize> = used.filter(|at| *at >= OF_SECTION).collect();
    // The columns are as wide in the table of every section.
    let columns: Vec<(usize, Head<'_>)> = used
        .iter()
        .filter_map(|at| Some((*at, heads.get(*at)?)))
        .map(|(at, (name, limit))| {
            let cells = rows.iter().map(|row| row.shown(at, &legend));
            let need = Need::of(label(name), cells, *limit);
            (at, (name.as_str(), need.beside(MARGINS), Manner::Plain))
        })
        .collect();
    for own in rows.chunk_by(|a, b| a.section() == b.section()) {
        let section = own.first().map(Row::section);
        if let Some(section) = section.and_then(|id| register.priority(id)) {
            body.section(section);
        }
        body.measures(register, section);
        body.plan_table(&legend, &columns, own);
    }
    body.file(register.title(), &ACROSS)
}

/// "Theme 2: Coast", "2. Coast", "Section 2".
fn heading(section: &Priority) -> String {
    let (label, number, title) = (&section.label, &section.number, &section.title);
    let words = match (label.is_empty(), number.is_empty()) {
        (_, true) => title.clone(),
        (true, false) if title.is_empty() => format!("Section {number}"),
        (true, false) => format!("{number}. {title}"),
        (false, false) => format!("{label} {number}: {title}"),
    };
    one_line(&words)
}

impl Body {
    /// What is said of a section above its table.
    fn section(&mut self, section: &Priority) {
        self.styled("Heading1", &Text::from(heading(section)));
        if !section.lead_written.is_empty() {
            let lead = Text::labelled("Lead:", section.lead_written.as_str());
            self.styled("Normal", &lead);
        }
        if !section.outcomes.is_empty() {
            // A list under no word of its own would come back as notes.
            self.styled("Normal", &Text::labelled("Outcomes:", ""));
        }
        let outcomes = section.outcomes.iter().map(|o| Item::new(o.as_str()));
        self.list(&outcomes.collect::<Vec<_>>(), 0);
    }

    /// Rows under these columns, each with its place in a row.
    fn plan_table(&mut self, legend: &Legend, columns: &[(usize, Head<'_>)], rows: &[Row<'_>]) {
        let heads: Vec<Head<'_>> = columns.iter().map(|(_, head)| *head).collect();
        self.begin_table(&heads, &ACROSS);
        for row in rows {
            let of_milestone = columns
                .iter()
                .any(|(at, (name, ..))| *name == "Milestone" && row.get(*at).is_some());
            let cells = columns.iter().map(|(at, (name, ..))| match *name {
                // The action stands once, above its milestones.
                "Reference" if of_milestone => Cell::default(),
                name => Cell {
                    words: row.shown(*at, legend),
                    tone: row.get(*at).and_then(|held| held.tone(legend)),
                    manner: match name {
                        "Action" => Manner::Named,
                        _ => Manner::Plain,
                    },
                },
            });
            self.row(cells);
        }
        self.end_table();
    }

    /// A table of the indicators of a section, or of the plan as a whole.
    fn measures(&mut self, register: &Register, of: Option<PriorityId>) {
        let all: Vec<&Indicator> = register.indicators().into_iter().map(|(_, i)| i).collect();
        if all.iter().all(|i| i.priority != of) {
            return;
        }
        // The columns are those of all of them, so that the tables of the sections are alike.
        let (columns, rows) = measures(&all);
        let heads: Vec<Head<'_>> = (0..)
            .zip(&columns)
            .map(|(at, (name, limit))| {
                let cells = rows
                    .iter()
                    .map(|row: &Vec<String>| row.get(at).map_or("", String::as_str));
                let need = Need::of(name, cells, *limit).beside(MARGINS);
                (name.as_str(), need, Manner::Plain)
            })
            .collect();
        self.begin_table(&heads, &ACROSS);
        for (_, row) in all.iter().zip(rows).filter(|(i, _)| i.priority == of) {
            self.row(row.into_iter().map(|words| Cell {
                words: words.into(),
                ..Cell::default()
            }));
        }
        self.end_table();
    }
}
