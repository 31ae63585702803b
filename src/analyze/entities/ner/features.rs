//! The features of a token, as hashes.

use std::ops::Range;

use super::words::{Case, EDGE, Sketch, Word};
use crate::analyze::lexicon::packed::{join, spread};

/// Calls `found` with the hash of every feature of a token of a sentence.
#[inline]
pub fn of(sketch: &Sketch, sentence: &Range<usize>, token: usize, mut found: impl FnMut(u32)) {
    let words = &sketch.words;
    let at = |offset: isize| -> &Word {
        token.checked_add_signed(offset).filter(|at| sentence.contains(at)).map_or(&EDGE, |at| &words[at])
    };
    let (w2, w1, w, n1, n2) = (at(-2), at(-1), at(0), at(1), at(2));
    let first = u32::from(token == sentence.start);
    let mut id = 0_u32;
    let mut add = |value: u32| {
        id = id.wrapping_add(0x9E37_79B1);
        if value != 0 {
            found(spread(value ^ id));
        }
    };
    // words alone
    add(1);
    for word in [w2, w1, w, n1, n2] {
        add(word.lower);
        add(code(word));
        add(fine(word));
        add(middle(word));
    }
    for word in [w1, w, n1] {
        add(word.exact);
        add(word.shape);
        add(u32::from(word.clusters.coarse));
        add(known(word));
        add(word.suffixes[2]);
    }
    for part in 0..4 {
        add(w.prefixes[part]);
        add(w.suffixes[part]);
    }
    // pairs and triples
    add(join(w1.lower, w.lower));
    add(join(w.lower, n1.lower));
    add(join(w2.lower, w1.lower));
    add(join(n1.lower, n2.lower));
    add(join(middle(w1), middle(w)));
    add(join(middle(w), middle(n1)));
    add(join(join(code(w1), code(w)), code(n1)));
    add(join(join(code(w), code(n1)), code(n2)));
    add(join(join(code(w2), code(w1)), code(w)));
    add(join(w1.lower, code(w)));
    add(join(n1.lower, code(w)));
    add(join(fine(w1), code(w)));
    add(join(fine(n1), code(w)));
    add(join(join(middle(w1), code(w)), middle(n1)));
    add(join(known(w1), known(w)));
    add(join(known(w), known(n1)));
    add(join(known(w), code(w) | first << 8));
    add(join(w.suffixes[2], code(w)));
    // the document and the sentence
    add(code(w) | u32::from(w.elsewhere) << 8 | first << 16);
    add(join(middle(w), code(w) | u32::from(w.elsewhere) << 8 | first << 16));
    if w.run_end > w.run_start {
        run(words, sentence, token, add);
    }
}

/// What the run of capitalised words around a token tells: its ends and its neighbours.
#[inline]
fn run(words: &[Word], sentence: &Range<usize>, token: usize, mut add: impl FnMut(u32)) {
    let w = &words[token];
    let (start, end) = (w.run_start as usize, w.run_end as usize);
    let place = u32::from(token == start) | u32::from(token + 1 == end) << 1;
    let length = (end - start).min(6) as u32;
    let (head, tail) = (&words[start], &words[end - 1]);
    let before = if start > sentence.start { &words[start - 1] } else { &EDGE };
    let after = if end < sentence.end { &words[end] } else { &EDGE };
    add(place | length << 2 | 1 << 8);
    add(tail.lower);
    add(join(tail.lower, place));
    add(head.lower);
    add(join(fine(tail), place));
    add(join(fine(head), place));
    add(join(before.lower, place));
    add(join(after.lower, place));
    add(fine(before));
    add(fine(after));
    add(join(join(middle(before), middle(after)), length));
    add(join(known(head), known(tail) | place << 12));
    add(join(before.lower, after.lower));
    add(join(tail.suffixes[2], place));
}

const fn code(word: &Word) -> u32 {
    word.case as u32 + 1
}

const fn middle(word: &Word) -> u32 {
    // an unknown word's capital still tells something
    if word.clusters.middle == 0 { 1000 + word.case as u32 } else { word.clusters.middle as u32 }
}

const fn fine(word: &Word) -> u32 {
    if word.clusters.fine == 0 { 3000 + word.case as u32 } else { word.clusters.fine as u32 }
}

const fn known(word: &Word) -> u32 {
    let capital = matches!(word.case, Case::Lower) as u32;
    word.names as u32 | (word.place as u32) << 8 | capital << 10 | 1 << 11
}
