//! What the minutes say of actions arising: those the meeting gave out, and those of earlier meetings.

use super::Minutes;
use crate::domain::due::{show_day, show_length};
use crate::domain::{Arising, Became, Due, Matter, Target, describe};
use crate::export::document::{Column, Document, Table, Text};

impl Minutes<'_> {
    /// What the meeting gave out.
    pub(super) fn add_arising(&self, document: &mut Document) {
        let all = self.register.arising();
        let rows: Vec<Vec<Text>> = all
            .filter(|(_, a)| a.meeting == self.id)
            .map(|(_, a)| {
                let item = a
                    .action
                    .map(|id| self.register.reference(Target::Action(id)));
                [a.who.clone(), a.what.clone(), self.due_or_dash(a)]
                    .into_iter()
                    .chain([item.unwrap_or_default()])
                    .map(Text::from)
                    .collect()
            })
            .collect();
        if !rows.is_empty() {
            document.heading(1, "Actions arising");
            let columns = ["Who", "What", "By when", "Item"];
            document.table(Table {
                columns: columns.map(Column::words).into(),
                rows,
            });
        }
    }

    /// What earlier meetings gave out, and what became of it.
    pub(super) fn add_matters_arising(&self, document: &mut Document) {
        let matters = self.register.matters(self.id);
        let rows: Vec<Vec<Text>> = matters
            .map(|matter| {
                let (arising, given) = (matter.arising, matter.given);
                [
                    format!("{} {}", given.forum, show_day(given.date)),
                    arising.who.clone(),
                    arising.what.clone(),
                    self.due_or_dash(arising),
                    self.became(&matter),
                ]
                .map(Text::from)
                .into()
            })
            .collect();
        if !rows.is_empty() {
            document.heading(1, "Matters arising");
            let columns = ["Given by", "Who", "What", "By when", "Outcome"];
            document.table(Table {
                columns: columns.map(Column::words).into(),
                rows,
            });
        }
    }

    /// "done 15 Oct 2026", "carried over from Sep 2026", "carried over" with its date kept, "outstanding, overdue 3 weeks".
    fn became(&self, matter: &Matter<'_>) -> String {
        let arising = matter.arising;
        let today = self.meeting.date;
        if arising.done.is_some() {
            return format!("done {}", show_day(today));
        }
        if let Some(before) = self.outcome.carried_over(matter.id) {
            let words = Became::CarriedOver.words();
            if *before == Due::none() {
                return format!("{words}, without a date before");
            }
            let before = describe::by_when_given(self.register, arising.meeting, before);
            return format!("{words} from {before}");
        }
        if self.is_noted(arising, Became::CarriedOver) {
            return Became::CarriedOver.words().to_owned();
        }
        self.register.late_arising(arising, today).map_or_else(
            || "outstanding".to_owned(),
            |last| {
                let late = show_length((today - last).num_days());
                format!("outstanding, overdue {late}")
            },
        )
    }

    /// Whether a note made in the meeting says that this became of a matter: all there is where its date was kept.
    fn is_noted(&self, arising: &Arising, became: Became) -> bool {
        let item = arising.action.map(Target::Action).into_iter();
        let mut notes = item.flat_map(|item| self.register.notes_on(item));
        notes.any(|(id, note)| {
            self.outcome.has_note(id) && arising.told_by(&note.text) == Some(became)
        })
    }

    fn due_or_dash(&self, arising: &Arising) -> String {
        if arising.due == Due::none() {
            "–".to_owned()
        } else {
            describe::by_when(self.register, arising)
        }
    }
}
