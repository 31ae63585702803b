//! Countries by name, and nationalities and other groups, a closed list.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a name of the list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nation {
    /// A country, by its ISO 3166 code.
    Country(&'static str),
    /// A people or a group; the code of its country where it has one.
    Group(Option<&'static str>),
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
            nations.insert(group, Nation::Group(Some(code).filter(|code| code.len() > 1)));
        }
    }
    nations
});

/// What stands before a country's name in full.
const STYLES: [&str; 8] = [
    "Republic of ",
    "People's Republic of ",
    "People’s Republic of ",
    "Islamic Republic of ",
    "Kingdom of ",
    "State of ",
    "Sultanate of ",
    "Commonwealth of ",
];

/// Countries that another country or a state is called in full.
const OTHERS: [&str; 3] = ["Republic of China", "Republic of Congo", "State of Georgia"];

/// Looks a name up, as it is written.
pub fn nation(name: &str) -> Option<Nation> {
    NATIONS.get(name).copied()
}

/// Looks a name up that is known to be one: also all in capitals, or in full ("Kingdom of Norway").
pub(in crate::analyze) fn nation_named(name: &str) -> Option<Nation> {
    nation(name).or_else(|| {
        if name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ') {
            let mut first = true;
            let lower = |c: char| {
                let out = if first { c } else { c.to_ascii_lowercase() };
                first = c == ' ';
                out
            };
            let plain: String = name.chars().map(lower).collect();
            return nation(&plain);
        }
        let own = STYLES.iter().find_map(|style| name.strip_prefix(style)).filter(|_| !OTHERS.contains(&name))?;
        nation(own).filter(|nation| matches!(nation, Nation::Country(_)))
    })
}
