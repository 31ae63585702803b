//! Blocks that are of the story all or none: the items of a list, paragraphs that look alike, headings and what they stand over.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{MOSTLY_LINKS, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::text::steps;

/// Blocks that stand or fall together.
const MIN_RUN: usize = 4;

/// What a block's score becomes when those it belongs to are of the story: just so.
const PROMOTED: f32 = 0.1;

/// A paragraph or an item with a lower score is something else, whatever it looks like.
const UNRELATED_BELOW: f32 = -2.0;

/// A heading with a lower score is not nearly of the story.
const NEAR_MISS_ABOVE: f32 = -1.0;

/// The link density below which a block under a heading is the story's (chosen).
const FEW_LINKS: f32 = 0.2;
/// Bytes of a window's title that is compared with a heading, and of the words that are not (chosen).
const MAX_TITLE_BYTES: usize = 300;
const SHORT_WORD_BYTES: usize = 3;
/// Digits of a heading that holds no date but perhaps a year.
const YEAR_DIGITS: usize = 4;
/// Bytes of a heading that opens the story; a longer one is a standfirst.
const HEADING: usize = 60;

/// Raises the scores of blocks that the model leaves out of a run of the story's, when half of the run or more is taken. O(blocks).
///
/// A run is a list in which each item's number is one more, or one less, than the last one's (`1. A kettle …` to `41. A lamp …`).
/// The paragraphs or headings that look alike, from the first to the last one taken, are a run too. The items of one list are
/// raised in the same way, and a heading with the list or the first paragraph below it.
pub(crate) fn smooth_groups<'a>(document: &TextDocument, scores: &'a [f32]) -> Cow<'a, [f32]> {
    let mut lifted = Cow::Borrowed(scores);
    let is_taken = |i: &usize| scores[*i] > 0.0;
    let mut raise = |run: &[usize], above: f32| {
        steps::count(run.len());
        let taken = run.iter().filter(|i| is_taken(i)).count();
        if run.len() >= MIN_RUN && taken < run.len() && taken * 2 >= run.len() {
            for &i in run {
                promote(&mut lifted, i, above);
            }
        }
    };
    for list in lists(document) {
        raise(&list.items, f32::NEG_INFINITY);
    }
    let mut paragraphs: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
    let heading =
        |b: &TextBlock| document.element(b.container).tag == ElementKind::Heading && has_own_words(document, b);
    for (i, block) in document.blocks.iter().enumerate().filter(|(_, b)| b.prose_bytes() > 0 || heading(b)) {
        let el = document.element(block.container);
        paragraphs.entry((el.style_key, document.element(el.parent).style_key)).or_default().push(i);
    }
    for alike in paragraphs.into_values() {
        if let (Some(first), Some(last)) = (alike.iter().position(is_taken), alike.iter().rposition(is_taken)) {
            let above = if heading(&document.blocks[alike[first]]) { NEAR_MISS_ABOVE } else { UNRELATED_BELOW };
            raise(&alike[first..=last], above);
        }
    }
    promote_items(document, &mut lifted);
    promote_headings(document, &mut lifted);
    lifted
}

/// Raises the items of a list of which half are taken.
fn promote_items(document: &TextDocument, scores: &mut Cow<'_, [f32]>) {
    let mut lists: HashMap<u32, Vec<usize>> = HashMap::new();
    for (i, block) in document.blocks.iter().enumerate() {
        if let Some(list) = document.list_around(block) {
            lists.entry(list).or_default().push(i);
        }
    }
    for items in lists.into_values() {
        steps::count(items.len());
        let taken = items.iter().filter(|&&i| scores[i] > 0.0).count();
        if taken < items.len() && taken * 2 >= items.len() {
            for i in items.into_iter().filter(|&i| has_own_words(document, &document.blocks[i])) {
                promote(scores, i, UNRELATED_BELOW);
            }
        }
    }
}

/// Raises headings within the story right above a list that is taken, and one right above the first paragraph that is.
fn promote_headings(document: &TextDocument, scores: &mut Cow<'_, [f32]>) {
    let mut begun = false;
    for (i, pair) in document.blocks.windows(2).enumerate() {
        let [heading, next] = pair else { continue };
        let parent = document.element(heading.container).parent;
        let is_heading =
            document.element(heading.container).tag == ElementKind::Heading && has_own_words(document, heading);
        if is_heading && scores[i + 1] > 0.0 && next.link_density() < FEW_LINKS {
            let list = document.list_around(next).is_some_and(|list| document.element(list).parent == parent);
            if begun && list {
                promote(scores, i, UNRELATED_BELOW);
            } else if !begun
                && next.prose_bytes() > 0
                && document.element(next.container).parent == parent
                && opens(document, heading)
            {
                promote(scores, i, NEAR_MISS_ABOVE);
            }
        }
        begun |= scores[i] > 0.0 && heading.prose_bytes() > 0;
    }
}

