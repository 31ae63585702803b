//! What holds for every page, however broken or hostile.

use pressline::extract::{decode_html, extract};
use pressline::model::Page;
use pressline::model::article::Flag;
use proptest::prelude::*;

use crate::linear;

fn page(html: String) -> Page {
    Page { url: "https://harbourgazette.example/a".parse().expect("an address"), html }
}

/// The laws of a text and its paragraphs.
fn check_laws(html: String) {
    let Ok(article) = extract(&page(html)) else { return };
    assert!(!article.text.chars().any(|c| c.is_control() && c != '\n'));
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(|p| p.span.of(&article.text)).collect();
    assert_eq!(paragraphs.join("\n"), article.text);
    assert!(paragraphs.iter().all(|p| !p.is_empty() && !p.contains('\n') && p.trim() == *p));
}

/// Pieces of pages, put together at random.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>The ferry left at ten, and nobody was on it, said the captain.</p>".to_owned()),
        Just("<article><h1>Ferry leaves</h1>".to_owned()),
        Just("</div></article>".to_owned()),
        Just("<figure><figcaption>A ferry. (Ana Cruz)".to_owned()),
        Just("<blockquote>".to_owned()),
        Just("<table><tr><td>one<br><br>two".to_owned()),
        Just(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"A B\"}]}</script>"
                .to_owned()
        ),
        Just("<li><a href=/x>Read more about ferries</a>".to_owned()),
        Just("\u{0}\u{b}\u{85}\u{2028}\u{feff}".to_owned()),
        Just("<time datetime=2026-01-01>".to_owned()),
        "[<>/a-z =\"'&;.\\n\u{0}-\u{1f}é漢]{0,40}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600), header in prop::option::of("[a-z/;=0-9\\- ]{0,30}")) {
        check_laws(decode_html(&bytes, header.as_deref()));
    }

    #[test]
    fn any_markup(html in markup()) {
        check_laws(html);
    }
}

/// Pieces 0 to `n`, one after the other.
fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for i in 0..n {
        all.push_str(&piece(i));
    }
    all
}

