//! `pressline feed`: the content of feeds, as pressline reads them.

use serde::Serialize;

use super::input::Input;
use super::ordered::in_order;
use super::output::LineWriter;
use crate::feed::{self, ParseError, Source};
use crate::model::feed::{Entry, Format, Recovery};
use crate::model::{Feed, Moment};

/// The bytes of a feed that are read, as `fetch.feed_limit`'s default.
const MAX_FEED_BYTES: u64 = 16 << 20;

/// Reads feeds and prints one JSON line for each.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, addresses, or - for standard input.
    #[arg(required = true, value_name = "FILE|URL")]
    inputs: Vec<String>,
    /// Number of threads; 0 means all cores.
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

#[derive(Serialize)]
struct Answer<'a> {
    input: &'a str,
    ok: bool,
    format: Format,
    title: Option<&'a str>,
    link: Option<&'a str>,
    recovered: &'a [Recovery],
    entries: Vec<EntryLine<'a>>,
}

#[derive(Serialize)]
struct EntryLine<'a> {
    id: &'a str,
    title: Option<&'a str>,
    link: Option<&'a str>,
    published: Option<Moment>,
    updated: Option<Moment>,
    authors: &'a [String],
    summary: Option<&'a str>,
    tags: &'a [String],
}

/// A document that is no feed and names some.
#[derive(Serialize)]
struct Naming<'a> {
    input: &'a str,
    ok: bool,
    note: String,
    /// The feeds and sitemaps that it names, best first.
    sources: Vec<&'a str>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut inputs = Vec::new();
    for argument in &args.inputs {
        inputs.extend(Input::list(argument, false)?);
    }
    let mut lines = LineWriter::with_progress(Some(inputs.len()));
    let items = inputs.into_iter().map(|input| (input.name(), input));
    in_order(
        items,
        args.threads,
        |input| read(&input),
        |name, feed| match feed {
            Ok(feed) => lines.answer(&answer(name, &feed)),
            Err(error) => match error.downcast_ref::<ParseError>().filter(|e| !e.sources().is_empty()) {
                Some(error) => lines.unread(&naming(name, error)),
                None => lines.failure(name, &error),
            },
        },
    )?;
    Ok(lines.exit_code())
}

fn read(input: &Input) -> anyhow::Result<Feed> {
    let content = input.read_start(MAX_FEED_BYTES)?;
    let source = Source { url: content.url.as_ref(), content_type: content.content_type.as_deref() };
    Ok(feed::parse(&content.bytes, source)?)
}

fn naming<'a>(input: &'a str, error: &'a ParseError) -> Naming<'a> {
    Naming {
        input,
        ok: false,
        note: error.to_string(),
        sources: error.sources().iter().map(url::Url::as_str).collect(),
    }
}

fn answer<'a>(input: &'a str, feed: &'a Feed) -> Answer<'a> {
    let entry = |entry: &'a Entry| EntryLine {
        id: &entry.id,
        title: entry.title.as_deref(),
        link: entry.link.as_ref().map(url::Url::as_str),
        published: entry.published,
        updated: entry.updated,
        authors: &entry.authors,
        summary: entry.summary.as_deref(),
        tags: &entry.tags,
    };
    Answer {
        input,
        ok: true,
        format: feed.format,
        title: feed.title.as_deref(),
        link: feed.link.as_ref().map(url::Url::as_str),
        recovered: &feed.recovered,
        entries: feed.entries.iter().map(entry).collect(),
    }
}
