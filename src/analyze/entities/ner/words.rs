//! The words of a document as numbers, which features are made of.

use std::ops::Range;

use super::gazetteer::{self, GOES_ON, Gazetteer, LONGEST, PLACE};
use crate::analyze::document::Document;
use crate::analyze::lexicon::packed::{CharHasher, HashTable, scramble};
use crate::analyze::lexicon::word_clusters::{Clusters, WordClusters};

/// The letter case and kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Case {
    /// A place beyond the sentence.
    #[default]
    None,
    /// `word`
    Lower,
    /// `Word`
    Title,
    /// `WORD`
    Upper,
    /// `McWord`, `iWord`
    Mixed,
    /// `A`
    Letter,
    /// `J.`, `U.S.`
    Dotted,
    /// `42`, `4.2`
    Number,
    /// `4th`, `G20`
    Alphanumeric,
    /// Punctuation, symbols.
    Mark,
    /// Web addresses, handles, hashtags.
    Address,
    /// `WORD` in a line of capitals.
    Shouted,
}

/// A token as numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// The hash of the word as written.
    pub exact: u32,
    /// The hash of the word in lower case.
    pub lower: u32,
    /// The hash of the kinds of its characters, where a run counts once.
    pub shape: u32,
    /// The hashes of its first 1 to 4 characters, in lower case; 0 where it is shorter.
    pub prefixes: [u32; 4],
    /// The hashes of its last 1 to 4 characters, in lower case; 0 where it is shorter.
    pub suffixes: [u32; 4],
    /// The letter case.
    pub case: Case,
    /// The word clusters.
    pub clusters: Clusters,
    /// The flags of the [`gazetteer`]: for people by this word alone, for places by the longest name through it.
    pub names: u8,
    /// The position in a place's name of several words: 0 none or the only word, 1 first, 2 inside, 3 last.
    pub place: u8,
    /// How the word occurs elsewhere in the document: bit 0 in lower case, bit 1 with a capital within a sentence.
    pub elsewhere: u8,
    /// The first token of its run of capitalised words.
    pub run_start: u32,
    /// The token after its run; equal to `run_start` for a word without a capital.
    pub run_end: u32,
}

impl Word {
    /// Returns whether the word is written with a capital, as names are.
    pub const fn capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Mixed | Case::Letter | Case::Dotted | Case::Shouted)
    }
}

/// The words of a document.
#[derive(Debug)]
pub struct WordTable {
    /// The words, one for each token of the document.
    pub words: Vec<Word>,
}

/// Builds the table of a document. O(n).
pub fn build(document: &Document<'_>, clusters: &WordClusters, gazetteer: &Gazetteer) -> WordTable {
    let mut words: Vec<Word> =
        (0..document.tokens.len()).map(|token| describe(document.word(token), clusters, gazetteer)).collect();
    for sentence in &document.sentences {
        mark_shouted(&mut words[sentence.clone()]);
    }
    count_elsewhere(&mut words, document);
    for sentence in &document.sentences {
        mark_places(&mut words[sentence.clone()], gazetteer);
        mark_runs(&mut words, sentence.clone());
    }
    WordTable { words }
}

fn describe(text: &str, clusters: &WordClusters, gazetteer: &Gazetteer) -> Word {
    let mut exact = CharHasher::new();
    let mut low = CharHasher::new();
    let mut shape = CharHasher::new();
    let mut prefixes = [0; 4];
    let mut last = [' '; 4];
    let mut kind_before = ' ';
    let (mut count, mut uppers, mut lowers, mut digits, mut first_upper) = (0_usize, 0_usize, 0_usize, 0_usize, false);
    for c in text.chars() {
        exact.push(c);
        let small = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
        low.push(small);
        if count < 4 {
            prefixes[count] = low.finish();
        }
        last.rotate_left(1);
        last[3] = small;
        let kind = if c.is_uppercase() {
            first_upper |= count == 0;
            uppers += 1;
            'X'
        } else if c.is_alphabetic() {
            lowers += 1;
            'x'
        } else if c.is_numeric() {
            digits += 1;
            '0'
        } else {
            c
        };
        if kind != kind_before {
            shape.push(kind);
            kind_before = kind;
        }
        count += 1;
    }
    let mut suffixes = [0; 4];
    let mut tail = CharHasher::new();
    for (length, suffix) in suffixes.iter_mut().enumerate().take(count) {
        tail.push(last[3 - length]);
        *suffix = tail.finish();
    }
    let lower = low.finish();
    let names = gazetteer.flags(lower);
    Word {
        exact: exact.finish(),
        lower,
        shape: shape.finish(),
        prefixes,
        suffixes,
        case: letter_case(text, count, uppers, lowers, digits, first_upper),
        clusters: clusters.of(lower),
        names: names & !PLACE,
        ..Word::default()
    }
}

