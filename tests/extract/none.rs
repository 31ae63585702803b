//! What is no article is refused and says what it is, in several languages; what is one, however short, is not.

use pressline::error::NoArticle;
use pressline::extract::extract;
use pressline::model::Page;

const HOST: &str = "https://gazette.example";

#[track_caller]
fn check(path: &str, html: &str, expected: NoArticle) {
    let page = Page { url: format!("{HOST}{path}").parse().expect("an address"), html: html.to_owned() };
    assert_eq!(extract(&page).map(|a| a.text), Err(expected));
}

/// An article it is, and its text begins so.
#[track_caller]
fn check_is_one(path: &str, html: &str, start: &str) {
    let page = Page { url: format!("{HOST}{path}").parse().expect("an address"), html: html.to_owned() };
    let article = extract(&page).expect("an article");
    assert!(article.text.starts_with(start), "{:?}", article.text);
}

/// One piece for each headline; `{h}`, `{n}` and `{t}` stand for headline, number and teaser.
fn each(headlines: &[&str], teaser: &str, piece: &str) -> String {
    let put = |(n, h): (usize, &&str)| piece.replace("{h}", h).replace("{n}", &n.to_string()).replace("{t}", teaser);
    headlines.iter().enumerate().map(put).collect()
}

const ENGLISH: &[&str] = &[
    "Ferry to Dunmore sails again after the storm",
    "Council puts off its vote on the harbour wall",
    "Two schools share one bus as money runs short",
    "Orchard growers count the cost of a late frost",
    "Old cinema finds a buyer after eleven years",
    "River bridge closes for a month from Monday",
    "Lighthouse keepers meet for the last time",
    "Fish market moves into the former glassworks",
];
const TEASER: &str = "What the decision means for the town, who is against it and why the county may still step in before the \
                      end of the year, as several members of the council expect.";

#[test]
fn a_list_of_teasers() {
    let cards = each(
        ENGLISH,
        TEASER,
        "<div class=card><h3><a href=/n/{n}>{h}</a></h3><time datetime=2026-11-2{n}>x</time><p>{n}: {t}</p></div>",
    );
    check("/news", &format!("<title>News</title><h1>News</h1><div class=grid>{cards}</div>"), NoArticle::Index);
    let items = each(ENGLISH, TEASER, "<li><a href=/n/{n}><h2>{h}</h2></a><p>{t} ({n})</p></li>");
    check("/tag/ferry", &format!("<title>Ferry</title><h1>Ferry</h1><ul>{items}</ul>"), NoArticle::Index);
    let entries = each(
        ENGLISH,
        TEASER,
        "<article class=post><h2 class=entry-title><a href=/n/{n}>{h}</a></h2><div class=byline>By Mira Okafor</div>\
         <div class=entry-summary><p>{n}: {t} <a href=/n/{n}>Read more</a></p></div></article>",
    );
    check("/category/town", &format!("<body class=archive><h1>Town</h1><main>{entries}</main>"), NoArticle::Index);
}

#[test]
fn a_list_of_teasers_in_other_languages() {
    let german = [
        "Die Fähre nach Dunmore fährt nach dem Sturm wieder",
        "Rat verschiebt die Abstimmung über die Hafenmauer",
        "Zwei Schulen teilen sich einen Bus, weil Geld fehlt",
        "Obstbauern beziffern die Folgen des späten Frosts",
        "Das alte Kino findet nach elf Jahren einen Käufer",
        "Die Brücke am Fluss bleibt einen Monat gesperrt",
    ];
    let teaser =
        "Was der Beschluss für die Stadt bedeutet, wer dagegen ist und warum der Kreis noch eingreifen könnte.";
    let cards = each(
        &german,
        teaser,
        "<div class=teaser-item><span>Lokales</span><h2><a href=/n/{n}>{h}</a></h2><p>{n}. {t}</p></div>",
    );
    check("/thema/hafen", &format!("<title>Hafen</title><h1>Thema: Hafen</h1><div>{cards}</div>"), NoArticle::Index);
    let japanese = [
        "嵐の後、島への連絡船が再開",
        "市議会、港の壁の採決を延期",
        "二つの学校が一台のバスを共有",
        "果樹農家、遅霜の被害を集計",
        "古い映画館に十一年ぶりの買い手",
        "川の橋、月曜から一か月閉鎖へ",
    ];
    let teaser =
        "決定が町にとって何を意味するのか、誰が反対しているのか、郡がなぜ年末までに動く可能性があるのかを伝える。";
    let items = each(&japanese, teaser, "<li><h3><a href=/n/{n}>{h}</a></h3><p>{n}、{t}</p></li>");
    check("/tag/minato", &format!("<title>港</title><h1>港</h1><ul>{items}</ul>"), NoArticle::Index);
    let arabic = [
        "العبارة تعود إلى الإبحار بعد العاصفة",
        "المجلس يؤجل التصويت على جدار الميناء",
        "مدرستان تتقاسمان حافلة واحدة لقلة المال",
        "المزارعون يحصون خسائر الصقيع المتأخر",
        "السينما القديمة تجد مشتريا بعد سنوات",
        "جسر النهر يغلق شهرا ابتداء من الاثنين",
    ];
    let teaser = "ماذا يعني القرار للمدينة، ومن يعارضه، ولماذا قد يتدخل الإقليم قبل نهاية العام.";
    let items = each(&arabic, teaser, "<div class=item><h3><a href=/n/{n}>{h}</a></h3><p>{n} {t}</p></div>");
    check("/wasm/mina", &format!("<title>الميناء</title><div>{items}</div>"), NoArticle::Index);
}

