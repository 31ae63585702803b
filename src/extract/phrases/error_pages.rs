//! The words of pages in an article's place: challenges, errors, log-ins, questions of consent.

/// Words of challenges, errors and log-ins; in lower case.
const WALLS: &[&str] = &[
    // challenges
    "access denied",
    "access to this page has been denied",
    "just a moment",
    "nur einen moment",
    "un instant…",
    "un momento…",
    "are you a robot",
    "not a robot",
    "robot or human",
    "you are human",
    "you’re human",
    "you're human",
    "dass sie ein mensch sind",
    "dass du ein mensch bist",
    "que vous êtes humain",
    "es un ser humano",
    "sei un essere umano",
    "é um ser humano",
    "вы не робот",
    "ви не робот",
    "ロボットではない",
    "로봇이 아닙니다",
    "安全验证",
    "安全驗證",
    "人机验证",
    "captcha",
    "enable javascript",
    "enable js",
    "javascript is disabled",
    "aktivieren sie javascript",
    "activer javascript",
    "activa javascript",
    "active javascript",
    "habilite javascript",
    "включите javascript",
    "启用javascript",
    "javascriptを有効",
    "unusual traffic",
    "подозрительный трафик",
    "pardon our interruption",
    "checking your browser",
    "checking if the site connection is secure",
    "attention required",
    "request blocked",
    "incapsula incident",
    "verify you are",
    "ddos protection",
    "too many requests",
    "403 forbidden",
    // browsers that are not served
    "your browser is out of date",
    "outdated browser",
    "unsupported browser",
    "browser is not supported",
    "browser is no longer supported",
    "browser ist leider veraltet",
    "browser ist veraltet",
    "veralteten browser",
    "navigateur obsolète",
    "navigateur est obsolète",
    "navigateur n’est pas",
    "navegador no es compatible",
    "navegador está desactualizado",
    "browser non è supportato",
    "browser wordt niet ondersteund",
    "przeglądarka jest nieaktualna",
    "браузер устарел",
    // errors
    "page not found",
    "404 not found",
    "error 404",
    "404 error",
    "page you requested could not be found",
    "page can’t be found",
    "page can't be found",
    "no longer available",
    "nothing found",
    "seite nicht gefunden",
    "nicht mehr verfügbar",
    "page introuvable",
    "n’existe pas ou",
    "página no encontrada",
    "pagina non trovata",
    "página não encontrada",
    "pagina niet gevonden",
    "sidan hittades inte",
    "siden ble ikke funnet",
    "siden blev ikke fundet",
    "sivua ei löydy",
    "nie znaleziono strony",
    "strona nie istnieje",
    "stránka nenalezena",
    "az oldal nem található",
    "pagina nu a fost găsită",
    "страница не найдена",
    "сторінку не знайдено",
    "sayfa bulunamadı",
    "η σελίδα δεν βρέθηκε",
    "الصفحة غير موجودة",
    "הדף לא נמצא",
    "صفحه یافت نشد",
    "पृष्ठ नहीं मिला",
    "ページが見つかりません",
    "页面不存在",
    "找不到页面",
    "頁面不存在",
    "找不到頁面",
    "페이지를 찾을 수 없습니다",
    "không tìm thấy trang",
    "halaman tidak ditemukan",
    "service unavailable",
    "bad gateway",
    "internal server error",
    "temporarily unavailable",
    // log-ins
    "log in to continue",
    "sign in to continue",
    "sie sich an, um",
    "connectez-vous pour continuer",
    "inicia sesión para continuar",
    "accedi per continuare",
    "faça login para continuar",
    "войдите, чтобы",
];

/// What consent pages speak of; in lower case.
const CONSENT: &[&str] = &[
    "we value your privacy",
    "accept all",
    "cookies",
    "consent",
    "your privacy choices",
    "privacy policy",
    "personalised advertising",
    "personalized advertising",
    "legitimate interest",
    "mit werbung und tracking",
    "datenschutz",
    "alle akzeptieren",
    "einwilligung",
    "personenbezogene",
    "tout accepter",
    "consentement",
    "confidentialité",
    "publicités personnalisées",
    "aceptar todo",
    "consentimiento",
    "privacidad",
    "publicidad personalizada",
    "consenso",
    "informativa",
    "consentimento",
    "toestemming",
    "before you continue",
    "werbefrei",
];

/// Those that ask for consent, speaking to the reader; in lower case.
const ASKING: &[&str] = &[
    "we value your privacy",
    "our partners",
    "on your device",
    "withdraw your consent",
    "unsere partner",
    "ihrer zustimmung",
    "ihre einwilligung",
    "nos partenaires",
    "avec votre accord",
    "votre consentement",
    "nuestros socios",
    "su consentimiento",
    "nostri partner",
    "il tuo consenso",
    "nossos parceiros",
    "seu consentimento",
    "onze partners",
    "nasi partnerzy",
    "nasi zaufani partnerzy",
    "våra partner",
    "наши партнеры",
    "パートナー",
    "合作伙伴",
];

/// Scripts and frames that a challenge is made of.
const CHALLENGES: &[&str] =
    &["/cdn-cgi/challenge-platform", "captcha-delivery", "_incapsula_resource", "px-captcha", "hcaptcha", "recaptcha"];

/// Returns whether a title or a short page is a wall's.
pub(crate) fn is_wall(lower: &str) -> bool {
    WALLS.iter().any(|w| lower.contains(w))
}

/// Returns whether a title is nothing but an error's number or name.
pub(crate) fn is_error(title: &str) -> bool {
    let bare = title.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(bare, "404" | "403" | "forbidden" | "not found" | "error" | "fehler" | "erreur" | "error 404")
        || bare.strip_prefix("404").is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
            && bare.len() < 40
}

/// Returns whether a text, and not only a word of it, is a question of consent.
pub(crate) fn is_consent_page(lower: &str) -> bool {
    ASKING.iter().any(|w| lower.contains(w)) && count_consent_topics(lower) >= 2
}

/// Returns how many things that consent pages speak of a text names.
pub(crate) fn count_consent_topics(lower: &str) -> usize {
    CONSENT.iter().filter(|w| lower.contains(*w)).count()
}

/// Returns whether an address is that of a challenge's script.
pub(crate) fn is_challenge(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    CHALLENGES.iter().any(|c| address.contains(c))
}
