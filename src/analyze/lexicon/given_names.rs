//! Given names that tell a woman from a man, gathered by hand over the languages of the news; names given to both are left out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::phrases::{Word, lists};

/// Grammatical gender, as far as pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Gender {
    /// "she"
    Female,
    /// "he"
    Male,
}

/// The gender that a given name, in lower case, tells.
pub(in crate::analyze) fn gender_of(given: &str) -> Option<Gender> {
    self::given(given).and_then(Given::gender)
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

/// Who usually bears a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Given {
    Woman,
    Man,
    Either,
}

impl Given {
    /// The gender it tells.
    pub(in crate::analyze) fn gender(self) -> Option<Gender> {
        match self {
            Self::Woman => Some(Gender::Female),
            Self::Man => Some(Gender::Male),
            Self::Either => None,
        }
    }
}

/// What a word in lower case is as a given name, if it is one.
pub(in crate::analyze) fn given(name: &str) -> Option<Given> {
    NAMES.get(name).copied()
}
