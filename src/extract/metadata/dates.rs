//! When a page says that it was published and changed.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use super::visible_dates::{self, VisibleDate};
use crate::dates;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions;
use crate::extract::phrases::date_labels;
use crate::model::Moment;
use crate::text::steps;

/// Returns a date that the page declares, from the first source that has one.
///
/// The sources are the article's JSON-LD, these `<meta>`s in order, these properties of microdata in order, and the page's
/// JSON-LD.
pub(crate) fn declared_moment(
    document: &TextDocument,
    [article, page]: [Option<&str>; 2],
    metas: &[&str],
    properties: &[&'static str],
) -> Option<Moment> {
    let head = &document.head;
    let by_meta = metas.iter().filter_map(|name| head.first(&[name]));
    if let Some(found) = article.into_iter().chain(by_meta).find_map(dates::parse) {
        return Some(found);
    }
    let of = |property: &'static str| {
        let all = head.properties.iter().inspect(|_| steps::count(1)).filter(move |(name, ..)| name == property);
        all.map(|(_, value, index)| value.clone().unwrap_or_else(|| document.text_of(document.element(*index))))
    };
    let by_property = properties.iter().find_map(|property| of(property).find_map(|text| dates::parse(&text)));
    by_property.or_else(|| dates::parse(page?))
}

/// Returns the day of publication, of what the page tells of itself and what it shows to a reader.
///
/// A reader sees another day than the metadata tell when a story is published anew, or when the metadata hold the day on which
/// the page was built: then it is the day shown that counts, unless it is called that of a change.
pub(crate) fn published(told: Option<Moment>, modified: Option<Moment>, shown: &[VisibleDate]) -> Option<Moment> {
    let told = told?;
    let days = shown.iter().filter(|s| !s.changed);
    // One of the two says the time of day, or a printed paper's day is the day after.
    let same = |m: &Moment| (day(m) - day(&told)).abs() <= 1 && (has_clock(&told) || !has_clock(m));
    if days.clone().any(|s| same(&s.moment) || swapped(&s.moment) == Some(day(&told))) {
        return Some(told);
    }
    let mut bylines = days.filter(|s| s.byline).map(|s| s.moment);
    // Several days are a list of something else.
    let Some(moment) = bylines.next().filter(|first| bylines.all(|m| day(&m) == day(first))) else { return Some(told) };
    match modified {
        Some(modified) if (day(&modified) - day(&moment)).abs() <= 1 => Some(modified),
        // What lies behind the last change is the day on which the page was fetched.
        Some(modified) if day(&moment) > day(&modified) => Some(told),
        _ => Some(moment),
    }
}

/// Returns whether a change would come before publication: it was none of what readers saw. A day without a clock may be any time
/// of it.
pub(crate) fn is_before(change: &Moment, published: &Moment) -> bool {
    let clocks = has_clock(change) && has_clock(published);
    if clocks { change.at < published.at } else { day(change) < day(published) }
}

/// Days since 1970, where the publisher is.
fn day(moment: &Moment) -> i64 {
    (moment.at.as_second() + i64::from(moment.offset)).div_euclid(DAY)
}

fn has_clock(moment: &Moment) -> bool {
    (moment.at.as_second() + i64::from(moment.offset)).rem_euclid(DAY) != 0
}

/// Returns the day with month and day the other way round: `11/01/2026`.
fn swapped(moment: &Moment) -> Option<i64> {
    let date = moment.at.to_zoned(TimeZone::UTC).date();
    let other = Date::new(date.year(), date.day(), date.month()).ok()?;
    Some(other.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second().div_euclid(DAY))
}

