//! What holds for all inputs.

use proptest::prelude::*;

use super::super::{Source, parse};
use super::draw;

proptest! {
    #[test]
    fn bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes, Source::default());
    }

    #[test]
    fn every_entry_is_found_however_it_is_damaged(
        parts in proptest::collection::vec(
            "<item>|</item>|<title>|</title>|<link href='x|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&[a-z]{1,4};?|<[a-z:]{1,5}>?|</[a-z]{0,3}>?|[a-z<>&\"' ]{1,9}|<\\?|<!D \\[|\\]>",
            0..40,
        )
    ) {
        let document = format!("<rss version='2.0'><channel>{}", parts.concat());
        let feed = parse(document.as_bytes(), Source::default()).unwrap();
        for entry in &feed.entries {
            prop_assert!(!entry.id.is_empty());
            prop_assert!(entry.title.as_deref().is_none_or(|t| !t.contains(char::is_control) && t.trim() == t));
        }
        prop_assert_eq!(draw(&parse(document.as_bytes(), Source::default()).unwrap()), draw(&feed));
    }

    #[test]
    fn plain_entries_survive_as_they_are(titles in proptest::collection::vec("[a-zA-Z<>&;'\" é-ü]{0,30}", 0..12)) {
        let mut document = "<rss version='2.0'><channel>".to_owned();
        for title in &titles {
            document.push_str("<item><title>");
            let mut html = String::new();
            super::super::xml::escape::escape_text(title, &mut html);
            super::super::xml::escape::escape_text(&html, &mut document);
            document.push_str("</title></item>");
        }
        document.push_str("</channel></rss>");
        let feed = parse(document.as_bytes(), Source::default()).unwrap();
        prop_assert_eq!(feed.recovered, []);
        let read: Vec<String> = feed.entries.into_iter().map(|e| e.title.unwrap_or_default()).collect();
        let written: Vec<String> = titles.iter().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        prop_assert_eq!(read, written);
    }
}
