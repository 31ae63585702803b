//! `pressline extract`: the articles of pages.

use std::path::PathBuf;

use anyhow::bail;
use serde::Deserialize;
use url::Url;

use super::content::Content;
use super::files::read_file;
use super::input::Input;
use super::json_lines::json_lines;
use super::ordered::in_order;
use super::output::LineWriter;
use crate::extract::{decode_html, extract};
use crate::model::record::ArticleRecord;
use crate::model::{OffsetUnit, Page};

/// The largest page in bytes, as `fetch.page_limit`'s default.
const MAX_PAGE_BYTES: u64 = 4 << 20;
/// The largest JSON line in bytes: an escape makes six bytes of one.
const MAX_LINE_BYTES: u64 = 6 * MAX_PAGE_BYTES;

/// Extracts the article of each page and prints one record for each.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Pages (.html, .html.gz), directories of pages, addresses, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|URL")]
    inputs: Vec<String>,
    /// Format of the inputs: pages, or JSON lines {"id","url","path"} or {"id","url","html"}
    #[arg(long, value_enum, default_value_t = InputFormat::Html)]
    input: InputFormat,
    /// Address of the page in a file; relative links are resolved against it
    #[arg(long, value_name = "URL")]
    base_url: Option<Url>,
    /// Number of threads; 0 means all cores
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum InputFormat {
    Html,
    Jsonl,
}

/// One page to extract.
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
    let total = matches!(args.input, InputFormat::Html).then_some(inputs.len());
    let tasks: Box<dyn Iterator<Item = (String, Task)> + Send> = match args.input {
        InputFormat::Html => Box::new(inputs.into_iter().map(|input| (input.name(), Task::Input(input)))),
        InputFormat::Jsonl => Box::new(
            json_lines(inputs, MAX_LINE_BYTES, |page: &PageLine| page.id.clone()).map(|(n, l)| (n, Task::Line(l))),
        ),
    };
    let mut lines = LineWriter::with_progress(total);
    in_order(
        tasks,
        args.threads,
        |task| read(task, args.base_url.as_ref()),
        |name, record| match record {
            Ok(record) => lines.answer(&ArticleRecord { input: Some(name.to_owned()), ..record }),
            Err(error) => lines.failure(name, &error),
        },
    )?;
    Ok(lines.exit_code())
}

fn read(task: Task, base: Option<&Url>) -> anyhow::Result<ArticleRecord> {
    let (url, html) = match task {
        Task::Input(input) => {
            let Content { bytes, url, content_type } = input.read(MAX_PAGE_BYTES)?;
            (url.or_else(|| base.cloned()), decode_html(&bytes, content_type.as_deref()))
        }
        Task::Line(line) => {
            let line = line?;
            let html = match (line.html, line.path) {
                (Some(html), _) => html,
                (None, Some(path)) => decode_html(&read_file(&path, MAX_PAGE_BYTES)?, None),
                (None, None) => bail!("a line needs \"html\" or \"path\""),
            };
            (line.url.or_else(|| base.cloned()), html)
        }
    };
    let page = Page { url: url.clone().unwrap_or_else(unknown_url), html };
    let article = extract(&page)?;
    Ok(ArticleRecord::new(url.as_ref(), &article, None, OffsetUnit::Codepoint))
}

/// Returns the base address of a page without one. Links that are resolved against it lead nowhere (RFC 2606).
fn unknown_url() -> Url {
    Url::parse("http://unknown.invalid/").expect("a constant address")
}
