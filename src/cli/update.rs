//! `milepost update`: a lead's word on an item, in one line; or on many, from a file.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::lead::{Everything, Sending, not_taken_as, not_theirs, send};
use super::{Context, Exit};
use crate::domain::due::read::read_typed;
use crate::domain::text::{clean, count, one_line};
use crate::domain::update::Sent;
use crate::domain::{Due, Register, Target, describe};
use crate::store::inbox;

/// Send an update on an item: status, note, a date asked for
///
/// It waits beside the item for the next meeting, or appears in the one that is open.
///
/// Examples:
///   milepost update 6.2 --rag amber --note "two wardens are ill" --as "A. Okafor"
///   milepost update 6.2 m1 --due "dec 2026" --why "the hall is closed until then"
///   milepost update --from updates.csv      columns: ref, rag, note, due, why, as
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Reference of an action, or of one of its milestones: 6.3, or 6.3 m2
    #[arg(value_name = "REF", required_unless_present = "from")]
    reference: Vec<String>,
    /// Status: a letter or name of the plan's legend
    #[arg(long, value_name = "STATUS", conflicts_with = "from")]
    rag: Option<String>,
    /// What is new, in a line
    #[arg(long, value_name = "WORDS", conflicts_with = "from")]
    note: Option<String>,
    /// Date asked for: 31 dec, oct 2026, tbc; +2m from the date that stands, in 2 months from today
    #[arg(
        long,
        value_name = "DATE",
        conflicts_with = "from",
        allow_hyphen_values = true
    )]
    due: Option<String>,
    /// Why the date should move
    #[arg(long, value_name = "WORDS", conflicts_with = "from")]
    why: Option<String>,
    /// CSV file with a line for each update, or - for standard input: all are sent, or none
    #[arg(long, value_name = "FILE", conflicts_with = "reference")]
    from: Option<PathBuf>,
    /// Number or name of the plan, where several have such an item
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
}

/// One update as words.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub reference: String,
    pub rag: String,
    pub note: String,
    pub due: String,
    pub why: String,
    pub by: String,
}

/// Checks everything, then sends everything.
///
/// # Errors
/// Where anything cannot be sent; nothing is sent then.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let store = context.reader()?;
    let all = Everything::load(&store, args.plan.as_deref())?;
    let Some(from) = &args.from else {
        let words = Words {
            reference: args.reference.join(" "),
            rag: args.rag.unwrap_or_default(),
            note: args.note.unwrap_or_default(),
            due: args.due.unwrap_or_default(),
            why: args.why.unwrap_or_default(),
            by: context.author()?.to_owned(),
        };
        let sent = understand(&all, &words, context)?;
        return dispatch(&all, vec![sent], context);
    };
    let rows = rows(from, context)?;
    let mut sent = Vec::new();
    let mut bad = 0;
    for (line, words) in rows {
        match understand(&all, &words, context) {
            Ok(one) => sent.push(one),
            Err(error) => {
                bad += 1;
                writeln!(
                    context.err,
                    "milepost: {}, line {line}: {error}",
                    from.display()
                )?;
            }
        }
    }
    if bad > 0 {
        bail!(
            "nothing was sent: {} of {} cannot be taken; mend what is wrong and send the file again",
            count(bad, "line"),
            from.display()
        );
    }
    if sent.is_empty() {
        bail!("{} holds no update", from.display());
    }
    dispatch(&all, sent, context)
}

/// Takes words for what they mean in the plans, and checks that it may be sent.
///
/// # Errors
/// A sentence with what is wrong.
pub fn understand(all: &Everything, words: &Words, context: &Context<'_>) -> anyhow::Result<Sent> {
    let (register, target) = all.item(&words.reference)?;
    let today = context.clock.today();
    let legend = register.legend();
    let status = match words.rag.trim() {
        "" => None,
        word => match legend.by_word(word) {
            Some(status) => Some(status.letter),
            None => {
                let known: Vec<&str> = legend.statuses.iter().map(|s| s.name.as_str()).collect();
                bail!(
                    "“{word}” is no status of {}: there are {}",
                    register.title(),
                    known.join(", ")
                );
            }
        },
    };
    let now = register
        .dated(target)
        .map_or_else(|| Due::none().into(), |d| Arc::clone(d.due));
    let due = match words.due.trim() {
        "" => None,
        typed => Some(read_typed(typed, today, &now)?),
    };
    let sent = Sent {
        plan: register.id(),
        target,
        by: all.signature(&words.by)?,
        at: context.clock.now(),
        status,
        note: clean(&words.note).trim().to_owned(),
        due,
        why: one_line(&words.why),
    };
    sent.check(register, today)?;
    Ok(sent)
}