/// Returns the publication date that a reader sees.
///
/// It is looked for in a line behind the headline, in a `<time>`, in an element whose name calls it a date, near the
/// headline, and at the story's foot. A date that is called that of a change is none.
pub(crate) fn visible_publication(
    document: &TextDocument,
    main: Option<MainContent>,
    shown: &[VisibleDate],
    metas: &[&str],
) -> Option<Moment> {
    let aside = |index: u32| regions::is_aside(document, main, index, ClassHints::SIDEBAR);
    let plain = |s: &&VisibleDate| !s.changed;
    let of_change = |m: &Moment| {
        let mut same = shown.iter().inspect(|_| steps::count(1)).filter(|s| day(&s.moment) == day(m)).peekable();
        same.peek().is_some() && same.all(|s| s.changed)
    };
    let times = || {
        let times =
            document.head.times.iter().inspect(|_| steps::count(1)).filter(|(_, i)| !aside(*i)).take(MOST_TIMES);
        let times = times.filter(|(_, i)| !is_changes(document, *i));
        times.map(|(value, _)| dates::parse(value)).filter(|m| !m.as_ref().is_some_and(of_change))
    };
    let byline = shown.iter().filter(plain).find(|s| s.byline);
    let byline = byline.map(|s| to_the_minute(s.moment, times().flatten()));
    let time = || times().next().flatten();
    let named = || {
        let elements = document.elements.iter().zip(0..).inspect(|_| steps::count(1));
        let dates =
            elements.filter(|(e, i)| e.own_hints.has(ClassHints::DATE) && e.blocks.0 < e.blocks.1 && !aside(*i));
        let dates = dates.filter(|(e, i)| (e.words.1 - e.words.0) as usize <= NAMED && !is_changes(document, *i));
        dates.filter_map(|(e, _)| visible_dates::date_in(&document.text_of(e), "")).find(|m| !of_change(m))
    };
    let near = || shown.iter().find(plain).map(|s| s.moment);
    let exact = byline.or_else(time).map(|moment| with_visible_offset(document, shown, moment, metas));
    exact.or_else(named).or_else(near).or_else(|| visible_dates::in_footer(document, main?))
}

/// Returns the day of a change that a reader sees.
pub(crate) fn visible_change(document: &TextDocument, shown: &[VisibleDate]) -> Option<Moment> {
    let times = document.head.times.iter().filter_map(|(value, _)| dates::parse(value));
    shown.iter().find(|s| s.changed).map(|s| to_the_minute(s.moment, times))
}

/// Returns a day with the clock and zone of a `<time>` on that day.
///
/// The clock must be the one that is shown, in the zone of the `<time>` or in UTC.
fn to_the_minute(shown: Moment, mut times: impl Iterator<Item = Moment>) -> Moment {
    let clock = |m: &Moment| (m.at.as_second() + i64::from(m.offset)).div_euclid(60);
    let in_utc = |t: &Moment| t.offset == 0 && away(&shown, t).is_some();
    let same = |t: &Moment| !has_clock(&shown) || clock(t) == clock(&shown) || t.at == shown.at || in_utc(t);
    times.find(|t| has_clock(t) && day(t) == day(&shown) && same(t)).unwrap_or(shown)
}

/// Returns whether an element's words, those before it, or microdata call its date that of a change.
fn is_changes(document: &TextDocument, index: u32) -> bool {
    let el = document.element(index);
    let before = document.text.get(..el.words.0 as usize).unwrap_or_default();
    visible_dates::is_marked(document, index)
        || date_labels::ends_with_modified_label(before)
        || date_labels::split_by_label(&document.text_of(el), "").iter().all(|(_, changed)| *changed)
}

/// Returns a moment with the offset of the day that a reader is shown.
///
/// The offset is that of another form of the same instant, or that of a clock near the headline which a zone somewhere
/// explains. A moment in UTC gets the publisher's offset. A moment with an offset becomes UTC where the shown clock is UTC's.
pub(crate) fn with_visible_offset(
    document: &TextDocument,
    shown: &[VisibleDate],
    moment: Moment,
    metas: &[&str],
) -> Moment {
    let seen = || shown.iter().filter(|s| !s.changed).map(|s| s.moment);
    let utc = seen().any(|m| m.offset == 0 && has_clock(&m) && same_minute(&m, &moment));
    if moment.offset != 0 {
        return Moment { offset: if utc { 0 } else { moment.offset }, ..moment };
    }
    let written = metas.iter().filter_map(|name| document.head.first(&[name]));
    let written = written.chain(document.head.times.iter().map(|(value, _)| value.as_str())).filter_map(dates::parse);
    if let Some(other) = written.chain(seen()).find(|m| m.offset != 0 && same_minute(m, &moment)) {
        return Moment { offset: other.offset, ..moment };
    }
    let offset = seen().find_map(|m| away(&m, &moment)).filter(|_| !utc);
    Moment { offset: offset.unwrap_or_default() as i32, ..moment }
}

/// Returns the seconds from the minute of a moment in UTC to a clock without a zone.
///
/// There are none unless a zone somewhere has that offset.
fn away(clock: &Moment, moment: &Moment) -> Option<i64> {
    let away = clock.at.as_second() - moment.at.as_second().div_euclid(60) * 60;
    let whole = away % (2 * HALF_HOUR) == 0 && (-24..=28).contains(&(away / HALF_HOUR));
    // Twelve hours apart are a clock of twelve hours.
    let plausible = away % (24 * HALF_HOUR) != 0 && (whole || HALVES.iter().any(|half| half * HALF_HOUR == away));
    (plausible && clock.offset == 0 && has_clock(clock)).then_some(away)
}

