//! The documents of the simulated publishers.

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::random::Random;

const PLACES: [&str; 16] = [
    "Hafen",
    "Markt",
    "Bahnhof",
    "Rathaus",
    "Museum",
    "Stadion",
    "Theater",
    "Krankenhaus",
    "Bauhof",
    "Schwimmbad",
    "Archiv",
    "Wasserwerk",
    "Gymnasium",
    "Friedhof",
    "Kloster",
    "Leuchtturm",
];
const ACTS: [&str; 12] = [
    "saniert",
    "erweitert",
    "verkauft",
    "geschlossen",
    "geprüft",
    "neu gestrichen",
    "vermietet",
    "vermessen",
    "umgebaut",
    "gereinigt",
    "wieder eröffnet",
    "unter Schutz gestellt",
];
const REASONS: [&str; 12] = [
    "das Dach undicht ist",
    "die Heizung ausfiel",
    "der Vertrag endet",
    "die Kosten steigen",
    "viele Gäste kommen",
    "das Land Geld gibt",
    "ein Gutachten es empfiehlt",
    "die Anwohner es fordern",
    "der Keller feucht ist",
    "die Leitungen alt sind",
    "ein neuer Pächter fehlt",
    "der Rat es beschloss",
];

/// The headline of an entry.
pub(super) fn title(host: &str, entry: usize) -> String {
    let place = PLACES[entry % PLACES.len()];
    format!("{place} von {host} wird Fall Nummer {entry}")
}

/// The page of an entry.
pub(super) fn page(host: &str, entry: usize) -> String {
    let place = host.bytes().map(u64::from).fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(byte));
    let mut random = Random::for_part(entry as u64, place);
    let mut pick = |words: &[&'static str]| words[random.below(words.len() as u64) as usize];
    let mut sentence = || {
        let (place, act, reason) = (pick(&PLACES), pick(&ACTS), pick(&REASONS));
        format!("Das Gebäude am {place} wird in diesem Jahr {act}, weil {reason} und die Stadt es so will. ")
    };
    let paragraphs = [(); 4].map(|()| format!("<p>{}{}</p>", sentence(), sentence())).concat();
    let title = title(host, entry);
    format!(
        "<!doctype html><html lang=de><head><title>{title}</title><meta property='og:type' content='article'></head>\
         <body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
}

/// A feed with these entries and the times of their publication, newest first.
pub(super) fn feed(host: &str, head: &str, entries: impl Iterator<Item = (usize, Timestamp)>) -> String {
    let items = entries.map(|(entry, at)| {
        let date = rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        let title = title(host, entry);
        format!(
            "<item><title>{title}</title><link>https://{host}/a/{entry}</link><guid>https://{host}/a/{entry}</guid>\
             <pubDate>{date}</pubDate></item>"
        )
    });
    let items: String = items.collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{host}</title><link>https://{host}/</link>\
         <description>d</description>{head}{items}</channel></rss>"
    )
}
