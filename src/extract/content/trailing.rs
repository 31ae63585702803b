//! What stands under a story as if it were its end: who wrote it, what was changed, what the publisher says of itself.

use std::sync::LazyLock;

use super::block_kind::SelectedBlock;
use super::facts::PageFacts;
use crate::extract::dom::document::TextDocument;
use crate::extract::phrases::boilerplate;
use crate::model::article::ParagraphKind;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::steps;

static DESCRIPTIONS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::PUBLISHER_DESCRIPTIONS]));
static BIOGRAPHIES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::BIOGRAPHY_PHRASES]));

/// Last lines among which the publisher may speak of itself.
const LAST: usize = 5;

/// Bytes of the name behind `About`, of a biography, and of a site's name that a line may begin with (chosen).
const MAX_NAME_BYTES: usize = 60;
const MAX_BIOGRAPHY_BYTES: usize = 600;
const MIN_SITE_BYTES: usize = 3;

/// Takes off what is no part of the story at its end. At least one block stays.
pub(crate) fn drop_trailing_matter(
    document: &TextDocument,
    facts: &PageFacts<'_>,
    chosen: &mut Vec<SelectedBlock<'_>>,
) {
    let from = chosen.len().saturating_sub(LAST).max(1);
    let about = |at: &usize| {
        let words = |i: usize| chosen.get(i).map(|s| document.text_of_block(s.block)).unwrap_or_default();
        let named = words(*at).strip_prefix("About ").map(|name| name.trim_end_matches([':', ' ']));
        named.is_some_and(|name| {
            name.len() < MAX_NAME_BYTES && words(at + 1).trim_start_matches("The ").starts_with(name)
        }) || is_about_publisher(words(*at), facts.site)
    };
    let told =
        |at: usize| chosen.iter().take(at).inspect(|_| steps::count(1)).map(|s| s.block.prose_bytes()).sum::<u32>();
    if let Some(at) = (from..chosen.len()).find(about).filter(|at| told(*at) * 2 > told(chosen.len())) {
        chosen.truncate(at);
    }
    let ends = |SelectedBlock { block, kind, .. }: &SelectedBlock<'_>| {
        let words = document.text_of_block(block);
        *kind == ParagraphKind::Heading || is_biography(words, facts.authors) || boilerplate::is_editorial_note(words)
    };
    while chosen.len() > 1 && chosen.last().is_some_and(ends) {
        chosen.pop();
    }
}

/// Returns whether a paragraph begins with the site's own name and says what it is: the boilerplate of a company or paper.
fn is_about_publisher(words: &str, site: &str) -> bool {
    let rest = after_name(words.strip_prefix("The ").unwrap_or(words), site);
    site.len() >= MIN_SITE_BYTES && rest.is_some_and(|rest| DESCRIPTIONS.is_match(rest))
}

/// Returns what follows a name of which only letters and digits are compared: `harbourgazette` in `Harbour Gazette is …`.
fn after_name<'a>(words: &'a str, name: &str) -> Option<&'a str> {
    let mut name = name.chars();
    let mut next = name.next();
    for (at, c) in words.char_indices() {
        let Some(letter) = next else { return words.get(at..) };
        if c.is_alphanumeric() {
            if !c.to_lowercase().eq([letter]) {
                return None;
            }
            next = name.next();
        } else if !matches!(c, ' ' | '-' | '.' | '&' | '\'' | '’') {
            return None;
        }
    }
    None
}

/// Returns whether a last line says who the author is.
fn is_biography(words: &str, names: &[String]) -> bool {
    let lower = words.to_lowercase();
    words.len() < MAX_BIOGRAPHY_BYTES
        && names.iter().any(|n| words.starts_with(n.as_str()))
        && !words.contains(['“', '"', '„', '«'])
        && BIOGRAPHIES.is_match(&lower)
}
