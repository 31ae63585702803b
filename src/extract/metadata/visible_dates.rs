//! The dates that a reader sees between headline and story.

use crate::dates;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{MOSTLY_LINKS, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::phrases::{clock, date_labels};
use crate::model::Moment;

/// Blocks before the story's place, and within it, among which a page shows its date.
const BEFORE: usize = 12;

const WITHIN: usize = 6;

/// As many blocks lie between headline and story at the most.
const FARTHEST: usize = 40;

/// Bytes of a line that is no paragraph.
const LINE: usize = 240;

/// Characters of a part of it that tells a date.
const PART: usize = 140;

/// Characters at the head of a paragraph among which its day stands.
const HEAD: usize = 110;

/// Words of a line that says little more than a date.
const BRIEF: usize = 8;

/// Between the parts of one line.
const BARS: [&str; 7] = ["|", "·", "•", "⋅", "∙", " / ", "●"];

/// Behind the day at the head of a paragraph: `(AGENCY) –`, `/AGENCY/ --`, `|`.
const DASHES: [&str; 8] = ["|", " - ", " – ", " — ", ": ", "--", " /", " ("];

/// A date in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VisibleDate {
    /// What it says; offset 0 where it names no zone.
    pub(crate) moment: Moment,
    /// Whether the line calls it the day of a change.
    pub(crate) changed: bool,
    /// Whether the line says little else and stands behind the headline.
    pub(crate) byline: bool,
}

/// A line as far as its place and its element's names say whether to believe a date in it.
#[derive(Clone, Copy)]
struct Line {
    /// It stands behind the headline.
    behind: bool,
    /// It is called a date or a byline.
    named: bool,
    kind: Kind,
}

/// What else a line may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// A heading, a standfirst, a link, a caption: believed where it is a date and no word more.
    Other,
    /// A line under a picture: counts for nothing but where it is a date and no word more.
    OfPicture,
}

impl Line {
    fn of(document: &TextDocument, block: &TextBlock, [behind, of_picture]: [bool; 2]) -> Self {
        let (innermost, around) = (document.element(block.innermost), document.element(block.container));
        let own = innermost.own_hints.with(around.own_hints);
        let titled =
            matches!(around.tag, ElementKind::H1 | ElementKind::Heading) || block.link_density() > MOSTLY_LINKS;
        let other = titled || own.has(ClassHints::DEK.with(ClassHints::STANDFIRST).with(ClassHints::CAPTION));
        let kind = match other && !own.has(ClassHints::DATE) {
            _ if of_picture => Kind::OfPicture,
            true => Kind::Other,
            false => Kind::Plain,
        };
        Self { behind, named: own.has(ClassHints::DATE.with(ClassHints::AUTHOR)), kind }
    }

    /// Returns the dates in a part of this line; `before` is what stands before it there.
    fn read(self, part: &str, before: &str) -> Vec<VisibleDate> {
        if !date_labels::names_a_day(part) {
            return Vec::new();
        }
        let shown = date_labels::split_by_label(part, before).into_iter().filter_map(|(words, changed)| {
            let moment = value(words)?;
            let (bare, brief) = (date_labels::is_date_only(words), is_brief(words));
            let of_story = self.named || date_labels::is_of_story(words);
            let byline = brief && (bare || (of_story && self.kind == Kind::Plain));
            let kept = match self.kind {
                Kind::Plain => changed || of_story || brief || !date_labels::is_labelled(words),
                Kind::Other => changed || of_story,
                Kind::OfPicture => bare,
            };
            kept.then_some(VisibleDate { moment, changed, byline: self.behind && byline })
        });
        shown.collect()
    }
}

