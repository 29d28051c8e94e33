//! Themes: the inks each role is drawn with.
//!
//! A role is named by what it means, never by a colour. Each ink says how it looks with many colours, with the sixteen a
//! terminal's owner has chosen, and with none. The background of the terminal is never painted, except behind what stands
//! out (the selected row, status chips, overlays), so a screen sits well on whatever ground it is given.
//!
//! The mono theme sets no colour at all, not even "default": with `NO_COLOR` set, the terminal library drops bold and
//! reverse together with any colour, and the selection would disappear. Where to read next: [`super::look`].

mod palette;

use palette::nearest;
pub use palette::palette;
use ratatui::style::{Color, Modifier, Style};

use crate::domain::Tone;

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words to be read.
    Text,
    /// Words that may be overlooked: labels, hints, counts.
    Dim,
    /// The name of the thing on the screen.
    Title,
    /// The name of a part of it.
    Heading,
    /// The row the cursor is on; laid over what the row holds.
    Selected,
    /// The same, in a part of the screen that keys do not go to.
    SelectedAway,
    /// The frame of the part that keys go to.
    FocusBorder,
    /// Any other frame or rule.
    Border,
    /// The key in a hint: `Enter`.
    Key,
    /// What it does: `record`.
    KeyHint,
    /// The line at the top, laid over what it holds.
    Header,
    /// A status or text that is staged and not yet recorded.
    Staged,
    /// Recorded by the chair, on its way to the disk.
    Pending,
    /// On the disk.
    Saved,
    /// Could not be saved.
    NotSaved,
    /// A date that has passed with work left.
    Overdue,
    /// A date that was moved.
    Moved,
    /// Something to look at before going on.
    Warning,
    /// What cannot be done, and why.
    Error,
    /// Letters that a search matched; laid over the text.
    Match,
    /// The inside of an overlay.
    Overlay,
    /// The name of an overlay.
    OverlayTitle,
    /// Text somebody is typing.
    Input,
    /// What stands in an empty input until somebody types.
    Placeholder,
    /// A tag of an action.
    Tag,
    /// A reference: `6.3`.
    Reference,
    /// A person, role or organisation.
    Lead,
    /// A status written as text: its shape and its letter.
    Tone(Tone),
    /// A status written as a block on its own ground.
    Chip(Tone),
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 37] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::Heading,
        Self::Selected,
        Self::SelectedAway,
        Self::FocusBorder,
        Self::Border,
        Self::Key,
        Self::KeyHint,
        Self::Header,
        Self::Staged,
        Self::Pending,
        Self::Saved,
        Self::NotSaved,
        Self::Overdue,
        Self::Moved,
        Self::Warning,
        Self::Error,
        Self::Match,
        Self::Overlay,
        Self::OverlayTitle,
        Self::Input,
        Self::Placeholder,
        Self::Tag,
        Self::Reference,
        Self::Lead,
        Self::Tone(Tone::Red),
        Self::Tone(Tone::Amber),
        Self::Tone(Tone::Green),
        Self::Tone(Tone::Blue),
        Self::Tone(Tone::White),
        Self::Chip(Tone::Red),
        Self::Chip(Tone::Amber),
        Self::Chip(Tone::Green),
        Self::Chip(Tone::Blue),
        Self::Chip(Tone::White),
    ];
}

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None may be set.
    Mono,
    /// The sixteen of the terminal's own palette.
    Ansi16,
    /// The palette of 256.
    Ansi256,
    /// Any.
    True,
}

/// The ground a theme is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    Dark,
    Light,
}

/// A colour with many colours and with sixteen.
#[derive(Debug, Clone, Copy)]
struct Shade(u32, Color);

/// How one role looks: foreground, background, and modifiers with and without colour.
#[derive(Debug, Clone, Copy)]
struct Ink {
    fg: Option<Shade>,
    bg: Option<Shade>,
    with: Modifier,
    /// Added with sixteen colours, where a background may be hard to tell.
    with16: Modifier,
    without: Modifier,
}

const PLAIN: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const LINED: Modifier = Modifier::UNDERLINED;
const REVERSE: Modifier = Modifier::REVERSED;

const fn ink(fg: Option<Shade>, with: Modifier, without: Modifier) -> Ink {
    Ink {
        fg,
        bg: None,
        with,
        with16: PLAIN,
        without,
    }
}

const fn on(ground: Shade, fg: Option<Shade>, with: Modifier, without: Modifier) -> Ink {
    Ink {
        bg: Some(ground),
        ..ink(fg, with, without)
    }
}

/// A row that is laid over others: a ground with many colours, reversed with few.
const fn row(ground: u32, with: Modifier, with16: Modifier, without: Modifier) -> Ink {
    Ink {
        bg: Some(Shade(ground, Color::Reset)),
        with16,
        ..ink(None, with, without)
    }
}

