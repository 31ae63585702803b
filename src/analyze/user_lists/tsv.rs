//! Tab-separated tables with a header line.

use std::collections::HashMap;

use crate::model::annotation::EntityType;

/// The largest number of errors that are reported for one file.
const MAX_REPORTED_ERRORS: usize = 10;

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

/// An error in a line of a list, with its remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// The number of the line, from 1.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub detail: String,
}

impl LineError {
    pub(super) fn at(line: usize, detail: impl Into<String>) -> Self {
        Self { line: Some(line), detail: detail.into() }
    }
}

/// The columns of a table: the required ones, then the optional ones.
pub(super) struct Columns {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

/// One line: a cell for each of the columns in their order, empty where the file has none.
pub(super) struct Row<'a> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// Returns the names of a cell that contains several.
    pub(super) fn names(&self, cell: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells[cell].split('|').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// Reads a table and passes each row to `take`, which may return an error.
///
/// Blank lines and lines that begin with `#` are skipped, and columns may stand in any order. Ids must differ.
pub(super) fn read<'a>(
    file: &'a [u8],
    columns: &Columns,
    mut take: impl FnMut(Row<'a>) -> Result<(), LineError>,
) -> Result<(), Vec<LineError>> {
    let text = std::str::from_utf8(file).map_err(|utf8| {
        let line = file.iter().take(utf8.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        vec![LineError::at(line, "not UTF-8; save the file as UTF-8")]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let mut lines = lines.by_ref().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((at, header)) = lines.next() else {
        return Ok(());
    };
    let (places, width) = column_positions(header, columns).map_err(|detail| vec![LineError::at(at, detail)])?;
    let mut errors = Vec::new();
    let mut ids: HashMap<&str, usize> = HashMap::new();
    for (line, content) in lines {
        let found: Vec<&str> = content.split('\t').map(str::trim).collect();
        let cells: Vec<&str> =
            places.iter().map(|place| place.and_then(|place| found.get(place)).copied().unwrap_or_default()).collect();
        let empty = columns.required.iter().zip(&cells).find(|(_, cell)| cell.is_empty());
        let error = if found.len() > width {
            Some(format!("{} columns where the header has {width}; take a tab out", found.len()))
        } else if let Some((name, _)) = empty {
            Some(format!("`{name}` is empty; fill it in (columns are parted by tabs)"))
        } else if let Some(first) = ids.insert(cells[0], line) {
            Some(format!("id `{}` is given twice, first in line {first}; give one another id", cells[0]))
        } else {
            take(Row { line, cells }).err().map(|error| error.detail)
        };
        errors.extend(error.map(|detail| LineError::at(line, detail)));
    }
    if errors.len() > MAX_REPORTED_ERRORS {
        let more = errors.len() - MAX_REPORTED_ERRORS;
        errors.truncate(MAX_REPORTED_ERRORS);
        errors.push(LineError { line: None, detail: format!("and {more} more lines are wrong") });
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Returns the position of each column, and the number of columns in the file.
fn column_positions(header: &str, columns: &Columns) -> Result<(Vec<Option<usize>>, usize), String> {
    let known: Vec<&str> = columns.required.iter().chain(columns.optional).copied().collect();
    let found: Vec<String> = header.split('\t').map(|name| name.trim().to_ascii_lowercase()).collect();
    let shown = || known.join("<TAB>");
    if let Some(missing) = columns.required.iter().find(|name| !found.iter().any(|found| found == *name)) {
        return Err(format!("the header lacks the column `{missing}`; begin the file with {}", shown()));
    }
    if let Some(odd) = found.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no column is called `{odd}`; the header is {}", shown()));
    }
    Ok((known.iter().map(|name| found.iter().position(|found| found == name)).collect(), found.len()))
}

/// Returns the type that a cell names.
pub(super) fn entity_type(cell: &str) -> Result<EntityType, String> {
    TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(cell)).map(|(_, kind)| *kind).ok_or_else(|| {
        let known: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        format!("no type is called `{cell}`; use one of {}", known.join(", "))
    })
}
