//! `pressline replay`: records that were written before, again, to standard output.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;

use anyhow::anyhow;

use super::exit_code::{SUCCESS, ServiceFailure};
use super::settings::ConfigArgs;
use super::stream_plan::{FILE_NAMES, SinkPlan, StreamPlan, canonical, stream_name};
use crate::config::{Config, OutputKind};
use crate::emit::WriteError;
use crate::emit::files::{Layout, replay};
use crate::store::Kept;

/// Prints records again that were written before, as far as they are kept or stand in files. Changes nothing.
///
/// Records are kept in the state up to `outbox.keep`. A worker may run meanwhile.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The `seq` of the first record.
    #[arg(long, value_name = "SEQ")]
    from: u64,
    /// The output: "stdout", a `dir` for its articles, or DIR/errors, DIR/quotes … for its other files.
    ///
    /// By default standard output where records go there, otherwise the articles of the only output.
    #[arg(long, value_name = "NAME")]
    output: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let config = args.config.load()?;
    let source = Source::find(&config, args.output.as_deref())?;
    let kept = Kept::open(&config.state.dir)?;
    let last = kept.last_seq(&source.stream)?;
    let first = args.from.max(1);
    if first > last + 1 {
        let words = anyhow!("seq {first} was not written yet: the last of {} is {last}", source.stream);
        return Err(anyhow!(ServiceFailure(words)));
    }
    let mut printer = Printer { next: first, last, out: BufWriter::new(io::stdout().lock()) };
    printer.print(&kept, &source)?;
    if printer.next <= last {
        return Err(anyhow!(ServiceFailure(anyhow!("{}", printer.missing(last)))));
    }
    Ok(SUCCESS)
}

/// Where records come from.
struct Source {
    /// The name of the stream in the state.
    stream: String,
    /// The files that hold them, if it is no standard output.
    files: Option<Layout>,
}

impl Source {
    fn find(config: &Config, name: Option<&str>) -> anyhow::Result<Self> {
        let stdout = Self { stream: "stdout".to_owned(), files: None };
        let has_stdout = config.output.iter().any(|output| output.kind == OutputKind::Stdout);
        let sinks = StreamPlan::new(&config.output)?.sinks;
        let mut files: Vec<(String, Vec<Layout>)> = sinks
            .into_iter()
            .filter_map(|sink| match sink {
                SinkPlan::Files { name, layouts, .. } => Some((name, layouts)),
                SinkPlan::Stdout(_) => None,
            })
            .collect();
        let articles = |layouts: Vec<Layout>| layouts.into_iter().next().map(Self::of_files);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let all = names.iter().copied().chain(has_stdout.then_some("stdout")).collect::<Vec<_>>().join(", ");
        let found = match name {
            None | Some("stdout") if has_stdout => Some(stdout),
            Some(name) => Self::of_name(name, &files)?,
            None if files.len() == 1 => files.pop().and_then(|(_, layouts)| articles(layouts)),
            None => return Err(anyhow!("there are several outputs; say which by --output: {all}")),
        };
        found.ok_or_else(|| anyhow!("{} is no output; there are {all}", name.unwrap_or_default()))
    }

    fn of_files(layout: Layout) -> Self {
        Self { stream: stream_name(&layout.dir, &layout.name), files: Some(layout) }
    }

    /// Finds the files that a name means: a directory's articles, or those of the kind behind it.
    fn of_name(name: &str, files: &[(String, Vec<Layout>)]) -> anyhow::Result<Option<Self>> {
        let with_kind = name.rsplit_once('/').filter(|(_, kind)| FILE_NAMES.contains(kind));
        for (dir, kind) in [Some((name, FILE_NAMES[0])), with_kind].into_iter().flatten() {
            let path = canonical(Path::new(dir))?;
            let mut layouts = files.iter().flat_map(|(_, layouts)| layouts);
            if let Some(layout) = layouts.find(|layout| layout.dir == path && layout.name == kind) {
                return Ok(Some(Self::of_files(layout.clone())));
            }
        }
        Ok(None)
    }
}

/// A writer of records that lets none be left out.
struct Printer {
    /// The `seq` that comes next.
    next: u64,
    /// The last `seq` that was committed at the start.
    last: u64,
    out: BufWriter<StdoutLock<'static>>,
}

impl Printer {
    /// Prints what is kept; before it, what only the files hold.
    fn print(&mut self, kept: &Kept, source: &Source) -> anyhow::Result<()> {
        // A worker may write to the files meanwhile what was kept at first.
        loop {
            let before = self.next;
            let first_kept = kept.lines_from(&source.stream, self.next)?.first().map_or(self.last + 1, |(seq, _)| *seq);
            if let Some(layout) = source.files.as_ref().filter(|_| first_kept > self.next) {
                replay::replay(layout, self.next, &mut |seq, line| self.line(seq, line)).map_err(unread)?;
            }
            self.print_kept(kept, source)?;
            if self.next == before || self.next > self.last {
                break;
            }
        }
        Ok(self.out.flush()?)
    }

    fn print_kept(&mut self, kept: &Kept, source: &Source) -> anyhow::Result<()> {
        while self.next <= self.last {
            let lines = kept.lines_from(&source.stream, self.next)?;
            if lines.is_empty() {
                break;
            }
            for (seq, line) in lines {
                self.line(seq, &line).map_err(|error| unread(error.into()))?;
            }
        }
        Ok(())
    }

    /// Prints a line, unless it is printed already.
    fn line(&mut self, seq: u64, line: &[u8]) -> io::Result<()> {
        if seq < self.next || seq > self.last {
            return Ok(());
        }
        if seq > self.next {
            self.out.flush()?;
            return Err(io::Error::other(self.missing(seq - 1)));
        }
        self.next += 1;
        self.out.write_all(line)
    }

    /// Returns the words for records that are nowhere.
    fn missing(&self, to: u64) -> String {
        format!(
            "the records from seq {} to {to} are not kept any more, and no file of this output holds them; `outbox.keep` says \
             how much is kept",
            self.next
        )
    }
}

/// Returns the error of records that cannot be printed. A reader that has gone is none.
fn unread(error: WriteError) -> anyhow::Error {
    match error {
        WriteError::ReaderGone => io::Error::from(io::ErrorKind::BrokenPipe).into(),
        error => anyhow!(ServiceFailure(error.into())),
    }
}
