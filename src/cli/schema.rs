//! `pressline schema`: the JSON Schemas of the records.

use serde_json::{Map, Value};

use super::exit_code::SUCCESS;
use super::output::LineWriter;
use crate::model::schema::all;

/// Prints the JSON Schema of one record type, or of all.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record type; without it, all schemas in one object, by name
    #[arg(value_name = "TYPE", value_parser = ["article", "entity", "quote", "error", "feed"])]
    kind: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut lines = LineWriter::new();
    let schemas: Map<_, Value> = all().into_iter().map(|(name, schema)| (name.to_owned(), schema.into())).collect();
    match args.kind.as_ref().and_then(|kind| schemas.get(kind)) {
        Some(schema) => lines.answer(schema)?,
        None => lines.answer(&schemas)?,
    }
    Ok(SUCCESS)
}
