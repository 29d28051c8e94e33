//! Laws of the preview: whatever is said of rows, every row is accounted for, and taking it back gives what was there.

use milepost::import::{self, Answer, Draft};
use proptest::prelude::*;

const ORCHARD: &[u8] = include_bytes!("plans/orchard.txt");
const HARBOUR: &[u8] = include_bytes!("plans/harbour.csv");

fn answer() -> impl Strategy<Value = Answer> {
    let unit = 0..60_usize;
    prop_oneof![
        unit.clone().prop_map(|unit| Answer::Join { unit }),
        unit.clone().prop_map(|unit| Answer::Split { unit }),
        unit.clone().prop_map(|unit| Answer::Section { unit }),
        unit.clone()
            .prop_map(|unit| Answer::Skip { units: vec![unit] }),
        (unit, prop::collection::vec(0..30_usize, 0..4))
            .prop_map(|(unit, words)| Answer::Cut { unit, words }),
    ]
}

/// What a draft holds, as far as anybody sees it.
fn shown(draft: &Draft) -> String {
    let entries = draft.outline().into_iter();
    let lines: Vec<String> = entries
        .map(|e| format!("{:?} {} {} {:?}", e.kind, e.id, e.words, e.units))
        .collect();
    format!("{}\n{}", draft.report(), lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_row_stays_accounted_for_and_everything_is_taken_back(
        answers in prop::collection::vec(answer(), 1..6),
        table in any::<bool>(),
    ) {
        let (name, bytes) = if table { ("harbour.csv", HARBOUR) } else { ("orchard.txt", ORCHARD) };
        let mut drafts = vec![import::read(name, bytes).unwrap()];
        for answer in answers {
            // Leaving out everything is refused, and nothing is changed then.
            if let Ok(next) = drafts.last().unwrap().corrected(answer) {
                prop_assert!(next.account_holds());
                let outline = next.outline();
                for row in &next.account {
                    prop_assert!(
                        outline.iter().any(|e| e.units.contains(&row.unit)),
                        "{} is nowhere: {}", row.place, row.text
                    );
                }
                drafts.push(next);
            }
        }
        while let Some(draft) = drafts.pop() {
            if let Some(before) = drafts.last() {
                let back = draft.unanswered().unwrap();
                prop_assert_eq!(shown(&back), shown(before));
            }
        }
    }
}
