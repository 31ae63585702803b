//! Limits that keep the record of any article, however it was made, within 4 MiB.

use super::article::{Article, Flag, ParagraphKind};
use super::{Annotations, Span};

/// The largest record as a line of JSON, in bytes (chosen: a quarter of what Kafka's and OpenSearch's users allow).
pub const MAX_RECORD_BYTES: usize = 4 << 20;

/// The most bytes of an article's text (chosen: the longest live blogs have a third; JSON's escapes may treble it).
const MAX_TEXT_BYTES: usize = 768 << 10;
/// The most paragraphs (chosen: a few times those of the longest live blogs).
const MAX_PARAGRAPHS: usize = 10_000;
/// The most bytes of a headline, a standfirst, a section or a site's name (chosen).
const MAX_FIELD_BYTES: usize = 16 << 10;
/// The most authors, tags and captions, of each (chosen).
const MAX_ITEMS: usize = 200;
/// The most bytes of an author or a tag (chosen).
const MAX_ITEM_BYTES: usize = 500;
/// The most bytes of a caption or its credit (chosen).
const MAX_CAPTION_BYTES: usize = 2 << 10;

/// The most quotes, mentions and entities of one record.
#[derive(Clone, Copy, Debug)]
pub struct AnnotationLimits {
    /// The most quotes.
    pub quotes: usize,
    /// The most mentions besides the first of each entity.
    pub mentions: usize,
    /// The most entities.
    pub entities: usize,
}

impl AnnotationLimits {
    /// The limits of every analysis (chosen: ten times what the longest articles have).
    pub const ANALYSIS: Self = Self { quotes: 2_000, mentions: 10_000, entities: 5_000 };
    /// The limits of a record that would be too large otherwise (chosen).
    pub const LARGE_RECORD: Self = Self { quotes: 20, mentions: 100, entities: 100 };
}

impl Article {
    /// Cuts the text after a whole paragraph, and each other field, to its limit. Sets [`Flag::Truncated`] when it did.
    pub fn limit(&mut self) {
        let mut is_cut = self.limit_text();
        for field in [&mut self.title, &mut self.description, &mut self.section, &mut self.site].into_iter().flatten() {
            is_cut |= cut(field, MAX_FIELD_BYTES);
        }
        for list in [&mut self.authors, &mut self.tags] {
            is_cut |= list.len() > MAX_ITEMS;
            list.truncate(MAX_ITEMS);
            for item in list {
                is_cut |= cut(item, MAX_ITEM_BYTES);
            }
        }
        is_cut |= self.captions.len() > MAX_ITEMS;
        self.captions.truncate(MAX_ITEMS);
        for caption in &mut self.captions {
            is_cut |= cut(&mut caption.text, MAX_CAPTION_BYTES);
            is_cut |= caption.credit.as_mut().is_some_and(|credit| cut(credit, MAX_CAPTION_BYTES));
        }
        if is_cut && !self.flags.contains(&Flag::Truncated) {
            self.flags.push(Flag::Truncated);
        }
    }

    fn limit_text(&mut self) -> bool {
        if self.text.len() <= MAX_TEXT_BYTES && self.paragraphs.len() <= MAX_PARAGRAPHS {
            return false;
        }
        self.paragraphs.truncate(MAX_PARAGRAPHS);
        self.paragraphs.retain(|paragraph| paragraph.span.start < MAX_TEXT_BYTES);
        if let Some(last) = self.paragraphs.pop_if(|last| last.span.end > MAX_TEXT_BYTES) {
            // A first paragraph that is too long has nothing before it to keep.
            if self.paragraphs.is_empty() {
                cut(&mut self.text, MAX_TEXT_BYTES);
                let span = Span::new(last.span.start, self.text.len());
                self.paragraphs.push(super::article::Paragraph { span, kind: ParagraphKind::Paragraph });
            }
        }
        let end = self.paragraphs.last().map_or(0, |last| last.span.end);
        self.text.truncate(end);
        true
    }
}

impl Annotations {
    /// Keeps the first quotes, mentions and entities up to the limits, in the order of the text, and marks what was cut.
    ///
    /// Each entity that stays keeps its first mention, so that a speaker is never without one. O(n log n).
    pub fn limit(&mut self, limits: AnnotationLimits) {
        let mut mentions: Vec<usize> =
            self.entities.iter().flat_map(|entity| entity.mentions.iter().map(|mention| mention.span.start)).collect();
        self.truncated |= self.quotes.len() > limits.quotes
            || mentions.len() > limits.mentions
            || self.entities.len() > limits.entities;
        self.quotes.truncate(limits.quotes);
        self.entities.truncate(limits.entities);
        for speaker in self.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()) {
            speaker.entity = speaker.entity.filter(|entity| *entity < limits.entities);
        }
        if mentions.len() > limits.mentions {
            mentions.sort_unstable();
            let end = mentions.get(limits.mentions).copied().unwrap_or_default();
            for entity in &mut self.entities {
                let kept = entity.mentions.iter().take_while(|mention| mention.span.start < end).count();
                entity.mentions.truncate(kept.max(1));
            }
        }
    }
}

