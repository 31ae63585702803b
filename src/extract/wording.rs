//! Lines whose words alone say that they are no part of a story.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Openings of lines that invite, point elsewhere or label; in lower case.
const OPENINGS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "related:",
    "related articles",
    "related stories",
    "more:",
    "more on this",
    "more from",
    "recommended",
    "share this",
    "share on",
    "share via",
    "follow us",
    "follow @",
    "sign up",
    "subscribe",
    "newsletter",
    "advertisement",
    "advertising",
    "sponsored",
    "click here",
    "watch:",
    "listen:",
    "listen to this",
    "photo:",
    "photos:",
    "image:",
    "image credit",
    "picture:",
    "photograph:",
    "credit:",
    "source:",
    "copyright",
    "©",
    "(c) 20",
    "all rights reserved",
    "updated:",
    "last updated",
    "published:",
    "posted:",
    "comments",
    "leave a comment",
    "join the conversation",
    "download our app",
    "download the app",
    "get the app",
    "tags:",
    "topics:",
    "filed under",
    "print this",
    "email this",
    "skip to",
    "scroll down",
    "story continues",
    "article continues",
    "continue reading",
    "have your say",
    "view comments",
    "about the author",
    "editor's note: this article was",
    "after newsletter promotion",
    "lees ook",
    "lees meer",
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "lisez aussi",
    "lesen sie auch",
    "lesen sie hier",
    "mehr zum thema",
    "lea también",
    "lea tambien",
    "le puede interesar",
    "te puede interesar",
    "leia também",
    "leia mais",
    "leggi anche",
    "czytaj też",
    "czytaj także",
    "zobacz także",
    "zobacz też",
    "læs også",
    "läs också",
    "läs mer",
    "les også",
    "lue myös",
    "читайте также",
    "читайте також",
    "anzeige",
    "publicité",
    "publicidad",
    "werbung",
    "bild:",
    "foto:",
    "fotos:",
    "photo by",
    "photo credit",
    "photo :",
    "crédit photo",
    "quelle:",
    "imagen:",
    "view this post on",
    "a post shared by",
    "sieh dir diesen beitrag auf",
    "ein beitrag geteilt von",
    "voir cette publication sur",
    "une publication partagée par",
    "ver esta publicación en",
    "una publicación compartida",
    "ver essa foto no",
    "ver esta publicação no",
    "uma publicação compartilhada por",
    "uma publicação partilhada por",
    "visualizza questo post su",
    "un post condiviso da",
    "bekijk dit bericht op",
    "een bericht gedeeld door",
    "visa detta inlägg på",
    "ett inlägg delat av",
    "vis dette opslag på",
    "se dette innlegget på",
    "zobacz ten post na",
    "post udostępniony przez",
    "посмотреть эту публикацию в",
    "переглянути цей допис в",
    "lihat postingan ini di",
    "この投稿をinstagramで見る",
    "related post",
    "related video",
    "related news",
    "related content",
    "related links",
    "related coverage",
    "don't miss",
    "don’t miss",
    "also see",
    "more stories",
    "auch interessant",
    "das könnte sie auch interessieren",
    "siehe auch",
    "lesen sie mehr",
    "mehr dazu",
    "passend zum thema",
    "weiterlesen",
    "voir aussi",
    "sur le même sujet",
    "ver también",
    "te recomendamos",
    "veja também",
    "saiba mais",
    "potrebbe interessarti",
    "guarda anche",
    "bekijk ook",
    "se også",
    "katso myös",
    "смотрите также",
    "baca juga",
    "xem thêm",
    "ayrıca okuyun",
    "相关阅读",
    "関連記事",
    "관련기사",
    "관련 기사",
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "קראו גם",
];

/// Words that make a short line clutter wherever they stand; in lower case.
const WITHIN: &[&str] = &[
    "all rights reserved",
    "sign up for our",
    "subscribe to our",
    "our newsletter",
    "privacy policy",
    "terms of use",
    "terms of service",
    "cookie policy",
    "follow us on",
    "like us on facebook",
    "share this article",
    "your email address",
    "comments are moderated",
    "log in to comment",
    "to leave a comment",
    "download our app",
    "alle rechte vorbehalten",
    "todos los derechos",
    "tous droits réservés",
];

/// Whether a line is an invitation, a label, a share link, a player's clock or the like. `linked` is the part inside links.
pub(super) fn is_clutter(words: &str, linked: f32) -> bool {
    if words.len() > 300 {
        return false;
    }
    let lower = words.to_lowercase();
    let sentence = words.len() > 40 && words.ends_with('.') && linked < 0.3;
    (!sentence && (words.len() < 80 || linked > 0.3) && opens(&lower))
        || (words.len() < 220 && WITHIN_ANY.is_match(&lower))
        || is_clock(words)
}

/// Every block of a page is asked, so the phrases are looked for all at once.
static WITHIN_ANY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(WITHIN));
static OPENINGS_BY_BYTE: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let mut buckets = vec![Vec::new(); 256];
    for opening in OPENINGS {
        let Some(bucket) = opening.bytes().next().and_then(|b| buckets.get_mut(usize::from(b))) else { continue };
        bucket.push(*opening);
    }
    buckets
});

