//! Words that keep their full stop.

/// How an abbreviation behaves before a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name or number follows: it never ends a sentence (`Mr.`, `No.`).
    Leads,
    /// It may end a sentence (`Inc.`, `p.m.`, `Jan.`).
    MayEnd,
}

/// What stands before a name.
const LEADS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Rev", "Fr", "Hon", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Cpl",
    "Sgt", "Adm", "Brig", "Pvt", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Pres", "Supt", "Insp", "Det", "Atty",
    "Ald", "Msgr", "Messrs", "Mme", "Mlle", "St", "Ste", "Mt", "Ft", "Sr", "Sra", "vs", "Amb", "Asst", "Sheikh",
];

/// What may stand at the end of a sentence.
const MAY_END: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Jr", "Esq", "Plc", "Assn", "Dept", "Univ", "Ave", "Blvd", "Rd", "Hwy",
    "etc", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Intl", "Natl", "Ph.D",
];

/// What is an abbreviation only before a digit.
const BEFORE_DIGIT: &[&str] = &[
    "No", "Nos", "no", "nos", "p", "pp", "vol", "Vol", "art", "Art", "Mar", "Apr", "Jun", "Jul", "Fig", "fig",
    "approx", "ca", "c",
];

/// States of the USA as they stand after a comma.
const AFTER_COMMA: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wyo", "Ont", "Que",
];

/// How a word of letters followed by a full stop behaves; `next` is the first character after the stop and any blanks.
pub(super) fn of(word: &str, after_comma: bool, next: Option<char>) -> Option<Abbreviation> {
    if word.len() > 6 {
        return None;
    }
    let digit = next.is_some_and(|c| c.is_ascii_digit());
    if LEADS.contains(&word) || (digit && BEFORE_DIGIT.contains(&word)) {
        Some(Abbreviation::Leads)
    } else if MAY_END.contains(&word) || (after_comma && AFTER_COMMA.contains(&word)) {
        Some(Abbreviation::MayEnd)
    } else {
        None
    }
}

/// The same for a token that carries its stop already.
pub(super) fn of_token(token: &str) -> Option<Abbreviation> {
    let word = token.strip_suffix('.')?;
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return Some(Abbreviation::Leads);
    }
    if LEADS.contains(&word) || BEFORE_DIGIT.contains(&word) {
        Some(Abbreviation::Leads)
    } else if word.is_empty() || word.ends_with('.') {
        None
    } else {
        Some(Abbreviation::MayEnd)
    }
}
