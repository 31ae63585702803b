//! Bylines into clean names.

mod names;
pub(crate) mod vocabulary;

use std::sync::LazyLock;

use names::{is_number, is_of_date, split, unglued};
use vocabulary::{is_agency, is_label_word, is_organization_word, means_author};

use crate::text::phrases::{PhraseSet, lists};

static PICTURES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::PICTURE_LABELS]));
static COMPANIES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::COMPANY_FORMS]));

/// Lines that are read of what a page calls its authors.
const MOST_LINES: usize = 100;
/// Words behind a name that say what its bearer does, at most (chosen).
const ROLE_WORDS: usize = 4;
/// Words behind a label, at most: more is a sentence (chosen).
const WORDS_BEHIND_LABEL: usize = 14;
/// Characters and words of a newsroom's name (chosen).
const DESK_CHARS: std::ops::RangeInclusive<usize> = 2..=40;
const DESK_WORDS: usize = 5;
/// Bytes of a line that says `By` and a name, below; its words at least, and those that begin with a capital (chosen).
const BYLINE_BYTES: usize = 80;
const BYLINE_WORDS: usize = 3;
const NAME_WORDS: usize = 2;
/// Bytes of the longest word that is passed over in the name of a publication (chosen).
const SHORT_SITE_WORD: usize = 3;
/// The first character of the scripts whose names have no space: CJK radicals.
const FIRST_CJK: char = '\u{2e80}';

/// Returns the names of people in what the page calls its authors, each once.
///
/// `sites` are names of the publication, which writes nothing itself.
pub(crate) fn clean(raw: &[String], sites: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // `Gazette, Dunmore, Ireland`, `Gazette — Dunmore` is the paper with its address.
    let own = |line: &str| {
        let heads = [",", " – ", " — ", " - "].iter().filter_map(|end| line.split_once(end)).map(|(head, _)| head);
        heads.chain([line]).any(|head| is_site(head, sites))
    };
    for line in raw
        .iter()
        .take(MOST_LINES)
        .filter(|line| !line.contains("://") && !line.contains("www.") && !own(line) && !is_company(line))
    {
        for name in split(line).into_iter().map(|name| without_paper(name, sites)) {
            let lower = name.to_lowercase();
            let of_site =
                !lower.contains(' ') && sites.iter().any(|s| s.to_lowercase().split([' ', '.']).any(|w| w == lower));
            if !is_site(&name, sites) && !of_site && !names.iter().any(|n| n.to_lowercase() == lower) {
                names.push(name);
            }
        }
    }
    names
}

/// Returns the names in a line that a reader sees, which may as well be something else: none unless all look like names.
pub(crate) fn names_in_visible_line(line: &str, sites: &[String]) -> Vec<String> {
    let mut names = clean(&[line.to_owned()], sites);
    let menu = |name: &str| name.to_lowercase().split(' ').any(|w| lists::MENU_WORDS.contains(&w));
    // `Ana Cruz, fishing expert`, `Ana Cruz, Material der dpa`: behind a whole name a few words that are no name say what its
    // bearer does; a sentence does not.
    if names.first().is_some_and(|name| name.contains(' ') && is_person(name)) && !line.trim_end().ends_with('.') {
        let told = |name: &String| !is_person(name) && name.split(' ').count() <= ROLE_WORDS;
        names.truncate(names.iter().position(told).unwrap_or(names.len()));
    }
    if names.iter().all(|name| is_person(name) && !menu(name)) { names } else { Vec::new() }
}

/// Returns the names in a line that says by its first words that it names authors: `By Ana Cruz`, `Ein Kommentar von Ana Cruz`.
pub(crate) fn names_after_label(line: &str, sites: &[String]) -> Vec<String> {
    let line = line.replace('：', "： ").replace("文／", "文： ").replace("文・", "文： ");
    let words: Vec<&str> = line.split_whitespace().collect();
    // `김민수 기자 minsu@gazette.example`
    if let [name, occupation, ..] = words.as_slice()
        && lists::OCCUPATION_SUFFIXES.contains(&(*occupation, "spaced"))
    {
        return names_in_visible_line(name, sites);
    }
    // `12 May, 9.30 Uhr, von Ana Cruz`, `Datum: 12. Mai Autor: Ana Cruz`
    let label = |w: &&str| w.ends_with([':', '：']) && is_labelled(w);
    let is_when = |w: &&&str| is_number(w) || is_of_date(w) || !w.chars().any(char::is_alphabetic);
    let when = words.iter().take_while(|w| !says_by(w)).take_while(is_when).count();
    let start = words.iter().position(label).unwrap_or(if when > 1 { when } else { 0 });
    let words = words.get(start..).unwrap_or_default();
    let opening = words
        .iter()
        .take_while(|w| is_label_word(w) || lists::TEXT_GENRES.contains(&w.to_lowercase().as_str()))
        .count();
    let (front, rest) = words.split_at(opening);
    let line = words.join(" ");
    let glued = front.is_empty() && unglued(&line) != line;
    if !(glued || front.iter().any(|w| says_by(w))) || rest.len() > WORDS_BEHIND_LABEL || is_of_picture(&line) {
        return Vec::new();
    }
    // A handle is believed where a verb or a label says that it is one.
    let is_explicit = start > 0 || front.len() > 1 || front.iter().any(|w| is_labelled(w));
    let names = names_in_visible_line(&line, sites);
    // Chinese and Japanese names have no space.
    let whole = |name: &String| name.contains(' ') || name.chars().all(|c| c >= FIRST_CJK);
    if is_explicit || names.iter().any(whole) { names } else { Vec::new() }
}

