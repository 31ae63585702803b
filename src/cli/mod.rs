//! The command line, one file per verb. Data goes to stdout, messages for people go to stderr.

mod analyze;
mod changes;
mod check;
mod content;
mod control;
mod demo;
mod disk_space;
mod error_list;
mod errors;
mod exit_code;
mod extract;
mod feed;
mod files;
mod files_output;
mod find;
mod input;
mod json_lines;
mod lists;
mod operator_pauses;
mod opml;
mod ordered;
mod output;
mod output_adopt;
mod output_command;
mod output_restart;
mod outputs;
mod pause;
mod poll;
mod printable;
mod progress;
mod relative_time;
mod reload;
mod remote;
mod replay;
mod retrying;
mod run;
mod runtime;
mod schema;
mod service;
mod settings;
mod signals;
mod snapshot;
mod state;
mod status;
mod status_backlog;
mod status_pauses;
mod status_report;
mod status_table;
mod steering;
mod stream_plan;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use exit_code::SUCCESS;

use crate::telemetry;

/// The longest wait for stderr at the end (chosen: its reader may be gone or asleep).
const FLUSH_LIMIT: Duration = Duration::from_secs(1);

/// Turns news feeds into JSON lines: articles, the people, organisations and places in them, and who said what.
#[derive(Debug, Parser)]
#[command(name = "pressline", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Run(run::Args),
    Demo(demo::Args),
    Feed(feed::Args),
    Find(find::Args),
    Extract(extract::Args),
    Analyze(analyze::Args),
    Opml(opml::Args),
    Check(check::Args),
    Status(status::Args),
    Poll(poll::Args),
    Pause(pause::PauseArgs),
    Resume(pause::ResumeArgs),
    Errors(errors::Args),
    State(state::Args),
    Output(output_command::Args),
    Replay(replay::Args),
    Schema(schema::Args),
}

/// Parses the command line, runs the verb and turns its outcome into an exit code.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Run(args) => run::run(&args),
        Verb::Demo(args) => demo::run(&args),
        Verb::Feed(args) => feed::run(&args),
        Verb::Find(args) => find::run(&args),
        Verb::Extract(args) => extract::run(&args),
        Verb::Analyze(args) => analyze::run(&args),
        Verb::Opml(args) => opml::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Status(args) => status::run(&args),
        Verb::Poll(args) => poll::run(&args),
        Verb::Pause(args) => pause::pause(&args),
        Verb::Resume(args) => pause::resume(&args),
        Verb::Errors(args) => errors::run(&args),
        Verb::State(args) => state::run(&args),
        Verb::Output(args) => output_command::run(&args),
        Verb::Replay(args) => replay::run(&args),
        Verb::Schema(args) => schema::run(&args),
    };
    let code = match outcome {
        Ok(code) => code,
        Err(error) if output::is_reader_gone(&error) => SUCCESS,
        Err(error) => {
            telemetry::tell(format_args!("pressline: {error:#}"));
            exit_code::of(&error)
        }
    };
    telemetry::flush(FLUSH_LIMIT);
    ExitCode::from(code)
}