/// Returns the dates of short lines between the headline and the story's first paragraphs.
///
/// Whole lines and their parts between bars come first, then elements within lines. `headline` is the headline's block.
/// O(length of these lines).
pub(crate) fn near_headline(document: &TextDocument, main: MainContent, headline: Option<usize>) -> Vec<VisibleDate> {
    let start = document.element(main.container).blocks.0 as usize;
    let first = start.saturating_sub(BEFORE).min(headline.unwrap_or(start)).max(start.saturating_sub(FARTHEST));
    let range = first..(start + WITHIN).min(document.blocks.len());
    let (mut shown, mut within) = (Vec::new(), Vec::new());
    let framed = |block: &TextBlock| document.element(block.innermost).inherited_hints.has(ClassHints::IN_FIGURE);
    // A figure around the headline is the story's head.
    let figured = headline.and_then(|h| document.blocks.get(h)).is_some_and(framed);
    let mut label = "";
    for (block, i) in document.blocks.get(range.clone()).unwrap_or_default().iter().zip(range) {
        let words = document.text_of_block(block);
        let before = std::mem::replace(&mut label, if is_label(words) { words } else { "" });
        let of_picture = !figured && framed(block);
        if document.element(block.innermost).inherited_hints.has(ClassHints::IN_QUOTE) {
            continue;
        }
        let line = Line::of(document, block, [headline.is_some_and(|h| i > h), of_picture]);
        if block.len() > LINE {
            shown.extend(dateline(words, line));
            continue;
        }
        let mut whole = whole(&apart_words(document, block), line, before);
        if is_marked(document, block.innermost) {
            for day in &mut whole {
                day.changed = true;
            }
        }
        if whole.is_empty() {
            shown.extend(dateline(words, line));
        }
        for (index, words) in document.inline_elements(block.container, block.span.start..block.span.end) {
            let front = document.text.get(block.span.start..words.start).unwrap_or_default();
            let front = if front.is_empty() { before } else { front };
            let read = line.read(document.text.get(words).unwrap_or_default().trim(), front);
            // What stands behind it may say that it is the day of a change.
            let changed = |day: &VisibleDate| whole.iter().any(|s| s.changed && s.moment.date() == day.moment.date());
            let marked = is_marked(document, index);
            let read = read.into_iter().filter(|s| s.changed || !changed(s));
            within.extend(read.map(|s| VisibleDate { changed: s.changed || marked, ..s }));
        }
        shown.extend(whole);
    }
    shown.extend(within);
    shown
}

/// Returns the dates in a line and its parts between bars.
fn whole(words: &str, line: Line, before: &str) -> Vec<VisibleDate> {
    let parts = BARS.iter().fold(vec![words], |parts, bar| parts.into_iter().flat_map(|p| p.split(bar)).collect());
    let mut joined: Vec<String> = Vec::with_capacity(parts.len());
    for part in parts.into_iter().map(str::trim) {
        match joined.last_mut() {
            // `23.11.2026 | 18:45`, `18:45 | 23.11.2026`
            Some(last)
                if (clock::is_time_in_words(part) && is_day(last))
                    || (clock::is_time_in_words(last) && is_day(part)) =>
            {
                last.push(' ');
                last.push_str(part);
            }
            _ => joined.push(part.to_owned()),
        }
    }
    let mut label = before;
    let mut shown = Vec::new();
    for part in &joined {
        shown.extend(line.read(part, label));
        label = if is_label(part) { part } else { "" };
    }
    shown
}

/// Returns the date in a line at the story's foot that names its time of day or says that it was published or posted then.
pub(crate) fn in_footer(document: &TextDocument, main: MainContent) -> Option<Moment> {
    let end = document.element(main.container).blocks.1 as usize;
    let lines = document.blocks.get(end.saturating_sub(WITHIN)..(end + WITHIN).min(document.blocks.len()))?;
    let mut label = "";
    lines.iter().find_map(|block| {
        let words = document.text_of_block(block);
        let before = std::mem::replace(&mut label, if is_label(words) { words } else { "" });
        if block.len() > LINE || block.link_density() >= MOSTLY_LINKS {
            return None;
        }
        let line = apart_words(document, block);
        let told = line.contains(':') || date_labels::find_published_label(&line.to_lowercase()).is_some();
        (told && line.split_whitespace().count() <= 2 * BRIEF).then(|| date_in(&line, before))?
    })
}

/// Returns the date in a few words that do not call it that of a change; `before` is what stands before them.
pub(crate) fn date_in(words: &str, before: &str) -> Option<Moment> {
    if !date_labels::names_a_day(words) {
        return None;
    }
    date_labels::split_by_label(words, before)
        .into_iter()
        .filter(|(_, changed)| !changed)
        .find_map(|(words, _)| value(words))
}

