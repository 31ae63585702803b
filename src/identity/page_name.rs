//! What in an address names the page, in parts that two addresses can be compared by.

use std::collections::HashSet;
use std::sync::LazyLock;

use url::Url;

use super::page_key::{own_fragment, page_query};
use super::parameters::{is_article_number, is_identifying, is_whole_page};
use super::path::page_segments;
use super::percent::decoded;
use super::traits::{Traits, has_many_words, has_number, is_article, is_program, is_strong_id, without_extension};
use crate::text::phrases::PhraseSet;
use crate::text::phrases::lists;

static PLACEHOLDERS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::ADDRESS_PLACEHOLDERS]));

/// How the address of one page is related to that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They can be addresses of one article.
    Same,
    /// The first one is that of no article.
    Section,
    /// They are addresses of two articles.
    Other,
}

/// The parts of an address that name the page.
#[derive(Debug)]
pub(super) struct PageName {
    /// The segments of the path.
    pub(super) segments: Vec<String>,
    /// The pairs of the query.
    query: Vec<String>,
    /// The fragment, where it names a page.
    fragment: Option<String>,
    traits: Traits,
}

impl PageName {
    /// Returns the parts of an address. O(n log n).
    pub(super) fn of(url: &Url) -> Self {
        let segments = page_segments(url);
        let query = page_query(url, &segments).unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty() && !is_whole_page(pair));
        let query: Vec<String> = pairs.map(str::to_owned).collect();
        let identifying: Vec<&str> = query.iter().map(String::as_str).filter(|pair| is_identifying(pair)).collect();
        let traits = Traits::of(&segments, &identifying);
        Self { segments, query, fragment: own_fragment(url).map(str::to_owned), traits }
    }

    /// Returns whether this is a site's front page.
    pub(super) fn is_front(&self) -> bool {
        self.segments.is_empty() && self.query.is_empty() && self.fragment.is_none()
    }

    /// Returns whether the address has what only articles have: a number that none shares by chance, or a long slug.
    pub(super) fn is_certain_article(&self) -> bool {
        self.traits.ids.iter().any(|id| is_strong_id(id))
            || self.segments.last().is_some_and(|last| has_many_words(last))
    }

    /// Returns whether this is a folder above the page that is no article itself.
    ///
    /// `/article/48213` is one above `/article/48213/harbour-wall`, and `/ferry` above `/ferry/print`.
    pub(super) fn is_section_of(&self, page: &Self) -> bool {
        let Some((last, above)) = self.segments.split_last() else { return false };
        let Some(below) = page.segments.strip_prefix(self.segments.as_slice()) else { return false };
        if below.is_empty() || !self.query.is_empty() || is_view(below) {
            return false;
        }
        let is_strong = |segments: &[String]| Traits::of(segments, &[]).ids.iter().any(|id| is_strong_id(id));
        let is_numbered = is_strong(std::slice::from_ref(last)) && is_article(last, above) && !is_strong(below);
        let is_plain =
            below.iter().all(|segment| is_part_number(segment) || !has_number(segment) && !segment.contains('-'));
        !(is_numbered || has_many_words(last) && is_plain)
    }

    /// Returns whether this is the page's path without the query, or the fragment, that the page is known by.
    pub(super) fn lacks_query_of(&self, page: &Self) -> bool {
        if self.segments != page.segments {
            return false;
        }
        if page.fragment.is_some() && self.fragment != page.fragment {
            return true;
        }
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        let kept: HashSet<String> = self.query.iter().map(|pair| name(pair)).collect();
        let mut dropped = page.query.iter().filter(|pair| !kept.contains(&name(pair)));
        let Some((last, above)) = self.segments.split_last() else { return dropped.any(|pair| is_identifying(pair)) };
        match (is_article(last, above), has_number(last)) {
            (true, true) if !is_program(last) => false,
            (true, _) if !is_program(last) => dropped.any(|pair| is_article_number(pair)),
            _ => dropped.any(|pair| is_identifying(pair)),
        }
    }

    /// Returns whether a template or script left a value open that the other addresses do not have, either.
    pub(super) fn has_placeholder(&self, others: [&Self; 2]) -> bool {
        let others: HashSet<String> = others.into_iter().flat_map(Self::values).collect();
        self.values().any(|value| PLACEHOLDERS.is_match(&value) && !others.contains(&value))
    }

    /// Returns the segments of the path and the values of the query as a reader sees them, in lower case.
    pub(super) fn values(&self) -> impl Iterator<Item = String> {
        let path = self.segments.iter().map(|segment| without_extension(segment));
        let query = self.query.iter().map(|pair| pair.split_once('=').map_or(pair.as_str(), |(_, value)| value));
        path.chain(query).map(|value| decoded(value).to_lowercase())
    }

    /// Returns how this address is related to that of a page, by what both say of their article.
    pub(super) fn relation(&self, page: &Self) -> Relation {
        let (own, theirs) = (&self.traits, &page.traits);
        let is_view_of = page.segments.strip_prefix(self.segments.as_slice()).is_some_and(is_view);
        if is_view_of || own.ids.intersection(&theirs.ids).any(|id| is_strong_id(id)) {
            return Relation::Same;
        }
        let differ = !own.ids.is_subset(&theirs.ids) && !theirs.ids.is_subset(&own.ids);
        if differ || own.has_other_date(theirs) {
            let shared = own.words.intersection(&theirs.words).count();
            let is_same = shared >= SAME_SLUG && shared * 5 >= own.words.len().min(theirs.words.len()) * 4;
            return if is_same { Relation::Same } else { Relation::Other };
        }
        let (words, others) = (own.long_words(), theirs.long_words());
        let shared = words.intersection(&others).count();
        let fewer = words.len().min(others.len());
        if !own.ids.is_disjoint(&theirs.ids) {
            let is_other = fewer > 0 && shared == 0 && own.ids != theirs.ids;
            return if is_other { Relation::Other } else { Relation::Same };
        }
        if !own.is_article() && (theirs.is_article() || fewer == 0 || shared == 0) {
            return Relation::Section;
        }
        if fewer == 0 || shared * 2 >= fewer { Relation::Same } else { Relation::Other }
    }
}

/// Words that the slugs of one article share at least where its numbers differ (chosen); four of five are the same then.
const SAME_SLUG: usize = 5;

/// Digits of the number of a part: `/slide/12` (chosen).
const PART_DIGITS: usize = 2;

fn is_part_number(segment: &str) -> bool {
    segment.len() <= PART_DIGITS && segment.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether the segments behind an article's own choose its form or a part: `amp`, `print`, `page/2`.
fn is_view(below: &[String]) -> bool {
    match below {
        [view] => matches!(view.to_ascii_lowercase().as_str(), "amp" | "print"),
        [page, number] => page.eq_ignore_ascii_case("page") && number.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}
