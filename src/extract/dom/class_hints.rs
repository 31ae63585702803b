//! What the words in an element's class, id and role say it is.

use crate::text::steps;
use std::sync::LazyLock;

use crate::text::phrases::lists;

/// A set of hints. Words of several meanings carry several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClassHints(pub(crate) u32);

impl ClassHints {
    pub(crate) const NAV: Self = Self(1);
    pub(crate) const FOOTER: Self = Self(1 << 1);
    pub(crate) const HEADER: Self = Self(1 << 2);
    pub(crate) const SIDEBAR: Self = Self(1 << 3);
    pub(crate) const RELATED: Self = Self(1 << 4);
    pub(crate) const SHARE: Self = Self(1 << 5);
    pub(crate) const COMMENT: Self = Self(1 << 6);
    pub(crate) const AD: Self = Self(1 << 7);
    pub(crate) const NEWSLETTER: Self = Self(1 << 8);
    pub(crate) const AUTHOR: Self = Self(1 << 9);
    pub(crate) const DATE: Self = Self(1 << 10);
    pub(crate) const CAPTION: Self = Self(1 << 11);
    pub(crate) const META: Self = Self(1 << 12);
    pub(crate) const BODY: Self = Self(1 << 13);
    pub(crate) const TITLE: Self = Self(1 << 14);
    pub(crate) const STANDFIRST: Self = Self(1 << 15);
    pub(crate) const MEDIA: Self = Self(1 << 16);
    pub(crate) const HIDDEN: Self = Self(1 << 17);
    pub(crate) const CONSENT: Self = Self(1 << 18);
    pub(crate) const PULL_QUOTE: Self = Self(1 << 19);
    pub(crate) const EMBED: Self = Self(1 << 20);
    pub(crate) const CREDIT: Self = Self(1 << 21);
    pub(crate) const PAYWALL: Self = Self(1 << 22);
    /// Words for a standfirst that no site uses for a paragraph.
    pub(crate) const DEK: Self = Self(1 << 23);
    // Of tags and attributes, not of words.
    pub(crate) const IN_ASIDE: Self = Self(1 << 24);
    pub(crate) const IN_FIGURE: Self = Self(1 << 25);
    pub(crate) const IN_ITEM: Self = Self(1 << 26);
    pub(crate) const IN_QUOTE: Self = Self(1 << 27);
    pub(crate) const IN_TABLE: Self = Self(1 << 28);
    pub(crate) const IN_FORM: Self = Self(1 << 29);
    pub(crate) const IN_ARTICLE: Self = Self(1 << 30);
    /// Holds a field or button with which one subscribes.
    pub(crate) const SUBSCRIBE_CONTROL: Self = Self(1 << 31);

    /// Hints that speak against being body text.
    pub(crate) const CLUTTER: Self = Self(
        Self::NAV.0
            | Self::FOOTER.0
            | Self::SIDEBAR.0
            | Self::RELATED.0
            | Self::SHARE.0
            | Self::COMMENT.0
            | Self::AD.0
            | Self::NEWSLETTER.0
            | Self::CONSENT.0
            | Self::HIDDEN.0
            | Self::PULL_QUOTE.0
            | Self::PAYWALL.0,
    );

    /// Hints that mean little on an element that holds most of the page.
    pub(crate) const WEAK_ON_LARGE: Self = Self(!(Self::BODY.0 | Self::IN_ARTICLE.0));

    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    #[must_use]
    pub(crate) const fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    #[must_use]
    pub(crate) const fn without(self, less: Self) -> Self {
        Self(self.0 & !less.0)
    }

    /// Returns the hint that a line of the list calls by this name.
    fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "ad" => Self::AD,
            "author" => Self::AUTHOR,
            "body" => Self::BODY,
            "caption" => Self::CAPTION,
            "comment" => Self::COMMENT,
            "consent" => Self::CONSENT,
            "credit" => Self::CREDIT,
            "date" => Self::DATE,
            "dek" => Self::DEK,
            "embed" => Self::EMBED,
            "footer" => Self::FOOTER,
            "header" => Self::HEADER,
            "hidden" => Self::HIDDEN,
            "media" => Self::MEDIA,
            "meta" => Self::META,
            "nav" => Self::NAV,
            "newsletter" => Self::NEWSLETTER,
            "paywall" => Self::PAYWALL,
            "pull_quote" => Self::PULL_QUOTE,
            "related" => Self::RELATED,
            "share" => Self::SHARE,
            "side" => Self::SIDEBAR,
            "standfirst" => Self::STANDFIRST,
            "title" => Self::TITLE,
            _ => return None,
        })
    }

    /// Reads the words of a class, id or role: `c-articleBody__related-links` is `c article body related links`.
    ///
    /// O(n); nothing is allocated.
    pub(crate) fn of(names: &str) -> Self {
        steps::count(names.len());
        let mut found = Self::default();
        let mut word = [0u8; 24];
        let mut length = 0;
        let mut before_lower = false;
        for byte in names.bytes() {
            let starts = byte.is_ascii_uppercase() && before_lower;
            if !byte.is_ascii_alphabetic() || starts {
                found = found.with(lookup(word.get(..length).unwrap_or_default()));
                length = 0;
            }
            if byte.is_ascii_alphabetic() {
                if let Some(slot) = word.get_mut(length) {
                    *slot = byte.to_ascii_lowercase();
                }
                length += 1;
            }
            before_lower = byte.is_ascii_lowercase();
        }
        found.with(lookup(word.get(..length).unwrap_or_default()))
    }
}

fn lookup(word: &[u8]) -> ClassHints {
    let Some(first) = word.first() else { return ClassHints::default() };
    let bucket = BY_LETTER.get(usize::from(first.wrapping_sub(b'a'))).map(Vec::as_slice).unwrap_or_default();
    bucket.iter().find(|(w, _)| w.as_bytes() == word).map_or_else(ClassHints::default, |(_, h)| *h)
}

static BY_LETTER: LazyLock<Vec<Vec<(&'static str, ClassHints)>>> = LazyLock::new(|| {
    let mut letters = vec![Vec::new(); 26];
    for (word, name) in lists::CLASS_HINTS {
        let (Some(first), Some(hint)) = (word.bytes().next(), ClassHints::by_name(name)) else { continue };
        let Some(bucket) = letters.get_mut(usize::from(first - b'a')) else { continue };
        match bucket.iter_mut().find(|(known, _)| known == word) {
            Some((_, hints)) => *hints = ClassHints::with(*hints, hint),
            None => bucket.push((*word, hint)),
        }
    }
    letters
});

#[cfg(test)]
mod tests {
    use super::{ClassHints, lists};

    #[track_caller]
    fn check(names: &str, expected: &[ClassHints]) {
        let all = expected.iter().fold(ClassHints::default(), |all, &h| all.with(h));
        assert_eq!(ClassHints::of(names), all, "{names}");
    }

    #[test]
    fn each_name_in_the_list_is_a_hint() {
        let unknown: Vec<_> =
            lists::CLASS_HINTS.iter().filter(|(_, name)| ClassHints::by_name(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn words_are_cut_at_marks_digits_and_humps() {
        check("c-articleBody__related", &[ClassHints::BODY, ClassHints::RELATED]);
        check("share2 NAV", &[ClassHints::SHARE, ClassHints::NAV]);
        check("css-1a2b3c sc-bdfBwQ", &[]);
    }

    #[test]
    fn a_part_of_a_word_says_nothing() {
        check("adventure unrelated navy", &[]);
        check("averylongnamethatnobodywouldevertypeinone", &[]);
    }
}