/// A number in letters, as names have none in digits.
fn letters(n: usize) -> String {
    n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

#[track_caller]
fn check_linear(name: &str, n: usize, shape: impl Fn(usize) -> String) {
    linear::check_linear(name, n, shape, |html| drop(extract(&page(html.to_owned()))));
}

/// What stands before a shape that has no tag of its own, so that it is taken for a page.
const PAGE: &str = "<p>A sentence, and not a short one.";

#[test]
fn nesting_is_linear() {
    for open in [
        "<div>",
        "<ul><li>",
        "<b>",
        "<a href=x>",
        "<nobr><div>",
        "<svg>",
        "<template>",
        "<table>",
        "<table><td>",
        "<table><tr>x<td>y",
        "<blockquote>",
        "<b itemprop=author>",
        "<div class=date>x",
    ] {
        check_linear(open, 4000, |n| open.repeat(n));
    }
    check_linear("font", 4000, |n| each(n, |i| format!("<font c{i}>")));
}

#[test]
fn formatting_that_is_rebuilt_is_linear() {
    check_linear("b p", 2000, |n| each(n, |i| format!("<b id={i}><p>x")));
    check_linear("b div", 2000, |n| each(n, |i| format!("<b i={i}><div>")) + &"</b>".repeat(n));
    check_linear("foster text", 4000, |n| "<table>".to_owned() + &"x<b>".repeat(n));
    check_linear("foster rows", 4000, |n| "<table>".to_owned() + &"<tr>x<td>y".repeat(n));
}

#[test]
fn attributes_are_linear() {
    check_linear("one tag", 100_000, |n| format!("<p {}>x", each(n, |i| format!("a{i} "))));
    check_linear("one end", 20_000, |n| format!("{PAGE}</p {}>x", each(n, |i| format!("a{i} "))));
    check_linear("without blanks", 20_000, |n| format!("<p {}>x", each(n, |i| format!("a{i}=''"))));
    check_linear("html", 5000, |n| each(n, |i| format!("<html a{i}>")));
    check_linear("body", 5000, |n| each(n, |i| format!("<body a{i}>")));
    check_linear("value", 1_000_000, |n| format!("<p a='{}'>x", "x ".repeat(n)));
    check_linear("class", 500_000, |n| format!("<p class='{}'>x", "x ".repeat(n)));
    check_linear("style", 500_000, |n| format!("<p style='{}'>x", "a:b;".repeat(n)));
}

#[test]
fn floods_are_linear() {
    for mark in ["<", "&", "\0", "</div>", "<p>", "<!--", "<p>A sentence, and not a short one.</p>", "<br>x"] {
        check_linear(mark, 60_000, |n| PAGE.to_owned() + &mark.repeat(n));
    }
}

#[test]
fn lists_of_what_pages_repeat_are_linear() {
    let told = "<p>A sentence, and not a short one, said the mate of the ferry to its captain.</p>";
    for piece in [
        "<h1>A headline of the harbour and its wall</h1>",
        "<b itemprop=author>Ana Cruz</b> ",
        "<time datetime=2026-11-23T10:00:00Z>10:00</time>",
        "<noscript><img src=a.jpg></noscript>",
        "<p>x<span class=tooltip><img><a>x</a></span>",
        "<figure><img src=a.jpg><figcaption>A ferry. (Ana Cruz)</figcaption></figure>",
        "<tr><td>one<td>two</tr>",
    ] {
        check_linear(piece, 8000, |n| piece.repeat(n));
        check_linear(piece, 2000, |n| {
            format!("<h1>A headline of the harbour</h1>{}", format!("{piece}{told}").repeat(n))
        });
    }
    let line = "A sentence, and not a short one, said the mate of the ferry to its captain.";
    for break_ in ["<br>", "<br>&nbsp;&nbsp;", "<br><b>", "<br></b><i>", "<br><span class=sr-only>x</span>"] {
        check_linear(break_, 4000, |n| format!("{line}{break_}").repeat(n));
    }
    check_linear("pre", 4000, |n| format!("<pre>{}", format!("{line}\n\n").repeat(n)));
    check_linear("initials", 4000, |n| format!("<div>S</div><p>{}", line.to_lowercase()).repeat(n));
    check_linear("lists", 2000, |n| format!("<h3>The wall</h3><ul><li>{line}<li>one</ul>").repeat(n));
    check_linear("stories", 2000, |n| {
        each(n, |i| format!("<article data-url=/{i}><h1>Headline {i} of the harbour</h1>{told}</article>"))
    });
    check_linear("cards", 2000, |n| {
        each(n, |i| format!("<div><h2><a href=/{i}>Headline {i} of the harbour</a></h2>{told}</div>"))
    });
    let page = |line: String| format!("<h1>The harbour wall holds</h1>{line}{}", told.repeat(8));
    check_linear("authors", 4000, |n| page(each(n, |i| format!("<a href=/author/{i}>Ana Bell{}</a> ", letters(i)))));
    check_linear("bylines", 4000, |n| page(each(n, |i| format!("<div class=author>Ana Bell{}</div>", letters(i)))));
    check_linear("dates", 4000, |n| page(each(n, |i| format!("<span>Nov {}, 2026</span> ", i % 28 + 1))));
    check_linear("numbers", 4000, |n| page(each(n, |i| format!("<p>{}. A kettle</p>", i % 900))));
    check_linear("title", 4000, |n| {
        let title = each(n, |i| format!("harbour{i} "));
        format!("<title>{title}</title>") + &each(n, |i| format!("<h2>Wall {i} of the harbour</h2><p>{line}"))
    });
    check_linear("parts of a title", 4000, |n| format!("<title>{}</title>{told}", "The harbour wall | ".repeat(n)));
    check_linear("metas", 2000, |n| each(n, |i| format!("<meta name=author content='Ana Bell{}'>", letters(i))) + told);
    check_linear("keywords", 2000, |n| each(n, |i| format!("<meta property=article:tag content=wall{i}>")) + told);
    check_linear("one figure", 2000, |n| {
        format!("{told}<figure>{}</figure>", each(n, |i| format!("<figcaption>Ferry {i}.</figcaption>")))
    });
    check_linear("captions", 2000, |n| {
        each(n, |i| format!("<figure><img src=a.jpg><figcaption>Ferry {i}.</figcaption></figure>")) + told
    });
}

#[test]
fn json_ld_is_linear() {
    let say = |inner: &str| {
        format!("<script type=application/ld+json>{{\"@type\":\"LiveBlogPosting\",{inner}}}</script>{PAGE}")
    };
    check_linear("references", 100_000, |n| say(&format!("\"articleBody\":\"{}\"", "&".repeat(n))));
    check_linear("ids", 4000, |n| say(&format!("\"author\":[{}{{}}]", each(n, |i| format!("{{\"@id\":\"{i}\"}},")))));
    check_linear("posts", 4000, |n| {
        say(&format!("\"liveBlogUpdate\":[{}{{}}]", each(n, |i| format!("{{\"text\":\"Said {i}.\"}},"))))
    });
    let paragraphs = |n: usize| format!("<p>{PAGE} ").repeat(n);
    check_linear("headline", 2000, |n| say(&format!("\"headline\":\"{}\"", "harbour ".repeat(n))) + &paragraphs(n));
    check_linear("description", 2000, |n| {
        say(&format!("\"description\":\"{}\"", each(n, |i| format!("harbour{i} ")))) + &paragraphs(n)
    });
    check_linear("scripts", 4000, |n| say("\"headline\":\"Ferry\"").repeat(n));
}

#[test]
fn a_page_over_the_limits_is_cut_and_says_so() {
    let html = "<article><p>The ferry left at ten, and nobody was on it, said the captain to the mate.</p>".to_owned()
        + &"<div>".repeat(2000);
    let article = extract(&page(html)).unwrap();
    assert_eq!(article.flags, [Flag::Truncated]);
    assert!(article.text.starts_with("The ferry left"));
}