fn dark(role: Role) -> Ink {
    const fn c(rgb: u32, ansi: Color) -> Option<Shade> {
        Some(Shade(rgb, ansi))
    }
    match role {
        Role::Text | Role::Input => ink(None, PLAIN, PLAIN),
        Role::Dim | Role::KeyHint | Role::Placeholder => {
            ink(c(0xA3_ADBA, Color::Gray), PLAIN, PLAIN)
        }
        Role::Title => ink(c(0xFF_FFFF, Color::White), BOLD, BOLD),
        Role::Heading => ink(c(0x8F_C7F5, Color::LightCyan), BOLD, BOLD),
        Role::Selected => row(0x27_3B57, PLAIN, REVERSE, REVERSE),
        Role::SelectedAway => row(0x2A_2F38, PLAIN, LINED, LINED),
        Role::FocusBorder => ink(c(0x6C_B6FF, Color::LightBlue), BOLD, BOLD),
        Role::Border => ink(c(0x6B_7785, Color::Gray), PLAIN, PLAIN),
        Role::Key => ink(c(0x8F_C7F5, Color::LightCyan), BOLD, BOLD),
        Role::Header => row(0x1F_2937, PLAIN, REVERSE, REVERSE),
        Role::Staged => ink(c(0xF2_A8FF, Color::LightMagenta), BOLD, BOLD.union(LINED)),
        Role::Pending => ink(c(0xF0_C674, Color::LightYellow), PLAIN, LINED),
        Role::Saved => ink(c(0x7E_D491, Color::LightGreen), PLAIN, PLAIN),
        Role::NotSaved => on(
            Shade(0xB6_2324, Color::Red),
            c(0xFF_FFFF, Color::White),
            BOLD,
            BOLD.union(REVERSE),
        ),
        Role::Overdue => ink(c(0xFF_8A80, Color::LightRed), BOLD, BOLD.union(LINED)),
        Role::Moved => ink(c(0xF0_C674, Color::LightYellow), PLAIN, PLAIN),
        Role::Warning => ink(c(0xF0_C674, Color::LightYellow), BOLD, BOLD),
        Role::Error => ink(c(0xFF_8A80, Color::LightRed), BOLD, BOLD),
        Role::Match => ink(c(0xFF_D75F, Color::LightYellow), BOLD.union(LINED), LINED),
        Role::Overlay => row(0x1B_222C, PLAIN, PLAIN, PLAIN),
        Role::OverlayTitle => ink(c(0xFF_FFFF, Color::White), BOLD, BOLD),
        Role::Tag | Role::Reference => ink(c(0x9A_D5CA, Color::LightCyan), PLAIN, PLAIN),
        Role::Lead => ink(c(0xC5_B8F5, Color::LightMagenta), PLAIN, PLAIN),
        Role::Tone(Tone::Red) => ink(c(0xFF_8A80, Color::LightRed), BOLD, BOLD),
        Role::Tone(Tone::Amber) => ink(c(0xFF_C25C, Color::LightYellow), BOLD, BOLD),
        Role::Tone(Tone::Green) => ink(c(0x7E_D491, Color::LightGreen), PLAIN, PLAIN),
        Role::Tone(Tone::Blue) => ink(c(0x79_B8FF, Color::LightBlue), PLAIN, PLAIN),
        Role::Tone(Tone::White) => ink(c(0xE6_E6E6, Color::White), PLAIN, PLAIN),
        Role::Chip(tone) => chip(tone),
    }
}

