//! Prints the entries of a feed: `cargo run --example feed_entries -- FILE`.
//!
//! Without a file it reads the feed below, which is cut off in the middle and uses a bare `&`.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use std::error::Error;

use pressline::feed::{self, Source};

const CUT_OFF: &str = r#"<rss version="2.0"><channel>
  <title>Harbor &amp; Valley Post</title>
  <item>
    <title>Ferries & trams run all night</title>
    <link>/2026/11/24/ferries.html</link>
    <pubDate>Tue, 24 Nov 2026 06:30:00 +0100</pubDate>
  </item>
  <item>
    <title>Council keeps the old market hall</title>
    <link>/2026/11/23/market-hall.html</link>"#;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = match std::env::args_os().nth(1) {
        Some(path) => std::fs::read(path)?,
        None => CUT_OFF.as_bytes().to_vec(),
    };
    let url = "https://post.example/rss.xml".parse()?;
    let feed = feed::parse(&bytes, Source { url: Some(&url), content_type: None })?;

    println!("{}", feed.title.as_deref().unwrap_or("(no title)"));
    for entry in &feed.entries {
        let published = entry.published.map_or_else(|| "no date".to_owned(), |moment| moment.to_string());
        let title = entry.title.as_deref().unwrap_or("(no title)");
        let link = entry.link.as_ref().map_or("no link", |link| link.as_str());
        println!("- {published}  {title}  <{link}>");
    }
    println!("repaired: {:?}", feed.recovered);
    Ok(())
}
