//! The instruments themselves: that they see what is there, and fail where they should.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::frame::{difference, plain, styled};
use super::pty::{Start, modes_on};
use super::svg;

fn sample() -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
    buffer.set_string(0, 0, "R 日 ok", Style::new());
    buffer.set_style(
        Rect::new(0, 0, 1, 1),
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
    );
    buffer.set_style(Rect::new(0, 1, 8, 1), Style::new().bg(Color::Blue));
    buffer
}

#[test]
fn a_frame_shows_its_words_and_its_styles() {
    assert_eq!(
        styled(&sample()),
        "R 日 ok\n\n----\na\nbbbbbbbb\n----\na: Red bold\nb: on Blue\n"
    );
    assert_eq!(plain(&Buffer::empty(Rect::new(0, 0, 0, 0))), "");
}

#[test]
fn a_difference_names_the_lines() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "   2 -b\n   2 +x\n");
    assert_eq!(difference("a\nc\n", "a\nb\nc\n"), "   2 +b\n");
    assert_eq!(difference("a\n", "a\n"), "");
}

#[test]
fn a_picture_keeps_words_colours_and_places() {
    let svg = svg::picture(&sample(), svg::DARK, "A <sample>");
    assert!(svg.contains("<title>A &lt;sample&gt;</title>"));
    assert!(svg.contains("fill=\"#cd0000\" font-weight=\"bold\">R</text>"));
    assert!(svg.contains("width=\"64\" height=\"17\" fill=\"#0000ee\"/>"));
    assert!(svg.contains(
        "textLength=\"16\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#d6dae0\">日</text>"
    ));
}

#[test]
fn modes_left_on_are_named() {
    assert_eq!(
        modes_on(b"\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[?1000;1006h\x1b[31mred\x1b[?1006l"),
        [
            "alternate screen",
            "hidden cursor",
            "mouse",
            "keyboard flags 1"
        ]
    );
    assert!(modes_on(b"\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[<1u\x1b[?25h\x1b[?1049l").is_empty());
}

#[test]
fn a_program_in_a_terminal_is_seen_and_heard() {
    let script = "printf '\\033[?2004h'; stty -echo; printf 'ready in '; stty size; read word; echo \"got $word\"; exit 3";
    let mut pty = Start::program("/bin/sh", &["-c", script])
        .size(50, 9)
        .spawn();
    pty.wait_for("ready in 9 50");
    pty.send("a<lt>b<Enter>");
    assert_eq!(pty.wait_exit(), Some(3));
    assert!(pty.screen().contains("got a<b"), "{}", pty.screen());
    let left = pty.modes_left();
    assert_eq!(left[0], "bracketed paste");
    assert!(left[1].starts_with("line discipline"), "{left:?}");
}

#[test]
fn a_program_can_be_killed_and_hung_up() {
    let mut pty = Start::program("/bin/sh", &["-c", "echo up; read word"]).spawn();
    pty.wait_for("up");
    pty.kill9();
    assert_eq!(pty.wait_exit(), None);

    let script =
        "trap 'echo size' WINCH; trap 'exit 7' HUP; sleep 60 & echo up; while :; do wait; done";
    let mut pty = Start::program("/bin/bash", &["-c", script]).spawn();
    pty.wait_for("up");
    pty.hang_up();
    assert_eq!(pty.wait_exit(), Some(7));
}