/// Whether a line in lower case begins with one of the openings as whole words.
fn opens(lower: &str) -> bool {
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let bucket = lower.bytes().next().and_then(|b| OPENINGS_BY_BYTE.get(usize::from(b)));
    bucket.is_some_and(|bucket| bucket.iter().any(|o| lower.strip_prefix(o).is_some_and(whole)))
}

/// Phrases that are looked for all at once.
struct Phrases(Option<AhoCorasick>);

impl Phrases {
    fn new(phrases: &[&str]) -> Self {
        Self(AhoCorasick::new(phrases).ok())
    }

    fn is_match(&self, lower: &str) -> bool {
        self.0.as_ref().is_some_and(|all| all.is_match(lower))
    }
}

/// What a page says of cookies and of what it loads from elsewhere, and never a story; in lower case.
const CONSENT: &[&str] = &[
    "website uses cookies",
    "site uses cookies",
    "we use cookies",
    "wir verwenden cookies",
    "diese website verwendet cookies",
    "diese webseite verwendet cookies",
    "nous utilisons des cookies",
    "ce site utilise des cookies",
    "utilizamos cookies",
    "usamos cookies",
    "este sitio utiliza cookies",
    "questo sito utilizza cookie",
    "questo sito utilizza i cookie",
    "deze website gebruikt cookies",
    "wij gebruiken cookies",
    "externen inhalt",
    "externe inhalte angezeigt",
    "externer inhalt angezeigt",
    "inhalte von drittanbietern",
    "daten an drittplattformen",
    "content is provided by",
    "before anything is loaded",
    "contenu externe",
    "contenido externo",
];

/// Whether a line asks for consent, with cookies or with what comes from another site.
pub(super) fn asks_consent(words: &str) -> bool {
    words.len() < 700 && CONSENT_ANY.is_match(&words.to_lowercase())
}

static CONSENT_ANY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(CONSENT));

/// Whether a line is a headline in capitals that leads elsewhere. `linked` is the part inside links.
pub(super) fn is_loud_link(words: &str, linked: f32) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    linked > 0.9 && words.len() > 25 && letters().count() > 15 && letters().all(char::is_uppercase)
}

/// Whether a short line invites to subscribe, or asks whether something foreign may be loaded.
pub(super) fn invites(words: &str) -> bool {
    if words.len() > 90 {
        return false;
    }
    let lower = words.trim().to_lowercase();
    [
        "sign up",
        "subscribe",
        "newsletter",
        "get our newsletter",
        "enter your email",
        "s'abonner",
        "jetzt abonnieren",
        "newsletter abonnieren",
        "suscríbete",
        "iscriviti",
        "by signing up",
    ]
    .iter()
    .any(|o| lower.starts_with(o))
        || (lower.starts_with("allow ") && lower.ends_with("content?"))
}

/// What a note under a story says of it: who helped, where and when it appeared first; in lower case.
const NOTES: &[&str] = &[
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed reporting",
    "contributed research",
    "story has been updated",
    "article has been updated",
    "originally appeared",
    "was originally published",
    "was first published",
    "first published in",
    "is republished from",
    "hat ihnen dieser artikel gefallen",
    "unterstützen sie uns",
    "first appeared on",
    "original article published",
    "translated from the",
];

/// Whether a last line is a note under the story: who helped, where it appeared, whom to write to; or a rule drawn in letters.
pub(super) fn is_note(words: &str) -> bool {
    if !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    if words.len() > 350 || words.contains(['“', '„', '«']) {
        return false;
    }
    let lower = words.trim_start_matches(['_', '*', '-', '–', '—', ' ']).to_lowercase();
    let starts = |openings: &[&str]| openings.iter().any(|o| lower.starts_with(o));
    NOTES.iter().any(|n| lower.contains(n))
        || starts(&["sign up to ", "sign up for ", "subscribe to ", "translation of "])
        || (starts(&["follow "]) && (lower.contains(" on ") || lower.contains('@')))
        || (starts(&["reach ", "contact ", "email "]) && (lower.contains('@') || lower.contains(" at ")))
}

/// `0:00`, `1:02 / 3:45`, `- 12:30`: a player's position.
fn is_clock(words: &str) -> bool {
    words.len() < 20
        && words.contains(':')
        && words.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '-' | '–' | ' '))
}

#[cfg(test)]
mod tests {
    use super::is_clutter;

    #[test]
    fn labels_and_clocks_are_clutter() {
        for line in [
            "0:00",
            "00:00 / 03:12",
            "Advertisement",
            "Read more: Ferry runs again",
            "© 2026 The Harbour Gazette",
            "Lire aussi : Le port rouvre",
        ] {
            assert!(is_clutter(line, 0.0), "{line}");
        }
    }

    #[test]
    fn sentences_are_not() {
        for line in [
            "Share this burden, she told the council, and it will be lighter for everyone who works on the quays of the harbour.",
            "It was 10:30 when the ferry left.",
        ] {
            assert!(!is_clutter(line, 0.0), "{line}");
        }
    }
}
