//! Bylines into clean names.

mod words;

use words::{AGENCIES, BEFORE, OCCUPATIONS, ROLES};

/// The names in what the page calls its authors, each once.
///
/// `sites` are names of the publication, which writes nothing itself.
pub(super) fn clean(raw: &[String], sites: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // `Gazette, Dunmore, Ireland` is the paper with its address.
    let own = |line: &str| {
        let first = line.split(',').next().unwrap_or_default().trim();
        sites.iter().any(|s| s.eq_ignore_ascii_case(first))
    };
    for line in raw.iter().filter(|line| !line.contains("://") && !own(line)) {
        for name in split(line).into_iter().map(|name| without_paper(name, sites)) {
            let lower = name.to_lowercase();
            let of_site =
                !lower.contains(' ') && sites.iter().any(|s| s.to_lowercase().split([' ', '.']).any(|w| w == lower));
            if !sites.iter().any(|s| s.to_lowercase() == lower)
                && !of_site
                && !names.iter().any(|n| n.to_lowercase() == lower)
            {
                names.push(name);
            }
        }
    }
    names
}

/// Desks and newsrooms, where the page names nobody else: what it calls its authors, as it stands.
pub(super) fn desks(raw: &[String]) -> Vec<String> {
    let mut desks: Vec<String> = Vec::new();
    for line in raw {
        let desk = line.trim();
        let desk = desk.strip_prefix("By ").unwrap_or(desk);
        let lower = desk.to_lowercase();
        let name = (3..=40).contains(&desk.chars().count())
            && !desk.contains(['@', '/', '<', '|', ','])
            && desk.split_whitespace().count() <= 5;
        if name
            && desk.chars().any(char::is_alphabetic)
            && !desk.ends_with(':')
            && !matches!(
                lower.as_str(),
                "admin" | "administrator" | "author" | "no author" | "editor" | "staff" | "news" | "guest"
            )
            && !AGENCIES.contains(&lower.as_str())
            && !desks.contains(&desk.to_owned())
        {
            desks.push(desk.to_owned());
        }
    }
    desks
}

/// Whether the text of a byline element can be a byline at all.
pub(super) fn is_byline(text: &str) -> bool {
    text.len() <= 160 && !split(text).is_empty()
}

/// Whether a line says `By` and a name and nothing else.
pub(super) fn announced(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    let word = first.trim_end_matches(':');
    matches!(
        word,
        "by" | "von" | "par" | "por" | "door" | "av" | "text" | "texte" | "texto" | "автор" | "autor" | "author"
    ) && line.len() < 80
        && line.split_whitespace().skip(1).take(2).all(|w| w.starts_with(char::is_uppercase))
        && line.split_whitespace().count() >= 3
        && !split(line).is_empty()
}

fn split(line: &str) -> Vec<String> {
    let mut line = line.trim().to_owned();
    for joint in [
        " and ", " And ", " AND ", " und ", " et ", " y ", " & ", " with ", " og ", " och ", " e ", " en ", " и ",
        " i ", " ve ", " / ", " | ", " • ", " · ", " – ", " — ", " - ", ";", "/", "|", "\n", " in ", " for ", " at ",
        " für ",
    ] {
        line = line.replace(joint, "\u{1}");
    }
    let parts = line.split(['\u{1}', ',', '(', ')', '、', '，']).enumerate();
    parts.filter_map(|(i, part)| name(part, i == 0)).collect()
}

/// The name in one part of a byline; right behind the `first` one may stand what its bearer does.
fn name(part: &str, first: bool) -> Option<String> {
    let mut words: Vec<&str> = part.split_whitespace().collect();
    while let Some(word) = words.first() {
        let lower = word.to_lowercase();
        let before = BEFORE.contains(&lower.as_str()) || BEFORE.contains(&lower.trim_end_matches([':', '：']));
        // `de la Cruz` keeps its particle; `De Ana Cruz` does not happen without a role before it.
        let particle = matches!(lower.as_str(), "de" | "da" | "di" | "von" | "av" | "af" | "od")
            && words.len() < 3
            && word.chars().all(char::is_lowercase);
        if !before || (particle && words.len() == 1) {
            break;
        }
        words.remove(0);
    }
    while first
        && words.len() > 2
        && words.last().is_some_and(|word| OCCUPATIONS.contains(&word.to_lowercase().as_str()))
    {
        words.pop();
    }
    let name = words.join(" ");
    let name = unglued(&name);
    let name = without_agency(name);
    let initial = name.ends_with('.') && name.chars().rev().nth(2).is_none_or(|c| matches!(c, '.' | ' '));
    let name = name.trim_matches(|c: char| {
        (c != '.' || !initial) && {
            matches!(c, ':' | '.' | '*' | '-' | '–' | '"' | '“' | '”' | '\'' | '_' | '…' | '>') || c.is_whitespace()
        }
    });
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let wrong = letters < 2
        || name.chars().count() > 50
        || words.len() > 6
        || name.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '{' | '}' | '<' | '>' | '=' | '?' | '!' | '#'))
        || name.contains("://")
        || name.contains("www.")
        || [".com", ".org", ".net", ".de", ".co.uk"].iter().any(|end| lower.ends_with(end))
        || AGENCIES.contains(&lower.as_str())
        || BEFORE.contains(&lower.as_str())
        || lower.split(|c: char| !c.is_alphanumeric()).any(|w| ROLES.contains(&w));
    (!wrong).then(|| cased(name))
}

/// `AuthorJane Doe` and `ByJane Doe` are Jane Doe.
fn unglued(name: &str) -> &str {
    let glued = ["Author", "Autor", "By"].iter().filter_map(|label| name.strip_prefix(label));
    { glued }.find(|rest| rest.contains(' ') && rest.starts_with(char::is_uppercase)).unwrap_or(name)
}

/// `Jane Doe Harbour Gazette` on harbourgazette.com or in the Gazette is Jane Doe.
fn without_paper(name: String, sites: &[String]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let of_site = |word: &str| sites.iter().any(|s| s.split([' ', '.']).any(|w| w.eq_ignore_ascii_case(word)));
    match words.as_slice() {
        [first, second, .., last] if last.len() > 3 && of_site(last) => format!("{first} {second}"),
        _ => name,
    }
}

/// `Jane Doe The Associated Press` is Jane Doe.
fn without_agency(name: &str) -> &str {
    let behind = AGENCIES.iter().filter(|a| a.contains(' ')).filter_map(|agency| {
        let at = name.len().checked_sub(agency.len() + 1)?;
        let (front, back) = name.split_at_checked(at)?;
        (front.contains(' ') && back.strip_prefix(' ').is_some_and(|b| b.eq_ignore_ascii_case(agency))).then_some(front)
    });
    behind.min_by_key(|front| front.len()).unwrap_or(name)
}

/// `JANE DOE` is Jane Doe.
fn cased(name: &str) -> String {
    let shouted = name.contains(' ') && name.chars().all(|c| !c.is_lowercase()) && name.chars().any(char::is_uppercase);
    if !shouted {
        return name.to_owned();
    }
    let mut start = true;
    let mut out = String::new();
    for c in name.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic() && c != '’' && c != '\'' || (start && !c.is_alphabetic());
    }
    out
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
    fn shouting_is_lowered() {
        check("BY MIRA O'NEILL", &["Mira O'neill"]);
        check("JEAN-LUC ARNAUD", &["Jean-Luc Arnaud"]);
    }
}
