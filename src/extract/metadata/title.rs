//! The headline, without the site's name.

use crate::text::markup::decode_line;
use crate::text::similarity::jaccard;
use crate::text::steps;

/// Separators between a headline and the site's name, longest first.
const SEPARATORS: [&str; 15] =
    [" :: ", " : ", " || ", " | ", " - ", " – ", " — ", " » ", " · ", " • ", " ~ ", "| ", " |", "|", "｜"];

/// Those of scripts that need no space between words.
const UNSPACED: [&str; 4] = ["——", "--", "_", "｜"];

/// The Jaccard index from which another place confirms a heading, and that of one that repeats it as a part (chosen).
const CONFIRMED: f32 = 0.5;
const HELD: f32 = 0.9;
/// Bytes of a rubric that stands before a headline without a bar (chosen).
const RUBRIC_BYTES: usize = 12;
/// Words and bytes of a headline that nothing confirms (chosen).
const HEADLINE_WORDS: usize = 3;
const HEADLINE_BYTES: usize = 15;
/// Letters and digits of a part of a heading that is its headline (chosen).
const PART_LETTERS: usize = 12;
/// Words of what stands behind a bar and may be the site's name (chosen).
const SITE_WORDS: usize = 5;
/// Letters of a site's name that may be a part of another form of it (chosen).
const SITE_LETTERS: usize = 4;
/// Letters of a word that means something (chosen).
const WORD_LETTERS: usize = 4;
/// Bytes of a `<title>` in which a blog's name is looked for.
const LONGEST_WINDOW: usize = 400;

/// Words of a headline that are compared one by one.
const MOST_WORDS: usize = 64;

/// What may be the headline, from several places.
pub(crate) struct Candidates<'a> {
    /// The `<h1>`s, in document order.
    pub(crate) headings: &'a [String],
    /// What each `<h1>` is made of: the words of the elements inside, and what is left without the first or the last of them.
    pub(crate) parts: &'a [Vec<String>],
    /// From JSON-LD.
    pub(crate) json_ld: Option<&'a str>,
    /// `og:title`, `twitter:title` and the like.
    pub(crate) metas: &'a [&'a str],
    /// `<title>`.
    pub(crate) window: Option<&'a str>,
    /// Names of the site: `og:site_name`, the publisher, the host.
    pub(crate) sites: &'a [String],
    /// Whether the page shows these words as a heading of their own.
    pub(crate) shows: &'a dyn Fn(&str) -> bool,
}

/// Chooses: an `<h1>` that another place confirms, or that is the only one; else what JSON-LD, `og:title` or `<title>` say,
/// without the site.
pub(crate) fn choose(from: &Candidates<'_>) -> Option<String> {
    let clean = |t: &str| without_site(&decode_line(t), from, from.headings);
    let others: Vec<String> = from
        .json_ld
        .into_iter()
        .chain(from.metas.iter().copied())
        .chain(from.window)
        .map(clean)
        .filter(|t| !t.is_empty() && !is_site(t, from.sites))
        .collect();
    // A heading that another place repeats, with or without something before or behind it.
    let support = |heading: &str| {
        let bare = alnum_key(heading);
        let held = |o: &String| words(heading) >= 2 && bare.len() >= 8 && alnum_key(o).contains(&bare);
        others.iter().map(|o| if held(o) { HELD } else { 0.0f32 }.max(jaccard(heading, o))).fold(0.0, f32::max)
    };
    let confirmed = from
        .headings
        .iter()
        .filter(|h| !is_site(h, from.sites))
        .map(|h| (h, support(h)))
        .filter(|(_, support)| *support >= CONFIRMED)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.len().cmp(&b.0.len())));
    if let Some(post) = beside_blog(from) {
        return Some(post);
    }
    if let Some((heading, _)) = confirmed {
        if let Some(inner) = part_of_heading(from, heading) {
            return Some(inner);
        }
        let heading = clean(heading);
        if others.contains(&heading) {
            return Some(heading);
        }
        // `Politics | Headline`: a rubric within the heading.
        let bare = others.iter().find(|o| {
            heading.strip_suffix(o.as_str()).is_some_and(|rubric| {
                !rubric.is_empty() && (rubric.len() <= RUBRIC_BYTES || rubric.trim_end().ends_with('|'))
            })
        });
        return Some(bare.cloned().unwrap_or(heading));
    }
    // Search engines and networks may be told another headline than readers.
    let long = |h: &&String| {
        words(h) >= HEADLINE_WORDS && h.len() >= HEADLINE_BYTES && !is_site(h, from.sites) && !names_site(h, from.sites)
    };
    let mut headings = from.headings.iter().filter(long);
    let only = headings.next().filter(|_| headings.next().is_none());
    only.filter(|h| others.is_empty() || others.iter().any(|o| share(h, o)))
        .map(|h| part_of_heading(from, h).unwrap_or_else(|| clean(h)))
        .or_else(|| others.into_iter().next())
        .or_else(|| from.headings.first().cloned())
}

