//! `milepost take`: an answered sheet back in.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::lead::Everything;
use super::update::{Words, dispatch, understand};
use super::{Context, Exit};
use crate::domain::text::count;
use crate::domain::{Register, Target};
use crate::export::sheet::{self, Answer, Now};

/// Read an answered sheet back in
///
/// All answers are sent, or none. Where the plan has changed since the sheet was written, in a field that was answered, both are shown; say with --keep which one stands.
///
/// Examples:
///   milepost take a-okafor.txt
///   milepost take a-okafor.txt --keep sheet
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The answered sheet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What stands where both changed: sheet, or plan
    #[arg(long, value_name = "WHICH")]
    keep: Option<Keep>,
}

/// Which of two words stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Keep {
    Sheet,
    Plan,
}

/// Sends what was answered.
///
/// # Errors
/// Where the file is no sheet or an answer cannot be taken; nothing is sent then.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let name = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {name}"))?;
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    let sheet = sheet::read(&text).map_err(|why| anyhow::anyhow!("{name}: {why}"))?;
    if sheet.answers.is_empty() {
        bail!("{name}: nothing is answered; write behind the arrows");
    }
    let store = context.reader()?;
    let mut all = Everything::load(&store, None)?;
    let every = std::mem::take(&mut all.plans);
    let (mut bad, mut both) = (0, 0);
    let mut sent = Vec::new();
    for answer in &sheet.answers {
        let Some(register) = every.iter().find(|r| r.id() == answer.plan) else {
            bad += 1;
            writeln!(
                context.err,
                "milepost: {name}, line {}: the plan is not in this store",
                answer.line
            )?;
            continue;
        };
        // References are looked for in the sheet's own plan alone.
        all.plans = vec![register.clone()];
        let mut words = Words {
            reference: answer.reference.clone(),
            rag: answer.status.clone(),
            note: answer.note.clone(),
            due: answer.due.clone(),
            why: answer.why.clone(),
            by: sheet.lead.clone(),
        };
        let target = all.item(&answer.reference).map(|(_, target)| target);
        if let Ok(target) = target {
            for clash in clashes(register, target, answer) {
                both += 1;
                writeln!(context.err, "milepost: {} {clash}", answer.reference)?;
            }
            if args.keep == Some(Keep::Plan) {
                leave_to_plan(register, target, answer, &mut words);
            }
        }
        if args.keep == Some(Keep::Plan)
            && words.rag.is_empty()
            && words.due.is_empty()
            && words.note.is_empty()
        {
            continue;
        }
        match understand(&all, &words, context) {
            Ok(one) => sent.push(one),
            Err(error) => {
                bad += 1;
                writeln!(
                    context.err,
                    "milepost: {name}, line {}: {error}",
                    answer.line
                )?;
            }
        }
    }
    all.plans = every;
    if bad > 0 {
        bail!(
            "nothing was sent: {} of {name} cannot be taken",
            count(bad, "answer")
        );
    }
    if both > 0 && args.keep.is_none() {
        writeln!(
            context.err,
            "milepost: nothing was sent: the plan changed meanwhile; say --keep sheet or --keep plan"
        )?;
        return Ok(Exit::FINDINGS);
    }
    if sent.is_empty() {
        writeln!(context.err, "nothing is left to send")?;
        return Ok(Exit::OK);
    }
    dispatch(&all, sent, context)
}

/// Whether an answered field says something else in the plan now than the lead saw.
fn changed(seen: Option<&String>, now: &str, answer: &str) -> bool {
    !answer.is_empty() && seen.is_some_and(|seen| seen != now)
}

/// A sentence for each field that both changed.
fn clashes(register: &Register, target: Target, answer: &Answer) -> Vec<String> {
    let now = Now::of(register, target);
    let seen = answer.seen.as_ref();
    let mut out = Vec::new();
    if changed(seen.map(|s| &s.status), &now.status, &answer.status) {
        out.push(format!(
            "status: the sheet says {}, the plan has become {}",
            answer.status, now.status
        ));
    }
    if changed(seen.map(|s| &s.due), &now.due, &answer.due) {
        out.push(format!(
            "date: the sheet asks for {}, the plan has become {}",
            answer.due, now.due
        ));
    }
    out
}

/// Takes out of `words` what both changed.
fn leave_to_plan(register: &Register, target: Target, answer: &Answer, words: &mut Words) {
    let now = Now::of(register, target);
    let seen = answer.seen.as_ref();
    if changed(seen.map(|s| &s.status), &now.status, &answer.status) {
        words.rag.clear();
    }
    if changed(seen.map(|s| &s.due), &now.due, &answer.due) {
        words.due.clear();
    }
}
