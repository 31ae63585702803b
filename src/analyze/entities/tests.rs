mod bodies;
mod people;
mod places;

use crate::analyze::document;
use crate::analyze::language::is_english;
use crate::analyze::tests::MODELS;
use crate::model::Article;
use crate::model::annotation::{Entity, EntityType};
use crate::model::article::Caption;

/// The entities of an article, without lists.
fn find(article: &Article) -> Vec<Entity> {
    let document = document::segment(&article.text);
    super::find(&document, article, is_english(article), &MODELS.for_entities(), &[])
}

/// Draws the mentions into the text with the number of their entity: `[Ada Baro]0`.
fn draw(article: &Article, kinds: &[EntityType]) -> String {
    let entities = find(article);
    let mut marks: Vec<(usize, usize, usize)> = Vec::new();
    for (number, entity) in entities.iter().filter(|entity| kinds.contains(&entity.kind)).enumerate() {
        marks.extend(entity.mentions.iter().map(|mention| (mention.span.start, mention.span.end, number)));
    }
    marks.sort_unstable();
    let mut out = article.text.clone();
    for (start, end, number) in marks.into_iter().rev() {
        out.insert_str(end, &format!("]{number}"));
        out.insert(start, '[');
    }
    out
}

fn english(text: &str) -> Article {
    Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() }
}

/// `expected` with its marks taken out is the text.
#[track_caller]
fn check(kinds: &[EntityType], expected: &str) {
    let mut text = String::new();
    let mut digits = false;
    for c in expected.chars() {
        digits = (digits && c.is_ascii_digit()) || c == ']';
        if c != '[' && !digits {
            text.push(c);
        }
    }
    assert_eq!(draw(&english(&text), kinds), expected);
}

const PEOPLE: &[EntityType] = &[EntityType::Person];
const BODIES: &[EntityType] = &[EntityType::Org];

#[test]
fn a_surname_means_the_full_name() {
    check(PEOPLE, "[Steven Harlow]0 met the press in Oslo. [Harlow]0 said he was glad. “No,” [Harlow]0 said.");
    check(PEOPLE, "Foreign Minister [Anna van der Berg]0 resigned. [Van der Berg]0 had served for two years.");
}

#[test]
fn members_of_a_family_are_kept_apart() {
    check(
        PEOPLE,
        "[Robert Harlow]0 and his wife [Diana Harlow]1 voted on Sunday. [Harlow]0 smiled. Mrs. [Harlow]1 waved.",
    );
    check(PEOPLE, "[Harlow]0 arrived late, and his daughter [Diana Harlow]1 left early.");
}

#[test]
fn a_relation_is_not_meant_by_the_name_alone() {
    check(PEOPLE, "Ms. [Harlow]0, a teacher, said her son, [Diego Harlow]1, loved it. [Harlow]0 cried.");
}

#[test]
fn two_spellings_are_one_person() {
    check(PEOPLE, "President [Viktor Zelenskyy]0 spoke on Monday. [Zelenskiy]0 left.");
}

#[test]
fn what_belongs_together_is_joined() {
    check(BODIES, "Shares of [Harlow & Baldwin]0 fell.");
    check(&[EntityType::Event], "[Hurricane Milton]0 hit Florida on Monday.");
    check(&[EntityType::Gpe], "[Trinidad and Tobago]0 beat [Bosnia and Herzegovina]1 on Monday.");
}

#[test]
fn initials_and_middle_names_do_not_part_people() {
    check(PEOPLE, "[John F. Harlow]0 spoke. [John Harlow]0 was heard. [J. Harlow]0 left.");
}

#[test]
fn titles_stand_apart() {
    let article = english("Ukrainian President Viktor Harlow met Sen. Maria Baldwin. Mr. Harlow's aides waited.");
    let entities = find(&article);
    let people: Vec<_> = entities.iter().filter(|entity| entity.kind == EntityType::Person).collect();
    assert_eq!(people[0].name, "Viktor Harlow");
    assert_eq!(people[0].titles, ["Ukrainian President", "Mr."]);
    assert_eq!(people[1].titles, ["Sen."]);
    assert_eq!(people[0].mentions[1].span.of(&article.text), "Harlow");
}

