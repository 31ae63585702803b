//! Tables of tab-separated columns under a header line.

use std::collections::HashMap;

use crate::model::annotation::EntityType;

/// As many faults are told of one file.
const MANY: usize = 10;

/// The types that a list may give. Dates and amounts are values, not names.
const TYPES: [(&str, EntityType); 10] = [
    ("PERSON", EntityType::Person),
    ("ORG", EntityType::Org),
    ("GPE", EntityType::Gpe),
    ("LOC", EntityType::Loc),
    ("NORP", EntityType::Norp),
    ("FAC", EntityType::Fac),
    ("EVENT", EntityType::Event),
    ("PRODUCT", EntityType::Product),
    ("WORK_OF_ART", EntityType::WorkOfArt),
    ("LAW", EntityType::Law),
];

/// What is wrong with a file, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub detail: String,
}

impl Fault {
    pub(super) fn at(line: usize, detail: impl Into<String>) -> Self {
        Self { line: Some(line), detail: detail.into() }
    }
}

/// The columns of a table: those that must be there, then those that may.
pub(super) struct Columns {
    pub(super) needed: &'static [&'static str],
    pub(super) more: &'static [&'static str],
}

/// One line: a cell for each of the columns in their order, empty where the file has none.
pub(super) struct Row<'a> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The names of a cell that holds several.
    pub(super) fn names(&self, cell: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells[cell].split('|').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// Reads a table and hands each row to `take`, which may find fault with it. Blank lines and lines that begin with `#`
/// are passed over, columns may stand in any order. Ids must differ.
pub(super) fn read<'a>(
    file: &'a [u8],
    columns: &Columns,
    mut take: impl FnMut(Row<'a>) -> Result<(), Fault>,
) -> Result<(), Vec<Fault>> {
    let text = std::str::from_utf8(file).map_err(|error| {
        let line = file.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        vec![Fault::at(line, "not UTF-8; save the file as UTF-8")]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let mut lines = lines.by_ref().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((at, header)) = lines.next() else { return Ok(()) };
    let (places, width) = header_of(header, columns).map_err(|detail| vec![Fault::at(at, detail)])?;
    let mut faults = Vec::new();
    let mut ids: HashMap<&str, usize> = HashMap::new();
    for (line, content) in lines {
        let found: Vec<&str> = content.split('\t').map(str::trim).collect();
        let cells: Vec<&str> =
            places.iter().map(|place| place.and_then(|place| found.get(place)).copied().unwrap_or_default()).collect();
        let empty = columns.needed.iter().zip(&cells).find(|(_, cell)| cell.is_empty());
        let fault = if found.len() > width {
            Some(format!("{} columns where the header has {width}; take a tab out", found.len()))
        } else if let Some((name, _)) = empty {
            Some(format!("`{name}` is empty; fill it in (columns are parted by tabs)"))
        } else if let Some(first) = ids.insert(cells[0], line) {
            Some(format!("id `{}` is given twice, first in line {first}; give one another id", cells[0]))
        } else {
            take(Row { line, cells }).err().map(|fault| fault.detail)
        };
        faults.extend(fault.map(|detail| Fault::at(line, detail)));
    }
    if faults.len() > MANY {
        let more = faults.len() - MANY;
        faults.truncate(MANY);
        faults.push(Fault { line: None, detail: format!("and {more} more lines are wrong") });
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Where each column stands, and how many the file has.
fn header_of(header: &str, columns: &Columns) -> Result<(Vec<Option<usize>>, usize), String> {
    let known: Vec<&str> = columns.needed.iter().chain(columns.more).copied().collect();
    let found: Vec<String> = header.split('\t').map(|name| name.trim().to_ascii_lowercase()).collect();
    let shown = || known.join("<TAB>");
    if let Some(missing) = columns.needed.iter().find(|name| !found.iter().any(|found| found == *name)) {
        return Err(format!("the header lacks the column `{missing}`; begin the file with {}", shown()));
    }
    if let Some(odd) = found.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no column is called `{odd}`; the header is {}", shown()));
    }
    Ok((known.iter().map(|name| found.iter().position(|found| found == name)).collect(), found.len()))
}

/// The type that a cell names.
pub(super) fn kind(cell: &str) -> Result<EntityType, String> {
    TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(cell)).map(|(_, kind)| *kind).ok_or_else(|| {
        let known: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        format!("no type is called `{cell}`; use one of {}", known.join(", "))
    })
}
