//! Development tasks: train, evaluate, write the schemas. Never shipped.

mod quotes;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Development tasks of pressline")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Trains the quote tagger on annotated documents (JSON lines)
    TrainQuotes {
        /// The annotated documents
        #[arg(long)]
        data: PathBuf,
        /// Where the weights go
        #[arg(long, default_value = "models/quotes.bin")]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::TrainQuotes { data, out } => quotes::train(&data, &out),
    }
}
