//! Whom a page names as its authors.

use super::apart;
use super::authors;
use super::hints::Hints;
use super::jsonld::{Described, unescape};
use super::place::Place;
use super::sketch::Sketch;

/// `<meta>`s that name authors, the best first.
const METAS: [&str; 13] = [
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
];

/// The authors: from JSON-LD, `<meta>`, microdata, `rel=author`, an element called a byline, a line that says `By` and a name;
/// a desk or newsroom only when no person is named anywhere.
pub(super) fn writers(sketch: &Sketch, place: Option<Place>, ld: &Described, sites: &[String]) -> Vec<String> {
    let head = &sketch.head;
    let text_of = |index: u32| sketch.text_of(sketch.el(index));
    let metas = METAS.iter().map(|name| head.all(name).map(unescape).collect::<Vec<_>>());
    let sources = std::iter::once(ld.authors.clone()).chain(metas);
    let links = || head.author_links.iter().map(|&i| text_of(i)).collect::<Vec<_>>();
    for raw in sources.chain([properties(sketch)]).chain([links()]) {
        let found = authors::clean(&raw, sites);
        if !found.is_empty() && found.len() <= 8 {
            return found;
        }
    }
    let found = shown(sketch, place, sites);
    if !found.is_empty() {
        return found;
    }
    let declared: Vec<String> = METAS.iter().take(3).flat_map(|name| head.all(name)).map(unescape).collect();
    authors::desks(if ld.authors.is_empty() { &declared } else { &ld.authors })
}

/// Microdata: the name within an author, else all of its words.
fn properties(sketch: &Sketch) -> Vec<String> {
    let all = &sketch.head.properties;
    let authors = all.iter().filter(|(name, ..)| name == "author" || name == "creator");
    authors
        .map(|(_, value, index)| {
            let el = sketch.el(*index);
            // In document order, so that those within lie behind one another.
            let inside = all.get(all.partition_point(|(.., i)| i <= index)..).unwrap_or_default();
            let name = inside.iter().take_while(|(.., i)| *i < el.end).find(|(name, ..)| name == "name");
            let (value, index) = name.map_or((value, *index), |(_, value, i)| (value, *i));
            value.clone().unwrap_or_else(|| sketch.text_of(sketch.el(index)))
        })
        .filter(|text| text.len() <= 120)
        .collect()
}

/// What a reader sees: the first element whose name calls it an author's and whose text is a byline, else the first line that is one.
fn shown(sketch: &Sketch, place: Option<Place>, sites: &[String]) -> Vec<String> {
    let aside = |index: u32| apart::is_aside(sketch, place, index, Hints::default());
    let called = sketch
        .els
        .iter()
        .zip(0..)
        .filter(|(el, i)| el.own.has(Hints::AUTHOR) && el.blocks.0 < el.blocks.1 && !aside(*i));
    let called = called.map(|(el, _)| sketch.text_of(el)).filter(|text| authors::is_byline(text));
    let lines = sketch.blocks.iter().filter(|b| !aside(b.leaf)).map(|b| sketch.words(b));
    let lines = lines.filter(|words| authors::announced(words)).map(str::to_owned);
    called.chain(lines).map(|text| authors::clean(&[text], sites)).find(|found| !found.is_empty()).unwrap_or_default()
}
