//! What a page says about itself outside its text: `<meta>`, `<link>`, `<title>`, `<time>`, microdata, JSON-LD as text.

use scraper::node::Element as HtmlElement;

use super::images::ImageCollector;
use super::tag::ElementKind;
use crate::extract::phrases::error_pages;
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;

/// The page's own words about itself, unjudged, in document order.
#[derive(Debug, Default)]
pub(crate) struct HeadData {
    /// `<html lang>`.
    pub(crate) lang: Option<String>,
    /// `<base href>`.
    pub(crate) base: Option<String>,
    /// `<title>`, folded.
    pub(crate) title: Option<String>,
    /// `<link rel=canonical>`.
    pub(crate) canonical: Option<String>,
    /// `<meta>`: its name, property or itemprop in lower case, and its content, folded.
    metas: Vec<(String, String)>,
    /// The text of each JSON-LD script.
    pub(crate) json_ld: Vec<String>,
    /// `<time datetime>` and the element it is.
    pub(crate) times: Vec<(String, u32)>,
    /// Microdata: the property, its value where an attribute holds it, and the element.
    pub(crate) properties: Vec<(String, Option<String>, u32)>,
    /// Elements that say by `rel` that they name the author.
    pub(crate) author_links: Vec<u32>,
    /// Links to what the address calls an author's page.
    pub(crate) author_pages: Vec<u32>,
    /// Addresses that elements give as their own, for a script that loads one story after the other.
    pub(crate) addresses: Vec<(String, u32)>,
    /// Pictures in the text.
    pub(crate) pictures: ImageCollector,
    /// Whether microdata call the page a live blog.
    pub(crate) live_blog: bool,
    /// Posts of AMP's live lists, which serve for other things too.
    pub(crate) live_posts: usize,
    /// Whether a password is asked for.
    pub(crate) password: bool,
    /// Whether a script or frame is that of a challenge to machines.
    pub(crate) challenge: bool,
    /// Bytes of markup in `noscript`s that hold paragraphs.
    pub(crate) unscripted: usize,
}

/// Bytes of one value that are read at the most.
const MAX_VALUE: usize = 4096;

/// Steps of a path under which authors have their pages.
const AUTHORS: [&str; 12] = [
    "author",
    "authors",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "auteurs",
    "autore",
    "autori",
    "byline",
    "journalist",
    "reporter",
];

impl HeadData {
    /// Looks at an element of the text.
    pub(crate) fn element(&mut self, element: &HtmlElement, tag: ElementKind, index: u32) {
        match (tag, element.name()) {
            (_, "meta") => self.meta(element),
            (_, "link") => self.link(element),
            (_, "base") => self.base(element),
            (ElementKind::Image, _) => self.pictures.image(element, index),
            (_, "html") => self.lang = element.attr("lang").or_else(|| element.attr("xml:lang")).map(str::to_owned),
            (_, "time") => {
                if let Some(value) = element.attr("datetime") {
                    self.times.push((short(value), index));
                }
                self.note_date(element, index);
            }
            _ => {
                self.note_date(element, index);
                self.author(element, tag, index);
            }
        }
    }

    /// Notes the date of an element by `RDFa`, or by microformats: `<abbr class=published title=2026-11-23T06:00:00Z>`.
    fn note_date(&mut self, element: &HtmlElement, index: u32) {
        let abbr = element.name() == "abbr";
        let Some(names) = element.attr(if abbr { "class" } else { "property" }) else { return };
        let held: &[&str] = if abbr { &["title"] } else { &["content", "datetime"] };
        let Some(value) = held.iter().find_map(|name| element.attr(name)) else { return };
        let all = |list: &[&str]| names.split_ascii_whitespace().any(|name| list.contains(&name));
        if all(&[
            "published",
            "datePublished",
            "dc:date",
            "dc:created",
            "dc:issued",
            "dcterms:created",
            "dcterms:issued",
        ]) {
            self.properties.push(("datePublished".to_owned(), Some(short(value)), index));
        } else if all(&["updated", "dateModified", "dc:modified", "dcterms:modified"]) {
            self.properties.push(("dateModified".to_owned(), Some(short(value)), index));
        }
    }

