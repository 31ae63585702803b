//! The lead picture of a page that declares none.

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::layout::headline::headline_container;
use crate::extract::layout::{Layout, regions};

/// Returns the address of the first picture of the story or over it.
pub(crate) fn lead_image<'a>(document: &'a TextDocument, layout: &Layout) -> Option<&'a str> {
    let main = layout.main?;
    let from = headline_container(document, main, layout.headline);
    let until = document.element(main.container).end;
    let beside = ClassHints::CLUTTER.with(ClassHints::AUTHOR).with(ClassHints::HEADER);
    let core = document.element(main.container).inherited_hints;
    let fits = |index: &u32| {
        let el = document.elements.get(*index as usize).map_or(core, |e| e.inherited_hints);
        (from..until).contains(index)
            && !el.without(core).has(beside)
            && !regions::is_aside(
                document,
                Some(main),
                (*index).min(document.elements.len() as u32 - 1),
                ClassHints::default(),
            )
    };
    document.head.pictures.found.iter().find(|(_, index)| fits(index)).map(|(address, _)| address.as_str())
}
