use super::{BODIES, PEOPLE, check};

#[test]
fn an_acronym_means_its_organisation() {
    check(
        BODIES,
        "The [International Atomic Energy Agency]0 ([IAEA]0) said on Monday it would inspect the plant. The [IAEA]0's chief left.",
    );
}

#[test]
fn a_body_is_one_by_all_its_names() {
    check(BODIES, "The [IAEA]0 ([International Atomic Energy Agency]0) met in Vienna. The [IAEA]0 said yes.");
    check(BODIES, "The [Department of Justice]0 ([DOJ]0) sued. [Justice Department]0 lawyers and the [DOJ]0 agreed.");
    check(
        BODIES,
        "The [U.S. Food and Drug Administration]0 approved it. The [Food and Drug Administration]0's advisers agreed.",
    );
    check(BODIES, "The [Washington Post]0 reported it on Monday, and the [Post]0 said it had seen the letter.");
    check(BODIES, "The [World Bank]0 lent the money in May. The [Bank]0 said more would follow.");
}

#[test]
fn a_firm_is_called_by_its_first_word() {
    check(
        BODIES,
        "[Norvik Energy ASA]0 said profit rose on Monday. Shares of [Norvik]0 fell. [Norvik]0 bought [Delta Pumps Inc.]1 in May.",
    );
}

#[test]
fn an_acronym_may_stand_first() {
    check(BODIES, "The [ECOCOM]0 ([Economic Community of Coastal Mayors]0) met on Monday, and [ECOCOM]0 agreed.");
}

#[test]
fn signs_of_exchanges_and_accounts_are_no_names() {
    check(BODIES, "[Norvik Energy ASA]0 (OSE: NRVK) said profit rose on Monday.");
    check(PEOPLE, "Thanh Hoa province will host the plant, officials said on Monday.");
}
