//! `pressline demo`: the pipeline on a small newspaper of its own, offline.

pub(crate) mod newspaper;

use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};

use tokio::sync::watch;

use super::exit_code::SUCCESS;
use super::runtime::block_on;
use super::service::{Environment, serve};
use crate::analyze::Models;
use crate::config::units::Period;
use crate::config::{Cidr, Config, Feed, Fetch, Name, State, WebUrl};
use crate::pipeline::Totals;
use crate::telemetry::{self, LogStyle, tell};

/// Runs the pipeline on a small built-in newspaper, offline; records go to stdout, a summary to stderr.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Log level, or a filter in the form of `telemetry.log`.
    #[arg(long, value_name = "FILTER", default_value = "error")]
    log: String,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    telemetry::init(&args.log, LogStyle::Text).map_err(|e| anyhow!("`--log`: {e}"))?;
    let state = tempfile::tempdir().context("cannot make a directory for the state")?;
    let started = Instant::now();
    let (feeds, totals) = block_on(async {
        let paper = newspaper::serve().await.context("cannot serve the newspaper on loopback")?;
        let config = config(&paper, state.path().to_owned())?;
        let models = watch::channel(Models::embedded()?).1;
        let totals = serve(&config, true, Environment::new(models), None).await?;
        Ok((config.feeds.len(), totals))
    })?;
    print_summary(feeds, totals, started.elapsed());
    Ok(SUCCESS)
}

/// Returns the default configuration, adapted to a newspaper on loopback.
fn config(paper: &newspaper::Newspaper, state: std::path::PathBuf) -> anyhow::Result<Config> {
    let feed = |(name, url): (&str, url::Url)| {
        let name = Name::try_from(name.to_owned()).map_err(|e| anyhow!(e))?;
        Ok(Feed::new(name, WebUrl(url)))
    };
    let loopback = Cidr("127.0.0.0/8".parse()?);
    Ok(Config {
        state: State { dir: state, ..State::default() },
        fetch: Fetch {
            allow_addresses: vec![loopback],
            per_domain: 4,
            delay: Period(Duration::ZERO),
            ..Fetch::default()
        },
        feeds: paper.feeds().map(feed).collect::<anyhow::Result<_>>()?,
        ..Config::default()
    })
}

fn print_summary(feeds: usize, totals: Totals, took: Duration) {
    let Totals { articles, entities, quotes, errors, .. } = totals;
    tell(format_args!(""));
    tell(format_args!(
        "{feeds} feeds, {articles} articles, {entities} entities, {quotes} quotes, {errors} errors in {:.1} s",
        took.as_secs_f64()
    ));
    tell(format_args!("(the errors are meant: a page that is gone, an index page, a feed that is none)"));
    tell(format_args!(""));
    tell(format_args!("Try next:"));
    tell(format_args!("  who said what      pressline demo | jq -r '.quotes[]? | [.speaker.name, .text] | @tsv'"));
    tell(format_args!("  your own feeds     put them into config/feeds.d/, then: pressline run --once"));
    tell(format_args!("  one page           pressline extract https://example.org/article | jq .text"));
}
