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

/// Looks a name up, as it is written.
pub fn nation(name: &str) -> Option<Nation> {
    NATIONS.get(name).copied()
}
