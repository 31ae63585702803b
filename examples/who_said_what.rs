//! Prints who said what in a text: `cargo run --example who_said_what -- FILE`.
//!
//! Without a file it reads the text below. A paragraph ends with its line.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use std::error::Error;

use pressline::analyze::{Models, analyze};
use pressline::model::Article;

const TEXT: &str = "The council voted on Monday to keep the market hall. “We have listened to the traders,” said Mayor Ingrid \
Halvorsen, “and we will repair the roof.” She told reporters that work would begin in March.\n\
Traders were relieved. According to Tomas Okafor, who sells fish, nobody had expected it.";

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args_os().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => TEXT.to_owned(),
    };
    let article = Article { text, ..Article::default() };
    let annotations = analyze(&article, &Models::embedded()?);

    for quote in &annotations.quotes {
        let speaker = quote.speaker.as_ref().map_or("?", |speaker| speaker.name.as_str());
        let words: Vec<&str> = quote.spans.iter().map(|span| span.of(&article.text)).collect();
        println!("{speaker} ({:?}): {}", quote.kind, words.join(" … "));
    }
    Ok(())
}
