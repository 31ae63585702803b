//! `pressline schema`: the JSON Schema of what is emitted.

use serde_json::{Map, Value};

use super::output::Lines;
use crate::model::schema::all;

/// Prints the JSON Schema of a record type, or of all
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record type; all of them, by name, when it is left out
    #[arg(value_name = "TYPE", value_parser = ["article", "entity", "quote", "error", "feed"])]
    kind: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut lines = Lines::new();
    let schemas: Map<_, Value> = all().into_iter().map(|(name, schema)| (name.to_owned(), schema.into())).collect();
    match args.kind.as_ref().and_then(|kind| schemas.get(kind)) {
        Some(schema) => lines.answer(schema)?,
        None => lines.answer(&schemas)?,
    }
    Ok(super::OK)
}
