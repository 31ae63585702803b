//! Laws of analysis that hold for every text.

use std::sync::LazyLock;

use pressline::analyze::user_lists::UserListsBuilder;
use pressline::analyze::{Models, analyze, document};
use pressline::model::annotation::{Annotations, MentionKind};
use pressline::model::{Article, Span};
use proptest::prelude::*;

use crate::linear;

fn annotate(text: &str, language: Option<&str>) -> Annotations {
    let article = Article { text: text.to_owned(), language: language.map(str::to_owned), ..Article::default() };
    analyze(&article, &MODELS)
}

/// The models that are compiled in.
static MODELS: LazyLock<Models> = LazyLock::new(|| Models::embedded().expect("whole models"));

/// Lists that name much of what [`news`] is made of, in every case rule, and single letters besides.
static LISTED: LazyLock<Models> = LazyLock::new(|| {
    let watch = "id\ttype\tname\taliases\tcase\n\
        1\tPERSON\tAda Baro\tBaro|ADA\tignore\n2\tORG\tIEB\tEnergy Board|Board|U.S.\n3\tGPE\t東京\t京|مرحبا|é|e\u{301}\n\
        4\tPERSON\tIto\tNeill|van|Smith-Ito\texact\n5\tPRODUCT\t5\tA|1|3-2|week Ada Baro\tignore\n6\tORG\tBaro\tACME\n";
    let aliases = "id\tlabel\taliases\nQ1\tOslo\tGermans|Ada Baro\nQ2\tInternational Energy Board\n";
    let mut builder = UserListsBuilder::default();
    builder.add_watchlist("w", watch.as_bytes()).expect("a list");
    builder.add_alias_table("a", aliases.as_bytes()).expect("a table");
    MODELS.with_lists(builder.build().expect("few names"))
});

fn listed(text: &str) -> Annotations {
    let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
    analyze(&article, &LISTED)
}

/// Panics unless the annotations keep the promises of their types.
fn hold(text: &str, found: &Annotations) {
    let mut names: Vec<Span> = Vec::new();
    let mut last = 0;
    for entity in &found.entities {
        assert!(!entity.mentions.is_empty());
        assert!(!entity.name.trim().is_empty());
        assert!((0.0..=1.0).contains(&entity.confidence) && (0.0..=1.0).contains(&entity.salience));
        assert!(entity.mentions.is_sorted_by_key(|mention| mention.span.start), "mentions out of order");
        let first = entity.mentions[0].span.start;
        assert!(first >= last, "entities out of order");
        last = first;
        for mention in &entity.mentions {
            let words =
                text.get(mention.span.start..mention.span.end).expect("a span within the text, on char boundaries");
            assert_eq!(words, words.trim(), "blanks at the ends");
            assert!(!words.is_empty());
        }
        names.extend(
            entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name).map(|mention| mention.span),
        );
    }
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| !pair[0].overlaps(pair[1])), "named mentions overlap");
}

/// Texts made of what the rules look at.
fn news() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Ada Baro",
        "Baro",
        "Mr. ",
        "President",
        "the",
        "said",
        " ",
        " ",
        " ",
        ", ",
        ". ",
        "\n",
        "“",
        "”",
        "\"",
        "'s",
        "’s",
        "(",
        ")",
        "IEB",
        "International Energy Board",
        "Oslo",
        "U.S.",
        "German",
        "Germans",
        "$5 million",
        "12%",
        "March 5, 2025",
        "Monday",
        "two days ago",
        "10:30 p.m.",
        "e\u{301}",
        "👩\u{200d}👩",
        "مرحبا",
        "东京",
        "@ada",
        "#Vote",
        "...",
        "-",
        "—",
        "3-2",
        "\u{a0}",
        "last",
        "next",
        "week",
        "1990s",
        "ACME CORP",
        "van der",
        "Smith-Ito",
        "O'Neill",
        "wife",
        "and",
        "of",
        "$",
        "%",
        "40km",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_keeps_the_laws(text in any::<String>()) {
        hold(&text, &annotate(&text, Some("en")));
        hold(&text, &annotate(&text, None));
        hold(&text, &listed(&text));
    }

    #[test]
    fn news_keeps_the_laws(text in news()) {
        hold(&text, &annotate(&text, Some("en")));
        hold(&text, &annotate(&text, Some("de")));
        hold(&text, &listed(&text));
    }

    #[test]
    fn the_same_text_has_the_same_answer(text in news()) {
        prop_assert_eq!(annotate(&text, Some("en")), annotate(&text, Some("en")));
        prop_assert_eq!(listed(&text), listed(&text));
    }

    #[test]
    fn the_layer_holds_the_whole_text(text in news()) {
        let document = document::segment(&text);
        let mut end = 0;
        for token in &document.tokens {
            prop_assert!(token.span.start >= end && !token.span.is_empty());
            let gap = text.get(end..token.span.start).expect("token on char boundaries");
            let blank = gap.chars().all(|c| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}');
            prop_assert!(blank, "left out: {:?}", gap);
            prop_assert!(!token.span.of(document.text).contains(char::is_whitespace));
            end = token.span.end;
        }
        let mut next = 0;
        for sentence in &document.sentences {
            prop_assert!(sentence.start == next && !sentence.is_empty());
            next = sentence.end;
        }
        prop_assert_eq!(next, document.tokens.len());
        for paragraph in &document.paragraphs {
            prop_assert!(document.sentences.iter().any(|sentence| sentence.start == paragraph.start));
        }
    }
}

