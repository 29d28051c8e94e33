//! Frames to bytes: a terminal that is given the bytes shows the frame, whatever it showed before, and gets few of them.

use std::num::NonZero;

use milepost::domain::measure::grapheme_width;
use milepost::frontend::page::Page;
use milepost::view::canvas::Canvas;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use vt100::{Color as Shade, Parser};

const SIZE: (u16, u16) = (24, 5);

/// Some words, where they stand and how they look.
type Piece = (u16, u16, String, Style);

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => "[a-c]{1,6}",
        4 => " {1,9}",
        1 => prop::sample::select(vec!["é", "e\u{301}", "日本", "…", "◆", "👍"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop::sample::select(vec![
        None,
        None,
        Some(Color::LightRed),
        Some(Color::Gray),
        Some(Color::Indexed(116)),
        Some(Color::Rgb(1, 20, 200)),
    ]);
    let modifier = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::BOLD.union(Modifier::ITALIC),
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::REVERSED.union(Modifier::BOLD),
    ]);
    (colour.clone(), colour, modifier).prop_map(|(fg, bg, modifier)| {
        let style = Style::new().add_modifier(modifier);
        let style = fg.map_or(style, |c| style.fg(c));
        bg.map_or(style, |c| style.bg(c))
    })
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec((0..SIZE.0, 0..SIZE.1, words(), style()), 0..12)
}

fn draw(canvas: &mut Canvas<'_>, pieces: &[Piece]) {
    let area = canvas.area();
    for (x, y, words, style) in pieces {
        let rest = Rect {
            x: *x,
            y: *y,
            width: area.width - x,
            height: 1,
        };
        canvas.text(rest, words, *style);
    }
}

fn shade(colour: Color) -> Shade {
    match colour {
        Color::LightRed => Shade::Idx(9),
        Color::Gray => Shade::Idx(7),
        Color::Indexed(n) => Shade::Idx(n),
        Color::Rgb(r, g, b) => Shade::Rgb(r, g, b),
        _ => Shade::Default,
    }
}

fn terminal() -> Parser {
    let [rows, columns] = [SIZE.1, SIZE.0].map(|n| NonZero::new(n).unwrap());
    Parser::new(rows, columns, 0)
}

/// What is wrong on the terminal, in words; of blanks only what can be seen of them counts.
fn wrong(parser: &Parser, cells: &Buffer) -> Option<String> {
    let at = |x: u16, y: u16| cells.cell((x, y)).unwrap();
    let said = |x, y, what: &str, cell: &Cell| Some(format!("{what} of {cell:?} at {x}, {y}"));
    for y in 0..cells.area.height {
        let mut x = 0;
        while x < cells.area.width {
            let cell = at(x, y);
            let seen = parser.screen().cell(y, x).unwrap();
            let (symbol, m) = (cell.symbol(), cell.modifier);
            let contents = match seen.contents() {
                "" => " ",
                contents => contents,
            };
            let drawn = [Modifier::UNDERLINED, Modifier::REVERSED];
            let plain = symbol == " " && !drawn.iter().any(|d| m.contains(*d));
            if contents != symbol {
                return said(x, y, contents, cell);
            }
            if seen.bgcolor() != shade(cell.bg) {
                return said(x, y, "ground", cell);
            }
            if seen.inverse() != m.contains(Modifier::REVERSED)
                || seen.underline() != m.contains(Modifier::UNDERLINED)
            {
                return said(x, y, "lines", cell);
            }
            let inked = seen.fgcolor() == shade(cell.fg)
                && seen.bold() == m.contains(Modifier::BOLD)
                && seen.italic() == m.contains(Modifier::ITALIC);
            if !plain && !inked {
                return said(x, y, "ink", cell);
            }
            x += u16::try_from(grapheme_width(symbol)).unwrap().max(1);
        }
    }
    None
}

