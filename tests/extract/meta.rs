//! What a page says about its story beside the text: access, section, tags, site.

use pressline::extract::extract;
use pressline::model::Page;
use pressline::model::article::{Access, Article};

const STORY: [&str; 6] = [
    "The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.",
    "Engineers had watched the oldest part since the storm of last week, when two of its stones came loose at low water.",
    "“We have waited long enough for the money,” said the harbour master, who has asked the county for it twice this year.",
    "The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk, Ana Cruz.",
    "Boat owners fear that the work would close the inner basin until spring, and that their berths would be given away.",
    "The county says that nobody has to leave, and that the wall will be mended from the seaward side while the sea is calm.",
];

/// So many paragraphs, no two alike.
fn told(lines: usize) -> String {
    let days: Vec<String> = STORY
        .iter()
        .cycle()
        .take(lines)
        .enumerate()
        .map(|(i, l)| format!("<p>On day {i} it was told: {l}</p>"))
        .collect();
    days.concat()
}

fn article(head: &str, body: &str) -> Article {
    let html = format!(
        "<html><head><title>Harbour wall holds</title>{head}</head><body><article><h1>Harbour wall holds</h1>{body}</article></body></html>"
    );
    extract(&Page { url: "https://www.gazette.example/town/wall".parse().expect("an address"), html })
        .expect("an article")
}

fn said(inner: &str) -> String {
    format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Harbour wall holds\",{inner}}}</script>"
    )
}

#[track_caller]
fn check_access(head: &str, body: &str, expected: Access) {
    assert_eq!(article(head, body).access, expected);
}

#[test]
fn an_open_story_is_full() {
    check_access("", &told(12), Access::Full);
    check_access("", &told(3), Access::Full);
    check_access(&said("\"isAccessibleForFree\":true"), &told(12), Access::Full);
    check_access(&said("\"isAccessibleForFree\":\"True\""), &told(3), Access::Full);
    // An offer under a whole story, and a story that trails off.
    check_access(
        "",
        &format!("{}<div class=subscription-offer><p>Subscribe for one pound a month.</p></div>", told(12)),
        Access::Full,
    );
    check_access("", &format!("{}<p>And the sea went on, and on, and on…</p>", told(12)), Access::Full);
}

#[test]
fn a_closed_story_that_is_all_there_is_paywalled() {
    for free in ["false", "\"False\"", "\"https://schema.org/False\""] {
        check_access(&said(&format!("\"isAccessibleForFree\":{free}")), &told(12), Access::Paywalled);
    }
    check_access(
        &said("\"hasPart\":{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":\"False\",\"cssSelector\":\".paid\"}"),
        &told(12),
        Access::Paywalled,
    );
    check_access("<meta property=article:content_tier content=locked>", &told(12), Access::Paywalled);
    check_access("<meta itemprop=isAccessibleForFree content=false>", &told(12), Access::Paywalled);
}

#[test]
fn a_closed_story_of_which_the_beginning_is_there_is_a_teaser() {
    check_access(&said("\"isAccessibleForFree\":false"), &told(2), Access::Teaser);
    check_access(
        &said("\"isAccessibleForFree\":false"),
        &format!(
            "{}<p>Every berth will be kept, the office adds, and …</p><div class=paywall><p>Subscribe to read on.</p></div>",
            told(9)
        ),
        Access::Teaser,
    );
    check_access(
        "",
        &format!(
            "{}<p>Every berth will be kept, the office adds, and …</p><div class=paywall><p>Subscribe to read on.</p></div>",
            told(2)
        ),
        Access::Teaser,
    );
    for line in [
        "To continue reading, subscribe now.",
        "This article is for subscribers only.",
        "Already a subscriber? Log in to read the full story.",
        "Weiterlesen mit Gazette Plus",
        "Dieser Artikel ist nur für Abonnenten.",
        "Cet article est réservé aux abonnés.",
        "Este contenido es exclusivo para suscriptores.",
        "Questo articolo è riservato agli abbonati.",
        "Материал доступен только подписчикам.",
    ] {
        check_access("", &format!("{}<div class=box><p>{line}</p><button>OK</button></div>", told(2)), Access::Teaser);
    }
}

