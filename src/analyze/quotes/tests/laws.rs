//! What holds for every text.

use proptest::prelude::*;

use super::read;
use crate::analyze::document;

fn holds(text: &str, language: Option<&str>) {
    let document = document::segment(text);
    let quotes = read(text, language, &mut []);
    assert!(quotes.is_sorted_by_key(|q| q.spans[0]));
    for quote in &quotes {
        assert!(!quote.spans.is_empty());
        assert!(quote.spans.windows(2).all(|two| two[0].end <= two[1].start), "{:?}", quote.spans);
        for span in &quote.spans {
            let words = text.get(span.start..span.end).expect("char boundaries");
            assert!(!words.is_empty() && words.trim() == words);
            assert!(document.paragraphs.iter().any(|p| document.span(p.clone()).contains(*span)));
        }
        let others = [quote.cue, quote.addressee, quote.venue, quote.speaker.as_ref().and_then(|s| s.span)];
        assert!(others.into_iter().flatten().all(|s| text.get(s.start..s.end).is_some_and(|w| !w.is_empty())));
        assert!((0.0..=1.0).contains(&quote.confidence));
    }
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,200}") {
        holds(&text, None);
    }

    #[test]
    fn scraps_of_news(pieces in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "‘", "’", "\"", "''", "``", "„", "«", "»", "—", " ", " ", "\n", ".", ", ", ": ", "?", "Mary Holt", "Holt",
        " said ", " told reporters ", "according to ", "he ", "she ", " that ", "the plan had failed", "We won", "'s", "sagte ",
    ]), 0..60)) {
        holds(&pieces.concat(), None);
        holds(&pieces.concat(), Some("de"));
    }
}

#[test]
fn what_a_colon_leads_to_in_the_next_paragraph_is_a_part_of_its_own() {
    holds("““?according to “— that Mary Holt.according to .’‘»: \nWe won", None);
}

#[test]
fn a_stretch_between_two_parts_of_a_quote_takes_its_place_among_them() {
    holds("\" that ”``«.„the plan had failedshe  that ”—“Mary Holt.\"““ said ", None);
}

#[test]
fn hostile_texts() {
    for piece in [
        "“", "\"", "'", "‘", "' ", " '", "‘a", "«", "»", "said ", "Holt ", "—a ", "“a\n", "he said", "a", "he ",
        "(“said",
    ] {
        holds(&piece.repeat(20_000 / piece.len()), None);
    }
}
