//! Settings of the parts, from the command line and the configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use rustix::fs::Mode;

use super::lists::Folders;
use crate::clock::Clock;
use crate::config::{self, Config, FileMode, Overrides, Problem};
use crate::fetch;
use crate::pipeline::{self, FeedSpec, RetryPolicy};
use crate::telemetry::LogStyle;

/// The arguments that name the configuration.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Directory with pressline.toml, feeds.d/*.toml, watchlists/*.tsv and aliases/*.tsv, or one file.
    #[arg(long, value_name = "DIR|FILE", env = "PRESSLINE_CONFIG", default_value = "config")]
    config: PathBuf,
    /// Set one key, over files and environment (`--set fetch.in_flight=8`); may be repeated.
    #[arg(long, value_name = "SECTION.KEY=VALUE")]
    set: Vec<String>,
}

impl ConfigArgs {
    /// Reads the configuration, and has files that are created from now on be as private as it says.
    ///
    /// # Errors
    /// All problems, a line each.
    pub(super) fn load(&self) -> anyhow::Result<Config> {
        let config = self.read().map_err(|problems| join_problems(&problems))?;
        restrict_files(config.state.file_mode);
        Ok(config)
    }

    /// Reads the configuration and changes nothing else.
    ///
    /// # Errors
    /// All problems.
    pub(super) fn read(&self) -> Result<Config, Vec<Problem>> {
        config::load(&self.config, &self.overrides().map_err(|problem| vec![problem])?)
    }

    /// Reads as much of the configuration as can be read, by which a running worker is found; returns all problems, too.
    ///
    /// # Errors
    /// All problems, where so much is wrong that not even the state's directory can be told.
    pub(super) fn load_partly(&self) -> anyhow::Result<(Config, Vec<Problem>)> {
        let overrides = self.overrides().map_err(|problem| join_problems(&[problem]))?;
        let (config, problems) = config::load_partly(&self.config, &overrides);
        let config = config.ok_or_else(|| join_problems(&problems))?;
        restrict_files(config.state.file_mode);
        Ok((config, problems))
    }

    /// Returns the values that environment and flags set.
    fn overrides(&self) -> Result<Overrides, Problem> {
        let mut overrides = Overrides::from_environment(std::env::vars_os());
        for flag in &self.set {
            let parts = flag.split_once('=').and_then(|(path, value)| Some((path.split_once('.')?, value)));
            let Some(((section, key), value)) = parts else {
                let detail = "write it as SECTION.KEY=VALUE".to_owned();
                return Err(Problem { place: format!("`--set {flag}`"), line: None, detail });
            };
            overrides.flag(&format!("--set {section}.{key}"), section, key, value.to_owned());
        }
        Ok(overrides)
    }

    /// Returns the place that was named.
    pub(super) fn place(&self) -> &Path {
        &self.config
    }

    /// Returns whether there is a configuration at the place that was named.
    pub(super) fn exists(&self) -> bool {
        self.config.exists()
    }

    /// Returns the folders of lists beside the configuration.
    pub(super) fn folders(&self) -> Folders {
        let dir = config::directory(&self.config);
        let beside = |name: &str| dir.as_ref().map(|dir| dir.join(name));
        Folders { watchlists: beside("watchlists"), aliases: beside("aliases") }
    }
}

/// Takes from new files what their mode does not allow, besides what the process's umask takes already.
fn restrict_files(mode: FileMode) {
    let own = rustix::process::umask(Mode::from_raw_mode(mode.umask()));
    rustix::process::umask(own | Mode::from_raw_mode(mode.umask()));
}

/// The most problems that are told at once (chosen: a list made by a program may be wrong in every line).
pub(super) const MAX_PROBLEMS: usize = 50;

/// Returns all problems as one error, a line each.
pub(super) fn join_problems(problems: &[Problem]) -> anyhow::Error {
    let mut lines: Vec<String> = problems.iter().take(MAX_PROBLEMS).map(ToString::to_string).collect();
    if let Some(more @ 1..) = problems.len().checked_sub(MAX_PROBLEMS) {
        lines.push(format!("and {more} more"));
    }
    anyhow!("{}", lines.join("\npressline: "))
}

/// Returns the settings of the fetcher.
pub(super) fn fetcher(config: &Config) -> fetch::Settings {
    let from = &config.fetch;
    fetch::Settings {
        user_agent: from.user_agent.clone(),
        allow_addresses: from.allow_addresses.iter().map(|cidr| cidr.0).collect(),
        per_domain: from.per_domain,
        delay: from.delay.0,
        proxy: from.proxy.as_ref().map(|proxy| proxy.0.clone()),
        limits: fetch::Limits {
            page_bytes: from.page_limit.0,
            feed_bytes: from.feed_limit.0,
            total: from.timeout.0,
            ..fetch::Limits::default()
        },
        ..fetch::Settings::default()
    }
}

/// Returns the settings of the worker. `pass` is the start of a single pass.
pub(super) fn worker(config: &Config, pass: Option<Timestamp>) -> anyhow::Result<pipeline::Settings> {
    let feeds = config.feeds.iter().map(|feed| {
        let spec = FeedSpec {
            url: feed.url.0.clone(),
            interval: feed.interval.map(|interval| interval.0),
            group: feed.group.as_ref().map(ToString::to_string),
            tags: feed.tags.clone(),
            full_text: feed.full_text,
            headers: feed.headers.clone().into_iter().collect(),
        };
        (feed.name.to_string(), spec)
    });
    Ok(pipeline::Settings {
        in_flight: config.fetch.in_flight,
        cpu_threads: match config.worker.cpu_threads {
            0 => available_parallelism().map_or(1, std::num::NonZeroUsize::get),
            threads => threads,
        },
        min_interval: config.poll.min_interval.0,
        max_interval: config.poll.max_interval.0,
        target_delay: config.poll.target_delay.0,
        first_poll_entries: config.poll.first_poll_entries,
        first_poll_age: config.poll.first_poll_age.map(|age| age.0),
        retry: RetryPolicy {
            initial_interval: config.fetch.retry_initial_interval.0,
            max_interval: config.fetch.retry_max_interval.0,
            max_age: config.fetch.retry_max_age.0,
        },
        feeds: feeds.collect(),
        paused_feeds: BTreeMap::new(),
        config_hash: config.fingerprint().context("cannot hash the configuration")?,
        clock: Clock::system(),
        pass,
    })
}

/// Returns the style of log lines.
pub(super) const fn log_style(format: config::LogFormat) -> LogStyle {
    match format {
        config::LogFormat::Text => LogStyle::Text,
        config::LogFormat::Json => LogStyle::Json,
    }
}
