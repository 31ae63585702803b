use super::{english, find};
use crate::model::annotation::EntityType;

/// The link of a place.
#[track_caller]
fn check(words: &str, name: &str, expected: Option<&str>) {
    let article = english(words);
    let entities = find(&article);
    let place = entities.iter().find(|entity| entity.name == name && entity.kind == EntityType::Gpe).expect(name);
    assert_eq!(place.link.as_deref(), expected);
}

#[test]
fn a_large_city_is_meant_by_its_name() {
    check("Ministers met in Vienna on Monday.", "Vienna", Some("geonames:2761369"));
    check("PARIS — Ministers met on Monday.", "PARIS", Some("geonames:2988507"));
    check("Ministers met in Kiev on Monday.", "Kiev", Some("geonames:703448"));
}

#[test]
fn what_stands_behind_a_city_tells_which() {
    check("She was born in Springfield, Illinois, on Monday.", "Springfield", Some("geonames:4250542"));
    check("She lives in Portland, Ore., with her son.", "Portland", Some("geonames:5746545"));
    check("She flew to Paris, Texas, on Monday.", "Paris", Some("geonames:4717560"));
    check("She moved from Cambridge, Massachusetts, on Monday.", "Cambridge", Some("geonames:4931972"));
    check("She lives in London, Ontario, with her son.", "London", Some("geonames:6058560"));
}

#[test]
fn what_else_is_named_tells_which() {
    check("Police in Birmingham said on Monday that Alabama would pay.", "Birmingham", Some("geonames:4049979"));
    check("Atlanta police in Georgia said so. Alabama agreed.", "Georgia", Some("geonames:4197000"));
    check("Officials from Georgia and Armenia met in Tbilisi.", "Georgia", Some("iso3166:GE"));
}

#[test]
fn where_nothing_tells_there_is_no_link() {
    check("Police in Springfield said so on Monday.", "Springfield", None);
    check("A storm was seen southwest of Akron on Monday, officials in Colorado said.", "Akron", None);
    check("The premier of Ontario said so on Monday.", "Ontario", None);
    check("The Minister was in Georgia on Monday.", "Georgia", None);
}

#[test]
fn countries_are_known_in_full_and_in_capitals() {
    check("The Kingdom of Norway and Sweden signed on Monday.", "Kingdom of Norway", Some("iso3166:NO"));
    check("NICARAGUA TO VOTE\nMinisters said on Monday that Nicaragua would vote.", "Nicaragua", Some("iso3166:NI"));
}

#[test]
fn a_state_is_meant_where_its_country_is_named() {
    check("Floods hit Jiangxi province in China on Monday.", "Jiangxi", Some("geonames:1806222"));
    check("The firm opened a plant in Pune, Maharashtra, on Monday.", "Maharashtra", Some("geonames:1264418"));
    check("The premier of Victoria said on Monday that Australia would pay.", "Victoria", Some("geonames:2145234"));
    check("Police in Lahore, Punjab, said so on Monday.", "Punjab", Some("geonames:1167710"));
    check("Police in Ludhiana, India, said on Monday that Punjab agreed.", "Punjab", Some("geonames:1259223"));
}

#[test]
fn a_word_parts_a_state_from_its_city() {
    check("Shells fell on the Kharkiv region of Ukraine on Monday.", "Kharkiv", Some("geonames:706482"));
    check("Shells fell on Kharkiv and Sumy regions in Ukraine on Monday.", "Kharkiv", Some("geonames:706482"));
    check("Shells fell on Kharkiv, Sumy and Poltava regions in Ukraine.", "Kharkiv", Some("geonames:706482"));
    check("Shells fell on Kharkiv in Ukraine on Monday.", "Kharkiv", Some("geonames:706483"));
    check("Shells fell on Kharkiv, in the Kharkiv region of Ukraine, on Monday.", "Kharkiv", None);
    check("Japan mourned in the western city of Nara on Monday.", "Nara", Some("geonames:1855612"));
    check("Police in New York state said so on Monday.", "New York", Some("geonames:5128638"));
}

#[test]
fn a_state_of_a_common_name_has_no_link() {
    check("She moved to Victoria on Monday.", "Victoria", None);
    check("Jamaica sent a team to Manchester on Monday.", "Manchester", Some("geonames:2643123"));
    check("Officials in Punjab said on Monday that India and Pakistan had talked.", "Punjab", None);
}

#[test]
fn a_state_of_a_name_that_nothing_else_bears_needs_no_more() {
    check("Farmers in Bavaria said so on Monday.", "Bavaria", Some("geonames:2951839"));
}
