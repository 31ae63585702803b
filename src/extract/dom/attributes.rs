//! What an element's name, place and attributes say about it.

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

use super::class_hints::Hints;
use super::head::Head;
use super::tag::Tag;
use crate::extract::phrases::boilerplate;
use crate::text::hash::fnv1a_32_step;

/// What the walk wants to know of an element's attributes.
pub(crate) struct Names {
    pub(crate) hints: Hints,
    pub(crate) look: u32,
}

/// Reads the attributes of the element `index`; what they say of the page goes to `head`.
pub(super) fn names(element: &Element, tag: Tag, index: u32, head: &mut Head) -> Names {
    let mut hints = of_tag(tag);
    let mut look = (tag as u32).wrapping_mul(0x9E37_79B9);
    for (name, value) in &element.attrs {
        match name.local {
            local_name!("class") => {
                hints = hints.with(Hints::of(value));
                for byte in value.bytes() {
                    look = fnv1a_32_step(look, u32::from(byte));
                }
            }
            local_name!("id") | local_name!("role") | local_name!("name") => hints = hints.with(Hints::of(value)),
            local_name!("rel") if value.split_ascii_whitespace().any(|word| word == "tag") => {
                hints = hints.with(Hints::META);
            }
            local_name!("hidden") => hints = hints.with(Hints::HIDDEN),
            local_name!("aria-hidden") if value.eq_ignore_ascii_case("true") => hints = hints.with(Hints::HIDDEN),
            local_name!("style") if is_invisible(value) => hints = hints.with(Hints::HIDDEN),
            _ => match &*name.local {
                "itemprop" => {
                    hints = hints.with(Hints::of(value));
                    head.itemprop(value, element, index);
                }
                // RDFa, which marks up as microdata do; without a prefix it is OpenGraph's.
                "property" => {
                    if let Some(property) = value.strip_prefix("schema:") {
                        head.itemprop(property, element, index);
                    }
                }
                "data-url" | "data-href" | "data-permalink" | "data-canonical-url" | "data-article-url"
                | "data-page-url"
                    if matches!(tag, Tag::Div | Tag::Article | Tag::Section | Tag::Main) =>
                {
                    head.address(value, index);
                }
                "itemtype" => head.itemtype(value),
                "data-sort-time" => head.live_posts += 1,
                "data-testid" | "data-component" | "data-type" | "data-module" | "data-area" | "data-block"
                | "data-qa" | "data-widget" => {
                    hints = hints.with(Hints::of(value));
                }
                _ => {}
            },
        }
    }
    head.element(element, tag, index);
    Names { hints, look }
}

/// What an element is by its surroundings, where its name alone misleads.
pub(crate) fn by_place(node: NodeRef<'_, Node>, element: &Element) -> Option<Tag> {
    match element.name() {
        // The parser read the markup within: a box like any other.
        "noscript" => node.children().any(|c| c.value().is_element()).then_some(Tag::Div),
        // The parser reads a shadow tree's markup in the place where it shows.
        "template" => element.attr("shadowrootmode").map(|_| Tag::Div),
        // In parentheses of its own, a reading is good text; without them it would be glued to the characters.
        "rt" => {
            let beside = node.prev_sibling().into_iter().chain(node.next_sibling());
            let marked = { beside }.any(|n| n.value().as_element().is_some_and(|e| e.name() == "rp"));
            marked.then_some(Tag::Inline)
        }
        _ => None,
    }
}

/// Whether a control is one with which a reader subscribes.
pub(crate) fn asks(element: &Element, text: impl Fn() -> String) -> bool {
    match element.name() {
        "input" => {
            element.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("email")) || {
                element.attr("placeholder").is_some_and(|p| p.to_lowercase().contains("email"))
            }
        }
        "button" => boilerplate::invites(&text()),
        _ => false,
    }
}

/// What a tag alone says.
pub(crate) const fn of_tag(tag: Tag) -> Hints {
    match tag {
        Tag::Nav => Hints::NAV,
        Tag::Footer => Hints::FOOTER,
        Tag::Header => Hints::HEADER,
        Tag::Aside => Hints::IN_ASIDE,
        Tag::Figure => Hints::IN_FIGURE,
        Tag::Caption => Hints::CAPTION,
        Tag::Item => Hints::IN_ITEM,
        Tag::Quote => Hints::IN_QUOTE,
        Tag::Cell => Hints::IN_TABLE,
        Tag::Form => Hints::IN_FORM,
        Tag::Article => Hints::IN_ARTICLE,
        Tag::Address => Hints::AUTHOR,
        _ => Hints(0),
    }
}

pub(crate) fn is_invisible(style: &str) -> bool {
    let mut rest = style;
    while let Some((_, tail)) = rest.split_once(':') {
        let value = tail.split(';').next().unwrap_or_default().trim();
        if value.starts_with("none")
            && rest.split_once(':').is_some_and(|(name, _)| name.trim_end().ends_with("display"))
        {
            return true;
        }
        rest = tail;
    }
    false
}
