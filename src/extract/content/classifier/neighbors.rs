//! How a first look at a page's blocks appears around each of them, in numbers, for a second look.
//!
//! A paragraph among paragraphs is judged otherwise than the same words between two boxes: what the first look said of the
//! neighbours, of the elements that look alike and of the whole page is what the second one adds.

use std::collections::HashMap;
use std::hash::Hash;

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;

/// Numbers for each block.
pub(crate) const WIDTH: usize = 24;

/// One block's surroundings in numbers.
pub type NeighborFeatures = [f32; WIDTH];

/// The first look's verdicts are cut to this, so that one very sure block does not speak for its neighbours.
const MOST: f32 = 6.0;

/// Stands for a verdict on what is not there.
const NOTHING: f32 = -7.0;

/// Stands for the mean of no other block.
const ALONE: f32 = -9.0;

/// Bytes from which a block of the story marks where the story is.
const BIG: f32 = 40.0;

/// Blocks further away than this are equally far.
const FAR: usize = 60;

/// Returns the numbers of all blocks from the first look's log-odds, in order. O(blocks).
pub(crate) fn rows(document: &TextDocument, odds: &[f32]) -> Vec<NeighborFeatures> {
    let verdicts: Vec<f32> = odds.iter().map(|o| o.clamp(-MOST, MOST)).collect();
    let weights: Vec<f32> = document.blocks.iter().map(|b| (b.len() as f32).sqrt()).collect();
    let sums = Sums::new(&verdicts, &weights);
    let own = |b: &TextBlock| document.element(b.container);
    let group = Grouped { blocks: &document.blocks, verdicts: &verdicts, weights: &weights };
    let alike = group.means(|b| (own(b).style_key, document.element(own(b).parent).style_key));
    let siblings = group.means(|b| own(b).parent);
    let cousins = group.means(|b| document.element(own(b).parent).parent);
    let same = group.means(|b| own(b).style_key);
    let story: Vec<f32> =
        document.blocks.iter().zip(&verdicts).map(|(b, v)| if *v > 0.0 { b.len() as f32 } else { 0.0 }).collect();
    let all: f32 = document.blocks.iter().map(|b| b.len() as f32).sum();
    let total: f32 = story.iter().sum::<f32>();
    let whole = total.max(1.0);
    let count = story.iter().filter(|s| **s > 0.0).count() as f32;
    let top = verdicts.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let gaps = Gaps::new(&story);
    let mut before = 0.0;
    (0..verdicts.len())
        .map(|i| {
            let at = |step: isize| i.checked_add_signed(step).and_then(|n| verdicts.get(n)).copied().unwrap_or(NOTHING);
            let after = total - before - story[i];
            let row = [
                verdicts[i],
                at(-2),
                at(-1),
                at(1),
                at(2),
                sums.around(i, 3),
                sums.around(i, 8),
                sums.mean(i.saturating_sub(4), i),
                sums.mean(i + 1, i + 5),
                alike[i].0,
                siblings[i].0,
                cousins[i].0,
                same[i].0,
                alike[i].1.min(50) as f32,
                before / whole,
                after / whole,
                whole.ln_1p(),
                count,
                i as f32 - gaps.first as f32,
                gaps.last as f32 - i as f32,
                gaps.before[i] as f32,
                gaps.after[i] as f32,
                total / all.max(1.0),
                top,
            ];
            before += story[i];
            row
        })
        .collect()
}

/// Running sums, for the weighted mean of any run of blocks.
struct Sums {
    /// Sum of weight times verdict, and of weights, before each block.
    before: Vec<(f32, f32)>,
}

impl Sums {
    fn new(verdicts: &[f32], weights: &[f32]) -> Self {
        let mut sum = (0.0, 0.0);
        let mut before = vec![sum];
        for (verdict, weight) in verdicts.iter().zip(weights) {
            sum = (sum.0 + verdict * weight, sum.1 + weight);
            before.push(sum);
        }
        Self { before }
    }

    fn part(&self, from: usize, to: usize) -> (f32, f32) {
        let last = self.before.len() - 1;
        let ((a, b), (c, d)) = (self.before[from.min(last)], self.before[to.min(last)]);
        (c - a, d - b)
    }

    fn mean(&self, from: usize, to: usize) -> f32 {
        let (sum, weight) = self.part(from, to);
        if weight > 0.5 { sum / weight } else { NOTHING }
    }

    /// Returns the mean of `reach` blocks on either side, without the block itself.
    fn around(&self, i: usize, reach: usize) -> f32 {
        let (left, right) = (self.part(i.saturating_sub(reach), i), self.part(i + 1, i + 1 + reach));
        let weight = left.1 + right.1;
        if weight > 0.5 { (left.0 + right.0) / weight } else { NOTHING }
    }
}

/// Blocks with what the first look said of them.
struct Grouped<'a> {
    blocks: &'a [TextBlock],
    verdicts: &'a [f32],
    weights: &'a [f32],
}

impl Grouped<'_> {
    /// For each block the mean verdict on the others of its group, and the group's size.
    fn means<K: Hash + Eq>(&self, key: impl Fn(&TextBlock) -> K) -> Vec<(f32, u32)> {
        let mut groups: HashMap<K, (f32, f32, u32)> = HashMap::new();
        for ((block, verdict), weight) in self.blocks.iter().zip(self.verdicts).zip(self.weights) {
            let group = groups.entry(key(block)).or_default();
            *group = (group.0 + verdict * weight, group.1 + weight, group.2 + 1);
        }
        let mean = |((block, verdict), weight): ((&TextBlock, &f32), &f32)| {
            let &(sum, all, count) = groups.get(&key(block)).unwrap_or(&(0.0, 0.0, 1));
            let mean = if count > 1 { (sum - verdict * weight) / (all - weight).max(0.5) } else { ALONE };
            (mean, count)
        };
        self.blocks.iter().zip(self.verdicts).zip(self.weights).map(mean).collect()
    }
}

/// Where the story's larger blocks stand.
struct Gaps {
    first: usize,
    last: usize,
    /// Blocks back to the last one before, and on to the next one.
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Gaps {
    fn new(story: &[f32]) -> Self {
        let big = |i: &usize| story[*i] > BIG;
        let count = story.len();
        let first = (0..count).find(big).unwrap_or_default();
        let last = (0..count).rfind(big).unwrap_or(count.saturating_sub(1));
        let steps = |order: &mut dyn Iterator<Item = usize>| {
            let mut gap = FAR;
            let mut gaps = Vec::with_capacity(count);
            for i in order {
                gaps.push(gap.min(FAR));
                gap = if big(&i) { 1 } else { gap + 1 };
            }
            gaps
        };
        let before = steps(&mut (0..count));
        let mut after = steps(&mut (0..count).rev());
        after.reverse();
        Self { first, last, before, after }
    }
}
