//! Metadata by a vote of sources, each field in its own order.

use url::Url;

use super::authors;
use super::hints::Hints;
use super::jsonld::{Described, Linked, unescape};
use super::sketch::Sketch;
use super::tag::Tag;
use super::title::{Candidates, choose};
use crate::dates;
use crate::model::{Article, Moment};

/// Fills everything of an article that is not its body.
pub(super) fn fill(article: &mut Article, sketch: &Sketch, linked: &Linked, page: &Url) {
    let head = &sketch.head;
    let nothing = Described::default();
    let ld = linked.article.as_ref().unwrap_or(&nothing);
    let base = head.base.as_deref().and_then(|b| page.join(b).ok()).unwrap_or_else(|| page.clone());
    let link =
        |href: &str| base.join(href.trim()).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    let host = page.host_str().unwrap_or_default();

    article.site = head
        .first(&["og:site_name"])
        .map(str::to_owned)
        .or_else(|| ld.site.clone())
        .or_else(|| linked.site.clone())
        .or_else(|| head.first(&["application-name", "apple-mobile-web-app-title", "dc.publisher"]).map(str::to_owned))
        .map(|s| unescape(&s));
    let label = psl::domain_str(host).and_then(|d| d.split('.').next()).unwrap_or_default();
    let sites: Vec<String> = article
        .site
        .iter()
        .cloned()
        .chain(ld.site.clone())
        .chain(linked.site.clone())
        .chain([host.strip_prefix("www.").unwrap_or(host).to_owned(), label.to_owned()])
        .filter(|s| !s.is_empty())
        .collect();

    let headings: Vec<String> = sketch
        .els
        .iter()
        .filter(|e| e.tag == Tag::Title)
        .map(|e| sketch.text_of(e))
        .filter(|t| !t.is_empty())
        .collect();
    let metas: Vec<&str> = ["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"]
        .iter()
        .filter_map(|n| head.first(&[n]))
        .collect();
    article.title = choose(&Candidates {
        headings: &headings,
        linked: ld.headline.as_deref(),
        metas: &metas,
        window: head.title.as_deref(),
        sites: &sites,
    });
    article.description = head
        .first(&["og:description", "description", "twitter:description", "dc.description"])
        .map(unescape)
        .or_else(|| ld.description.clone());
    article.authors = writers(sketch, ld, &sites);
    let published = moments(
        sketch,
        ld.published.as_deref(),
        &[
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
        ],
        "datePublished",
    );
    article.modified = moments(
        sketch,
        ld.modified.as_deref(),
        &[
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "last-modified",
            "dcterms.modified",
            "article.updated",
            "lastmod",
            "revised",
        ],
        "dateModified",
    );
    article.published = published.or_else(|| shown(sketch)).or_else(|| in_address(page));
    article.section = ld.section.clone().or_else(|| {
        head.first(&["article:section", "parsely-section", "section", "cxenseparse:section"]).map(unescape)
    });
    article.tags = tags(sketch, ld);
    article.canonical_url = [head.canonical.as_deref(), head.first(&["og:url"]), ld.url.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(link)
        .find(|u| u.path().len() > 1 || page.path().len() <= 1);
    article.image = [
        head.first(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"]),
        ld.image.as_deref(),
    ]
    .into_iter()
    .flatten()
    .find_map(link);
}

fn writers(sketch: &Sketch, ld: &Described, sites: &[String]) -> Vec<String> {
    let head = &sketch.head;
    let found = authors::clean(&ld.authors, sites);
    if !found.is_empty() {
        return found;
    }
    for name in [
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "dc.creator",
        "dc.creator.name",
        "sailthru.author",
        "article:author_name",
        "cxenseparse:author",
        "og:article:author",
        "dcterms.creator",
        "article.author",
        "og:author",
    ] {
        let all: Vec<String> = head.all(name).map(unescape).collect();
        let found = authors::clean(&all, sites);
        if !found.is_empty() {
            return found;
        }
    }
    let text_of = |index: u32| sketch.text_of(sketch.el(index));
    let properties: Vec<String> = head
        .properties
        .iter()
        .filter(|(name, ..)| name == "author" || name == "creator")
        .map(|(_, value, index)| value.clone().unwrap_or_else(|| text_of(*index)))
        .collect();
    let found = authors::clean(&properties, sites);
    if !found.is_empty() && found.len() <= 6 {
        return found;
    }
    let links: Vec<String> = head.author_links.iter().map(|&i| text_of(i)).collect();
    let found = authors::clean(&links, sites);
    if !found.is_empty() && found.len() <= 4 {
        return found;
    }
    byline(sketch, sites)
}

/// The first element whose name calls it an author's and whose text is a byline.
fn byline(sketch: &Sketch, sites: &[String]) -> Vec<String> {
    for el in &sketch.els {
        if el.own.has(Hints::AUTHOR)
            && !el.ctx.has(Hints::COMMENT.with(Hints::RELATED).with(Hints::FOOTER))
            && el.blocks.0 < el.blocks.1
        {
            let text = sketch.text_of(el);
            if authors::is_byline(&text) {
                let found = authors::clean(&[text], sites);
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    Vec::new()
}

fn moments(sketch: &Sketch, linked: Option<&str>, metas: &[&str], property: &str) -> Option<Moment> {
    let head = &sketch.head;
    let by_meta = metas.iter().filter_map(|name| head.first(&[name]));
    if let Some(found) = linked.into_iter().chain(by_meta).find_map(dates::parse) {
        return Some(found);
    }
    head.properties
        .iter()
        .filter(|(name, ..)| name == property)
        .find_map(|(_, value, index)| dates::parse(&value.clone().unwrap_or_else(|| sketch.text_of(sketch.el(*index)))))
}

/// A date that a reader sees: a `<time>`, or an element whose name calls it a date.
fn shown(sketch: &Sketch) -> Option<Moment> {
    let aside = Hints::COMMENT.with(Hints::RELATED).with(Hints::FOOTER).with(Hints::SIDE);
    let time = sketch
        .head
        .times
        .iter()
        .find(|(_, i)| !sketch.el(*i).ctx.has(aside))
        .and_then(|(value, _)| dates::parse(value));
    time.or_else(|| {
        sketch
            .els
            .iter()
            .filter(|e| e.own.has(Hints::DATE) && !e.ctx.has(aside) && e.blocks.0 < e.blocks.1)
            .map(|e| sketch.text_of(e))
            .filter(|t| t.len() <= 80)
            .find_map(|t| dates::parse(&t))
    })
}

/// `/2026/11/23/` in the address.
fn in_address(page: &Url) -> Option<Moment> {
    let numbers: Vec<&str> = page.path().split(['/', '-', '_']).collect();
    numbers.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        let plausible = y.len() == 4 && (y.starts_with("19") || y.starts_with("20")) && m.len() == 2 && d.len() == 2;
        plausible.then(|| format!("{y}-{m}-{d}T00:00:00Z")).and_then(|text| text.parse().ok())
    })
}

fn tags(sketch: &Sketch, ld: &Described) -> Vec<String> {
    let head = &sketch.head;
    let mut tags: Vec<String> = head.all("article:tag").map(unescape).collect();
    if tags.is_empty() {
        tags.clone_from(&ld.tags);
    }
    if tags.is_empty() {
        let lists =
            ["news_keywords", "keywords", "parsely-tags", "sailthru.tags"].iter().find_map(|n| head.first(&[n]));
        tags = lists.map(unescape).unwrap_or_default().split([',', ';']).map(|t| t.trim().to_owned()).collect();
    }
    let mut seen = std::collections::HashSet::new();
    tags.retain(|t| !t.is_empty() && seen.insert(t.to_lowercase()));
    tags.truncate(64);
    tags
}
