//! A frame as a picture: a ratatui buffer to an SVG that any browser shows in its own monospaced letters.

use std::fmt::Write as _;

use milepost::view::theme::palette;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const WIDE: usize = 8;
const HIGH: usize = 17;
const MARGIN: usize = 12;

/// The colours of a terminal that colours named by nobody else are drawn with.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    pub pen: [u8; 3],
    pub ground: [u8; 3],
}

pub const DARK: Paper = Paper {
    pen: [0xD6, 0xDA, 0xE0],
    ground: [0x14, 0x18, 0x1E],
};
pub const LIGHT: Paper = Paper {
    pen: [0x1C, 0x21, 0x28],
    ground: [0xFF; 3],
};

/// The picture. The title is read out by screen readers.
pub fn picture(buffer: &Buffer, paper: Paper, title: &str) -> String {
    let columns = usize::from(buffer.area.width);
    let (width, height) = (
        columns * WIDE + 2 * MARGIN,
        usize::from(buffer.area.height) * HIGH + 2 * MARGIN,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"13\" xml:space=\"preserve\">\n",
        escape(title),
        hex(paper.ground),
    );
    for (y, row) in buffer.content().chunks(columns.max(1)).enumerate() {
        let top = MARGIN + y * HIGH;
        for run in runs(row) {
            let (pen, ground) = colours(run.first, paper);
            let (x, wide) = (MARGIN + run.column * WIDE, run.columns * WIDE);
            if ground != paper.ground {
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"{top}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{}\"/>",
                    hex(ground)
                );
            }
            let modifier = run.first.modifier;
            if run.text.trim().is_empty() && !modifier.contains(Modifier::UNDERLINED) {
                continue;
            }
            let weight = if modifier.contains(Modifier::BOLD) {
                " font-weight=\"bold\""
            } else {
                ""
            };
            let line = if modifier.contains(Modifier::UNDERLINED) {
                " text-decoration=\"underline\""
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "<text x=\"{x}\" y=\"{}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight}{line}>{}</text>",
                top + 13,
                hex(pen),
                escape(&run.text),
            );
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Cells side by side that look the same. Shapes that a font may draw in another width stand alone, so that nothing shifts.
struct Run<'a> {
    column: usize,
    columns: usize,
    text: String,
    first: &'a Cell,
}

fn runs(row: &[Cell]) -> Vec<Run<'_>> {
    let mut out: Vec<Run<'_>> = Vec::new();
    let mut covered = 0;
    let mut joinable = false;
    for (column, cell) in row.iter().enumerate() {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let columns = milepost::view::text::width(cell.symbol()).max(1);
        covered = columns - 1;
        let plain = cell.symbol().is_ascii();
        match out.last_mut() {
            Some(last) if joinable && plain && same(last.first, cell) => {
                last.text.push_str(cell.symbol());
                last.columns += columns;
            }
            _ => out.push(Run {
                column,
                columns,
                text: cell.symbol().to_owned(),
                first: cell,
            }),
        }
        joinable = plain;
    }
    out
}

fn same(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn colours(cell: &Cell, paper: Paper) -> ([u8; 3], [u8; 3]) {
    let (pen, ground) = (rgb(cell.fg, paper.pen), rgb(cell.bg, paper.ground));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ground, pen)
    } else {
        (pen, ground)
    }
}

/// The sixteen as xterm draws them.
fn rgb(colour: Color, otherwise: [u8; 3]) -> [u8; 3] {
    match colour {
        Color::Reset => otherwise,
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(index) => palette(index),
        Color::Black => [0; 3],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Blue => [0, 0, 238],
        Color::Magenta => [205, 0, 205],
        Color::Cyan => [0, 205, 205],
        Color::Gray => [229; 3],
        Color::DarkGray => [127; 3],
        Color::LightRed => [255, 0, 0],
        Color::LightGreen => [0, 255, 0],
        Color::LightYellow => [255, 255, 0],
        Color::LightBlue => [92, 92, 255],
        Color::LightMagenta => [255, 0, 255],
        Color::LightCyan => [0, 255, 255],
        Color::White => [255; 3],
    }
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
