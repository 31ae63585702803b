//! Prints the article of a page: `cargo run --example page_article -- FILE`.
//!
//! Without a file it reads the page below. The menu, the invitation to subscribe and the footer are not part of the article.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use std::error::Error;

use pressline::extract::{decode_html, extract};
use pressline::model::Page;

const PAGE: &str = r#"<!doctype html><html lang="en"><head>
<title>Council keeps the old market hall | Harbor Post</title>
<meta property="og:site_name" content="Harbor Post">
<meta property="article:published_time" content="2026-11-23T18:05:00+01:00"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav>
<article><h1>Council keeps the old market hall</h1><p class="byline">By Mara Lindqvist</p>
<p>The city council voted on Monday to keep the market hall at the harbor, which was to make room for a car park.</p>
<p>Repairs will take two years and cost about four million, according to the plan that the council adopted. The traders will
move to tents on the square meanwhile, and they will pay half of their rent.</p>
<div class="newsletter">Subscribe to our newsletter</div>
<p>The hall was built in 1893. Its iron roof was last repaired after the storm of 1962.</p></article>
<footer>© 2026 Harbor Post. All rights reserved.</footer></body></html>"#;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = match std::env::args_os().nth(1) {
        Some(path) => std::fs::read(path)?,
        None => PAGE.as_bytes().to_vec(),
    };
    let url = "https://post.example/2026/11/23/market-hall.html".parse()?;
    let article = extract(&Page { url, html: decode_html(&bytes, None) })?;

    println!("title:     {}", article.title.as_deref().unwrap_or("-"));
    println!("authors:   {}", article.authors.join(", "));
    println!("published: {}", article.published.map_or_else(|| "-".to_owned(), |moment| moment.to_string()));
    for paragraph in &article.paragraphs {
        println!("{:?}: {}", paragraph.kind, paragraph.span.of(&article.text));
    }
    Ok(())
}
