//! The clean document, read by feed-rs: as a whole or, should one entry spoil it, entry by entry.

use feed_rs::model;
use feed_rs::parser::{Builder, ParseFeedError};

use crate::error::JobError;
use crate::text::steps;

/// A clean document in its parts.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// Whether it is Atom; else it is RSS 2.0.
    pub atom: bool,
    /// The feed's own fields.
    pub head: String,
    /// The fields of each entry, without its id.
    pub entries: Vec<String>,
}

/// Reads it; also says whether entries had to be read one by one. O(n).
///
/// # Errors
/// When not even the feed without entries can be read.
pub(super) fn read(clean: &Clean) -> Result<(model::Feed, bool), JobError> {
    let all = clean.entries.iter().enumerate();
    if let Ok(feed) = parse(&document(clean.atom, &clean.head, all.clone())) {
        return Ok((feed, false));
    }
    let empty = document(clean.atom, "", [].into_iter());
    let mut feed = parse(&document(clean.atom, &clean.head, [].into_iter()))
        .or_else(|_| parse(&empty))
        .map_err(|error| JobError::NotAFeed { detail: error.to_string() })?;
    for one in all {
        if let Ok(alone) = parse(&document(clean.atom, "", std::iter::once(one))) {
            feed.entries.extend(alone.entries);
        }
    }
    Ok((feed, true))
}

/// feed-rs with its guesses off: dates are ours, and an id that is missing stays missing.
pub(super) fn parse(document: &str) -> Result<model::Feed, ParseFeedError> {
    steps::count(document.len());
    let parser = Builder::new().id_generator(|_, _, _| String::new()).timestamp_parser(|_| None).build();
    parser.parse(document.as_bytes())
}

fn document<'a>(atom: bool, head: &str, entries: impl Iterator<Item = (usize, &'a String)>) -> String {
    let mut out = String::new();
    out.push_str(if atom {
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
    } else {
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
    });
    out.push_str(head);
    for (index, entry) in entries {
        let (open, close) = if atom { ("<entry><id>", "</id>") } else { ("<item><guid>", "</guid>") };
        out.push_str(open);
        out.push_str(&index.to_string());
        out.push_str(close);
        out.push_str(entry);
        out.push_str(if atom { "</entry>" } else { "</item>" });
    }
    out.push_str(if atom { "</feed>" } else { "</channel></rss>" });
    out
}

#[cfg(test)]
mod tests {
    use super::{Clean, read};

    /// The titles that are read of these entries, and whether one by one.
    fn titles(entries: &[&str]) -> (Vec<String>, bool) {
        let clean = Clean { entries: entries.iter().map(|&e| e.to_owned()).collect(), ..Clean::default() };
        let (feed, salvaged) = read(&clean).unwrap();
        (feed.entries.into_iter().map(|e| format!("{} {}", e.id, e.title.unwrap().content)).collect(), salvaged)
    }

    #[test]
    fn one_bad_entry_does_not_cost_the_others() {
        let (good, bad, other) = ("<title>One</title>", "<title>&#xfffff;</x>", "<title>Three</title>");
        assert_eq!(titles(&[good, other]), (vec!["0 One".to_owned(), "1 Three".to_owned()], false));
        assert_eq!(titles(&[good, bad, other]), (vec!["0 One".to_owned(), "2 Three".to_owned()], true));
    }
}
