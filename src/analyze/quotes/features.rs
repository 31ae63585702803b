//! The features of the quote tagger: a window of tokens around a cue, each with hashed features.
//!
//! The trained weights depend on their exact definition.

use crate::analyze::discourse::{Discourse, TokenClass};
use crate::analyze::lexicon::packed;
use crate::analyze::lexicon::speech::{self, CueForm};
use crate::analyze::lexicon::word_clusters::WordClusters;
use crate::text::hash::fnv1a_64;

/// The number of rows in the weight table; a power of two.
pub const WEIGHT_ROWS: usize = 1 << 18;
/// The number of coarse tags that transitions depend on.
pub const TAG_COUNT: usize = 32;
/// The largest number of tokens on either side of the cue.
const MAX_SIDE_TOKENS: usize = 70;
/// The number of tokens at either end of a long quoted span that a window keeps.
const KEPT_EDGE_TOKENS: usize = 4;

/// A cue with the tokens around it.
#[derive(Clone, Debug)]
pub struct Window {
    /// The index of the cue's token in the document.
    pub cue: usize,
    /// The tokens of the document, in order; the middle of a long quoted span is left out.
    pub tokens: Vec<usize>,
    /// The position of the cue in `tokens`.
    pub at: usize,
}

impl Window {
    /// Returns the surroundings of a cue: its sentence, and the next one after a final colon.
    pub(super) fn around(discourse: &Discourse<'_>, unit: usize, cue: usize) -> Self {
        let mut range = discourse.utterance_sentences[unit].clone();
        let inside = discourse.words[cue].quoted;
        if let Some(quoted) = inside {
            // Within a speech: the sentence of the speech.
            let sentences = &discourse.document.sentences;
            let sentence = &sentences[sentences.partition_point(|s| s.end <= cue).min(sentences.len() - 1)];
            let inner = discourse.tokens(discourse.quoted_spans[quoted as usize].inner);
            range = sentence.start.max(inner.start)..sentence.end.min(inner.end).max(cue + 1);
        } else if discourse.lower(range.end - 1) == ":"
            && let Some(next) = discourse.utterance_sentences.get(unit + 1)
        {
            range.end = next.end;
        }
        let keep = |i: &usize| inside.is_some() || !is_deep_in_quote(discourse, *i);
        let mut tokens: Vec<usize> = (range.start..cue).rev().filter(keep).take(MAX_SIDE_TOKENS).collect();
        tokens.reverse();
        let at = tokens.len();
        tokens.extend((cue..range.end).filter(keep).take(MAX_SIDE_TOKENS));
        Self { cue, tokens, at }
    }
}

/// Returns whether a token lies deep within a quoted span.
fn is_deep_in_quote(discourse: &Discourse<'_>, token: usize) -> bool {
    let deep = |other: Option<usize>| {
        other.and_then(|o| discourse.words.get(o)).is_some_and(|w| w.quoted == discourse.words[token].quoted)
    };
    discourse.words[token].quoted.is_some()
        && deep(token.checked_sub(KEPT_EDGE_TOKENS))
        && deep(Some(token + KEPT_EDGE_TOKENS))
}

