//! `xtask schema`: writes the JSON Schemas that a test holds against the types.

use std::fs;
use std::path::Path;

use anyhow::Context;
use pressline::model::schema::all;

/// Writes `NAME.schema.json` for every type of record.
pub(crate) fn write(dir: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir)?;
    for (name, schema) in all() {
        let path = dir.join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
