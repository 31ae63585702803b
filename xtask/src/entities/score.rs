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
