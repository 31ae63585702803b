//! Learns the worth of words: a regularised logistic regression over a block's words and pairs of words.

use std::collections::{HashMap, HashSet};

use pressline::extract::training::{WordWeights, terms};

use super::examples::Samples;

/// Hosts that a word must be seen on: what one paper says belongs to that paper.
const HOSTS: usize = 4;
const PASSES: usize = 12;
/// Size of the first steps.
const RATE: f32 = 0.1;
/// Pull of all weights towards 0, against the sum of the samples' weights.
const PULL: f32 = 80.0;
/// Entries that are kept, those of the greatest weight.
const KEPT: usize = 12_000;

/// The words of all blocks as small numbers, made once for all folds.
pub(super) struct Terms {
    /// The terms of block `i` are `ids[ends[i - 1]..ends[i]]`.
    ids: Vec<u32>,
    ends: Vec<usize>,
    hashes: Vec<u32>,
}

impl Terms {
    pub(super) fn new(samples: &Samples<'_>) -> Self {
        let all: Vec<Vec<u32>> = samples.words.iter().map(|words| terms(words)).collect();
        let mut seen: HashMap<u32, HashSet<u64>> = HashMap::new();
        for (terms, host) in all.iter().zip(&samples.hosts) {
            for term in terms {
                let hosts = seen.entry(*term).or_default();
                if hosts.len() < HOSTS {
                    hosts.insert(*host);
                }
            }
        }
        let mut hashes: Vec<u32> = seen.into_iter().filter(|(_, h)| h.len() >= HOSTS).map(|(t, _)| t).collect();
        hashes.sort_unstable();
        let (mut ids, mut ends) = (Vec::new(), Vec::new());
        for terms in &all {
            ids.extend(terms.iter().filter_map(|t| hashes.binary_search(t).ok()).map(|i| i as u32));
            ends.push(ids.len());
        }
        Self { ids, ends, hashes }
    }

    fn of(&self, block: usize) -> &[u32] {
        let start = block.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[block]]
    }

    /// Learns from the blocks named in `train`, in their order and back, and packs the weights.
    pub(super) fn learn(&self, samples: &Samples<'_>, train: &[u32]) -> Vec<u8> {
        let mut weights = vec![0.0f32; self.hashes.len()];
        let mut squares = vec![1e-3f32; self.hashes.len()];
        let mut counts = vec![0.0f32; self.hashes.len()];
        for &block in train {
            self.of(block as usize).iter().for_each(|&t| counts[t as usize] += 1.0);
        }
        let (mut bias, mut bias_squares) = (0.0f32, 1e-3f32);
        for pass in 0..PASSES {
            for n in 0..train.len() {
                // A stride that meets every block once and spreads the pages.
                let block = train[stride(n, train.len(), pass)] as usize;
                let terms = self.of(block);
                let sum = bias + terms.iter().map(|&t| weights[t as usize]).sum::<f32>();
                let slope = samples.weights[block] * (1.0 / (1.0 + (-sum).exp()) - samples.labels[block]);
                step(&mut bias, &mut bias_squares, slope);
                for &t in terms {
                    let t = t as usize;
                    let pull = PULL * weights[t] / counts[t];
                    step(&mut weights[t], &mut squares[t], slope + pull);
                }
            }
        }
        let mut kept: Vec<usize> = (0..weights.len()).collect();
        kept.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()).then(a.cmp(&b)));
        kept.truncate(KEPT);
        kept.sort_unstable();
        let most = kept.iter().map(|&i| weights[i].abs()).fold(1e-6, f32::max);
        let worth = most / 127.0;
        let entries: Vec<(u32, i8)> = kept
            .iter()
            .map(|&i| (self.hashes[i], (weights[i] / worth).round() as i8))
            .filter(|(_, w)| *w != 0)
            .collect();
        WordWeights::pack(bias, worth, &entries)
    }
}

fn step(weight: &mut f32, squares: &mut f32, slope: f32) {
    *squares += slope * slope;
    *weight -= RATE * slope / squares.sqrt();
}

/// The place of the `n`th of `count`, another order in each pass: steps of a prime that does not divide the count.
fn stride(n: usize, count: usize, pass: usize) -> usize {
    const PRIMES: [usize; 4] = [7919, 104_729, 15_485_863, 32_452_843];
    let prime = PRIMES.iter().cycle().skip(pass).take(4).find(|p| !count.is_multiple_of(**p)).copied().unwrap_or(1);
    (n * prime + pass) % count
}
