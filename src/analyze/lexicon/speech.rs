//! Words that tell of speaking, and small closed classes of words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::phrases::{Word, lists};

/// How a form of a cue is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum Form {
    /// "say": present plural or infinitive.
    Base,
    /// "says"
    Third,
    /// "said": past tense, or past participle.
    Past,
    /// "saying"
    Ing,
    /// "statement", "comments": a noun.
    Noun,
    /// "according"
    According,
    /// A finite form in a language other than English.
    Foreign,
}

/// A word that may introduce what is said.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct Cue {
    /// The dictionary form; for other languages the form itself.
    pub(in crate::analyze) lemma: &'static str,
    /// What form it is.
    pub(in crate::analyze) form: Form,
}

static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for Word { text: lemma, .. } in lists::SPEECH_FORMS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: Form::Foreign });
    }
    for Word { text: lemma, .. } in lists::SPEECH_NOUNS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: Form::Noun });
    }
    for Word { text: lemma, class, .. } in lists::SPEECH_VERBS {
        let cue = |form: Form| Cue { lemma, form };
        cues.insert((*lemma).to_owned(), cue(Form::Base));
        cues.extend(inflections(lemma, *class == "doubled").map(|(word, form)| (word, cue(form))));
    }
    for Word { text: lemma, class: inflections, .. } in lists::IRREGULAR_SPEECH_VERBS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: Form::Base });
        for (words, form) in inflections.split(' ').zip([Form::Third, Form::Past, Form::Ing]) {
            cues.extend(words.split(',').map(|word| (word.to_owned(), Cue { lemma, form })));
        }
    }
    cues.insert("according".to_owned(), Cue { lemma: "according", form: Form::According });
    cues
});

/// Returns the forms of a regular English verb; `doubled` says that it doubles its last letter: `quipped`.
fn inflections(lemma: &str, doubled: bool) -> [(String, Form); 3] {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let last = lemma.chars().last().unwrap_or('e');
    let consonant_y = lemma.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
    let long = if doubled { format!("{lemma}{last}") } else { stem.to_owned() };
    let third = match consonant_y {
        Some(s) => format!("{s}ies"),
        None if lemma.ends_with(['s', 'h', 'x']) => format!("{lemma}es"),
        None if lemma == "echo" => "echoes".to_owned(),
        None => format!("{lemma}s"),
    };
    let past = consonant_y.map_or_else(|| format!("{long}ed"), |s| format!("{s}ied"));
    [(third, Form::Third), (past, Form::Past), (format!("{long}ing"), Form::Ing)]
}

/// What cue a word in lower case is, if any.
pub(in crate::analyze) fn cue(word: &str) -> Option<Cue> {
    CUES.get(word).copied()
}

macro_rules! class {
    ($(#[$doc:meta])* $name:ident, $list:ident, $words:expr) => {
        static $list: LazyLock<HashSet<&'static str>> = LazyLock::new(|| $words.collect());
        $(#[$doc])*
        pub(in crate::analyze) fn $name(word: &str) -> bool {
            $list.contains(word)
        }
    };
}

fn words(list: &'static [Word]) -> impl Iterator<Item = &'static str> {
    list.iter().map(|word| word.text)
}

fn of_class(list: &'static [Word], class: &'static str) -> impl Iterator<Item = &'static str> {
    list.iter().filter(move |word| word.class == class).map(|word| word.text)
}

class!(
    /// Personal pronouns that can be a subject, and "who".
    pronoun, PRONOUNS, "he she they it i we you who one"
        .split_whitespace()
);
class!(
    /// Pronouns that stand for a person.
    personal, PERSONAL, "he she they i we you"
        .split_whitespace()
);
class!(
    /// Words that begin a noun phrase.
    determiner, DETERMINERS, "the a an his her their its my our your this that these those some many several both most all \
     another one two three four five other few no each every either neither such"
        .split_whitespace()
);
class!(
    /// Words between a subject and its verb.
    adverbial, ADVERBIALS, "also has have had then later once now still never often always first again even just only soon \
     recently reportedly repeatedly previously simply further will would could may might must should can did does do is was \
     are were be been being to not n't himself herself themselves both all too ever yet publicly famously quickly"
        .split_whitespace()
);
class!(
    /// Auxiliaries of other languages that stand before a participle of saying.
    auxiliary, AUXILIARIES, words(lists::SPEECH_AUXILIARIES)
);
class!(
    /// Prepositions.
    preposition, PREPOSITIONS, "of for from in at with on to by about against near during after before between among under \
     over inside outside behind including representing as into through than within without since toward towards per via"
        .split_whitespace()
);
class!(
    /// Words that begin a clause of their own.
    conjunction, CONJUNCTIONS, "and but or that because when while if as although though which who whom whose where so since \
     after before until unless whether what how why nor yet however"
        .split_whitespace()
);
class!(
    /// Titles and offices that stand before a name.
    title, TITLES, words(lists::QUOTE_TITLES)
);
class!(
    /// Words in lower case inside names.
    particle, PARTICLES, "de la le van von der den del della di da dos das du bin ibn al el abu ben ter ten af zu y e"
        .split_whitespace()
);
class!(
    /// Days and months.
    calendar, CALENDAR, words(lists::CALENDAR_WORDS)
);
class!(
    /// Last words of names of companies, parties, governments.
    body, BODIES, words(lists::ORGANIZATION_NOUNS)
);
class!(
    /// Last words of names of places and things.
    thing, THINGS, words(lists::THING_NOUNS)
);
class!(
    /// Words before a name that tell a man.
    male, MALE, of_class(lists::GENDER_WORDS, "male")
);
class!(
    /// Words before a name that tell a woman.
    female, FEMALE, of_class(lists::GENDER_WORDS, "female")
);
class!(
    /// Verbs that take the person addressed as their object.
    telling, TELLING, words(lists::ADDRESSING_VERBS)
);
class!(
    /// Nouns that name an occasion of speaking.
    occasion, OCCASIONS, words(lists::SPEECH_OCCASIONS)
);
