//! How the cells of an .xls look: the formats of their numbers, which make a date of one, and the colours behind them.

use std::collections::HashMap;

use super::super::document::{Cell, Fill};
use super::records::Record;

/// Formats, styles and colours of a workbook, gathered while its records are read.
#[derive(Debug, Default)]
pub struct Looks {
    codes: HashMap<u16, String>,
    styles: Vec<Style>,
    /// Which fonts strike their words out.
    striking: Vec<bool>,
    /// The colours of its own, which stand for the usual ones from the first on.
    palette: Vec<[u8; 3]>,
}

#[derive(Debug, Clone, Copy)]
struct Style {
    format: u16,
    font: u16,
    /// How many steps its words are indented.
    indent: u8,
    /// The colour behind it by its number, where it is one colour.
    colour: Option<u16>,
}

impl Looks {
    /// FORMAT: a format the workbook brings along.
    pub fn format(&mut self, record: &Record<'_>) {
        if let (Some(number), Some(code)) = (record.u16(0), record.text(2)) {
            self.codes.insert(number, code);
        }
    }

    /// XF: a style of cells.
    pub fn style(&mut self, record: &Record<'_>) {
        let pattern = record.u32(14).map_or(0, |bits| bits >> 26);
        self.styles.push(Style {
            format: record.u16(2).unwrap_or(0),
            font: record.u16(0).unwrap_or(0),
            indent: record.data.get(8).map_or(0, |bits| bits & 0x0F),
            colour: record.u16(18).map(|c| c & 0x7F).filter(|_| pattern == 1),
        });
    }

    /// FONT: of all it says only whether words are struck out.
    pub fn font(&mut self, record: &Record<'_>) {
        let bits = record.u16(2).unwrap_or(0);
        self.striking.push(bits & 8 != 0);
    }

    /// Gives a cell what its style says of it besides its format.
    pub fn put_on(&self, style: u16, cell: &mut Cell) {
        cell.fill = self.fill(style);
        let Some(style) = self.styles.get(usize::from(style)) else {
            return;
        };
        if style.indent > 0 {
            cell.indent = style.indent;
        }
        // There is no fourth font: those after it are counted one higher.
        let font = usize::from(style.font);
        let font = if font > 4 { font - 1 } else { font };
        if self.striking.get(font) == Some(&true) {
            cell.strike();
        }
    }

    /// PALETTE: colours of its own.
    pub fn colours(&mut self, record: &Record<'_>) {
        let colours = record.data.get(2..).unwrap_or(&[]).chunks_exact(4);
        let colour = |c: &[u8]| match c {
            [red, green, blue, _] => [*red, *green, *blue],
            _ => [0; 3],
        };
        self.palette = colours.take(USUAL.len()).map(colour).collect();
    }

    /// The format of a style, as a spreadsheet's code.
    #[must_use]
    pub fn code(&self, style: u16) -> &str {
        let Some(style) = self.styles.get(usize::from(style)) else {
            return "";
        };
        match self.codes.get(&style.format) {
            Some(code) => code,
            None => built_in(style.format),
        }
    }

    /// The colour behind a style.
    fn fill(&self, style: u16) -> Option<Fill> {
        let number = self.styles.get(usize::from(style))?.colour?;
        // The first eight are the same again; from 64 on they are those of the screen.
        let at = usize::from(number.checked_sub(8).unwrap_or(number));
        let own = self.palette.get(at);
        own.or_else(|| USUAL.get(at)).map(|rgb| Fill(*rgb))
    }
}

/// Formats that every workbook has; those of time only show no date.
fn built_in(number: u16) -> &'static str {
    match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "dd/mm/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        22 => "dd/mm/yyyy h:mm",
        _ => "",
    }
}

/// The colours a workbook has that brings none along.
const USUAL: [[u8; 3]; 56] = {
    const HEX: [u32; 56] = [
        0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000,
        0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF, 0x993366,
        0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF, 0x000080, 0xFF00FF, 0xFFFF00,
        0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99,
        0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900,
        0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366,
        0x333399, 0x333333,
    ];
    let mut colours = [[0; 3]; 56];
    let mut at = 0;
    while at < 56 {
        #[allow(clippy::indexing_slicing)]
        {
            let [_, red, green, blue] = HEX[at].to_be_bytes();
            colours[at] = [red, green, blue];
        }
        at += 1;
    }
    colours
};