/// Returns whether a line begins with `Author`, `Autor:`, `Autorin:`.
pub(crate) fn is_labelled(line: &str) -> bool {
    let first = line.split([' ', ':', '：', '/', '(']).next().unwrap_or_default().to_lowercase();
    means_author(&first)
}

/// Returns whether a line says that it names whoever made a picture.
pub(crate) fn is_of_picture(line: &str) -> bool {
    PICTURES.is_match(&line.trim_start().to_lowercase())
}

/// Returns whether a word says that a name follows: `by`, `Autor`, `Text:`.
fn says_by(word: &str) -> bool {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches([':', '：']);
    lists::BYLINE_PREPOSITIONS.contains(&bare)
        || is_labelled(bare)
        || (bare != lower && lists::BYLINE_COLON_LABELS.contains(&bare))
}

/// Desks, newsrooms and agencies, where the page names nobody else: what it calls its authors, as it stands.
pub(crate) fn newsrooms(raw: &[String]) -> Vec<String> {
    let mut desks: Vec<String> = Vec::new();
    for line in raw.iter().take(MOST_LINES) {
        let mut words = line.split_whitespace().peekable();
        while words.next_if(|word| is_label_word(word)).is_some() {}
        let desk = words.collect::<Vec<_>>().join(" ");
        let name = DESK_CHARS.contains(&desk.chars().count())
            && !desk.contains(['@', '/', '<', '|', ','])
            && desk.split_whitespace().count() <= DESK_WORDS;
        if name
            && desk.chars().any(char::is_alphabetic)
            && !desk.ends_with(':')
            && !lists::PLACEHOLDER_AUTHORS.contains(&desk.to_lowercase().as_str())
            && !desks.contains(&desk)
        {
            desks.push(desk);
        }
    }
    desks
}

/// Returns whether a line that names no person names a desk, an agency, an organisation or the publication.
pub(crate) fn is_newsroom(line: &str, sites: &[String]) -> bool {
    let lower = line.to_lowercase();
    is_site(line, sites)
        || is_agency(line)
        || line.split_whitespace().next().is_some_and(|w| w.eq_ignore_ascii_case("by"))
        || lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| lists::NEWSROOM_WORDS.contains(&w) || is_organization_word(w))
}

/// Returns whether a name is one that somebody logs in with.
pub(crate) fn is_login(name: &str) -> bool {
    !name.contains(' ') && name.starts_with(char::is_lowercase) && name.chars().all(|c| !c.is_uppercase())
}

/// Returns whether a line says `By` and a name and nothing else.
pub(crate) fn starts_with_byline_label(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    let word = first.trim_end_matches(':');
    lists::BYLINE_OPENINGS.contains(&word)
        && line.len() < BYLINE_BYTES
        && line.split_whitespace().skip(1).take(NAME_WORDS).all(|w| w.starts_with(char::is_uppercase))
        && line.split_whitespace().count() >= BYLINE_WORDS
        && !split(line).is_empty()
}

/// Returns whether a line only says that a name follows: `Written by`, `Autor:`.
pub(crate) fn is_label(line: &str) -> bool {
    let words = || line.split([' ', '/']).filter(|w| !w.is_empty());
    words().next_back().is_some_and(says_by) && words().all(is_label_word)
}

