//! Sections in the making: headings, front tables and lists under labels, until an action shows that they are priorities.

use super::account::{Account, Aim, Disposition};
use super::document::{Line, Row};
use super::heading::{self, Heading, Label};
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::one_line;
use crate::domain::{Indicator, Lead, SectionNote};

/// A section that may become a priority.
#[derive(Debug, Clone, Default)]
pub struct Section {
    pub number: String,
    pub label: String,
    pub title: String,
    pub leads: Vec<Lead>,
    pub lead_written: String,
    pub outcomes: Vec<String>,
    pub notes: Vec<SectionNote>,
    /// Items of the document that went into it, with how.
    pub units: Vec<(usize, Disposition, &'static str)>,
    pub extras: Vec<(String, String)>,
    /// Its heading was of this strength; 0 where rows named it.
    pub strength: u8,
    /// It has actions.
    pub used: bool,
}

/// An indicator in the making.
#[derive(Debug, Clone)]
pub struct Measure {
    pub section: Option<usize>,
    pub record: Indicator,
}

/// All sections of a document, and where the reading stands.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    pub all: Vec<Section>,
    pub current: Option<usize>,
    pub measures: Vec<Measure>,
    /// Notes before the first section.
    pub notes: Vec<SectionNote>,
    /// The label the lines below go under.
    label: String,
    meaning: Option<Label>,
    /// The front table that gave the current section its number waits for its title.
    untitled: bool,
    /// The last item went into a list of the section, so that bullets go on in it.
    listing: bool,
    /// The last list stood in a table: bullets below it are what a page break left outside.
    after_table: bool,
    /// The line before was a bullet.
    bulleted: bool,
}

/// Why a row became a section, in the account.
pub const HEADING: &str = "heading of a section";

/// Words that head a part of a section and are never a section themselves.
const PARTS: &[&str] = &[
    "action",
    "actions",
    "action plan",
    "milestones",
    "delivery plan",
    "introduction",
    "background",
    "overview",
    "summary",
    "performance",
    "contents",
    "key actions",
    "notes",
    "aims",
    "performance indicators",
];

impl Sections {
    /// The section in which `number` and `title` are; made where there is none. An empty number matches by title.
    pub fn find_or_make(&mut self, number: &str, title: &str) -> usize {
        let found = self.all.iter().position(|s| {
            (!number.is_empty()
                && s.number == number
                && (title.is_empty() || same(&s.title, title)))
                || (number.is_empty() && same(&s.title, title))
        });
        found.unwrap_or_else(|| {
            self.all.push(Section {
                number: number.to_owned(),
                title: one_line(title),
                ..Section::default()
            });
            self.all.len() - 1
        })
    }

    /// The section actions go to now: the current one, else one for the whole plan.
    pub fn for_actions(&mut self, plan: &str) -> usize {
        let at = match self.current {
            Some(at) => at,
            None => {
                let (number, title) = super::cells::number(plan);
                let (number, title) = match number {
                    Some(number) => (number, title),
                    None => sheet_number(plan),
                };
                let at = self.find_or_make(number, title);
                self.current = Some(at);
                at
            }
        };
        if let Some(section) = self.all.get_mut(at) {
            section.used = true;
        }
        at
    }

    /// Takes a heading. Says whether it begins or goes on with a section (`true`) or only heads a part of one.
    pub fn take_heading(&mut self, heading: &Heading, unit: usize, account: &mut Account) -> bool {
        let current = self.current.and_then(|at| self.all.get(at));
        let weak = heading.strength == 1;
        if weak {
            let lower = heading.title.to_lowercase();
            let part = PARTS.contains(&lower.as_str()) || heading::label(&heading.title).is_some();
            let inside = current.is_some_and(|s| s.strength > 1 && !s.used);
            if part || inside {
                self.begin_list(&heading.title);
                return false;
            }
        }
        let (at, fresh) = match self.same_section(heading) {
            Some(at) => (at, false),
            None => {
                self.all.push(Section {
                    number: heading.number.clone(),
                    label: heading.label.clone(),
                    title: heading.title.clone(),
                    strength: heading.strength,
                    ..Section::default()
                });
                (self.all.len() - 1, true)
            }
        };
        self.current = Some(at);
        self.untitled = fresh && heading.title.is_empty();
        self.end_list();
        let (disposition, reason) = if fresh {
            (Disposition::Imported, HEADING)
        } else {
            (Disposition::Joined, "the heading again after a page break")
        };
        if let Some(section) = self.all.get_mut(at) {
            section.units.push((unit, disposition, reason));
        }
        account.enter(unit, disposition, Aim::Section(at), reason);
        true
    }

    /// The section this heading repeats, if it does.
    fn same_section(&self, heading: &Heading) -> Option<usize> {
        let same_name = |s: &Section| s.number == heading.number && same(&s.title, &heading.title);
        if heading.continued {
            return self
                .all
                .iter()
                .rposition(|s| same_name(s) || same(&s.title, &heading.title));
        }
        let current = self.current?;
        self.all
            .get(current)
            .filter(|s| same_name(s))
            .map(|_| current)
    }

    fn begin_list(&mut self, label: &str) {
        label
            .trim_end_matches(':')
            .trim()
            .clone_into(&mut self.label);
        self.meaning = heading::label(label);
        self.listing = true;
    }

