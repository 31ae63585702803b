//! Speakers who are named by their office, and whom "he" prefers.

use super::{check, check_in, read};

/// Names of the speakers, in order.
#[track_caller]
fn speakers(text: &str, names: &[&str]) {
    let quotes = read(text, Some("en"), &mut []);
    let found: Vec<&str> = quotes.iter().filter_map(|q| q.speaker.as_ref()).map(|s| s.name.as_str()).collect();
    assert_eq!(found, names);
}

#[test]
fn an_office_is_its_holder() {
    check(
        "Gov. Mary Holt came late. “We never close,” the governor said.",
        "Gov. Mary Holt came late. “[1:We never close,]” <1:the governor=Mary Holt> said.",
    );
}

#[test]
fn an_office_with_two_holders_is_nobody() {
    speakers("Gov. Mary Holt met Gov. Tom Reed. “We never close,” the governor said.", &["the governor"]);
}

#[test]
fn he_is_the_subject_and_not_the_object() {
    speakers("Tom Reed praised Norman Holt. “We will miss the bell,” he said.", &["Tom Reed"]);
}

#[test]
fn names_in_a_question_put_to_the_speaker() {
    speakers(
        "“It is ours,” said Tom Reed. Asked what he would do if Norman Holt won, he shrugged. “Pick again,” he said.",
        &["Tom Reed", "Tom Reed"],
    );
}

#[test]
fn elsewhere_no_noun_speaks() {
    check_in("de", "„Wir haben den Pokal“, sagte sie.", "„[1:Wir haben den Pokal]“, sagte sie.");
}