/// Returns the date at the head of a paragraph: `25.11.2026 - `, `DUNMORE, Nov. 25, 2026 (Quay News) – `.
fn dateline(words: &str, line: Line) -> Vec<VisibleDate> {
    let end = words.char_indices().nth(HEAD).map_or(words.len(), |(at, _)| at);
    let head = words.get(..end).unwrap_or_default();
    let mut ends: Vec<usize> = DASHES.iter().flat_map(|dash| head.match_indices(dash).map(|(at, _)| at)).collect();
    ends.sort_unstable();
    let mut heads = ends.into_iter().filter_map(|end| head.get(..end));
    let day = heads.find(|head| value(head).is_some());
    day.filter(|head| is_brief(head) && date_labels::is_of_story(head))
        .map(|head| line.read(head, ""))
        .unwrap_or_default()
}

/// Returns the date in a part; after a label such as `Published:` (a clock's colon comes after a digit).
fn value(part: &str) -> Option<Moment> {
    if part.chars().nth(PART).is_some() || !date_labels::names_a_day(part) {
        return None;
    }
    match part.split_once(": ") {
        Some((label, rest)) if label.chars().all(|c| c.is_alphabetic() || c == ' ') => dates::parse(rest),
        _ => dates::parse(part),
    }
}

/// `23.11.2026`, which says no time of day.
fn is_day(part: &str) -> bool {
    !part.contains(':') && value(part).is_some()
}

/// Returns a few words without a number that say what the date behind them is: `Updated`, `Last updated:`.
fn is_label(words: &str) -> bool {
    words.len() <= 40
        && !words.contains(char::is_numeric)
        && (words.ends_with([':', '：']) || date_labels::starts_with_modified_label(words))
}

fn is_brief(words: &str) -> bool {
    words.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() <= BRIEF
}

/// Returns a line's words, with a space where an element begins or ends between two letters or digits.
///
/// `Nov 23, 2026` and `8:48 pm` side by side are two things to the eye.
fn apart_words(document: &TextDocument, block: &TextBlock) -> String {
    let meet = |before: char, after: char| before.is_alphanumeric() && after.is_alphanumeric();
    document.split_at_elements_where(block.container, block.span.start..block.span.end, meet).join(" ")
}

