//! Honorifics and offices before the names of people.

use std::ops::Range;

use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};

/// Honorifics and offices that precede a name and are not part of it.
const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Rev",
    "Reverend",
    "Fr",
    "Father",
    "Sister",
    "Hon",
    "President",
    "Vice-President",
    "Minister",
    "Premier",
    "Chancellor",
    "Senator",
    "Sen",
    "Sens",
    "Rep",
    "Reps",
    "Representative",
    "Congressman",
    "Congresswoman",
    "Governor",
    "Gov",
    "Mayor",
    "Ambassador",
    "Secretary",
    "Speaker",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Director",
    "CEO",
    "Chief",
    "General",
    "Gen",
    "Lt",
    "Lieutenant",
    "Col",
    "Colonel",
    "Maj",
    "Major",
    "Capt",
    "Captain",
    "Cmdr",
    "Commander",
    "Sgt",
    "Sergeant",
    "Cpl",
    "Corporal",
    "Adm",
    "Admiral",
    "Marshal",
    "Judge",
    "Justice",
    "Attorney",
    "Prosecutor",
    "Inspector",
    "Detective",
    "Officer",
    "Constable",
    "Sheriff",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Duke",
    "Duchess",
    "Emperor",
    "Sultan",
    "Emir",
    "Pope",
    "Cardinal",
    "Archbishop",
    "Bishop",
    "Imam",
    "Ayatollah",
    "Sheikh",
    "Sheik",
    "Rabbi",
    "Mullah",
    "Coach",
    "Manager",
    "Spokesman",
    "Spokeswoman",
    "Spokesperson",
    "Councillor",
    "Councilman",
    "Councilwoman",
    "Councilmember",
    "Alderman",
    "Treasurer",
    "Clerk",
    "Trooper",
    "Cllr",
    "Deputy",
    "Commissioner",
    "Envoy",
    "MP",
    "Lawmaker",
    "Leader",
    "Superintendent",
    "Brig",
    "Brigadier",
    "Pvt",
    "Private",
    "Engineer",
    "Analyst",
    "Economist",
    "Lawyer",
    "Author",
    "Actor",
    "Actress",
    "Singer",
    "Striker",
    "Goalkeeper",
    "Midfielder",
    "Defender",
];

/// Titles that are often the first part of a name ("Prince Harry"), and stay in it when the tagger says so.
pub(in crate::analyze::entities) const NAME_LIKE_TITLES: &[&str] = &[
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Duke",
    "Duchess",
    "Emperor",
    "Sultan",
    "Pope",
    "Sheikh",
    "Father",
    "Sister",
    "Lord",
    "Lady",
    "Major",
    "Judge",
    "Justice",
    "Marshal",
    "Bishop",
    "Mayor",
    "Miss",
    "Engineer",
    "Private",
    "Leader",
    "Chair",
    "Cardinal",
    "Chief",
    "Manager",
    "Deputy",
    "Emir",
    "Sir",
    "Dame",
    "Imam",
    "Coach",
    "Author",
    "Actor",
    "Singer",
    "Striker",
    "General",
    "Dean",
    "Rabbi",
    "Speaker",
    "Director",
    "Officer",
    "Commander",
    "Captain",
    "Mullah",
    "Ayatollah",
];

/// Words that qualify an office before it.
const QUALIFIERS: &[&str] = &[
    "prime",
    "foreign",
    "defence",
    "defense",
    "finance",
    "interior",
    "health",
    "justice",
    "vice",
    "deputy",
    "former",
    "acting",
    "assistant",
    "chief",
    "executive",
    "attorney",
    "secretary",
    "general",
    "of",
    "state",
    "senior",
    "first",
    "lady",
    "press",
    "national",
    "security",
    "opposition",
    "home",
    "education",
    "trade",
    "energy",
    "party",
    "police",
    "army",
    "then",
    "interim",
    "co",
    "the",
    "ex",
    "late",
    "special",
    "supreme",
    "leader",
    "crown",
    "grand",
    "under",
    "lieutenant",
    "district",
    "club",
    "head",
    "team",
];

/// Titles that mean something else in lower case: "his sister Ada", "the drug lord".
const UPPERCASE_ONLY_TITLES: [&str; 8] = ["sister", "father", "lord", "miss", "private", "fr", "dame", "sir"];

/// Returns whether a word is a title, in any case and with or without its full stop.
pub(in crate::analyze::entities) fn is_title(word: &str) -> bool {
    let word = word.strip_suffix("-elect").or_else(|| word.strip_suffix('.')).unwrap_or(word);
    if UPPERCASE_ONLY_TITLES.contains(&word) {
        return false;
    }
    TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
}

/// Returns the title before a person's name: "Ukrainian President", "Mr.".
pub(in crate::analyze::entities) fn title_before(
    document: &Document<'_>,
    sentence: usize,
    start: usize,
) -> Option<Range<usize>> {
    let mut first = start;
    if first == sentence || !is_title(document.word(first - 1)) {
        return None;
    }
    first -= 1;
    let group = |words: &str| matches!(countries::find(words), Some(Nation::Demonym(Some(_))));
    while first > sentence && start - first < 6 {
        let word = document.word(first - 1);
        let word =
            ["ex-", "Ex-", "then-", "Then-", "co-", "Co-"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
        let known =
            is_title(word) || QUALIFIERS.iter().any(|qualifier| qualifier.eq_ignore_ascii_case(word)) || group(word);
        // "South Korean President"
        let wide = first.checked_sub(2).filter(|wide| *wide >= sentence);
        let two = wide.is_some_and(|wide| group(document.span(wide..first).of(document.text)));
        if !known && !two {
            break;
        }
        first -= if two { 2 } else { 1 };
    }
    while first < start && matches!(document.word(first), "the" | "The" | "of" | "then" | "late" | "state" | "lady") {
        first += 1;
    }
    (first < start).then_some(first..start)
}
