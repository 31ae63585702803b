//! Who wrote a story and what it is called, wherever a page says so.

use pressline::extract::extract;
use pressline::model::Page;
use pressline::model::article::Article;

const STORY: &str = "<p>The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.</p>\
    <p>Engineers had watched the oldest part since the storm of last week, when two of its stones came loose at low water.</p>\
    <p>The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.</p>\
    <p>Boat owners fear that the work would close the inner basin until spring, and that their berths would be given away.</p>";

fn article(head: &str, body: &str) -> Article {
    let html = format!("<html><head>{head}</head><body>{body}</body></html>");
    extract(&Page { url: "https://www.gazette.example/town/wall".parse().expect("an address"), html })
        .expect("an article")
}

fn said(inner: &str) -> String {
    format!("<script type=application/ld+json>{inner}</script>")
}

/// Names in the head, under the headline, and at the story's end.
#[track_caller]
fn check(head: &str, over: &str, under: &str, expected: &[&str]) {
    let head = format!("<title>Harbour wall holds</title><meta property=og:site_name content=\"The Gazette\">{head}");
    let body = format!("<article><h1>Harbour wall holds</h1>{over}<div class=body>{STORY}</div>{under}</article>");
    assert_eq!(article(&head, &body).authors, expected, "{head} {over} {under}");
}

#[test]
fn json_ld_in_its_many_forms() {
    let story =
        |author: &str| said(&format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Harbour wall holds\",{author}}}"));
    check(
        &story("\"author\":{\"@type\":\"Person\",\"givenName\":\"Mira\",\"familyName\":\"Okafor\"}"),
        "",
        "",
        &["Mira Okafor"],
    );
    let by = "<p class=byline>By Tom Lindqvist</p>";
    let house = "\"author\":{\"@type\":\"Organization\",\"name\":\"Northern Papers\"}";
    check(&story(house), by, "", &["Tom Lindqvist"]);
    check(&story(house), "", "", &["Northern Papers"]);
    // An agency on the list has written, too; alone it is better than nobody.
    check(&story("\"author\":[{\"name\":\"Mira Okafor\"},{\"name\":\"AFP\"}]"), "", "", &["Mira Okafor", "AFP"]);
    check(&story("\"author\":[{\"@type\":\"Person\",\"name\":\"AFP\"}]"), "", "", &["AFP"]);
    check(&story("\"author\":\"mira.okafor\""), "<div class=author>von Mira Okafor</div>", "", &["Mira Okafor"]);
    // Of a page that is not called an article, and of somebody who is the publisher.
    let person = "{\"@type\":[\"Person\",\"Organization\"],\"@id\":\"#p\",\"name\":\"Mira Okafor\"}";
    let page = format!(
        "{{\"@graph\":[{{\"@type\":\"WebPage\",\"author\":{{\"@id\":\"#p\"}},\"publisher\":{{\"@id\":\"#p\"}}}},{person}]}}"
    );
    check(&said(&page), "", "", &["Mira Okafor"]);
}

#[test]
fn other_words_for_machines() {
    let labels = "<meta name=twitter:label1 content=\"Verfasst von\"><meta name=twitter:data1 content=\"Mira Okafor\">\
                  <meta name=twitter:label2 content=\"Reading time\"><meta name=twitter:data2 content=\"Two Minutes\">";
    check(labels, "", "", &["Mira Okafor"]);
    check("", "<p>Submitted by <span rel=sioc:has_creator><a>mira</a></span> on 12 May 2026</p>", "", &["mira"]);
    check("", "<span property=schema:author>Mira Okafor</span>", "", &["Mira Okafor"]);
    check("", "<p><a href=/author/mira-okafor>Mira Okafor</a> - 12 May 2026</p>", "", &["Mira Okafor"]);
    check(
        "<meta name=author content=\"The Gazette (www.gazette.example)\">",
        "<p>By Mira Okafor</p>",
        "",
        &["Mira Okafor"],
    );
}

#[test]
fn a_line_that_says_by() {
    for line in [
        "<p><span>By</span><span><a>Mira Okafor</a></span></p>",
        "<p>12.05.2026 | 14:07 Uhr | Von Mira Okafor</p>",
        "<p>12.05.2026 14:07 von Mira Okafor</p>",
        "<p>Ein Kommentar von Mira Okafor</p>",
        "<p>Por Mira Okafor, Dunmore</p>",
        "<div>Autorin/Autor Mira Okafor</div>",
        "<div>Datum: 12.05.2026 Autor: Mira Okafor Quelle: Nordhafen</div>",
        "<h5>Autor:</h5><div>Mira Okafor/Nordfoto</div>",
        "<div>Text &amp; Fotos: Mira Okafor</div>",
        "<div class=byline><span>Nordhafen</span><ul><li>von <b>Mira Okafor</b></li></ul></div>",
        "<div class=author-info><p>Mira Okafor</p><p>She has written of harbours in Dunmore and for the county since 2011.</p></div>",
    ] {
        check("", line, "", &["Mira Okafor"]);
    }
    check("", "", "<p>Autoren Mira Okafor und Tom Lindqvist</p>", &["Mira Okafor", "Tom Lindqvist"]);
    check(
        "",
        "<p>Mira Okafor im Gespräch mit Tom Lindqvist</p>".replace("<p>", "<p class=author>").as_str(),
        "",
        &["Mira Okafor", "Tom Lindqvist"],
    );
    check("", "<p class=author>von mira am 12. Mai 2026, 15:48</p>", "", &["mira"]);
}

