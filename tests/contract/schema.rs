//! The schemas in `schema/` are those of the types, and the shipped configuration is the default one.

use std::path::Path;

use pressline::config::{Config, Overrides, load};
use pressline::model::schema::all;
use pressline::telemetry::Metrics;

#[test]
fn the_schemas_are_those_of_the_types() {
    for (name, schema) in all() {
        let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        assert!(written == current, "schema/{name}.schema.json has drifted; run `just schema`");
    }
}

#[test]
fn the_page_of_metrics_is_that_of_the_code() {
    let written =
        std::fs::read_to_string(format!("{}/docs/metrics.md", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default();
    assert!(written == Metrics::default().document(), "docs/metrics.md has drifted; run `just schema`");
}

#[test]
fn the_shipped_configuration_says_the_defaults() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/pressline.toml");
    let loaded = load(&shipped, &Overrides::default()).unwrap();
    assert_eq!(loaded.warnings, []);
    // The feeds beside it are examples.
    assert_eq!(Config { feeds: Vec::new(), ..loaded }, Config::default());
}

#[test]
fn the_shipped_configuration_names_every_option() {
    let text = include_str!("../../config/pressline.toml");
    let keys = |value: &toml::Value| -> Vec<String> {
        let sections = value.as_table().unwrap().iter().filter(|(name, _)| *name != "feeds");
        let tables = sections.flat_map(|(_, section)| match section {
            toml::Value::Array(list) => list.clone(),
            table => vec![table.clone()],
        });
        tables.flat_map(|table| table.as_table().unwrap().keys().cloned().collect::<Vec<_>>()).collect()
    };
    for key in keys(&toml::Value::try_from(Config::default()).unwrap()) {
        assert!(text.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} is missing");
    }
}

#[test]
fn the_shipped_feeds_hold() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let config = load(&shipped, &Overrides::default()).unwrap();
    assert!(config.feeds.len() >= 12);
    assert!(config.feeds.iter().all(|feed| feed.group.is_some()));
}
