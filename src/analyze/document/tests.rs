mod boundaries;

use super::segment;

/// Tokens apart by a blank, sentences by `|`, paragraphs by `¶`.
fn draw(text: &str) -> String {
    let document = segment(text);
    let mut out = String::new();
    for (token, _) in document.tokens.iter().enumerate() {
        if token > 0 {
            let paragraph = document.paragraphs.iter().any(|p| p.start == token);
            let sentence = document.sentences.iter().any(|s| s.start == token);
            out.push_str(if paragraph {
                " ¶ "
            } else if sentence {
                " | "
            } else {
                " "
            });
        }
        out.push_str(document.word(token));
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(draw(text), expected);
}

#[test]
fn words_keep_inner_apostrophes_and_hyphens() {
    check("Don't ask O'Neill or Jean-Luc", "Don't ask O'Neill or Jean-Luc");
    check("rock-n-roll, l’Oréal; Ki-moon", "rock-n-roll , l’Oréal ; Ki-moon");
}

#[test]
fn possessives_stand_apart() {
    check("Ada’s and the players' room", "Ada ’s and the players ' room");
    check("IT'S BARO'S", "IT 'S BARO 'S");
}

#[test]
fn what_is_hung_on_a_name_stands_apart() {
    check("the Oslo-based firm", "the Oslo - based firm");
    check("a U.S.-led and U.N.-backed force", "a U.S. - led and U.N. - backed force");
    check("a well-run state-owned bank", "a well-run state-owned bank");
}

#[test]
fn numbers_stay_whole() {
    check("$1,250.50 at 10:30, 2-1 on 3/4", "$ 1,250.50 at 10:30 , 2-1 on 3/4");
    check("25% of 40km, the 1990s", "25 % of 40km , the 1990s");
    check("in 2020,2021 it was", "in 2020 , 2021 it was");
}

#[test]
fn quotes_and_runs_are_single_tokens() {
    check("''We won,'' he said...", "'' We won , '' he said ...");
    check("``Yes'' -- no", "`` Yes '' -- no");
    check("“No!” – so 'so'", "“ No ! ” – so ' so '");
    check("“No!” – Ana left", "“ No ! ” – Ana left");
}

#[test]
fn addresses_handles_and_tags_stay_whole() {
    check(
        "See https://a.example/x?y=1. Write to ada@b.example, @ada_b #Vote2026!",
        "See https://a.example/x?y=1 . | Write to ada@b.example , @ada_b #Vote2026 !",
    );
    check("at news.example today", "at news.example today");
}

#[test]
fn abbreviations_do_not_end_sentences() {
    check("Mr. Baro met Gen. Ito. He left.", "Mr. Baro met Gen. Ito . | He left .");
    check("On Jan. 5 the U.S. Senate rose.", "On Jan. 5 the U.S. Senate rose .");
    check("It is No. 4 of Acme Inc. in Ohio.", "It is No. 4 of Acme Inc. in Ohio .");
    check("No. He did not.", "No . | He did not .");
    check("J. K. Baro and A.B. Ito agree.", "J. K. Baro and A.B. Ito agree .");
    check("She lives in Dover, Del. with Rep. Ito.", "She lives in Dover , Del. with Rep. Ito .");
}

#[test]
fn abbreviations_may_end_sentences() {
    check("He runs Acme Inc. The firm grew.", "He runs Acme Inc. | The firm grew .");
    check("It began at 5 p.m. They left.", "It began at 5 p.m. | They left .");
    check("He left the U.S. It was late.", "He left the U.S. | It was late .");
}

#[test]
fn quotes_close_with_their_sentence() {
    check("\"Go home.\" He went. \"Why?\" she asked.", "\" Go home . \" | He went . | \" Why ? \" she asked .");
    check("“Go.” “No.” (Really.) Yes.", "“ Go . ” | “ No . ” | ( Really . ) | Yes .");
}

#[test]
fn ellipses_and_decimals_do_not_split() {
    check("It rose 3.5 percent... and fell. Then?! Yes.", "It rose 3.5 percent ... and fell . | Then ? ! | Yes .");
    check("Well… maybe. Well… Perhaps.", "Well … maybe . | Well … | Perhaps .");
}

#[test]
fn a_missing_blank_does_not_hide_a_sentence() {
    check("It ended.Then it rained.", "It ended . | Then it rained .");
}

#[test]
fn lines_are_paragraphs() {
    check("One\n\n  Two. Three\r\n", "One ¶ Two . | Three");
    check("", "");
}

#[test]
fn other_scripts() {
    check("东京。大阪。", "东 京 。 | 大 阪 。");
    check("مرحبا بالعالم؟ نعم.", "مرحبا بالعالم ؟ | نعم .");
    check("e\u{301}te\u{301} 👩\u{200d}👩 ok", "e\u{301}te\u{301} 👩\u{200d} 👩 ok");
}

#[test]
fn hostile_texts_are_cut_in_time() {
    for text in [
        "a".repeat(1 << 20),
        ".".repeat(1 << 20),
        "A.".repeat(1 << 19),
        "a\u{301}".repeat(1 << 18),
        "a-".repeat(1 << 19),
    ] {
        let document = segment(&text);
        assert!(document.tokens.iter().all(|token| !token.span.is_empty()));
    }
}
