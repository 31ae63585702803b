use super::{PEOPLE, check, english, find};

#[test]
fn initials_belong_to_the_name() {
    check(PEOPLE, "[J.D. Harlow]0 spoke on Friday. [Harlow]0, 40, said he agreed. [JD Harlow]0 left.");
}

#[test]
fn particles_belong_to_the_name() {
    check(
        PEOPLE,
        "[Ursula von der Leyen]0 spoke first. “We act,” [von der Leyen]0 said. [Von der Leyen]0's speech was short.",
    );
    check(PEOPLE, "Judge [Carlos de la Cruz]0 ruled on Monday. [De la Cruz]0 said no.");
}

#[test]
fn an_article_may_be_left_out() {
    check(
        PEOPLE,
        "Syrian leader [Bashar al-Harlow]0 fled. [Al-Harlow]0 had ruled since 2000. [Harlow]0's palace fell.",
    );
}

#[test]
fn a_middle_name_may_stand_alone() {
    check(PEOPLE, "[Luis Inácio Lula da Silva]0 won. [Lula da Silva]0 cheered. [Lula]0 left.");
}

#[test]
fn titles_and_given_names_tell_who_is_meant() {
    check(
        PEOPLE,
        "[Donald Harlow]0 arrived with [Melania Harlow]1 on Tuesday. [Harlow]0 waved. Mrs. [Harlow]1 smiled.",
    );
    check(PEOPLE, "Saudi Crown Prince [Mohammed bin Salman]0 met aides. [Prince Mohammed]0 agreed.");
}

#[test]
fn a_suffix_parts_father_and_son() {
    check(PEOPLE, "[John Harlow Jr.]0 and [John Harlow III]1 spoke. [Harlow Jr.]0 sat. [Harlow III]1 stood.");
    check(PEOPLE, "[John Harlow Jr.]0 spoke on Friday. [John Harlow]0 was heard, and [Harlow]0 left.");
}

#[test]
fn a_nickname_stands_within_the_name() {
    check(
        PEOPLE,
        "Police caught [Joaquin \"El Taco\" Harlow]0 on Friday. [Harlow]0, 58, is in jail, and “[El Taco]0” waits.",
    );
}

#[test]
fn a_relation_or_a_crime_is_no_title() {
    let article =
        english("South Korean President Viktor Harlow met drug lord Omar Diaz and his sister Maria Diaz on Monday.");
    let entities = find(&article);
    let titles = |name: &str| entities.iter().find(|entity| entity.name == name).unwrap().titles.join(" ");
    assert_eq!(titles("Viktor Harlow"), "South Korean President");
    assert_eq!(titles("Omar Diaz"), "");
    assert_eq!(titles("Maria Diaz"), "");
}