/// Returns whether microdata call an element's date that of a change, and not that of publication, too.
pub(crate) fn is_marked(document: &TextDocument, index: u32) -> bool {
    let properties = &document.head.properties;
    // In document order.
    let own = properties.get(properties.partition_point(|(.., i)| *i < index)..).unwrap_or_default();
    let says = |property: &str| own.iter().take_while(|(.., i)| *i == index).any(|(name, ..)| name == property);
    says("dateModified") && !says("datePublished")
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::model::Page;

    /// The days of publication and change of a page with this between headline and story, and this at its foot.
    #[track_caller]
    fn check(line: &str, first: &str, foot: &str, expected: [Option<&str>; 2]) {
        let told =
            "The harbour wall held through the night, the port said, and the ferry sails again at noon. ".repeat(6);
        let more = format!("<p>{told}</p>").repeat(6);
        let html = format!("<h1>Harbour wall holds</h1>{line}<p>{first}{told}</p>{more}{foot}");
        let page = Page { url: Url::parse("https://example.org/harbour-wall").unwrap(), html };
        let article = crate::extract::extract(&page).unwrap();
        let found = [article.published, article.modified]
            .map(|m| m.map(|m| m.to_string().split_once('T').unwrap().0.to_owned()));
        assert_eq!(found.each_ref().map(Option::as_deref), expected, "{line} {first} {foot}");
    }

    #[test]
    fn what_was_published_and_what_was_changed() {
        let both = [Some("2026-11-23"), Some("2026-11-24")];
        check("<p>Published: Nov 23, 2026 Updated: Nov 24, 2026</p>", "", "", both);
        check("<p>23.11.2026 | Aktualisiert: 24.11.2026</p>", "", "", both);
        check("<p>2026/11/23 10:00</p><p>2026/11/24 11:30更新</p>", "", "", both);
    }

    #[test]
    fn a_day_is_a_changes_where_the_page_says_so() {
        let changed = [None, Some("2026-11-24")];
        check("<p>Updated 10:15 PM EST, Mon November 24, 2026</p>", "", "", changed);
        check("<p><span>Updated:</span> <time>November 24, 2026 | 6:51 AM</time></p>", "", "", changed);
        check("<p class=date>Aktualisiert am 24.11.2026-10:12</p>", "", "", changed);
        check("<dl><dt>Last updated</dt><dd>24 Nov 2026</dd></dl>", "", "", changed);
        check("<p>Updated <time datetime=2026-11-24>today</time></p>", "", "", [None, None]);
        check("<span itemprop=dateModified content=2026-11-24>24 Nov 2026</span>", "", "", changed);
        check("", "", "<p>Letzte Änderung:</p><p>24.11.2026 um 09:25</p>", [None, None]);
        check("<p>News-Update</p><p>24 Nov 2026</p>", "", "", [Some("2026-11-24"), None]);
    }

    #[test]
    fn the_first_of_two_days_needs_no_label() {
        let both = [Some("2026-11-23"), Some("2026-11-24")];
        check("<p>23 Novembre 2026 alle 18:30 <em>(modifica il 24 Novembre 2026 alle 10:12)</em></p>", "", "", both);
        check("<p>2026年11月23日 5時00分 (2026年11月24日 11時30分更新)</p>", "", "", both);
        check("<p>23.11.2026 18:00 Uhr, aktualisiert 19:30 Uhr</p>", "", "", [Some("2026-11-23"), None]);
        check("<p>Updated: 24 Nov 2026 Published: 23 Nov 2026</p>", "", "", both);
    }

    #[test]
    fn a_picture_a_quote_and_a_paper_have_days_of_their_own() {
        check(
            "<figure><img src=a.jpg><figcaption>The wall on 12 January 2022</figcaption></figure>",
            "",
            "",
            [None, None],
        );
        check(
            "<figure><figcaption>Ana Bell <time>23 Nov 2026</time></figcaption></figure>",
            "",
            "",
            [Some("2026-11-23"), None],
        );
        check("<blockquote>It held. <a href=/x>November 1, 2019</a></blockquote>", "", "", [None, None]);
    }

    #[test]
    fn a_clock_behind_a_bar_is_the_days() {
        for line in ["November 23, 2026 | 6:00 PM EST", "18:45 | 23.11.2026"] {
            let shown = super::whole(line, super::Line { behind: true, named: false, kind: super::Kind::Plain }, "");
            assert!(shown.iter().all(|s| s.byline) && shown.len() == 1, "{line}");
            assert!(!shown[0].moment.to_string().contains("T00:00"), "{line}");
        }
    }

    #[test]
    fn agencies_put_place_and_day_before_the_story() {
        let day = [Some("2026-11-23"), None];
        check("", "DUNMORE, Ireland, Nov. 23, 2026 /QuayWire/ -- ", "", day);
        check("", "DUNMORE, Ireland, Nov. 23, 2026 (QUAY NEWSWIRE) -- ", "", day);
        check("", "Dunmore, November 23, 2026 – ", "", day);
        check("", "In the storm of 12 January 2022 (the worst of all) ", "", [None, None]);
    }

    #[test]
    fn a_paragraph_may_begin_with_its_day() {
        check("", "23.11.2026 - ", "", [Some("2026-11-23"), None]);
        check("", "Press release of 23 November 2026 | Dunmore – ", "", [Some("2026-11-23"), None]);
        check("", "It was in 2026 that the wall was built - ", "", [None, None]);
    }

    #[test]
    fn a_day_at_the_foot_says_what_it_is() {
        check("", "", "<p>Posted by Ana on 23 November 2026</p>", [Some("2026-11-23"), None]);
        check("", "", "<p>Ana am 23.11.2026, 13:36 Uhr</p>", [Some("2026-11-23"), None]);
        check("", "", "<p>Concert, 23 November 2026</p>", [None, None]);
    }
}
