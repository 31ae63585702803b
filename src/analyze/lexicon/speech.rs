//! Words of speaking (cues), and small closed classes of words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

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

/// Regular verbs that introduce speech.
const REGULAR: &str = "accuse acknowledge add admit advise affirm agree allege announce answer appeal argue ask assert \
    assure blast boast brag call caution charge chide cite claim clarify comment complain concede conclude condemn confess \
    confirm confide contend continue counter criticize criticise cry declare decline decry defend demand denounce deny \
    describe disclose dismiss dispute echo elaborate email emphasize emphasise exclaim explain express gripe implore inform \
    inquire insist interject interrupt invoke joke lament lash mention mock muse mutter note object observe opine phrase \
    pledge point praise preach predict proclaim promise pronounce propose protest quip quote rail rant reassure rebuke recall \
    recommend recount refute reiterate relate remark remind repeat reply report request respond retort reveal rip scoff scold \
    shout signal slam snap speculate stress suggest talk testify threaten tout tweet urge utter voice vow warn whisper wonder \
    yell post publish retweet address insult ridicule state reason estimate deadpan murmur plead beg chant chime chuckle laugh \
    sigh smile grumble hint maintain marvel posit profess reckon summarize sneer concur deadpan enthuse fume groan gush \
    instruct intone mumble order rebut remonstrate scream stammer tease thunder volunteer warrant lecture taunt worry \
    blame label dub brand";

/// Irregular verbs that introduce speech: base, third person, past forms, -ing.
const IRREGULAR: &str = "say says said saying|tell tells told telling|write writes wrote,written writing|speak speaks \
    spoke,spoken speaking|swear swears swore,sworn swearing|read reads read reading|text texts texted texting";

/// Nouns for something said.
const NOUNS: &str = "statement statements remark remarks comment comments speech word words interview announcement claim \
    claims tweet tweets spokesman report question answer";

/// Finite verb forms in other languages.
const FOREIGN: &str = "sagte sagt sagten erklärte erklärt betonte betont meinte meint kritisierte kritisiert forderte fordert \
    schrieb schreibt warnte warnt teilte berichtete berichtet fügte antwortete bestätigte kündigte bezeichnete ergänzte äußerte \
    dit a-dit déclaré déclare affirme affirmé expliqué explique ajouté ajoute estime estimé assure assuré indiqué indique souligné \
    souligne répond répondu confie confié martèle lance raconte précise précisé dénonce prévient rappelle \
    dijo dice dijeron afirmó afirma aseguró asegura explicó explica declaró añadió señaló indicó respondió contestó comentó \
    preguntó manifestó sostuvo advirtió agregó reconoció apuntó insistió relató \
    disse dice detto dichiarato spiegato spiega aggiunto aggiunge affermato afferma ha-detto scrive racconta \
    disseram afirmou afirma declarou explicou acrescentou respondeu comentou contou escreveu \
    zei zegt zeiden verklaarde schreef stelde vertelde aldus sade säger sa sier siger sagde skrev \
    сказал сказала заявил заявила сообщил сообщила отметил отметила добавил добавила пояснил ответил ответила подчеркнул \
    сказав сказала заявив повідомив зазначив powiedział powiedziała mówi dodał dodała stwierdził";

fn doubles_final_consonant(base: &str) -> bool {
    ["rip", "slam", "rebut", "quip", "brag", "snap", "beg", "dub", "chat", "admit"].contains(&base)
}

static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for word in FOREIGN.split_whitespace() {
        cues.insert(word.to_owned(), Cue { lemma: word, form: CueForm::Foreign });
    }
    for lemma in NOUNS.split_whitespace() {
        cues.insert(lemma.to_owned(), Cue { lemma, form: CueForm::Noun });
    }
    for lemma in REGULAR.split_whitespace() {
        let stem = lemma.strip_suffix('e').unwrap_or(lemma);
        let last = lemma.chars().last().unwrap_or('e');
        let consonant_y = lemma.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
        let long = if doubles_final_consonant(lemma) { format!("{lemma}{last}") } else { stem.to_owned() };
        let third = match consonant_y {
            Some(s) => format!("{s}ies"),
            None if lemma.ends_with(['s', 'h', 'x']) => format!("{lemma}es"),
            None if lemma == "echo" => "echoes".to_owned(),
            None => format!("{lemma}s"),
        };
        let past = consonant_y.map_or_else(|| format!("{long}ed"), |s| format!("{s}ied"));
        let forms = [(third, CueForm::Third), (past, CueForm::Past), (format!("{long}ing"), CueForm::Ing)];
        cues.insert(lemma.to_owned(), Cue { lemma, form: CueForm::Base });
        cues.extend(forms.into_iter().map(|(word, form)| (word, Cue { lemma, form })));
    }
    for entry in IRREGULAR.split('|') {
        let mut parts = entry.split_whitespace();
        let lemma = parts.next().unwrap_or_default();
        cues.insert(lemma.to_owned(), Cue { lemma, form: CueForm::Base });
        for (words, form) in parts.zip([CueForm::Third, CueForm::Past, CueForm::Ing]) {
            cues.extend(words.split(',').map(|word| (word.to_owned(), Cue { lemma, form })));
        }
    }
    cues.insert("according".to_owned(), Cue { lemma: "according", form: CueForm::According });
    cues
});

/// Returns the cue that a word in lower case is, if any.
pub(in crate::analyze) fn find_cue(word: &str) -> Option<Cue> {
    CUES.get(word).copied()
}

