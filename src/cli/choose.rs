//! Which plan and which meeting a command is about, from what was typed; without words the only one, or the latest.

use anyhow::bail;
use chrono::NaiveDate;

use crate::domain::due::read::read_typed;
use crate::domain::due::show_day;
use crate::domain::text::{count, fold, one_line};
use crate::domain::{Due, Listed, PlanId, PlanSummary, Register, Target, When};
use crate::store::{Reader, StoreError};

/// A plan named by its place among the arguments; `--plan`, as every other command has it, does as well.
#[derive(Debug, clap::Args)]
pub struct Named {
    /// Number or name of the plan, where there are several; --plan PLAN does as well
    #[arg(value_name = "PLAN")]
    place: Option<String>,
    /// The same
    #[arg(
        long = "plan",
        value_name = "PLAN",
        conflicts_with = "place",
        hide = true
    )]
    option: Option<String>,
}

impl Named {
    /// What was typed.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        self.place.as_deref().or(self.option.as_deref())
    }
}

/// What is said where no plan has a meeting.
pub const NO_MEETING: &str = "there is no meeting yet: open one with milepost review";

/// One plan: by its number in `milepost plans`, or by words of its title or file name. A bare number is no word of a title.
///
/// # Errors
/// Where there is none, or more than one, with what there is.
pub fn plan(store: &dyn Reader, words: Option<&str>) -> anyhow::Result<PlanSummary> {
    let mut plans = store.plans()?;
    let Some(words) = words else {
        return match (plans.pop(), plans.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => bail!("there is no plan yet: bring one in with milepost import FILE"),
            (Some(last), false) => {
                plans.push(last);
                bail!(
                    "there are {} plans: say which with --plan\n{}",
                    plans.len(),
                    lines(&plans)
                )
            }
        };
    };
    let number = words.trim().parse::<usize>();
    let by_number = number.ok().and_then(|n| n.checked_sub(1));
    if let Some(n) = by_number.filter(|n| *n < plans.len()) {
        return Ok(plans.swap_remove(n));
    }
    let wanted = fold(words.trim());
    let named = |p: &PlanSummary| [&p.plan.title, &p.plan.file].map(|t| fold(t));
    if plans.is_empty() {
        bail!("there is no plan yet: bring one in with milepost import FILE");
    }
    let all = lines(&plans);
    let exact = plans.iter().position(|p| named(p).contains(&wanted));
    if let Some(n) = exact {
        return Ok(plans.swap_remove(n));
    }
    plans.retain(|p| !is_number(words) && named(p).iter().any(|t| t.contains(&wanted)));
    match (plans.pop(), plans.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => bail!("no plan is called “{words}”: there are\n{all}"),
        (Some(last), false) => {
            plans.push(last);
            bail!(
                "“{words}” could be several plans: give a number\n{}",
                lines(&plans)
            )
        }
    }
}

/// The one day that `--date` names, in any of the ways a date is typed.
///
/// # Errors
/// Where it is no date, or more than one day.
pub fn day(words: &str, today: NaiveDate) -> anyhow::Result<NaiveDate> {
    let due = read_typed(words, today, &Due::none()).map_err(|not| anyhow::anyhow!(not.why))?;
    match due.when {
        When::Day(day) => Ok(day),
        _ => bail!("“{words}” is not one day: give one such as 2012-10-18 or \"18 oct\""),
    }
}

/// Whether words are a number and nothing else, however large.
fn is_number(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && words.bytes().all(|b| b.is_ascii_digit())
}

fn lines(plans: &[PlanSummary]) -> String {
    let line = |(n, p): (usize, &PlanSummary)| format!("  {} {}", n + 1, one_line(&p.plan.title));
    let lines: Vec<String> = plans.iter().enumerate().map(line).collect();
    lines.join("\n")
}

/// Every meeting of every plan, in the order they were opened.
///
/// # Errors
/// Where the store cannot be read.
pub fn meetings(store: &dyn Reader) -> anyhow::Result<Vec<Listed>> {
    Ok(Listed::all(&store.plans()?))
}

/// One meeting, of all or of those of a plan: by its number in `milepost meetings`, by forum, by date, or by both
/// (`JAG 2026-10-15`); without words the latest by date.
///
/// # Errors
/// Where there is none, or more than one, with what there is.
pub fn meeting(store: &dyn Reader, words: &str, plan: Option<&str>) -> anyhow::Result<Listed> {
    let mut all = meetings(store)?;
    if let Some(words) = plan {
        let plan = self::plan(store, Some(words))?;
        all.retain(|m| m.plan == plan.id);
        if all.is_empty() {
            bail!(
                "{} has no meeting yet: open one with milepost review",
                one_line(&plan.plan.title)
            );
        }
    }
    let latest = all.iter().max_by_key(|m| (m.meeting.date, m.id));
    let Some(latest) = latest else {
        bail!(NO_MEETING);
    };
    let words = one_line(words);
    if words.is_empty() {
        return Ok(latest.clone());
    }
    if let Some(listed) = all.iter().find(|m| m.number.to_string() == words) {
        return Ok(listed.clone());
    }
    let mut found = all.iter().filter(|m| m.is_called(&words));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.clone()),
        (None, _) => bail!(
            "there is no meeting “{words}”: there are\n{}",
            listing(&all)
        ),
        (Some(_), Some(_)) => bail!(
            "“{words}” could be several meetings: give a number, or the plan with --plan\n{}",
            listing(&all)
        ),
    }
}