/// Returns the coarse tag of a token, by its class and the word lists; below [`TAG_COUNT`].
pub(super) fn tag(discourse: &Discourse<'_>, token: usize) -> u8 {
    let Some(word) = discourse.words.get(token) else {
        return 31;
    };
    let lower = word.lower.as_str();
    let same = |other: Option<usize>| {
        other.and_then(|o| discourse.words.get(o)).is_some_and(|w| w.quoted.is_some() && w.quoted == word.quoted)
    };
    match word.class {
        TokenClass::Mark if word.quoted.is_none() => 0,
        TokenClass::Mark if !same(token.checked_sub(1)) => 1,
        TokenClass::Mark if !same(Some(token + 1)) => 2,
        TokenClass::Mark => 3,
        TokenClass::Punct => match lower {
            "," => 4,
            "." => 5,
            ":" => 6,
            ";" => 7,
            "-" | "–" | "—" | "--" => 8,
            "(" | "[" => 9,
            ")" | "]" => 10,
            "?" | "!" => 11,
            _ => 12,
        },
        TokenClass::Number => 13,
        _ if lower == "'s" => 14,
        _ if word.cue.is_some_and(|c| c.form != CueForm::Noun) => match word.cue.map(|c| c.form) {
            Some(CueForm::Past) => 15,
            Some(CueForm::Third) => 16,
            Some(CueForm::Ing) => 17,
            _ => 18,
        },
        _ if lower == "that" => 19,
        _ if matches!(lower, "who" | "which" | "whom" | "whose") => 20,
        _ if speech::is_pronoun(lower) => 21,
        _ if speech::is_determiner(lower) => 22,
        _ if lower == "to" => 23,
        _ if speech::is_adverbial(lower) => 24,
        _ if speech::is_conjunction(lower) => 25,
        _ if speech::is_preposition(lower) => 26,
        TokenClass::Upper => 27,
        _ if lower.ends_with("ed") || lower.ends_with("ing") => 28,
        _ if lower.ends_with("ly") => 29,
        TokenClass::Lower => 30,
    }
}

fn mix(template: u64, values: &[u64]) -> u32 {
    let start = template.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = values.iter().fold(start, |h, v| (h ^ v).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29));
    ((mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> 40) as u32 & (WEIGHT_ROWS as u32 - 1)
}

/// The hashes and tags of all tokens, computed once for a text.
pub(super) struct TokenFeatures {
    words: Vec<u64>,
    ends: Vec<u64>,
    tags: Vec<u8>,
    /// The word clusters at three grains.
    clusters: Vec<[u64; 3]>,
}

impl TokenFeatures {
    /// Computes the hashes and tags of all tokens. O(n).
    pub(super) fn new(discourse: &Discourse<'_>, clusters: &WordClusters) -> Self {
        let shape = |i: usize| match discourse.words[i].class {
            TokenClass::Number => 1,
            _ => fnv1a_64(discourse.words[i].lower.as_bytes()),
        };
        let end = |i: usize| {
            let lower = &discourse.words[i].lower;
            let cut = lower.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
            fnv1a_64(lower.get(cut..).unwrap_or_default().as_bytes())
        };
        let cluster = |i: usize| {
            let found = clusters.of(packed::hash_lowercase(discourse.document.word(i)));
            [u64::from(found.coarse), u64::from(found.middle), u64::from(found.fine)]
        };
        let all = 0..discourse.words.len();
        Self {
            words: all.clone().map(shape).collect(),
            ends: all.clone().map(end).collect(),
            tags: all.clone().map(|i| tag(discourse, i)).collect(),
            clusters: all.map(cluster).collect(),
        }
    }

    /// Returns the tag of a token.
    pub(super) fn tag(&self, token: usize) -> u8 {
        self.tags[token]
    }
}