#[test]
fn who_did_something_else_is_no_author() {
    let both = said("{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Mira Okafor\"},{\"name\":\"Tom Lindqvist\"}]}");
    check(&both, "<p>By Mira Okafor</p><p>Photography by Tom Lindqvist</p>", "", &["Mira Okafor"]);
    check(&both, "<p>By Mira Okafor</p><div>Contributions from</div><div>Tom Lindqvist</div>", "", &["Mira Okafor"]);
    check(
        &both,
        "<p>By Mira Okafor and Tom Lindqvist</p><p>Photos by Tom Lindqvist</p>",
        "",
        &["Mira Okafor", "Tom Lindqvist"],
    );
    check("", "<span class=img-author>Tom Lindqvist</span><p class=byline>By Mira Okafor</p>", "", &["Mira Okafor"]);
    check("", "<div class=profile><a>Log In</a></div><p>By Mira Okafor</p>", "", &["Mira Okafor"]);
    check("", "<p class=author-bio>A teacher of harbours at the school for the sea (Dunmore).</p>", "", &[]);
    let answer = |name: &str| format!("<div>{STORY}<span itemprop=author>{name}</span></div>");
    check("", "<span itemprop=author>Mira Okafor</span>", &answer("Tom Lindqvist"), &["Mira Okafor"]);
    let card = |name: &str| format!("<div class=entry><a>Ferry sails</a><span class=author>{name}</span></div>");
    let cards = ["Ana Cruz", "Tom Lindqvist", "Ines Calloway"].map(card).concat();
    check("", "", &cards, &[]);
}

#[test]
fn a_desk_is_named_when_nobody_else_is() {
    check("", "<p class=byline>By Staff Writer</p>", "", &["Staff Writer"]);
    check("", "<p class=author>von Redaktion, 24. Mai 2026</p>", "", &["Redaktion"]);
    check("", "<p class=author-name>By The Gazette</p>", "", &["The Gazette"]);
    check(
        "<meta name=author content=\"Verein für Häfen und Küsten e.V.\">",
        "<p>Von Mira Okafor</p>",
        "",
        &["Mira Okafor"],
    );
    check("<meta name=author content=\"Stiftung für Hafenkunde\">", "", "", &["Stiftung für Hafenkunde"]);
}

#[track_caller]
fn check_title(head: &str, body: &str, expected: &str) {
    assert_eq!(
        article(head, &format!("{body}<div class=body>{STORY}</div>")).title.as_deref(),
        Some(expected),
        "{head} {body}"
    );
}

#[test]
fn the_headline_within_a_heading_that_holds_more() {
    let meta = "<meta property=og:title content=\"Dunmore harbour wall holds\">";
    for heading in [
        "<h1><span>Storm on the coast</span> Dunmore harbour wall holds</h1>",
        "<h1><span>Storm on the coast</span><span class=sr> : </span><span>Dunmore harbour wall holds</span></h1>",
        "<h1>Dunmore harbour wall holds <small>The ferry sails again at noon</small></h1>",
    ] {
        check_title(meta, heading, "Dunmore harbour wall holds");
    }
    let two = "<meta property=og:title content=\"Dunmore harbour wall holds - Storm on the coast\">";
    let heading = "<h1><span>Storm on the coast</span> <span>Dunmore harbour wall holds</span></h1>";
    check_title(two, heading, "Dunmore harbour wall holds");
    // What no element sets apart stays, and what all say in full.
    let bare = "<title>Dunmore harbour wall holds</title>";
    let full = "<meta property=og:title content=\"Storm: Dunmore harbour wall holds\">";
    check_title(
        &format!("{bare}{full}"),
        "<h1>Storm: Dunmore harbour wall holds</h1>",
        "Storm: Dunmore harbour wall holds",
    );
}

#[test]
fn the_only_heading_is_what_readers_see() {
    let meta = "<meta property=og:title content=\"How a harbour was saved\">";
    check_title(meta, "<h1>The wall that saved a harbour</h1>", "The wall that saved a harbour");
    check_title(meta, "<h1>News and views of the county</h1>", "How a harbour was saved");
    check_title(meta, "<h1>The Gazette of the harbour</h1>", "How a harbour was saved");
}

#[test]
fn a_post_under_the_name_of_its_blog() {
    let blog = "<h1>By the sea</h1><h2>Harbour wall holds through the night</h2>";
    for window in [
        "By the sea » Blog Archive » Harbour wall holds through the night",
        "Harbour wall holds through the night : By the sea | Notes of a harbour master",
    ] {
        check_title(&format!("<title>{window}</title>"), blog, "Harbour wall holds through the night");
    }
}

#[test]
fn boxes_side_by_side_are_read_one_by_one() {
    for line in [
        "<div class=byline><span>Mira Okafor</span><span>Transport Correspondent</span></div>",
        "<p>By <a href=/author/mira>Mira Okafor</a><span>4 min read</span></p>",
        "<a rel=author href=/mira><span>Mira Okafor</span><span>Follow</span></a>",
    ] {
        check("", line, "", &["Mira Okafor"]);
    }
}

#[test]
fn labels_and_callings_in_other_scripts() {
    check("", "<p>2026-11-23 10:12 来源：港口日报 作者：李明</p>", "", &["李明"]);
    check("", "<p>文／山田太郎</p>", "", &["山田太郎"]);
    check("", "<p>김민수 기자 minsu@gazette.example</p>", "", &["김민수"]);
    check("", "<p>Penulis: Budi Santoso</p>", "", &["Budi Santoso"]);
}

#[test]
fn json_ld_with_a_slip_is_read() {
    let slip =
        "{\"@type\":\"NewsArticle\",\"headline\":\"Harbour wall holds\",\"author\":{\"name\":\"Mira Okafor\",},}";
    check(&said(slip), "", "", &["Mira Okafor"]);
}