#[test]
fn a_list_that_its_publisher_calls_one() {
    let links = each(ENGLISH, "", "<p><a href=/n/{n}>{h}</a></p>");
    let say =
        |kind: &str| format!("<script type=application/ld+json>{{\"@type\":\"{kind}\",\"name\":\"Harbour\"}}</script>");
    check("/harbour", &format!("{}<h1>Harbour</h1><p>{TEASER}</p>{links}", say("CollectionPage")), NoArticle::Index);
    check("/search", &format!("{}<h1>Results</h1><p>{TEASER}</p>{links}", say("SearchResultsPage")), NoArticle::Index);
    // Publishing systems call them articles where they speak to networks.
    let og = |kind: &str| format!("<meta property=og:type content={kind}>");
    let said = say("CollectionPage") + &og("article");
    check("/harbour", &format!("{said}<h1>Harbour</h1><p>{TEASER}</p>{links}"), NoArticle::Index);
    check("/mira", &format!("{}<h1>Mira Okafor</h1><p>{TEASER}</p>{links}", og("profile")), NoArticle::Index);
}

#[test]
fn a_gallery() {
    let figures =
        each(ENGLISH, "", "<figure><img src={n}.jpg><figcaption>{h}. Photo: Ilse Brandt</figcaption></figure>");
    for title in [
        "In pictures: the harbour after the storm",
        "Fotostrecke: der Hafen nach dem Sturm",
        "Diaporama : le port après la tempête",
        "Fotogalería: el puerto tras el temporal",
        "Fotogallery: il porto dopo la tempesta",
        "Фоторепортаж: порт после шторма",
        "The harbour after the storm",
    ] {
        let page = format!("<title>{title}</title><article><h1>{title}</h1>{figures}</article>");
        check("/2026/11/storm.html", &page, NoArticle::Gallery);
    }
}

#[test]
fn a_page_for_a_video_or_a_recording() {
    let told = "<p>The ferry leaves the harbour of Dunmore for the first time since the storm.</p>";
    let page =
        |head: &str, player: &str| format!("<title>Ferry</title>{head}<h1>The ferry leaves again</h1>{player}{told}");
    check("/a", &page("<meta property=og:type content=video.other>", "<video src=a.mp4></video>"), NoArticle::Media);
    check("/video/ferry-leaves", &page("", "<video src=a.mp4></video>"), NoArticle::Media);
    check("/videos/2026/ferry", &page("", "<iframe src=https://player.example/1></iframe>"), NoArticle::Media);
    check("/mediathek/faehre", &page("", "<div class=player><video></video></div>"), NoArticle::Media);
    check("/podcasts/harbour-hour/12", &page("", "<audio src=a.mp3></audio>"), NoArticle::Media);
    let said = "<script type=application/ld+json>{\"@type\":\"VideoObject\",\"name\":\"Ferry\"}</script>";
    check("/a", &page(said, "<div class=player></div>"), NoArticle::Media);
}

