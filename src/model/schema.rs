//! The JSON Schemas of what is emitted, generated from the types.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use super::record::{ArticleRecord, EntityLine, ErrorRecord, FeedRecord, QuoteLine};

/// Every type of record with its schema (JSON Schema 2020-12), by the name it has in `schema/` and on the command line.
pub fn all() -> [(&'static str, Schema); 5] {
    [
        ("article", of::<ArticleRecord>()),
        ("entity", of::<EntityLine>()),
        ("quote", of::<QuoteLine>()),
        ("error", of::<ErrorRecord>()),
        ("feed", of::<FeedRecord>()),
    ]
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