/// Returns whether these words name the publication, with or without an article before them.
fn is_site(name: &str, sites: &[String]) -> bool {
    let bare = |text: &str| {
        let lower = text.trim().to_lowercase();
        let rest = lower.split_once(' ').filter(|(first, _)| lists::SITE_ARTICLES.contains(first));
        rest.map_or(lower.as_str(), |(_, rest)| rest).chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let name = bare(name);
    !name.is_empty() && sites.iter().any(|site| bare(site) == name)
}

/// Returns whether a line is the name of a company or club, by its legal form.
fn is_company(line: &str) -> bool {
    !line.contains(',') && COMPANIES.is_match(&line.to_lowercase())
}

/// Returns whether each word of a name begins as names do.
fn is_person(name: &str) -> bool {
    let mut words = name.split(' ');
    if !name.contains(' ') && is_of_date(name) {
        return false;
    }
    let cased = |word: &str| !word.starts_with(char::is_lowercase);
    if name.split(' ').skip(1).last().is_some_and(|word| lists::NAME_PARTICLES.contains(&word)) {
        return false;
    }
    words.next().is_some_and(|w| cased(w) || !name.contains(' ') || lists::NAME_PARTICLES.contains(&w))
        && words.all(|w| cased(w) || lists::NAME_PARTICLES.contains(&w))
}

/// `Jane Doe Harbour Gazette` on harbourgazette.com or in the Gazette is Jane Doe.
fn without_paper(name: String, sites: &[String]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let of_site = |word: &str| sites.iter().any(|s| s.split([' ', '.']).any(|w| w.eq_ignore_ascii_case(word)));
    match words.as_slice() {
        [first, second, .., last] if last.len() > SHORT_SITE_WORD && of_site(last) => format!("{first} {second}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[track_caller]
    fn check(raw: &str, expected: &[&str]) {
        assert_eq!(clean(&[raw.to_owned()], &["The Harbour Gazette".to_owned()]), expected, "{raw}");
    }

    #[test]
    fn words_before_names_go() {
        check("By Mira Okafor", &["Mira Okafor"]);
        check("AuthorMira Okafor", &["Mira Okafor"]);
        check("Auteur : Jean-Luc Arnaud", &["Jean-Luc Arnaud"]);
        check("Veröffentlicht von", &[]);
        check("Byron Okafor", &["Byron Okafor"]);
        check("Von Jan Petersen und Ilse Brandt", &["Jan Petersen", "Ilse Brandt"]);
        check(
            "Written by Mira Okafor, Tom Lindqvist and Ana de la Cruz",
            &["Mira Okafor", "Tom Lindqvist", "Ana de la Cruz"],
        );
    }

    #[test]
    fn roles_agencies_dates_and_the_paper_go() {
        check("By Mira Okafor, Political Correspondent", &["Mira Okafor"]);
        check("Tom Lindqvist (Reuters)", &["Tom Lindqvist"]);
        check("Tom Lindqvist The Associated Press", &["Tom Lindqvist"]);
        check("Tom Lindqvist Northern Harbour & Gazette", &["Tom Lindqvist"]);
        check("Mira Okafor, Head of Harbours", &["Mira Okafor"]);
        check("Mira Okafor | 12 May 2026", &["Mira Okafor"]);
        check("The Harbour Gazette", &[]);
        check("The Harbour Gazette, Dunmore, Ireland", &[]);
        check("Mira Okafor Reporter", &["Mira Okafor"]);
        check("Mira Okafor, Rural Affairs Editor", &["Mira Okafor"]);
        check("Rural Affairs Editor", &[]);
        check("https://example.org/mira", &[]);
    }

    #[test]
    fn places_dates_and_handles_behind_a_name_go() {
        check("Mira Okafor, Dunmore", &["Mira Okafor"]);
        check("Mira Okafor/Nordfoto", &["Mira Okafor"]);
        check("Mira Okafor in Dunmore and Tom Lindqvist in Kells", &["Mira Okafor", "Tom Lindqvist"]);
        check("By Mira Okafor And Tom Lindqvist For The Gazette On Sunday", &["Mira Okafor", "Tom Lindqvist"]);
        check("Mira Okafor as told to Tom Lindqvist", &["Mira Okafor", "Tom Lindqvist"]);
        check("Mira Okafor May 12", &["Mira Okafor"]);
        check("von Mira Okafor am Samstag, 12. Mai 2026", &["Mira Okafor"]);
        check("Mira Okafor @mira Tom Lindqvist", &["Mira Okafor", "Tom Lindqvist"]);
        check("Ana Cruz y Tom Lindqvist", &["Ana Cruz", "Tom Lindqvist"]);
        check("John Y Lindqvist Jr.", &["John Y Lindqvist Jr."]);
        check("By Mira Okafor, Tom Lindqvist, and Ana Cruz", &["Mira Okafor", "Tom Lindqvist", "Ana Cruz"]);
        check("Mira Okafor (mit dpa)", &["Mira Okafor"]);
        check("Mira Okafor Senior Transport Correspondent", &["Mira Okafor"]);
        check("The Harbour Gazette — São Paulo", &[]);
        check("作者：李明", &["李明"]);
        check("김민수 기자", &["김민수"]);
        check("山田太郎記者", &["山田太郎"]);
    }

    #[test]
    fn organisations_are_nobody() {
        check("Bundesministerium für Häfen und Küsten", &[]);
        check("Verein der Häfen und Küsten e.V.", &[]);
        check("Hafenverlag Nord", &[]);
        check("Mira Okafor, Sprecherin der Stiftung", &["Mira Okafor"]);
        check("the harbour gazette.", &[]);
    }

    #[test]
    fn shouting_is_lowered() {
        check("BY MIRA O'NEILL", &["Mira O'Neill"]);
        check("JEAN-LUC ARNAUD", &["Jean-Luc Arnaud"]);
        check("POR ANA CRUZ Y TOM LINDQVIST", &["Ana Cruz", "Tom Lindqvist"]);
    }
}