    /// What follows is under no label.
    pub fn end_list(&mut self) {
        self.label.clear();
        self.meaning = None;
        self.listing = false;
        self.after_table = false;
        self.bulleted = false;
    }

    /// Takes a line of text into the current section, or into the plan.
    pub fn take_line(&mut self, line: &Line, unit: usize, account: &mut Account) {
        let text = line.text.as_str();
        let aim = self.current.map_or(Aim::Plan, Aim::Section);
        if line.bullet.is_none() && self.current.is_some() {
            if heading::is_lead_line(text)
                && let Some((label, value)) = text.split_once(':')
            {
                self.take_pair(label.trim(), &[Line::plain(value)]);
                account.enter(unit, Disposition::Imported, aim, "lead of the section");
                return;
            }
            let short = text.chars().count() <= 90 && !text.ends_with(['.', ';', ',']);
            // A short line below bullets heads the next list.
            let heads = text.ends_with([':', '?']) || self.bulleted;
            if heading::label(text).is_some() || (short && heads) {
                self.begin_list(text);
                self.bulleted = false;
                account.enter(unit, Disposition::Note, aim, "heads a list");
                return;
            }
        }
        self.bulleted = line.bullet.is_some();
        if line.bullet.is_none() && !self.listing {
            self.label.clear();
            self.meaning = None;
        }
        let joined = self.listing && line.bullet.is_some() && self.after_table;
        self.take_item(text);
        let disposition = if joined {
            Disposition::Joined
        } else {
            Disposition::Note
        };
        account.enter(
            unit,
            disposition,
            aim,
            if joined {
                "the list of the cell above goes on"
            } else {
                ""
            },
        );
    }

    /// Puts an item under the label that stands.
    fn take_item(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let current = self.current;
        match (self.meaning, current.and_then(|at| self.all.get_mut(at))) {
            (Some(Label::Outcomes), Some(section)) => section.outcomes.push(text.to_owned()),
            (Some(Label::Indicators), Some(_)) => self.measures.push(Measure {
                section: current,
                record: measure(text),
            }),
            (_, Some(section)) => section.notes.push(SectionNote {
                kind: self.label.clone(),
                text: text.to_owned(),
            }),
            (_, None) => self.notes.push(SectionNote {
                kind: self.label.clone(),
                text: text.to_owned(),
            }),
        }
    }

    /// A label and what stands beside it.
    fn take_pair(&mut self, label: &str, lines: &[Line]) {
        let value = lines
            .iter()
            .map(|l| l.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let at = self.current;
        if let Some(section) = at.and_then(|at| self.all.get_mut(at)) {
            if self.untitled {
                label.clone_into(&mut section.label);
                section.title = value;
                self.untitled = false;
                return;
            }
            if heading::label(label) == Some(Label::Lead) {
                section.leads = read_leads(&value);
                section.lead_written = value;
                return;
            }
        }
        self.begin_list(label);
        for line in lines {
            self.take_item(&line.text);
        }
    }

    /// Takes a row of a table without a header: a label with its value, or a label with a list under it. Says whether it
    /// was one.
    pub fn take_front_row(&mut self, row: &Row, unit: usize, account: &mut Account) -> bool {
        let filled: Vec<_> = row.filled().map(|(_, c)| c).collect();
        match filled.as_slice() {
            [only] => {
                let first = only.lines.first().map_or("", |l| l.text.as_str());
                if only.lines.len() == 1
                    && let Some(heading) = heading::read(first, false).filter(|h| h.strength > 1)
                {
                    return self.take_heading(&heading, unit, account);
                }
                if self.current.is_none() {
                    return false;
                }
                match only.lines.split_first() {
                    Some((label, rest)) if label.bullet.is_none() && !rest.is_empty() => {
                        self.take_pair(&label.text, rest);
                    }
                    _ => {
                        for line in &only.lines {
                            self.take_item(&line.text);
                        }
                    }
                }
            }
            [label, value] if self.current.is_some() && label.lines.len() == 1 => {
                self.take_pair(&label.flat(), &value.lines);
            }
            _ => return false,
        }
        let aim = self.current.map_or(Aim::Plan, Aim::Section);
        account.enter(
            unit,
            Disposition::Imported,
            aim,
            "front table of the section",
        );
        self.after_table = true;
        true
    }
}

/// An indicator that is only named.
fn measure(name: &str) -> Indicator {
    Indicator {
        priority: None,
        position: 0,
        reference: String::new(),
        name: name.to_owned(),
        baseline: String::new(),
        targets: Vec::new(),
        current: String::new(),
        extras: Vec::new(),
    }
}

/// "4 Reducing harm" as the name of a sheet: number and title. A name the program gave by itself says nothing.
fn sheet_number(name: &str) -> (&str, &str) {
    match name.split_once(' ') {
        Some((number, title))
            if number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (number, title)
        }
        _ if name.starts_with("Sheet") && name.len() <= 7 => ("", ""),
        _ => ("", name),
    }
}

/// Equal but for case and white space.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    let fold = |t: &str| crate::domain::text::fold(&one_line(t));
    fold(a) == fold(b)
}
