//! Sheets that leads answer: their own items with space to write, as plain text that any mail program leaves alone; and
//! reading an answered one back.
//!
//! ```text
//! MILEPOST RETURN 2
//! Lead: Ann Example
//!
//! Plan: 3 Streets plan
//! Code: 411
//! Status is one of: R Red, A Amber, G Green
//!
//! What meetings gave out to you and is still to be done; say at the next meeting how it stands:
//! - Ask the firm; due 30 Sep 2012, overdue 2 weeks; under 6.2; given out by the JAG 18 Oct 2012
//!
//! === 6.1 === Mend the street lights
//! Now: due Nov 2012; status G Green
//! Due next: 6.1 m2 Put them up, Sep 2012, overdue 2 weeks
//! Status >
//! Note >
//! New date >
//! Why >
//! ```
//!
//! The line `Now:` is what the lead saw: where the plan says something else when the sheet comes back, both are shown. A plan
//! is called by its number in `milepost plans`, which another plan may have when the sheet comes back, and is found again by its
//! code, the number it keeps for ever. Sheets of the first kind have that one alone, behind `Plan:`.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::domain::due::show_length;
use crate::domain::text::{clean, one_line};
use crate::domain::{Arising, Next, PlanId, Register, Target, describe};

const FIRST: &str = "MILEPOST RETURN 2";
/// The first line of sheets written before plans had a code of their own on them.
const FIRST_BEFORE: &str = "MILEPOST RETURN 1";

/// What a plan says of an item, as the line `Now:` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    pub due: String,
    pub status: String,
}

impl Now {
    /// What `register` says of `target` now.
    #[must_use]
    pub fn of(register: &Register, target: Target) -> Self {
        let due = register
            .dated(target)
            .map_or_else(String::new, |d| d.due.to_string());
        let letter = register.status(target);
        let name = describe::status(&register.legend(), letter);
        let status = letter.map_or_else(|| name.clone(), |letter| format!("{} {name}", letter.0));
        Self {
            due: one_line(&due),
            status: one_line(&status),
        }
    }

    fn line(&self) -> String {
        format!("Now: due {}; status {}", self.due, self.status)
    }

    fn read(line: &str) -> Option<Self> {
        let (due, status) = line.strip_prefix("due ")?.rsplit_once("; status ")?;
        Some(Self {
            due: due.trim().to_owned(),
            status: status.trim().to_owned(),
        })
    }
}

/// What a lead is asked about in one plan.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The plan's number in `milepost plans`.
    pub number: usize,
    pub register: &'a Register,
    pub targets: Vec<Target>,
    /// What meetings gave out and is still to be done. It is told, not asked about: the meeting takes it as done.
    pub arising: Vec<&'a Arising>,
}

/// A sheet for one lead: each plan with the items asked about.
#[must_use]
pub fn write(lead: &str, plans: &[Asked<'_>], today: NaiveDate) -> String {
    let mut out = format!("{FIRST}\nLead: {}\n\n", one_line(lead));
    if plans.iter().any(|asked| !asked.targets.is_empty()) {
        out +=
            "Please write behind the arrows, leave everything else as it is, and send this back.\n";
        out += "What you leave empty stays as it is. A later date needs a reason.\n";
    } else {
        out += "There is nothing to write here or to send back.\n";
    }
    for asked in plans {
        let register = asked.register;
        let legend = register.legend();
        let statuses: Vec<String> = legend
            .statuses
            .iter()
            .map(|s| format!("{} {}", s.letter.0, s.name))
            .collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\nPlan: {} {}\nCode: {}",
            asked.number,
            one_line(register.title()),
            register.id().0,
        );
        if !asked.targets.is_empty() {
            let _ = writeln!(out, "Status is one of: {}", statuses.join(", "));
        }
        // Above the items: behind them it would be read as more of the last answer.
        out += &given_out(asked, today);
        for target in &asked.targets {
            let _ = write!(
                out,
                "\n=== {} === {}\n{}\n{}Status >\nNote >\nNew date >\nWhy >\n",
                register.reference(*target),
                describe::title(register, *target),
                Now::of(register, *target).line(),
                beside(asked, *target, today)
            );
        }
    }
    out
}

/// What meetings gave out, a line each; empty where there is nothing.
fn given_out(asked: &Asked<'_>, today: NaiveDate) -> String {
    let register = asked.register;
    let line = |arising: &&Arising| {
        let mut parts = vec![one_line(&arising.what)];
        let due = one_line(&describe::by_when(register, arising));
        let late = register.late_arising(arising, today);
        let late = late.map_or_else(String::new, |last| {
            format!(", overdue {}", since(last, today))
        });
        if !due.is_empty() {
            parts.push(format!("due {due}{late}"));
        }
        if let Some(action) = arising.action {
            let reference = register.reference(Target::Action(action));
            parts.push(format!("under {reference}"));
        }
        let meeting = one_line(&describe::given_by(register, arising));
        parts.push(format!("given out by the {meeting}"));
        format!("- {}\n", parts.join("; "))
    };
    let lines: String = asked.arising.iter().map(line).collect();
    if lines.is_empty() {
        return lines;
    }
    format!(
        "\nWhat meetings gave out to you and is still to be done; say at the next meeting how it stands:\n{lines}"
    )
}

