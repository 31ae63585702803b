//! `xtask schema`: writes the JSON Schemas and the page of metrics, which tests hold against the code.

use std::fs;
use std::path::Path;

use anyhow::Context;
use pressline::model::schema::all;
use pressline::telemetry::Metrics;

/// Writes `NAME.schema.json` for every type of record, and the page of metrics.
pub(crate) fn write(dir: &Path, metrics: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir)?;
    for (name, schema) in all() {
        let path = dir.join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    fs::write(metrics, Metrics::default().document()).with_context(|| format!("cannot write {}", metrics.display()))
}
