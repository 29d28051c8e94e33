//! What is said once a meeting is closed: what comes next, and where the backup is.

use crate::app::model::Model;
use crate::app::overlay::{Line, Question, Setting};
use crate::app::screen::questions::ask;
use crate::domain::due::show_day;
use crate::domain::summary::words_for;
use crate::domain::text::{quoted, slug};
use crate::domain::{Listed, Meeting, MeetingId, PlanSummary};

/// Most characters of a forum's name in the name of a file.
const FORUM: usize = 60;

/// Says what comes next once the meeting is closed, and where its backup is, or that there is none: in full, to be read as
/// long as it takes, and again in the shell after the program.
pub(in crate::app) fn tell(
    model: &mut Model,
    backup: &Result<Option<String>, String>,
    plans: &[PlanSummary],
) {
    let Some(review) = model.review() else {
        return;
    };
    let Some(meeting) = review.meeting_line() else {
        return;
    };
    let title = format!("{} {} is closed", meeting.forum, show_day(meeting.date));
    let mut lines = vec![Line::new(
        Setting::Plain,
        "It can be read, and nothing more is recorded in it.",
    )];
    let mut say = |setting: Setting, words: &str, below: Option<String>| {
        lines.push(Line::new(Setting::Plain, ""));
        lines.push(Line::new(setting, words));
        lines.extend(below.map(|below| Line::new(Setting::Plain, format!("  {below}"))));
    };
    let program = model.user.program.as_deref();
    if let Some(program) = program {
        let command = minutes_command(program, review.meeting, meeting, plans);
        let words = "In a shell, the minutes as a Word file:";
        say(Setting::Plain, words, Some(command));
    }
    match backup {
        Ok(None) => {}
        Ok(Some(path)) => {
            let words = "A backup of the whole store is in";
            say(Setting::Plain, words, Some(path.clone()));
        }
        Err(why) => {
            say(
                Setting::Warning,
                &format!("There is NO BACKUP of it: {why}"),
                None,
            );
            let program = program.unwrap_or("milepost");
            let command = format!("{program} backup milepost.jsonl");
            let words = "All that was recorded is in the store. To copy it elsewhere, in a shell:";
            say(Setting::Plain, words, Some(command));
        }
    }
    if lines.len() > 1 {
        let told = lines.iter().skip(1).map(|line| line.text.as_str());
        let told: Vec<&str> = std::iter::once(title.as_str()).chain(told).collect();
        model.farewell.push(told.join("\n"));
    }
    ask(model, Question::Minutes, title, lines, "read the minutes");
}

/// How the minutes of the meeting are had as a file that no other meeting has.
fn minutes_command(
    program: &str,
    id: MeetingId,
    meeting: &Meeting,
    plans: &[PlanSummary],
) -> String {
    let called = format!("{} {}", meeting.forum, meeting.date);
    // Where the plans cannot be read, that is all that is known.
    let words = words_for(id, &Listed::all(plans)).unwrap_or_else(|| called.clone());
    let (forum, date) = (slug(&meeting.forum, FORUM), meeting.date.to_string());
    let number = if words == called { "" } else { &words };
    let mut parts = vec!["minutes", &forum, &date, number];
    parts.retain(|part| !part.is_empty());
    let file = parts.join("-");
    format!("{program} minutes {} -o {file}.docx", quoted(&words))
}