fn distance_bucket(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

/// The number of rows of the weight table that one token uses.
pub const FEATURES_PER_TOKEN: usize = 45;

/// The hashes and tags of a window with two fillers at either end: position `k` of the window is `k + 2` here.
struct PaddedWindow {
    words: Vec<u64>,
    tags: Vec<u64>,
    clusters: Vec<[u64; 3]>,
}

impl PaddedWindow {
    fn new(token_features: &TokenFeatures, window: &Window) -> Self {
        let words = window.tokens.iter().map(|t| token_features.words[*t]);
        let tags = window.tokens.iter().map(|t| u64::from(token_features.tags[*t]));
        let clusters = window.tokens.iter().map(|t| token_features.clusters[*t]);
        Self {
            words: [0; 2].into_iter().chain(words).chain([0; 2]).collect(),
            tags: [31; 2].into_iter().chain(tags).chain([31; 2]).collect(),
            clusters: [[0; 3]; 2].into_iter().chain(clusters).chain([[0; 3]; 2]).collect(),
        }
    }
}

/// The features that all tokens of a window share.
struct WindowContext {
    /// Hashes of the cue's word, of its dictionary form, its form.
    cue: [u64; 3],
    /// The tags before and after the cue, and whether the cue stands in marks.
    beside: [u64; 3],
    after: u64,
    /// The first tag before the cue that is no adverb or auxiliary: a comma there ends an apposition.
    lead: u64,
    /// Whether a quote precedes and follows the cue, the tag of the last punctuation before it and of the first after.
    around: [u64; 4],
    /// The positions of that punctuation.
    stops: [Option<usize>; 2],
}

impl WindowContext {
    fn new(discourse: &Discourse<'_>, token_features: &TokenFeatures, window: &Window, view: &PaddedWindow) -> Self {
        let at = window.at;
        let word = &discourse.words[window.cue];
        let tag = |k: usize| view.tags[k + 2];
        let stop = |k: &usize| (1..=12).contains(&tag(*k));
        let stops = [(0..at).rev().find(stop), (at + 1..window.tokens.len()).find(stop)];
        let quote_before = (0..at).any(|k| tag(k) == 2);
        let quote_after = (at + 1..window.tokens.len()).any(|k| tag(k) == 1);
        Self {
            cue: [
                token_features.words[window.cue],
                word.cue.map_or(0, |c| fnv1a_64(c.lemma.as_bytes())),
                word.cue.map_or(0, |c| c.form as u64),
            ],
            beside: [view.tags[at + 1], view.tags[at + 3], u64::from(word.quoted.is_some())],
            after: view.words[at + 3],
            lead: (0..at).rev().map(tag).find(|t| *t != 24 && *t != 29).unwrap_or(31),
            around: [
                u64::from(quote_before),
                u64::from(quote_after),
                stops[0].map_or(30, tag),
                stops[1].map_or(30, tag),
            ],
            stops,
        }
    }
}

/// Returns the rows of the weight table that each token of a window uses.
pub(super) fn rows(
    discourse: &Discourse<'_>,
    token_features: &TokenFeatures,
    window: &Window,
) -> Vec<[u32; FEATURES_PER_TOKEN]> {
    let view = PaddedWindow::new(token_features, window);
    let context = WindowContext::new(discourse, token_features, window, &view);
    let (between, segments) = (between(token_features, window), segments(token_features, window));
    let rows = Rows { discourse, token_features, window, view, context, between, segments };
    (0..window.tokens.len()).map(|k| rows.of_token(k)).collect()
}

/// A window with the features from which the rows of its tokens are made.
struct Rows<'a> {
    discourse: &'a Discourse<'a>,
    token_features: &'a TokenFeatures,
    window: &'a Window,
    view: PaddedWindow,
    context: WindowContext,
    between: Vec<(u64, u64)>,
    segments: Vec<(u64, u64, u64)>,
}

