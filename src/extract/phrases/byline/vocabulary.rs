//! Words that bylines hold besides names; in lower case where nothing else is said.

pub(crate) fn is_label_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    let facts = |word: &str| has_word(LABELS, word) || has_word(LABELS, word.trim_end_matches([':', '：']));
    facts(&lower) || (lower.contains('/') && lower.split('/').all(facts))
}

/// Returns whether these words are the name of an agency.
pub(crate) fn is_agency(name: &str) -> bool {
    AGENCIES.contains(&name.trim().to_lowercase().as_str())
}

/// Returns whether a list of words, divided by spaces, holds one.
pub(crate) fn has_word(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|w| w == word)
}

/// Words that stand before a name.
pub(crate) const LABELS: &str = "by von par por di de da door av af autor: author: authors: text: texte: texto: words: written reported \
    story od przez oleh oleh: автор: автор текст: contributed posted published analysis opinion review auteur \
    autore author quelle veröffentlicht erstellt geschrieben verfasst artikel この記事を書いた人 autor autorin autoren \
    autores autora auteurs autrice autori authors text texte texto words escrito escribe écrit rédigé scritto \
    geschreven skrevet skriven napisane publié publicado enviado pubblicato gepubliceerd geplaatst submitted \
    gespeichert article 作者 記者 记者 文 yazar yazan penulis reporter: szerző írta teksti tekst \
    oprac. opracował מאת بقلم vom redaktion: fotos: foto: photos: bilder: & rechtsanwalt rechtsanwältin";

/// Words right before a name that say whose a text is.
pub(crate) const BY: &str = "by von vom par por door av af od przez di de מאת بقلم";

/// Words that say with a colon whose a text is: `Text: Ana Cruz`.
pub(crate) const COLON_LABELS: &str = "text texte texto words redaktion fotos photos bilder 作者 記者 记者 文 oleh текст \
    yazar yazan penulis reporter szerző írta teksti tekst oprac. opracował";

/// Words of menus and buttons, which elements called a profile hold.
pub(crate) const MENU: &str = "login log sign account konto anmelden abmelden einloggen registrieren profil support menu menü start \
    startseite home cookies previous next zurück";

/// Words for a text, as they stand before `by`: `Ein Kommentar von`.
pub(crate) const GENRES: &str = "a an ein eine einem un une una uma blog beitrag gastbeitrag artikel kolumne kommentar analyse essay \
    interview reportage bericht rezension kritik pressemitteilung nachricht meldung column commentary comment \
    post posts all view alle alles beiträge anzeigen more mehr interviewed text texte texto story report \
    chronique tribune columna crónica análisis opinión opinion analysis review article written words as \
    reported posted published submitted gespeichert erstellt verfasst geschrieben veröffentlicht";

/// Words between two names.
pub(crate) const CONJUNCTIONS: &str = "& + et y og och e en и та і i ve mit";

/// Words behind a name: what follows says where or when.
pub(crate) const TERMINATORS: &str = "in for For at on from für am um im bei beim aus via zum zur pour para to as Monday Tuesday Wednesday \
    Thursday Friday Saturday Sunday";

/// Words of names in lower case.
pub(crate) const PARTICLES: &str = "de del della dello di da das do dos du des d' la le las los el al bin bint ibn ben von vom van der den \
    dem ter ten te zu zum zur af av und y e i st san 't v.";

/// Names under which nobody writes.
pub(crate) const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "no author",
    "editor",
    "staff",
    "news",
    "guest",
    "anonymous",
    "unknown",
    "none",
    "null",
    "user",
    "root",
    "webmaster",
    "autor",
    "redakteur",
];

/// Words in the names of organisations.
pub(crate) const ORGANIZATION_WORDS: &str = "gmbh ag kg ug ev inc ltd llc plc corp corporation company group gruppe stiftung verein institut institute \
    foundation association society ministry abteilung nachrichten illustrierte zeitung anzeiger tageblatt \
    fernsehen tv radio herald tribune journal daily weekly copyright";

/// What people do, as it stands right behind a name.
pub(crate) const OCCUPATIONS: &str = "reporter correspondent editor writer journalist columnist contributor producer photographer redakteur \
    redakteurin chefredakteur chefredakteurin korrespondent korrespondentin periodista journaliste \
    giornalista";

/// Their rank and what they write about, as it stands before that.
pub(crate) const BEATS: &str = "senior chief staff special deputy managing executive political politics business sports education \
    environment technology culture investigations affairs general transport science health crime courts \
    court local national foreign world royal defence defense security legal economics economy finance \
    financial consumer home religion religious arts entertainment travel food lifestyle features data \
    investigative showbiz football rugby cricket climate energy tech social sport";

/// What people do, as it stands behind a name in scripts that need no space.
pub(crate) const SUFFIXES: [&str; 8] = ["記者", "记者", "特派員", "特派员", "編集委員", "기자", "특파원", "논설위원"];

/// Words that say what somebody does, or whom for; a part that holds one is no name.
pub(crate) const ROLES: &str = "reporter correspondent editor writer journalist staff columnist contributor contributors producer bureau \
    chief redaktion redakteur redakteurin korrespondent korrespondentin redacción redaccion rédaction \
    redazione redactie redactor periodista photographer photography agencies agency agence agencia news desk \
    team admin administrator press newsroom media magazine guest special senior executive affairs politics \
    business sports education environment investigations culture technology content political managing deputy \
    updated published digital online wire wires services service network university professor director ceo \
    head sponsored advertiser times gazette telegraph founder author read more view follow email share \
    comments minutes ago posted contact bio profile last the our for is was with at from";

/// Words in the names of desks.
pub(crate) const NEWSROOM_WORDS: &str = "staff team desk newsroom redacción redaccion rédaction redazione redactie redakcja redação редакция \
    editors bureau reports";

/// Agencies, which are sources and not authors.
pub(crate) const AGENCIES: &[&str] = &[
    "reuters",
    "ap",
    "afp",
    "dpa",
    "pa",
    "apa",
    "ansa",
    "efe",
    "tass",
    "pti",
    "ani",
    "ians",
    "upi",
    "cnn",
    "bbc",
    "bloomberg",
    "associated press",
    "the associated press",
    "press association",
    "pa media",
    "agence france-presse",
    "getty images",
    "getty",
    "xinhua",
    "sid",
    "sda",
    "keystone-sda",
    "deutsche presse-agentur",
    "dpa-afx",
    "dpa-infocom",
    "jiji",
    "kyodo",
    "yonhap",
    "interfax",
    "anadolu agency",
    "agencia efe",
    "kathpress",
    "kna",
    "epd",
    "belga",
    "anp",
    "ritzau",
    "ntb",
    "tt",
    "stt",
    "lusa",
    "europa press",
    "aap",
    "ap news",
    "afp news",
    "canadian press",
    "the canadian press",
];