/// What a lead should know of an item before answering, a line each: how late it is or which milestone is due, and the action
/// of a milestone that is not asked about itself.
fn beside(asked: &Asked<'_>, target: Target, today: NaiveDate) -> String {
    let register = asked.register;
    let mut lines = String::new();
    let action = register.action_of(target).map(Target::Action);
    let apart = action.filter(|action| !asked.targets.contains(action));
    if let Some(action) = apart {
        let words = named(register, action);
        lines.push_str(&format!("Part of: {words}\n"));
    }
    if let Some(mark) = register.gone(target) {
        lines.push_str(&format!("{}\n", one_line(&mark)));
    }
    let next = register.next(target, today);
    let Some(next) = next.filter(|next| next.is_overdue || next.target != target) else {
        return lines;
    };
    let late = late(&next, today);
    lines.push_str(&match late {
        Some(late) if next.target == target => format!("Overdue: {late}\n"),
        late => {
            let late = late.map_or_else(String::new, |late| format!(", overdue {late}"));
            let words = named(register, next.target);
            format!(
                "Due next: {words}, {}{late}\n",
                one_line(&next.due.to_string())
            )
        }
    });
    lines
}

/// How long something has been overdue, where it is.
fn late(next: &Next<'_>, today: NaiveDate) -> Option<String> {
    let last = next.due.last_day().filter(|_| next.is_overdue)?;
    Some(since(last, today))
}

/// How long it is since a day.
fn since(day: NaiveDate, today: NaiveDate) -> String {
    show_length((today - day).num_days())
}

/// "6.1 m2 Put them up".
fn named(register: &Register, target: Target) -> String {
    format!(
        "{} {}",
        register.reference(target),
        describe::title(register, target)
    )
}

/// What a lead wrote about one item; empty where nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Line of the sheet, from 1.
    pub line: usize,
    pub plan: PlanId,
    pub reference: String,
    /// What the lead saw, if the line was left as it was.
    pub seen: Option<Now>,
    pub status: String,
    pub note: String,
    pub due: String,
    pub why: String,
}

impl Answer {
    /// Whether anything was written.
    #[must_use]
    pub fn says_something(&self) -> bool {
        [&self.status, &self.note, &self.due, &self.why]
            .iter()
            .any(|f| !f.is_empty())
    }
}

/// An answered sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub lead: String,
    /// Items that were answered.
    pub answers: Vec<Answer>,
}

/// Reads an answered sheet, also one that came back as a quotation in a mail (`> ` before every line).
///
/// # Errors
/// A sentence where it is no sheet, or an item has lost its plan.
pub fn read(text: &str) -> Result<Sheet, String> {
    let text = clean(text);
    let mut lines = (1..).zip(text.lines().map(unquoted));
    let first = lines.find(|(_, line)| [FIRST, FIRST_BEFORE].contains(line));
    let Some((_, first)) = first else {
        return Err(format!(
            "it is no answered sheet: the line “{FIRST}” is missing"
        ));
    };
    let code = if first == FIRST { "Code" } else { "Plan" };
    let mut lead = String::new();
    let mut plan = None;
    let mut answers: Vec<Answer> = Vec::new();
    let mut field = None;
    for (n, line) in lines {
        if let Some(rest) = line.strip_prefix("=== ") {
            let Some((reference, _)) = rest.split_once(" ===") else {
                return Err(format!(
                    "line {n}: found “{line}”, expected === reference ==="
                ));
            };
            let plan =
                plan.ok_or_else(|| format!("line {n}: the line “{code}:” above it is missing"))?;
            answers.push(Answer {
                line: n,
                plan,
                reference: reference.trim().to_owned(),
                seen: None,
                status: String::new(),
                note: String::new(),
                due: String::new(),
                why: String::new(),
            });
            field = None;
        } else if let Some(rest) = labelled(line, code) {
            let number = rest.split(' ').next().and_then(|n| n.parse().ok());
            let number =
                number.ok_or_else(|| format!("line {n}: the number of the plan is missing"))?;
            (plan, field) = (Some(PlanId(number)), None);
        } else if labelled(line, "Plan").is_some() {
            // Its code follows; until then nothing belongs to the plan before any more.
            (plan, field) = (None, None);
        } else if let Some(name) = line.strip_prefix("Lead: ").filter(|_| answers.is_empty()) {
            name.trim().clone_into(&mut lead);
        } else if let Some(answer) = answers.last_mut() {
            field = answer.take(line, field);
        }
    }
    answers.retain(Answer::says_something);
    if lead.is_empty() {
        return Err("the line “Lead:” is missing".to_owned());
    }
    Ok(Sheet { lead, answers })
}

/// What stands behind a label: `Plan: 3 Streets plan`.
fn labelled<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    line.strip_prefix(label)?.strip_prefix(": ")
}

/// A line without the marks of a quotation.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ']).trim_end()
}

/// A field of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Status,
    Note,
    Due,
    Why,
}

impl Answer {
    /// Takes in one line; says which field the next line goes on with.
    fn take(&mut self, line: &str, field: Option<Field>) -> Option<Field> {
        if let Some(rest) = line.strip_prefix("Now: ") {
            self.seen = Now::read(rest);
            return None;
        }
        let labels = [
            ("Status >", Field::Status),
            ("Note >", Field::Note),
            ("New date >", Field::Due),
            ("Why >", Field::Why),
        ];
        let labelled = labels
            .iter()
            .find_map(|(l, f)| Some((*f, line.strip_prefix(l)?)));
        let (field, words) = match (labelled, field) {
            (Some((field, words)), _) => (field, words),
            (None, Some(field)) => (field, line),
            (None, None) => return None,
        };
        let slot = match field {
            Field::Status => &mut self.status,
            Field::Note => &mut self.note,
            Field::Due => &mut self.due,
            Field::Why => &mut self.why,
        };
        let words = words.trim();
        if !words.is_empty() {
            if !slot.is_empty() {
                slot.push('\n');
            }
            slot.push_str(words);
        }
        Some(field)
    }
}
