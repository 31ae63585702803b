//! Given names of women and of men in the languages of the news, gathered by hand. A name on both lists has no gender.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::phrases::{Word, lists};

/// Grammatical gender, as far as pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Gender {
    /// The gender of "she".
    Female,
    /// The gender of "he".
    Male,
}

/// Returns the gender of a given name in lower case.
pub(in crate::analyze) fn gender_of(name: &str) -> Option<Gender> {
    find(name).and_then(Given::gender)
}

static NAMES: LazyLock<HashMap<&'static str, Given>> = LazyLock::new(|| {
    let mut names: HashMap<&str, Given> = HashMap::new();
    for Word { text: name, class, .. } in lists::GIVEN_NAMES {
        let given = if *class == "female" { Given::Woman } else { Given::Man };
        let known = names.entry(name).or_insert(given);
        if *known != given {
            *known = Given::Either;
        }
    }
    names
});

/// The usual bearers of a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Given {
    Woman,
    Man,
    Either,
}

impl Given {
    /// Returns the gender of the bearers.
    pub(in crate::analyze) fn gender(self) -> Option<Gender> {
        match self {
            Self::Woman => Some(Gender::Female),
            Self::Man => Some(Gender::Male),
            Self::Either => None,
        }
    }
}

/// Returns the bearers of a word in lower case, if it is a given name.
pub(in crate::analyze) fn find(name: &str) -> Option<Given> {
    NAMES.get(name).copied()
}