/// Cuts a text to at most `limit` bytes, and returns whether it did.
fn cut(text: &mut String, limit: usize) -> bool {
    if text.len() <= limit {
        return false;
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::annotation::{Entity, Quote, QuoteKind, Speaker, SpeakerMethod};
    use crate::model::article::Paragraph;

    /// An article of paragraphs of these lengths in bytes.
    fn article(lengths: &[usize]) -> Article {
        let mut article = Article::default();
        for length in lengths {
            if !article.text.is_empty() {
                article.text.push('\n');
            }
            let start = article.text.len();
            article.text.push_str(&"é".repeat(length / 2));
            let span = Span::new(start, article.text.len());
            article.paragraphs.push(Paragraph { span, kind: ParagraphKind::ListItem });
        }
        article
    }

    #[track_caller]
    fn check(lengths: &[usize], paragraphs: usize, bytes: usize) {
        let mut article = article(lengths);
        let is_cut = article.text.len() > MAX_TEXT_BYTES;
        article.limit();
        assert_eq!((article.paragraphs.len(), article.text.len()), (paragraphs, bytes), "{lengths:?}");
        assert_eq!(article.flags, if is_cut { vec![Flag::Truncated] } else { vec![] });
        assert_eq!(article.paragraphs.last().map(|last| last.span.end), Some(article.text.len()));
    }

    #[test]
    fn a_text_is_cut_after_a_whole_paragraph() {
        check(&[100, 200], 2, 301);
        check(&[MAX_TEXT_BYTES], 1, MAX_TEXT_BYTES);
        check(&[100, MAX_TEXT_BYTES], 1, 100);
        check(&[100, 200, MAX_TEXT_BYTES], 2, 301);
        check(&[MAX_TEXT_BYTES - 102, 100, 100], 2, MAX_TEXT_BYTES - 1);
        check(&[MAX_TEXT_BYTES + 2], 1, MAX_TEXT_BYTES);
        check(&[MAX_TEXT_BYTES + 2, 100], 1, MAX_TEXT_BYTES);
    }

    #[test]
    fn paragraphs_are_counted() {
        let mut article = article(&vec![2; MAX_PARAGRAPHS + 5]);
        article.limit();
        assert_eq!((article.paragraphs.len(), article.text.len()), (MAX_PARAGRAPHS, 3 * MAX_PARAGRAPHS - 1));
        assert_eq!(article.flags, [Flag::Truncated]);
    }

    #[test]
    fn long_fields_are_cut_too() {
        let long = "ab€".repeat(MAX_FIELD_BYTES);
        let mut article = Article {
            title: Some(long.clone()),
            authors: vec![long.clone()],
            tags: vec!["news".to_owned(); MAX_ITEMS + 1],
            ..Article::default()
        };
        article.limit();
        assert!(article.title.is_some_and(|title| title.len() <= MAX_FIELD_BYTES && long.starts_with(&title)));
        assert!(article.authors.iter().all(|author| author.len() <= MAX_ITEM_BYTES));
        assert_eq!((article.tags.len(), article.flags), (MAX_ITEMS, vec![Flag::Truncated]));
    }

    fn entity(starts: &[usize]) -> Entity {
        Entity::person(starts.iter().map(|start| Span::new(*start, start + 3)))
    }

    fn quote(entity: usize) -> Quote {
        let method = SpeakerMethod::Explicit;
        Quote {
            kind: QuoteKind::Direct,
            spans: vec![Span::new(0, 3)],
            cue: None,
            speaker: Some(Speaker {
                entity: Some(entity),
                name: "Ada".to_owned(),
                span: None,
                method,
                confidence: 1.0,
            }),
            addressee: None,
            venue: None,
            in_headline: false,
            confidence: 1.0,
        }
    }

    #[test]
    fn annotations_are_cut_in_the_order_of_the_text() {
        let entities = vec![entity(&[0, 40, 80]), entity(&[10, 20]), entity(&[90])];
        let all = Annotations { entities, quotes: vec![quote(0), quote(2), quote(1)], ..Annotations::default() };
        let shape = |quotes, mentions, entities| {
            let mut limited = all.clone();
            limited.limit(AnnotationLimits { quotes, mentions, entities });
            let mentions: Vec<_> = limited.entities.iter().map(|entity| entity.mentions.len()).collect();
            let speakers: Vec<_> = limited.quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.entity)).collect();
            (mentions, speakers, limited.truncated)
        };
        assert_eq!(shape(3, 6, 3), (vec![3, 2, 1], vec![Some(0), Some(2), Some(1)], false));
        assert_eq!(shape(2, 6, 3), (vec![3, 2, 1], vec![Some(0), Some(2)], true));
        assert_eq!(shape(3, 3, 3), (vec![1, 2, 1], vec![Some(0), Some(2), Some(1)], true));
        assert_eq!(shape(3, 6, 2), (vec![3, 2], vec![Some(0), None, Some(1)], true));
        assert_eq!(shape(0, 0, 0), (vec![], vec![], true));
    }
}