#[test]
fn a_caption_names_in_full() {
    let mut article = english("Harlow told reporters on Tuesday that the talks would go on.");
    article.captions.push(Caption { text: "Steven Harlow speaks to reporters in Geneva.".to_owned(), credit: None });
    let entities = find(&article);
    let person = entities.iter().find(|entity| entity.kind == EntityType::Person).unwrap();
    assert_eq!(person.name, "Steven Harlow");
    assert_eq!(person.mentions.len(), 1);
}

#[test]
fn nations_and_their_people_are_linked() {
    let article =
        english("German officials met in Berlin. Germany and the U.S. signed; the United States and Germans agreed.");
    let entities = find(&article);
    let of = |name: &str| entities.iter().find(|entity| entity.name == name).unwrap();
    assert_eq!((of("German").kind, of("German").link.as_deref()), (EntityType::Norp, Some("iso3166:DE")));
    assert_eq!(of("German").mentions.len(), 2);
    assert_eq!(of("Germany").mentions.len(), 1);
    assert_eq!((of("Germany").kind, of("Germany").link.as_deref()), (EntityType::Gpe, Some("iso3166:DE")));
    assert_eq!(of("United States").mentions.len(), 2);
}

#[test]
fn what_is_written_large_is_no_person() {
    check(PEOPLE, "SHARES FALL AS RATES RISE\nMarkets fell on Monday.");
    check(PEOPLE, "Rovers 3 United 1\nCity 2 Athletic 2\n$ACME #Vote2026 @ada_b");
    check(BODIES, "[Rovers]0 3 [United]1 1\n[Athletic]2 4 2 1 1 7");
    check(BODIES, "Sen. Jim Harlow (R-Ohio) met Rep. Ana Diaz, D-Texas.");
    check(PEOPLE, "Yesterday was cold. However, rain fell. Officials waited.");
}

#[test]
fn datelines_name_places() {
    check(PEOPLE, "DUNMORE — The council voted on Tuesday, Mayor [Helen Brandt]0 said.");
    check(&[EntityType::Gpe], "[DUNMORE]0, [Ohio]1 (AP) — The council voted on Tuesday.");
    check(&[EntityType::Gpe], "SOCCER - Rovers won on Monday.");
}

#[test]
fn other_languages_get_countries_and_values_only() {
    let article = Article {
        text: "Der Minister sagte am Montag in Deutschland, Angela Baro habe 3,5 % gewonnen. Argentina siegte."
            .to_owned(),
        language: Some("de".to_owned()),
        ..Article::default()
    };
    let entities = find(&article);
    assert!(entities.iter().all(|entity| entity.kind != EntityType::Person));
    assert!(entities.iter().any(|entity| entity.name == "Argentina"));
}

#[test]
fn foreign_names_make_no_foreign_text() {
    let english = |text: &str| is_english(&Article { language: None, ..english(text) });
    assert!(english(
        "Leader Raoni Kayapó-Silva and Cacique Tupã spoke of the dam in Manaus. João agreed, and the river fell."
    ));
    assert!(english("NASDAQ: +1.2% DOW: -0.3% GOLD $1,923.40 OIL $82.10 BTC $26,100 AAPL MSFT GOOG META TSLA AMZN"));
    assert!(!english("O líder falou sobre a barragem em Manaus, e o rio baixou depois da chuva de ontem."));
    assert!(!english("Министр заявил в Москве, что рост составил 3,5%."));
}

#[test]
fn a_part_of_a_name_is_no_city_in_other_languages() {
    let cities = |text: &str| {
        let article = Article { language: Some("pt".to_owned()), ..english(text) };
        let entities = find(&article);
        entities.into_iter().map(|entity| entity.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(cities("João dos Santos falou em Manaus."), "Manaus");
    assert_eq!(cities("A comissária Charlotte Harlow mora em Charlotte."), "Charlotte");
    assert_eq!(cities("Brighton & Hove venceu em Hamburg. La France joue, diz o Chicago Herald."), "Hamburg France");
}
