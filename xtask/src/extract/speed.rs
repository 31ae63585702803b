//! How fast pages become articles, against parsing alone.

#![expect(clippy::print_stdout, reason = "the figures are what the task is run for")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use pressline::extract::extract;
use pressline::model::Page;

use super::examples;

/// Rounds of which the fastest counts: whatever else the machine does only slows one down.
const ROUNDS: usize = 5;

/// Prints pages a second on one thread for `scraper::Html::parse_document` and for extraction with metadata, by set.
pub(crate) fn run(data: &Path) -> anyhow::Result<()> {
    let mut pages: Vec<(String, Vec<Page>)> = Vec::new();
    examples::each(data, |set, page, _| {
        match pages.last_mut() {
            Some((name, pages)) if name == set => pages.push(page),
            _ => pages.push((set.to_owned(), vec![page])),
        }
        Ok(())
    })?;
    for (set, pages) in &pages {
        let parse = fastest(|| {
            for page in pages {
                black_box(scraper::Html::parse_document(&page.html));
            }
        });
        let whole = fastest(|| {
            for page in pages {
                let _ = black_box(extract(page));
            }
        });
        let rate = |time: Duration| pages.len() as f64 / time.as_secs_f64();
        let (parse, whole) = (rate(parse), rate(whole));
        println!("  {set:14} parse {parse:5.0} pages/s  extract {whole:5.0} pages/s  ratio {:.2}", whole / parse);
    }
    Ok(())
}

fn fastest(work: impl Fn()) -> Duration {
    let time = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
}
