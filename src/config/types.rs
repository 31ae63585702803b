//! The configuration's types. A key that is not here is refused.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, de};
use url::Url;

use super::units::{Period, Size};
use crate::model::job::FullText;
use crate::model::{OffsetUnit, without_credentials};

/// All that can be set.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where state is kept.
    pub state: State,
    /// When feeds are asked.
    pub poll: Poll,
    /// How pages and feeds are fetched.
    pub fetch: Fetch,
    /// How texts are analyzed.
    pub analyze: Analyze,
    /// Where records go.
    pub output: Vec<Output>,
    /// What the service tells of itself.
    pub telemetry: Telemetry,
    /// The feeds.
    pub feeds: Vec<Feed>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            state: State::default(),
            poll: Poll::default(),
            fetch: Fetch::default(),
            analyze: Analyze::default(),
            output: vec![Output::default()],
            telemetry: Telemetry::default(),
            feeds: Vec::new(),
        }
    }
}

/// Where state is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct State {
    /// Directory of the SQLite file and the lock; relative to the working directory.
    pub dir: PathBuf,
}

impl Default for State {
    fn default() -> Self {
        Self { dir: "state".into() }
    }
}

/// When feeds are asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Poll {
    /// A feed is never asked more often than this.
    pub min_interval: Period,
    /// A feed is never asked more rarely than this while it answers.
    pub max_interval: Period,
    /// How many entries of a new feed are fetched; the older ones count as seen.
    pub first_poll_entries: usize,
}

impl Default for Poll {
    fn default() -> Self {
        Self { min_interval: Period::seconds(600), max_interval: Period::seconds(86_400), first_poll_entries: 50 }
    }
}

/// How pages and feeds are fetched.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fetch {
    /// Names the program and a contact; sites want to know whom to write to.
    pub user_agent: String,
    /// CIDRs allowed besides global unicast, on any port.
    pub allow_addresses: Vec<Cidr>,
    /// Jobs held at a time.
    pub in_flight: usize,
    /// Requests to one registrable domain at a time.
    pub per_host: usize,
    /// Pause between two requests to one registrable domain; none for `allow_addresses`.
    pub delay: Period,
    /// Bytes of a page, decoded, read at the most.
    pub page_limit: Size,
    /// Bytes of a feed, decoded, read at the most.
    pub feed_limit: Size,
    /// A request that took longer is given up.
    pub timeout: Period,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            user_agent: concat!("pressline/", env!("CARGO_PKG_VERSION"), " (+https://pressline.example/contact)")
                .to_owned(),
            allow_addresses: Vec::new(),
            in_flight: 64,
            per_host: 1,
            delay: Period::seconds(1),
            page_limit: Size(4 << 20),
            feed_limit: Size(16 << 20),
            timeout: Period::seconds(30),
        }
    }
}

/// How texts are analyzed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Analyze {
    /// Threads for extraction and analysis; 0 means all cores.
    pub threads: usize,
}

/// One place where records go.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// What kind of place.
    pub kind: OutputKind,
    /// Articles with entities and quotes nested, or a line for each.
    pub records: Records,
    /// What offsets count.
    pub offsets: OffsetUnit,
    /// Directory of the files; needed for `kind = "files"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// A file is closed before it grows beyond this.
    pub rotate_size: Size,
    /// A file is closed when it is older than this.
    pub rotate_age: Period,
    /// How files are compressed.
    pub compression: Compression,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            kind: OutputKind::Stdout,
            records: Records::Article,
            offsets: OffsetUnit::Codepoint,
            dir: None,
            rotate_size: Size(256 << 20),
            rotate_age: Period::seconds(86_400),
            compression: Compression::None,
        }
    }
}

/// What kind of place an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// Standard output, all records interleaved.
    Stdout,
    /// Files, one series for each type of record.
    Files,
}

/// How an article is laid out in lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Records {
    /// One line an article, entities and quotes nested.
    Article,
    /// One line for each article, entity and quote.
    Flat,
}

/// How files are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    None,
    /// Zstandard, one frame a commit, so that `zstdcat` reads a file that is still being written.
    Zstd,
}

/// What the service tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// Address of `/metrics`, `/livez` and `/readyz`; empty turns them off.
    pub http: String,
    /// A level (`info`) or a filter in `tracing`'s form (`info,pressline::fetch=debug`).
    pub log: String,
    /// How log lines look.
    pub log_format: LogFormat,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { http: "127.0.0.1:9464".to_owned(), log: "info".to_owned(), log_format: LogFormat::Text }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Names the feed in records, logs and state.
    pub name: Name,
    /// Its address.
    pub url: WebUrl,
    /// Ask this often, instead of as often as it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Period>,
    /// A group, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Name>,
    /// Added to the tags of every article of the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the text comes from.
    #[serde(default)]
    pub full_text: FullText,
    /// Sent along to the feed's own host; never logged.
    #[serde(default, skip_serializing)]
    pub headers: BTreeMap<String, String>,
}

impl Feed {
    /// A feed with nothing but its name and address.
    pub const fn new(name: Name, url: WebUrl) -> Self {
        Self {
            name,
            url,
            interval: None,
            group: None,
            tags: Vec::new(),
            full_text: FullText::Auto,
            headers: BTreeMap::new(),
        }
    }
}

/// A name that can be a file name: `[a-z0-9-]{1,64}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name(String);

impl Name {
    /// The name's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text))
        } else {
            Err(format!("`{text}` is no name; use 1 to 64 of a-z, 0-9 and -"))
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(from)?).map_err(de::Error::custom)
    }
}

/// A block of addresses (`10.0.0.0/8`), or a single one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cidr(pub IpNet);

impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let block = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        let wrong = || format!("`{text}` is no block of addresses; write it like \"127.0.0.0/8\" or \"::1/128\"");
        block.map(Self).map_err(|_| de::Error::custom(wrong()))
    }
}

/// An address over HTTP. Credentials in it are sent, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebUrl(pub Url);

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", without_credentials(&self.0))
    }
}

impl Serialize for WebUrl {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&without_credentials(&self.0))
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Self(url)),
            Ok(url) => {
                Err(de::Error::custom(format!("`{}:` addresses are not fetched; use http or https", url.scheme())))
            }
            Err(error) => Err(de::Error::custom(format!("not an address: {error}"))),
        }
    }
}
