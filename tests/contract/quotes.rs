//! Who said what: each line of `fixtures/quotes.tsv` is a case, with everything that analysis knows at work.
//!
//! A line is a language, a tab and a text with its quotes drawn in: `[1:` and `]` around the words of the first quote,
//! `<1:` and `>` around the words that name its speaker, `<1:she=Mary Holt>` where the words are not the speaker's name, and
//! `¶` between two paragraphs. The text to read is the same line without its marks. Lines that begin with `#` are comments.

use std::fmt::Write as _;

use pressline::analyze::{Models, analyze};
use pressline::model::annotation::Quote;
use pressline::model::{Article, Span};

/// The text of a drawing: all marks are left out.
fn without_marks(drawn: &str) -> String {
    let mut text = String::new();
    let mut rest = drawn;
    while let Some(at) = rest.find(['[', '<']) {
        let (before, mark) = rest.split_at(at);
        let (_, after) = mark.split_once(':').unwrap_or_else(|| panic!("a mark without a colon: {mark}"));
        let (inside, tail) =
            after.split_once([']', '>']).unwrap_or_else(|| panic!("a mark that is not closed: {mark}"));
        let words = inside.split_once('=').filter(|_| mark.starts_with('<')).map_or(inside, |(words, _)| words);
        text.push_str(before);
        text.push_str(words);
        rest = tail;
    }
    text + rest
}

fn draw(text: &str, quotes: &[Quote]) -> String {
    let mut marks: Vec<(usize, bool, String)> = Vec::new();
    let mut mark = |span: Span, opening: String, closing: String| {
        marks.extend([(span.start, true, opening), (span.end, false, closing)]);
    };
    for (quote, n) in quotes.iter().zip(1..) {
        quote.spans.iter().for_each(|&span| mark(span, format!("[{n}:"), "]".to_owned()));
        let Some(speaker) = &quote.speaker else { continue };
        let Some(span) = speaker.span else { continue };
        let is_name = span.of(text) == speaker.name;
        mark(span, format!("<{n}:"), if is_name { ">".to_owned() } else { format!("={}>", speaker.name) });
    }
    marks.sort_by_key(|(at, opens, _)| (*at, *opens));
    let mut drawn = String::new();
    let mut end = 0;
    for (at, _, mark) in marks {
        drawn.push_str(Span::new(end, at).of(text));
        drawn.push_str(&mark);
        end = at;
    }
    drawn + Span::new(end, text.len()).of(text)
}

#[test]
fn each_quote_is_found_with_its_speaker() {
    let models = Models::embedded().expect("whole models");
    let mut cases = 0;
    let mut wrong = String::new();
    for line in include_str!("../fixtures/quotes.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (language, drawn) = line.split_once('\t').unwrap_or_else(|| panic!("no tab in {line:?}"));
        let text = without_marks(drawn).replace('¶', "\n");
        let article = Article { text, language: Some(language.to_owned()), ..Article::default() };
        let found = draw(&article.text, &analyze(&article, &models).quotes).replace('\n', "¶");
        cases += 1;
        if found != drawn {
            let _ = write!(wrong, "\nexpected {drawn}\n   found {found}\n");
        }
    }
    assert!(cases > 0, "the cases were not found");
    assert!(wrong.is_empty(), "{wrong}");
}
