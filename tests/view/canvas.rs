//! What is drawn stands where it was measured to stand, and no half of a letter is left.

use milepost::view::canvas::Canvas;
use milepost::view::text::{printable, width};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::support::frame::plain;

const ROW: Rect = Rect::new(0, 0, 60, 1);

/// Text but for the two marks of half-width Japanese that ratatui counts a column too many for.
fn piece() -> impl Strategy<Value = String> {
    let odd = vec![
        "日本",
        "👍",
        "👩‍👩‍👧",
        "❤\u{fe0f}",
        "e\u{301}",
        "\u{202e}",
        "\t",
    ];
    prop_oneof![
        "[a-z ]{0,4}",
        "[\\PC--\u{ff9e}\u{ff9f}]{0,4}",
        prop::sample::select(odd).prop_map(str::to_owned)
    ]
}

proptest! {
    #[test]
    fn text_takes_as_many_columns_as_it_is_measured_to(pieces in prop::collection::vec(piece(), 0..5)) {
        let words = pieces.concat();
        let words = printable(&words);
        let mut buffer = Buffer::empty(ROW);
        let rest = Canvas::new(&mut buffer).text(ROW, &words, Style::new());
        prop_assert_eq!(usize::from(rest.x), width(&words), "{:?}", words);
    }
}

/// What a row shows after something was drawn on it.
fn shows(draw: impl FnOnce(&mut Canvas<'_>)) -> String {
    let mut buffer = Buffer::empty(ROW);
    draw(&mut Canvas::new(&mut buffer));
    plain(&buffer).trim_end().to_owned()
}

#[test]
fn no_half_of_a_wide_letter_is_left() {
    let at = |x: u16, width: u16| Rect { x, width, ..ROW };
    let shown = shows(|canvas| {
        canvas.text(ROW, "日本語", Style::new());
        canvas.text(at(3, 9), "x", Style::new());
    });
    assert_eq!(shown, "日 x語");
    let shown = shows(|canvas| {
        canvas.text(ROW, "日本語", Style::new());
        canvas.clear(at(1, 2));
    });
    assert_eq!(shown, "    語");
    let shown = shows(|canvas| {
        canvas.text(ROW, "日本語", Style::new());
        canvas.ellipsis(at(0, 6));
    });
    assert_eq!(shown, "日本 …");
}