/// Returns whether two moments show the same minute; readers see no seconds.
fn same_minute(one: &Moment, other: &Moment) -> bool {
    (one.at.as_second() - other.at.as_second()).abs() < 60
}

/// Elements that are asked for a date.
const MOST_TIMES: usize = 256;

/// Bytes of an element that is called a date and is one.
const NAMED: usize = 240;

/// Seconds.
const DAY: i64 = 86_400;

const HALF_HOUR: i64 = 1_800;

/// Offsets that are no whole hours, in half hours: of the Marquesas, Newfoundland, Iran, Afghanistan, India, Myanmar, Australia.
const HALVES: &[i64] = &[-19, -7, -5, 7, 9, 11, 13, 19, 21];

/// `/2026/11/23/`, `/2026/nov/3/` or `20261123` in the address.
pub(crate) fn in_address(page: &Url) -> Option<Moment> {
    let is_year = |y: &str| y.len() == 4 && (y.starts_with("19") || y.starts_with("20"));
    let is_number = |text: &str, digits| digits == text.len() && text.bytes().all(|b| b.is_ascii_digit());
    let day = |[y, m, d]: [&str; 3]| {
        let month = is_number(m, 1) || is_number(m, 2) || (m.len() == 3 && m.bytes().all(|b| b.is_ascii_alphabetic()));
        let plausible = is_year(y) && month && (is_number(d, 1) || is_number(d, 2));
        plausible.then(|| dates::parse(&format!("{y}-{m}-{d}"))).flatten()
    };
    let steps: Vec<&str> = page.path().split('/').collect();
    let words: Vec<&str> = page.path().split(['/', '-', '_']).collect();
    let long = |w: &&[&str]| w.iter().skip(1).all(|part| part.len() == 2);
    let mut parts = steps.windows(3).chain(words.windows(3).filter(long));
    let whole = || words.iter().filter(|w| is_number(w, 8) && w.starts_with("20")).find_map(|w| dates::parse(w));
    parts.find_map(|w| day(w.try_into().ok()?)).or_else(whole)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::model::Page;

    /// The date of a page with this in its head and this between headline and story.
    #[track_caller]
    fn check(head: &str, line: &str, expected: &str) {
        let told =
            "The harbour wall held through the night, the port said, and the ferry sails again at noon. ".repeat(12);
        let html =
            format!("<html><head>{head}</head><body><h1>Harbour wall holds</h1>{line}<p>{told}</p></body></html>");
        let page = Page { url: Url::parse("https://example.org/harbour-wall").unwrap(), html };
        let found = crate::extract::extract(&page).unwrap().published.map(|m| m.to_string());
        assert_eq!(found.as_deref(), Some(expected));
    }

    const UTC: &str = r#"<meta property="article:published_time" content="2026-11-24T01:48:19Z">"#;

    #[test]
    fn the_day_is_the_publishers() {
        check(UTC, r#"<time datetime="2026-11-23T20:48:19-05:00">Monday</time>"#, "2026-11-23T20:48:19-05:00");
        check(UTC, "<p>Published: November 23, 2026 at 8:48 p.m.</p>", "2026-11-23T20:48:19-05:00");
    }

    #[test]
    fn the_day_is_the_one_that_is_shown() {
        let there = r#"<meta property="article:published_time" content="2026-11-23T20:48:00-05:00">"#;
        check(there, "<p>Nov 24, 2026 1:48 AM</p>", "2026-11-24T01:48:00Z");
        check(there, "<p>Nov 23, 2026 8:48 PM</p>", "2026-11-23T20:48:00-05:00");
        check(there, "<p>Nov 23, 2026</p>", "2026-11-23T20:48:00-05:00");
    }

    #[test]
    fn what_tells_no_zone_changes_none() {
        check(UTC, "<p>November 23, 2026</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Published: November 23, 2026 at 8:31 p.m.</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Updated: November 23, 2026 at 8:48 p.m.</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Published: November 23, 2026 at 12:18 p.m.</p>", "2026-11-24T01:48:19Z");
    }

    #[test]
    fn a_date_over_the_story_is_seen_whatever_it_is_called_or_glued_to() {
        check("", "<ul class=bottom-meta><li><span class=date>5 Dec 2026</span></li></ul>", "2026-12-05T00:00:00Z");
        check("", "<div><span>Ana Bell</span><span>Dec 5, 2026</span></div>", "2026-12-05T00:00:00Z");
    }

    const TWO: &str = r#"<meta property="article:published_time" content="2024-11-20T08:00:00+01:00">
        <meta property="article:modified_time" content="2026-11-23T09:30:00+01:00">"#;

    #[test]
    fn what_is_published_anew_has_the_day_that_is_shown() {
        check(TWO, "<p>By Ana Bell</p><p>November 23, 2026</p>", "2026-11-23T09:30:00+01:00");
        check(TWO, "<p>Updated November 23, 2026</p>", "2024-11-20T08:00:00+01:00");
        check(TWO, "<p><span>Mis à jour le</span> <time>23 novembre 2026</time></p>", "2024-11-20T08:00:00+01:00");
        check(TWO, "<p>Nov 20, 2024</p><p>Nov 23, 2026</p>", "2024-11-20T08:00:00+01:00");
        check(TWO, "<p>25 November 2026</p>", "2024-11-20T08:00:00+01:00");
        check(TWO, "<p>Sat 28 November 2026: walk</p><p>5 December 2026: concert</p>", "2024-11-20T08:00:00+01:00");
    }

    #[test]
    fn a_line_that_says_something_else_is_not_the_day_of_the_story() {
        for line in [
            "<p>Member since 12 May 2019</p>",
            "<p>Available until 30 December 2026</p>",
            "<ul><li>When: 5 October 2026, 7pm</li></ul>",
            "<p class=deck>Ana Bell, 3 May 1940</p>",
            "<h2>What happened on 11 January 2022</h2>",
            "<div><a href=/storm>Read: Storm of 11 January 2022</a></div>",
        ] {
            check(UTC, line, "2026-11-24T01:48:19Z");
        }
        check(UTC, "<p>Dunmore, 20 November 2026</p>", "2026-11-20T00:00:00Z");
        check(UTC, "<h2>20 November 2026</h2>", "2026-11-20T00:00:00Z");
    }

    #[test]
    fn what_marks_up_the_date_tells_its_zone() {
        let day = "2026-11-23T06:00:00-08:00";
        check("", &format!("<abbr class=published title={day}>Monday</abbr>"), day);
        check("", &format!("<span property='dc:date dc:created' content={day}>Mon, 11/23/2026 - 06:00</span>"), day);
        check("", &format!("<time property=datePublished datetime={day}>Monday</time>"), day);
        check(
            "",
            "<time datetime=2026-11-23T04:30:00Z>23 nov 2026 - 05:30<abbr title='Central European Time'>CET</abbr></time>",
            "2026-11-23T05:30:00+01:00",
        );
    }

    #[test]
    fn a_day_without_a_clock_yields_to_the_one_that_is_shown() {
        let day = r#"<meta name="date" content="2026-11-25">"#;
        check(day, "<p>24.11.2026, 12:01 Uhr</p>", "2026-11-24T12:01:00Z");
        check(day, "<p>11/25/2026</p>", "2026-11-25T00:00:00Z");
    }

    #[test]
    fn dates_side_by_side_are_read_one_by_one() {
        check("", "<p><time>Nov 23, 2026</time><span>8:48 pm</span></p>", "2026-11-23T20:48:00Z");
        check("", "<p>Ana Bell · 23.11.26 · 4 min</p>", "2026-11-23T00:00:00Z");
        check("", "<p>Updated: Nov 24, 2026 / Published: Nov 23, 2026</p>", "2026-11-23T00:00:00Z");
        check(UTC, "<p>Ana Bell <span>Nov. 23, 2026 8:48 pm EST</span></p>", "2026-11-23T20:48:19-05:00");
    }

    #[test]
    fn addresses_name_days() {
        let check = |path: &str, expected: Option<&str>| {
            let page = Url::parse(&format!("https://example.org{path}")).unwrap();
            assert_eq!(super::in_address(&page).map(|m| m.to_string()).as_deref(), expected, "{path}");
        };
        check("/2026/11/23/wall", Some("2026-11-23T00:00:00Z"));
        check("/wall-2026-11-23.html", None);
        check("/2026-11-23-wall", Some("2026-11-23T00:00:00Z"));
        check("/news/2026/nov/3/wall", Some("2026-11-03T00:00:00Z"));
        check("/news/2026/11/3/wall", Some("2026-11-03T00:00:00Z"));
        check("/news/20261123-wall", Some("2026-11-23T00:00:00Z"));
        check("/top-2026-3-4-tips", None);
        check("/news/20269912", None);
    }

    #[test]
    fn what_the_page_says_of_itself_is_of_the_story_too() {
        let page = r#"<script type="application/ld+json">{"@type":"WebPage","datePublished":"2026-11-23"}</script>"#;
        check(page, "", "2026-11-23T00:00:00Z");
        check(
            "",
            r#"<span property="schema:dateCreated" content="2026-11-23T12:00:00Z"></span>"#,
            "2026-11-23T12:00:00Z",
        );
    }
}
