//! Development tasks: train, evaluate, write the schemas. Never shipped.

mod entities;
mod quotes;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "xtask", about = "Development tasks of pressline")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Trains a model and writes it, with its card, to models/
    Train {
        what: Model,
        /// The folder with the training data
        #[arg(long)]
        data: PathBuf,
        #[command(flatten)]
        options: entities::Options,
    },
    /// Prints how well a model does on the development sets
    Eval {
        what: Model,
        /// The folder with the development sets
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Model {
    Entities,
    Quotes,
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Train { what: Model::Entities, data, options } => entities::train(&data, &options),
        Task::Train { what: Model::Quotes, data, .. } => quotes::train(&data),
        Task::Eval { what: Model::Entities, data } => entities::eval(&data),
        Task::Eval { what: Model::Quotes, .. } => {
            anyhow::bail!("cannot score quotes here: their scorer reads what `pressline analyze` prints")
        }
    }
}
