//! Development tasks: train, evaluate, write the schemas. Never shipped.

mod boost;
mod entities;
mod extract;
mod phrases;
mod places;
mod quotes;
mod schema;

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
    /// Trains a model and writes it, with its card, to models/.
    #[command(subcommand)]
    Train(Train),
    /// Prints how well a model does on the development sets.
    #[command(subcommand)]
    Eval(Eval),
    /// Packs the table of places and writes it, with its card, to models/.
    Places {
        /// The folder with places.tsv, as xtask/tools/places.py writes it
        #[arg(long)]
        data: PathBuf,
    },
    /// Prints how many phrases each list of data/ has in each language.
    Phrases,
    /// Writes training data for a teacher outside this program.
    #[command(subcommand)]
    Dump(Dump),
    /// Writes the JSON Schemas of the records, and the page of metrics.
    Schema {
        /// Where to
        #[arg(long, default_value = "schema")]
        dir: PathBuf,
        /// The page of metrics
        #[arg(long, default_value = "docs/metrics.md")]
        metrics: PathBuf,
    },
}

#[derive(Subcommand)]
enum Train {
    /// The model that chooses an article's blocks.
    Extract(extract::Args),
    /// The tagger of names.
    Entities {
        /// The folder with the training data
        #[arg(long)]
        data: PathBuf,
        #[command(flatten)]
        options: entities::Options,
    },
    /// The tagger of quotations, from annotated documents (JSON lines).
    Quotes {
        /// The annotated documents
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum Dump {
    /// The texts of the tagger of names, in tokens, with the labels that each may have.
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
    /// The tagger of names, with all that stands on it.
    Entities {
        /// The folder with the development sets
        #[arg(long)]
        data: PathBuf,
    },
    /// How fast pages become articles, against parsing alone.
    Speed {
        /// A directory of sets, as for training
        #[arg(long)]
        data: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Train(Train::Extract(args)) => extract::run(&args),
        Task::Train(Train::Entities { data, options }) => entities::train(&data, &options),
        Task::Train(Train::Quotes { data }) => quotes::train(&data),
        Task::Eval(Eval::Entities { data }) => entities::eval(&data),
        Task::Eval(Eval::Speed { data }) => extract::speed::run(&data),
        Task::Phrases => phrases::print(concat!(env!("CARGO_MANIFEST_DIR"), "/..").as_ref()),
        Task::Places { data } => places::run(&data),
        Task::Dump(Dump::Entities { data, out }) => entities::dump(&data, &out),
        Task::Schema { dir, metrics } => schema::write(&dir, &metrics),
    }
}