#[test]
fn section_tags_and_site_from_wherever_they_are_said() {
    let facts = |head: &str| {
        let found = article(head, &told(6));
        (found.section.unwrap_or_default(), found.tags.join("|"), found.site.unwrap_or_default())
    };
    let expected = ("Town".to_owned(), "harbour|storm".to_owned(), "Gazette".to_owned());
    let publisher = "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Gazette\"}";
    assert_eq!(
        facts(&said(&format!("\"articleSection\":[\"Town\",\"News\"],\"keywords\":\"harbour, storm\",{publisher}"))),
        expected
    );
    assert_eq!(
        facts(&said(&format!(
            "\"articleSection\":\"Town\",\"keywords\":[\"harbour\",\"storm\",\"Harbour\"],{publisher}"
        ))),
        expected
    );
    assert_eq!(
        facts(
            "<meta property=article:section content=Town><meta property=article:tag content=harbour><meta property=article:tag content=storm>\
             <meta property=og:site_name content=Gazette>"
        ),
        expected
    );
    assert_eq!(
        facts(
            "<meta name=section content=Town><meta name=news_keywords content=\"harbour; storm\"><meta name=application-name content=Gazette>"
        ),
        expected
    );
}

#[test]
fn a_rubric_over_the_story_is_its_section() {
    let trail = "<script type=application/ld+json>{\"@type\":\"BreadcrumbList\",\"itemListElement\":[{\"position\":1,\"name\":\"Home\"},\
                 {\"position\":2,\"item\":{\"name\":\"Town\"}},{\"position\":3,\"name\":\"Harbour wall holds\"}]}</script>";
    assert_eq!(article(trail, &told(6)).section.as_deref(), Some("Town"));
}

#[test]
fn the_standfirst_that_is_shown_is_the_description_and_not_lost() {
    let lead = "Two stones came loose last week, and the county had been warned twice, says the harbour master.";
    let over = format!("<p class=standfirst>{lead}</p><p class=byline>By Ana Bell</p>{}", told(8));
    let meta = |text: &str| format!("<meta name=description content=\"{text}\">");
    let check = |head: &str, expected: &str| {
        let found = article(head, &over);
        assert_eq!(found.description.as_deref(), Some(expected));
        assert!(found.text.starts_with("On day 0 "), "{}", found.text);
    };
    check("", lead);
    check(&meta("Engineers watch the wall."), lead);
    check(&meta("Two stones came loose last week, and the county…"), lead);
    let longer = format!("{lead} The ferry sails at noon.");
    check(&meta(&longer), &longer);
    assert_eq!(article(&meta("The wall holds."), &told(8)).description.as_deref(), Some("The wall holds."));
}

#[test]
fn a_standfirst_needs_no_full_stop() {
    let lead = "Council will borrow 42 million and close the fish quay for two winters";
    for line in [
        format!("<p class=dek>{lead}</p>"),
        format!("<h2>{lead}</h2>"),
        format!("<div class=standfirst><p>{lead}</p></div><p class=byline>By Mira Okafor</p>"),
    ] {
        let found = article(
            "",
            &format!("<article><h1>Harbour wall holds</h1>{line}<div class=body>{}</div></article>", told(6)),
        );
        assert_eq!(found.description.as_deref(), Some(lead), "{line}");
        assert!(!found.text.contains(lead));
    }
}

#[test]
fn a_picture_is_an_address_and_no_name() {
    let named = said("\"image\":{\"@id\":\"#primary\"}");
    let picture = "{\"@type\":\"ImageObject\",\"@id\":\"#primary\",\"contentUrl\":\"https://cdn.example/wall.jpg\"}";
    let head = format!("{named}<script type=application/ld+json>{picture}</script>");
    let image = |head: &str, body: &str| article(head, body).image.map(String::from);
    let body =
        format!("<article><h1>Wall holds</h1><img class=lazyload data-src=/a/silicon-pier.jpg>{}</article>", told(6));
    assert_eq!(image(&head, &body).as_deref(), Some("https://cdn.example/wall.jpg"));
    assert_eq!(image("", &body).map(|i| i.ends_with("/a/silicon-pier.jpg")), Some(true));
}

#[test]
fn letters_tell_a_language_from_its_relatives() {
    let told =
        "Стіна гавані витримала ніч, повідомив порт у понеділок, і пором знову вирушить опівдні, як це було раніше. ";
    let lines = (1..7)
        .map(|day| format!("<p>{told} День {day}: люди приходили до моря, щоб побачити корабель біля пристані.</p>"));
    let body = format!("<article><h1>Стіна вистояла</h1>{}</article>", lines.collect::<String>());
    let html = format!("<html lang=ru><body>{body}</body></html>");
    let page = pressline::model::Page { url: "https://gazette.example/a".parse().expect("an address"), html };
    assert_eq!(pressline::extract::extract(&page).expect("an article").language.as_deref(), Some("uk"));
}