fn word_set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

macro_rules! word_class {
    ($(#[$doc:meta])* $name:ident, $list:ident, $words:expr) => {
        static $list: LazyLock<HashSet<&'static str>> = LazyLock::new(|| word_set($words));
        $(#[$doc])*
        pub(in crate::analyze) fn $name(word: &str) -> bool {
            $list.contains(word)
        }
    };
}

word_class!(
    /// Returns whether a word is a personal pronoun that can be a subject, or "who".
    is_pronoun, PRONOUNS, "he she they it i we you who one"
);
word_class!(
    /// Returns whether a word is a pronoun for a person.
    is_personal_pronoun, PERSONAL, "he she they i we you"
);
word_class!(
    /// Returns whether a word begins a noun phrase.
    is_determiner, DETERMINERS, "the a an his her their its my our your this that these those some many several both most all \
     another one two three four five other few no each every either neither such"
);
word_class!(
    /// Returns whether a word can stand between a subject and its verb.
    is_adverbial, ADVERBIALS, "also has have had then later once now still never often always first again even just only soon \
     recently reportedly repeatedly previously simply further will would could may might must should can did does do is was \
     are were be been being to not n't himself herself themselves both all too ever yet publicly famously quickly"
);
word_class!(
    /// Returns whether a word is an auxiliary of another language before a participle.
    is_auxiliary, AUXILIARIES, "a ont avait ai hat haben hatte ha han había hanno aveva tem havia heeft had har"
);
word_class!(
    /// Returns whether a word is a preposition.
    is_preposition, PREPOSITIONS, "of for from in at with on to by about against near during after before between among under \
     over inside outside behind including representing as into through than within without since toward towards per via"
);
word_class!(
    /// Returns whether a word begins a clause.
    is_conjunction, CONJUNCTIONS, "and but or that because when while if as although though which who whom whose where so since \
     after before until unless whether what how why nor yet however"
);
word_class!(
    /// Returns whether a word is a title or an office before a name.
    is_person_title, TITLES, "mr mr. mrs mrs. ms ms. miss mx dr dr. prof prof. professor sir dame lord lady baroness baron president \
     vice senator sen sen. senators representative rep rep. reps. congressman congresswoman congresswomen governor gov gov. lt lt. \
     gen gen. general colonel col col. captain capt capt. major maj maj. sergeant sgt sgt. admiral adm. lieutenant officer \
     detective det. chief inspector constable secretary minister prime chancellor premier mayor councilman councilwoman \
     councillor councilor cllr alderman judge justice attorney ambassador envoy director chairman chairwoman chair chairperson \
     ceo cfo founder coach king queen prince princess emperor pope cardinal bishop archbishop rev rev. reverend father \
     sister brother rabbi imam sheikh ayatollah spokesman spokeswoman spokesperson analyst economist author historian \
     actor actress singer candidate nominee mp treasurer commissioner deputy assistant executive manager strategist adviser \
     advisor aide pollster correspondent reporter journalist columnist editor host anchor republican democrat democratic \
     former then-president ex-president state rep.-elect speaker leader majority minority whip first lady herr frau monsieur \
     madame señor señora don doña signor signora pm scientist researcher lawyer activist dem gop acting interim u.s. us \
     american british french german russian chinese ukrainian israeli campaign press co-founder senior junior policy national \
     communications security foreign district"
);
word_class!(
    /// Returns whether a word is a particle in lower case inside names.
    is_name_particle, PARTICLES, "de la le van von der den del della di da dos das du bin ibn al el abu ben ter ten af zu y e"
);
word_class!(
    /// Returns whether a word is a weekday or a month.
    is_calendar_word, CALENDAR, "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec"
);
word_class!(
    /// Returns whether a word ends names of companies, parties or governments.
    is_organization_word, BODIES, "inc corp ltd llc plc gmbh ag university college institute party committee commission council department \
    ministry agency bureau office house senate congress parliament court bank union association federation foundation center \
    centre group company times post journal news press tribune herald police army navy force service board administration \
    organization organisation society league club fund authority coalition campaign"
);
word_class!(
    /// Returns whether a word ends names of places and things.
    is_place_or_thing_word, THINGS, "street avenue road river lake mountain mount island ocean sea airport bridge park act treaty war day night \
    state states county city square tower building"
);
word_class!(
    /// Returns whether a word before a name is used of men.
    is_male_title, MALE, "mr sir lord king prince congressman spokesman chairman businessman councilman fireman policeman actor herr \
    monsieur señor don pope father brother husband son"
);
word_class!(
    /// Returns whether a word before a name is used of women.
    is_female_title, FEMALE, "mrs ms miss lady dame queen princess congresswoman spokeswoman chairwoman businesswoman councilwoman \
    policewoman actress frau madame señora señorita doña sister wife daughter mother baroness"
);
word_class!(
    /// Returns whether a verb takes the person addressed as its object.
    takes_addressee, TELLING, "tell remind assure inform ask warn advise reassure urge"
);
word_class!(
    /// Returns whether a noun names an occasion of speaking.
    is_speech_event, OCCASIONS, "statement interview conference briefing speech tweet post email e-mail letter memo press rally debate \
    hearing video message call podcast testimony report release appearance address series blog op-ed column article essay note \
    filing memoir book broadcast programme program show meeting facebook twitter cnn fox nbc cbs abc msnbc telegram instagram \
    transcript townhall hall forum event"
);