#[test]
fn a_consent_page() {
    for (title, words, button) in [
        (
            "Before you read on",
            "We and our 842 partners store and access information on your device, such as cookies, and process personal data \
             for personalised advertising, audience research and services development. You can accept all or manage your \
             choices, and withdraw your consent at any time in our privacy policy. Some partners do not ask for your consent \
             and rely on their legitimate interest instead.",
            "Accept all",
        ),
        (
            "Zustimmung",
            "Mit Ihrer Zustimmung verwenden wir und unsere Partner Cookies, um Geräteinformationen zu speichern. Sie können \
             der Verarbeitung Ihrer personenbezogenen Daten zustimmen oder ein Abo ohne Werbung und Tracking abschließen. \
             Ihre Einwilligung können Sie jederzeit in der Datenschutzerklärung widerrufen. Die Verarbeitung dient der \
             Messung von Anzeigen und Inhalten sowie der Zielgruppenforschung.",
            "Alle akzeptieren",
        ),
        (
            "Votre vie privée",
            "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker des informations personnelles \
             comme votre visite sur ce site. Vous pouvez retirer votre consentement à tout moment en cliquant sur notre \
             politique de confidentialité. Le traitement sert à la mesure d’audience et aux publicités personnalisées.",
            "Tout accepter",
        ),
        (
            "Tu privacidad",
            "Nosotros y nuestros socios utilizamos cookies para almacenar datos personales como su visita a este sitio. \
             Puede retirar su consentimiento en cualquier momento en nuestra política de privacidad. El tratamiento sirve \
             para publicidad personalizada y medición de audiencia, y usted decide qué acepta.",
            "Aceptar todo",
        ),
    ] {
        let page = format!("<title>{title}</title><div><h1>{title}</h1><p>{words}</p><button>{button}</button></div>");
        check("/n/1", &page, NoArticle::Consent);
    }
}

#[test]
fn a_wall_against_machines() {
    for (title, words) in [
        (
            "Just a moment...",
            "Checking if the site connection is secure. gazette.example needs to review your connection.",
        ),
        ("gazette.example", "Please enable JS and disable any ad blocker"),
        ("Access to this page has been denied", "Press & Hold to confirm you are a human (and not a bot)."),
        ("Access Denied", "You don't have permission to access this page. Reference #18.2d3e1 1764000000"),
        ("Nur einen Moment…", "Überprüfen Sie, dass Sie ein Mensch sind. Dies kann einige Sekunden dauern."),
        ("Gazette", "Bitte aktivieren Sie JavaScript, um fortzufahren."),
        ("Un instant…", "Vérifiez que vous êtes humain en effectuant l’action ci-dessous."),
        ("Gazette", "Veuillez activer JavaScript pour continuer sur ce site."),
        ("Un momento…", "Verifique que usted es un ser humano completando la acción a continuación."),
        ("Gazette", "Подтвердите, что вы не робот. Мы заметили подозрительный трафик из вашей сети."),
        ("安全验证", "请完成安全验证后继续访问。"),
        ("確認", "あなたがロボットではないことを確認してください。"),
        ("Robot or human?", "Activate and hold the button to confirm that you’re human. Thank you!"),
    ] {
        check("/n/1", &format!("<title>{title}</title><body><h1>{title}</h1><p>{words}</p>"), NoArticle::Wall);
    }
    check(
        "/n/1",
        "<title>gazette.example</title><body><script src=/cdn-cgi/challenge-platform/h/b/orchestrate/1></script><p>Ray ID: 8f1</p>",
        NoArticle::Wall,
    );
}

#[test]
fn a_page_for_other_browsers() {
    for words in [
        "Your browser is out of date. For a better experience, download a newer one free of charge.",
        "Dein Browser ist leider veraltet. Lade dir kostenfrei einen neueren herunter.",
        "Votre navigateur est obsolète. Téléchargez une version récente.",
        "Su navegador no es compatible con esta página.",
        "Ваш браузер устарел. Установите новую версию.",
    ] {
        check("/n/1", &format!("<title>The ferry sails again</title><body><div><p>{words}</p></div>"), NoArticle::Wall);
    }
}

#[test]
fn a_page_that_is_not_there() {
    for (title, words) in [
        ("Page not found", "Sorry, we could not find the page you asked for. Try the search or go to our front page."),
        ("404", "Oops! That page can’t be found."),
        ("Seite nicht gefunden", "Die gewünschte Seite gibt es nicht mehr. Vielleicht hilft die Suche weiter."),
        ("Page introuvable", "La page que vous cherchez n’existe pas ou a été déplacée."),
        ("Página no encontrada", "La página que busca no existe o ha cambiado de dirección."),
        ("Pagina non trovata", "La pagina che cerchi non esiste più."),
        ("Página não encontrada", "A página que procura não existe ou mudou de endereço."),
        ("Pagina niet gevonden", "De pagina die u zoekt bestaat niet meer."),
        ("Sidan hittades inte", "Sidan du söker finns inte längre."),
        ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
        ("Страница не найдена", "Страница, которую вы ищете, не существует или была удалена."),
        ("Sayfa bulunamadı", "Aradığınız sayfa mevcut değil."),
        ("ページが見つかりません", "お探しのページは見つかりませんでした。"),
        ("页面不存在", "抱歉，您访问的页面不存在。"),
        ("الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير موجودة."),
        ("Gazette", "Error 404. The page you requested could not be found."),
        ("Gazette", "This article is no longer available."),
        ("Gazette", "Dieser Artikel ist nicht mehr verfügbar."),
    ] {
        check(
            "/n/1",
            &format!("<title>{title}</title><body><main><h1>{title}</h1><p>{words}</p></main>"),
            NoArticle::Wall,
        );
    }
}

