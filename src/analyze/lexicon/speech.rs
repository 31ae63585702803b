//! Words of speaking (cues), and small closed classes of words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::phrases::{Word, lists};

/// The grammatical form of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum CueForm {
    /// "say": present plural or infinitive.
    Base,
    /// "says": third person singular.
    Third,
    /// "said": past tense, or past participle.
    Past,
    /// "saying": present participle.
    Ing,
    /// "statement", "comments": a noun.
    Noun,
    /// The word "according".
    According,
    /// A finite form in a language other than English.
    Foreign,
}

/// A word that may introduce speech.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct Cue {
    /// The dictionary form; for other languages the form itself.
    pub(in crate::analyze) lemma: &'static str,
    /// The grammatical form.
    pub(in crate::analyze) form: CueForm,
}

static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for Word { text: lemma, .. } in lists::SPEECH_FORMS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: CueForm::Foreign });
    }
    for Word { text: lemma, .. } in lists::SPEECH_NOUNS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: CueForm::Noun });
    }
    for Word { text: lemma, class, .. } in lists::SPEECH_VERBS {
        let cue = |form: CueForm| Cue { lemma, form };
        cues.insert((*lemma).to_owned(), cue(CueForm::Base));
        cues.extend(inflections(lemma, *class == "doubled").map(|(word, form)| (word, cue(form))));
    }
    for Word { text: lemma, class: inflections, .. } in lists::IRREGULAR_SPEECH_VERBS {
        cues.insert((*lemma).to_owned(), Cue { lemma, form: CueForm::Base });
        for (words, form) in inflections.split(' ').zip([CueForm::Third, CueForm::Past, CueForm::Ing]) {
            cues.extend(words.split(',').map(|word| (word.to_owned(), Cue { lemma, form })));
        }
    }
    cues.insert("according".to_owned(), Cue { lemma: "according", form: CueForm::According });
    cues
});

/// Returns the forms of a regular English verb; `doubled` says that it doubles its last letter: `quipped`.
fn inflections(lemma: &str, doubled: bool) -> [(String, CueForm); 3] {
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
    [(third, CueForm::Third), (past, CueForm::Past), (format!("{long}ing"), CueForm::Ing)]
}

/// Returns the cue that a word in lower case is, if any.
pub(in crate::analyze) fn find_cue(word: &str) -> Option<Cue> {
    CUES.get(word).copied()
}

macro_rules! word_class {
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

word_class!(
    /// Returns whether a word is a personal pronoun that can be a subject, or "who".
    is_pronoun, PRONOUNS, "he she they it i we you who one"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word is a pronoun for a person.
    is_personal_pronoun, PERSONAL, "he she they i we you"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word begins a noun phrase.
    is_determiner, DETERMINERS, "the a an his her their its my our your this that these those some many several both most all \
     another one two three four five other few no each every either neither such"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word can stand between a subject and its verb.
    is_adverbial, ADVERBIALS, "also has have had then later once now still never often always first again even just only soon \
     recently reportedly repeatedly previously simply further will would could may might must should can did does do is was \
     are were be been being to not n't himself herself themselves both all too ever yet publicly famously quickly"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word is an auxiliary of another language before a participle.
    is_auxiliary, AUXILIARIES, words(lists::SPEECH_AUXILIARIES)
);
word_class!(
    /// Returns whether a word is a preposition.
    is_preposition, PREPOSITIONS, "of for from in at with on to by about against near during after before between among under \
     over inside outside behind including representing as into through than within without since toward towards per via"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word begins a clause.
    is_conjunction, CONJUNCTIONS, "and but or that because when while if as although though which who whom whose where so since \
     after before until unless whether what how why nor yet however"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word is a title or an office before a name.
    is_person_title, TITLES, words(lists::QUOTE_TITLES)
);
word_class!(
    /// Returns whether a word is a particle in lower case inside names.
    is_name_particle, PARTICLES, "de la le van von der den del della di da dos das du bin ibn al el abu ben ter ten af zu y e"
        .split_whitespace()
);
word_class!(
    /// Returns whether a word is a weekday or a month.
    is_calendar_word, CALENDAR, words(lists::CALENDAR_WORDS)
);
word_class!(
    /// Returns whether a word ends names of companies, parties or governments.
    is_organization_word, BODIES, words(lists::ORGANIZATION_NOUNS)
);
word_class!(
    /// Returns whether a word ends names of places and things.
    is_place_or_thing_word, THINGS, words(lists::THING_NOUNS)
);
word_class!(
    /// Returns whether a word before a name is used of men.
    is_male_title, MALE, of_class(lists::GENDER_WORDS, "male")
);
word_class!(
    /// Returns whether a word before a name is used of women.
    is_female_title, FEMALE, of_class(lists::GENDER_WORDS, "female")
);
word_class!(
    /// Returns whether a verb takes the person addressed as its object.
    takes_addressee, TELLING, words(lists::ADDRESSING_VERBS)
);
word_class!(
    /// Returns whether a noun names an occasion of speaking.
    is_speech_event, OCCASIONS, words(lists::SPEECH_OCCASIONS)
);
