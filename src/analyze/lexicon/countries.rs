//! Countries by name, and demonyms and other groups: a closed list.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The meaning of a name of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nation {
    /// A country, by its ISO 3166 code.
    Country(&'static str),
    /// A people or another group, with the code of its country where it has one.
    Demonym(Option<&'static str>),
}

static NATIONS: LazyLock<HashMap<&'static str, Nation>> = LazyLock::new(|| {
    let mut nations = HashMap::new();
    for line in include_str!("../../../models/nations.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(code), Some(names), Some(groups)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        for name in names.split('|').filter(|name| !name.is_empty()) {
            nations.insert(name, Nation::Country(code));
        }
        for group in groups.split('|').filter(|name| !name.is_empty()) {
            nations.insert(group, Nation::Demonym(Some(code).filter(|code| code.len() > 1)));
        }
    }
    nations
});

/// Words before a country's name in its long form.
const LONG_FORM_PREFIXES: [&str; 8] = [
    "Republic of ",
    "People's Republic of ",
    "People’s Republic of ",
    "Islamic Republic of ",
    "Kingdom of ",
    "State of ",
    "Sultanate of ",
    "Commonwealth of ",
];

/// Long forms that mean another country or a state.
const LONG_FORM_EXCEPTIONS: [&str; 3] = ["Republic of China", "Republic of Congo", "State of Georgia"];

/// Returns the meaning of a name, exactly as it is written.
pub fn find(name: &str) -> Option<Nation> {
    NATIONS.get(name).copied()
}

/// Returns the meaning of a name that is known to be one, also in capitals or in long form ("Kingdom of Norway").
pub(in crate::analyze) fn find_variant(name: &str) -> Option<Nation> {
    find(name).or_else(|| {
        if name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ') {
            let mut first = true;
            let lower = |c: char| {
                let out = if first { c } else { c.to_ascii_lowercase() };
                first = c == ' ';
                out
            };
            let plain: String = name.chars().map(lower).collect();
            return find(&plain);
        }
        let own = LONG_FORM_PREFIXES
            .iter()
            .find_map(|style| name.strip_prefix(style))
            .filter(|_| !LONG_FORM_EXCEPTIONS.contains(&name))?;
        find(own).filter(|nation| matches!(nation, Nation::Country(_)))
    })
}
