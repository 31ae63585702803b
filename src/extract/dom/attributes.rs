//! What an element's name, place and attributes say about it.

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element as HtmlElement;

use super::class_hints::ClassHints;
use super::head::HeadData;
use super::tag::ElementKind;
use crate::extract::phrases::boilerplate;
use crate::text::hash::fnv1a_32_step;
use crate::text::steps;

/// The facts that an element's attributes give.
pub(crate) struct AttributeFacts {
    pub(crate) hints: ClassHints,
    pub(crate) style_key: u32,
}

/// Reads the attributes of the element `index`; what they say of the page goes to `head`.
pub(super) fn read_attributes(
    element: &HtmlElement,
    tag: ElementKind,
    index: u32,
    head: &mut HeadData,
) -> AttributeFacts {
    let mut hints = hints_of_kind(tag);
    let mut style_key = (tag as u32).wrapping_mul(0x9E37_79B9);
    for (name, value) in &element.attrs {
        steps::count(1);
        match name.local {
            local_name!("class") => {
                hints = hints.with(ClassHints::of(value));
                for byte in value.bytes() {
                    style_key = fnv1a_32_step(style_key, u32::from(byte));
                }
            }
            local_name!("id") | local_name!("role") | local_name!("name") => hints = hints.with(ClassHints::of(value)),
            local_name!("rel") if value.split_ascii_whitespace().any(|word| word == "tag") => {
                hints = hints.with(ClassHints::META);
            }
            local_name!("hidden") => hints = hints.with(ClassHints::HIDDEN),
            local_name!("aria-hidden") if value.eq_ignore_ascii_case("true") => hints = hints.with(ClassHints::HIDDEN),
            local_name!("style") if is_invisible(value) => hints = hints.with(ClassHints::HIDDEN),
            _ => match &*name.local {
                "itemprop" => {
                    hints = hints.with(ClassHints::of(value));
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
                    if matches!(
                        tag,
                        ElementKind::Div | ElementKind::Article | ElementKind::Section | ElementKind::Main
                    ) =>
                {
                    head.address(value, index);
                }
                "itemtype" => head.itemtype(value),
                "data-sort-time" => head.live_posts += 1,
                "data-testid" | "data-component" | "data-type" | "data-module" | "data-area" | "data-block"
                | "data-qa" | "data-widget" => {
                    hints = hints.with(ClassHints::of(value));
                }
                _ => {}
            },
        }
    }
    head.element(element, tag, index);
    AttributeFacts { hints, style_key }
}

/// Returns what an element is by its surroundings, where its name alone misleads.
pub(crate) fn kind_by_context(node: NodeRef<'_, Node>, element: &HtmlElement) -> Option<ElementKind> {
    match element.name() {
        // The parser read the markup within: a box like any other.
        "noscript" => node.children().any(|c| c.value().is_element()).then_some(ElementKind::Div),
        // The parser reads a shadow tree's markup in the place where it shows.
        "template" => element.attr("shadowrootmode").map(|_| ElementKind::Div),
        // In parentheses of its own, a reading is good text; without them it would be glued to the characters.
        "rt" => {
            let beside = node.prev_sibling().into_iter().chain(node.next_sibling());
            let marked = { beside }.any(|n| n.value().as_element().is_some_and(|e| e.name() == "rp"));
            marked.then_some(ElementKind::Inline)
        }
        _ => None,
    }
}

/// Returns whether a control is one with which a reader subscribes.
pub(crate) fn is_subscribe_control(element: &HtmlElement, text: impl Fn() -> String) -> bool {
    match element.name() {
        "input" => {
            element.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("email")) || {
                element.attr("placeholder").is_some_and(|p| p.to_lowercase().contains("email"))
            }
        }
        "button" => boilerplate::is_call_to_action(&text()),
        _ => false,
    }
}

/// Returns the hints that an element's kind alone gives.
pub(crate) const fn hints_of_kind(tag: ElementKind) -> ClassHints {
    match tag {
        ElementKind::Nav => ClassHints::NAV,
        ElementKind::Footer => ClassHints::FOOTER,
        ElementKind::Header => ClassHints::HEADER,
        ElementKind::Aside => ClassHints::IN_ASIDE,
        ElementKind::Figure => ClassHints::IN_FIGURE,
        ElementKind::Caption => ClassHints::CAPTION,
        ElementKind::Item => ClassHints::IN_ITEM,
        ElementKind::Quote => ClassHints::IN_QUOTE,
        ElementKind::Cell => ClassHints::IN_TABLE,
        ElementKind::Form => ClassHints::IN_FORM,
        ElementKind::Article => ClassHints::IN_ARTICLE,
        ElementKind::Address => ClassHints::AUTHOR,
        _ => ClassHints(0),
    }
}

pub(crate) fn is_invisible(style: &str) -> bool {
    let mut rest = style;
    while let Some((part, tail)) = rest.split_once(':') {
        steps::count(part.len() + 1);
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