fn drawn(pieces: &[Piece]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    draw(&mut Canvas::new(&mut buffer), pieces);
    buffer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_terminal_shows_each_frame_whatever_it_showed_before(frames in prop::collection::vec(pieces(), 1..5)) {
        let mut page = Page::new(SIZE.0, SIZE.1);
        let mut parser = terminal();
        for pieces in &frames {
            let bytes = page.draw(|canvas| draw(canvas, pieces)).to_vec();
            parser.process(&bytes);
            let wrong = wrong(&parser, &drawn(pieces));
            prop_assert!(wrong.is_none(), "{wrong:?} after {:?}", String::from_utf8_lossy(&bytes));
            prop_assert!(page.draw(|canvas| draw(canvas, pieces)).is_empty());
        }
    }

    #[test]
    fn a_row_drawn_over_a_frame_leaves_the_others_as_they_were(
        before in pieces(),
        some in pieces(),
        after in pieces(),
        row in 0..SIZE.1,
    ) {
        let mut page = Page::new(SIZE.0, SIZE.1);
        let mut parser = terminal();
        parser.process(page.draw(|canvas| draw(canvas, &before)));
        let only: Vec<Piece> = some.into_iter().filter(|p| p.1 == row).collect();
        parser.process(page.draw_over(|canvas| {
            canvas.clear(Rect::new(0, row, SIZE.0, 1));
            draw(canvas, &only);
        }));
        let others = before.into_iter().filter(|p| p.1 != row);
        let both: Vec<Piece> = others.chain(only).collect();
        let now = wrong(&parser, &drawn(&both));
        prop_assert!(now.is_none(), "{now:?}");
        parser.process(page.draw(|canvas| draw(canvas, &after)));
        let then = wrong(&parser, &drawn(&after));
        prop_assert!(then.is_none(), "{then:?}");
    }
}

/// The bytes from one frame to the next, without those that wrap them.
fn between(before: &[Piece], after: &[Piece]) -> String {
    let mut page = Page::new(SIZE.0, SIZE.1);
    page.draw(|canvas| draw(canvas, before));
    let bytes = page.draw(|canvas| draw(canvas, after)).to_vec();
    let bytes = String::from_utf8(bytes).unwrap();
    let inside = bytes.strip_prefix("\x1b[?2026h").unwrap();
    inside.strip_suffix("\x1b[?2026l").unwrap().to_owned()
}

#[test]
fn a_change_takes_the_fewest_bytes() {
    let plain = |x, y, words: &str| (x, y, words.to_owned(), Style::new());
    let red = |x, y, words: &str| {
        (
            x,
            y,
            words.to_owned(),
            Style::new().fg(Color::Indexed(9)).bg(Color::Indexed(17)),
        )
    };
    // A short gap is written again, a long one stepped over.
    assert_eq!(
        between(&[plain(0, 0, "one two")], &[plain(0, 0, "two twi")]),
        "\x1b[1Htwo twi"
    );
    assert_eq!(
        between(&[plain(0, 0, "a one two b")], &[plain(0, 0, "c one two d")]),
        "\x1b[1Hc\x1b[9Cd"
    );
    // Down the rows, and what is left of a row is cleared.
    assert_eq!(
        between(
            &[plain(0, 0, "a"), plain(0, 1, "a"), plain(3, 2, "much more")],
            &[plain(0, 0, "b"), plain(0, 1, "b"), plain(3, 2, "no")]
        ),
        "\x1b[1Hb\r\nb\n\x1b[2Cno\x1b[K"
    );
    // A blank that is there already is left alone, and plain again is told in one word.
    assert_eq!(
        between(&[], &[red(1, 1, "r"), plain(2, 1, " p")]),
        "\x1b[2;2H\x1b[38;5;9;48;5;17mr\x1b[C\x1b[mp"
    );
}

#[test]
fn joined_letters_do_not_shift_what_stands_behind_them() {
    let piece = |words: &str| (0, 0, words.to_owned(), Style::new());
    assert_eq!(
        between(&[], &[piece("e\u{301}x")]),
        "\x1b[1He\u{301}\x1b[1;2Hx"
    );
}

#[test]
fn a_wide_letter_leaves_nothing_of_its_ground_when_it_moves() {
    let ground = Style::new().bg(Color::Indexed(17));
    for (before, after) in [
        ((1, Style::new()), (0, ground)),
        ((1, ground), (0, Style::new())),
    ] {
        let [before, after] =
            [before, after].map(|(x, style)| vec![(x, 0, "日".to_owned(), style)]);
        let mut page = Page::new(SIZE.0, SIZE.1);
        let mut parser = terminal();
        parser.process(page.draw(|canvas| draw(canvas, &before)));
        parser.process(page.draw(|canvas| draw(canvas, &after)));
        assert_eq!(wrong(&parser, &drawn(&after)), None);
    }
}
