//! Numbered items, which are of the story all or none: `1. A kettle …` to `41. A lamp …`.

use std::borrow::Cow;
use std::collections::HashMap;

use super::sketch::Sketch;

/// Items that make a list.
const LEAST: usize = 4;
/// What an item's score becomes when its list is of the story: just so.
const TAKEN: f32 = 0.1;

/// The scores, with those of the items that a list of the story leaves out raised: lists in which each item's number is one more,
/// or one less, than the last one's, the items look alike, and half of them or more are taken. O(blocks).
pub(super) fn lift<'a>(sketch: &Sketch, scores: &'a [f32]) -> Cow<'a, [f32]> {
    // By look: the items so far, with the last number and the direction.
    let mut lists: HashMap<u32, List> = HashMap::new();
    let mut ended = Vec::new();
    for (i, block) in sketch.blocks.iter().enumerate() {
        let Some(number) = number(sketch.words(block)) else { continue };
        let list = lists.entry(sketch.el(block.own).look).or_default();
        if !list.goes_on(number) {
            ended.push(std::mem::take(list));
        }
        list.add(i, number);
    }
    let mut lifted = Cow::Borrowed(scores);
    for List { items, .. } in ended.into_iter().chain(lists.into_values()) {
        let taken = items.iter().filter(|&&i| scores[i] > 0.0).count();
        if items.len() >= LEAST && taken < items.len() && taken * 2 >= items.len() {
            let scores = lifted.to_mut();
            items.iter().for_each(|&i| scores[i] = scores[i].max(TAKEN));
        }
    }
    lifted
}

#[derive(Debug, Default)]
struct List {
    items: Vec<usize>,
    last: i32,
    step: i32,
}

impl List {
    fn goes_on(&self, number: i32) -> bool {
        match self.items.len() {
            0 => true,
            1 => (number - self.last).abs() == 1,
            _ => number - self.last == self.step,
        }
    }

    fn add(&mut self, item: usize, number: i32) {
        self.step = number - self.last;
        self.last = number;
        self.items.push(item);
    }
}

/// The number at the head of `12. A kettle`, `12) A kettle`, `#12 A kettle`; none of `12.5 million`.
fn number(words: &str) -> Option<i32> {
    let marked = words.strip_prefix('#');
    let rest = marked.unwrap_or(words);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(digits).filter(|_| (1..=3).contains(&digits))?;
    let after = after.strip_prefix(['.', ')', ':']).or(marked.and(Some(after)))?;
    if after.starts_with(char::is_whitespace) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn what_is_numbered() {
        let heads = ["12. A kettle", "7) A lamp", "#3 A jug", "12.5 million", "2026. A year", "12 boats", "No. 5"];
        assert_eq!(heads.map(number), [Some(12), Some(7), Some(3), None, None, None, None]);
    }
}