/// Returns the headline within an `<h1>` that holds more, a rubric before or a line below it, when another place says so.
fn part_of_heading(from: &Candidates<'_>, heading: &str) -> Option<String> {
    let at = from.headings.iter().inspect(|_| steps::count(1)).position(|h| h == heading)?;
    let mut declared: Vec<String> =
        from.json_ld.into_iter().chain(from.metas.iter().copied()).map(decode_line).collect();
    let mut bare: Vec<String> = declared.iter().map(|d| alnum_key(&without_site(d, from, &[]))).collect();
    if bare.contains(&alnum_key(heading)) {
        return None;
    }
    // Where nothing else is said, the window is heard.
    if let Some(window) = from.window.filter(|_| declared.is_empty()).map(decode_line) {
        bare.push(alnum_key(&without_site(&window, from, &[])));
        declared.push(window);
    }
    let said = |part: &&String| {
        let whole = alnum_key(part);
        let begins = |d: &String| {
            d.strip_prefix(part.as_str()).is_some_and(|rest| SEPARATORS.iter().any(|s| rest.starts_with(s)))
        };
        whole.len() >= PART_LETTERS && part.contains(' ') && (bare.contains(&whole) || declared.iter().any(begins))
    };
    from.parts.get(at)?.iter().filter(said).max_by_key(|part| part.len()).cloned()
}

/// Returns the post's headline where the only `<h1>` is the blog's name.
///
/// The window's title has both beside each other: `Blog » Headline`. What other sources say must be the same.
fn beside_blog(from: &Candidates<'_>) -> Option<String> {
    let (window, [blog]) = (from.window?, from.headings) else { return None };
    if window.len() > LONGEST_WINDOW {
        return None;
    }
    let declared: Vec<&str> = from.json_ld.into_iter().chain(from.metas.iter().copied()).collect();
    let bare = alnum_key(blog);
    if let Some(post) = declared.first().map(|post| decode_line(post)) {
        let whole = [format!("{bare}{}", alnum_key(&post)), format!("{}{bare}", alnum_key(&post))];
        let same = declared.iter().all(|other| alnum_key(&decode_line(other)) == alnum_key(&post));
        return (same && !bare.is_empty() && whole.contains(&alnum_key(window))).then_some(post);
    }
    let mut parts = vec![window];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let named = parts.iter().any(|part| alnum_key(part) == bare);
    let post = parts.into_iter().map(str::trim).filter(|p| p.len() > blog.len() && p.contains(' ') && (from.shows)(p));
    post.max_by_key(|part| part.len()).filter(|_| named).map(str::to_owned)
}

/// Returns whether two headlines have a word in common that means something.
fn share(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() >= WORD_LETTERS);
        words.take(MOST_WORDS).map(str::to_lowercase).collect()
    };
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}

/// Cuts `Headline | Site` at its last separators while what follows is the site's name.
fn without_site(title: &str, from: &Candidates<'_>, headings: &[String]) -> String {
    let sites = from.sites;
    let mut title = title.trim().to_owned();
    let unspaced = if title.chars().any(is_unspaced) { UNSPACED.as_slice() } else { &[] };
    for _ in 0..3 {
        if headings.iter().any(|h| jaccard(h, &title) > 0.99) {
            break;
        }
        let Some((at, separator)) = SEPARATORS
            .iter()
            .chain(unspaced)
            .filter_map(|s| Some((title.rfind(s)?, *s)))
            .max_by_key(|(at, s)| (*at, s.len()))
        else {
            break;
        };
        let (front, back) = title.split_at(at);
        let back = back.strip_prefix(separator).unwrap_or(back);
        let first = title.find(separator).unwrap_or(at);
        let (head, tail) = title.split_at(first);
        let bar = separator.contains(['|', ':', '»', '·', '•']) || unspaced.contains(&separator);
        if is_site(back, sites)
            || (bar
                && words(back) <= SITE_WORDS
                && words(front).max(front.split_whitespace().count()) >= HEADLINE_WORDS)
            || (words(front) >= HEADLINE_WORDS && (from.shows)(front.trim_end()) && !(from.shows)(back.trim_start()))
            || (headings.iter().any(|h| jaccard(h, front) > 0.99)
                && !is_site(front, sites)
                && !headings.iter().any(|h| jaccard(h, back) > 0.99))
        {
            title = front.trim_end().to_owned();
        } else if is_site(head, sites) && words(tail) >= HEADLINE_WORDS {
            title = tail.strip_prefix(separator).unwrap_or(tail).trim().to_owned();
        } else {
            break;
        }
    }
    title
}

