//! Which look a terminal gets, and whether it can be read there.

use milepost::domain::{Letter, Tone};
use milepost::view::look::{Colours, Depth, Environment, Ground, Look, Role, Theme, ThemeName};
use milepost::view::theme::palette;
use ratatui::style::{Color, Modifier, Style};

fn environment(text: &str) -> Environment {
    Environment::read(|name| {
        text.split_whitespace().find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    })
}

fn detected(text: &str, colours: &str, theme: &str) -> (Depth, Ground) {
    let look = Look::detect(
        &environment(text),
        Colours::parse(colours).unwrap(),
        ThemeName::parse(theme).unwrap(),
    );
    (look.theme.depth, look.theme.ground)
}

#[test]
fn the_environment_decides() {
    use Depth::{Ansi16, Ansi256, Mono, True};
    use Ground::{Dark, Light};
    for (text, colours, theme, expected) in [
        ("TERM=xterm", "auto", "auto", (Ansi16, Dark)),
        ("TERM=xterm-256color", "auto", "auto", (Ansi256, Dark)),
        (
            "TERM=xterm-256color COLORTERM=truecolor",
            "auto",
            "auto",
            (True, Dark),
        ),
        ("TERM=xterm-kitty", "auto", "auto", (True, Dark)),
        ("TERM=linux", "auto", "auto", (Ansi16, Dark)),
        ("TERM=vt100", "auto", "auto", (Mono, Dark)),
        ("TERM=xterm-mono", "auto", "auto", (Mono, Dark)),
        (
            "TERM=xterm-256color NO_COLOR=1",
            "auto",
            "auto",
            (Mono, Dark),
        ),
        (
            "TERM=xterm-256color NO_COLOR=",
            "auto",
            "auto",
            (Ansi256, Dark),
        ),
        (
            "TERM=xterm-256color NO_COLOR=1",
            "always",
            "auto",
            (Ansi256, Dark),
        ),
        ("TERM=vt100 NO_COLOR=1", "always", "auto", (Ansi16, Dark)),
        ("TERM=xterm NO_COLOR=1", "256", "light", (Ansi256, Light)),
        ("TERM=xterm-256color", "never", "light", (Mono, Light)),
        ("TERM=xterm-256color", "always", "mono", (Mono, Dark)),
        ("TERM=rxvt COLORFGBG=0;15", "auto", "auto", (Ansi16, Light)),
        (
            "TERM=rxvt COLORFGBG=0;default;7",
            "auto",
            "auto",
            (Ansi16, Light),
        ),
        ("TERM=rxvt COLORFGBG=15;0", "auto", "auto", (Ansi16, Dark)),
        (
            "TERM=rxvt COLORFGBG=nonsense",
            "auto",
            "auto",
            (Ansi16, Dark),
        ),
        ("TERM=rxvt COLORFGBG=15;0", "auto", "light", (Ansi16, Light)),
    ] {
        assert_eq!(
            detected(text, colours, theme),
            expected,
            "{text} --color {colours}, theme {theme}"
        );
    }
    assert!(environment("").is_dumb() && environment("TERM=dumb").is_dumb());
    assert!(!environment("TERM=xterm").is_dumb());
    for word in Colours::WORDS {
        assert!(Colours::parse(word).is_some(), "{word}");
    }
    for word in ThemeName::WORDS {
        assert!(ThemeName::parse(word).is_some(), "{word}");
    }
    assert_eq!(Colours::parse("blue"), None);
}

#[test]
fn mono_never_sets_a_colour() {
    for role in Role::ALL {
        let style = Look::mono().style(role);
        assert_eq!(
            (style.fg, style.bg, style.underline_color),
            (None, None, None),
            "{role:?}"
        );
    }
    assert!(
        Look::mono()
            .style(Role::Selected)
            .add_modifier
            .contains(Modifier::REVERSED)
    );
}

#[test]
fn sixteen_colours_are_only_those() {
    for ground in [Ground::Dark, Ground::Light] {
        for role in Role::ALL {
            let style = Theme {
                ground,
                depth: Depth::Ansi16,
            }
            .style(role);
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(
                    !matches!(colour, Color::Rgb(..) | Color::Indexed(_) | Color::Reset),
                    "{role:?} is {colour}"
                );
            }
        }
        let selected = Theme {
            ground,
            depth: Depth::Ansi16,
        }
        .style(Role::Selected);
        assert!(selected.add_modifier.contains(Modifier::REVERSED));
    }
}

/// Relative luminance and contrast as WCAG 2 defines them.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |rgb: [u8; 3]| {
        let [r, g, b] = rgb.map(|v| {
            let v = f64::from(v) / 255.0;
            if v <= 0.03928 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

fn rgb(colour: Option<Color>, otherwise: [u8; 3]) -> [u8; 3] {
    match colour {
        None => otherwise,
        Some(Color::Rgb(r, g, b)) => [r, g, b],
        Some(Color::Indexed(index)) => palette(index),
        Some(other) => panic!("{other} has no fixed value"),
    }
}

/// Every role can be read on the terminal's ground and on every ground a row may be laid over (4.5:1, rules 3:1).
#[test]
fn every_role_can_be_read_on_its_ground() {
    let grounds = [
        (Ground::Dark, [0x20, 0x20, 0x24], [0xDD; 3]),
        (Ground::Light, [0xFF; 3], [0x20; 3]),
    ];
    for depth in [Depth::True, Depth::Ansi256] {
        for (ground, paper, pen) in grounds {
            let theme = Theme { ground, depth };
            for under in [
                Role::Text,
                Role::Selected,
                Role::SelectedAway,
                Role::Header,
                Role::Overlay,
            ] {
                let under_style = theme.style(under);
                for role in Role::ALL {
                    let style: Style = under_style.patch(theme.style(role));
                    let ratio = contrast(rgb(style.fg, pen), rgb(style.bg, paper));
                    let wanted = if role == Role::Border { 2.0 } else { 4.5 };
                    assert!(
                        ratio >= wanted,
                        "{role:?} on {under:?}, {ground:?} {depth:?}: {ratio:.2}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_status_has_a_shape_and_a_letter_in_every_look() {
    for look in [Look::dark(), Look::light(), Look::mono()] {
        assert_eq!(look.mark(Tone::Red, Letter('R')).content, "▲ R");
        assert_eq!(
            look.chip(Tone::Amber, Letter('A'), "Amber").content,
            " ◆ A Amber "
        );
    }
}

#[test]
fn with_256_colours_each_is_the_nearest_there_is() {
    let distance = |a: [u8; 3], b: [u8; 3]| -> u32 {
        let pairs = a.into_iter().zip(b);
        pairs.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    for ground in [Ground::Dark, Ground::Light] {
        let theme = |depth| Theme { ground, depth };
        for role in Role::ALL {
            let (full, few) = (
                theme(Depth::True).style(role),
                theme(Depth::Ansi256).style(role),
            );
            for pair in [(full.fg, few.fg), (full.bg, few.bg)] {
                let (Some(Color::Rgb(r, g, b)), Some(Color::Indexed(index))) = pair else {
                    assert_eq!(pair, (None, None), "{role:?}");
                    continue;
                };
                let best = (16..=255).map(|n| distance([r, g, b], palette(n))).min();
                assert_eq!(Some(distance([r, g, b], palette(index))), best, "{role:?}");
            }
        }
    }
}
