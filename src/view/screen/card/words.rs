//! The last notes, and everything else the plan says about an action.

use ratatui::text::Span;

use super::Writer;
use crate::domain::ActionRef;
use crate::domain::plan::GONE;
use crate::view::look::Role;
use crate::view::text;

impl Writer<'_> {
    /// The last of the notes, newest first, where there is more than stands among the facts of the one that `is_cut` there or not.
    pub(super) fn notes(&mut self, notes: &[(String, String)], is_cut: bool) {
        if notes.len() < 2 && !is_cut {
            return;
        }
        let remark = if notes.len() > 5 {
            format!("the last 5 of {}, H shows all", notes.len())
        } else {
            String::new()
        };
        self.heading("NOTES", &remark);
        for (when, words) in notes.iter().take(5) {
            self.bulleted(&format!("{when}: {words}"), Role::Text);
        }
    }

    fn bulleted(&mut self, words: &str, role: Role) {
        let room = self.width.saturating_sub(4).max(8);
        for (n, line) in text::wrap(words, room).into_iter().enumerate() {
            let lead = if n == 0 { "  ▪ " } else { "    " };
            let line = text::printable(line).into_owned();
            let spans = vec![
                Span::styled(lead, self.style(Role::Dim)),
                Span::styled(line, self.style(role)),
            ];
            self.push(None, spans);
        }
    }

    fn bullets(&mut self, name: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.heading(name, "");
        for line in lines {
            self.bulleted(line, Role::Text);
        }
    }

    /// Everything else the plan says about the action.
    pub(super) fn words(&mut self, action: ActionRef<'_>) {
        if !action.steps.is_empty() {
            let steps: Vec<String> = action.steps.iter().map(|s| s.text.clone()).collect();
            self.bullets("STEPS", &steps);
        }
        if !action.objective().is_empty() {
            self.bullets("OBJECTIVE", &[action.objective().to_owned()]);
        }
        self.bullets("RESOURCES", action.resources);
        self.bullets("OUTCOMES", action.outcomes);
        // That it is gone from the plan stands among the facts.
        let extras = action.extras.iter().filter(|(name, _)| name != GONE);
        let extras: Vec<String> = extras
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        self.bullets("ALSO", &extras);
    }

    pub(super) fn indicators(&mut self, action: ActionRef<'_>) {
        let register = &self.review.register;
        let mine: Vec<String> = register
            .indicators()
            .into_iter()
            .filter(|(_, i)| i.priority == Some(action.priority))
            .map(|(_, i)| {
                let targets: Vec<String> = i
                    .targets
                    .iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(period, value)| format!("{period} {value}"))
                    .collect();
                let mut words = format!("{} {}", i.reference, i.name).trim().to_owned();
                if !i.baseline.is_empty() {
                    words.push_str(&format!(" – baseline {}", i.baseline));
                }
                if !targets.is_empty() {
                    words.push_str(&format!(" – target {}", targets.join(", ")));
                }
                if !i.current.is_empty() {
                    words.push_str(&format!(" – now {}", i.current));
                }
                words
            })
            .collect();
        self.bullets("INDICATORS OF THE PRIORITY", &mine);
    }
}
