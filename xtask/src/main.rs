//! Development tasks: train, evaluate, write the schemas. Never shipped.

mod boost;
mod entities;
mod quotes;
mod schema;
mod train_extract;

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
    /// Trains a model and writes it, with its card, to models/
    #[command(subcommand)]
    Train(Train),
    /// Prints how well a model does on the development sets
    #[command(subcommand)]
    Eval(Eval),
    /// Writes training data for a teacher outside this program
    #[command(subcommand)]
    Dump(Dump),
    /// Writes the JSON Schemas of the records
    Schema {
        /// Where to
        #[arg(long, default_value = "schema")]
        dir: PathBuf,
    },
}

#[derive(Subcommand)]
enum Train {
    /// The model that chooses an article's blocks
    Extract(train_extract::Args),
    /// The tagger of names
    Entities {
        /// The folder with the training data
        #[arg(long)]
        data: PathBuf,
        #[command(flatten)]
        options: entities::Options,
    },
    /// The tagger of quotations, from annotated documents (JSON lines)
    Quotes {
        /// The annotated documents
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum Dump {
    /// The texts of the tagger of names, in tokens, with the labels that each may have
    Entities {
        /// The folder with the training data
        #[arg(long)]
        data: PathBuf,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
enum Eval {
    /// The tagger of names, with all that stands on it
    Entities {
        /// The folder with the development sets
        #[arg(long)]
        data: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Train(Train::Extract(args)) => train_extract::run(&args),
        Task::Train(Train::Entities { data, options }) => entities::train(&data, &options),
        Task::Train(Train::Quotes { data }) => quotes::train(&data),
        Task::Eval(Eval::Entities { data }) => entities::eval(&data),
        Task::Dump(Dump::Entities { data, out }) => entities::dump(&data, &out),
        Task::Schema { dir } => schema::write(&dir),
    }
}
