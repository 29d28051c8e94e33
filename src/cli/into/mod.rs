//! `milepost export --into ORIGINAL`: status, progress and new dates in a copy of the file that a plan came from.
//!
//! The rows are found by the places that the import wrote down, the columns by the same reading of headers, with what was
//! answered of them then. An old date
//! stays visible: "June 2012 → Oct 2012". The file must be the one imported, byte for byte, since a place says nothing about
//! another.

mod dates;
mod look;
mod rows;
mod values;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context as _, bail};

use super::output::Output;
use super::{Context, Exit, choose};
use crate::domain::text::{count, one_line};
use crate::domain::{ActionId, Key, Record, Register, Standing, Target};
use crate::export::patch::{CellEdit, PatchError, Patched, Place, Shade, Write, docx, xlsx};
use crate::import::document::{Cell, Document};
use crate::import::{self, Correction, answers};
use crate::store::Reader;
use look::Looks;
use rows::Found;

/// Writes the copy, and says what could not be written.
///
/// # Errors
/// Where the file is not the one imported, is no Word or Excel file, or cannot be written.
pub fn run(
    original: &Path,
    plan: Option<&str>,
    output: &Output,
    context: &mut Context<'_>,
) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let chosen = choose::plan(&store, plan)?;
    let register = store.load(chosen.id)?;
    output.for_bytes()?;
    let bytes =
        std::fs::read(original).with_context(|| format!("cannot read {}", original.display()))?;
    if import::hash(&bytes) != chosen.plan.file_hash {
        bail!(
            "{} is not the file that {} was imported from ({}), or has changed since: import it again, or write a new file with --format",
            original.display(),
            chosen.plan.title,
            chosen.plan.file
        );
    }
    let document = import::document_of(&chosen.plan.file, &bytes)?;
    let said = answers::read(&chosen.plan.extras, &document);
    let mut work = Work::new(&register, &document, &said);
    work.plan(&store)?;
    let Patched { bytes, left } = match work.edits.first().map(|e| &e.place) {
        None if work.is_of_other_kind() => bail!(PatchError::OtherKind),
        None if !work.left.is_empty() => {
            writeln!(context.err, "nothing was written")?;
            return tell_left(work.left, context);
        }
        None => bail!(
            "there is nothing to write: no status, note or new date has been recorded that is not in the file"
        ),
        Some(Place::Table { .. }) => {
            check_ending(output, original, "Word", "docx")?;
            docx(&bytes, &work.edits)?
        }
        Some(Place::Sheet { .. }) => {
            check_ending(output, original, "Excel", "xlsx")?;
            xlsx(&bytes, &work.edits)?
        }
    };
    output.write(&bytes, context)?;
    writeln!(
        context.err,
        "{} written",
        count(work.edits.len() - left.len(), "change")
    )?;
    let names = left
        .iter()
        .filter_map(|(n, why)| Some((work.names.get(*n)?, *why)));
    let unmade: Vec<(String, String)> = names
        .map(|(name, why)| (name.clone(), why.to_owned()))
        .chain(work.left)
        .collect();
    tell_left(unmade, context)
}

/// Says what could not be written, and why.
fn tell_left(unmade: Vec<(String, String)>, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    for (name, why) in &unmade {
        writeln!(context.err, "left as it was: {name}: {why}")?;
    }
    Ok(if unmade.is_empty() {
        Exit::OK
    } else {
        Exit::FINDINGS
    })
}

/// Refuses a name for the copy that says it is a file of another kind: nothing would open it then.
fn check_ending(output: &Output, original: &Path, kind: &str, ending: &str) -> anyhow::Result<()> {
    let named = output.file.as_deref().and_then(Path::extension);
    let fits = |ending: &OsStr| named.is_none_or(|named| named.eq_ignore_ascii_case(ending));
    if fits(OsStr::new(ending)) || original.extension().is_some_and(fits) {
        return Ok(());
    }
    bail!(
        "nothing was written: the copy of {} is a file of {kind}, give it a name that ends in .{ending}",
        original.display()
    )
}

/// A line of a cell: its row, its number from 0, how many there are, and its words.
struct LineOf {
    row: usize,
    nth: usize,
    of: usize,
    text: String,
}

