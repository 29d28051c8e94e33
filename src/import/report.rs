//! The report of an import for people: what was found in numbers, what is open, what became of every row.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::account::Disposition;
use super::draft::Draft;
use crate::domain::{Priority, When};

impl Draft {
    /// What was found, in a few lines.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut out = String::new();
        let dues = self
            .actions
            .iter()
            .flat_map(|a| {
                let own = std::iter::once(&a.action.baseline);
                own.chain(a.milestones.iter().map(|m| &m.milestone.baseline))
            })
            .filter(|due| due.when != When::None)
            .count();
        let leads = self.leads().count();
        let statuses = self
            .actions
            .iter()
            .filter(|a| a.action.status.is_some())
            .count();
        let mut line = |text: String| {
            let _ = writeln!(out, "{text}");
        };
        line(self.plan.title.clone());
        line(format!(
            "found {}, {}, {}, {} dates, {}, {}, {}",
            count(self.priorities.len(), "section"),
            count(self.actions.len(), "action"),
            count(self.milestones(), "milestone"),
            dues,
            count(leads, "lead"),
            count(self.indicators.len(), "indicator"),
            count(statuses, "status"),
        ));
        for priority in &self.priorities {
            let at = u64::from(priority.position);
            let mine = self.actions.iter().filter(|a| a.action.priority.0 == at);
            let (actions, milestones) = mine.fold((0, 0), |(a, m), action| {
                (a + 1, m + action.milestones.len())
            });
            line(format!(
                "  {}: {}, {}",
                section(priority),
                count(actions, "action"),
                count(milestones, "milestone"),
            ));
        }
        let mut rows: BTreeMap<Disposition, usize> = BTreeMap::new();
        for row in &self.account {
            *rows.entry(row.disposition).or_default() += 1;
        }
        let of = |d: Disposition| rows.get(&d).copied().unwrap_or(0);
        line(format!(
            "{} read: {} used, {} joined to another, {} kept as notes, {} left out",
            count(self.rows, "row"),
            of(Disposition::Imported),
            of(Disposition::Joined),
            of(Disposition::Note),
            of(Disposition::Skipped),
        ));
        for remark in &self.remarks {
            line(format!("note: {remark}"));
        }
        match self.questions.len() {
            0 => line("no questions".to_owned()),
            n => line(format!("{} open", count(n, "question"))),
        }
        out
    }

    /// The whole report: the summary, the questions with source and proposal, the account of every row.
    #[must_use]
    pub fn report(&self) -> String {
        let mut out = format!("Import of {}\n\n{}", self.plan.file, self.summary());
        if !self.questions.is_empty() {
            out.push_str("\nQuestions, worst first\n");
        }
        for (i, question) in self.questions.iter().enumerate() {
            let _ = writeln!(
                out,
                "\n{}. {} ({}, {})\n   source:   {}\n   proposal: {}",
                i + 1,
                question.text,
                question.topic.word(),
                question.place,
                question.source.replace('\n', "\n             "),
                question.proposal,
            );
        }
        if !self.answers().is_empty() {
            out.push_str("\nWhat was said\n\n");
        }
        for correction in self.answers() {
            let _ = writeln!(out, "{}: {}", correction.about, correction.answer.done());
        }
        out.push_str("\nWhat became of every row\n\n");
        for row in &self.account {
            let target = if row.target.is_empty() {
                "-"
            } else {
                &row.target
            };
            let _ = write!(
                out,
                "{:<28} {:<9} {:<10}",
                row.place,
                row.disposition.word(),
                target
            );
            if !row.reason.is_empty() {
                let _ = write!(out, " {}", row.reason);
            }
            let _ = writeln!(out, "  | {}", row.text);
        }
        out
    }
}

/// A section by number and title.
#[must_use]
pub fn section(priority: &Priority) -> String {
    match priority.title.as_str() {
        "" => format!("{} (without a title)", priority.number),
        title => format!("{} {title}", priority.number),
    }
}

fn count(n: usize, what: &str) -> String {
    let plural = match (n, what) {
        (1, _) => "",
        (_, "status") => "es",
        _ => "s",
    };
    format!("{n} {what}{plural}")
}
