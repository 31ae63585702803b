//! The types of the configuration. Unknown keys are refused.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::feed_values;
use super::file_mode::FileMode;
use super::problem::Problem;
use super::units::{Period, Size};
use super::web_url::WebUrl;
use crate::model::{OffsetUnit, RecordLayout};
use crate::work::job::FullText;
use crate::work::outbox::Partition;

/// The whole configuration.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The state directory.
    pub state: State,
    /// The polling of feeds.
    pub poll: Poll,
    /// The fetching of pages and feeds.
    pub fetch: Fetch,
    /// The worker.
    pub worker: Worker,
    /// The outbox.
    pub outbox: Outbox,
    /// The outputs of records.
    pub output: Vec<Output>,
    /// Logs, metrics and health.
    pub telemetry: Telemetry,
    /// The feeds.
    pub feeds: Vec<Feed>,
    /// Warnings about the configuration as it was read, such as former names of keys.
    #[serde(skip)]
    pub warnings: Vec<Problem>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            state: State::default(),
            poll: Poll::default(),
            fetch: Fetch::default(),
            worker: Worker::default(),
            outbox: Outbox::default(),
            output: vec![Output::default()],
            telemetry: Telemetry::default(),
            feeds: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// The section `[state]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct State {
    /// The directory of the SQLite file and the lock, relative to the working directory.
    pub dir: PathBuf,
    /// The mode of new files of the state and of outputs. The process's own umask takes more away.
    pub file_mode: FileMode,
    /// The time after which entries and pages that are in no feed any more are forgotten.
    pub forget_after: Period,
}

impl Default for State {
    fn default() -> Self {
        Self { dir: "state".into(), file_mode: FileMode::GROUP_READS, forget_after: Period::seconds(90 * 86_400) }
    }
}

/// The section `[poll]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Poll {
    /// The shortest time between two polls of a feed.
    pub min_interval: Period,
    /// The longest time between two polls of a feed that answers.
    pub max_interval: Period,
    /// The mean delay aimed at for a feed with one entry an hour. Busier feeds are read sooner, quieter ones later.
    pub target_delay: Period,
    /// The most entries of a new feed that are fetched. Older ones count as seen.
    pub first_poll_entries: usize,
    /// The age beyond which entries of a new feed are not fetched; they count as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_poll_age: Option<Period>,
}

impl Default for Poll {
    fn default() -> Self {
        Self {
            min_interval: Period::seconds(600),
            max_interval: Period::seconds(86_400),
            target_delay: Period::seconds(900),
            first_poll_entries: 50,
            first_poll_age: None,
        }
    }
}

/// The section `[fetch]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fetch {
    /// The `User-Agent`: the program and a contact.
    pub user_agent: String,
    /// The address blocks allowed besides global unicast, on any port.
    pub allow_addresses: Vec<Cidr>,
    /// The most jobs held at a time.
    pub in_flight: usize,
    /// The most concurrent requests to one registrable domain.
    pub per_domain: usize,
    /// The delay between two requests to one registrable domain; none for `allow_addresses`.
    pub delay: Period,
    /// The largest page, in bytes after decoding.
    pub page_limit: Size,
    /// The largest feed, in bytes after decoding.
    pub feed_limit: Size,
    /// The time limit of a request.
    pub timeout: Period,
    /// The wait before a page that failed is asked again. It doubles with each failure.
    pub retry_initial_interval: Period,
    /// The longest such wait.
    pub retry_max_interval: Period,
    /// The time after the first failure at which a page is given up.
    pub retry_max_age: Period,
    /// The http or https proxy for all requests; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<WebUrl>,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            user_agent: concat!("pressline/", env!("CARGO_PKG_VERSION"), " (+https://pressline.example/contact)")
                .to_owned(),
            allow_addresses: Vec::new(),
            in_flight: 64,
            per_domain: 1,
            delay: Period::seconds(1),
            page_limit: Size(4 << 20),
            feed_limit: Size(16 << 20),
            timeout: Period::seconds(30),
            retry_initial_interval: Period::seconds(60),
            retry_max_interval: Period::seconds(6 * 3600),
            retry_max_age: Period::seconds(48 * 3600),
            proxy: None,
        }
    }
}

/// The section `[worker]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Worker {
    /// The threads for extraction and analysis; 0 means all cores.
    pub cpu_threads: usize,
}

/// The section `[outbox]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outbox {
    /// The bytes of written records that are kept for `replay` and `run --resume-after`, for each stream of an output.
    pub keep: Size,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { keep: Size(0) }
    }
}

/// One `[[output]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// The kind of destination.
    pub kind: OutputKind,
    /// The layout of records in lines.
    pub records: RecordLayout,
    /// The unit of offsets.
    pub offsets: OffsetUnit,
    /// The directory of the files; required for `kind = "files"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// The largest file, in bytes.
    pub rotate_size: Size,
    /// The age at which a file is closed.
    pub rotate_age: Period,
    /// The compression of files.
    pub compression: Compression,
    /// The directories below `dir` that files are put into, by the time of their first line.
    pub partition: Partition,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            kind: OutputKind::Stdout,
            records: RecordLayout::Article,
            offsets: OffsetUnit::Codepoint,
            dir: None,
            rotate_size: Size(256 << 20),
            rotate_age: Period::seconds(86_400),
            compression: Compression::None,
            partition: Partition::None,
        }
    }
}

/// The kind of an output's destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// Standard output, all records interleaved.
    Stdout,
    /// Files, one series for each type of record.
    Files,
}

/// The compression of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// No compression.
    None,
    /// Zstandard, one frame a commit, so that `zstdcat` reads a file that is still being written.
    Zstd,
}

/// The section `[telemetry]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// The address of `/metrics`, `/livez` and `/readyz`; empty turns them off, port 0 picks a free port.
    pub http: String,
    /// The names, besides IP addresses and those of local networks, under which that address is asked for.
    pub allow_hosts: Vec<String>,
    /// The log level (`info`) or a filter in `tracing`'s form (`info,pressline::fetch=debug`).
    pub log: String,
    /// The format of log lines.
    pub log_format: LogFormat,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            http: "127.0.0.1:9464".to_owned(),
            allow_hosts: Vec::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text, for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// One `[[feeds]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The feed's name in records, logs and the state.
    pub name: Name,
    /// The feed's address.
    pub url: WebUrl,
    /// A fixed interval between polls, instead of one that adapts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "feed_values::interval")]
    pub interval: Option<Period>,
    /// A group that the feed belongs to, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Name>,
    /// Tags that are added to those of its articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the text of its articles comes from.
    #[serde(default)]
    pub full_text: FullText,
    /// Headers that are sent to the feed's own origin and with its pages on the same registrable domain; never logged.
    #[serde(default, skip_serializing, deserialize_with = "feed_values::headers")]
    pub headers: BTreeMap<String, String>,
}

impl Feed {
    /// Creates a feed with nothing but its name and address.
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

/// The longest name in bytes (chosen).
const MAX_NAME_BYTES: usize = 64;

/// A name that can be a file name: `[a-z0-9-]{1,64}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name(String);

impl Name {
    /// Returns the name as text.
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
        let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=MAX_NAME_BYTES).contains(&text.len()) && text.bytes().all(is_allowed) {
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

/// A block of addresses (`10.0.0.0/8`), or a single address.
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