/// Sends what was checked, and says so. What the lead sent before, word for word, is not sent again.
///
/// # Errors
/// Where it can neither be recorded nor handed over.
pub fn dispatch(
    all: &Everything,
    mut sent: Vec<Sent>,
    context: &mut Context<'_>,
) -> anyhow::Result<Exit> {
    let said_before = said_before(all, &mut sent, context)?;
    for one in &said_before {
        if let Some(line) = told(all, one, "already sent") {
            writeln!(context.out, "{line}")?;
        }
    }
    if sent.is_empty() {
        return Ok(Exit::OK);
    }
    let names: BTreeSet<&str> = sent.iter().map(|one| &*one.by).collect();
    for note in names.iter().filter_map(|by| not_taken_as(&all.people, by)) {
        writeln!(context.err, "milepost: {note}")?;
    }
    for note in sent.iter().filter_map(|one| not_theirs(all, one)) {
        writeln!(context.err, "milepost: {note}")?;
    }
    // Two words of one person on one item in one file are two moments.
    for (n, one) in (0i64..).zip(&mut sent) {
        one.at += chrono::TimeDelta::microseconds(n);
    }
    let lines: Vec<String> = sent.iter().filter_map(|s| told(all, s, "sent")).collect();
    let mut names = sent.iter().map(|s| &s.by);
    let first = names.next().cloned().unwrap_or_default();
    // A list from several leads is sent by whoever sends the file.
    let by = if names.all(|name| *name == first) {
        first
    } else {
        context.author()?.to_owned()
    };
    let waits = match send(&by, sent, context)? {
        Sending::Recorded => None,
        Sending::HandedOver { holder } => Some(holder),
    };
    for line in lines {
        writeln!(context.out, "{line}")?;
    }
    if let Some(holder) = waits {
        writeln!(
            context.out,
            "handed to the open store ({holder}): it appears there, or when it is next opened"
        )?;
    }
    Ok(Exit::OK)
}

/// Takes out what the lead sent before, word for word: it lies in the store or in its inbox.
fn said_before(
    all: &Everything,
    sent: &mut Vec<Sent>,
    context: &mut Context<'_>,
) -> anyhow::Result<Vec<Sent>> {
    let collected = inbox::collect(context.store_dir()?)?;
    let parcels = collected.parcels.into_iter();
    let handed_over: Vec<Sent> = parcels.flat_map(|(_, parcel)| parcel.updates).collect();
    let is_new = |one: &Sent| {
        let register = all.plans.iter().find(|r| r.id() == one.plan);
        !register.is_some_and(|r| one.is_said_again(r, &handed_over))
    };
    let (new, before) = std::mem::take(sent).into_iter().partition(is_new);
    *sent = new;
    Ok(before)
}

/// One update in a line: "6.2 sent by Ben Sample: Amber, a note, Jan 2013 asked for (now Nov 2012)".
fn told(all: &Everything, sent: &Sent, verb: &str) -> Option<String> {
    let register: &Register = all.plans.iter().find(|r| r.id() == sent.plan)?;
    let target: Target = sent.target;
    let mut parts = Vec::new();
    if let Some(letter) = sent.status {
        parts.push(describe::status(&register.legend(), Some(letter)));
    }
    if !sent.note.is_empty() {
        parts.push("a note".to_owned());
    }
    if let Some(due) = &sent.due {
        let now = register
            .dated(target)
            .map_or_else(String::new, |d| format!(" (now {})", d.due));
        parts.push(format!("{due} asked for{now}"));
    }
    Some(format!(
        "{} {verb} by {}: {}",
        register.reference(target),
        sent.by,
        parts.join(", ")
    ))
}

const COLUMNS: [&str; 6] = ["ref", "rag", "note", "due", "why", "as"];

/// The lines of a CSV file, each with its number in the file.
fn rows(from: &Path, context: &Context<'_>) -> anyhow::Result<Vec<(u64, Words)>> {
    const LARGEST: u64 = 8 * 1024 * 1024;
    let mut bytes = Vec::new();
    if from.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)?;
    } else {
        let file =
            std::fs::File::open(from).with_context(|| format!("cannot read {}", from.display()))?;
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {}", from.display()))?;
    }
    if bytes.len() as u64 > LARGEST {
        bail!("{} is larger than 8 MB", from.display());
    }
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    // The reader counts a line that ends in CR LF too late.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()?
        .iter()
        .map(|h| clean(h).to_lowercase())
        .collect();
    if let Some(odd) = header.iter().find(|h| !COLUMNS.contains(&h.as_str())) {
        bail!(
            "{}, line 1: found the column “{odd}”, expected {}",
            from.display(),
            COLUMNS.join(", ")
        );
    }
    if !header.iter().any(|h| h == "ref") {
        bail!(
            "{}, line 1: the column “ref” is missing; expected {}",
            from.display(),
            COLUMNS.join(", ")
        );
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            bail!(
                "{}, line {line}: found {} cells, expected {}; put words with commas in quotes",
                from.display(),
                record.len(),
                header.len()
            );
        }
        let cell = |name: &str| {
            let at = header.iter().position(|h| h == name);
            at.and_then(|n| record.get(n))
                .unwrap_or_default()
                .to_owned()
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let by = match cell("as") {
            by if by.is_empty() => context.author()?.to_owned(),
            by => by,
        };
        rows.push((
            line,
            Words {
                reference: cell("ref"),
                rag: cell("rag"),
                note: cell("note"),
                due: cell("due"),
                why: cell("why"),
                by,
            },
        ));
    }
    Ok(rows)
}
