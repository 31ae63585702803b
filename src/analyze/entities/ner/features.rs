//! The features of a token, as hashes. The trained weights depend on their exact definition.

use std::ops::Range;

use super::words::{BEYOND, Case, Word, WordTable};
use crate::analyze::lexicon::packed::{combine, scramble};

/// Calls `found` with the hash of every feature of a token of a sentence.
#[inline]
pub fn for_each(table: &WordTable, sentence: &Range<usize>, token: usize, mut found: impl FnMut(u32)) {
    let words = &table.words;
    let at = |offset: isize| -> &Word {
        token.checked_add_signed(offset).filter(|at| sentence.contains(at)).map_or(&BEYOND, |at| &words[at])
    };
    let (w2, w1, w, n1, n2) = (at(-2), at(-1), at(0), at(1), at(2));
    let first = u32::from(token == sentence.start);
    let mut id = 0_u32;
    let mut add = |value: u32| {
        id = id.wrapping_add(0x9E37_79B1);
        if value != 0 {
            found(scramble(value ^ id));
        }
    };
    // words alone
    add(1);
    for word in [w2, w1, w, n1, n2] {
        add(word.lower);
        add(case_code(word));
        add(fine_cluster(word));
        add(middle_cluster(word));
    }
    for word in [w1, w, n1] {
        add(word.exact);
        add(word.shape);
        add(u32::from(word.clusters.coarse));
        add(list_code(word));
        add(word.suffixes[2]);
    }
    for part in 0..4 {
        add(w.prefixes[part]);
        add(w.suffixes[part]);
    }
    // pairs and triples
    add(combine(w1.lower, w.lower));
    add(combine(w.lower, n1.lower));
    add(combine(w2.lower, w1.lower));
    add(combine(n1.lower, n2.lower));
    add(combine(middle_cluster(w1), middle_cluster(w)));
    add(combine(middle_cluster(w), middle_cluster(n1)));
    add(combine(combine(case_code(w1), case_code(w)), case_code(n1)));
    add(combine(combine(case_code(w), case_code(n1)), case_code(n2)));
    add(combine(combine(case_code(w2), case_code(w1)), case_code(w)));
    add(combine(w1.lower, case_code(w)));
    add(combine(n1.lower, case_code(w)));
    add(combine(fine_cluster(w1), case_code(w)));
    add(combine(fine_cluster(n1), case_code(w)));
    add(combine(combine(middle_cluster(w1), case_code(w)), middle_cluster(n1)));
    add(combine(list_code(w1), list_code(w)));
    add(combine(list_code(w), list_code(n1)));
    add(combine(list_code(w), case_code(w) | first << 8));
    add(combine(w.suffixes[2], case_code(w)));
    // the document and the sentence
    add(case_code(w) | u32::from(w.elsewhere) << 8 | first << 16);
    add(combine(middle_cluster(w), case_code(w) | u32::from(w.elsewhere) << 8 | first << 16));
    if w.run_end > w.run_start {
        run_features(words, sentence, token, add);
    }
}

/// Adds the features of the run of capitalised words around a token: its ends and its neighbours.
#[inline]
fn run_features(words: &[Word], sentence: &Range<usize>, token: usize, mut add: impl FnMut(u32)) {
    let w = &words[token];
    let (start, end) = (w.run_start as usize, w.run_end as usize);
    let place = u32::from(token == start) | u32::from(token + 1 == end) << 1;
    let length = (end - start).min(6) as u32;
    let (head, tail) = (&words[start], &words[end - 1]);
    let before = if start > sentence.start { &words[start - 1] } else { &BEYOND };
    let after = if end < sentence.end { &words[end] } else { &BEYOND };
    add(place | length << 2 | 1 << 8);
    add(tail.lower);
    add(combine(tail.lower, place));
    add(head.lower);
    add(combine(fine_cluster(tail), place));
    add(combine(fine_cluster(head), place));
    add(combine(before.lower, place));
    add(combine(after.lower, place));
    add(fine_cluster(before));
    add(fine_cluster(after));
    add(combine(combine(middle_cluster(before), middle_cluster(after)), length));
    add(combine(list_code(head), list_code(tail) | place << 12));
    add(combine(before.lower, after.lower));
    add(combine(tail.suffixes[2], place));
}

const fn case_code(word: &Word) -> u32 {
    word.case as u32 + 1
}

const fn middle_cluster(word: &Word) -> u32 {
    // an unknown word's capital still tells something
    if word.clusters.middle == 0 { 1000 + word.case as u32 } else { word.clusters.middle as u32 }
}

const fn fine_cluster(word: &Word) -> u32 {
    if word.clusters.fine == 0 { 3000 + word.case as u32 } else { word.clusters.fine as u32 }
}

const fn list_code(word: &Word) -> u32 {
    let capital = matches!(word.case, Case::Lower) as u32;
    word.names as u32 | (word.place as u32) << 8 | capital << 10 | 1 << 11
}