impl Rows<'_> {
    /// Returns the rows that token `k` of the window uses.
    fn of_token(&self, k: usize) -> [u32; FEATURES_PER_TOKEN] {
        let Self { discourse, token_features, window, view, context, between, segments } = self;
        let WindowContext { cue: [cue, lemma, form], beside, after, lead, around, stops } = *context;
        let [w2, w1, w0, v1, v2] = std::array::from_fn(|i| view.words[k + i]);
        let [t2, t1, t0, u1, u2] = std::array::from_fn(|i| view.tags[k + i]);
        let [_, c1, c0, d1, _]: [[u64; 3]; 5] = std::array::from_fn(|i| view.clusters[k + i]);
        let side = u64::from(k > window.at) + 2 * u64::from(k == window.at);
        let far = distance_bucket(k.abs_diff(window.at));
        let rest = distance_bucket(window.tokens.len() - k);
        let quoted = u64::from(discourse.words[window.tokens[k]].quoted.is_some());
        let zone = u64::from(stops[0].is_some_and(|s| k < s)) + 2 * u64::from(stops[1].is_some_and(|s| k > s));
        let (commas, barred) = between[k];
        let (first, second, end) = segments[k];
        [
            mix(1, &[side, w0]),
            mix(2, &[side, w1]),
            mix(3, &[side, v1]),
            mix(4, &[w1, w0]),
            mix(5, &[w0, v1]),
            mix(6, &[side, t0, t1, u1]),
            mix(7, &[side, t2, t1, t0]),
            mix(8, &[side, t0, u1, u2]),
            mix(9, &[side, far, t0]),
            mix(10, &[side, far, lemma]),
            mix(11, &[side, lemma, form, t0]),
            mix(12, &[side, cue, after, far.min(4)]),
            mix(13, &[side, token_features.ends[window.tokens[k]], quoted]),
            mix(14, &[side, commas, barred, quoted]),
            mix(15, &[side, commas, t0, barred]),
            mix(16, &[side, zone, around[0], around[1], around[2], around[3]]),
            mix(17, &[side, zone, beside[0], beside[1], beside[2], quoted]),
            mix(18, &[side, zone, lemma, beside[1], quoted]),
            mix(19, &[side, far, beside[0], beside[1]]),
            mix(20, &[side, zone, form, t0, t1]),
            mix(21, &[side, distance_bucket(k), t0]),
            mix(22, &[side, rest, t0, form]),
            mix(23, &[side, far.min(5), w0, form]),
            mix(24, &[side, lemma, w0]),
            mix(25, &[quoted, t1, t0, u1, side]),
            mix(26, &[side, t2, t1, t0, u1]),
            mix(27, &[side, t1, t0, u1, u2]),
            mix(28, &[side, commas, barred, zone, form, beside[1]]),
            mix(29, &[side, lemma, beside[0], beside[1], zone]),
            mix(30, &[w2, w1, side]),
            mix(31, &[v1, v2, side]),
            mix(32, &[side]),
            mix(33, &[side, lead, commas, t0]),
            mix(34, &[side, lead, zone, t1, t0, u1]),
            mix(35, &[side, first, second, t0]),
            mix(36, &[side, first, commas, form]),
            mix(37, &[side, end, second, t0, t1]),
            mix(38, &[side, c1[0], c0[0], d1[0]]),
            mix(39, &[side, t1, c0[1], u1]),
            mix(40, &[side, t0, d1[1]]),
            mix(41, &[side, c0[2]]),
            mix(42, &[side, c0[0], commas, barred]),
            mix(43, &[side, c1[1], c0[1]]),
            mix(44, &[side, c0[1], d1[1]]),
            mix(45, &[side, lemma, c0[1]]),
        ]
    }
}

/// Returns for every token about the stretch between commas around it: the first word, the tag of the second, and the
/// tag at its end.
fn segments(token_features: &TokenFeatures, window: &Window) -> Vec<(u64, u64, u64)> {
    let n = window.tokens.len();
    let stop = |k: usize| (1..=11).contains(&token_features.tags[window.tokens[k]]);
    let mut found = vec![(0, 0, 0); n];
    let mut start = 0;
    for k in 0..=n {
        if k < n && !stop(k) {
            continue;
        }
        if start < k {
            let first = token_features.words[window.tokens[start]];
            let second = if start + 1 < k { u64::from(token_features.tags[window.tokens[start + 1]]) } else { 31 };
            let end = if k < n { u64::from(token_features.tags[window.tokens[k]]) } else { 31 };
            found[start..k].fill((first, second, end));
        }
        if k < n {
            found[k].2 = u64::from(token_features.tags[window.tokens[k]]);
        }
        start = k + 1;
    }
    found
}

/// Returns for every token the number of commas between it and the cue (to three), and the other separators as bits.
fn between(token_features: &TokenFeatures, window: &Window) -> Vec<(u64, u64)> {
    let mut found = vec![(0, 0); window.tokens.len()];
    let step = |(commas, bits): (u64, u64), tag: u8| match tag {
        4 => ((commas + 1).min(3), bits),
        6..=8 => (commas, bits | 1),
        1..=3 => (commas, bits | 2),
        15..=18 => (commas, bits | 4),
        19 | 20 => (commas, bits | 8),
        25 => (commas, bits | 16),
        5 | 11 => (commas, bits | 32),
        _ => (commas, bits),
    };
    let mut state = (0, 0);
    for k in (0..window.at).rev() {
        found[k] = state;
        state = step(state, token_features.tags[window.tokens[k]]);
    }
    state = (0, 0);
    for (own, token) in found.iter_mut().zip(&window.tokens).skip(window.at + 1) {
        *own = state;
        state = step(state, token_features.tags[*token]);
    }
    found
}
