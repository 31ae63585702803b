//! Metadata by a vote of sources, each field in its own order.

pub(super) mod access;
pub(super) mod addresses;
mod authors;
mod dates;
pub(super) mod language;
pub(super) mod lead_image;
mod publication;
mod title;
mod visible_authors;
mod visible_dates;

use url::Url;

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::head::HeadData;
use crate::extract::dom::tag::ElementKind;
use crate::extract::jsonld::types::{JsonLd, JsonLdArticle};
use crate::extract::jsonld::values::listed;
use crate::extract::layout::Layout;
use crate::extract::layout::headline::SAME_WORDS;
use crate::model::Article;
use crate::text::char_refs::decode_char_refs;
use crate::text::markup::{decode_line, strip_tags};
use crate::text::similarity::TokenSet;
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;
use title::{Candidates, choose};

/// `<meta>`s that hold the description, the best first.
const DESCRIPTIONS: [&str; 5] =
    ["og:description", "description", "twitter:description", "dc.description", "sailthru.description"];
/// `<meta>`s that hold the section, the best first.
const SECTIONS: [&str; 4] = ["article:section", "parsely-section", "section", "cxenseparse:section"];
/// Bytes of a section's name that is declared, and of one that a reader sees (chosen).
const MAX_SECTION_BYTES: usize = 100;
const MAX_VISIBLE_SECTION_BYTES: usize = 40;
/// Tags of an article at the most (chosen).
const MAX_TAGS: usize = 64;
/// Elements of an `<h1>` that are looked at, and how many `<h1>`s are.
const MOST_PARTS: usize = 16;

/// Fills in the site and the headline; gives the names that the site goes by.
pub(crate) fn title_and_site(
    article: &mut Article,
    document: &TextDocument,
    json_ld: &JsonLd,
    page: &Url,
) -> Vec<String> {
    let head = &document.head;
    let nothing = JsonLdArticle::default();
    let ld = json_ld.article.as_ref().unwrap_or(&nothing);
    let host = page.host_str().unwrap_or_default();

    article.site = head
        .first(&["og:site_name"])
        .map(str::to_owned)
        .or_else(|| ld.site.clone())
        .or_else(|| json_ld.site.clone())
        .or_else(|| head.first(&["application-name", "apple-mobile-web-app-title", "dc.publisher"]).map(str::to_owned))
        .map(|s| decode_line(&s));
    let label = site_label(page);
    let sites: Vec<String> = article
        .site
        .iter()
        .cloned()
        .chain(ld.site.clone())
        .chain(json_ld.site.clone())
        .chain([host.strip_prefix("www.").unwrap_or(host).to_owned(), label.to_owned()])
        .filter(|s| !s.is_empty())
        .collect();

    let titles: Vec<(usize, String)> = { document.elements.iter().enumerate() }
        .inspect(|_| steps::count(1))
        .filter(|(_, e)| e.tag == ElementKind::H1)
        .map(|(i, e)| (i, document.text_of(e)))
        .filter(|(_, t)| !t.is_empty())
        .collect();
    let parts: Vec<Vec<String>> = titles.iter().take(MOST_PARTS).map(|(i, words)| parts(document, *i, words)).collect();
    let headings: Vec<String> = titles.into_iter().map(|(_, words)| words).collect();
    let metas: Vec<&str> = ["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"]
        .iter()
        .filter_map(|n| head.first(&[n]))
        .collect();
    article.title = choose(&Candidates {
        headings: &headings,
        parts: &parts,
        json_ld: ld.headline.as_deref(),
        metas: &metas,
        window: head.title.as_deref(),
        sites: &sites,
        shows: &|line| {
            let heading = |b: &&TextBlock| matches!(document.element(b.container).tag, ElementKind::Heading);
            document
                .blocks
                .iter()
                .inspect(|_| steps::count(1))
                .filter(heading)
                .any(|b| document.text_of_block(b).eq_ignore_ascii_case(line))
        },
    });
    if headings.is_empty() && metas.is_empty() && ld.headline.is_none() {
        article.title = article.title.take().map(|title| without_masthead(document, title));
    }
    sites
}

/// Returns what an `<h1>` is made of: the words of each element inside, and what is left of the heading without it at one end.
fn parts(document: &TextDocument, index: usize, words: &str) -> Vec<String> {
    let end = document.elements.get(index).map_or(0, |e| e.end as usize).min(index + 1 + MOST_PARTS);
    let inside = document.elements.get(index + 1..end).unwrap_or_default().iter().map(|e| document.text_of(e));
    let inside: Vec<String> = inside.filter(|part| !part.is_empty()).collect();
    let sign = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '"' | '„' | '“' | '”' | '«' | '»' | '?' | '!' | ')' | '(' | '‘' | '’')
    };
    let rest = inside.iter().flat_map(|part| [words.strip_prefix(part.as_str()), words.strip_suffix(part.as_str())]);
    let rest: Vec<String> = rest.flatten().map(|rest| rest.trim_matches(sign).to_owned()).collect();
    inside.iter().cloned().chain(rest).filter(|part| part != words).collect()
}

