//! `pressline extract`: the article of each page.

use std::path::PathBuf;

use anyhow::bail;
use serde::Deserialize;
use url::Url;

use super::input::{Content, Input, json_lines, read_file};
use super::ordered::in_order;
use super::output::Lines;
use crate::extract::{decode_html, extract};
use crate::model::record::ArticleRecord;
use crate::model::{OffsetUnit, Page};

/// Bytes of a page that are read at the most.
const LIMIT: u64 = 4 << 20;
/// Bytes of one JSON line that are read at the most; escapes make a page longer.
const LINE_LIMIT: u64 = 6 * LIMIT;

/// Extracts articles from pages and prints one record for each
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Pages (.html, .html.gz), directories of pages, addresses, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|URL")]
    inputs: Vec<String>,
    /// What the inputs hold: pages, or JSON lines {"id","url","path"} or {"id","url","html"}
    #[arg(long, value_enum, default_value_t = Form::Html)]
    input: Form,
    /// The address that a file was found at; relative links are resolved against it
    #[arg(long, value_name = "URL")]
    base_url: Option<Url>,
    /// Threads to use; 0 means all cores
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    Html,
    Jsonl,
}

/// One page to read.
enum Task {
    Input(Input),
    Line(anyhow::Result<PageLine>),
}

#[derive(Deserialize)]
struct PageLine {
    id: String,
    url: Option<Url>,
    path: Option<PathBuf>,
    html: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut inputs = Vec::new();
    for argument in &args.inputs {
        inputs.extend(Input::list(argument, true)?);
    }
    let total = matches!(args.input, Form::Html).then_some(inputs.len());
    let tasks: Box<dyn Iterator<Item = (String, Task)> + Send> = match args.input {
        Form::Html => Box::new(inputs.into_iter().map(|input| (input.name(), Task::Input(input)))),
        Form::Jsonl => {
            Box::new(json_lines(inputs, LINE_LIMIT, |page: &PageLine| page.id.clone()).map(|(n, l)| (n, Task::Line(l))))
        }
    };
    let mut lines = Lines::with_progress(total);
    in_order(
        tasks,
        args.threads,
        |task| read(task, args.base_url.as_ref()),
        |name, record| match record {
            Ok(record) => lines.answer(&ArticleRecord { input: Some(name.to_owned()), ..record }),
            Err(error) => lines.failure(name, &error),
        },
    )?;
    Ok(lines.code())
}

fn read(task: Task, base: Option<&Url>) -> anyhow::Result<ArticleRecord> {
    let (url, html) = match task {
        Task::Input(input) => {
            let Content { bytes, url, content_type } = input.read(LIMIT)?;
            (url.or_else(|| base.cloned()), decode_html(&bytes, content_type.as_deref()))
        }
        Task::Line(line) => {
            let line = line?;
            let html = match (line.html, line.path) {
                (Some(html), _) => html,
                (None, Some(path)) => decode_html(&read_file(&path, LIMIT)?, None),
                (None, None) => bail!("a line needs \"html\" or \"path\""),
            };
            (line.url.or_else(|| base.cloned()), html)
        }
    };
    let page = Page { url: url.clone().unwrap_or_else(nowhere), html };
    let article = extract(&page)?;
    Ok(ArticleRecord::new(url.as_ref(), &article, None, OffsetUnit::Codepoint))
}

/// The base of a page whose address nobody knows: relative links stay recognisable and lead nowhere.
fn nowhere() -> Url {
    Url::parse("http://unknown.invalid/").expect("a constant address")
}
