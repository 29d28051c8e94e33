//! What meetings gave out under an action and is still to be done.

use super::Writer;
use crate::domain::ActionId;
use crate::domain::due::{show_day, show_length};
use crate::view::look::Role;

impl Writer<'_> {
    pub(super) fn arising(&mut self, id: ActionId) {
        let review = self.review;
        let today = review.today();
        for (_, arising) in review.register.open_arising(id) {
            let mut words = format!("{} – {} – {}", arising.what, arising.who, arising.due);
            let mut role = Role::Text;
            if let Some(last) = arising.due.last_day().filter(|_| arising.is_overdue(today)) {
                let late = show_length((today - last).num_days());
                words.push_str(&format!(" OVERDUE {late}"));
                role = Role::Overdue;
            }
            if let Some(given) = review.register.meeting(arising.meeting) {
                words.push_str(&format!(" ({} {})", given.forum, show_day(given.date)));
            }
            self.labelled("Arising", &words, role, 3);
        }
    }
}
