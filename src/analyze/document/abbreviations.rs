//! Abbreviations that keep their full stop.

/// The behaviour of an abbreviation before a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// It never ends a sentence, because a name or number follows (`Mr.`, `No.`).
    NonFinal,
    /// It may end a sentence (`Inc.`, `p.m.`, `Jan.`).
    MaybeFinal,
}

/// Abbreviations that stand before a name.
const NON_FINAL: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Rev", "Fr", "Hon", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Cpl",
    "Sgt", "Adm", "Brig", "Pvt", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Pres", "Supt", "Insp", "Det", "Atty",
    "Ald", "Msgr", "Messrs", "Mme", "Mlle", "St", "Ste", "Mt", "Ft", "Sr", "Sra", "vs", "Amb", "Asst", "Sheikh",
];

/// Abbreviations that may end a sentence.
const MAYBE_FINAL: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Jr", "Esq", "Plc", "Assn", "Dept", "Univ", "Ave", "Blvd", "Rd", "Hwy",
    "etc", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Intl", "Natl", "Ph.D",
];

/// Words that are abbreviations only before a digit.
const BEFORE_DIGIT: &[&str] = &[
    "No", "Nos", "no", "nos", "p", "pp", "vol", "Vol", "art", "Art", "Mar", "Apr", "Jun", "Jul", "Fig", "fig",
    "approx", "ca", "c",
];

/// Abbreviations of states that are abbreviations only after a comma (AP style).
const AFTER_COMMA: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wyo", "Ont", "Que",
];

/// Returns the behaviour of a word of letters that a full stop follows; `next` is the first character after the stop
/// and any blanks.
pub(super) fn classify(word: &str, after_comma: bool, next: Option<char>) -> Option<Abbreviation> {
    if word.len() > 6 {
        return None;
    }
    let digit = next.is_some_and(|c| c.is_ascii_digit());
    if NON_FINAL.contains(&word) || (digit && BEFORE_DIGIT.contains(&word)) {
        Some(Abbreviation::NonFinal)
    } else if MAYBE_FINAL.contains(&word) || (after_comma && AFTER_COMMA.contains(&word)) {
        Some(Abbreviation::MaybeFinal)
    } else {
        None
    }
}

/// Returns the behaviour of a token that includes its full stop.
pub(super) fn classify_token(token: &str) -> Option<Abbreviation> {
    let word = token.strip_suffix('.')?;
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return Some(Abbreviation::NonFinal);
    }
    if NON_FINAL.contains(&word) || BEFORE_DIGIT.contains(&word) {
        Some(Abbreviation::NonFinal)
    } else if word.is_empty() || word.ends_with('.') {
        None
    } else {
        Some(Abbreviation::MaybeFinal)
    }
}
