//! Outputs: the layout of records in lines, and the streams that the lines go to.

use crate::emit::line;
use crate::model::record::{ArticleRecord, ArticleRef, ENTITY, EntityLine, ErrorRecord, FeedRecord, QUOTE, QuoteLine};
use crate::model::{AnnotationLimits, Annotations, Article, MAX_RECORD_BYTES, OffsetUnit, RecordLayout};
use crate::work::outbox::Line;

/// An output: the form of its records, and the index of the stream that takes each type.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// The layout of records in lines.
    pub records: RecordLayout,
    /// The unit of offsets.
    pub offsets: OffsetUnit,
    /// The stream of articles.
    pub articles: usize,
    /// The stream of entities, for flat records.
    pub entities: usize,
    /// The stream of quotes, for flat records.
    pub quotes: usize,
    /// The stream of errors.
    pub errors: usize,
    /// The stream of feed events.
    pub feeds: usize,
}

impl Output {
    /// Creates an output over the streams of articles, entities, quotes, errors and feed events.
    pub const fn new(records: RecordLayout, offsets: OffsetUnit, streams: [usize; 5]) -> Self {
        let [articles, entities, quotes, errors, feeds] = streams;
        Self { records, offsets, articles, entities, quotes, errors, feeds }
    }

    /// Returns the lines of an article. `complete` fills the fields that only the pipeline knows.
    pub(super) fn article_lines(
        &self,
        article: &Article,
        annotations: &Annotations,
        complete: impl FnOnce(ArticleRecord) -> ArticleRecord,
    ) -> Vec<Line> {
        let mut record = complete(ArticleRecord::new(None, article, Some(annotations), self.offsets));
        record.seq = Some(0);
        match self.records {
            RecordLayout::Article => {
                let whole = line::with_seq(self.articles, &record);
                let is_too_large = whole.before.len() + whole.after.len() > MAX_RECORD_BYTES;
                vec![if is_too_large { self.shorter_line(record, article, annotations) } else { whole }]
            }
            RecordLayout::Flat => self.flat_lines(record),
        }
    }

    /// Returns the line of an article whose record would be too large: all of its text, and the first annotations.
    fn shorter_line(&self, record: ArticleRecord, article: &Article, annotations: &Annotations) -> Line {
        let mut annotations = annotations.clone();
        annotations.limit(AnnotationLimits::LARGE_RECORD);
        let ArticleRecord { entities, quotes, flags, .. } =
            ArticleRecord::new(None, article, Some(&annotations), self.offsets);
        line::with_seq(self.articles, &ArticleRecord { entities, quotes, flags, ..record })
    }

    /// Returns a line for the article, for each entity and for each quote.
    fn flat_lines(&self, mut record: ArticleRecord) -> Vec<Line> {
        let article_ref = ArticleRef {
            article: record.id.clone(),
            rev: record.rev,
            url: record.url.clone(),
            title: record.title.clone(),
            site: record.site.clone(),
            published: record.published,
            group: record.provenance.as_ref().and_then(|provenance| provenance.group.clone()),
        };
        let (entities, quotes) = (record.entities.take(), record.quotes.take());
        let mut lines = vec![line::with_seq(self.articles, &record)];
        lines.extend(entities.into_iter().flatten().map(|entity| {
            let article_ref = article_ref.clone();
            line::with_seq(self.entities, &EntityLine { schema: ENTITY.to_owned(), seq: Some(0), article_ref, entity })
        }));
        lines.extend(quotes.into_iter().flatten().map(|quote| {
            let article_ref = article_ref.clone();
            line::with_seq(self.quotes, &QuoteLine { schema: QUOTE.to_owned(), seq: Some(0), article_ref, quote })
        }));
        lines
    }

    /// Returns the line of an error.
    pub(super) fn error_line(&self, record: &ErrorRecord) -> Line {
        line::with_seq(self.errors, record)
    }

    /// Returns the line of a feed event.
    pub(super) fn feed_line(&self, record: &FeedRecord) -> Line {
        line::with_seq(self.feeds, record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::model::annotation::Entity;

    /// The bytes of the record of a text of `letter`s, with so many mentions.
    fn bytes(letter: char, count: usize, mentions: usize) -> usize {
        let text: String = std::iter::repeat_n(letter, count).collect();
        let place = |at: usize| Span::new(at * letter.len_utf8(), (at + 8) * letter.len_utf8());
        let entity = Entity::person((0..mentions.min(count - 8)).map(place));
        let mut article = Article { text, ..Article::default() };
        article.limit();
        let mut annotations = Annotations { entities: vec![entity; 3], ..Annotations::default() };
        annotations.limit(AnnotationLimits::ANALYSIS);
        let output = Output::new(RecordLayout::Article, OffsetUnit::Codepoint, [0; 5]);
        let lines = output.article_lines(&article, &annotations, |record| record);
        lines[0].before.len() + lines[0].after.len()
    }

    #[test]
    fn no_record_is_larger_than_its_limit() {
        for (letter, count) in [('a', 1_000), ('a', 700_000), ('\u{85}', 390_000), ('"', 780_000), ('€', 260_000)] {
            for mentions in [3, 4_000, 12_000] {
                let bytes = bytes(letter, count, mentions);
                assert!(bytes <= MAX_RECORD_BYTES, "{letter:?} {count} {mentions}: {bytes}");
                assert!(bytes > count, "the text was lost");
            }
        }
    }
}
