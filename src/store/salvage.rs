//! Copies the rows of a damaged file, around the pages that cannot be read.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

/// A table to copy, and the column by which its rows are ordered.
struct Table {
    name: &'static str,
    key: &'static str,
}

/// The tables that are copied. The bands of sketches are computed from these.
const TABLES: [Table; 11] = [
    Table { name: "job", key: "id" },
    Table { name: "buried", key: "id" },
    Table { name: "feed", key: "name" },
    Table { name: "entry", key: "key" },
    Table { name: "page", key: "key" },
    Table { name: "article", key: "id" },
    Table { name: "stream", key: "id" },
    Table { name: "frame", key: "id" },
    Table { name: "sketch", key: "id" },
    Table { name: "domain", key: "name" },
    Table { name: "pause", key: "target" },
];

/// What became of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// The table's name.
    pub table: &'static str,
    /// The rows that were read and kept.
    pub rows: usize,
    /// The places at which rows could not be read. How many were there, nobody can tell.
    pub gaps: usize,
}

/// Copies what can be read of each table that both files have.
///
/// Takes time in proportion to the rows, and to their key's length at each gap.
pub(super) fn copy(from: &Connection, to: &Connection) -> rusqlite::Result<Vec<Salvaged>> {
    let mut done = Vec::new();
    for table in TABLES {
        let known = columns(from, table.name).unwrap_or_default();
        let shared: Vec<String> = columns(to, table.name)?.into_iter().filter(|name| known.contains(name)).collect();
        if let Some(key) = shared.iter().position(|name| name == table.key) {
            done.push(copy_table(from, to, &table, &shared, key)?);
        }
    }
    Ok(done)
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut ask = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
    ask.query_map([table], |row| row.get(0))?.collect()
}

fn copy_table(
    from: &Connection,
    to: &Connection,
    table: &Table,
    columns: &[String],
    key: usize,
) -> rusqlite::Result<Salvaged> {
    let (name, list) = (table.name, columns.join(", "));
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {name} ({list}) VALUES ({places})"))?;
    let mut salvaged = Salvaged { table: name, rows: 0, gaps: 0 };
    let mut write = |row: &[Value]| insert.execute(params_from_iter(row.iter().cloned()));
    let up = format!("SELECT {list} FROM {name} WHERE {0} >= ?1 ORDER BY {0}", table.key);
    let down = format!("SELECT {list} FROM {name} WHERE {0} > ?1 AND {0} < ?2 ORDER BY {0} DESC", table.key);
    let mut start = Value::Null;
    loop {
        let first = if start == Value::Null { up.replace(">= ?1", "IS NOT ?1") } else { up.clone() };
        let walked = walk(from, &first, &[start], columns.len(), key, &mut write)?;
        salvaged.rows += walked.rows;
        if !walked.is_cut {
            return Ok(salvaged);
        }
        salvaged.gaps += 1;
        // The next key behind the gap that can be reached, then back from there to the gap's end.
        let Some(reached) = walked.last_key else {
            return copy_downwards(from, table, columns, key, &salvaged, &mut write);
        };
        let Some(behind) = steps(&reached).into_iter().find(|step| reaches(from, &up, step)) else {
            return Ok(salvaged);
        };
        salvaged.rows += walk(from, &down, &[reached, behind.clone()], columns.len(), key, &mut write)?.rows;
        start = behind;
    }
}

/// Copies a table from its end, where its beginning cannot be read.
fn copy_downwards(
    from: &Connection,
    table: &Table,
    columns: &[String],
    key: usize,
    salvaged: &Salvaged,
    write: &mut impl FnMut(&[Value]) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Salvaged> {
    let sql =
        format!("SELECT {} FROM {} WHERE {2} IS NOT ?1 ORDER BY {2} DESC", columns.join(", "), table.name, table.key);
    let rows = walk(from, &sql, &[Value::Null], columns.len(), key, write)?.rows;
    Ok(Salvaged { table: salvaged.table, rows: salvaged.rows + rows, gaps: salvaged.gaps })
}

/// How far a walk over a table came.
#[derive(Default)]
struct Walk {
    rows: usize,
    last_key: Option<Value>,
    /// Whether the rest cannot be read.
    is_cut: bool,
}

/// Reads rows and writes each, up to the end or the first that cannot be read.
fn walk(
    from: &Connection,
    sql: &str,
    bounds: &[Value],
    width: usize,
    key: usize,
    write: &mut impl FnMut(&[Value]) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Walk> {
    let mut walk = Walk::default();
    let Ok(mut ask) = from.prepare(sql) else { return Ok(Walk { is_cut: true, ..walk }) };
    let Ok(mut rows) = ask.query(params_from_iter(bounds.iter().cloned())) else {
        return Ok(Walk { is_cut: true, ..walk });
    };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(walk),
            Err(_) => return Ok(Walk { is_cut: true, ..walk }),
        };
        let values: Vec<Value> = (0..width).map(|at| row.get_ref(at).map(owned)).collect::<Result<_, _>>()?;
        // A row that the new file refuses (a value of another type, say) is part of the damage.
        walk.rows += write(&values).unwrap_or_default();
        walk.last_key = values.into_iter().nth(key);
    }
}

/// Returns a value; text that is no UTF-8 with those bytes replaced.
fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Null => Value::Null,
    }
}

/// Returns whether a row can be read from a key on.
fn reaches(from: &Connection, sql: &str, key: &Value) -> bool {
    let ask = || from.prepare(sql)?.query([key])?.next().map(|row| row.is_some());
    ask().unwrap_or(false)
}

/// Returns keys behind a key, ever further away.
fn steps(key: &Value) -> Vec<Value> {
    match key {
        Value::Integer(id) => (0..62).filter_map(|power| id.checked_add(1 << power)).map(Value::Integer).collect(),
        Value::Blob(bytes) => longer_steps(bytes).map(Value::Blob).collect(),
        Value::Text(text) => {
            let steps = longer_steps(text.as_bytes());
            steps.filter_map(|bytes| String::from_utf8(bytes).ok()).map(Value::Text).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the beginnings of a key with their last byte raised, the longest first.
fn longer_steps(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (1..=bytes.len()).rev().filter_map(|len| {
        let mut step = bytes.get(..len)?.to_vec();
        let last = step.last_mut()?;
        *last = last.checked_add(1)?;
        Some(step)
    })
}