#[test]
fn a_page_for_those_who_log_in() {
    for words in [
        "Please log in to continue reading.",
        "Bitte melden Sie sich an, um weiterzulesen.",
        "Connectez-vous pour continuer la lecture.",
        "Inicia sesión para continuar.",
        "Войдите, чтобы продолжить.",
        "Welcome back! Use the account of your subscription.",
    ] {
        let form = "<form><input type=email name=user><input type=password name=pass><button>OK</button></form>";
        check("/login?to=/n/1", &format!("<title>Gazette</title><main><p>{words}</p>{form}</main>"), NoArticle::Wall);
    }
}

#[test]
fn a_shell_that_a_script_would_fill() {
    let page = "<title>Gazette</title><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>\
                <script>window.state={\"title\":\"The ferry sails again, and the harbour wall held through the night.\"}</script>";
    check("/n/1", page, NoArticle::NoText);
    check(
        "/n/1",
        "<title>Gazette</title><body><div id=app>Loading…</div><script src=a.js></script>",
        NoArticle::NoText,
    );
}

const SHORT: &str = "The ferry to Dunmore sails again at noon on Monday, the port said. It had stayed in the harbour since the \
                     storm of last week. Tickets bought for those days remain valid until the end of the month.";

/// A page as a newspaper makes it: the story among links to others.
fn newspaper(head: &str, story: &str) -> String {
    let links = each(
        ENGLISH,
        "",
        "<li><a href=/n/{n}>{h}</a></li><li><a href=/m/{n}>{h}, and what it means for the town</a></li>",
    );
    format!(
        "<title>Ferry sails again</title>{head}<nav><a href=/>Home</a></nav><article><h1>Ferry sails again</h1>{story}</article>\
         <aside class=related><h2>More</h2><ul>{links}</ul></aside><footer>Gazette</footer>"
    )
}

#[test]
fn three_sentences_are_an_article() {
    let story = format!("<p>{SHORT}</p>");
    check_is_one("/n/1", &newspaper("", &story), "The ferry to Dunmore");
    check_is_one("/?p=1", &newspaper("", &story), "The ferry to Dunmore");
    check_is_one("/n/1", &newspaper("<meta property=og:type content=article>", &story), "The ferry to Dunmore");
}

#[test]
fn words_of_walls_in_a_headline_are_no_wall() {
    for title in [
        "Forbidden garden opens its gates after forty years",
        "Access denied: why the ramp at the station stays closed",
        "A captcha that only seals can solve",
        "Cookies for all: the bakery that gives its last tray away",
        "Missing boat not found after a week of search",
        "In pictures or in words? The museum asks its visitors",
        "Video shows ferry leaving without its captain",
    ] {
        let page = format!(
            "<title>{title}</title><meta property=article:published_time content=2026-11-23T08:00:00Z><article><h1>{title}</h1>\
             <p>{SHORT}</p></article>"
        );
        check_is_one("/n/1", &page, "The ferry to Dunmore");
    }
}

#[test]
fn a_story_with_a_large_video_is_an_article() {
    let said = "<script type=application/ld+json>[{\"@type\":\"VideoObject\",\"name\":\"Ferry\"},{\"@type\":\"NewsArticle\",\
                \"headline\":\"Ferry sails again\",\"datePublished\":\"2026-11-23T08:00:00Z\"}]</script>";
    check_is_one("/n/1", &newspaper(said, &format!("<video src=a.mp4></video><p>{SHORT}</p>")), "The ferry to Dunmore");
}

#[test]
fn pictures_with_a_story_between_them_are_an_article() {
    let piece =
        "<figure><img src={n}.jpg><figcaption>{h}. Photo: Ilse Brandt</figcaption></figure><p>{n} o’clock. {t}</p>";
    let story = each(ENGLISH, TEASER, piece);
    check_is_one("/in-pictures/storm", &newspaper("", &story), "0 o’clock.");
}

#[test]
fn a_story_about_consent_is_an_article() {
    let told = "The county asks every site for a banner that lets readers refuse cookies as easily as accept all of them. \
                Publishers say that consent is their only income. “We ask for your consent because advertising pays for \
                reporters,” said the editor of the Gazette, Mira Okafor. The court will look at the privacy policy of three \
                papers in spring. A decision on personalised advertising is expected before the summer, and some publishers \
                already offer a subscription without tracking.";
    let page = format!(
        "<title>County asks for fair banners</title><article><h1>County asks for fair banners</h1><p class=byline>By Ana \
                        Cruz</p><p>{told}</p></article>"
    );
    check_is_one("/n/1", &page, "The county asks");
}
