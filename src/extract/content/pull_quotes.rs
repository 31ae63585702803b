//! Pull quotes: blocks that repeat a sentence of the story.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::block_kind::SelectedBlock;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::model::article::ParagraphKind;
use crate::text::sentence_end::is_question;
use crate::text::shingles::trigram_hashes;
use crate::text::steps;

/// Shingles of a block that repeats another (chosen).
const MIN_SHINGLES: usize = 4;
/// Bytes of a pull quote, and of the line below that names its speaker (chosen).
const QUOTE_BYTES: std::ops::Range<usize> = 30..400;
const MAX_SPEAKER_BYTES: usize = 100;
/// Levels up to the quotation that holds both (chosen).
const QUOTE_LEVELS: usize = 4;

/// Returns the pull quotes among the chosen blocks, with the lines that name their speakers. O(n log n) in the text.
///
/// A pull quote is a block of which each shingle stands in blocks that stay. Of two with the same words, the longer stays, else the
/// one that is a sentence, else the one above. A picture's block counts for nothing, for captions repeat the story.
pub(crate) fn repeated(document: &TextDocument, chosen: &[SelectedBlock<'_>]) -> HashSet<usize> {
    let triples: Vec<Vec<u64>> =
        chosen.iter().map(|s| each_once(trigram_hashes(document.text_of_block(s.block)))).collect();
    let of_picture = |block: &TextBlock| {
        document.element(block.innermost).inherited_hints.has(ClassHints::CAPTION.with(ClassHints::IN_FIGURE))
    };
    // How many blocks hold each.
    let held = chosen.iter().zip(&triples).filter(|(s, _)| !of_picture(s.block));
    let mut held: Vec<u64> = held.flat_map(|(_, triples)| triples).copied().collect();
    held.sort_unstable();
    let mut held: Vec<(u64, usize)> =
        held.chunk_by(|a, b| a == b).filter_map(|all| Some((*all.first()?, all.len()))).collect();
    let mut shorter: Vec<usize> =
        (0..chosen.len()).filter(|&i| triples[i].len() >= MIN_SHINGLES && may_repeat(document, &chosen[i])).collect();
    shorter.sort_unstable_by_key(|&i| (triples[i].len(), chosen[i].block.stops, Reverse(i)));
    let mut copies = HashSet::new();
    for i in shorter {
        steps::count(triples[i].len());
        let itself = usize::from(!of_picture(chosen[i].block));
        let at = |triple: &u64| held.binary_search_by_key(triple, |(held, _)| *held).ok();
        let places: Vec<usize> = triples[i].iter().filter_map(at).collect();
        let again = places.iter().filter(|&&at| held[at].1 > itself).count();
        // What is called a pull quote may be a shortened one.
        let shortened = document.element(chosen[i].block.innermost).inherited_hints.has(ClassHints::PULL_QUOTE)
            && 3 * again >= 2 * triples[i].len();
        if again == triples[i].len() || shortened {
            for at in places {
                held[at].1 = held[at].1.saturating_sub(itself);
            }
            copies.insert(i);
        }
    }
    let quoted = |block: &TextBlock| {
        document
            .ancestors(block.innermost)
            .take(QUOTE_LEVELS)
            .find(|(_, e)| e.tag == ElementKind::Quote)
            .map(|(i, _)| i)
    };
    let signs = |(i, pair): (usize, &[SelectedBlock<'_>])| {
        let [SelectedBlock { block: words, .. }, SelectedBlock { block: name, .. }] = pair else { return None };
        let of_it = copies.contains(&i) && quoted(words).is_some() && quoted(words) == quoted(name);
        (of_it && name.len() < MAX_SPEAKER_BYTES && name.stops == 0).then_some(i + 1)
    };
    let names: Vec<usize> = chosen.windows(2).enumerate().filter_map(signs).collect();
    copies.extend(names);
    copies
}

fn each_once(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns whether a block is short, and neither a heading, a question nor somebody's post, which may well be said twice.
fn may_repeat(document: &TextDocument, SelectedBlock { block, kind, .. }: &SelectedBlock<'_>) -> bool {
    let short = QUOTE_BYTES.contains(&block.len());
    let post = document.element(block.innermost).inherited_hints.has(ClassHints::EMBED);
    short && !post && *kind != ParagraphKind::Heading && !is_question(document.text_of_block(block))
}
