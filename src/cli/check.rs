//! `pressline check`: checks the configuration.

use super::exit_code::SUCCESS;
use super::settings::{ConfigArgs, join_problems};
use crate::config::Config;
use crate::telemetry::tell;

/// Checks the configuration; exit code 2 when something is wrong.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let config = args.config.load()?;
    let lists = args.config.folders().read().map_err(|problems| join_problems(&problems))?;
    let (watched, aliases) = lists.count;
    for warning in config.warnings.iter().chain(&lists.warnings) {
        tell(format_args!("warning: {warning}"));
    }
    tell(format_args!("configuration holds: {} feeds, {} outputs", config.feeds.len(), config.output.len()));
    if (watched, aliases) != (0, 0) {
        tell(format_args!("lists hold: {watched} entries to watch for, {aliases} to link to"));
    }
    if config.fetch.user_agent == Config::default().fetch.user_agent {
        tell(format_args!(
            "note: `fetch.user_agent` names no contact of yours; sites that mind a crawler block one they cannot write to"
        ));
    }
    if config.feeds.is_empty() {
        tell(format_args!("note: no feeds; add some as [[feeds]], each with a name and a url"));
    }
    Ok(SUCCESS)
}
