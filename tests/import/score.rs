//! Compares an import with a truth file, kind by kind. The rules of comparing are those of the truth files' own README:
//! white space made single, texts exact, titles exact or part of the text, numbers without their stop, leads as a set of
//! name and kind.

use std::collections::BTreeMap;
use std::fmt::Write;

use milepost::import::Draft;
use serde_json::Value;

/// How many of a kind were right out of how many expected, and what was not.
#[derive(Default)]
pub struct Tally {
    pub right: usize,
    pub expected: usize,
    pub misses: Vec<String>,
}

/// The tallies of one import.
#[derive(Default)]
pub struct Score {
    pub kinds: BTreeMap<&'static str, Tally>,
}

impl Score {
    fn check(&mut self, kind: &'static str, right: bool, miss: impl FnOnce() -> String) {
        let tally = self.kinds.entry(kind).or_default();
        tally.expected += 1;
        if right {
            tally.right += 1;
        } else {
            tally.misses.push(miss());
        }
    }

    /// One line for each kind, and every miss.
    pub fn table(&self, name: &str) -> String {
        let mut out = format!("{name}:");
        for (kind, tally) in &self.kinds {
            let _ = write!(out, " {kind} {}/{}", tally.right, tally.expected);
        }
        for (kind, tally) in &self.kinds {
            for miss in &tally.misses {
                let _ = write!(out, "\n    {kind}: {miss}");
            }
        }
        out
    }

