//! The JSON Schemas of the records, generated from the types.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use super::record::{ArticleRecord, EntityLine, ErrorRecord, FeedRecord, QuoteLine};

/// Returns every type of record with its schema (JSON Schema 2020-12), by the name it has in `schema/` and on the command line.
pub fn all() -> [(&'static str, Schema); 5] {
    [
        ("article", schema_of::<ArticleRecord>()),
        ("entity", schema_of::<EntityLine>()),
        ("quote", schema_of::<QuoteLine>()),
        ("error", schema_of::<ErrorRecord>()),
        ("feed", schema_of::<FeedRecord>()),
    ]
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
