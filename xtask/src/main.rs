//! Development tasks: train, evaluate, write the schemas. Never shipped.

mod boost;
mod train_extract;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Development tasks of pressline")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    TrainExtract(train_extract::Args),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::TrainExtract(args) => train_extract::run(&args),
    }
}