/// Returns how many words a text has; in scripts that need no space between them two signs are taken for one.
fn words(text: &str) -> usize {
    steps::count(text.len());
    let words = text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric));
    words.map(|word| word.chars().filter(|c| is_unspaced(*c)).count().div_ceil(2).max(1)).sum()
}

/// Returns whether a letter is of a script that needs no space between words: Thai, Japanese, Chinese.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Returns whether these words name the site.
fn is_site(text: &str, sites: &[String]) -> bool {
    let bare = alnum_key(text);
    !bare.is_empty()
        && sites.iter().any(|site| {
            let site = alnum_key(site);
            !site.is_empty()
                && (site == bare
                    || (bare.len() >= SITE_LETTERS
                        && site.len() >= SITE_LETTERS
                        && (site.contains(&bare) || bare.contains(&site))
                        && bare.len() <= site.len() * 2 + 8))
        })
}

/// Returns whether these words hold the site's name among others: `Friends of Dunmore, registered charity`.
fn names_site(text: &str, sites: &[String]) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let text = words(text);
    sites.iter().map(|site| words(site)).any(|site| !site.is_empty() && site.iter().all(|word| text.contains(word)))
}

fn alnum_key(text: &str) -> String {
    steps::count(text.len());
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::Candidates;
    use super::choose;

    #[track_caller]
    fn check(headings: &[&str], meta: Option<&str>, window: &str, expected: &str) {
        let headings: Vec<String> = headings.iter().map(|&h| h.to_owned()).collect();
        let sites = ["The Harbour Gazette".to_owned(), "harbourgazette".to_owned()];
        let metas: Vec<&str> = meta.into_iter().collect();
        let found = choose(&Candidates {
            headings: &headings,
            parts: &[],
            json_ld: None,
            metas: &metas,
            window: Some(window),
            sites: &sites,
            shows: &|_| false,
        });
        assert_eq!(found.as_deref(), Some(expected));
    }

    #[test]
    fn the_site_goes() {
        check(&[], None, "Ferry runs again after storm | The Harbour Gazette", "Ferry runs again after storm");
        check(&[], None, "Harbour Gazette - Ferry runs again after storm", "Ferry runs again after storm");
        check(
            &[],
            None,
            "Ferry – and port – open again - News - Harbour Gazette",
            "Ferry – and port – open again - News",
        );
    }

    #[test]
    fn scripts_without_spaces_have_words_too() {
        check(&["港口渡轮周一恢复运营"], None, "港口渡轮周一恢复运营_新闻_港口网", "港口渡轮周一恢复运营");
        check(&[], None, "港口渡轮周一恢复运营--港口日报网", "港口渡轮周一恢复运营");
    }

    #[test]
    fn a_blogs_name_is_no_headline() {
        check(&["Quay Notes"], Some("Ferry runs again"), "Quay Notes: Ferry runs again", "Ferry runs again");
        check(&["Ferry runs again"], Some("Ferry runs again"), "Ferry runs again", "Ferry runs again");
    }

    #[test]
    fn a_dash_of_the_headline_stays() {
        check(&["Storm – what we know"], None, "Storm – what we know", "Storm – what we know");
        check(&[], None, "Storm - what we know", "Storm - what we know");
    }

    #[test]
    fn a_heading_that_is_confirmed_wins() {
        check(
            &["The Harbour Gazette", "Ferry runs again"],
            Some("Ferry runs again, says port"),
            "x",
            "Ferry runs again",
        );
        check(&["News"], Some("Ferry runs again, says port"), "x", "Ferry runs again, says port");
    }
}
