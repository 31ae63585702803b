//! Gradient-boosted trees for a yes or no: histograms, depth-first, deterministic by seed.

/// A table of numbers, each column cut into at most 64 bins.
pub(crate) struct Table {
    width: usize,
    /// Bin of each cell, row by row.
    bins: Vec<u8>,
    /// Upper bounds of each column's bins, but the last.
    cuts: Vec<Vec<f32>>,
}

const BINS: usize = 64;

impl Table {
    pub(crate) fn new<const W: usize>(rows: &[[f32; W]]) -> Self {
        let cuts: Vec<Vec<f32>> = (0..W)
            .map(|column| {
                let mut values: Vec<f32> = rows.iter().map(|r| r[column]).collect();
                values.sort_unstable_by(f32::total_cmp);
                let mut distinct = values.clone();
                distinct.dedup();
                let mut cuts: Vec<f32> = if distinct.len() <= BINS {
                    distinct.windows(2).map(|w| f32::midpoint(w[0], w[1])).collect()
                } else {
                    (1..BINS).map(|b| values[b * values.len() / BINS]).collect()
                };
                cuts.dedup();
                cuts
            })
            .collect();
        let bins = rows
            .iter()
            .flat_map(|row| row.iter().zip(&cuts).map(|(v, cuts)| cuts.partition_point(|c| c < v) as u8))
            .collect();
        Self { width: W, bins, cuts }
    }
}

/// What shapes the training.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) depth: usize,
    pub(crate) rate: f32,
    /// Least sum of second derivatives in a leaf.
    pub(crate) least: f32,
    /// Pull of leaves towards 0.
    pub(crate) ridge: f32,
    /// Part of the columns and rows that each tree sees.
    pub(crate) columns: f32,
    pub(crate) rows: f32,
    pub(crate) seed: u64,
}

struct Node {
    feature: u8,
    right: u16,
    value: f32,
}

/// Trains on the rows named in `train` and writes the model's bytes.
pub(crate) fn train(table: &Table, labels: &[f32], weights: &[f32], train: &[u32], settings: Settings) -> Vec<u8> {
    let mut random = Random(settings.seed | 1);
    let (yes, all) = train
        .iter()
        .fold((0.0, 0.0), |(y, a), &i| (y + weights[i as usize] * labels[i as usize], a + weights[i as usize]));
    let bias = (yes / (all - yes)).ln();
    let mut bytes = (settings.trees as u16).to_le_bytes().to_vec();
    bytes.extend(bias.to_le_bytes());
    let mut scores = vec![bias; labels.len()];
    let mut slopes = vec![(0.0f32, 0.0f32); labels.len()];
    for _ in 0..settings.trees {
        for &i in train {
            let i = i as usize;
            let p = 1.0 / (1.0 + (-scores[i]).exp());
            slopes[i] = (weights[i] * (labels[i] - p), weights[i] * p * (1.0 - p));
        }
        let mut sample: Vec<u32> = train.iter().copied().filter(|_| random.part() < settings.rows).collect();
        let columns: Vec<usize> = (0..table.width).filter(|_| random.part() < settings.columns).collect();
        let mut tree = Grower { table, slopes: &slopes, columns, settings, nodes: Vec::new() };
        let sums = tree.histogram(&sample);
        tree.grow(&mut sample, &sums, settings.depth);
        for &i in train {
            scores[i as usize] += tree.value(i);
        }
        bytes.extend((tree.nodes.len() as u16).to_le_bytes());
        for node in &tree.nodes {
            bytes.push(node.feature);
            bytes.extend(node.right.to_le_bytes());
            let value = if node.feature == u8::MAX {
                node.value
            } else {
                table.cuts[usize::from(node.feature)][node.value as usize]
            };
            bytes.extend(value.to_le_bytes());
        }
    }
    bytes
}

struct Grower<'a> {
    table: &'a Table,
    slopes: &'a [(f32, f32)],
    columns: Vec<usize>,
    settings: Settings,
    nodes: Vec<Node>,
}

type Sums = Vec<(f32, f32)>;

impl Grower<'_> {
    fn histogram(&self, sample: &[u32]) -> Sums {
        let mut sums = vec![(0.0, 0.0); self.columns.len() * BINS];
        for &i in sample {
            let (g, h) = self.slopes[i as usize];
            let row = &self.table.bins[i as usize * self.table.width..][..self.table.width];
            for (slot, &column) in sums.chunks_exact_mut(BINS).zip(&self.columns) {
                let cell = &mut slot[usize::from(row[column])];
                cell.0 += g;
                cell.1 += h;
            }
        }
        sums
    }

    fn grow(&mut self, sample: &mut [u32], sums: &[(f32, f32)], depth: usize) {
        let (g, h) =
            sample.iter().fold((0.0, 0.0), |(g, h), &i| (g + self.slopes[i as usize].0, h + self.slopes[i as usize].1));
        let gain = |g: f32, h: f32| g * g / (h + self.settings.ridge);
        let mut best: Option<(f32, usize, usize)> = None;
        if depth > 0 {
            for (slot, cells) in sums.chunks_exact(BINS).enumerate() {
                let (mut gl, mut hl) = (0.0, 0.0);
                for (bin, cell) in cells.iter().enumerate().take(self.table.cuts[self.columns[slot]].len()) {
                    gl += cell.0;
                    hl += cell.1;
                    if hl < self.settings.least || h - hl < self.settings.least {
                        continue;
                    }
                    let more = gain(gl, hl) + gain(g - gl, h - hl) - gain(g, h);
                    if more > best.map_or(1e-3, |b| b.0) {
                        best = Some((more, self.columns[slot], bin));
                    }
                }
            }
        }
        let at = self.nodes.len();
        let Some((_, column, bin)) = best else {
            self.nodes.push(Node {
                feature: u8::MAX,
                right: 0,
                value: self.settings.rate * g / (h + self.settings.ridge),
            });
            return;
        };
        self.nodes.push(Node { feature: column as u8, right: 0, value: bin as f32 });
        let mut middle = 0;
        for i in 0..sample.len() {
            if usize::from(self.table.bins[sample[i] as usize * self.table.width + column]) <= bin {
                sample.swap(i, middle);
                middle += 1;
            }
        }
        let (left, right) = sample.split_at_mut(middle);
        let fewer = self.histogram(if left.len() < right.len() { left } else { right });
        let rest: Sums = sums.iter().zip(&fewer).map(|(a, b)| (a.0 - b.0, a.1 - b.1)).collect();
        let (of_left, of_right) = if left.len() < right.len() { (fewer, rest) } else { (rest, fewer) };
        self.grow(left, &of_left, depth - 1);
        self.nodes[at].right = self.nodes.len() as u16;
        self.grow(right, &of_right, depth - 1);
    }

    fn value(&self, row: u32) -> f32 {
        let bins = &self.table.bins[row as usize * self.table.width..][..self.table.width];
        let mut at = 0;
        loop {
            let node = &self.nodes[at];
            if node.feature == u8::MAX {
                return node.value;
            }
            at = if f32::from(bins[usize::from(node.feature)]) > node.value { usize::from(node.right) } else { at + 1 };
        }
    }
}

/// Xorshift: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn part(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1 << 24) as f32
    }
}
