//! `pressline schema`: the JSON Schema of what is emitted.

use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

use super::output::Lines;
use crate::model::record::{ArticleRecord, EntityLine, ErrorRecord, FeedRecord, QuoteLine};

/// Prints the JSON Schema of a record type, or of all
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record type; all of them, by name, when it is left out
    #[arg(value_name = "TYPE", value_parser = ["article", "entity", "quote", "error", "feed"])]
    kind: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut lines = Lines::new();
    match &args.kind {
        Some(kind) => lines.answer(&all().into_iter().find(|(name, _)| name == kind).map(|(_, schema)| schema))?,
        None => {
            lines.answer(&all().into_iter().map(|(name, s)| (name.to_owned(), s.into())).collect::<Map<_, Value>>())?;
        }
    }
    Ok(super::OK)
}

/// Every record type with its schema.
pub(crate) fn all() -> [(&'static str, Schema); 5] {
    let settings = || SchemaSettings::draft2020_12().for_serialize().into_generator();
    [
        ("article", settings().into_root_schema_for::<ArticleRecord>()),
        ("entity", settings().into_root_schema_for::<EntityLine>()),
        ("quote", settings().into_root_schema_for::<QuoteLine>()),
        ("error", settings().into_root_schema_for::<ErrorRecord>()),
        ("feed", settings().into_root_schema_for::<FeedRecord>()),
    ]
}