fn light(role: Role) -> Ink {
    const fn c(rgb: u32, ansi: Color) -> Option<Shade> {
        Some(Shade(rgb, ansi))
    }
    match role {
        Role::Text | Role::Input => ink(None, PLAIN, PLAIN),
        Role::Dim | Role::KeyHint | Role::Placeholder => {
            ink(c(0x4F_5863, Color::DarkGray), PLAIN, PLAIN)
        }
        Role::Title | Role::OverlayTitle => ink(c(0x00_0000, Color::Black), BOLD, BOLD),
        Role::Heading | Role::Key => ink(c(0x0B_4F8A, Color::Blue), BOLD, BOLD),
        Role::Selected => row(0xCF_E3FA, PLAIN, REVERSE, REVERSE),
        Role::SelectedAway => row(0xE6_E9ED, PLAIN, LINED, LINED),
        Role::FocusBorder => ink(c(0x0B_57A4, Color::Blue), BOLD, BOLD),
        Role::Border => ink(c(0x76_7F8A, Color::DarkGray), PLAIN, PLAIN),
        Role::Header => row(0xE1_E6EC, PLAIN, REVERSE, REVERSE),
        Role::Staged => ink(c(0x86_1A9C, Color::Magenta), BOLD, BOLD.union(LINED)),
        Role::Pending | Role::Moved => ink(c(0x6B_3F00, Color::Magenta), PLAIN, LINED),
        Role::Saved => ink(c(0x0F_5D2A, Color::Blue), PLAIN, PLAIN),
        Role::NotSaved => on(
            Shade(0xB6_2324, Color::Red),
            c(0xFF_FFFF, Color::White),
            BOLD,
            BOLD.union(REVERSE),
        ),
        Role::Overdue => ink(c(0xA8_1218, Color::Red), BOLD, BOLD.union(LINED)),
        Role::Warning => ink(c(0x6B_3F00, Color::Magenta), BOLD, BOLD),
        Role::Error | Role::Tone(Tone::Red) => ink(c(0xA8_1218, Color::Red), BOLD, BOLD),
        Role::Match => ink(c(0x7A_2A00, Color::Red), BOLD.union(LINED), LINED),
        Role::Overlay => row(0xF1_F4F8, PLAIN, PLAIN, PLAIN),
        Role::Tag | Role::Reference => ink(c(0x0E_5A52, Color::Blue), PLAIN, PLAIN),
        Role::Lead => ink(c(0x3D_2C8D, Color::Magenta), PLAIN, PLAIN),
        // Sixteen-colour yellow and green cannot be read on white: these two keep a ground of their own there.
        Role::Tone(Tone::Amber) => on16(0x6B_3F00, Color::Black, Color::Yellow),
        Role::Tone(Tone::Green) => on16(0x0F_5D2A, Color::Black, Color::Green),
        Role::Tone(Tone::Blue) => ink(c(0x0B_4F9E, Color::Blue), PLAIN, PLAIN),
        Role::Tone(Tone::White) => ink(c(0x33_3A42, Color::Black), PLAIN, PLAIN),
        Role::Chip(tone) => chip(tone),
    }
}

/// Text with many colours, a block with sixteen.
const fn on16(rgb: u32, fg: Color, bg: Color) -> Ink {
    Ink {
        bg: Some(Shade(NO_GROUND, bg)),
        ..ink(Some(Shade(rgb, fg)), BOLD, BOLD)
    }
}

/// A background that is left alone with many colours: out of the range of 24 bits.
const NO_GROUND: u32 = 0x0100_0000;

/// A block with a ground of its own reads the same on both grounds.
fn chip(tone: Tone) -> Ink {
    const BLACK: Option<Shade> = Some(Shade(0, Color::Black));
    const WHITE: Option<Shade> = Some(Shade(0xFF_FFFF, Color::White));
    const BLOCK: Modifier = BOLD.union(REVERSE);
    match tone {
        Tone::Red => on(Shade(0xB6_2324, Color::Red), WHITE, BOLD, BLOCK),
        Tone::Amber => on(Shade(0xFF_BF47, Color::Yellow), BLACK, BOLD, BLOCK),
        Tone::Green => on(Shade(0x6C_C67D, Color::Green), BLACK, BOLD, BLOCK),
        Tone::Blue => on(Shade(0x1D_5FB4, Color::Blue), WHITE, BOLD, BLOCK),
        Tone::White => on(Shade(0xE6_E6E6, Color::Gray), BLACK, BOLD, BLOCK),
    }
}

/// A theme: the ground it is made for, and how many colours it may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Theme {
    pub ground: Ground,
    pub depth: Depth,
}

impl Theme {
    /// The theme that sets no colours.
    pub const MONO: Self = Self {
        ground: Ground::Dark,
        depth: Depth::Mono,
    };

    /// `dark`, `light` or `mono`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.depth, self.ground) {
            (Depth::Mono, _) => "mono",
            (_, Ground::Dark) => "dark",
            (_, Ground::Light) => "light",
        }
    }

    /// How a role is drawn.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let ink = match self.ground {
            Ground::Dark => dark(role),
            Ground::Light => light(role),
        };
        let mut style = Style::new();
        if self.depth == Depth::Mono {
            return style.add_modifier(ink.without);
        }
        style = style.add_modifier(ink.with);
        if self.depth == Depth::Ansi16 {
            style = style.add_modifier(ink.with16);
        }
        if let Some(colour) = ink.fg.and_then(|shade| self.colour(shade)) {
            style = style.fg(colour);
        }
        if let Some(colour) = ink.bg.and_then(|shade| self.colour(shade)) {
            style = style.bg(colour);
        }
        style
    }

    /// A shade in as many colours as there are; none where the shade has nothing to say at this depth.
    fn colour(self, Shade(rgb, ansi): Shade) -> Option<Color> {
        let [_, r, g, b] = rgb.to_be_bytes();
        match self.depth {
            Depth::Mono => None,
            Depth::Ansi16 => (ansi != Color::Reset).then_some(ansi),
            _ if rgb >= NO_GROUND => None,
            Depth::Ansi256 => Some(Color::Indexed(nearest([r, g, b]))),
            Depth::True => Some(Color::Rgb(r, g, b)),
        }
    }
}
