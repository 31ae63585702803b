//! `pressline opml`: lists of feeds from other programs, and for them.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::Context;
use clap::Subcommand;
use toml::Value;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::exit_code::SUCCESS;
use super::input::Input;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use crate::config::Config;
use crate::feed::{Subscription, opml, opml_document};
use crate::identity::normalized_url;
use crate::model::shown_url;
use crate::telemetry::tell;

/// The largest list in bytes (chosen).
const MAX_LIST_BYTES: u64 = 16 << 20;
/// The longest name that is made of a title, in bytes; `-2` and the like still fit into the 64 that a name may have.
const MAX_NAME_BYTES: usize = 56;

/// Reads and writes OPML, the format in which feed readers exchange lists of feeds.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    direction: Direction,
}

#[derive(Debug, Subcommand)]
enum Direction {
    /// Prints the feeds of a list as TOML: `pressline opml import FILE > config/feeds.d/imported.toml`.
    ///
    /// Folders become groups. A feed that is configured already, or stands in the list twice, becomes a comment.
    Import {
        /// File, address, or - for standard input.
        #[arg(value_name = "FILE|URL")]
        list: String,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Prints the configured feeds as a list, with their groups; headers and passwords are left out.
    Export {
        #[command(flatten)]
        config: ConfigArgs,
    },
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let (text, note) = match &args.direction {
        Direction::Import { list, config } => {
            // a first list may come before the configuration
            let config = if config.exists() { config.load()? } else { Config::default() };
            import(&read(list)?, &config)
        }
        Direction::Export { config } => (export(&config.load()?), None),
    };
    LineWriter::new().text(&text)?;
    if let Some(note) = note {
        tell(format_args!("pressline: {note}"));
    }
    Ok(SUCCESS)
}

fn read(list: &str) -> anyhow::Result<Vec<Subscription>> {
    let input = Input::list(list, false)?.pop().context("no list given")?;
    let content = input.read(MAX_LIST_BYTES)?;
    Ok(opml(&content.bytes)?)
}

/// Returns a list of feeds as TOML, and what a person should know about it.
fn import(list: &[Subscription], config: &Config) -> (String, Option<String>) {
    let mut known: HashMap<String, String> =
        config.feeds.iter().map(|feed| (normalized_url(&feed.url.0), feed.name.to_string())).collect();
    let mut names = Names(config.feeds.iter().map(|feed| (feed.name.to_string(), 1)).collect());
    let mut toml = String::new();
    let mut left_out = 0;
    for Subscription { url, title, group } in list {
        let page = normalized_url(url);
        if let Some(name) = known.get(&page) {
            left_out += 1;
            let _ = write!(toml, "# {name} has this address already: {}\n\n", shown_url(url));
            continue;
        }
        let name = names.unique(title.as_deref(), url);
        if let Some(title) = title {
            let _ = writeln!(toml, "# {title}");
        }
        let _ = writeln!(toml, "[[feeds]]\nname = {}\nurl = {}", quoted(&name), quoted(url.as_str()));
        if let Some(group) = group.as_deref().map(slug).filter(|group| !group.is_empty()) {
            let _ = writeln!(toml, "group = {}", quoted(&group));
        }
        toml.push('\n');
        known.insert(page, name);
    }
    let note = match (list.len(), left_out) {
        (0, _) => Some("the list names no feed".to_owned()),
        (_, 0) => None,
        (_, left_out) => Some(format!("{left_out} feeds were known already; they are comments")),
    };
    (toml, note)
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// The names that are taken, each with the number that was tried last behind it.
struct Names(HashMap<String, usize>);

impl Names {
    /// Returns a name that no feed has yet, made of a title or else of the host.
    fn unique(&mut self, title: Option<&str>, url: &Url) -> String {
        let of_title = slug(title.unwrap_or_default());
        let of_host = || slug(url.host_str().unwrap_or_default().trim_start_matches("www."));
        let name = Some(of_title).filter(|name| !name.is_empty()).unwrap_or_else(of_host);
        let name = if name.is_empty() { "feed".to_owned() } else { name };
        let Some(mut number) = self.0.get(&name).copied() else {
            self.0.insert(name.clone(), 1);
            return name;
        };
        loop {
            number += 1;
            let numbered = format!("{name}-{number}");
            if !self.0.contains_key(&numbered) {
                self.0.insert(numbered.clone(), 1);
                self.0.insert(name, number);
                return numbered;
            }
        }
    }
}

/// Returns a text as a name: `[a-z0-9-]`, without accents.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ß' => slug.push_str("ss"),
            'ø' => slug.push('o'),
            'æ' => slug.push_str("ae"),
            'ł' => slug.push('l'),
            // what the decomposition took off a letter
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= MAX_NAME_BYTES {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Returns the configured feeds as OPML.
fn export(config: &Config) -> String {
    let subscription = |feed: &crate::config::Feed| Subscription {
        url: shown_url(&feed.url.0),
        title: Some(feed.name.to_string()),
        group: feed.group.as_ref().map(ToString::to_string),
    };
    let list: Vec<Subscription> = config.feeds.iter().map(subscription).collect();
    opml_document(&list)
}