/// What is to be written, gathered action by action.
struct Work<'a> {
    register: &'a Register,
    rows: Vec<Found<'a>>,
    by_place: BTreeMap<&'a str, usize>,
    /// The rows that milestones came from.
    came_from: BTreeMap<Target, usize>,
    looks: Looks,
    edits: Vec<CellEdit>,
    /// What each edit is, for the report.
    names: Vec<String>,
    left: Vec<(String, String)>,
}

impl<'a> Work<'a> {
    fn new(register: &'a Register, document: &'a Document, said: &[Correction]) -> Self {
        let rows = rows::of(document, said);
        let looks = Looks::of(&rows, &register.legend());
        let by_place = rows
            .iter()
            .enumerate()
            .map(|(n, r)| (r.row.place.as_str(), n));
        Self {
            register,
            by_place: by_place.collect(),
            came_from: BTreeMap::new(),
            rows,
            looks,
            edits: Vec::new(),
            names: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Gathers the edits of every action.
    fn plan(&mut self, store: &dyn Reader) -> anyhow::Result<()> {
        let mut at: Vec<(ActionId, Option<usize>)> = Vec::new();
        for id in self.register.plan_order() {
            at.push((id, self.came_from(Target::Action(id), store)?));
            for (milestone, _) in self.register.milestones_of(id) {
                let target = Target::Milestone(milestone);
                if let Some(row) = self.came_from(target, store)? {
                    self.came_from.insert(target, row);
                }
            }
        }
        let mut starts: Vec<usize> = at.iter().filter_map(|(_, n)| *n).collect();
        starts.sort_unstable();
        for (id, start) in at {
            match start {
                Some(start) => {
                    let end = starts.iter().copied().find(|n| *n > start);
                    self.action(id, start, end.unwrap_or(self.rows.len()));
                }
                None => self.without_row(id),
            }
        }
        Ok(())
    }

    /// The row that something came from. The place of what is gone from the file, or came with another one, is that of
    /// something else by now.
    fn came_from(&self, target: Target, store: &dyn Reader) -> anyhow::Result<Option<usize>> {
        let source = match store.record(Key::source(self.register.id(), target))? {
            Some(Record::Source(source)) => source,
            _ => return Ok(None),
        };
        let own = self.register.plan().is_some_and(|p| p.file == source.file);
        if !own || self.register.gone(target).is_some() {
            return Ok(None);
        }
        Ok(self.by_place.get(source.place.as_str()).copied())
    }

    /// Whether its rows stand in a file of a kind that cannot be written into, which has places of another form.
    fn is_of_other_kind(&self) -> bool {
        let places = || self.rows.iter().map(|r| Place::read(&r.row.place));
        !self.rows.is_empty() && places().all(|place| place.is_none())
    }

    /// An action whose row was not found: everything recorded on it is left.
    fn without_row(&mut self, id: ActionId) {
        self.leave_recorded(
            Target::Action(id),
            "status and dates",
            "its row is not in a table of the file",
        );
    }

    /// What has no place in the file is left, where anything was recorded on it.
    fn leave_recorded(&mut self, target: Target, what: &str, why: &str) {
        let moved = self.register.dated(target).is_some_and(|d| d.moves > 0);
        if self.register.status(target).is_some() || moved {
            self.leave(target, what, why);
        }
        if self.register.standing(target) != Some(Standing::Open) {
            self.leave(target, "standing", why);
        }
    }

    fn action(&mut self, id: ActionId, start: usize, end: usize) {
        let target = Target::Action(id);
        if let Some(letter) = self.register.status(target) {
            let column = self.rows.get(start).and_then(|r| r.columns.status);
            self.status(target, letter, start..end, column);
        }
        let column = self.rows.get(start).and_then(|r| r.columns.standing);
        self.standing(target, start..end, column);
        self.moved_alone(target, start..end);
        self.progress(target, start);
        let rows = start..end;
        let there = |target: &Target| self.register.gone(*target).is_none();
        let milestones: Vec<(Target, Option<LineOf>)> = self
            .register
            .milestones_of(id)
            .map(|(m, held)| (Target::Milestone(m), one_line(held.text())))
            .map(|(target, text)| {
                let line = there(&target).then(|| self.line_of(target, &text, &rows));
                (target, line.flatten())
            })
            .collect();
        let lines: Vec<(usize, usize)> = milestones
            .iter()
            .filter_map(|(_, line)| line.as_ref().map(|l| (l.row, l.nth)))
            .collect();
        for (target, line) in milestones {
            let same = |l: &LineOf| lines.iter().filter(|at| **at == (l.row, l.nth)).count();
            match line {
                // What stands behind the words of the last would be said of all, or of the last alone.
                Some(line) if same(&line) > 1 => {
                    self.leave_recorded(
                        target,
                        "status and date",
                        "its words share a line with others",
                    );
                }
                Some(line) => self.milestone(target, &line, &rows),
                None => {
                    self.leave_recorded(
                        target,
                        "status and date",
                        "its words are not in one cell of the file",
                    );
                }
            }
        }
    }

    fn milestone(&mut self, target: Target, line: &LineOf, rows: &Range<usize>) {
        let row = line.row;
        let alone = line.of == 1;
        if let Some(letter) = self.register.status(target) {
            let columns = self.rows.get(row).map(|r| Rc::clone(&r.columns));
            let own = columns.as_ref().and_then(|c| c.milestone_status);
            let shared = columns.and_then(|c| c.status);
            let column = own
                .filter(|_| alone)
                .or(shared.filter(|_| alone && row != rows.start));
            self.status(target, letter, row..row + 1, column);
        }
        let column = self.rows.get(row).and_then(|r| r.columns.standing);
        let column = column.filter(|_| alone && row != rows.start);
        self.standing(target, row..row + 1, column);
        self.milestone_date(target, line, rows.end);
        self.progress(target, row);
    }

    /// The line that holds the words of a milestone: in the row it came from, else in another of its action. Its own words
    /// count more than a line they are a part of.
    fn line_of(&self, target: Target, text: &str, rows: &Range<usize>) -> Option<LineOf> {
        let own = self.came_from.get(&target).copied();
        let own = own.filter(|row| rows.contains(row));
        let found = |row: usize, whole: bool| self.rows.get(row)?.line_of(text, whole);
        [true, false].into_iter().find_map(|whole| {
            own.into_iter().chain(rows.clone()).find_map(|row| {
                let (nth, of, text) = found(row, whole)?;
                Some(LineOf { row, nth, of, text })
            })
        })
    }

    /// Whether a cell of something that has these rows reaches beyond them: what one says there, it says of others too.
    fn is_shared(&self, rows: &Range<usize>, column: Option<usize>) -> bool {
        let merged = |row: &usize| self.rows.get(*row).is_some_and(|r| r.is_merged(column));
        [rows.start, rows.end].iter().any(merged)
    }

    /// What stands in a cell; of rows that are merged the first has the words.
    fn held(&self, row: usize, column: Option<usize>) -> Option<(usize, &Cell)> {
        let mut upwards = self.rows.get(..=row).unwrap_or_default().iter().rev();
        let top = upwards.find(|r| !r.is_merged(column));
        top.and_then(|r| r.cell(column))
    }

    fn push(
        &mut self,
        target: Target,
        what: &str,
        row: usize,
        column: Option<usize>,
        write: Write,
        shade: Option<Shade>,
    ) {
        let found = self.rows.get(row);
        let place = found.and_then(|r| Place::read(&r.row.place));
        match (place, column) {
            (Some(place), Some(column)) => {
                self.names
                    .push(format!("{} {what}", self.register.reference(target)));
                self.edits.push(CellEdit {
                    place,
                    column,
                    write,
                    shade,
                });
            }
            (None, _) => self.leave(
                target,
                what,
                "only Word and Excel files can be written into",
            ),
            (_, None) => self.leave(target, what, "the table has no column for it"),
        }
    }

    fn leave(&mut self, target: Target, what: &str, why: &str) {
        let name = format!("{} {what}", self.register.reference(target));
        self.left.push((name, why.to_owned()));
    }
}
