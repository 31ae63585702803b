//! The words of `telemetry.log`.

use std::str::FromStr;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::problem::nearest;

/// The levels, from nothing to everything.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
/// The parts of the program that can log.
const PARTS: [&str; 20] = [
    "analyze",
    "cli",
    "clock",
    "config",
    "control",
    "dates",
    "emit",
    "error",
    "extract",
    "feed",
    "fetch",
    "identity",
    "lib",
    "main",
    "model",
    "pipeline",
    "store",
    "telemetry",
    "text",
    "work",
];
/// The libraries inside that can log.
const LIBRARIES: [&str; 18] = [
    "axum",
    "feed_rs",
    "h2",
    "html5ever",
    "hyper",
    "hyper_util",
    "log",
    "markup5ever",
    "mio",
    "reqwest",
    "rustls",
    "selectors",
    "tokio",
    "tokio_util",
    "tower",
    "tower_http",
    "tracing",
    "want",
];

/// Checks a level (`info`) or a filter in `tracing`'s form (`info,pressline::fetch=debug`).
///
/// # Errors
/// The word that is no level, names no part, or does not fit the form.
pub(super) fn check(filter: &str) -> Result<(), String> {
    if filter.trim().is_empty() {
        return Err(format!("is empty; write one of {}", LEVELS.join(", ")));
    }
    for directive in filter.split(',') {
        // A filter may hold spans with their fields: `[job{feed=a}]=debug`.
        let target = directive.split(['=', '[']).next().unwrap_or_default();
        match directive.rsplit_once('=') {
            Some((_, level)) if !directive.ends_with(']') => {
                check_target(target)?;
                check_level(level)?;
            }
            None if !directive.contains('[') => check_level(directive)?,
            _ => check_target(target)?,
        }
    }
    EnvFilter::builder().parse(filter).map(drop).map_err(|error| error.to_string())
}

fn check_level(word: &str) -> Result<(), String> {
    if LevelFilter::from_str(word).is_ok() && !word.is_empty() {
        return Ok(());
    }
    let is_target = word.contains("::") || word == "pressline";
    let hint =
        if is_target { format!("; did you mean `{word}=debug`?") } else { format!("; write {}", LEVELS.join(", ")) };
    Err(format!("`{word}` is no level{hint}"))
}

fn check_target(target: &str) -> Result<(), String> {
    let mut parts = target.split("::");
    let (library, part) = (parts.next().unwrap_or_default(), parts.next());
    match part {
        _ if target.is_empty() || LIBRARIES.contains(&library) => Ok(()),
        None if library == "pressline" => Ok(()),
        Some(part) if library == "pressline" && PARTS.contains(&part) => Ok(()),
        Some(part) if library == "pressline" => {
            let near = nearest(part, PARTS.into_iter()).unwrap_or("fetch");
            Err(format!("`{target}` names no part of the program; did you mean `pressline::{near}`?"))
        }
        _ => Err(format!("`{target}` logs nothing here; name a part of the program, as in `pressline::fetch=debug`")),
    }
}

#[cfg(test)]
mod tests {
    use super::{LIBRARIES, PARTS, check};

    #[test]
    fn words() {
        let said = |filter: &str| check(filter).err().unwrap_or_default();
        for right in [
            "info",
            "WARN",
            "off",
            "info,pressline::fetch=debug",
            "pressline=trace",
            "info,hyper=warn",
            "info,[job{feed=press}]=debug",
            "pressline::fetch::client=debug",
        ] {
            assert_eq!(said(right), "", "{right}");
        }
        for (wrong, start) in [
            ("", "is empty"),
            ("lots", "`lots` is no level; write off, error, warn, info, debug, trace"),
            ("info,lots", "`lots` is no level"),
            ("info, debug", "` debug` is no level"),
            ("info,,warn", "`` is no level"),
            ("pressline::fetch", "`pressline::fetch` is no level; did you mean `pressline::fetch=debug`?"),
            ("info,pressline::fetch=verbose", "`verbose` is no level"),
            (
                "pressline::fetcher=debug",
                "`pressline::fetcher` names no part of the program; did you mean `pressline::fetch`?",
            ),
            ("presline=debug", "`presline` logs nothing here"),
            ("info;debug", "`info;debug` is no level"),
        ] {
            assert!(said(wrong).starts_with(start), "{wrong}: {}", said(wrong));
        }
    }

    #[test]
    fn every_part_is_known() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(PARTS.contains(&name), "{name} is missing in PARTS");
        }
        assert!(PARTS.is_sorted() && LIBRARIES.is_sorted());
    }
}