fn letter_case(text: &str, count: usize, uppers: usize, lowers: usize, digits: usize, first_upper: bool) -> Case {
    let address = text.len() > 4 && (text.starts_with(['@', '#']) || text.contains("://") || text.contains('@'))
        || text.starts_with("www.");
    if address {
        return Case::Address;
    }
    match (uppers, lowers, digits) {
        (0, 0, 0) => Case::Mark,
        (0, 0, _) => Case::Number,
        (_, _, 1..) => Case::Alphanumeric,
        (1.., _, _) if text.ends_with('.') && uppers + lowers <= 4 => Case::Dotted,
        (0, _, _) => Case::Lower,
        (1, 0, _) if count == 1 => Case::Letter,
        (_, 0, _) => Case::Upper,
        (1, _, _) if first_upper => Case::Title,
        _ => Case::Mixed,
    }
}

/// Marks the capitals of a line in capitals, which are no evidence of a name.
fn mark_shouted(sentence: &mut [Word]) {
    let upper = sentence.iter().filter(|word| word.case == Case::Upper).count();
    let other = sentence.iter().filter(|word| matches!(word.case, Case::Lower | Case::Title | Case::Mixed)).count();
    if upper >= 3 && upper > 4 * other {
        for word in sentence {
            if matches!(word.case, Case::Upper | Case::Letter) {
                word.case = Case::Shouted;
            }
        }
    }
}

/// Sets how each word occurs elsewhere in the document.
fn count_elsewhere(words: &mut [Word], document: &Document<'_>) {
    let mut seen: HashTable<(u16, u16)> = HashTable::with_capacity(words.len());
    for sentence in &document.sentences {
        for (place, word) in words[sentence.clone()].iter().enumerate() {
            let entry = seen.entry(word.lower);
            match word.case {
                Case::Lower => entry.0 = entry.0.saturating_add(1),
                Case::Title | Case::Upper | Case::Mixed if place > 0 => entry.1 = entry.1.saturating_add(1),
                _ => {}
            }
        }
    }
    for sentence in &document.sentences {
        for (place, word) in words[sentence.clone()].iter_mut().enumerate() {
            let Some(&(lower, capital)) = seen.get(word.lower) else {
                continue;
            };
            let own = u16::from(place > 0 && matches!(word.case, Case::Title | Case::Upper | Case::Mixed));
            word.elsewhere = u8::from(lower > 0) | u8::from(capital > own) << 1;
        }
    }
}

/// Marks the longest place names of a sentence.
fn mark_places(sentence: &mut [Word], gazetteer: &Gazetteer) {
    let mut at = 0;
    while at < sentence.len() {
        let mut found = (0, 0);
        if sentence[at].capital() {
            let mut key = None;
            for (place, word) in sentence[at..].iter().enumerate().take(LONGEST) {
                let phrase = gazetteer::phrase_key(key, word.lower);
                let flags = gazetteer.flags(phrase);
                if flags & PLACE != 0 {
                    found = (place + 1, flags & PLACE);
                }
                if flags & GOES_ON == 0 {
                    break;
                }
                key = Some(phrase);
            }
        }
        let (length, flags) = found;
        for place in 0..length {
            let word = &mut sentence[at + place];
            word.names |= flags;
            word.place = match (length, place) {
                (1, _) => 0,
                (_, 0) => 1,
                (n, p) if p + 1 == n => 3,
                _ => 2,
            };
        }
        at += length.max(1);
    }
}

/// Marks the runs of capitalised words of a sentence.
fn mark_runs(words: &mut [Word], sentence: Range<usize>) {
    let mut at = sentence.start;
    while at < sentence.end {
        let start = at;
        while at < sentence.end && words[at].capital() {
            at += 1;
        }
        for word in &mut words[start..at] {
            word.run_start = start as u32;
            word.run_end = at as u32;
        }
        at = at.max(start + 1);
    }
}

/// The word that stands for places beyond the ends of a sentence.
pub static BEYOND: Word = Word {
    exact: scramble(1),
    lower: scramble(1),
    shape: scramble(1),
    prefixes: [0; 4],
    suffixes: [0; 4],
    case: Case::None,
    clusters: Clusters { coarse: 0, middle: 0, fine: 0 },
    names: 0,
    place: 0,
    elsewhere: 0,
    run_start: 0,
    run_end: 0,
};
