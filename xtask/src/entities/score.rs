//! Scores spans as the development data's scorer does: exact, over people, organisations and places.

use std::collections::{BTreeMap, HashMap};

/// Spans in code points with their type.
pub(crate) type Spans = Vec<(usize, usize, String)>;

/// Right, wrong and missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missing: usize,
}

impl Tally {
    /// Precision, recall and F1 in per cent.
    pub(crate) fn rates(self) -> (f64, f64, f64) {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        let (p, r) = (share(self.right, self.right + self.wrong), share(self.right, self.right + self.missing));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

fn collapse(kind: &str) -> Option<&'static str> {
    Some(match kind.to_lowercase().as_str() {
        "per" | "person" | "politician" | "scientist" | "writer" | "musicalartist" | "researcher" => "PER",
        "org" | "organization" | "organisation" | "politicalparty" | "corporation" | "group" | "university"
        | "band" | "company" => "ORG",
        "loc" | "gpe" | "fac" | "location" | "facility" | "country" | "geo" | "place" | "city" | "state" => "LOC",
        _ => return None,
    })
}

/// The span without a leading article or opening mark and without a trailing possessive or mark.
fn bare(chars: &[char], start: usize, end: usize) -> (usize, usize) {
    let words: String = chars[start..end].iter().collect();
    let mut rest = words.as_str();
    loop {
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"“”‘'`[(".contains(c));
        let next = ["the ", "The ", "THE ", "a ", "an ", "A ", "An "]
            .iter()
            .find_map(|a| next.strip_prefix(a))
            .unwrap_or(next);
        if next == rest || next.is_empty() {
            break;
        }
        rest = next;
    }
    let start = start + words.chars().count() - rest.chars().count();
    loop {
        let next = rest.strip_suffix("'s").or(rest.strip_suffix("’s")).unwrap_or(rest);
        let next = next.trim_end_matches(|c: char| c.is_whitespace() || "\"“”’'`,;:".contains(c));
        if next == rest || next.is_empty() {
            break;
        }
        rest = next;
    }
    (start, start + rest.chars().count())
}

fn normal(chars: &[char], spans: &Spans) -> HashMap<(usize, usize), Vec<&'static str>> {
    let mut out: HashMap<_, Vec<_>> = HashMap::new();
    for (start, end, kinds) in spans {
        let kinds: Vec<_> = kinds.split('|').filter_map(collapse).collect();
        if !kinds.is_empty() {
            out.entry(bare(chars, *start, *end)).or_default().extend(kinds);
        }
    }
    out
}

/// Adds one text's spans to the tallies of the types.
pub(crate) fn add(tallies: &mut BTreeMap<&'static str, Tally>, text: &str, gold: &Spans, found: &Spans) {
    let chars: Vec<char> = text.chars().collect();
    let mut gold = normal(&chars, gold);
    for (span, mut kinds) in normal(&chars, found) {
        kinds.sort_unstable();
        if gold.get(&span).is_some_and(|right| right.contains(&kinds[0])) {
            gold.remove(&span);
            tallies.entry(kinds[0]).or_default().right += 1;
        } else {
            tallies.entry(kinds[0]).or_default().wrong += 1;
        }
    }
    for mut kinds in gold.into_values() {
        kinds.sort_unstable();
        tallies.entry(kinds[0]).or_default().missing += 1;
    }
}

/// Whether a type is one of those that count.
pub(crate) fn counts(kinds: &str) -> bool {
    kinds.split('|').any(|kind| collapse(kind).is_some())
}

/// Whether each span found is right; `None` for one whose type does not count.
pub(crate) fn right(text: &str, gold: &Spans, found: &Spans) -> Vec<Option<bool>> {
    let chars: Vec<char> = text.chars().collect();
    let gold = normal(&chars, gold);
    let right = |(start, end, kind): &(usize, usize, String)| {
        let kind = collapse(kind)?;
        Some(gold.get(&bare(&chars, *start, *end)).is_some_and(|kinds| kinds.contains(&kind)))
    };
    found.iter().map(right).collect()
}

/// How well stated confidence agrees with what is right, in ten steps of confidence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calibration {
    /// Sum of confidence, number right, number.
    bins: [(f64, f64, f64); 10],
}

impl Calibration {
    /// Counts one mention.
    pub(crate) fn add(&mut self, confidence: f32, right: bool) {
        let bin = &mut self.bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += f64::from(confidence);
        bin.1 += f64::from(u8::from(right));
        bin.2 += 1.0;
    }

    /// Per cent: how many are at .9 and above, how many of those are right, and the mean gap over all.
    pub(crate) fn rates(&self) -> (f64, f64, f64) {
        let total: f64 = self.bins.iter().map(|bin| bin.2).sum::<f64>().max(1.0);
        let top = self.bins[9];
        let gap: f64 = self.bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum();
        (100.0 * top.2 / total, 100.0 * top.1 / top.2.max(1.0), 100.0 * gap / total)
    }
}
