//! Where a quote's speaker stands.

use super::{check, find, read};
use crate::model::Article;
use crate::model::annotation::QuoteKind;

#[test]
fn inverted() {
    check("“We won the cup,” said Mary Holt.", "“[1:We won the cup,]” said <1:Mary Holt>.");
}

#[test]
fn with_an_apposition() {
    check(
        "“We won the cup,” said Mary Holt, a baker from Leeds.",
        "“[1:We won the cup,]” said <1:Mary Holt>, a baker from Leeds.",
    );
}

#[test]
fn apposition_before_the_verb() {
    check(
        "“We won the cup,” Mary Holt, a baker from Leeds, said.",
        "“[1:We won the cup,]” <1:Mary Holt>, a baker from Leeds, said.",
    );
}

#[test]
fn split_around_the_cue() {
    check(
        "“We won,” Mary Holt said, “and we will win again.”",
        "“[1:We won,]” <1:Mary Holt> said, “[1:and we will win again.]”",
    );
}

#[test]
fn cue_first() {
    check("Mary Holt said, “We won the cup.”", "<1:Mary Holt> said, “[1:We won the cup.]”");
}

#[test]
fn after_a_colon() {
    check("Mary Holt added: “We won the cup.”", "<1:Mary Holt> added: “[1:We won the cup.]”");
}

#[test]
fn question() {
    check("“Did we win the cup?” Mary Holt asked.", "“[1:Did we win the cup?]” <1:Mary Holt> asked.");
}

#[test]
fn floating_sentence() {
    check(
        "“We won the cup,” Mary Holt said on Monday. “It took us years.”",
        "“[1:We won the cup,]” <1:Mary Holt> said on Monday. “[1:It took us years.]”",
    );
}

#[test]
fn lead_in_across_paragraphs() {
    check(
        "Mary Holt then explained to the crowd what had happened:\n“We won the cup because nobody gave up.”",
        "<1:Mary Holt> then explained to the crowd what had happened:\n“[1:We won the cup because nobody gave up.]”",
    );
}

#[test]
fn that_clause() {
    check(
        "Mary Holt said that the council would build a new school.",
        "<1:Mary Holt> said [1:that the council would build a new school].",
    );
}

#[test]
fn bare_clause() {
    check(
        "Mary Holt said the council would build a new school.",
        "<1:Mary Holt> said [1:the council would build a new school].",
    );
}

#[test]
fn clause_before_the_cue() {
    check(
        "The council would build a new school, Mary Holt said.",
        "[1:The council would build a new school], <1:Mary Holt> said.",
    );
}

#[test]
fn according_to() {
    check(
        "The bridge will close in May, according to Mary Holt.",
        "[1:The bridge will close in May], according to <1:Mary Holt>.",
    );
}

#[test]
fn according_to_first() {
    check(
        "According to Mary Holt, the bridge will close in May.",
        "According to <1:Mary Holt>, [1:the bridge will close in May].",
    );
}

#[test]
fn scare_quotes() {
    check(
        "The so-called “reform” failed, and the “big day” never came.",
        "The so-called “reform” failed, and the “big day” never came.",
    );
}

#[test]
fn titles_of_works() {
    check("The band played “Songs for the Silent Road” twice.", "The band played “Songs for the Silent Road” twice.");
}

#[test]
fn marks_within_a_mixed_quote_stay() {
    check(
        "Mary Holt said that the plan was “a complete disaster.”",
        "<1:Mary Holt> said [1:that the plan was “a complete disaster.”]",
    );
}

#[test]
fn kinds() {
    let kind = |text| read(text, Some("en"), &mut [])[0].kind;
    assert_eq!(kind("“We won the cup,” Mary Holt said."), QuoteKind::Direct);
    assert_eq!(kind("Mary Holt said that the plan was “a complete disaster” for the town."), QuoteKind::Mixed);
    assert_eq!(kind("Mary Holt said that the plan had failed."), QuoteKind::Indirect);
}

#[test]
fn addressee_and_venue() {
    let text = "“We won the cup,” Mary Holt told reporters at a news conference in Leeds.";
    let quote = read(text, Some("en"), &mut []).remove(0);
    assert_eq!(quote.addressee.map(|s| s.of(text)), Some("reporters"));
    assert_eq!(quote.venue.map(|s| s.of(text)), Some("at a news conference"));
}

#[test]
fn headline() {
    let text = "“We will never give up the cup,” Mary Holt said. “It was raining.”";
    let article = |title: &str| Article { text: text.to_owned(), title: Some(title.to_owned()), ..Article::default() };
    let found = |title| find(&article(title), &mut [])[0].in_headline;
    assert!(found("Holt: ‘We will never give up’"));
    assert!(!found("Leeds keep the cup"));
}
