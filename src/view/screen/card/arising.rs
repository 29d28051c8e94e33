//! What meetings gave out under an action and is still to be done.

use super::Writer;
use crate::domain::due::show_length;
use crate::domain::{ActionId, describe};
use crate::view::look::Role;

impl Writer<'_> {
    pub(super) fn arising(&mut self, id: ActionId) {
        let review = self.review;
        let today = review.today();
        for (_, arising) in review.register.open_arising(id) {
            let mut words = format!(
                "{} – {} – {}",
                arising.what,
                arising.who,
                describe::by_when(&review.register, arising)
            );
            let mut role = Role::Text;
            if let Some(last) = review.register.late_arising(arising, today) {
                let late = show_length((today - last).num_days());
                words.push_str(&format!(" OVERDUE {late}"));
                role = Role::Overdue;
            }
            // Behind "next meeting" the name of this one would be taken for that of the next.
            let given = describe::given_by(&review.register, arising);
            if arising.meeting != review.meeting && !given.is_empty() {
                words.push_str(&format!(" ({given})"));
            }
            self.labelled("Arising", &words, role, 3);
        }
    }
}
