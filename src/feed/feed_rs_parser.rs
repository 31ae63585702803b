//! The call of feed-rs: the clean document as a whole or, should one entry spoil it, entry by entry.

use feed_rs::model;
use feed_rs::parser::{Builder, ParseFeedError};

use super::clean_document::{CleanDocument, document};
use super::error::ParseError;
use crate::text::steps;

/// A feed as feed-rs reads it.
#[derive(Debug)]
pub(super) struct ParsedFeed {
    pub feed: model::Feed,
    /// Whether the entries had to be read one by one.
    pub is_salvaged: bool,
}

/// Reads a clean document. O(n).
///
/// # Errors
/// [`ParseError::Rejected`] when not even the document without its entries can be read.
pub(super) fn parse_clean(clean: &CleanDocument) -> Result<ParsedFeed, ParseError> {
    if let Ok(feed) = parse(&document(clean.dialect, &clean.head, clean.entries.iter())) {
        return Ok(ParsedFeed { feed, is_salvaged: false });
    }
    let empty = document(clean.dialect, "", [].into_iter());
    let mut feed = parse(&document(clean.dialect, &clean.head, [].into_iter()))
        .or_else(|_| parse(&empty))
        .map_err(|error| ParseError::Rejected { detail: error.to_string() })?;
    for entry in &clean.entries {
        if let Ok(alone) = parse(&document(clean.dialect, "", std::iter::once(entry))) {
            feed.entries.extend(alone.entries);
        }
    }
    Ok(ParsedFeed { feed, is_salvaged: true })
}

/// Runs feed-rs without its guesses: dates are read elsewhere, and an id that is missing stays missing.
pub(super) fn parse(document: &str) -> Result<model::Feed, ParseFeedError> {
    steps::count(document.len());
    let parser = Builder::new().id_generator(|_, _, _| String::new()).timestamp_parser(|_| None).build();
    parser.parse(document.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::clean_document::CleanEntry;
    use super::super::extras::{EntryExtras, FeedExtras};
    use super::{CleanDocument, parse_clean};

    /// Returns the titles that are read of these entries, and whether they were read one by one.
    fn titles(entries: &[&str]) -> (Vec<String>, bool) {
        let mut extras = FeedExtras::default();
        let entries = entries
            .iter()
            .map(|&fields| CleanEntry { key: extras.add_entry(EntryExtras::default()), fields: fields.to_owned() });
        let clean = CleanDocument { entries: entries.collect(), ..CleanDocument::default() };
        let parsed = parse_clean(&clean).unwrap();
        let title = |e: feed_rs::model::Entry| format!("{} {}", e.id, e.title.unwrap().content);
        (parsed.feed.entries.into_iter().map(title).collect(), parsed.is_salvaged)
    }

    #[test]
    fn one_bad_entry_does_not_cost_the_others() {
        let (good, bad, other) = ("<title>One</title>", "<title>&#xfffff;</x>", "<title>Three</title>");
        assert_eq!(titles(&[good, other]), (vec!["0 One".to_owned(), "1 Three".to_owned()], false));
        assert_eq!(titles(&[good, bad, other]), (vec!["0 One".to_owned(), "2 Three".to_owned()], true));
    }
}