fn listing(all: &[Listed]) -> String {
    let lines = all.iter().map(|m| {
        let day = show_day(m.meeting.date);
        format!(
            "  {} {} {day}, {}",
            m.number,
            m.meeting.forum,
            one_line(&m.plan_title)
        )
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// An action or a milestone by its reference: `6.3`, `6.3 m2`.
///
/// # Errors
/// Where there is none, with the nearest there is.
pub fn target(register: &Register, words: &str) -> anyhow::Result<Target> {
    let words = one_line(words);
    if let Some(target) = register.target_by_reference(&words) {
        return Ok(target);
    }
    if let Some((action, _)) = register.numbered(&words) {
        let milestones = register.milestones_of(action).count();
        bail!(
            "there is no milestone “{words}”: {} has {}",
            register.reference(Target::Action(action)),
            match milestones {
                0 => "none".to_owned(),
                1 => "1 milestone, m1".to_owned(),
                n => format!("{}, m1 to m{n}", count(n, "milestone")),
            }
        );
    }
    match nearest(std::slice::from_ref(register), &words).as_slice() {
        [] => bail!("{} has no actions", register.title()),
        near => bail!(
            "there is no action “{words}” in {}: {}; milepost list shows them all",
            register.title(),
            nearest_words(near)
        ),
    }
}

/// The number of a plan in `milepost plans`, of which `all` are the plans.
#[must_use]
pub fn number(all: &[PlanId], plan: PlanId) -> usize {
    all.iter().take_while(|id| **id != plan).count() + 1
}

/// The plan and item a reference names among `plans`, which are some of `all` in the store; it must be in one of them alone.
///
/// # Errors
/// Where there is none, with the nearest, or more than one.
pub fn item<'p>(
    plans: &'p [Register],
    all: &[PlanId],
    reference: &str,
) -> anyhow::Result<(&'p Register, Target)> {
    let found = plans.iter();
    let found = found.filter_map(|r| Some((r, target(r, reference).ok()?)));
    let found: Vec<(&Register, Target)> = found.collect();
    // Where one plan alone has the action, that is the one that has no such milestone.
    let mut of_action = plans.iter().filter(|r| r.numbered(reference).is_some());
    let plans = match (of_action.next(), of_action.next()) {
        (Some(only), None) => std::slice::from_ref(only),
        _ => plans,
    };
    match (found.as_slice(), plans) {
        ([one], _) => Ok(*one),
        ([], [only]) => target(only, reference).map(|t| (only, t)),
        ([], _) => bail!(
            "no plan has an item “{reference}”: {}",
            nearest_words(&nearest(plans, reference))
        ),
        (several, _) => {
            let titles = several.iter();
            let titles = titles.map(|(r, _)| format!("{} {}", number(all, r.id()), r.title()));
            let titles: Vec<String> = titles.collect();
            bail!(
                "{} plans have an item “{reference}”: say which with --plan\n  {}",
                several.len(),
                titles.join("\n  ")
            )
        }
    }
}

/// The plans a command looks into, loaded: the one that is named, else all of them; and which there are.
///
/// # Errors
/// Where there is none, or none of that name.
pub fn plans(
    store: &dyn Reader,
    words: Option<&str>,
) -> anyhow::Result<(Vec<Register>, Vec<PlanId>)> {
    let all: Vec<PlanId> = store.plans()?.iter().map(|p| p.id).collect();
    let wanted = match words {
        Some(words) => vec![plan(store, Some(words))?.id],
        None => all.clone(),
    };
    if wanted.is_empty() {
        bail!("there is no plan yet: bring one in with milepost import FILE");
    }
    let loaded: Result<Vec<Register>, StoreError> =
        wanted.into_iter().map(|id| store.load(id)).collect();
    Ok((loaded?, all))
}

/// What is said of the nearest references, with how a milestone under the first would be written.
#[must_use]
pub fn nearest_words(near: &[String]) -> String {
    let first = near.first().map_or("", String::as_str);
    format!(
        "the nearest are {} (a milestone is written “{first} m2”)",
        near.join(", ")
    )
}

/// The three references most like `wanted`.
#[must_use]
pub fn nearest(plans: &[Register], wanted: &str) -> Vec<String> {
    let references = plans
        .iter()
        .flat_map(|r| r.actions().map(|(_, a)| a.reference()));
    let mut all: Vec<(usize, &str)> = references
        .map(|r| (strsim::osa_distance(r, wanted), r))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().take(3).map(|(_, r)| r.to_owned()).collect()
}