    /// Notes an element that names the author: by `rel`, by `RDFa`, or by where it leads.
    fn author(&mut self, element: &HtmlElement, tag: ElementKind, index: u32) {
        let says = |attribute: &str, words: &[&str]| {
            element.attr(attribute).is_some_and(|value| value.split_whitespace().any(|w| words.contains(&w)))
        };
        if (tag == ElementKind::Link && says("rel", &["author"]))
            || says("rel", &["schema:author", "sioc:has_creator", "dc:creator", "dcterms:creator"])
            || says("property", &["author", "dc:creator", "dcterms:creator"])
        {
            self.author_links.push(index);
        } else if tag == ElementKind::Link && element.attr("href").is_some_and(is_authors) {
            self.author_pages.push(index);
        }
    }

    /// Looks at an element whose text is not to be read, before the element `index`; `text` gives it all the same.
    pub(crate) fn note_skipped_element(&mut self, element: &HtmlElement, index: u32, text: impl Fn() -> String) {
        match element.name() {
            "input" => self.password |= element.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("password")),
            "script" if element.attr("src").is_some_and(error_pages::is_challenge) => self.challenge = true,
            "source" => self.pictures.source(element),
            "noscript" => {
                let text = text();
                self.unscripted += if text.contains("<p") || text.contains("<br") { text.len() } else { 0 };
                self.pictures.unscripted(&text, index);
            }
            "title" if self.title.is_none() => {
                self.title = Some(collapse_whitespace(&short(&text()))).filter(|t| !t.is_empty());
            }
            "script"
                if element
                    .attr("type")
                    .is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json")) =>
            {
                self.json_ld.push(text());
            }
            _ => {}
        }
    }

    /// Notes a property of microdata.
    pub(crate) fn itemprop(&mut self, name: &str, element: &HtmlElement, index: u32) {
        let value = element.attr("content").or_else(|| element.attr("datetime")).map(short);
        for name in name.split_whitespace() {
            self.properties.push((name.to_owned(), value.clone(), index));
        }
    }

    /// Notes the address of a box.
    pub(crate) fn address(&mut self, address: &str, index: u32) {
        self.addresses.push((short(address), index));
    }

    /// Notes what microdata calls a part of the page.
    pub(crate) fn itemtype(&mut self, kind: &str) {
        self.live_blog |= kind.trim_end().ends_with("/LiveBlogPosting");
    }

    /// Returns the contents of the `<meta>`s of this name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas
            .iter()
            .inspect(|_| steps::count(1))
            .filter(move |(n, c)| n == name && !c.is_empty())
            .map(|(_, c)| c.as_str())
    }

    /// Returns the first content of the first of these names that has one.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.metas
                .iter()
                .inspect(|_| steps::count(1))
                .find(|(n, c)| n == name && !c.is_empty())
                .map(|(_, c)| c.as_str())
        })
    }

    fn meta(&mut self, element: &HtmlElement) {
        let name = element.attr("property").or_else(|| element.attr("name")).or_else(|| element.attr("itemprop"));
        if let (Some(name), Some(content)) = (name, element.attr("content")) {
            let name = name.trim().to_ascii_lowercase();
            self.pictures.needless |= name == "og:image" && content.trim_start().starts_with("http");
            self.metas.push((name, collapse_whitespace(&short(content))));
        }
    }

    fn link(&mut self, element: &HtmlElement) {
        let (Some(rel), Some(href)) = (element.attr("rel"), element.attr("href")) else { return };
        if self.canonical.is_none() && rel.split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")) {
            self.canonical = Some(href.trim().to_owned());
        }
    }

    /// Notes `<base href>`.
    pub(crate) fn base(&mut self, element: &HtmlElement) {
        if self.base.is_none() {
            self.base = element.attr("href").map(|h| h.trim().to_owned());
        }
    }
}

/// Returns whether an address is that of an author's page, as publishing systems write it.
fn is_authors(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/');
    let is_list = |step: &str| AUTHORS.iter().any(|list| step.eq_ignore_ascii_case(list));
    // What follows is a name, not the list of all.
    steps.any(is_list) && steps.next().is_some_and(|name| !name.is_empty())
}

fn short(value: &str) -> String {
    value.get(..value.floor_char_boundary(MAX_VALUE)).unwrap_or_default().trim().to_owned()
}
