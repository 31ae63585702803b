//! Who the speaker is: full names, pronouns, nouns, carried speakers.

use super::{check, entity, read};
use crate::model::annotation::{EntityType, MentionKind, SpeakerMethod};

#[test]
fn full_name_of_a_surname() {
    check(
        "Mary Holt runs a bakery. “We never close,” Holt said.",
        "Mary Holt runs a bakery. “[1:We never close,]” <1:Holt=Mary Holt> said.",
    );
}

#[test]
fn titles_are_left_out() {
    check("“We never close,” said Dr. Mary Holt.", "“[1:We never close,]” said Dr. <1:Mary Holt>.");
}

#[test]
fn she() {
    check(
        "Mary Holt met Tom Reed on Monday. “We never close,” she said.",
        "Mary Holt met Tom Reed on Monday. “[1:We never close,]” <1:she=Mary Holt> said.",
    );
}

#[test]
fn he() {
    check(
        "Mary Holt met Tom Reed on Monday. “We never close,” he said.",
        "Mary Holt met Tom Reed on Monday. “[1:We never close,]” <1:he=Tom Reed> said.",
    );
}

#[test]
fn gender_by_honorific() {
    check(
        "Mr. Zarko Quill met Mrs. Arlo Venn. “We never close,” she said.",
        "Mr. Zarko Quill met Mrs. Arlo Venn. “[1:We never close,]” <1:she=Arlo Venn> said.",
    );
}

#[test]
fn a_pronoun_without_a_person() {
    check("It rained in Leeds. “We never close,” she said.", "It rained in Leeds. “[1:We never close,]” <1:she> said.");
}

#[test]
fn noun_phrase() {
    check(
        "“The bridge is closed,” a police spokeswoman said.",
        "“[1:The bridge is closed,]” <1:a police spokeswoman> said.",
    );
}

#[test]
fn a_spokesman_for_somebody_is_not_somebody() {
    let text = "“The bridge is closed,” a spokesman for Mary Holt said.";
    let speaker = read(text, Some("en"), &mut []).remove(0).speaker.expect("a speaker");
    assert_eq!((speaker.method, speaker.name.as_str()), (SpeakerMethod::Nominal, "a spokesman for Mary Holt"));
}

#[test]
fn carried_to_the_next_paragraph() {
    let text = "“The bridge is closed,” Mary Holt said.\n“We will open it again in the summer.”";
    let quotes = read(text, Some("en"), &mut []);
    let speaker = quotes[1].speaker.as_ref().expect("a speaker");
    assert_eq!((speaker.method, speaker.name.as_str()), (SpeakerMethod::Carried, "Mary Holt"));
}

#[test]
fn entities_lend_their_names_and_gain_pronouns() {
    let text = "Holt spoke first. “We never close,” she said.";
    let mut entities = [entity(text, EntityType::Person, "Mary Holt", &["Holt"])];
    let speaker = read(text, Some("en"), &mut entities).remove(0).speaker.expect("a speaker");
    assert_eq!((speaker.entity, speaker.name.as_str(), speaker.method), (Some(0), "Mary Holt", SpeakerMethod::Pronoun));
    let drawn: Vec<_> = entities[0].mentions.iter().map(|m| (m.span.of(text), m.kind)).collect();
    assert_eq!(drawn, [("Holt", MentionKind::Name), ("she", MentionKind::Pronoun)]);
}

#[test]
fn places_are_not_she() {
    let text = "France and Mary Holt agreed. France won. “We never close,” she said.";
    let mut entities = [
        entity(text, EntityType::Gpe, "France", &["France", "France"]),
        entity(text, EntityType::Person, "Mary Holt", &["Mary Holt"]),
    ];
    let speaker = read(text, Some("en"), &mut entities).remove(0).speaker.expect("a speaker");
    assert_eq!(speaker.entity, Some(1));
}

#[test]
fn who() {
    check(
        "The plan was drawn up by Mary Holt, who said that the bridge would last.",
        "The plan was drawn up by Mary Holt, <1:who=Mary Holt> said [1:that the bridge would last].",
    );
}

#[test]
fn it() {
    check(
        "The company said it was sorry. It said the bridge would last.",
        "<1:The company> said [1:it was sorry]. <2:It=The company> said [2:the bridge would last].",
    );
}

#[test]
fn a_cue_without_a_subject_shares_it() {
    check(
        "Mary Holt said the bridge would last, adding that nobody was hurt.",
        "<1:<2:Mary Holt>> said [1:the bridge would last], adding [2:that nobody was hurt].",
    );
}
