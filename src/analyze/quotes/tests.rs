//! One small picture for each way of saying who said what.

mod attributions;
mod laws;
mod marks;
mod offices;
mod sound;
mod speakers;

use crate::analyze::document;
use crate::analyze::language::is_english;
use crate::analyze::tests::MODELS;
use crate::model::Article;
use crate::model::Span;
use crate::model::annotation::{Entity, EntityType, Mention, MentionKind, Quote};

/// Quotes drawn into the text: `[1:said words]`, and `<1:Smith=Mary Smith>` around the words that name the speaker of the
/// first, the name left out where it is those words; a speaker without a place is drawn at the end.
pub(super) fn draw(text: &str, quotes: &[Quote]) -> String {
    let mut marks: Vec<(usize, bool, String)> = Vec::new();
    let mut rest = String::new();
    for (index, quote) in quotes.iter().enumerate() {
        let n = index + 1;
        for span in &quote.spans {
            marks.push((span.start, true, format!("[{n}:")));
            marks.push((span.end, false, "]".to_owned()));
        }
        let Some(speaker) = &quote.speaker else {
            continue;
        };
        if let Some(span) = speaker.span {
            let same = span.of(text) == speaker.name;
            marks.push((span.start, true, format!("<{n}:")));
            marks.push((span.end, false, if same { ">".to_owned() } else { format!("={}>", speaker.name) }));
        } else {
            rest = format!("{rest} <{n}={}>", speaker.name);
        }
    }
    marks.sort_by_key(|(at, opens, _)| (*at, *opens));
    let mut drawn = String::new();
    let mut done = 0;
    for (at, _, mark) in marks {
        drawn.push_str(Span::new(done, at).of(text));
        drawn.push_str(&mark);
        done = at;
    }
    drawn.push_str(Span::new(done, text.len()).of(text));
    drawn + &rest
}

pub(super) fn read(text: &str, language: Option<&str>, entities: &mut [Entity]) -> Vec<Quote> {
    let article = Article { text: text.to_owned(), language: language.map(str::to_owned), ..Article::default() };
    find(&article, entities)
}

pub(super) fn find(article: &Article, entities: &mut [Entity]) -> Vec<Quote> {
    super::find(&document::segment(&article.text), article, is_english(article), &MODELS.for_quotes(), entities)
}

/// An English text with its quotes drawn in.
#[track_caller]
pub(super) fn check(text: &str, drawn: &str) {
    assert_eq!(draw(text, &read(text, Some("en"), &mut [])), drawn);
}

/// The same for another language.
#[track_caller]
pub(super) fn check_in(language: &str, text: &str, drawn: &str) {
    assert_eq!(draw(text, &read(text, Some(language), &mut [])), drawn);
}

/// An entity with its mentions, each the first of its words after the one before.
pub(super) fn entity(text: &str, kind: EntityType, name: &str, mentions: &[&str]) -> Entity {
    let mut from = 0;
    let mut place = |words: &&str| {
        let start = from + text.get(from..).and_then(|rest| rest.find(*words)).expect("the text holds the mention");
        from = start + words.len();
        Mention { span: Span::new(start, from), kind: MentionKind::Name, source: None }
    };
    Entity {
        kind,
        name: name.to_owned(),
        titles: Vec::new(),
        link: None,
        value: None,
        salience: 0.0,
        mentions: mentions.iter().map(&mut place).collect(),
        confidence: 1.0,
    }
}
