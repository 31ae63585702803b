//! Metadata by a vote of sources, each field in its own order.

pub(super) mod access;
mod authors;
mod dates;
pub(super) mod language;
pub(super) mod lead_image;
mod title;
mod visible_authors;
mod visible_dates;

use url::Url;

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::jsonld::types::{JsonLd, JsonLdArticle};
use crate::extract::jsonld::values::{listed, unescape, untagged};
use crate::extract::layout::headline;
use crate::extract::layout::main_content::MainContent;
use crate::model::Article;
use crate::text::similarity::jaccard;
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;
use title::{Candidates, choose};

/// `<meta>`s that hold the date of publication, the best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "og:article:published_time",
    "publishdate",
    "dc.date.created",
    "originalpublicationdate",
    "article_date_original",
    "publication_date",
    "date.created",
    "shareaholic:article_published_time",
];

/// `<meta>`s that hold the date of the last change, the best first.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "article.updated",
    "lastmod",
    "revised",
];

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
        .map(|s| unescape(&s));
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

/// What an `<h1>` is made of: the words of each element inside, and what is left of the heading without it at one end.
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
    main: Option<MainContent>,
    json_ld: &JsonLd,
    page: &Url,
    sites: &[String],
) {
    let head = &document.head;
    let nothing = JsonLdArticle::default();
    let ld = json_ld.article.as_ref().unwrap_or(&nothing);
    let link = |href: &str| resolve_url(document, page, href);
    article.description = head
        .first(&["og:description", "description", "twitter:description", "dc.description", "sailthru.description"])
        .map(|told| collapse_whitespace(&untagged(&unescape(told))))
        .or_else(|| ld.description.clone());
    let headline = main.and_then(|p| headline::headline_block(document, p, article.title.as_deref()));
    article.authors = authors::authors(document, main, json_ld, headline, sites);
    let shown = main.map(|p| visible_dates::near_headline(document, p, headline)).unwrap_or_default();
    let [page_published, page_modified] = &json_ld.page_dates;
    let modified = [ld.modified.as_deref(), page_modified.as_deref()];
    let modified = dates::moments(document, modified, MODIFIED, &["dateModified"]);
    let told = [ld.published.as_deref(), page_published.as_deref()];
    let told = dates::moments(document, told, PUBLISHED, &["datePublished", "dateCreated"]);
    let told = told.map(|moment| dates::local(document, &shown, moment, PUBLISHED));
    article.published = dates::published(told, modified, &shown)
        .or_else(|| dates::seen(document, main, &shown, PUBLISHED))
        .or_else(|| dates::in_address(page));
    let modified = modified.or_else(|| dates::changed(document, &shown));
    article.modified = modified.filter(|m| !article.published.is_some_and(|p| dates::is_label_word(m, &p)));
    let sections = ["article:section", "parsely-section", "section", "cxenseparse:section"];
    let marked = || {
        let (_, value, i) =
            head.properties.iter().inspect(|_| steps::count(1)).find(|(name, ..)| name == "articleSection")?;
        Some(value.clone().unwrap_or_else(|| document.text_of(document.element(*i)))).filter(|name| name.len() <= 40)
    };
    let section = ld.section.clone().or_else(|| head.first(&sections).map(unescape)).or_else(marked);
    let section = section.filter(|name| !name.is_empty() && name.len() <= 100 && !name.contains("://"));
    let title = article.title.as_deref().unwrap_or_default();
    let is_rubric = |step: &&String| step.len() <= 40 && jaccard(title, step) < 0.8;
    article.section = section.or_else(|| json_ld.breadcrumbs.iter().rfind(is_rubric).cloned());
    article.tags = tags(document, ld);
    article.canonical_url = [head.canonical.as_deref(), head.first(&["og:url"]), ld.url.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(link)
        .find(|u| u.path().len() > 1 || page.path().len() <= 1)
        .map(without_place);
    article.image = [
        head.first(&[
            "og:image",
            "og:image:url",
            "og:image:secure_url",
            "twitter:image",
            "twitter:image:src",
            "sailthru.image.full",
        ]),
        ld.image.as_deref(),
    ]
    .into_iter()
    .flatten()
    .find_map(link);
}

/// The standfirst that a reader sees, which no longer stands in the text; else what the page tells of itself, as when it holds the
/// standfirst and more.
pub(crate) fn description(told: Option<String>, standfirst: String) -> Option<String> {
    let bare = standfirst.trim_end_matches(['.', ' ']);
    match told {
        told if bare.is_empty() => told,
        Some(told) if told.contains(bare) => Some(told),
        _ => Some(standfirst),
    }
}

/// An address as the page means it: joined to its base, and of the web.
pub(crate) fn resolve_url(document: &TextDocument, page: &Url, href: &str) -> Option<Url> {
    let base = document.head.base.as_deref().and_then(|b| page.join(b).ok());
    let url = base.as_ref().unwrap_or(page).join(href.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// An address without `#comments`; `#!/a` is no place on a page but the page.
fn without_place(mut url: Url) -> Url {
    if url.fragment().is_some_and(|f| !f.starts_with('!')) {
        url.set_fragment(None);
    }
    url
}

/// `Site: Headline` in a window's title, where the page shows the headline alone as a line.
fn without_masthead(document: &TextDocument, title: String) -> String {
    let shows = |line: &str| document.blocks.iter().any(|b| document.text_of_block(b).eq_ignore_ascii_case(line));
    match title.split_once(": ") {
        Some((_, rest)) if rest.len() >= 20 && shows(rest) && !shows(&title) => rest.to_owned(),
        _ => title,
    }
}

fn tags(document: &TextDocument, ld: &JsonLdArticle) -> Vec<String> {
    let head = &document.head;
    let mut tags: Vec<String> = head.all("article:tag").map(unescape).collect();
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
        tags = listed(&lists.map(unescape).unwrap_or_default()).collect();
    }
    let mut seen = std::collections::HashSet::new();
    tags.retain(|t| !t.is_empty() && seen.insert(t.to_lowercase()));
    tags.truncate(64);
    tags
}

/// The site's name in its address: `example` of `news.example.co.uk`.
pub(crate) fn site_label(page: &Url) -> &str {
    let domain = psl::domain_str(page.host_str().unwrap_or_default());
    domain.and_then(|d| d.split('.').next()).unwrap_or_default()
}
