//! `pressline analyze`: the entities and quotes of texts.

use std::path::PathBuf;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::input::Input;
use super::json_lines::json_lines;
use super::lists::Folders;
use super::ordered::in_order;
use super::output::LineWriter;
use super::settings::join_problems;
use crate::analyze::{Models, analyze};
use crate::dates;
use crate::model::record::{ArticleRecord, EntityRecord, QuoteRecord};
use crate::model::{Article, OffsetUnit};

/// The largest text, or JSON line, in bytes (chosen).
const MAX_BYTES: u64 = 16 << 20;

/// Finds entities and quotes in texts and prints one JSON line for each text.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file, or - for standard input
    #[arg(default_value = "-", value_name = "FILE")]
    file: String,
    /// Format of the input: one text, or JSON lines {"id","text"} with optional title, published, language
    #[arg(long, value_enum, default_value_t = InputFormat::Text)]
    input: InputFormat,
    /// Watch lists: a directory of *.tsv, or one file
    #[arg(long, value_name = "DIR|FILE")]
    watchlists: Option<PathBuf>,
    /// Alias tables: a directory of *.tsv, or one file
    #[arg(long, value_name = "DIR|FILE")]
    aliases: Option<PathBuf>,
    /// Number of threads; 0 means all cores
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum InputFormat {
    Text,
    Jsonl,
}

#[derive(Deserialize)]
struct TextLine {
    id: String,
    text: String,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    entities: Vec<EntityRecord>,
    quotes: Vec<QuoteRecord>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let inputs = Input::list(&args.file, false)?;
    let mut lines = match args.input {
        InputFormat::Text => LineWriter::new(),
        InputFormat::Jsonl => LineWriter::with_progress(None),
    };
    let folders = Folders { watchlists: args.watchlists.clone(), aliases: args.aliases.clone() };
    let models =
        Models::embedded()?.with_lists(folders.read_named().map_err(|problems| join_problems(&problems))?.lists);
    match args.input {
        InputFormat::Text => {
            for input in inputs {
                let answer = input.read(MAX_BYTES).and_then(|content| {
                    let text = String::from_utf8(content.bytes).context("not UTF-8")?;
                    Ok(annotate(
                        &TextLine { id: String::new(), text, title: None, published: None, language: None },
                        &models,
                    ))
                });
                match answer {
                    Ok((entities, quotes)) => lines.answer(&Answer { id: None, entities, quotes })?,
                    Err(error) => lines.failure(&input.name(), &error)?,
                }
            }
        }
        InputFormat::Jsonl => {
            let items = json_lines(inputs, MAX_BYTES, |line: &TextLine| line.id.clone());
            in_order(
                items,
                args.threads,
                |line| Ok(annotate(&line?, &models)),
                |id, found| match found {
                    Ok((entities, quotes)) => lines.answer(&Answer { id: Some(id), entities, quotes }),
                    Err(error) => lines.failure(id, &error),
                },
            )?;
        }
    }
    Ok(lines.exit_code())
}

fn annotate(line: &TextLine, models: &Models) -> (Vec<EntityRecord>, Vec<QuoteRecord>) {
    let article = Article {
        title: line.title.clone(),
        text: line.text.clone(),
        published: line.published.as_deref().and_then(dates::parse),
        language: line.language.clone(),
        ..Article::default()
    };
    let found = analyze(&article, models);
    let record = ArticleRecord::new(None, &article, Some(&found), OffsetUnit::Codepoint);
    (record.entities.unwrap_or_default(), record.quotes.unwrap_or_default())
}