/// Returns whether a heading over the story is one of its own: short, no sentence, without a date, and not the title in other
/// words.
fn opens(document: &TextDocument, heading: &TextBlock) -> bool {
    let words = document.text_of_block(heading);
    let title = document.head.title.as_deref().filter(|title| title.len() < MAX_TITLE_BYTES).unwrap_or_default();
    let (mut all, mut titles) = (0, 0);
    for word in words.split_whitespace().filter(|word| word.len() > SHORT_WORD_BYTES) {
        all += 1;
        titles += usize::from(title.contains(word));
    }
    words.len() <= HEADING
        && !words.ends_with(['.', '…', ':'])
        && words.bytes().filter(u8::is_ascii_digit).count() <= YEAR_DIGITS
        && titles * 2 <= all
}

fn promote(scores: &mut Cow<'_, [f32]>, i: usize, above: f32) {
    if scores[i] > above && scores[i] <= 0.0 {
        scores.to_mut()[i] = PROMOTED;
    }
}

/// Returns whether a line has words of its own, besides links and numbers.
fn has_own_words(document: &TextDocument, block: &TextBlock) -> bool {
    block.link_density() < MOSTLY_LINKS && document.text_of_block(block).contains(char::is_alphabetic)
}

/// Returns the numbered lists of items that look alike.
fn lists(document: &TextDocument) -> impl Iterator<Item = List> {
    // By look: the items so far, with the last number and the direction.
    let mut open: HashMap<u32, List> = HashMap::new();
    let mut ended = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        let Some(number) = number(document.text_of_block(block)) else { continue };
        let list = open.entry(document.element(block.container).style_key).or_default();
        if !list.goes_on(number) {
            ended.push(std::mem::take(list));
        }
        list.add(i, number);
    }
    ended.into_iter().chain(open.into_values())
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

/// Returns the number at the head of `12. A kettle`, `12) A kettle`, `#12 A kettle`; none of `12.5 million`.
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
    use super::smooth_groups;
    use crate::extract::dom::builder;
    use crate::extract::dom::parse;
    use crate::extract::dom::parse::Scripting;

    #[test]
    fn what_is_numbered() {
        let heads = ["12. A kettle", "7) A lamp", "#3 A jug", "12.5 million", "2026. A year", "12 boats", "No. 5"];
        assert_eq!(heads.map(number), [Some(12), Some(7), Some(3), None, None, None, None]);
    }

    /// What becomes of blocks, each in an element of its own, that the model took (`+`), nearly took (`-`) or refused (`=`).
    #[track_caller]
    fn check(blocks: &[(&str, char)], expected: &str) {
        let html: String = blocks.iter().map(|(html, _)| *html).collect();
        let document = builder::build(&parse::parse(&html, Scripting::Enabled).html);
        let scores: Vec<f32> = blocks
            .iter()
            .map(|(_, c)| {
                if *c == '+' {
                    2.0
                } else if *c == '-' {
                    -1.0
                } else {
                    -5.0
                }
            })
            .collect();
        let lifted = smooth_groups(&document, &scores);
        let drawn: String = lifted
            .iter()
            .map(|s| {
                if *s > 0.0 {
                    '+'
                } else if *s > -2.0 {
                    '-'
                } else {
                    '='
                }
            })
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_numbered_list_is_taken_whole() {
        let list = [
            ("<h2>1. A kettle</h2>", '+'),
            ("<h2>2. A lamp</h2>", '+'),
            ("<h2>3. A jug</h2>", '-'),
            ("<h2>4. A rope</h2>", '='),
        ];
        check(&list, "++++");
        let down = [
            ("<p>4. A kettle</p>", '='),
            ("<p>3. A lamp</p>", '+'),
            ("<p>2. A jug</p>", '+'),
            ("<p>1. A rope</p>", '+'),
        ];
        check(&down, "++++");
        let scattered = [
            ("<h2>1. A kettle</h2>", '+'),
            ("<h2>4. A lamp</h2>", '+'),
            ("<h2>2. A jug</h2>", '-'),
            ("<h2>9. A rope</h2>", '-'),
        ];
        check(&scattered, "++--");
        let refused = [
            ("<p>1. A kettle</p>", '+'),
            ("<p>2. A lamp</p>", '-'),
            ("<p>3. A jug</p>", '-'),
            ("<p>4. A rope</p>", '-'),
        ];
        check(&refused, "+---");
    }

    #[test]
    fn a_paragraph_among_the_storys_is_of_it() {
        let story = "<p class=s>The harbour wall held through the night, and the ferry sails again at noon.</p>";
        let other = "<p class=o>The harbour wall held through the night, and the ferry sails again at noon.</p>";
        check(&[(story, '+'), (story, '-'), (story, '+'), (story, '+')], "++++");
        check(&[(story, '+'), (story, '='), (other, '-'), (story, '+'), (story, '+')], "+=-++");
        check(&[(story, '-'), (story, '+'), (story, '+'), (story, '+'), (story, '-')], "-+++-");
    }
}