/// Fills in everything else that is not the body.
pub(crate) fn fill(
    article: &mut Article,
    document: &TextDocument,
    layout: &Layout,
    json_ld: &JsonLd,
    page: &Url,
    sites: &[String],
) {
    let nothing = JsonLdArticle::default();
    let ld = json_ld.article.as_ref().unwrap_or(&nothing);
    article.description = declared_description(&document.head, ld);
    article.authors = authors::authors(document, layout, json_ld, sites);
    (article.published, article.modified) = publication::published_and_modified(document, layout, json_ld, page);
    article.section = section(document, json_ld, &layout.title);
    article.tags = tags(&document.head, ld);
    article.canonical_url = addresses::canonical_url(document, ld, page);
    article.image = addresses::declared_image(document, ld, page);
}

/// Returns the description that a page gives of itself.
fn declared_description(head: &HeadData, ld: &JsonLdArticle) -> Option<String> {
    let declared = head.first(&DESCRIPTIONS).map(|text| collapse_whitespace(&strip_tags(&decode_char_refs(text))));
    declared.or_else(|| ld.description.clone())
}

/// Returns the section of the site that an article stands in; the last step of the breadcrumbs may be the title.
fn section(document: &TextDocument, json_ld: &JsonLd, title: &TokenSet) -> Option<String> {
    let head = &document.head;
    let marked_up = || {
        let (_, value, i) =
            head.properties.iter().inspect(|_| steps::count(1)).find(|(name, ..)| name == "articleSection")?;
        let name = value.clone().unwrap_or_else(|| document.text_of(document.element(*i)));
        Some(name).filter(|name| name.len() <= MAX_VISIBLE_SECTION_BYTES)
    };
    let linked = json_ld.article.as_ref().and_then(|a| a.section.clone());
    let declared = linked.or_else(|| head.first(&SECTIONS).map(decode_line)).or_else(marked_up);
    let is_name = |name: &String| !name.is_empty() && name.len() <= MAX_SECTION_BYTES && !name.contains("://");
    let is_section =
        |step: &&String| step.len() <= MAX_VISIBLE_SECTION_BYTES && title.jaccard(&TokenSet::of(step)) < SAME_WORDS;
    declared.filter(is_name).or_else(|| json_ld.breadcrumbs.iter().rfind(is_section).cloned())
}

/// Returns the standfirst that a reader sees, which is no longer in the text.
///
/// Without one, or where the page's own description holds the standfirst and more, it is that description.
pub(crate) fn description(told: Option<String>, standfirst: String) -> Option<String> {
    let bare = standfirst.trim_end_matches(['.', ' ']);
    match told {
        told if bare.is_empty() => told,
        Some(told) if told.contains(bare) => Some(told),
        _ => Some(standfirst),
    }
}

/// `Site: Headline` in a window's title, where the page shows the headline alone as a line.
fn without_masthead(document: &TextDocument, title: String) -> String {
    let shows = |line: &str| document.blocks.iter().any(|b| document.text_of_block(b).eq_ignore_ascii_case(line));
    match title.split_once(": ") {
        Some((_, rest)) if rest.len() >= 20 && shows(rest) && !shows(&title) => rest.to_owned(),
        _ => title,
    }
}

/// Returns the tags of an article, each once.
fn tags(head: &HeadData, ld: &JsonLdArticle) -> Vec<String> {
    let mut tags: Vec<String> = head.all("article:tag").map(decode_line).collect();
    // `Washington, D.C.` is one; a single one of three is a list.
    if let [list] = tags.as_slice()
        && listed(list).count() > 2
    {
        tags = listed(list).collect();
    }
    if tags.is_empty() {
        tags.clone_from(&ld.tags);
    }
    if tags.is_empty() {
        let lists =
            ["news_keywords", "keywords", "parsely-tags", "sailthru.tags"].iter().find_map(|n| head.first(&[n]));
        tags = listed(&lists.map(decode_line).unwrap_or_default()).collect();
    }
    let mut seen = std::collections::HashSet::new();
    tags.retain(|t| !t.is_empty() && seen.insert(t.to_lowercase()));
    tags.truncate(MAX_TAGS);
    tags
}

/// Returns the site's name in its address: `example` of `news.example.co.uk`.
pub(crate) fn site_label(page: &Url) -> &str {
    let domain = psl::domain_str(page.host_str().unwrap_or_default());
    domain.and_then(|d| d.split('.').next()).unwrap_or_default()
}
