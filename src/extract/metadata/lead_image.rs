//! The lead picture of a page that declares none.

use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::layout::main_content::Place;
use crate::extract::layout::{headline, regions};

/// The first picture of the story or over it.
pub(crate) fn lead<'a>(sketch: &'a Sketch, place: Place, title: Option<&str>) -> Option<&'a str> {
    let from = headline::with_title(sketch, place, headline::headline(sketch, place, title));
    let until = sketch.el(place.core).end;
    let beside = Hints::CLUTTER.with(Hints::AUTHOR).with(Hints::HEADER);
    let core = sketch.el(place.core).ctx;
    let fits = |index: &u32| {
        let el = sketch.els.get(*index as usize).map_or(core, |e| e.ctx);
        (from..until).contains(index)
            && !el.without(core).has(beside)
            && !regions::is_aside(sketch, Some(place), (*index).min(sketch.els.len() as u32 - 1), Hints::default())
    };
    sketch.head.pictures.found.iter().find(|(_, index)| fits(index)).map(|(address, _)| address.as_str())
}
