//! A draft as JSON: the keys of the project's truth files, with `account` and `questions`.

use serde_json::{Value, json};

use super::draft::{Draft, DraftAction, DraftMilestone};
use super::money::Amount;
use crate::domain::{Due, Indicator, Lead, LeadKind, Qualifier, When};

impl Draft {
    /// The draft as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let sections: Vec<Value> = self.priorities.iter().enumerate().map(|(at, priority)| {
            let of = |p: Option<crate::domain::PriorityId>| p.is_some_and(|p| p.0 == at as u64);
            let actions: Vec<Value> = self
                .actions
                .iter()
                .filter(|a| of(Some(a.action.priority)))
                .map(action)
                .collect();
            let indicators: Vec<Value> = self
                .indicators
                .iter()
                .filter(|i| of(i.priority))
                .map(|i| indicator(i, &format!("S{}", priority.number)))
                .collect();
            json!({
                "id": format!("S{}", priority.number),
                "number": priority.number,
                "label": priority.label,
                "title": priority.title,
                "leads": priority.leads.iter().map(lead).collect::<Vec<_>>(),
                "lead_as_written": priority.lead_written,
                "outcomes": priority.outcomes,
                "notes": priority.notes.iter().map(|n| json!({"kind": n.kind, "text": n.text})).collect::<Vec<_>>(),
                "indicators": indicators,
                "actions": actions,
            })
        }).collect();
        let own: Vec<Value> = self
            .indicators
            .iter()
            .filter(|i| i.priority.is_none())
            .map(|i| indicator(i, "plan"))
            .collect();
        json!({
            "schema": "milepost-draft/1",
            "source_file": self.plan.file,
            "source_sha256": self.plan.file_hash,
            "plan": {
                "title": self.plan.title,
                "organisation": self.plan.organisation,
                "period": self.plan.period,
                "notes": self.plan.notes.iter().map(|n| json!({"kind": n.kind, "text": n.text})).collect::<Vec<_>>(),
            },
            "counts": self.counts(),
            "sections": sections,
            "indicators": own,
            "account": self.account.iter().map(|row| json!({
                "place": row.place,
                "disposition": row.disposition.word(),
                "target": row.target,
                "reason": row.reason,
            })).collect::<Vec<_>>(),
            "rows": self.rows,
            "questions": self.questions.iter().map(|q| json!({
                "topic": q.topic.word(),
                "about": q.about,
                "others": q.others,
                "place": q.place,
                "question": q.text,
                "source": q.source,
                "proposal": q.proposal,
                "answers": q.answers.iter().map(super::question::Answer::word).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "answers": self.answers().iter().map(|c| json!({
                "about": c.about,
                "answer": c.answer.shown(),
                "asked": !c.key.is_empty(),
            })).collect::<Vec<_>>(),
            "remarks": self.remarks,
        })
    }

    fn counts(&self) -> Value {
        json!({
            "sections": self.priorities.len(),
            "actions": self.actions.len(),
            "milestones": self.milestones(),
            "indicators": self.indicators.len(),
            "questions": self.questions.len(),
        })
    }
}

fn action(draft: &DraftAction) -> Value {
    let action = &draft.action;
    let tops: Vec<(usize, &DraftMilestone)> = draft
        .milestones
        .iter()
        .enumerate()
        .filter(|(_, m)| m.milestone.parent.is_none())
        .collect();
    let milestones: Vec<Value> = tops
        .into_iter()
        .map(|(at, top)| {
            let subs: Vec<Value> = draft
                .milestones
                .iter()
                .filter(|m| m.milestone.parent.is_some_and(|p| p.0 == at as u64))
                .map(|m| milestone(m, Vec::new()))
                .collect();
            milestone(top, subs)
        })
        .collect();
    json!({
        "id": draft.id,
        "reference": action.reference,
        "number": text(&action.number),
        "position": action.position + 1,
        "kind": format!("{:?}", action.kind).to_lowercase(),
        "title": action.title,
        "title_as_written": action.text,
        "tags": action.tags,
        "steps": action.steps.iter().map(|s| json!({"text": s.text, "tags": s.tags})).collect::<Vec<_>>(),
        "milestones": milestones,
        "due": due(&action.baseline, None),
        "leads": action.leads.iter().map(lead).collect::<Vec<_>>(),
        "lead_as_written": action.lead_written,
        "resources": {
            "items": action.resources,
            "amounts": draft.amounts.iter().map(amount).collect::<Vec<_>>(),
        },
        "outcomes": action.outcomes,
        "objective": text(&action.objective),
        "rag": draft.reading.as_ref().filter(|r| r.letter.is_some()).map(|r| json!({
            "letter": r.letter.map(|l| l.0.to_string()),
            "as_written": r.written,
            "fill": r.fill,
            "from": r.from,
        })),
        "status_as_written": draft.reading.as_ref().map(|r| r.written.clone()),
        "progress": draft.progress,
        "timescales_as_written": draft.timescales,
        "pairing": draft.pairing.word(),
        "lead_in": draft.lead_in,
        "note": draft.note,
        "extras": action.extras.iter().map(|(k, v)| json!([k, v])).collect::<Vec<_>>(),
        "source": {"place": draft.source.place, "remarks": draft.source.remarks},
    })
}

fn milestone(draft: &DraftMilestone, sub: Vec<Value>) -> Value {
    let milestone = &draft.milestone;
    json!({
        "id": draft.id,
        "text": milestone.text,
        "title": milestone.title,
        "due": due(&milestone.baseline, Some(draft.shared)),
        "leads": milestone.leads.iter().map(lead).collect::<Vec<_>>(),
        "lead_as_written": text(&milestone.lead_written),
        "status": milestone.status.map(|l| l.0.to_string()),
        "note": text(&milestone.note),
        "type": draft.cross_reference.then_some("cross_reference"),
        "sub": sub,
        "source": {"place": draft.source.place, "remarks": draft.source.remarks},
    })
}

fn text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn amount(amount: &Amount) -> Value {
    json!({
        "as_written": amount.written,
        "min": amount.least,
        "max": amount.most,
        "currency": "GBP",
    })
}

fn lead(lead: &Lead) -> Value {
    json!({
        "as_written": lead.written,
        "name": lead.name,
        "kind": match lead.kind {
            LeadKind::Person => "person",
            LeadKind::Role => "role",
            LeadKind::Group => "group",
            LeadKind::Organisation => "organisation",
        },
        "organisation": lead.organisation,
        "role": lead.role,
    })
}

fn due(due: &Due, shared: Option<bool>) -> Value {
    let kind = match due.when {
        When::None => "none",
        When::Tbc => "tbc",
        When::Ongoing => "ongoing",
        When::Day(_) => "day",
        When::Month { .. } => "month",
        When::Months { .. } => "month-range",
        When::Quarter { .. } => "quarter",
        When::Year { .. } => "year",
        When::Span { .. } => "span",
    };
    let from = match shared {
        _ if due.written.is_empty() => None,
        Some(true) => Some("shared"),
        Some(false) => Some("own"),
        None => None,
    };
    json!({
        "as_written": text(&due.written),
        "qualifier": due.qualifier.map(qualifier),
        "kind": kind,
        "start": due.first_day().map(|d| d.to_string()),
        "end": due.last_day().map(|d| d.to_string()),
        "from": from,
        "doubt": due.doubt,
    })
}

fn qualifier(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::By => "by",
        Qualifier::From => "from",
        Qualifier::In => "in",
        Qualifier::Until => "until",
        Qualifier::During => "during",
        Qualifier::To => "to",
        Qualifier::Early => "early",
        Qualifier::Mid => "mid",
        Qualifier::Late => "late",
        Qualifier::EndOf => "end of",
        Qualifier::WeekCommencing => "week commencing",
    }
}

fn indicator(indicator: &Indicator, of: &str) -> Value {
    json!({
        "id": format!("{of}.I{}", indicator.position + 1),
        "ref": text(&indicator.reference),
        "name": indicator.name,
        "baseline": text(&indicator.baseline).map(|b| json!({"as_written": b})),
        "targets": indicator.targets.iter().map(|(period, written)| json!({
            "period": period,
            "as_written": written,
        })).collect::<Vec<_>>(),
        "current": text(&indicator.current),
        "extras": indicator.extras.iter().map(|(k, v)| json!([k, v])).collect::<Vec<_>>(),
    })
}
