//! The command line: one verb a file. Data goes to stdout, everything said to people to stderr.

mod analyze;
mod check;
mod demo;
mod extract;
mod feed;
mod input;
mod lists;
mod ordered;
mod output;
mod progress;
mod remote;
mod run;
mod schema;
mod service;
mod settings;
mod status;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::pipeline::Ended;

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
    Extract(extract::Args),
    Analyze(analyze::Args),
    Check(check::Args),
    Status(status::Args),
    Schema(schema::Args),
}

/// All went well.
const OK: u8 = 0;
/// Some input failed and was named, or the worker lost its state or an output.
const SOME_FAILED: u8 = 1;
/// Wrong use or configuration.
const WRONG_USE: u8 = 2;

/// Parses the command line, runs the verb and turns its outcome into an exit code.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Run(args) => run::run(&args),
        Verb::Demo(args) => demo::run(&args),
        Verb::Feed(args) => feed::run(&args),
        Verb::Extract(args) => extract::run(&args),
        Verb::Analyze(args) => analyze::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Status(args) => status::run(&args),
        Verb::Schema(args) => schema::run(&args),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if output::reader_left(&error) => ExitCode::from(OK),
        Err(error) => {
            eprintln!("pressline: {error:#}");
            // A service manager starts a worker again that lost its disk, and not one that was set up wrongly.
            let lost = error.chain().any(<dyn std::error::Error>::is::<Ended>);
            ExitCode::from(if lost { SOME_FAILED } else { WRONG_USE })
        }
    }
}
