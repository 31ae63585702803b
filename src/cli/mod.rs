//! The command line, one file per verb. Data goes to stdout, messages for people go to stderr.

mod analyze;
mod check;
mod content;
mod demo;
mod exit_code;
mod extract;
mod feed;
mod files;
mod find;
mod input;
mod json_lines;
mod lists;
mod opml;
mod ordered;
mod output;
mod outputs;
mod progress;
mod remote;
mod run;
mod runtime;
mod schema;
mod service;
mod settings;
mod signals;
mod status;
mod status_report;
mod status_table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit_code::{FAILURE, SUCCESS, USAGE};

use crate::pipeline::WorkerError;

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
        Verb::Schema(args) => schema::run(&args),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if output::is_reader_gone(&error) => ExitCode::from(SUCCESS),
        Err(error) => {
            eprintln!("pressline: {error:#}");
            // A service manager restarts a worker that lost its disk, and not one that was set up wrongly.
            let is_worker_failure = error.chain().any(<dyn std::error::Error>::is::<WorkerError>);
            ExitCode::from(if is_worker_failure { FAILURE } else { USAGE })
        }
    }
}