#[test]
fn other_languages_name_no_model() {
    let german = "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch einmal prüfen und dann beschließen.";
    assert_eq!(annotate(german, None).entity_model, None);
    assert_eq!(
        annotate("The minister said on Monday that the law would be looked at again.", None).entity_model,
        Some("entities-en/1")
    );
}

#[track_caller]
fn check_linear(n: usize, text: impl Fn(usize) -> String) {
    let name: String = text(3).chars().take(40).collect();
    linear::check_linear(&name, n, &text, |text| drop(annotate(text, Some("en"))));
    linear::check_linear(&format!("{name} with lists"), n, &text, |text| drop(listed(text)));
}

#[test]
fn a_text_without_a_space_takes_linear_time() {
    for piece in ["a", "A", "e\u{301}", "\u{301}", "-", "1", "U.", "東", "👩", "ا", "'", "(", "A&"] {
        check_linear((1 << 17) / piece.len(), |n| piece.repeat(n));
    }
}

#[test]
fn many_tokens_of_one_kind_take_linear_time() {
    for piece in [
        "A ",
        "ADA BARO ",
        "Ada Baro ",
        "Baro, ",
        "Acme Board (AB) ",
        "😀",
        "ש ",
        "'",
        ". ",
        "$",
        "two hundred ",
        "the last ",
        "東",
    ] {
        check_linear(5_000, |n| piece.repeat(n));
    }
}

#[test]
fn many_people_and_quotes_take_linear_time() {
    let each = |n: usize, piece: &dyn Fn(usize) -> String| (0..n).map(piece).collect::<String>();
    check_linear(2_000, |n| each(n, &|i| format!("Ada Baro{i} met Baro{}. ", i / 2)));
    check_linear(2_000, |n| each(n, &|i| format!("“We wait,” said Ada Baro{i}. ")));
    check_linear(2_000, |n| each(n, &|i| format!("“We wait,” she said of Baro{i}.\n")));
    check_linear(2_000, |n| each(n, &|i| format!("President Baro{i} said, “Yes.” “No,” the president said. ")));
    check_linear(2_000, |n| each(n, &|i| format!("Minister of Wall{i} Ada Baro spoke. ")));
    check_linear(2_000, |n| each(n, &|_| "'a “b” ".to_owned()) + "c'");
    check_linear(2_000, |n| "'a “b” 'c “d” e' ".repeat(n));
    check_linear(2_000, |n| each(n, &|i| format!("The Board of Baro{i} (BB{i}) told Baro{i} Inc. ")));
}

#[test]
fn hostile_texts_are_annotated_whole() {
    for piece in ["a", "e\u{301}", "U.", "東", "👩", "'", "A&", "Ada Baro ", "Acme Board (AB) ", "two hundred ", "ש "]
    {
        let text = piece.repeat((1 << 16) / piece.len());
        hold(&text, &annotate(&text, Some("en")));
        hold(&text, &listed(&text));
    }
    let people: String = (0..2_000).fold(String::new(), |text, n| text + &format!("Ada Baro{n} met Baro{}. ", n / 2));
    hold(&people, &annotate(&people, Some("en")));
}

#[test]
fn marks_with_nothing_between_them_are_no_speech() {
    let text = "\u{2}`–`SA'?www.\"!,\"\"\"\"jbna,\"`₽";
    hold(text, &annotate(text, Some("en")));
}