    /// Fails unless every kind is right but those listed with the number of misses allowed.
    pub fn demand(&self, name: &str, allowed: &[(&str, usize)]) {
        for (kind, tally) in &self.kinds {
            let most = allowed
                .iter()
                .find(|(k, _)| k == kind)
                .map_or(0, |(_, n)| *n);
            assert!(
                tally.expected - tally.right <= most,
                "{kind} of {name}: {} of {}\n{}",
                tally.right,
                tally.expected,
                self.table(name)
            );
        }
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(value: &Value) -> String {
    flat(value.as_str().unwrap_or(""))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn trimmed(text: &str) -> String {
    text.trim_end_matches(['.', ':', ' ']).to_owned()
}

/// Scores a draft. `rows`: whether the truth's rows are the lines of this source.
pub fn score(draft: &Draft, truth: &Value, rows: bool) -> Score {
    let got = draft.to_json();
    let mut score = Score::default();
    let sections = list(&truth["sections"]);
    let found = list(&got["sections"]);
    score.check("sections", sections.len() == found.len(), || {
        let names: Vec<String> = found
            .iter()
            .map(|s| format!("{} {}", s["id"], s["title"]))
            .collect();
        format!("{} instead of {}: {names:?}", found.len(), sections.len())
    });
    for section in sections {
        let mine = found.iter().find(|s| s["number"] == section["number"]);
        let right =
            mine.is_some_and(|m| text(&m["title"]).eq_ignore_ascii_case(&text(&section["title"])));
        score.check("sections", right, || {
            format!("{} {}", section["id"], section["title"])
        });
        if let Some(mine) = mine {
            section_leads(&mut score, section, mine);
            actions(&mut score, section, mine);
            strings(
                &mut score,
                "section outcomes",
                &section["id"],
                &section["outcomes"],
                &mine["outcomes"],
            );
            indicators(
                &mut score,
                list(&section["indicators"]),
                list(&mine["indicators"]),
            );
        }
    }
    if truth["indicators"].is_array() {
        indicators(
            &mut score,
            list(&truth["indicators"]),
            list(&got["indicators"]),
        );
    }
    if rows {
        dispositions(&mut score, truth, &got);
    }
    score
}

fn section_leads(score: &mut Score, truth: &Value, got: &Value) {
    let written = text(&truth["lead_as_written"]);
    if !written.is_empty() {
        score.check(
            "section leads",
            text(&got["lead_as_written"]) == written,
            || {
                format!(
                    "{}: {} instead of {written}",
                    truth["id"], got["lead_as_written"]
                )
            },
        );
    }
}

fn actions(score: &mut Score, section: &Value, got: &Value) {
    let (wanted, found) = (list(&section["actions"]), list(&got["actions"]));
    score.check("actions", wanted.len() == found.len(), || {
        format!(
            "{}: {} instead of {}",
            section["id"],
            found.len(),
            wanted.len()
        )
    });
    for (truth, mine) in wanted.iter().zip(found) {
        let id = &truth["id"];
        let title = trimmed(&text(&truth["title"]));
        let right = trimmed(&text(&mine["title"])) == title;
        score.check("actions", right, || {
            format!("{id}: {} instead of {title}", mine["title"])
        });
        if !truth["number"].is_null() && !mine["number"].is_null() {
            let right = trimmed(&text(&truth["number"])) == trimmed(&text(&mine["number"]));
            score.check("numbers", right, || format!("{id}: {}", mine["number"]));
        }
        tags(score, truth, mine);
        strings_of(score, "steps", id, &truth["steps"], &mine["steps"]);
        let resources = if truth["resources"].is_null() {
            &truth["costs"]
        } else {
            &truth["resources"]
        };
        strings_of(
            score,
            "resources",
            id,
            &resources["items"],
            &mine["resources"]["items"],
        );
        amounts(score, id, resources, &mine["resources"]);
        strings(score, "outcomes", id, &truth["outcomes"], &mine["outcomes"]);
        leads(score, "leads", id, &truth["leads"], &mine["leads"]);
        if !kept_whole(truth, mine) {
            due(score, "action dues", id, &truth["due"], &mine["due"]);
        }
        if !truth["pairing"].is_null() && !kept_whole(truth, mine) {
            score.check("pairing", truth["pairing"] == mine["pairing"], || {
                format!("{id}: {} instead of {}", mine["pairing"], truth["pairing"])
            });
        }
        if !truth["lead_in"].is_null() && !kept_whole(truth, mine) {
            score.check(
                "lead-ins",
                text(&truth["lead_in"]) == text(&mine["lead_in"]),
                || format!("{id}: {} instead of {}", mine["lead_in"], truth["lead_in"]),
            );
        }
        if !truth["note"].is_null() {
            score.check("notes", truth["note"] == mine["note"], || {
                format!("{id}: {} instead of {}", mine["note"], truth["note"])
            });
        }
        milestones(score, truth, mine);
    }
}

/// Where the source runs its milestones together, one milestone with all the words is right too: the import asks about it.
fn kept_whole(truth: &Value, mine: &Value) -> bool {
    let all: Vec<String> = list(&truth["milestones"])
        .iter()
        .map(|m| text(&m["text"]))
        .collect();
    let by_hand = truth["milestones_segmented"] == "by_hand";
    matches!(list(&mine["milestones"]), [only] if by_hand && all.len() > 1 && text(&only["text"]) == all.join(" "))
}

fn tags(score: &mut Score, truth: &Value, mine: &Value) {
    let fold =
        |v: &Value| -> Vec<String> { list(v).iter().map(|t| text(t).to_lowercase()).collect() };
    let (wanted, got) = (fold(&truth["tags"]), fold(&mine["tags"]));
    score.check("tags", wanted == got, || {
        format!("{}: {got:?} instead of {wanted:?}", truth["id"])
    });
}

/// Lists of strings, one check for each wanted and one for the number.
fn strings(score: &mut Score, kind: &'static str, id: &Value, truth: &Value, mine: &Value) {
    let (wanted, got) = (list(truth), list(mine));
    if wanted.is_empty() && got.is_empty() {
        return;
    }
    // One entry in two paragraphs of a cell is the same words: where a page break parted a cell both readings are right.
    let all = |v: &[Value]| flat(&v.iter().map(text).collect::<Vec<_>>().join(" "));
    if wanted.len() != got.len() && all(wanted) == all(got) {
        return score.check(kind, true, String::new);
    }
    score.check(kind, wanted.len() == got.len(), || {
        format!("{id}: {} instead of {}: {got:?}", got.len(), wanted.len())
    });
    for (w, g) in wanted.iter().zip(got) {
        score.check(kind, text(w) == text(g), || {
            format!("{id}: {g} instead of {w}")
        });
    }
}

/// Lists of objects with a `text`, or of strings.
fn strings_of(score: &mut Score, kind: &'static str, id: &Value, truth: &Value, mine: &Value) {
    let plain = |v: &Value| -> Value {
        list(v)
            .iter()
            .map(|i| {
                if i.is_string() {
                    i.clone()
                } else {
                    i["text"].clone()
                }
            })
            .collect()
    };
    strings(score, kind, id, &plain(truth), &plain(mine));
}

fn amounts(score: &mut Score, id: &Value, truth: &Value, mine: &Value) {
    let pick = |v: &Value| -> Vec<(String, Option<f64>, Option<f64>)> {
        list(&v["amounts"])
            .iter()
            .map(|a| (text(&a["as_written"]), a["min"].as_f64(), a["max"].as_f64()))
            .collect()
    };
    let (wanted, got) = (pick(truth), pick(mine));
    if !(wanted.is_empty() && got.is_empty()) {
        score.check("amounts", wanted == got, || {
            format!("{id}: {got:?} instead of {wanted:?}")
        });
    }
}

fn leads(score: &mut Score, kind: &'static str, id: &Value, truth: &Value, mine: &Value) {
    let set = |v: &Value, key: &str| -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = list(v)
            .iter()
            .map(|l| (text(&l[key]), text(&l["kind"])))
            .collect();
        all.sort();
        all
    };
    let mut wanted = set(truth, "as_written");
    for lead in &mut wanted {
        // The domain has no kind for those who only support: they are kept as a group.
        if lead.1 == "support" {
            "group".clone_into(&mut lead.1);
        }
    }
    let got = set(mine, "name");
    for lead in &wanted {
        score.check(kind, got.contains(lead), || {
            format!("{id}: {lead:?} not in {got:?}")
        });
    }
    if wanted.len() != got.len() {
        score.check(kind, false, || {
            format!("{id}: {got:?} instead of {wanted:?}")
        });
    }
}

fn due(score: &mut Score, kind: &'static str, id: &Value, truth: &Value, mine: &Value) {
    let same = |key: &str| truth[key] == mine[key];
    let shown = |d: &Value| format!("{} {} {}", d["kind"], d["start"], d["end"]);
    let right = same("kind") && same("start") && same("end");
    score.check(kind, right, || {
        format!("{id}: {} instead of {}", shown(mine), shown(truth))
    });
}

fn milestones(score: &mut Score, truth: &Value, mine: &Value) {
    let (wanted, got) = (list(&truth["milestones"]), list(&mine["milestones"]));
    let id = &truth["id"];
    if kept_whole(truth, mine) {
        return score.check("kept whole", false, || {
            format!("{id}: {} milestones in {}", wanted.len(), mine["pairing"])
        });
    }
    let extra = got.len().saturating_sub(wanted.len());
    for _ in 0..extra {
        score.check("milestones", false, || {
            format!("{id}: {} instead of {}", got.len(), wanted.len())
        });
    }
    for w in wanted {
        // By text, so that one wrong cut does not count against all that follow; a sheet may hold the title alone.
        let found = got.iter().find(|g| {
            text(&g["text"]) == text(&w["text"])
                || text(&g["text"]) == text(&w["title"]) && text(&g["text"]) == text(&g["title"])
        });
        let twins = wanted
            .iter()
            .filter(|o| text(&o["text"]) == text(&w["text"]))
            .count();
        let found = if twins > 1 {
            wanted
                .iter()
                .position(|o| o["id"] == w["id"])
                .and_then(|i| got.get(i))
        } else {
            // Titles may be equal where texts are not: the same place wins.
            let at = wanted
                .iter()
                .position(|o| o["id"] == w["id"])
                .and_then(|i| got.get(i));
            at.filter(|g| {
                text(&g["text"]) == text(&w["text"]) || text(&g["text"]) == text(&w["title"])
            })
            .or(found)
        };
        score.check("milestones", found.is_some(), || {
            format!("{}: {}", w["id"], w["text"])
        });
        let Some(g) = found else { continue };
        let right = trimmed(&text(&g["title"])) == trimmed(&text(&w["title"]));
        score.check("milestone titles", right, || {
            format!("{}: {} instead of {}", w["id"], g["title"], w["title"])
        });
        due(score, "dues", &w["id"], &w["due"], &g["due"]);
        leads(score, "milestone leads", &w["id"], &w["leads"], &g["leads"]);
        if !(w["note"].is_null() && g["note"].is_null()) {
            score.check("notes", text(&w["note"]) == text(&g["note"]), || {
                format!("{}: {}", w["id"], g["note"])
            });
        }
        let (subs, found) = (list(&w["sub"]), list(&g["sub"]));
        for (w, g) in subs.iter().zip(found) {
            score.check("milestones", text(&w["text"]) == text(&g["text"]), || {
                format!("{}: {}", w["id"], g["text"])
            });
            due(score, "dues", &w["id"], &w["due"], &g["due"]);
        }
        if subs.len() != found.len() {
            score.check("milestones", false, || {
                format!("{}: {} sub-points", w["id"], found.len())
            });
        }
    }
}

fn indicators(score: &mut Score, truth: &[Value], mine: &[Value]) {
    if truth.len() != mine.len() {
        score.check("indicators", false, || {
            format!("{} instead of {}", mine.len(), truth.len())
        });
    }
    let plain = |t: &Value| text(t).replace(' ', "").to_lowercase();
    for (w, g) in truth.iter().zip(mine) {
        // A sheet keeps the number and not the nought at its end: figures are compared as figures.
        let figure = |t: String| {
            t.trim_end_matches('%')
                .replace(',', "")
                .parse::<f64>()
                .map_or(t, |n| format!("{n:.4}"))
        };
        let baseline = figure(text(&w["baseline"]["as_written"]))
            == figure(text(&g["baseline"]["as_written"]));
        let targets = |v: &Value| -> Vec<(String, String)> {
            list(&v["targets"])
                .iter()
                .map(|t| (text(&t["period"]), figure(text(&t["as_written"]))))
                .filter(|(_, t)| !t.is_empty())
                .collect()
        };
        let mark = text(&w["footnote_mark"]);
        let bare = |t: &Value| text(t).replace(&format!(" ({mark})"), "");
        let right = bare(&w["name"]) == bare(&g["name"]) && plain(&w["ref"]) == plain(&g["ref"]);
        score.check("indicators", right, || {
            format!("{}: {} {}", w["id"], g["ref"], g["name"])
        });
        score.check(
            "indicator figures",
            baseline && targets(w) == targets(g) && text(&w["current"]) == text(&g["current"]),
            || {
                format!(
                    "{}: {} {:?} instead of {} {:?}",
                    w["id"],
                    g["baseline"],
                    targets(g),
                    w["baseline"],
                    targets(w)
                )
            },
        );
    }
}

/// The account against the truth's rows, where both are lines of one text.
fn dispositions(score: &mut Score, truth: &Value, got: &Value) {
    let root = |t: &str| -> String {
        let mut parts = t.split('.');
        let first = parts.next().unwrap_or("").to_owned();
        match parts.next() {
            Some(second)
                if second.starts_with(['A', 'I'])
                    && second[1..].bytes().all(|b| b.is_ascii_digit()) =>
            {
                format!("{first}.{second}")
            }
            _ => first,
        }
    };
    for row in list(&truth["rows"]) {
        let place = format!("line {}", row["line"]);
        let mine = list(&got["account"])
            .iter()
            .find(|r| text(&r["place"]) == place);
        let wanted = text(&row["disposition"]);
        let right = mine.is_some_and(|m| {
            let disposition = match text(&m["disposition"]).as_str() {
                "joined" => "merged".to_owned(),
                "note" => "imported".to_owned(),
                other => other.to_owned(),
            };
            // Indicators of the plan as a whole have names of the truth's own.
            let own = text(&m["target"]).starts_with('I') && text(&row["target"]).contains(".I");
            let target = own || root(&text(&m["target"])) == root(&text(&row["target"]));
            let plan =
                text(&row["target"]).starts_with(['L', 'S']) && !text(&row["target"]).contains("A");
            disposition == wanted && (wanted == "skipped" || target || plan)
        });
        score.check("rows", right, || {
            format!(
                "{place}: {wanted} {}: {:?}",
                row["target"],
                mine.map(|m| format!("{} {} {}", m["disposition"], m["target"], m["reason"]))
            )
        });
    }
}
